"""The pages of days, months and years."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from tests.asgi import SITE, TEMPLATES, app_of, ask
from tests.unit.builders import event, period

from kalends.dates import Leap, parse_month_day
from kalends.model import Catalogue, Event, Status
from kalends.timeline import Look, View, paths
from kalends.timeline.calendar_contexts import DayContext, MonthContext, YearContext
from kalends.timeline.days import day_page
from kalends.timeline.months import month_page
from kalends.timeline.years import year_page, years
from kalends.wording import words

ASSETS = {name: f"/{name}" for name in ("style.css", "favicon.svg", "pages.css")}
WORDS = {name: words(name, SITE, [TEMPLATES / "locale"]) for name in SITE.languages}
DECREE = event("decree", "XXXX-11-23", observance=True)


def view(*events: Event, today: str = "2026-11-23", static: bool = False) -> View:
    """Return these events on a day."""
    look = Look(ASSETS, {}, static=static)
    return View(SITE, Catalogue.of(events), date.fromisoformat(today), look)


def day_of(day: str, *events: Event, today: str = "2026-11-23", language: str = "en") -> DayContext:
    """Return the page of a day of the year."""
    return day_page(view(*events, today=today), parse_month_day(day), WORDS[language])


def month_of(month: str, *events: Event, today: str = "2026-11-23") -> MonthContext:
    """Return the page of a month."""
    year, number = map(int, month.split("-"))
    return month_page(view(*events, today=today), year, number, WORDS["en"])


def year_of(year: int, *events: Event, static: bool = False) -> YearContext:
    """Return the plan of a year."""
    return year_page(view(*events, static=static), year, WORDS["en"])


@pytest.mark.parametrize(
    ("of", "day", "expected"),
    [
        (event("a", "1992-05-25"), "05-25", "happened"),
        (event("a", "1992-05-25"), "05-26", ""),
        (event("a", "1992-05"), "05-01", ""),  # nothing partial on a day
        (event("a", "1992"), "01-01", ""),
        (event("a", "[1992-05-01,1992-05-02]"), "05-01", ""),
        (event("a", "1962-10-16/1962-10-28"), "10-20", "happened"),  # one of its days
        (event("a", "1941-06-22/1945-05-09"), "06-22", "happened"),
        (event("a", "1941-06-22/1945-05-09"), "05-09", ""),
        (event("a", "1941-06-22/1945-05-09", ends=True), "05-09", "happened"),
        (event("a", "1731-10-10", old_style=True), "10-21", "happened"),
        (event("a", "1731-10-10", old_style=True), "10-10", ""),
        (event("a", "1992-05-25", periods=()), "05-25", "happened"),
        (event("a", "1992-05-25", status=Status.CANCELLED), "05-25", ""),
        (event("a", "1380-09-16", periods=(period("09-21"),)), "09-16", "happened"),
        (event("a", "1380-09-16", periods=(period("09-21"),)), "09-21", "remembered"),
        (DECREE, "11-23", "remembered"),
        (event("a", "XXXX-02-29", observance=True, leap=Leap.SKIP), "02-29", "remembered"),
        (event("a", "2027-01-05"), "01-05", "moving"),  # it is still to come
        (event("a", "2030-01-05"), "01-05", "moving"),
        (event("a", "1996-02-29"), "02-29", "happened"),
        (event("a", "1996-02-29"), "02-28", "moving"),  # in 2027, which has no 29th
        (event("a", "1996-02-29", leap=Leap.MAR1), "03-01", "moving"),
        (event("a", "2000", listed=["2027-05-16"]), "05-16", "moving"),
        (
            event(
                "a",
                "XXXX-10-04",
                observance=True,
                periods=(period(rule="FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),),
            ),
            "10-03",
            "moving",
        ),
        (
            event(
                "a",
                "XXXX-10-03",
                observance=True,
                periods=(period(rule="FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),),
            ),
            "10-03",  # by its rule, though it is the day of its date too
            "moving",
        ),
    ],
)
def test_event_stands_on_its_days_alone(of: Event, day: str, expected: str) -> None:
    """A day has what happened on it, what is kept on it, and what moves onto it, each once."""
    context = day_of(day, of)
    found = [name for name in ("happened", "remembered", "moving") for _ in getattr(context, name)]

    assert found == ([expected] if expected else [])


def test_a_days_events_stand_by_year_with_the_next_anniversary() -> None:
    """The oldest comes first; the number is that of the next anniversary from today."""
    context = day_of(
        "11-23", event("b", "1992-11-23"), event("a", "1936-11-23"), event("bc", "-0043-11-23")
    )

    assert [each.year for each in context.happened] == ["44 BC", "1936", "1992"]
    assert [each.next and each.next.number for each in context.happened] == [2069, 90, 34]


def test_a_past_day_counts_to_next_year() -> None:
    """What was this year is over; the next anniversary counts."""
    context = day_of("11-22", event("a", "1992-11-22"))

    assert (context.next, context.distance) == ("Monday, 22 November 2027", "in 364 days")
    assert context.happened[0].next is not None
    assert context.happened[0].next.number == 35


def test_the_29th_of_february_tells_where_it_is_kept() -> None:
    """The page is of the next leap year; the next anniversary stands with its own day."""
    context = day_of("02-29", event("a", "1996-02-29"), language="ru")
    (found,) = context.happened

    assert (context.name, context.next_day) == ("29 февраля", "2028-02-29")
    assert (context.before.title, context.after.title) == ("28 февраля", "1 марта")
    assert found.next is not None
    assert (found.next.day, found.elsewhere) == ("2027-02-28", True)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("01-01", "31 December", "2 January"),
        ("12-31", "30 December", "1 January"),
        ("02-28", "27 February", "29 February"),
        ("03-01", "29 February", "2 March"),
    ],
)
def test_days_go_round(day: str, before: str, after: str) -> None:
    """Every day leads to the ones before and after it, the 29th of February among them."""
    context = day_of(day)

    assert (context.before.title, context.after.title) == (before, after)


def test_an_empty_day_leads_to_its_neighbours() -> None:
    """Where the list has nothing, the nearest days before and after are named."""
    context = day_of("01-01", event("a", "1992-12-20"), event("b", "1992-03-05", weight=3))

    assert [(each.name, each.title.text) for each in context.neighbours] == [
        ("20 December", "a"),
        ("5 March", "b"),
    ]
    assert day_of("01-01").neighbours == ()


def test_today_has_no_link_to_today() -> None:
    """On every other day one comes back to today."""
    assert day_of("11-23").today is None
    other = day_of("11-24").today
    assert other is not None
    assert other.path == "/en/day/11-23/"


def test_there_are_366_days() -> None:
    """Every day of the year has its page, and no other."""
    app = app_of(DECREE)
    days = [path for path in paths(view(DECREE)) if path.startswith("day/")]

    assert len(set(days)) == 366
    assert [ask(app, f"/en/day/{day}/").status for day in ("02-29", "02-30", "13-01", "00-01")] == [
        200,
        404,
        404,
        404,
    ]


def test_a_month_has_its_days_in_weeks() -> None:
    """Monday comes first; what has several days begins on one and goes on to the others."""
    context = month_of("2026-11", event("a", "2024-11-29/2024-12-01"), DECREE)
    cells = {cell.number: cell for week in context.weeks for cell in week if cell}

    assert context.name == "November 2026"
    assert context.weekdays[0] == "Monday"
    assert [len(week) for week in context.weeks] == [7] * 6
    assert list(cells) == list(range(1, 31))
    assert [number for number, cell in cells.items() if cell.entries] == [23, 29, 30]  # a Monday
    assert [number for number, cell in cells.items() if cell.today] == [23]
    assert cells[23].path == "/en/day/11-23/"


def test_a_span_is_named_once_a_week() -> None:
    """Where it begins, on each Monday and on the 1st; the other days say that it goes on."""
    span = event("a", "2001-11-20/2001-12-20")
    cells = [
        (cell.day[5:], bool(cell.entries))
        for month in ("2026-11", "2026-12")
        for week in month_of(month, span).weeks
        for cell in week
        if cell and (cell.entries or cell.running)
    ]

    assert [day for day, _ in cells] == [
        *(f"11-{day}" for day in range(20, 31)),
        *(f"12-{day:02}" for day in range(1, 21)),
    ]
    assert [day for day, named in cells if named] == [
        "11-20", "11-23", "11-30", "12-01", "12-07", "12-14",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "seen", "more"), [(7, 7, 0), (8, 6, 2), (40, 6, 34)])
def test_a_full_day_shows_its_greatest_and_leads_to_the_others(
    count: int, seen: int, more: int
) -> None:
    """A cell has room for some titles; the day's page has all of them."""
    events = [event(f"e{n:02}", "2003-12-05", weight=n % 5) for n in range(count)]
    month = month_of("2026-12", *events)
    (cell,) = (cell for week in month.weeks for cell in week if cell and cell.entries)

    assert (len(cell.entries), cell.more, cell.path) == (seen, more, "/en/day/12-05/")
    if more:
        heaviest = [each.id for each in events if each.weight == 4]
        assert {each.title.text for each in cell.entries} >= set(heaviest[:seen])
        assert len(day_of("12-05", *events).happened) == count


