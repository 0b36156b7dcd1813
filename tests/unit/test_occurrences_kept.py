"""Occurrences other than the yearly day: observed days, rules, periods, explicit lists."""

from __future__ import annotations

import pytest
from tests.unit.builders import event, line, period

from kalends.dates import Leap, Point, parse
from kalends.model import Event, Listed, Milestones, Period, Status, Tier
from kalends.occurrences import in_year

MILESTONES = Milestones()
ALWAYS = range(1900, 2060)


def lines(of: Event, *years: int) -> list[str]:
    """Return the occurrences of these years as lines."""
    return [line(each) for year in years for each in in_year(of, year, MILESTONES)]


def test_an_observance_is_kept_on_its_own_day_of_the_year() -> None:
    """Cosmonautics Day: decreed on 9 April 1962, kept on 12 April since, without a number."""
    of = event(date="1962-04-09", observance=True, periods=(period("04-12", since=1962),))

    assert lines(of, 1961, 1962, 1963, 2027) == ["1962-04-12 -", "1963-04-12 -", "2027-04-12 -"]


def test_an_observance_does_not_begin_before_its_date() -> None:
    """A day decreed in October is first kept in the year after if it falls in April."""
    of = event(date="1962-10-01", observance=True, periods=(period("04-12"),))

    assert lines(of, 1961, 1962, 1963) == ["1963-04-12 -"]


@pytest.mark.parametrize("date", ["[..1984-10-01]", "../1984-10-01", "/1984-10"])
def test_an_observance_of_unknown_beginning_begins_when_it_is_known(date: str) -> None:
    """Without a first year it is kept from the last day its date can mean."""
    of = event(date=date, observance=True, periods=(period("04-12"),))
    since = event(date=date, observance=True, periods=(period("04-12", since=1962),))

    assert lines(of, 1962, 1984, 1985) == ["1985-04-12 -"]
    assert lines(since, 1961, 1962) == ["1962-04-12 -"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, (1998, 2059)),
        (2005, None, (2005, 2059)),
        (1990, 2001, (1998, 2001)),  # since before the date: the date bounds too
        (None, 2025, (1998, 2025)),
    ],
)
def test_since_and_until_are_years_and_inclusive(
    since: int | None, until: int | None, expected: tuple[int, int]
) -> None:
    """An observance is kept from its date and `since` on, up to and with `until`."""
    of = event(date="1998-07-06", observance=True, periods=(period(since=since, until=until),))

    years = [each.year for year in ALWAYS for each in in_year(of, year, MILESTONES)]

    assert (years[0], years[-1], len(years)) == (*expected, expected[1] - expected[0] + 1)


@pytest.mark.parametrize(
    ("date", "counts_from", "year", "expected"),
    [
        ("2010-03-21", None, 2026, ["2026-03-21 -"]),  # "Nauryz", not "Nauryz: 16 years"
        ("1945-05-09", 1945, 2025, ["2025-05-09 80"]),
        ("1945-05-09", 1945, 1945, ["1945-05-09 0"]),  # the day itself
        ("1945-05-09", 1950, 1949, ["1949-05-09 -"]),
        ("1945-05-09", 1950, 1950, ["1950-05-09 -"]),  # counted from, and not the event itself
        ("1945-05-09", 1950, 1951, ["1951-05-09 1"]),
        ("2003-04", 2003, 2003, ["2003-04-01/2003-04-30 0 month"]),
        ("1945-05-09", 0, 1945, ["1945-05-09 1945"]),
    ],
)
def test_an_observance_has_a_number_only_where_a_year_is_counted_from(
    date: str, counts_from: int | None, year: int, expected: list[str]
) -> None:
    """Unnumbered without `counts_from`, and before that year; 0 is the event itself alone."""
    of = event(date=date, observance=True, counts_from=counts_from)

    assert lines(of, year) == expected


def test_the_unnumbered_is_plain_and_has_no_base() -> None:
    """Without a number there is no milestone."""
    (found,) = in_year(event(date="2010-03-21", observance=True), 2035, MILESTONES)

    assert (found.n, found.base, found.tier) == (None, None, Tier.PLAIN)


