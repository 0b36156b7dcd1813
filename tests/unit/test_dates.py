"""Historical dates: what EDTF texts mean."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kalends.dates import (
    AllOf,
    Day,
    Edge,
    Interval,
    Leap,
    MonthDay,
    OneOf,
    Point,
    Precision,
    Yearless,
    days_between,
    from_ordinal,
    ordinal,
    parse,
    parse_month_day,
    utc,
    zone,
)


def day(text: str) -> Day | None:
    """Read a day of these tables without the parser under test; "" is none."""
    if not text:
        return None
    sign = -1 if text.startswith("-") else 1
    year, month, number = text.removeprefix("-").split("-")
    return Day(sign * int(year), int(month), int(number))


# the text, its earliest and latest day (none where empty), its precision, its marks
MEANINGS = """
1992-05-25                  | 1992-05-25  | 1992-05-25  | DAY
2003-04                     | 2003-04-01  | 2003-04-30  | MONTH
1594                        | 1594-01-01  | 1594-12-31  | YEAR
2026-21                     | 2026-03-01  | 2026-05-31  | SEASON
2026-22                     | 2026-06-01  | 2026-08-31  | SEASON
2026-23                     | 2026-09-01  | 2026-11-30  | SEASON
2026-24                     | 2025-12-01  | 2026-02-28  | SEASON
2024-24                     | 2023-12-01  | 2024-02-29  | SEASON
1465~                       | 1465-01-01  | 1465-12-31  | YEAR | ~
2026-05?                    | 2026-05-01  | 2026-05-31  | MONTH | ?
2004-06-11%                 | 2004-06-11  | 2004-06-11  | DAY | ?~
2001-21?                    | 2001-03-01  | 2001-05-31  | SEASON | ?
2024-11-27/2024-11-28       | 2024-11-27  | 2024-11-28  | DAY
1941-06-22/1945-05-09       | 1941-06-22  | 1945-05-09  | DAY
1954/1960                   | 1954-01-01  | 1960-12-31  | YEAR
2004-02-01/2005             | 2004-02-01  | 2005-12-31  | YEAR
1984~/2004-06               | 1984-01-01  | 2004-06-30  | YEAR | ~
2004-06-XX/2004-07-03       | 2004-06-01  | 2004-07-03  | MONTH
2005-06-15/2005-06          | 2005-06-15  | 2005-06-30  | MONTH
2024-11-27/2024-11-27       | 2024-11-27  | 2024-11-27  | DAY
2019/..                     | 2019-01-01  |             | YEAR
2019/                       | 2019-01-01  |             | YEAR
../2019                     |             | 2019-12-31  | YEAR
/2019-04-12                 |             | 2019-04-12  | DAY
[2025-05,2025-06]           | 2025-05-01  | 2025-06-30  | MONTH
[1584,1613,1622]            | 1584-01-01  | 1622-12-31  | YEAR
[1667,1760-12]              | 1667-01-01  | 1760-12-31  | YEAR
[1667,1668,1670..1672]      | 1667-01-01  | 1672-12-31  | YEAR
[1667..1672]                | 1667-01-01  | 1672-12-31  | YEAR
[1984]                      | 1984-01-01  | 1984-12-31  | YEAR
[..1760-12-03]              |             | 1760-12-03  | DAY
[1760-12..]                 | 1760-12-01  |             | MONTH
[1760-01,1760-02,1760-12..] | 1760-01-01  |             | MONTH
[1584?,2026-24]             | 1584-01-01  | 2026-02-28  | YEAR | ?
{1960,1961-12}              | 1960-01-01  | 1961-12-31  | YEAR
{..1984}                    |             | 1984-12-31  | YEAR
199X                        | 1990-01-01  | 1999-12-31  | DECADE
19XX                        | 1900-01-01  | 1999-12-31  | CENTURY
1XXX                        | 1000-01-01  | 1999-12-31  | MILLENNIUM
-04XX                       | -0499-01-01 | -0400-12-31 | CENTURY
-000X                       | -0009-01-01 | -0001-12-31 | DECADE
199X~                       | 1990-01-01  | 1999-12-31  | DECADE | ~
2004-XX                     | 2004-01-01  | 2004-12-31  | YEAR
1985-04-XX                  | 1985-04-01  | 1985-04-30  | MONTH
1985-XX-XX                  | 1985-01-01  | 1985-12-31  | YEAR
156X-12-25                  | 1560-12-25  | 1569-12-25  | DECADE
15XX-12-25                  | 1500-12-25  | 1599-12-25  | CENTURY
15XX-12-XX                  | 1500-12-01  | 1599-12-31  | CENTURY
1XXX-12                     | 1000-12-01  | 1999-12-31  | MILLENNIUM
1XXX-XX                     | 1000-01-01  | 1999-12-31  | MILLENNIUM
1X99                        | 1099-01-01  | 1999-12-31  | MILLENNIUM
1984-1X                     | 1984-10-01  | 1984-12-31  | YEAR
1984-0X                     | 1984-01-01  | 1984-09-30  | YEAR
1985-04-3X                  | 1985-04-30  | 1985-04-30  | MONTH
1985-XX-31                  | 1985-01-31  | 1985-12-31  | YEAR
190X-02-29                  | 1904-02-29  | 1908-02-29  | DECADE
199X-24                     | 1989-12-01  | 1999-02-28  | DECADE
2004-06~-11                 | 2004-06-11  | 2004-06-11  | DAY | ~
2004?-06-11                 | 2004-06-11  | 2004-06-11  | DAY | ?
?2004-06-11                 | 2004-06-11  | 2004-06-11  | DAY | ?
2004-?06-11                 | 2004-06-11  | 2004-06-11  | DAY | ?
2004-06-~11                 | 2004-06-11  | 2004-06-11  | DAY | ~
2004-%06                    | 2004-06-01  | 2004-06-30  | MONTH | ?~
?2004-06~-11                | 2004-06-11  | 2004-06-11  | DAY | ?~
?-0043-03-15                | -0043-03-15 | -0043-03-15 | DAY | ?
-0043-03-15                 | -0043-03-15 | -0043-03-15 | DAY
-0044-02-29                 | -0044-02-29 | -0044-02-29 | DAY
0000                        | 0000-01-01  | 0000-12-31  | YEAR
-9999                       | -9999-01-01 | -9999-12-31 | YEAR
9999-12-31                  | 9999-12-31  | 9999-12-31  | DAY
Y170000002                  | 170000002-01-01  | 170000002-12-31  | YEAR
Y-170000002?                | -170000002-01-01 | -170000002-12-31 | YEAR | ?
XXXX-12-11                  |             |             | DAY
XXXX-12-11~                 |             |             | DAY | ~
1961-04-12T06:07:00Z        | 1961-04-12  | 1961-04-12  | SECOND
1961-04-12T23:59:59         | 1961-04-12  | 1961-04-12  | SECOND
1600-02-29                  | 1600-02-29  | 1600-02-29  | DAY
2000-02-29                  | 2000-02-29  | 2000-02-29  | DAY
""".strip().splitlines()


@pytest.mark.parametrize("row", MEANINGS)
def test_a_date_means_no_more_than_what_is_written(row: str) -> None:
    """A date lies between its earliest and its latest day, and is as precise as written."""
    text, earliest, latest, precision, marks = (*map(str.strip, row.split("|")), "")[:5]

    found = parse(text)

    assert (found.earliest, found.latest) == (day(earliest), day(latest))
    assert found.precision is Precision[precision]
    assert (found.uncertain, found.approximate) == ("?" in marks, "~" in marks)
    assert str(found) == found.text == text


COMPONENTS = [
    ("1992-05-25", (1992, 5, 25, None)),
    ("2003-04", (2003, 4, None, None)),
    ("1594~", (1594, None, None, None)),
    ("2026-23", (2026, None, None, 23)),
    ("-0043-03-15", (-43, 3, 15, None)),
    ("156X-12-25", (None, 12, 25, None)),
    ("1985-XX-15", (1985, None, 15, None)),
    ("199X-23", (None, None, None, 23)),
    ("Y-170000002", (-170_000_002, None, None, None)),
    ("1961-04-12T06:07:00Z", (1961, 4, 12, None)),
]


@pytest.mark.parametrize(("text", "components"), COMPONENTS)
def test_a_masked_component_is_none(text: str, components: tuple[int | None, ...]) -> None:
    """A point gives the components that are written in full, and None for the others."""
    found = parse(text)

    assert isinstance(found, Point)
    assert (found.year, found.month, found.day, found.season) == components


INSTANTS = [
    ("1961-04-12T06:07:00Z", datetime(1961, 4, 12, 6, 7, tzinfo=UTC)),
    ("1961-04-12T09:07:00+03:00", datetime(1961, 4, 12, 6, 7, tzinfo=UTC)),
    ("1961-04-12T11:07:00+05", datetime(1961, 4, 12, 6, 7, tzinfo=UTC)),
    ("1961-04-11T20:37:00-09:30", datetime(1961, 4, 12, 6, 7, tzinfo=UTC)),
    ("2024-12-31T23:30:00-04", datetime(2025, 1, 1, 3, 30, tzinfo=UTC)),
    ("1961-04-12T06:07:00", None),  # local time: the instant cannot be told
    ("-0043-03-15T12:00:00", None),
]


@pytest.mark.parametrize(("text", "at"), INSTANTS)
def test_a_moment_with_an_offset_is_an_instant(text: str, at: datetime | None) -> None:
    """A time of day with Z or an offset is an instant, which is kept in UTC."""
    found = parse(text)

    assert isinstance(found, Point)
    assert found.at == at
    assert at is None or (found.at is not None and found.at.tzinfo is UTC)


def test_the_day_of_a_moment_is_the_day_written() -> None:
    """A moment's bounds are the day as written, before any time zone is applied."""
    assert parse("2024-12-31T23:30:00-04").latest == Day(2024, 12, 31)