def test_a_full_day_names_what_its_own_page_does_not_have() -> None:
    """A movable feast of a year that is over stands on another day's page by now."""
    feast = event(
        "feast",
        "XXXX-10-04",
        observance=True,
        periods=(period(rule="FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),),
    )
    others = [event(f"e{n}", "1996-10-04", weight=5) for n in range(9)]
    month = month_of("2026-10", *others, feast)
    (cell,) = (cell for week in month.weeks for cell in week if cell and cell.entries)
    moving = day_of("10-04", *others, feast).moving

    assert "feast" in {each.title.text for each in cell.entries}
    assert (len(cell.entries), cell.more) == (7, 3)
    assert not moving


def test_what_began_the_month_before_goes_on() -> None:
    """The last days of a span are in the month that they are in."""
    context = month_of("2026-12", event("a", "2024-11-29/2024-12-01"))
    cells = [cell for week in context.weeks for cell in week if cell and cell.entries]

    assert [cell.number for cell in cells] == [1]


def test_a_month_tells_of_what_has_no_day_apart() -> None:
    """Months and seasons stand beside the days, never on one; years stand in the year."""
    context = month_of("2026-12", event("m", "1986-12"), event("s", "2026-24"), event("y", "1986"))

    assert [each.title.text for each in context.undated] == ["m", "s"]
    assert not any(cell and cell.entries for week in context.weeks for cell in week)


def test_a_month_has_short_titles() -> None:
    """A cell is narrow; a short title in another language is no help."""
    titled = {"en": "Long", "ru": "Длинное"}
    context = month_of("2026-11", event("a", "1992-11-05", title=titled, short={"ru": "К"}))
    (found,) = (each for week in context.weeks for cell in week if cell for each in cell.entries)

    assert found.title.text == "Long"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("month/2025-01/", 200),
        ("month/2024-12/", 404),
        ("month/2031-12/", 200),
        ("month/2032-01/", 404),
        ("month/2026-13/", 404),
        ("month/2026-00/", 404),
        ("year/2025/", 200),
        ("year/2024/", 404),
        ("year/2056/", 200),
        ("year/2057/", 404),
        ("year/0000/", 404),
        ("year/2026", 301),
        ("year/26/", 404),
    ],
)
def test_pages_end_where_the_calendar_of_the_site_ends(path: str, status: int) -> None:
    """Months are those of the feeds' years; plans go 30 years ahead; nothing is endless."""
    assert ask(app_of(DECREE), f"/en/{path}").status == status


