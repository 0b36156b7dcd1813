"""What the pages show, as contexts and as HTML."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.asgi import SITE, TEMPLATES, Clock, app_of, ask
from tests.unit.builders import event

from kalends.dates import parse
from kalends.model import Alternative, Catalogue, Event, Kind, Place, Source, Status
from kalends.timeline import (
    EventContext,
    HomeContext,
    Look,
    View,
    event_page,
    home,
    kind_rules,
    language_name,
)
from kalends.wording import words

ASSETS = {name: f"/{name}" for name in ("style.css", "forms.css", "favicon.svg")}
LOOK = Look(ASSETS, {"en": "English", "ru": "Русский"})
WORDS = {name: words(name, SITE, [TEMPLATES / "locale"]) for name in SITE.languages}
VOID = {"meta", "link", "input", "br", "img", "hr"}


def view(*events: Event, today: str = "2026-11-23") -> View:
    """Return these events on a day."""
    return View(SITE, Catalogue.of(events), date.fromisoformat(today), LOOK)


def home_of(*events: Event, today: str = "2026-11-23", language: str = "en") -> HomeContext:
    """Return the first page of these events."""
    return home(view(*events, today=today), WORDS[language])


def page_of(*events: Event, today: str = "2026-11-23", language: str = "en") -> EventContext:
    """Return the page of the first of these events."""
    return event_page(view(*events, today=today), events[0], WORDS[language])


@pytest.mark.parametrize(
    ("written", "today", "expected"),
    [
        ("1992-11-23", "2026-11-23", ("today", "34th anniversary")),
        ("2024-11-22/2024-11-24", "2026-11-23", ("today", "2nd anniversary")),  # its second day
        ("1992-11-24", "2026-11-23", ("soon", "34th anniversary")),
        ("1992-12-23", "2026-11-23", ("soon", "34th anniversary")),  # day 30
        ("1992-12-24", "2026-11-23", None),
        ("1992-11-22", "2026-11-23", None),
        ("1992-01-05", "2026-12-20", ("soon", "35th anniversary")),  # over the new year
        ("1986-11", "2026-11-23", ("undated", "40th anniversary")),
        ("1986-11", "2026-11-01", ("undated", "40th anniversary")),  # never on a false day
        ("1986-12", "2026-11-23", None),
        ("1986", "2026-11-23", ("undated", "40th anniversary")),
        ("1987", "2026-11-23", None),
        ("2026-11-25", "2026-11-23", ("soon", "")),  # the event itself
    ],
)
def test_event_is_listed_where_it_belongs(
    written: str, today: str, expected: tuple[str, str] | None
) -> None:
    """Today's stand first, then 30 days; what has no day is never on one."""
    context = home_of(event(date=written), today=today)
    found = [
        (name, each.milestone)
        for name in ("today", "soon", "undated")
        for each in getattr(context, name)
    ]

    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("written", "weight", "expected"),
    [
        ("2001-05-05", 0, {"2026": 25}),
        ("2006-05-05", 0, {"2026": 20}),
        ("1997-05-05", 0, {"2027": 30}),
        ("1991-05-05", 2, {}),  # the 35th of a slight event
        ("1991-05-05", 3, {"2026": 35}),
        ("1990-05-05", 5, {}),  # the 36th and 37th
    ],
)
def test_great_anniversaries_are_round_or_weighty(
    written: str, weight: int, expected: dict[str, int]
) -> None:
    """Of this year and the next: tens and jubilees, and every fifth of what weighs."""
    context = home_of(event(date=written, weight=weight))

    assert {year.name: each.number for year in context.years for each in year.entries} == expected
    assert [year.name for year in context.years] == ["2026", "2027"]


def test_past_great_anniversaries_are_marked() -> None:
    """What this year has had already steps back."""
    entries = home_of(event("a", "2001-05-05"), event("b", "2001-11-23")).years[0].entries

    assert [each.past for each in entries] == [True, False]


def test_entry_tells_number_kind_and_distance() -> None:
    """A line says what, when, how far away, how many years, since when and of what kind."""
    (entry,) = home_of(event("a", "1936-12-05", title={"ru": "Образование", "en": "X"}),
                       language="ru").soon  # fmt: skip

    assert entry.title.text == "Образование"
    assert entry.path == "/ru/events/a/"
    assert (entry.when, entry.day, entry.distance) == (
        "5 декабря 2026 г.",
        "2026-12-05",
        "через 12 дней",
    )
    assert (entry.milestone, entry.number, entry.tier) == ("90 лет", 90, "jubilee")
    assert (entry.origin, entry.kind, entry.kind_title) == (
        "5 декабря 1936 г.",
        "treaty",
        "Договоры",
    )