def test_each_period_may_count_from_its_own_year() -> None:
    """Constitution Day counts from 1995 until 2025 and from 2026 after."""
    of = event(
        date="1995-08-30",
        observance=True,
        periods=(
            period("08-30", until=2025, counts_from=1995),
            period("03-15", since=2026, counts_from=2026),
        ),
    )

    assert lines(of, 1995, 2025, 2026, 2027) == [
        "1995-08-30 0",
        "2025-08-30 30",
        "2026-03-15 -",
        "2027-03-15 1",
    ]


def test_a_period_counts_from_its_own_year_before_the_events() -> None:
    """A period that names no year counts from the event's."""
    of = event(
        date="1990-10-25",
        observance=True,
        counts_from=1990,
        periods=(
            period("10-25", since=1994, until=2008),
            period("10-25", since=2022, counts_from=2000),
        ),
    )

    assert lines(of, 1993, 1994, 2008, 2009, 2021, 2022) == [
        "1994-10-25 4",
        "2008-10-25 18",
        "2022-10-25 22",
    ]


def test_an_event_that_counts_from_another_year_is_still_itself() -> None:
    """A city of 1955 that counts from 1954 is itself in 1955, and two years old in 1956."""
    of = event(date="1955-06-02", counts_from=1954)

    assert lines(of, 1954, 1955, 1956) == ["1955-06-02 0", "1956-06-02 2"]


@pytest.mark.parametrize(
    ("date", "observed", "expected"),
    [
        ("1380-09-16", "09-21", ["1380-09-16 0", "1381-09-21 1"]),
        ("1955-06-02", "02-12", ["1955-06-02 0", "1956-02-12 1"]),
        ("1955-02-12", "06-02", ["1955-02-12 0", "1956-06-02 1"]),  # not twice in its year
        ("1962", "04-12", ["1962-01-01/1962-12-31 0 year", "1963-04-12 1"]),
        ("2024-12-26/2025-01-02", "12-31", ["2024-12-26/2025-01-02 0", "2025-12-31 1"]),
        ("1941-06-22/1945-05-09", "06-22", ["1941-06-22 0", "1942-06-22 1"]),
        ("{1993-12-17,1991-12-16}", "12-16", ["1991-12-16 0", "1992-12-16 1"]),
    ],
)
def test_an_event_is_itself_on_its_date_and_kept_on_the_day_observed(
    date: str, observed: str, expected: list[str]
) -> None:
    """The event stands on its own date; the years after it, once it is over, on the other."""
    found = lines(event(date=date, periods=(period(observed),)), *range(1370, 2030))

    assert found[:2] == expected


def test_nothing_is_kept_while_the_event_lasts() -> None:
    """A kept day among the event's own days is first kept a year later."""
    of = event(date="2024-12-26/2025-01-02", periods=(period("01-01"),))

    assert [str(each.first) for year in (2025, 2026) for each in in_year(of, year, MILESTONES)] == [
        "2026-01-01"
    ]


def test_the_end_of_a_war_keeps_its_day_beside_an_observed_start() -> None:
    """An observed day takes the place of the start's day, not of the end's."""
    of = event(
        date="1941-06-22/1945-05-09", ends=True, periods=(period("06-21", since=1950, until=2024),)
    )

    assert lines(of, 1945) == ["1945-05-09 0 #end ending"]
    assert lines(of, 1995) == ["1995-05-09 50 #end ending", "1995-06-21 54"]
    assert not lines(of, 1949, 2025)


def test_an_observance_of_a_long_interval_keeps_its_ends_without_numbers() -> None:
    """A custom has no number at its end either."""
    of = event(date="1941-06-22/1945-05-09", ends=True, observance=True)

    assert lines(of, 1945) == ["1945-05-09 - #end ending", "1945-06-22 -"]