def test_the_ends_have_no_links_beyond() -> None:
    """A reader who goes on and on is never led to a page that is not there."""
    assert month_of("2025-01").before is None
    assert month_of("2031-12").after is None
    assert year_of(2025).before is None
    assert year_of(2056).after is None


def test_a_plan_has_the_great_first() -> None:
    """Jubilees, then round numbers, then every fifth; all stand in their months too."""
    context = year_of(
        2027,
        event("five", "1992-01-10", weight=0),
        event("round", "1997-02-10"),
        event("jubilee", "1977-12-10"),
        event("plain", "1994-03-10"),
        event("month", "1995-03"),
        event("year", "1977"),
    )

    assert [
        (each.tier, [entry.title.text for entry in each.entries]) for each in context.great
    ] == [
        ("jubilee", ["year", "jubilee"]),
        ("round", ["round"]),
        ("five", ["five"]),
    ]
    assert [
        (each.month, [entry.title.text for entry in each.entries]) for each in context.months
    ] == [
        (1, ["five"]),
        (2, ["round"]),
        (3, ["plain", "month"]),  # what has no day stands last
        (12, ["jubilee"]),
    ]
    assert [each.title.text for each in context.undated] == ["year"]
    assert context.count == 6


@pytest.mark.parametrize(("count", "seen"), [(15, 15), (16, 10), (60, 10)])
def test_a_plan_folds_what_is_too_much_for_a_month(count: int, seen: int) -> None:
    """The greatest are seen, the others are counted; both stand in the order of time."""
    events = [event(f"e{n:02}", f"1996-03-{n % 28 + 1:02}", weight=n % 4) for n in range(count)]
    plan = year_of(2027, *events, event("few", "1996-05-05"))
    march, may = plan.months

    assert (len(march.entries), len(march.more)) == (seen, count - seen)
    assert may.more == ()
    for part in (march.entries, march.more):
        days = [each.day for each in part]
        assert days == sorted(days)
    weight = {each.id: each.weight for each in events}
    folded = [weight[each.title.text] for each in march.more]
    assert all(weight[each.title.text] >= max(folded, default=0) for each in march.entries)
    assert plan.count == count + 1


