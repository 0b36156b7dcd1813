"""Dates: what holds for every text and every day."""

from __future__ import annotations

import contextlib
import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalends.dates import (
    Day,
    HistoricalDate,
    Interval,
    days_in_month,
    from_ordinal,
    ordinal,
    parse,
    parse_month_day,
    zone,
)
from kalends.dates.points import read_day, read_point
from kalends.errors import DateError


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Generate existing days of the years -9999 to 9999."""
    year, month = draw(st.integers(-9999, 9999)), draw(st.integers(1, 12))
    return Day(year, month, draw(st.integers(1, days_in_month(year, month))))


@st.composite
def points(draw: st.DrawFn) -> str:
    """Generate days, months, years and seasons, marked and masked."""
    day = draw(days())
    year = f"-{-day.year:04}" if day.year < 0 else f"{day.year:04}"
    month = draw(st.sampled_from([f"{day.month:02}", "XX"]))
    number = draw(st.sampled_from([f"{day.day:02}", "XX"]))
    masked = draw(st.integers(0, 3))
    year = year[: len(year) - masked] + "X" * masked
    if (month, number) == ("02", "29"):
        number = "28"
    season = str(draw(st.integers(21, 24)))
    form = draw(st.sampled_from([(year,), (year, month), (year, month, number), (year, season)]))
    return "-".join(draw(marked(part)) for part in form)


def marked(part: str) -> st.SearchStrategy[str]:
    """Generate a component with a mark on its left, on its right, or none."""
    return st.sampled_from([part, part, *(f"{mark}{part}" for mark in "?~%"), f"{part}~"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Generate EDTF of any supported kind; intervals may run backwards."""
    first, second = draw(points()), draw(points())
    form = draw(
        st.sampled_from(
            ["{0}", "{0}/{1}", "{0}/..", "/{1}", "[{0},{1}]", "[..{0},{1}]", "{{{0},{1}..}}"]
        )
    )
    return form.format(first, second)


def read(text: str) -> HistoricalDate | DateError:
    """Parse, or return the refusal."""
    try:
        return parse(text)
    except DateError as error:
        return error


@given(texts())
@example("XXXX-12-11")
@example("1961-04-12T06:07:00Z")
@example("[1667,1668,1670..1672]")
def test_a_date_keeps_its_text(text: str) -> None:
    """A date is written as it was read, and means the same when read again."""
    found = read(text)
    if isinstance(found, DateError):
        assert "backwards" in found.message
        return

    assert str(found) == text
    assert parse(str(found)) == found


@given(points())
def test_bounds_are_days_in_order(text: str) -> None:
    """The earliest day of a point is never after its latest, and both exist."""
    found = parse(text)

    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.latest
    for bound in (found.earliest, found.latest):
        assert from_ordinal(ordinal(bound)) == bound


@given(points(), points())
def test_an_interval_runs_from_its_start_to_its_end(start: str, end: str) -> None:
    """One of two dates can always stand before the other in an interval."""
    found = [read(f"{start}/{end}"), read(f"{end}/{start}")]

    assert any(isinstance(one, Interval) for one in found)
    assert all(
        "backwards" in one.message if isinstance(one, DateError) else isinstance(one, Interval)
        for one in found
    )


@given(days())
def test_the_fast_way_to_a_day_is_the_slow_one(day: Day) -> None:
    """Plain days are read apart for speed, and mean what they mean among all others."""
    sign = "-" if day.year < 0 else ""
    text = f"{sign}{abs(day.year):04}-{day.month:02}-{day.day:02}"

    assert read_day(text) == read_point(text) == parse(text)
    assert parse(text).earliest == day


OFFER = re.compile(r"write [-0-9A-Z.,/?~%:+{}\[\]]+(?: or [-0-9A-Z.,/?~%:+{}\[\]]+)?")
NEARLY = st.text("0123456789XxTZYuES-+/.,:?~%[]{} \n–．０", max_size=24)


@given(st.one_of(st.text(max_size=250), NEARLY))
@example("１９９２-05-25")
@example("Y" + "9" * 199)
@example("\ud800")
@example("[" * 200)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Whatever is written for a date is read, or refused with a reason and a remedy."""
    found = read(text)

    assert (found.message and found.remedy) if isinstance(found, DateError) else found.text == text


@given(st.one_of(st.text(max_size=12), NEARLY, st.from_regex(r"-{0,2}[0-9]{2}-[0-9]{2}")))
def test_any_text_is_a_day_of_the_year_or_refused(text: str) -> None:
    """Whatever is written for a day of the year is one, or refused."""
    with contextlib.suppress(DateError):
        found = parse_month_day(text)
        assert date(2000, *found).timetuple()[1:3] == found


@given(st.one_of(NEARLY, texts().map(str.lower), texts().map(lambda text: f" {text}.")))
def test_an_offer_is_always_a_date(text: str) -> None:
    """What a refusal offers to write is never refused itself."""
    refused = read(text)

    if isinstance(refused, DateError) and OFFER.fullmatch(refused.remedy):
        for offer in refused.remedy.removeprefix("write ").split(" or "):
            assert str(parse(offer)) == offer


@given(st.one_of(st.text(max_size=80), st.from_regex(r"(\.\./)*[a-z]+(/[a-z]+)*", fullmatch=True)))
def test_any_text_is_a_zone_or_refused(text: str) -> None:
    """Whatever is written for a time zone is a zone of that name or refused."""
    with contextlib.suppress(DateError):
        assert zone(text).key == text


def test_a_refusal_is_a_value_error() -> None:
    """Callers that know nothing of Kalends can catch a refused date as a ValueError."""
    with pytest.raises(ValueError, match="not a date"):
        parse("tomorrow")
