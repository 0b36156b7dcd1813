"""Our EDTF parser against the edtf package: both mean the same days."""

from __future__ import annotations

import contextlib
import io
import math
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kalends.dates import Day, parse

with warnings.catch_warnings():  # its grammar warns when it is imported
    warnings.simplefilter("ignore")
    edtf = pytest.importorskip("edtf", reason="the edtf package is not installed")


def bounds(text: str) -> tuple[Day | None, Day | None]:
    """Return the first and the last day as the package has them, None where open."""
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot read
        date = edtf.parse_edtf(text)
    earliest, latest = (
        None if isinstance(bound, float) and math.isinf(bound) else Day(*bound[:3])
        for bound in (date.lower_strict(), date.upper_strict())
    )
    return earliest, latest


def ours(text: str) -> tuple[Day | None, Day | None]:
    """Return the first and the last day as we have them."""
    date = parse(text)
    return date.earliest, date.latest


def trip(text: str, reason: str) -> object:
    """Mark a text on which the package is known to differ; if it no longer does, we are told."""
    return pytest.param(text, marks=pytest.mark.xfail(reason=reason, strict=True))


TEXTS = """
1985-04-12 1985-04 1985 -1985 0000 -0043-03-15 2000-02-29
1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30
1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02
Y170000002 Y-170000002 2001-21 2001-22 2001-23 1984? 2004-06~
201X 20XX 2004-XX 1985-04-XX 1985-XX-XX 1985-04-12/.. 1985-04/.. ../1985-04-12 ../1985
1984~/2004-06 1984?/2004% 1984-06-02?/2004-08-08~ 2004-06-XX/2004-07-03
2004-06-11% 2004-06~-11 2004?-06-11 ?2004-06-~11 2004-%06-11
156X-12-25 15XX-12-25 1XXX-XX 1XXX-12 1985-XX-31
[1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,1760-02,1760-12..] [1667,1760-12]
[1584?,1613] {1667,1668,1670..1672} {1960,1961-12} {..1984}
""".split()  # noqa: SIM905 -- a table is read, a list of sixty strings is not
TRIPS = [
    trip("2001-24", "its winter is December alone"),
    trip("1985-04-12/", "its unknown end is ten years on"),
    trip("/1985", "its unknown start is ten years back"),
    trip("[1984]", "it wants two members"),
    trip("[1584,2026-23]", "it takes no season in a set"),
    trip("-0001-XX", "its unknown month before Christ is December at the earliest"),
    trip("-0001-01-XX", "its unknown day before Christ is the last at the earliest"),
    trip("2001-21?", "it takes no mark on a season"),
    trip("Y-170000002?", "it takes no mark on a long year"),
    trip("?2004-06~-11", "it takes no two kinds of marks"),
    trip("1984-1X", "it cannot bound half a month"),
    trip("1985-04-3X", "it cannot bound half a day"),
    trip("190X-02-29", "its 29 February is in every year"),
    trip("-000X", "its decade before Christ has the year 0"),
    trip("XXXX-12-11", "its day without a year is in the years 0 to 9999"),
]


@pytest.mark.parametrize("text", [*TEXTS, *TRIPS])
def test_a_date_means_the_same_days(text: str) -> None:
    """Every form that both support has the same first and last day."""
    assert ours(text) == bounds(text)


YEARS = st.integers(-9999, 9999).map(lambda year: f"-{-year:04}" if year < 0 else f"{year:04}")
AFTER_CHRIST = st.integers(0, 9999).map("{:04}".format)
MONTHS = st.integers(1, 12).map("{:02}".format)
PLAIN = st.one_of(
    YEARS,
    st.builds("{}-{}".format, YEARS, MONTHS),
    st.builds("{}-{}-{:02}".format, YEARS, MONTHS, st.integers(1, 28)),
    st.dates().map(str),
)
MASKED = st.one_of(
    st.builds("{}{:03}X".format, st.sampled_from(["", "-"]), st.integers(1, 999)),
    st.builds("{}{:02}XX".format, st.sampled_from(["", "-"]), st.integers(1, 99)),
    AFTER_CHRIST.map("{}-XX".format),
    AFTER_CHRIST.map("{}-XX-XX".format),
    st.builds("{}-{}-XX".format, AFTER_CHRIST, MONTHS),
)
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 23))
MARKED = st.builds("{}{}".format, PLAIN, st.sampled_from("?~%"))
CHOICES = st.builds("[{},{}]".format, PLAIN, PLAIN)


@settings(max_examples=60, deadline=None)  # it takes milliseconds a date
@given(st.one_of(PLAIN, MASKED, SEASONS, MARKED, CHOICES))
@example("-0001-12-31")
def test_dates_of_any_year_mean_the_same_days(text: str) -> None:
    """What both support they agree on, in every year of four digits."""
    assert ours(text) == bounds(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.dates().map(str), YEARS), min_size=2, max_size=2))
def test_intervals_mean_the_same_days(ends: list[str]) -> None:
    """An interval runs from the first day of its start to the last of its end."""
    start, end = sorted(ends, key=lambda text: parse(text).earliest or Day(0, 1, 1))
    text = f"{start}/{end}"

    assert ours(text) == bounds(text)