@pytest.mark.parametrize(
    ("rule", "years", "expected"),
    [
        (
            "FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU",  # last Sunday of July
            (2026, 2027, 2028),
            ["2026-07-26 -", "2027-07-25 -", "2028-07-30 -"],
        ),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=3SU", (2026,), ["2026-06-21 -"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", (2027, 2028), ["2027-02-28 -", "2028-02-29 -"]),
        ("FREQ=YEARLY;BYYEARDAY=256", (2027, 2028), ["2027-09-13 -", "2028-09-12 -"]),
        (
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",  # the weeks of 2024, 2025 and 2026
            (2024, 2025, 2026),
            ["2024-01-01 -", "2024-12-30 - #2", "2025-12-29 -"],
        ),
        (
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=16,17",
            (2026,),
            ["2026-12-16 -", "2026-12-17 - #2"],
        ),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", (2026,), ["2026-09-30 -"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", (2026, 2028), []),
        ("freq=yearly;bymonth=7;byday=-1su", (2026,), ["2026-07-26 -"]),
        ("FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU", (1, 9999), ["9999-07-25 -"]),
    ],
)
def test_a_rule_gives_the_days(rule: str, years: tuple[int, ...], expected: list[str]) -> None:
    """An RRULE is evaluated for the year that is asked, parts in the order of days."""
    of = event(date="2000-01-01", observance=True, periods=(period(rule=rule),))

    assert lines(of, *years) == expected


@pytest.mark.parametrize(
    ("date", "since", "counts_from", "first", "second"),
    [
        ("1990-01-01", 1996, None, 1996, 2000),
        ("1990-01-01", None, None, 1990, 1994),
        ("XXXX-01-01", None, 1993, 1, 5),  # 1993 is one of the years
        ("1990-01-01", 1896, None, 1992, 1996),  # counted from `since`, kept from the date on
    ],
)
def test_the_interval_of_a_rule_counts_from_since(
    date: str, since: int | None, counts_from: int | None, first: int, second: int
) -> None:
    """Every fourth year is every fourth from `since`, else the origin, else `counts_from`."""
    rule = "FREQ=YEARLY;INTERVAL=4;BYMONTH=5;BYMONTHDAY=3"
    of = event(
        date=date,
        observance=True,
        counts_from=counts_from,
        periods=(period(rule=rule, since=since),),
    )

    years = [each.year for year in range(1, 2060) for each in in_year(of, year, MILESTONES)]

    assert years[:2] == [first, second]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (period(rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21", days=3), "2026-03-21/2026-03-23 -"),
        (period("03-21", days=3), "2026-03-21/2026-03-23 -"),
        (period(days=3), "2026-03-21/2026-03-23 -"),
        (period("12-31", days=2), "2026-12-31/2027-01-01 -"),
    ],
)
def test_days_gives_an_occurrence_its_length(kept: Period, expected: str) -> None:
    """Nauryz is one occurrence of three days, 21 to 23 March."""
    of = event(date="2010-03-21", observance=True, periods=(kept,))

    assert lines(of, 2026) == [expected]


def test_an_observed_29_february_follows_the_leap_policy() -> None:
    """The kept day is resolved like a date's own."""
    of = event(date="2001-01-01", leap=Leap.SKIP, observance=True, periods=(period("02-29"),))

    assert lines(of, 2003, 2004) == ["2004-02-29 -"]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (
            (period("03-22", until=2009), period("03-21", since=2008, days=3)),
            ["2008-03-22 -", "2009-03-22 -", "2010-03-21/2010-03-23 -"],
        ),
        (
            (period("03-21", days=3), period(rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22")),
            [f"{year}-03-21/{year}-03-23 -" for year in (2008, 2009, 2010)],
        ),
        (
            (period("12-16"), period("12-17")),
            [
                line_
                for year in (2008, 2009, 2010)
                for line_ in (f"{year}-12-16 -", f"{year}-12-17 - #2")
            ],
        ),
    ],
)
def test_several_periods_never_give_a_day_twice(
    periods: tuple[Period, ...], expected: list[str]
) -> None:
    """Where periods overlap the one named first wins."""
    of = event(date="2001-01-01", observance=True, periods=periods)

    assert lines(of, 2008, 2009, 2010) == expected


def test_an_event_with_a_rule_keeps_its_own_date_too() -> None:
    """A rule on something that is no observance is numbered from its date."""
    of = event(date="2000-07-06", periods=(period(rule="FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU"),))

    assert lines(of, 1999, 2000, 2001, 2026) == ["2000-07-06 0", "2001-07-29 1", "2026-07-26 26"]


