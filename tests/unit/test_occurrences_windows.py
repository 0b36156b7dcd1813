"""Occurrences by window, by day, the next ones, and the days of the event itself."""

from __future__ import annotations

import time
from datetime import date

import pytest
from tests.unit.builders import event, line, period

from kalends.dates import Day, Leap
from kalends.model import Catalogue, Event, Milestones, Step, Tier, TierRule, Window
from kalends.occurrences import following, in_year, on, own_days, runs_out, starting

MILESTONES = Milestones()
VISIT = event("visit", "2024-11-27/2024-11-28")
TREATY = event("treaty", "1992-05-25")
WINTER = event("winter", "2024-12-26/2025-01-02")


def began(of: Event, start: str, end: str) -> list[str]:
    """Return what begins in a window as lines."""
    window = Window(date.fromisoformat(start), date.fromisoformat(end))
    return [line(each) for each in starting([of], window, MILESTONES)]


@pytest.mark.parametrize(
    ("of", "start", "end", "expected"),
    [
        (TREATY, "2027-05-25", "2027-05-26", ["2027-05-25 35"]),
        (TREATY, "2027-05-26", "2028-05-25", []),  # the end is exclusive
        (TREATY, "2027-05-25", "2027-05-25", []),
        (TREATY, "2027-05-26", "2027-05-25", []),
        (TREATY, "0001-01-01", "0001-01-01", []),
        (event(date="1955-06-02", counts_from=1954), "1956-01-01", "1957-01-01", ["1956-06-02 2"]),
        (
            event(
                date="2003-04-15",
                listed=["2004-05-17"],
                observance=False,
                periods=(period(until=2003),),
            ),
            "2003-01-01",
            "2006-01-01",
            ["2003-04-15 0", "2004-05-17 -"],
        ),
        (
            event(date="2003-04-15", listed=["2004-05-17"], observance=False, periods=(period(),)),
            "2003-01-01",
            "2005-01-01",
            ["2003-04-15 0", "2004-04-15 1", "2004-05-17 - #2"],
        ),
        (TREATY, "1990-01-01", "1994-01-01", ["1992-05-25 0", "1993-05-25 1"]),
        (TREATY, "0001-01-01", "1992-05-25", []),
        (VISIT, "2025-11-27", "2025-11-28", ["2025-11-27/2025-11-28 1"]),
        (VISIT, "2025-11-28", "2025-12-31", []),  # it has begun before
        (WINTER, "2026-01-01", "2026-12-26", []),
        (WINTER, "2025-12-26", "2025-12-27", ["2025-12-26/2026-01-02 1"]),
        (event(date="2003-04"), "2027-04-01", "2027-04-02", ["2027-04-01/2027-04-30 24 month"]),
        (event(date="2003-04"), "2027-04-02", "2027-05-01", []),
        (event(date="1999-12-31"), "9999-12-30", "9999-12-31", []),
    ],
)
def test_a_window_holds_what_begins_in_it(
    of: Event, start: str, end: str, expected: list[str]
) -> None:
    """The first day decides; the window's end is exclusive."""
    assert began(of, start, end) == expected


def test_windows_of_many_events_are_in_order() -> None:
    """By day, then weight from the greatest, then id, then part."""
    events = [
        event("c", "1990-06-01", weight=1),
        event("b", "1990-06-01", weight=1),
        event("z", "1990-06-01", weight=5),
        event("early", "1990-05-31", weight=0),
        event("pair", "{1986-06-01,1986-06-02}", weight=1),
    ]

    found = starting(events, Window.years(2025, 2026), MILESTONES)

    assert [each.event.id for each in found[:6]] == ["early", "z", "b", "c", "pair", "pair"]
    assert found == sorted(found, key=lambda each: each.order)


@pytest.mark.parametrize("day", ["1992-05-25", "2000-02-28", "-0043-03-15", "2031-12-31"])
@pytest.mark.parametrize("promoted", [{}, {Tier.JUBILEE: (3, 35)}])
def test_the_plain_yearly_day_is_found_quickly_and_the_same(
    day: str, promoted: dict[Tier, tuple[int, ...]]
) -> None:
    """Most events are a plain day, which has a way of its own to the same occurrences."""
    of = event(date=day, milestones=promoted)
    years = range(1950, 2060)

    found = starting([of], Window(date(1950, 1, 1), date(2060, 1, 1)), MILESTONES)

    assert found == [each for year in years for each in in_year(of, year, MILESTONES)]
    assert [each for of_day in found for each in on([of], of_day.first, MILESTONES)] == found


