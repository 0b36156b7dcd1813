"""Occurrences of one event: what each form of date gives in a year."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.builders import event, line, period

from kalends.dates import Leap
from kalends.model import Event, Milestones, Status, Tier, Window
from kalends.occurrences import in_year, own_days, starting

MILESTONES = Milestones()


def lines(of: Event, *years: int) -> list[str]:
    """Return the occurrences of these years as lines."""
    return [line(each) for year in years for each in in_year(of, year, MILESTONES)]


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("1955-06-02", 2025, "2025-06-02 70"),
        ("1945-05-09", 2025, "2025-05-09 80"),
        ("1992-05-25", 2027, "2027-05-25 35"),
        ("2005-01-18", 2027, "2027-01-18 22"),
        ("1992-05-25", 1993, "1993-05-25 1"),
        ("1992-05-25", 9999, "9999-05-25 8007"),
        ("1465-09-01~", 2027, "2027-09-01 562"),  # a doubtful date is remembered all the same
    ],
)
def test_a_day_comes_again_every_year(date: str, year: int, expected: str) -> None:
    """The n-th anniversary is on the same day of the year, n years after the origin."""
    assert lines(event(date=date), year) == [expected]


@pytest.mark.parametrize("date", ["1992-05-25", "1992-05", "1992-23", "1992", "1992-05/2030-01"])
def test_nothing_is_before_the_origin(date: str) -> None:
    """The event itself is n = 0 in its own year, and no year before it has anything."""
    of = event(date=date)

    assert [each.n for each in in_year(of, 1992, MILESTONES)] == [0]
    assert not in_year(of, 1991, MILESTONES)
    assert not in_year(of, 1, MILESTONES)


def test_the_event_itself_is_coming_and_counts_from_itself() -> None:
    """The event on its own day is of the tier of coming events, past or planned."""
    (found,) = in_year(event(date="2031-09-01"), 2031, MILESTONES)

    assert (found.n, found.tier, found.base, found.year) == (0, Tier.COMING, 2031, 2031)


def test_an_anniversary_says_what_it_counts_from() -> None:
    """The base is the year that n counts from."""
    (found,) = in_year(event(date="1992-05-25"), 2027, MILESTONES)

    assert (found.n, found.base, found.tier) == (35, 1992, Tier.FIVE)


@pytest.mark.parametrize(
    ("leap", "expected"),
    [
        (Leap.FEB28, ["2025-02-28 1", "2026-02-28 2", "2027-02-28 3", "2028-02-29 4"]),
        (Leap.MAR1, ["2025-03-01 1", "2026-03-01 2", "2027-03-01 3", "2028-02-29 4"]),
        (Leap.SKIP, ["2028-02-29 4"]),
    ],
)
def test_29_february_is_resolved_by_the_leap_policy(leap: Leap, expected: list[str]) -> None:
    """In a common year it is 28 February, 1 March or left out; always from the origin."""
    assert lines(event(date="2024-02-29", leap=leap), 2025, 2026, 2027, 2028) == expected


def test_centuries_are_common_years_except_every_fourth() -> None:
    """1900 and 2100 have no 29 February, 2000 has one; the default is 28 February."""
    of = event(date="1896-02-29")

    assert lines(of, 1900, 2000, 2100) == ["1900-02-28 4", "2000-02-29 104", "2100-02-28 204"]


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("-0043-03-15", 1957, ["1957-03-15 2000"]),
        ("-0043-03-15", 1, ["0001-03-15 44"]),
        ("0000-12-25", 1, ["0001-12-25 1"]),
        ("0001-01-01", 1, ["0001-01-01 0"]),
        ("-0043", 1957, ["1957-01-01/1957-12-31 2000 year"]),
        ("-0001-12-30/0000-01-02", 1, ["0001-12-30/0002-01-02 2"]),
        ("-0043-03-15", -43, []),  # no calendar here has the day itself
        ("0000-12-30/0001-01-02", 0, []),
    ],
)
def test_years_before_the_first_are_subtracted_plainly(
    date: str, year: int, expected: list[str]
) -> None:
    """EDTF has a year 0, so 44 BC is -43, and its 2000th anniversary is in 1957."""
    assert lines(event(date=date), year) == expected


@pytest.mark.parametrize(
    ("date", "years", "expected"),
    [
        ("2024-11-27/2024-11-28", (2025,), ["2025-11-27/2025-11-28 1"]),
        ("2024-11-27/2024-11-28", (2024,), ["2024-11-27/2024-11-28 0"]),
        (
            "2024-12-26/2025-01-02",
            (2024, 2025),
            ["2024-12-26/2025-01-02 0", "2025-12-26/2026-01-02 1"],
        ),
        ("2024-03-01/2024-03-31", (2025,), ["2025-03-01/2025-03-31 1"]),  # 31 days
        ("2024-03-01/2024-04-01", (2025,), ["2025-03-01 1"]),  # 32: the start alone
        (
            "2024-02-27/2024-02-29",
            (2025, 2028),
            ["2025-02-27/2025-02-28 1", "2028-02-27/2028-02-29 4"],
        ),
        ("2023-12-31/2024-02-29", (2024,), ["2024-12-31 1"]),
        ("2024-02-29/2024-03-02", (2025,), ["2025-02-28/2025-03-02 1"]),
        ("1998-07-06/1998-07-06", (2008,), ["2008-07-06 10"]),
    ],
)
def test_a_short_interval_is_one_occurrence_of_all_its_days(
    date: str, years: tuple[int, ...], expected: list[str]
) -> None:
    """Up to 31 days stay together, across New Year too; the year is that of the first day."""
    assert lines(event(date=date), *years) == expected


def test_an_interval_is_skipped_where_one_end_is() -> None:
    """With `leap: skip` both ends have to exist in the year."""
    of = event(date="2024-02-27/2024-02-29", leap=Leap.SKIP)

    assert lines(of, 2024, 2025, 2028) == ["2024-02-27/2024-02-29 0", "2028-02-27/2028-02-29 4"]


@pytest.mark.parametrize(
    ("date", "ends", "year", "expected"),
    [
        ("1941-06-22/1945-05-09", False, 2025, ["2025-06-22 84"]),
        ("1941-06-22/1945-05-09", True, 2025, ["2025-05-09 80 #end ending", "2025-06-22 84"]),
        ("1941-06-22/1945-05-09", True, 1945, ["1945-05-09 0 #end ending", "1945-06-22 4"]),
        ("1941-06-22/1945-05-09", True, 1943, ["1943-06-22 2"]),
        ("1941-06-22/1945-05-09", True, 1941, ["1941-06-22 0"]),
        (
            "1941-07/1945-08",
            True,
            1995,
            ["1995-07-01/1995-07-31 54 month", "1995-08-01/1995-08-31 50 month #end ending"],
        ),
        ("1954/1960", True, 2004, ["2004-01-01/2004-12-31 50 year"]),
        ("1954/1960", True, 2010, ["2010-01-01/2010-12-31 50 year #end ending"]),
        ("1954/1960", True, 2014, ["2014-01-01/2014-12-31 60 year"]),
        ("1954/1960", True, 2011, []),
        ("2019-03-04/..", True, 2029, ["2029-03-04 10"]),
        ("2019/..", False, 2029, ["2029-01-01/2029-12-31 10 year"]),
        ("../1945-05-09", True, 1995, ["1995-05-09 50 #end ending"]),
        ("/1945-05-09", True, 1945, ["1945-05-09 0 #end ending"]),
        ("/1945-05-09", False, 1995, []),
        ("194X/1945-05-09", True, 1995, ["1995-05-09 50 #end ending"]),
        (
            "1990-05/1995-05-01",
            True,
            2000,
            ["2000-05-01/2000-05-31 10 month", "2000-05-01 5 #end ending"],
        ),
        ("1990-05-01/1995-05-01", True, 2000, ["2000-05-01 10", "2000-05-01 5 #end ending"]),
    ],
)
def test_a_long_interval_is_remembered_by_its_ends(
    date: str, ends: bool, year: int, expected: list[str]
) -> None:
    """Its start has anniversaries, and its end if `ends` says so, each with its own number."""
    assert lines(event(date=date, ends=ends), year) == expected


@pytest.mark.parametrize(
    ("date", "years", "expected"),
    [
        (
            "2003-04",
            (2003, 2027),
            ["2003-04-01/2003-04-30 0 month", "2027-04-01/2027-04-30 24 month"],
        ),
        (
            "2024-02",
            (2025, 2028),
            ["2025-02-01/2025-02-28 1 month", "2028-02-01/2028-02-29 4 month"],
        ),
        ("1985-04-XX", (1995,), ["1995-04-01/1995-04-30 10 month"]),
        ("2026-05?", (2036,), ["2036-05-01/2036-05-31 10 month"]),
        ("2026-23", (2031,), ["2031-09-01/2031-11-30 5 season"]),
        # winter 2026 begins in December 2025: that is its year, and n counts from there
        (
            "2026-24",
            (2025, 2026),
            ["2025-12-01/2026-02-28 0 season", "2026-12-01/2027-02-28 1 season"],
        ),
        ("2026-24", (2027,), ["2027-12-01/2028-02-29 2 season"]),
        ("1594", (1594,), ["1594-01-01/1594-12-31 0 year"]),
        ("1992-XX-25", (2002,), ["2002-01-01/2002-12-31 10 year"]),
    ],
)
def test_a_unit_without_a_day_comes_again_as_that_unit(
    date: str, years: tuple[int, ...], expected: list[str]
) -> None:
    """A month, season or year is an undated occurrence that covers the whole unit."""
    assert lines(event(date=date), *years) == expected


def test_a_year_is_marked_from_tier_five_up() -> None:
    """Only the 5th, 10th, 25th … year of something known to the year is worth a word."""
    of = event(date="1990")

    told = [each.n for year in range(1990, 2021) for each in in_year(of, year, MILESTONES)]

    assert told == [0, 5, 10, 15, 20, 25, 30]


def test_a_promoted_number_counts_for_a_year_too() -> None:
    """A number that the event promotes to a great tier is told of a mere year."""
    of = event(date="1990", milestones={Tier.JUBILEE: (33,)})

    assert lines(of, 2023) == ["2023-01-01/2023-12-31 33 year"]


@pytest.mark.parametrize("date", ["199X", "19XX", "1XXX", "156X-12-25", "[..1984]", "[1984..]"])
def test_what_is_known_to_no_year_has_no_occurrence(date: str) -> None:
    """A decade and coarser, a day of an unknown year and an open choice give nothing."""
    of = event(date=date, ends=True)

    assert not [year for year in range(1, 2100) if in_year(of, year, MILESTONES)]


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("[2025-05,2025-06]", 2030, ["2030-01-01/2030-12-31 5 year"]),
        ("[2020-09-27,2020-09-29]", 2021, ["2021-09-01/2021-09-30 1 month"]),
        ("[2010-01-01,2010-07-01]", 2020, ["2020-01-01/2020-12-31 10 year"]),
        ("[2010-03-05,2010-05-01]", 2020, ["2020-01-01/2020-12-31 10 year"]),  # no season is named
        ("[2026-23,2026-10]", 2027, ["2027-09-01/2027-11-30 1 season"]),
        ("[2026-21..2026-22]", 2031, ["2031-01-01/2031-12-31 5 year"]),  # no one season
        ("[2026-05..2026-23]", 2031, ["2031-01-01/2031-12-31 5 year"]),
        ("[1992-05-25]", 1993, ["1993-05-25 1"]),
        ("[2020-05-01,2021-05-30]", 2025, []),
        ("[2024-09-11,2025-03-31]", 2026, []),
        ("[2025-12-15,2026-01-10]", 2030, []),  # one winter, but two years
        ("[1584,1613,1622]", 1684, []),
    ],
)
def test_one_of_several_dates_is_the_smallest_unit_that_holds_them(
    date: str, year: int, expected: list[str]
) -> None:
    """Candidates in one month are that month, in one year that year, else nothing."""
    assert lines(event(date=date), year) == expected


@pytest.mark.parametrize(
    ("date", "counts_from", "years", "expected"),
    [
        # the year is sure: the event itself stands in its month, then the day is kept
        (
            "[2020-09-27,2020-09-29]",
            None,
            (2020, 2021),
            ["2020-09-01/2020-09-30 0 month", "2021-09-27 1"],
        ),
        # it is not: no number, and nothing before the last day it can have been
        ("[2024-09-11,2025-03-31]", None, (2024, 2025, 2026), ["2025-09-27 -", "2026-09-27 -"]),
        ("[1584,1613,1622]", None, (1613, 1622, 1623), ["1623-09-27 -"]),
        # someone has decided: the years count from there
        ("[1584,1613,1622]", 1613, (1612, 1613, 1614, 2013), ["1614-09-27 1", "2013-09-27 400"]),
        ("[..1984]", None, (1984, 1985), ["1985-09-27 -"]),
        ("199X", None, (1999, 2000), ["2000-09-27 -"]),
    ],
)
def test_a_day_that_is_kept_settles_an_open_date(
    date: str, counts_from: int | None, years: tuple[int, ...], expected: list[str]
) -> None:
    """An event of open date is kept on the day given, with a number where its year is sure."""
    of = event(date=date, counts_from=counts_from, periods=(period("09-27"),))

    assert lines(of, *years) == expected


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("{1986-12-16,1986-12-17}", 2016, ["2016-12-16 30", "2016-12-17 30 #2"]),
        ("{1991-12-16,1990-12-17}", 2000, ["2000-12-16 9", "2000-12-17 10 #2"]),
        ("{1991-12-16,1990-12-17}", 1990, ["1990-12-17 0"]),
        ("{1991-12-16,1990-12-17}", 1991, ["1991-12-16 0", "1991-12-17 1 #2"]),
        ("{1990-05-01,1995-05-01}", 2000, ["2000-05-01 10", "2000-05-01 5 #2"]),
        ("{2024-02-28,2024-02-29}", 2025, ["2025-02-28 1"]),  # one day and number, told once
        ("{2001-05-01,2001-06}", 2002, ["2002-05-01 1", "2002-06-01/2002-06-30 1 month #2"]),
        ("{1991,1992}", 2042, ["2042-01-01/2042-12-31 50 year #2"]),  # parts of both, n = 51 untold
    ],
)
def test_all_of_several_dates_are_remembered_each(
    date: str, year: int, expected: list[str]
) -> None:
    """Each member has its own number, and the second of a year is part 2."""
    assert lines(event(date=date), year) == expected


def test_old_style_dates_are_remembered_on_the_gregorian_day() -> None:
    """Anniversaries of 10 October 1731 (Old Style) are on 21 October."""
    assert lines(event(date="1731-10-10", old_style=True), 2031) == ["2031-10-21 300"]


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("1825-12", 1825, "1825-12-01/1825-12-31 0 month"),
        ("1825-12", 2025, "2025-12-01/2025-12-31 200 month"),
        ("1900-02", 2025, "2025-02-01/2025-02-28 125 month"),  # to 13 March in the new style
        ("1825-12-XX", 2025, "2025-12-01/2025-12-31 200 month"),
        ("1825-21", 2025, "2025-03-01/2025-05-31 200 season"),
        ("1825-24", 2024, "2024-12-01/2025-02-28 200 season"),
        ("1825", 2025, "2025-01-01/2025-12-31 200 year"),
        ("0150", 2050, "2050-01-01/2050-12-31 1900 year"),  # began in 149 of the new style
        ("[1825]", 2025, "2025-01-01/2025-12-31 200 year"),
        ("[1825-12]", 2025, "2025-12-01/2025-12-31 200 month"),
        ("[1825-11,1825-12]", 2025, "2025-01-01/2025-12-31 200 year"),
        ("[1825-21]", 2025, "2025-03-01/2025-05-31 200 season"),
        ("{1825-21,1830-05-01}", 2025, "2025-03-01/2025-05-31 200 season"),
        ("1825-22/1826-23", 2025, "2025-06-01/2025-08-31 200 season"),
        ("1825-12/1830", 2025, "2025-12-01/2025-12-31 200 month"),
    ],
)
def test_an_old_style_month_keeps_its_name(date: str, year: int, expected: str) -> None:
    """December 1825 (Old Style) is remembered in December; a season or year likewise."""
    assert lines(event(date=date, old_style=True), year)[0] == expected


@pytest.mark.parametrize("date", ["1825-12", "1825-24", "0150", "1825"])
def test_the_own_days_of_an_old_style_month_are_those_that_it_is_kept_on(date: str) -> None:
    """The event itself is found in the year in which its own days begin."""
    of = event(date=date, old_style=True)
    days = own_days(of)

    assert days is not None
    (itself,) = in_year(of, days[0].year, MILESTONES)
    assert (itself.n, itself.first) == (0, days[0].to_date())


STATUSES = [
    ("1992-05-25", {}, ["1992-05-25 0"]),
    ("1992-05", {}, ["1992-05-01/1992-05-31 0 month"]),
    ("1992-05-25", {"periods": (period("09-27"),)}, ["1992-05-25 0"]),
    ("1992-05-25", {"periods": (period(rule="FREQ=YEARLY;BYYEARDAY=9"),)}, ["1992-05-25 0"]),
    ("{1992-05-25,1993-05-25}", {}, ["1992-05-25 0", "1993-05-25 0"]),
    ("1992-05-25/1995-05-09", {"ends": True}, ["1992-05-25 0", "1995-05-09 0 #end ending"]),
    ("[..1984]", {"periods": (period("09-27"),)}, []),
]


@pytest.mark.parametrize("status", [Status.PLANNED, Status.CANCELLED])
@pytest.mark.parametrize(("date", "fields", "expected"), STATUSES)
def test_what_is_not_known_to_have_taken_place_has_no_anniversary(
    status: Status, date: str, fields: dict[str, Any], expected: list[str]
) -> None:
    """Of an event that is only planned, or was called off, there is the event itself alone."""
    of = event(date=date, status=status, **fields)

    assert lines(of, *range(1980, 2030)) == expected
    assert [line(each) for each in starting([of], Window.years(1980, 2029), MILESTONES)] == expected


def test_a_planned_custom_is_kept_as_planned() -> None:
    """The days of a custom are no anniversaries of something: they are what is planned."""
    of = event(
        date="2030-03-01", status=Status.PLANNED, observance=True, periods=(period("05-01"),)
    )

    assert lines(of, 2030, 2031) == ["2030-05-01 -", "2031-05-01 -"]


@pytest.mark.parametrize(
    ("date", "zone", "expected"),
    [
        ("1957-10-04T19:28:34Z", "UTC", "2027-10-04 70"),
        ("1957-10-04T19:28:34Z", "Asia/Qyzylorda", "2027-10-05 70"),
        ("1945-05-08T21:43:00Z", "Europe/Moscow", "2027-05-09 82"),
        ("1945-05-08T21:43:00Z", "Europe/Berlin", "2027-05-08 82"),
        ("1945-05-08T23:43:00+02:00", "Europe/Moscow", "2027-05-09 82"),
        ("1999-12-31T20:00:00Z", "Asia/Almaty", "2027-01-01 27"),  # 2000 where it happened
        ("1957-10-04T19:28:34Z", "", "2027-10-04 70"),
    ],
)
def test_an_instant_falls_on_its_day_in_the_zone(date: str, zone: str, expected: str) -> None:
    """The civil day in the event's zone is remembered, and the year is that day's."""
    assert lines(event(date=date, zone=zone), 2027) == [expected]


@pytest.mark.parametrize(
    ("counts_from", "expected"),
    [
        (None, ["1990-12-11 -", "2000-12-11 -"]),
        (1990, ["1990-12-11 -", "2000-12-11 10"]),
        (1995, ["1990-12-11 -", "2000-12-11 5"]),
    ],
)
def test_a_day_of_no_year_is_kept_every_year(counts_from: int | None, expected: list[str]) -> None:
    """It has a number only where a year is counted from, and only after that year."""
    assert lines(event(date="XXXX-12-11", counts_from=counts_from), 1990, 2000) == expected


def test_a_day_of_no_year_respects_its_years_and_leap_policy() -> None:
    """`since` and `until` bound it, both inclusive, and 29 February is one."""
    of = event(date="XXXX-02-29", leap=Leap.MAR1, periods=(period(since=1999, until=2001),))

    assert lines(of, *range(1, 2100)) == ["1999-03-01 -", "2000-02-29 -", "2001-03-01 -"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1992-05-25", ["1992-05-25 0"]),
        ("1941-06-22/1945-05-09", ["1941-06-22 0"]),
        ("2003-04", ["2003-04-01/2003-04-30 0 month"]),
        ("XXXX-12-11", []),
    ],
)
def test_an_event_that_never_repeats_has_itself_alone(date: str, expected: list[str]) -> None:
    """`repeats: never` leaves n = 0 and nothing after it, for an observance too."""
    assert lines(event(date=date, periods=()), *range(1900, 2100)) == expected
    assert lines(event(date=date, periods=(), observance=True), *range(1900, 2100)) == expected


@pytest.mark.parametrize(
    "date",
    [
        "9999-12-31",
        "0001-01-01",
        "9999-12-30/9999-12-31",
        "9998-12-26/9999-01-02",
        "9999-24",
        "Y17000",
        "Y-17000",
        "-9999-12-31",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "{9999-12-31,0001-01-01}",
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Almaty", "America/New_York"])
def test_the_ends_of_the_calendar_hold(date: str, zone: str) -> None:
    """No date makes the first and the last year of the calendar fail."""
    of = event(date=date, zone=zone, ends=True, periods=(period(days=5), period("12-31", days=9)))

    for year in (-9999, 0, 1, 2, 9998, 9999, 10_000, 20_000):
        found = in_year(of, year, MILESTONES)
        assert all(each.year == each.first.year == year for each in found)