@pytest.mark.parametrize(
    ("date", "kept", "expected"),
    [
        ("2027-03-21", period(days=3), ["2027-03-21/2027-03-23 0", "2028-03-21/2028-03-23 1"]),
        ("2027-03-21", period("03-21", days=3), ["2027-03-21/2027-03-23 0"]),
        ("2027-03-21", period("09-27", days=3), ["2027-03-21 0", "2028-09-27/2028-09-29 1"]),
        ("2027-03-21", period(days=3, since=2040), ["2027-03-21/2027-03-23 0"]),
        ("2027-12-31", period(days=3), ["2027-12-31/2028-01-02 0"]),
        ("2027-03", period(days=3), ["2027-03-01/2027-03-31 0 month"]),
        ("9999-12-31", period(days=3), ["9999-12-31 0"]),  # the calendar's last day
    ],
)
def test_an_event_of_several_days_is_as_long_itself(
    date: str, kept: Period, expected: list[str]
) -> None:
    """`days` is the length of the event on its own day too, not of its anniversaries alone."""
    year = int(date[:4])
    found = lines(event(date=date, periods=(kept,)), year, min(year + 1, 9999))

    assert found[: len(expected)] == expected


def test_an_event_that_was_called_off_is_as_long_as_it_was_planned() -> None:
    """Its anniversaries are gone, its length is not."""
    of = event(date="2027-03-21", status=Status.CANCELLED, periods=(period(days=3),))

    assert lines(of, *ALWAYS) == ["2027-03-21/2027-03-23 0"]


def test_a_list_of_dates_is_followed_and_then_there_is_silence() -> None:
    """Each date is an occurrence, unnumbered; a computed one says so."""
    computed = parse("2028-05-05")
    assert isinstance(computed, Point)
    of = event(
        date="2006-01-10",
        listed=["2026-05-27", "2027-05-16/2027-05-18", Listed(computed, computed=True)],
    )

    assert lines(of, *range(2006, 2060)) == [
        "2026-05-27 -",
        "2027-05-16/2027-05-18 -",
        "2028-05-05 - computed",
    ]


def test_two_listed_dates_of_one_year_are_two_parts() -> None:
    """A lunar feast can fall twice in a solar year, and a feast at its end into the next."""
    of = event(date="2000-01-08", listed=["2000-01-08", "2000-12-27/2001-01-03", "2001-12-16"])

    assert lines(of, 2000, 2001) == [
        "2000-01-08 -",
        "2000-12-27/2001-01-03 - #2",
        "2001-12-16 -",
    ]


def test_listed_dates_are_numbered_where_a_year_is_counted_from() -> None:
    """The forum of 2003 is itself in 2003, and its next edition the first year after."""
    of = event(date="2003-04-15", counts_from=2003, listed=["2003-04-15", "2004-05-17"])

    assert lines(of, 2003, 2004) == ["2003-04-15 0", "2004-05-17 1"]


def test_a_listed_date_before_the_events_own_is_left_out() -> None:
    """Nothing is before the origin, a list's entry neither."""
    of = event(date="2004-05-17", listed=["2003-04-15", "2004-05-17"])

    assert lines(of, 2003, 2004) == ["2004-05-17 -"]


def test_a_listed_event_that_is_no_observance_is_itself_too() -> None:
    """The event is on its own date, once, though the list may name that date again."""
    of = event(
        date="2003-04-15", observance=False, listed=["2003-04-15", "2003-10-01", "2004-05-17"]
    )

    assert lines(of, 2003, 2004) == ["2003-04-15 0", "2003-10-01 - #2", "2004-05-17 -"]


def test_a_listed_interval_is_one_occurrence_whatever_its_length() -> None:
    """An explicit date says itself how long it is; an open or ancient one says nothing."""
    of = event(date="XXXX-05-01", listed=["2027-05-01/2027-09-30", "2028-05/..", "-0043-05-01"])

    assert lines(of, *range(1, 2060)) == ["2027-05-01/2027-09-30 -"]