ENDS = [
    ("2019/..", ("2019", Edge.OPEN)),
    ("2019/", ("2019", Edge.UNKNOWN)),
    ("../2019~", (Edge.OPEN, "2019~")),
    ("/2019", (Edge.UNKNOWN, "2019")),
    ("1954/1960", ("1954", "1960")),
]


@pytest.mark.parametrize(("text", "ends"), ENDS)
def test_an_end_is_a_date_or_open_or_unknown(text: str, ends: tuple[str, str]) -> None:
    """An interval tells an open end from an unknown one."""
    found = parse(text)

    assert isinstance(found, Interval)
    assert (str(found.start), str(found.end)) == tuple(map(str, ends))
    assert isinstance(found.end, Edge) is isinstance(ends[1], Edge)


SETS = [
    ("[1584,1613]", OneOf, ("1584", "1613"), (False, False)),
    ("[..1984]", OneOf, ("1984",), (True, False)),
    ("[1984..]", OneOf, ("1984",), (False, True)),
    ("[..1667,1670..1672,1680..]", OneOf, ("1667", "1670..1672", "1680"), (True, True)),
    ("{1960,1961-12}", AllOf, ("1960", "1961-12"), (False, False)),
]


@pytest.mark.parametrize(("text", "kind", "members", "is_open"), SETS)
def test_a_set_keeps_its_members_in_order(
    text: str, kind: type[OneOf | AllOf], members: tuple[str, ...], is_open: tuple[bool, bool]
) -> None:
    """Square brackets are one of, braces all of; dots at an end leave the set open there."""
    found = parse(text)

    assert isinstance(found, kind)
    assert tuple(map(str, found.members)) == members
    assert (found.earlier, found.later) == is_open