def test_a_catalogue_can_be_asked_as_it_is() -> None:
    """Any iterable of events will do."""
    found = starting(Catalogue.of([TREATY, VISIT]), Window.years(2025, 2025), MILESTONES)

    assert [each.event.id for each in found] == ["treaty", "visit"]


def test_tiers_are_of_the_table_given_and_of_the_events_own_numbers() -> None:
    """A promoted number counts for that event alone."""
    table = Milestones({**MILESTONES.rules, Tier.ROUND: TierRule((Step(7),))})
    events = [event("own", "1992-05-25", milestones={Tier.JUBILEE: (35,)}), TREATY]

    found = starting(events, Window.years(2027, 2027), table)

    assert {each.event.id: each.tier for each in found} == {
        "own": Tier.JUBILEE,
        "treaty": Tier.ROUND,
    }


@pytest.mark.parametrize(
    ("of", "day", "expected"),
    [
        (VISIT, "2025-11-27", ["2025-11-27/2025-11-28 1"]),
        (VISIT, "2025-11-28", ["2025-11-27/2025-11-28 1"]),
        (VISIT, "2025-11-29", []),
        (WINTER, "2026-01-02", ["2025-12-26/2026-01-02 1"]),
        (WINTER, "2025-01-01", ["2024-12-26/2025-01-02 0"]),
        (TREATY, "2027-05-25", ["2027-05-25 35"]),
        (TREATY, "2027-05-24", []),
        (event(date="2024-02-29"), "2027-02-28", ["2027-02-28 3"]),
        (event(date="2003-04"), "2027-04-01", []),  # it belongs to no day
        (event(date="2000"), "2025-01-01", []),
        (
            event(date="2010-01-01", observance=True, periods=(period("12-30", days=5),)),
            "2027-01-03",
            ["2026-12-30/2027-01-03 -"],
        ),
        (
            event(date="2027-01-01", listed=["2027-03-01/2028-05-01"]),
            "2028-05-01",
            ["2027-03-01/2028-05-01 -"],
        ),
        (TREATY, "0001-01-01", []),
        (VISIT, "0001-01-01", []),
        (TREATY, "9999-12-31", []),
    ],
)
def test_a_day_has_what_overlaps_it(of: Event, day: str, expected: list[str]) -> None:
    """What has begun before and still goes on is there; what is undated is on no day."""
    assert [line(each) for each in on([of], date.fromisoformat(day), MILESTONES)] == expected


def test_a_day_is_in_order_too() -> None:
    """What began first comes first, then by weight and id."""
    events = [event("b", "2000-11-28"), event("a", "2000-11-28"), VISIT]

    found = on(events, date(2025, 11, 28), MILESTONES)

    assert [each.event.id for each in found] == ["visit", "a", "b"]


@pytest.mark.parametrize(
    ("of", "day", "count", "expected"),
    [
        (TREATY, "2027-05-25", 2, ["2027-05-25 35", "2028-05-25 36"]),
        (TREATY, "2027-05-26", 1, ["2028-05-25 36"]),
        (TREATY, "1900-01-01", 1, ["1992-05-25 0"]),
        (TREATY, "2027-01-01", 0, []),
        (TREATY, "2027-01-01", -1, []),
        (TREATY, "9998-01-01", 5, ["9998-05-25 8006", "9999-05-25 8007"]),
        (event(date="1992-05-25", periods=()), "1992-05-26", 3, []),
        (event(date="199X"), "1990-01-01", 3, []),
        (event(date="2024-02-29", leap=Leap.SKIP), "2096-03-01", 1, ["2104-02-29 80"]),
        (
            event(date="1990"),
            "2001-01-02",
            2,
            ["2005-01-01/2005-12-31 15 year", "2010-01-01/2010-12-31 20 year"],
        ),
        (
            event(date="{1986-12-16,1986-12-17}"),
            "2026-12-17",
            2,
            ["2026-12-17 40 #2", "2027-12-16 41"],
        ),
        (event(date="2006-01-10", listed=["2026-05-27"]), "2026-05-28", 3, []),
        (
            event(date="2006-01-10", observance=True, periods=(period(until=2025),)),
            "2026-01-01",
            1,
            [],
        ),
    ],
)
def test_the_next_ones_begin_on_the_day_or_after(
    of: Event, day: str, count: int, expected: list[str]
) -> None:
    """At most `count`, oldest first, and fewer where no more come."""
    found = following(of, date.fromisoformat(day), MILESTONES, count)

    assert [line(each) for each in found] == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", "2032-02-29 -"),
        ("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29", "2400-02-29 -"),
        ("FREQ=YEARLY;INTERVAL=3000;BYMONTH=5;BYMONTHDAY=1", "5000-05-01 -"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""),
        ("FREQ=YEARLY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=30", ""),
    ],
)
def test_rare_days_are_found_and_impossible_ones_given_up(rule: str, expected: str) -> None:
    """A day that comes in centuries is found, and one that never comes ends the search soon."""
    of = event(date="2000-03-01", observance=True, periods=(period(rule=rule, since=2000),))
    before = time.perf_counter()

    found = following(of, date(2026, 1, 1), MILESTONES, 1)

    assert [line(each) for each in found] == ([expected] if expected else [])
    assert time.perf_counter() - before < 2  # some 20 ms, against half a minute