def test_event_page_tells_all_that_is_known() -> None:
    """Dates of both calendars, place, sources and doubts stand on the page."""
    source = Source("Archive", "https://example.org/a", "The archive")
    first = event("first", "1730-01-01")
    context = page_of(
        event(
            "oath",
            "1731-10-10",
            old_style=True,
            title={"en": "Oath", "ru": "Присяга"},
            summary={"en": "They swore."},
            note={"en": "Some doubt it."},
            place=Place({"en": "Steppe"}, ("KZ",), 51.5, -0.25),
            tags=("space", "nuclear"),
            status=Status.DISPUTED,
            alternatives=(Alternative(parse("1731-10"), {"en": "a chronicle"}, (source,)),),
            sources=(source,),
            follows=("first",),
            unreviewed=("ru",),
        ),
        first,
        event("later", "1740-01-01", follows=("oath",)),
        language="ru",
    )

    assert context.title.text == "Присяга"
    assert (context.date, context.day) == ("10 (21) октября 1731 г.", "1731-10-21")
    assert context.old_style
    assert (context.status, context.disputed) == ("оспаривается", True)
    assert (context.summary.text, context.summary.language) == ("They swore.", "en")
    assert context.place is not None
    assert context.place.degrees.replace("\u00a0", " ") == "51.5° N, 0.25° W"
    assert context.place.geo == "geo:51.5,-0.25"
    assert [each.title for each in context.tags] == ["Космос", "Nuclear"]
    assert [each.date for each in context.alternatives] == ["октябрь 1731 г."]
    assert [each.path for each in context.chain] == [
        f"/ru/events/{name}/" for name in ("first", "oath", "later")
    ]
    assert context.unreviewed
    assert context.download == "/ru/events/oath.ics"


@pytest.mark.parametrize(
    ("written", "fields", "expected"),
    [
        ("1992-05-25", {}, [35, 36, 37, 40]),  # the next three, and the next great one
        ("1947-05-25", {}, [80, 81, 82, 90]),
        ("1992-05-25", {"periods": ()}, []),
        ("2027-05-25", {"status": Status.CANCELLED}, []),
        ("1465~", {}, [565, 570, 575, 580]),
    ],
)
def test_next_anniversaries(written: str, fields: dict[str, Any], expected: list[int]) -> None:
    """A reader sees what comes next, and the next great one however far."""
    context = page_of(event(date=written, **fields))

    assert [each.number for each in context.coming] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1986-12-17", "1986-12-17"),
        ("1986-12", "1986-12"),
        ("1986", "1986"),
        ("0862", "0862"),
        ("1465~", ""),
        ("1986-12-17?", ""),
        ("198X", ""),
        ("1986-24", ""),
        ("-0043", ""),
        ("1962-10-16/1962-10-28", ""),
    ],
)
def test_machines_are_told_what_is_sure(written: str, expected: str) -> None:
    """`datetime` holds what HTML has a form for, and no false precision."""
    assert page_of(event(date=written)).day == expected


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("1986-12-17", ("17 December 1986", "17 декабря 1986 г.", "1986 ж. 17 желтоқсан")),
        ("1986-12", ("December 1986", "декабрь 1986 г.", "1986 ж. желтоқсан")),
        (
            "1962-10-16/1962-10-28",
            ("16–28 October 1962", "16–28 октября 1962 г.", "1962 ж. 16–28 қазан"),
        ),
    ],
)
def test_dates_are_worded_on_pages(written: str, texts: tuple[str, str, str]) -> None:
    """A date is as precise as it is known, in the words of each language."""
    app = app_of(event(date=written))
    for language, expected in zip(SITE.languages, texts, strict=True):
        page = ask(app, f"/{language}/events/x/").text.replace("\u00a0", " ")

        assert expected in page


def test_event_without_any_day_has_no_download() -> None:
    """What calendars cannot hold is not offered to them, and what is offered is there."""
    app = app_of(event("bc", "-0043-03-15", periods=()), event("ad", "1992-05-25", periods=()))

    assert (
        ".ics" not in ask(app, "/en/events/bc/").text.partition("<main")[2].partition("<footer")[0]
    )
    assert ask(app, "/en/events/bc.ics").status == 404
    assert 'href="/en/events/ad.ics"' in ask(app, "/en/events/ad/").text
    assert ask(app, "/en/events/ad.ics").status == 200


def test_place_without_coordinates_is_a_name() -> None:
    """Coordinates are shown where they are known."""
    place = page_of(event(place=Place({"en": "Steppe"}))).place

    assert place is not None
    assert (place.name.text, place.degrees, place.geo) == ("Steppe", "", "")


def test_language_is_called_in_itself() -> None:
    """Readers find their language by its own name."""
    assert [language_name(each) for each in WORDS.values()] == ["English", "Русский", "Қазақша"]
    assert language_name(words("de", SITE, [])) == "de"


def test_only_colour_names_get_into_the_stylesheet() -> None:
    """What is written as a colour cannot write rules."""
    kinds = [Kind("a", colour="Teal"), Kind("b", colour="red}*{"), Kind("c")]

    assert kind_rules(kinds) == ".kind-a{--kind:teal}\n"