def test_a_range_in_a_set_is_an_interval() -> None:
    """A range among a set's members is an interval that keeps its own spelling."""
    found = parse("[1667..1672]")

    assert isinstance(found, OneOf)
    (years,) = found.members
    assert isinstance(years, Interval)
    assert (years.earliest, years.latest) == (Day(1667, 1, 1), Day(1672, 12, 31))


def test_a_day_of_no_year_is_a_month_and_day() -> None:
    """A date with its whole year masked belongs to every year; 29 February is one."""
    found = parse("XXXX-02-29")

    assert isinstance(found, Yearless)
    assert found.month_day == MonthDay(2, 29)


@pytest.mark.parametrize("text", ["04-12", "--04-12"])
def test_a_month_and_day_is_read_with_or_without_hyphens(text: str) -> None:
    """A day of the year is written like 04-12, or as ISO 8601 has it."""
    assert parse_month_day(text) == MonthDay(4, 12)


LEAPS = [
    (Leap.FEB28, {2025: (2, 28), 2026: (2, 28), 2027: (2, 28), 2028: (2, 29)}),
    (Leap.MAR1, {2025: (3, 1), 2026: (3, 1), 2027: (3, 1), 2028: (2, 29)}),
    (Leap.SKIP, {2025: None, 2026: None, 2027: None, 2028: (2, 29)}),
    (Leap.FEB28, {1900: (2, 28), 2000: (2, 29), 2100: (2, 28)}),  # centuries
]