@pytest.mark.parametrize(
    ("listed", "day", "expected"),
    [
        (["2026-05-27", "2027-05-16"], "2026-11-15", None),
        (["2026-05-27", "2027-05-16"], "2026-11-16", "2027-05-16"),  # six months ahead
        (["2026-05-27", "2027-05-16"], "2028-01-01", "2027-05-16"),  # past
        (["2027-05-16", "2026-05-27"], "2026-11-16", "2027-05-16"),
        (["2027-02-28/2027-03-02"], "2026-08-31", "2027-02-28"),  # February has no 31st
        (["2027-03-01"], "2026-08-31", None),
        (["9999-12-31"], "9999-08-01", "9999-12-31"),
        (["-0043-05-01"], "2026-01-01", None),
        ([], "2026-01-01", None),
    ],
)
def test_a_list_runs_out_six_months_before_its_last_date(
    listed: list[str], day: str, expected: str | None
) -> None:
    """The last date is given once it is within six months, and when it is past."""
    found = runs_out(event(date="2006-01-10", listed=listed), date.fromisoformat(day))

    assert found == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("when", "zone", "expected"),
    [
        ("1992-05-25", "", ((1992, 5, 25), (1992, 5, 25))),
        ("2003-04", "", ((2003, 4, 1), (2003, 4, 30))),
        ("2026-24", "", ((2025, 12, 1), (2026, 2, 28))),
        ("199X", "", ((1990, 1, 1), (1999, 12, 31))),
        ("1941-06-22/1945-05-09", "", ((1941, 6, 22), (1945, 5, 9))),
        ("1957-10-04T19:28:34Z", "Asia/Qyzylorda", ((1957, 10, 5), (1957, 10, 5))),
        ("1957-10-04T19:28:34Z", "UTC", ((1957, 10, 4), (1957, 10, 4))),
        ("-0043-03-15", "", ((-43, 3, 15), (-43, 3, 15))),
        ("[2025-05,2025-06]", "", ((2025, 5, 1), (2025, 6, 30))),
        ("{1991-12-16,1990-12-17}", "", ((1990, 12, 17), (1991, 12, 16))),
        ("2019/..", "", None),
        ("/1945", "", None),
        ("[..1984]", "", None),
        ("[1984..]", "", None),
        ("XXXX-12-11", "", None),
    ],
)
def test_own_days_are_the_days_a_date_covers(
    when: str, zone: str, expected: tuple[tuple[int, ...], tuple[int, ...]] | None
) -> None:
    """First and last day, inclusive, an instant's in its zone; none where an end is open."""
    found = own_days(event(date=when, zone=zone))

    assert found == (expected and (Day(*expected[0]), Day(*expected[1])))


def test_a_year_is_the_same_whoever_asks() -> None:
    """A window inside a year gives the same part and number as the whole year does."""
    of = event(date="{1986-12-16,1986-12-17}")

    assert began(of, "2026-12-17", "2026-12-18") == ["2026-12-17 40 #2"]
    assert [each.part for each in in_year(of, 2026, MILESTONES)] == ["", "2"]