class Outline(HTMLParser):
    """Reads a page and checks that its elements are closed in order and its ids unique."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[dict[str, str]] = []
        self.headings: list[int] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the beginning of an element."""
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute of {tag} is given twice"
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag in ("a", "link"):
            self.links.append({"tag": tag, **given})
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        assert self.open.pop() == tag


def everything() -> Event:
    """Return an event with every field that a page shows, with hostile text."""
    return event(
        "full",
        "2001-11-25",
        title={"en": 'A <b> & "title"', "ru": "Название"},
        summary={"en": "<script>alert(1)</script>"},
        note={"en": "a & b"},
        place=Place({"en": "<i>"}, ("KZ",), 1.5, 2.5),
        tags=("space",),
        alternatives=(Alternative(parse("2001"), {"en": "<u>"}, (Source("S", "https://e.org"),)),),
        follows=("other",),
        unreviewed=("en",),
        status=Status.PLANNED,
    )


@pytest.mark.parametrize("language", SITE.languages)
@pytest.mark.parametrize("path", ["", "events/full/", "events/other/", "nix/"])
def test_page_is_sound(language: str, path: str) -> None:
    """Closed elements, unique ids, one h1, no skipped heading; the first link skips to content."""
    app = app_of(everything(), event("other", "1980-11-23", old_style=True))
    page = ask(app, f"/{language}/{path}").text
    outline = Outline(page)

    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))
    assert next(each for each in outline.links if each["tag"] == "a")["href"] == "#content"
    assert "content" in outline.ids
    assert "alert(1)</script>" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("path", ["", "events/full/"])
def test_page_links_itself_in_every_language(path: str) -> None:
    """Language links lead to the same page, and hreflang is reciprocal."""
    app = app_of(everything())
    addresses = [f"https://example.org/{language}/{path}" for language in SITE.languages]
    for language in SITE.languages:
        links = Outline(ask(app, f"/{language}/{path}").text).links
        alternate = [each["href"] for each in links if each["tag"] == "link" and "hreflang" in each]
        shown = [each["href"] for each in links if each["tag"] == "a" and "hreflang" in each]

        assert alternate == addresses
        assert shown == [f"/{each}/{path}" for each in SITE.languages]
        assert {
            "tag": "link",
            "rel": "canonical",
            "href": f"https://example.org/{language}/{path}",
        } in links


def test_page_names_its_calendar() -> None:
    """Calendar software finds the feed from the page."""
    links = Outline(ask(app_of(everything()), "/ru/").text).links
    calendars = [each["href"] for each in links if each.get("type") == "text/calendar"]

    assert calendars == ["https://example.org/feeds/all.ru.ics"]


def test_text_of_another_language_says_so() -> None:
    """A title that is not translated is read out in its own language."""
    app = app_of(event("a", "1992-11-23", title={"en": "Only English"}))

    assert 'href="/ru/events/a/" lang="en">Only English' in ask(app, "/ru/").text
    assert '<h1 lang="en">Only English' in ask(app, "/ru/events/a/").text
    assert "<h1>Only English" in ask(app, "/en/events/a/").text


def test_first_page_of_an_empty_list_is_whole() -> None:
    """A site that has just begun shows today and how to subscribe."""
    page = ask(app_of(clock=Clock(datetime(2026, 11, 23, tzinfo=UTC))), "/en/").text

    assert "The list has nothing for this day." in page
    assert "The next 30" not in page
    assert "webcal://example.org/feeds/all.en.ics" in page


def test_first_page_shows_the_chief_dates_of_a_long_list() -> None:
    """Twelve of a kind, the greatest milestones first chosen, by day; the rest is counted."""
    plain = [event(f"plain-{n:02}", f"{1993 + n}-12-01") for n in range(18) if (33 - n) % 5]
    great = event("great", "1926-12-20")
    context = home_of(*plain, great)

    assert len(context.soon) == 12
    assert context.soon[-1].number == 100
    assert context.more_soon == len(plain) - 11
    assert [each.day for each in context.soon] == sorted(each.day for each in context.soon)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "in 123 years"), ("ru", "через 123 года"), ("kk", "123 жылдан кейін")],
)
def test_what_is_far_ahead_is_so_by_years(language: str, expected: str) -> None:
    """Nobody has an idea of 44,963 days."""
    coming = page_of(event(date="2149-12-30", status=Status.PLANNED), language=language).coming

    assert [each.distance for each in coming] == [expected]


@pytest.mark.parametrize(("status", "tier"), [("planned", "coming"), ("cancelled", "plain")])
def test_what_was_cancelled_is_not_to_come(status: str, tier: str) -> None:
    """It stands where it would have been, and says so."""
    context = home_of(event(date="2026-11-25", status=Status(status)))

    assert [(each.tier, each.status) for each in context.soon] == [(tier, status)]