@pytest.mark.parametrize(("leap", "years"), LEAPS)
def test_29_february_is_resolved_per_year(
    leap: Leap, years: dict[int, tuple[int, int] | None]
) -> None:
    """29 February is resolved from itself in every year, as the event's rule says."""
    birthday = parse_month_day("02-29")

    assert {year: birthday.in_year(year, leap) for year in years} == {
        year: monthday and date(year, *monthday) for year, monthday in years.items()
    }


def test_years_are_subtracted_across_the_year_0() -> None:
    """The 2000th anniversary of a day in 44 BC is in 1957, not in 1956."""
    ides = parse("-0043-03-15")

    assert isinstance(ides, Point)
    assert ides.year is not None
    assert 1957 - ides.year == 2000


SPANS = [
    ("2024-02-28", "2024-03-01", 2),
    ("1900-02-28", "1900-03-01", 1),
    ("-0001-12-31", "0001-01-01", 367),  # the year 0 is leap
    ("2025-06-02", "1955-06-02", -25_568),
]


@pytest.mark.parametrize(("start", "end", "days"), SPANS)
def test_days_between_counts_in_any_year(start: str, end: str, days: int) -> None:
    """The distance of two days is signed and knows leap years before Christ too."""
    first, last = parse(start).earliest, parse(end).earliest

    assert first is not None
    assert last is not None
    assert days_between(first, last) == days


@pytest.mark.parametrize("text", ["0001-01-01", "1582-10-15", "2000-02-29", "9999-12-31"])
def test_ordinals_are_those_of_datetime(text: str) -> None:
    """A day's number is the one that the standard library gives it."""
    known = date.fromisoformat(text)

    assert ordinal(Day.of(known)) == known.toordinal()
    assert from_ordinal(known.toordinal()) == Day.of(known)


def test_an_instant_is_told_in_utc() -> None:
    """An aware time is given in UTC; a naive one is no instant."""
    noon = datetime.fromisoformat("2024-03-01T12:00:00")

    assert utc(noon.replace(tzinfo=zone("Asia/Almaty"))).isoformat() == "2024-03-01T07:00:00+00:00"
    with pytest.raises(ValueError, match="needs an offset"):
        utc(noon)


def test_a_day_before_christ_is_no_datetime_date() -> None:
    """Days of the years 1 to 9999 are dates of the standard library, others are not."""
    assert Day(1992, 5, 25).to_date() == date(1992, 5, 25)
    with pytest.raises(ValueError, match="year"):
        Day(-43, 3, 15).to_date()
