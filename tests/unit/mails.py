"""A small list of events, and the mails made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from tests.asgi import SITE, TEMPLATES
from tests.unit.builders import event, place

from kalends.digest import Calendar, Content, Issue, Studio, compose
from kalends.model import (
    Cadence,
    Catalogue,
    Event,
    Kind,
    Phrase,
    Selection,
    Site,
    Source,
    Status,
    Tier,
)
from kalends.rendering import Rendering
from kalends.revisions import Change, Ledger, stamp
from kalends.schedule import period_of
from kalends.wording import WORDING_VERSION, words

MAIL_SITE = replace(
    SITE,
    title={"en": "Dates of the steppe", "ru": "Даты степи", "kk": "Дала даталары"},
    kinds={
        **SITE.kinds,
        "space": Kind("space", {"en": "Space flight", "ru": "Космос", "kk": "Ғарыш"}),
        "observance": Kind("observance", {"en": "Observances"}, observance=True),
    },
)
AT = datetime(2026, 10, 1, tzinfo=UTC)
RENDERING = Rendering([TEMPLATES])
STUDIOS = {
    language: Studio(MAIL_SITE, words(language, MAIL_SITE, [TEMPLATES / "locale"]), RENDERING)
    for language in MAIL_SITE.languages
}
ARCHIVE = Source("The treaty’s text", "https://example.org/treaty?a=1&b=2", "Archive & Sons")

EVENTS = (
    event(
        "treaty",
        "1992-05-25",
        title={"en": "Treaty of Friendship", "ru": "Договор о дружбе", "kk": "Достық шарты"},
        summary={"en": "The base of all <later> treaties.", "ru": "Основа всех договоров."},
        note={"en": "Signed in the Kremlin."},
        milestones={Tier.JUBILEE: (35,)},
        place=place("RU", name={"en": "Moscow", "ru": "Москва", "kk": "Мәскеу"}),
        weight=4,
        sources=(ARCHIVE, Source("Report", "https://example.org/report")),
    ),
    event("flight", "1961-04-12", title={"en": "First flight", "ru": "Первый полёт"}, kind="space"),
    event("visit", "2024-11-27/2024-11-28", title={"en": "State visit"}, kind="visit"),
    event("birth", "1731-10-10", old_style=True, title={"en": "Oath of allegiance"}),
    event("holiday", "1992-05-24", title={"en": "Script Day"}, kind="observance", observance=True),
    event("month", "2017-05", title={"en": "First border post", "ru": "Первый столб"}),
    event("year", "2017", title={"en": "Year of youth"}),
    event("coming", "2027-05-27", title={"en": "Summit"}, status=Status.PLANNED, weight=3),
    event("far", "1977-11-01", title={"en": "Opening of the road"}, weight=5),
)

CALENDARS = (
    Calendar(
        Phrase("Dates of the steppe", "en"),
        "https://example.org/feeds/all.en.ics",
        "https://calendar.google.com/calendar/u/0/r?cid=webcal%3A%2F%2Fexample.org",
        "https://outlook.live.com/calendar/0/addfromweb/?url=x&name=y",
        "https://outlook.office.com/calendar/0/addfromweb/?url=x&name=y",
    ),
)


def issue_of(
    cadence: str, day: str, *, start: str = "", selection: Selection | None = None
) -> Issue:
    """Return the issue whose period holds a day, covering it or from `start` on."""
    first, end = period_of(Cadence(cadence), date.fromisoformat(day))
    covered = date.fromisoformat(start) if start else first
    return Issue(Cadence(cadence), first, covered, end, selection or Selection())


def content_of(
    *events: Event,
    issue: Issue,
    ledger: Ledger | None = None,
    language: str = "en",
    site: Site = MAIL_SITE,
) -> Content | None:
    """Return what an issue says of these events."""
    return compose(events, ledger or Ledger(), site, language, issue, AT)


def told(
    *events: Event, issue: Issue, language: str = "en", ledger: Ledger | None = None
) -> Content:
    """Return what an issue says of these events, of which it says something."""
    content = content_of(*events, issue=issue, ledger=ledger, language=language)
    assert content is not None
    return content


def changed(
    events: Iterable[Event], changes: Mapping[str, Iterable[tuple[str, str, str, str]]]
) -> Ledger:
    """Return a ledger with changes by id, each (instant, field, old, new)."""
    ledger = stamp(Catalogue.of(events), Ledger(), MAIL_SITE, AT, WORDING_VERSION)
    records = dict(ledger.records)
    for event_id, found in changes.items():
        told = tuple(Change(datetime.fromisoformat(at), *rest) for at, *rest in found)
        records[event_id] = replace(records[event_id], changes=told)
    return Ledger(records)


class Reader(HTMLParser):
    """Collects elements with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        """Read a document."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.words.append(data)

    def all(self, *tags: str) -> list[dict[str, str]]:
        """Return the attributes of all elements of these names."""
        return [attributes for tag, attributes in self.elements if tag in tags]