def test_a_plan_folds_great_anniversaries_too() -> None:
    """Many of one tier are folded like those of a month, and can be opened without a script."""
    events = [event(f"e{n:02}", f"1977-03-{n + 1:02}") for n in range(20)]
    (tier,) = year_of(2027, *events).great
    page = ask(app_of(*events), "/en/year/2027/").text

    assert (tier.tier, len(tier.entries), len(tier.more)) == ("jubilee", 10, 10)
    assert page.count('<details class="more">') == 2
    told = re.findall("<summary>(.*?)</summary>", unescape(page).replace("\u00a0", " "))
    assert told == ["and 10 more"] * 2


@pytest.mark.parametrize(
    ("year", "static", "has"), [(2027, False, True), (2056, False, False), (2027, True, True)]
)
def test_a_plan_is_offered_as_feeds_where_feeds_hold_it(
    year: int, *, static: bool, has: bool
) -> None:
    """A year that feeds hold has a feed of its own, with the same in every form."""
    downloads = year_of(year, DECREE, static=static).downloads

    assert bool(downloads) is has
    assert all(f"/feeds/year-{year}.en." in each.url for each in downloads)


def test_offered_feeds_of_a_year_are_there() -> None:
    """What the plan links to answers, with the year's dates and no other's."""
    app = app_of(event("a", "1992-05-25"))
    calendar = year_of(2027, event("a", "1992-05-25")).downloads[0]
    answer = ask(app, calendar.url.removeprefix(SITE.base_url))

    assert answer.status == 200
    assert "DTSTART;VALUE=DATE:20270525" in answer.text
    assert "DTSTART;VALUE=DATE:20260525" not in answer.text


def test_a_static_site_has_plans_of_the_feeds_years() -> None:
    """Each plan is a file there, and 30 more years of them nobody opens."""
    assert years(view(static=True)) == range(2025, 2026 + SITE.years_ahead + 1)


@pytest.mark.parametrize("language", SITE.languages)
@pytest.mark.parametrize(
    "path", ["day/11-23/", "day/01-01/", "month/2026-11/", "month/2030-02/", "year/2026/"]
)
def test_pages_are_small(path: str, language: str) -> None:
    """A few events cost a few kilobytes, in every script."""
    from gzip import compress

    page = ask(app_of(DECREE, event("a", "1996-11-23")), f"/{language}/{path}")

    assert page.status == 200
    assert len(compress(page.body)) < 4_000
