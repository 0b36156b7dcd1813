"""Old Style dates and the Gregorian calendar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.dates import (
    Day,
    Point,
    from_old_style,
    from_ordinal,
    gregorian_to_julian,
    julian_to_gregorian,
    ordinal,
    parse,
)
from kalends.errors import DateError

DAYS = [
    ((1917, 10, 25), (1917, 11, 7)),
    ((1812, 8, 26), (1812, 9, 7)),
    ((1731, 2, 19), (1731, 3, 2)),
    ((1731, 10, 10), (1731, 10, 21)),
    ((1775, 1, 15), (1775, 1, 26)),
    ((1564, 4, 23), (1564, 5, 3)),
    ((1582, 10, 5), (1582, 10, 15)),  # the day after the last Julian one in Rome
    ((1900, 2, 29), (1900, 3, 13)),  # no leap day in the Gregorian 1900
    ((1380, 9, 8), (1380, 9, 16)),
    ((1799, 12, 25), (1800, 1, 5)),
    ((1, 1, 1), (0, 12, 30)),
    ((200, 3, 1), (200, 3, 1)),  # the two agree in the third century
    ((0, 2, 29), (0, 2, 27)),
    ((-43, 3, 15), (-43, 3, 13)),
    ((-4712, 1, 1), (-4713, 11, 24)),  # day 0 of the Julian day count
]


@pytest.mark.parametrize(("julian", "gregorian"), DAYS)
def test_a_day_has_a_name_in_both_calendars(
    julian: tuple[int, int, int], gregorian: tuple[int, int, int]
) -> None:
    """A Julian day and its Gregorian name are converted into each other."""
    assert julian_to_gregorian(Day(*julian)) == Day(*gregorian)
    assert gregorian_to_julian(Day(*gregorian)) == Day(*julian)


@given(st.integers(ordinal(Day(-9999, 1, 1)), ordinal(Day(9999, 12, 31))))
def test_there_and_back_is_the_same_day(number: int) -> None:
    """Every day of the years -9999 to 9999 returns from the other calendar unchanged."""
    day = from_ordinal(number)

    assert julian_to_gregorian(gregorian_to_julian(day)) == day
    assert gregorian_to_julian(from_ordinal(number + 1)) > gregorian_to_julian(day)


DATES = [
    ("1731-10-10", "1731-10-21", Day(1731, 10, 21), Day(1731, 10, 21)),
    ("1900-02-29", "1900-03-13", Day(1900, 3, 13), Day(1900, 3, 13)),
    ("1731-10-10~", "1731-10-21~", Day(1731, 10, 21), Day(1731, 10, 21)),
    ("?1799-12~-25", "?1800-01~-05", Day(1800, 1, 5), Day(1800, 1, 5)),
    ("-0043-03-15", "-0043-03-13", Day(-43, 3, 13), Day(-43, 3, 13)),
    ("1731-10", "1731-10", Day(1731, 10, 12), Day(1731, 11, 11)),
    ("1900-02", "1900-02", Day(1900, 2, 13), Day(1900, 3, 13)),
    ("1900-24", "1900-24", Day(1899, 12, 13), Day(1900, 3, 13)),
    ("1731", "1731", Day(1731, 1, 12), Day(1732, 1, 11)),
    ("173X", "173X", Day(1730, 1, 12), Day(1740, 1, 11)),
    ("1731-10-10/1732", "1731-10-21/1732", Day(1731, 10, 21), Day(1733, 1, 11)),
    ("1731-10-10/..", "1731-10-21/..", Day(1731, 10, 21), None),
    ("/1731-10-10", "/1731-10-21", None, Day(1731, 10, 21)),
    ("[1731-10-10,1731-11]", "[1731-10-21,1731-11]", Day(1731, 10, 21), Day(1731, 12, 11)),
    ("[..1917-10-25]", "[..1917-11-07]", None, Day(1917, 11, 7)),
    ("{1917-10-25..1917-10-27,1918..}", "{1917-11-07..1917-11-09,1918..}", Day(1917, 11, 7), None),
]


@pytest.mark.parametrize(("written", "text", "earliest", "latest"), DATES)
def test_an_old_style_date_is_converted(
    written: str, text: str, earliest: Day | None, latest: Day | None
) -> None:
    """Days get their Gregorian name; coarser dates keep theirs, and their bounds move."""
    found = from_old_style(parse(written, old_style=True))

    assert (found.text, found.earliest, found.latest) == (text, earliest, latest)


@pytest.mark.parametrize("text", ["1731-10-10", "?1799-12~-25", "-0043-03-15"])
def test_a_converted_day_is_an_ordinary_date(text: str) -> None:
    """A converted day is what parsing its Gregorian text gives."""
    found = from_old_style(parse(text, old_style=True))

    assert found == parse(found.text)


def test_a_coarser_date_keeps_its_labels() -> None:
    """October 1731 Old Style is no Gregorian month: all but its bounds stays as written."""
    written = parse("1731-10", old_style=True)
    found = from_old_style(written)

    assert isinstance(written, Point)
    assert isinstance(found, Point)
    assert replace(found, earliest=written.earliest, latest=written.latest) == written


REFUSED = [
    ("1901-02-29", "February 1901 has 28 days"),
    ("1917-10-25T21:40:00Z", "a time of day cannot be Old Style"),
    ("XXXX-10-25", "an Old Style day needs its year"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_cannot_be_old_style_is_refused(text: str, message: str) -> None:
    """A day the Julian calendar lacks, a time of day and a day of no year are refused."""
    with pytest.raises(DateError, match=message):
        parse(text, old_style=True)


@pytest.mark.parametrize("text", ["1917-10-25T21:40:00Z", "XXXX-10-25", "9999-12-31"])
def test_what_has_no_gregorian_date_is_not_converted(text: str) -> None:
    """Conversion refuses what it would have to guess, or could not write."""
    with pytest.raises(DateError) as refused:
        from_old_style(parse(text))

    assert refused.value.remedy.startswith("write ")


def test_a_day_must_exist_in_its_calendar() -> None:
    """29 February 1900 is a Julian day only, and no calendar has a 30 February."""
    with pytest.raises(DateError, match="the Gregorian calendar has no such day"):
        gregorian_to_julian(Day(1900, 2, 29))
    with pytest.raises(DateError, match="the Julian calendar has no such day"):
        julian_to_gregorian(Day(1900, 2, 30))
