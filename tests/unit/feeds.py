"""A small site and its feeds, for the tests of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.unit.builders import event

from kalends.dates import MonthDay, parse
from kalends.feed import Builder, Feed
from kalends.model import (
    Alternative,
    Catalogue,
    Event,
    FeedSpec,
    Kind,
    Listed,
    Period,
    Place,
    Selection,
    Site,
    Source,
    Status,
    Tier,
)
from kalends.revisions import Ledger, stamp
from kalends.wording import WORDING_VERSION, Words, words

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = FeedSpec("all")
CATALOGUES = Path(__file__).resolve().parents[2] / "templates" / "locale"
SITE = Site(
    id="test",
    title={"en": "Dates, anniversaries", "ru": "Памятные даты, юбилеи"},
    description={"en": "What is remembered; when.", "ru": "Что помнят; когда."},
    languages=("en", "ru", "kk"),
    base_url="https://dates.example.org",
    timezone="Asia/Almaty",
    kinds={
        "treaty": Kind("treaty", {"en": "Treaties", "ru": "Договоры"}, colour="teal"),
        "space": Kind("space", {"en": "Space flight", "ru": "Космические полёты"}),
        "observance": Kind("observance", {"en": "Observances"}, observance=True),
    },
    tags={
        "space": {"en": "Space", "ru": "Космос", "kk": "Ғарыш"},
        "border": {"en": "Border, regions"},
    },
    feeds={
        "all": ALL,
        "great": FeedSpec("great", Selection(tier=Tier.FIVE), {"en": "Great ones"}),
        "undated": FeedSpec("undated", undated=True),
        "day-before": FeedSpec("day-before", alarms="day-before"),
        "leads": FeedSpec("leads", alarms="leads"),
    },
)
EVENTS = (
    event(
        "treaty",
        "1992-05-25",
        title={"en": "Treaty of Friendship", "ru": "Договор о дружбе"},
        summary={"en": "Signed in Moscow; in force.", "ru": "Подписан в Москве, действует."},
        tags=("border",),
        place=Place({"en": "Moscow", "ru": "Москва"}, ("RU",), 55.75, 37.6),
    ),
    event(
        "launch",
        "2027-03-04T06:07:00Z",
        zone="Asia/Qyzylorda",
        kind="space",
        tags=("space",),
        title={"en": "Launch of a rocket with a long name", "ru": "Запуск"},
        short={"en": "Launch"},
        status=Status.PLANNED,
    ),
    event("april", "2003-04", title={"en": "A month without a day"}),
    event("visit", "2024-11-27/2024-11-28", title={"en": "A visit, of two days"}),
    event("old", "1731-10-10", old_style=True, title={"en": "Oath", "ru": "Присяга"}),
    event(
        "founding",
        "0862-07-09",
        title={"en": "Founding"},
        status=Status.DISPUTED,
        note={"en": "The chronicle was written later."},
        alternatives=(
            Alternative(parse("0859"), {"en": "another chronicle"}),
            Alternative(parse("0860")),
        ),
        sources=tuple(
            Source(f"Source {n}", f"https://example.org/{n}", "Archive" if n % 2 else "")
            for n in range(5)
        ),
    ),
    event(
        "feast",
        "2026-05-27",
        kind="observance",
        observance=True,
        title={"en": "Feast"},
        periods=(),
        listed=(Listed(parse("2026-05-27")), Listed(parse("2027-05-16"), computed=True)),  # type: ignore[arg-type]
    ),
    event(
        "nauryz",
        "2010-03-21",
        kind="observance",
        observance=True,
        title={"en": "Nauryz", "kk": "Наурыз"},
        periods=(Period(observed=MonthDay(3, 21), since=2010, days=3),),
    ),
    event("leap", "2024-02-29", title={"en": "Leap day"}),
    event("war", "1941-06-22/1945-05-09", ends=True, title={"en": "War"}, kind="space"),
    event("cancelled", "2026-12-01", status=Status.CANCELLED, title={"en": "Summit"}),
    event("hostile", "2000-01-02", title={"en": 'a\\b;c,d\ne "q" 🚀 哈萨克斯坦 é̈'}),
)


def speech(language: str = "en", site: Site = SITE) -> Words:
    """Return the words of a language."""
    return _speech(language) if site is SITE else words(language, site, [CATALOGUES])


@cache
def _speech(language: str) -> Words:
    return words(language, SITE, [CATALOGUES])


def builder(site: Site = SITE) -> Builder:
    """Return a builder of the site's feeds that has built nothing."""
    return Builder(site, {language: speech(language, site) for language in site.languages})


def ledger_of(
    events: Iterable[Event], before: Ledger | None = None, at: datetime = NOW, site: Site = SITE
) -> Ledger:
    """Return the ledger after publishing these events."""
    return stamp(Catalogue.of(events), before or Ledger(), site, at, WORDING_VERSION)


def feed(
    *events: Event,
    spec: FeedSpec = ALL,
    language: str = "en",
    now: datetime = NOW,
    ledger: Ledger | None = None,
    site: Site = SITE,
) -> Feed:
    """Return a feed of these events, of EVENTS where none are given, just published."""
    catalogue = Catalogue.of(events or EVENTS)
    ledger = ledger or ledger_of(catalogue, site=site)
    return builder(site).feed(spec, language, catalogue, ledger, now)


def unfolded(body: bytes) -> list[str]:
    """Return a calendar's lines."""
    return body.decode().replace("\r\n ", "").split("\r\n")


def entries(body: bytes) -> list[dict[str, str]]:
    """Return the raw values of each VEVENT, by name without parameters."""
    found: list[dict[str, str]] = []
    for line in unfolded(body):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name.partition(";")[0], value)
    return found


def blocks(body: bytes) -> dict[str, str]:
    """Return the text of each VEVENT by its UID."""
    text = body.decode().removesuffix("END:VCALENDAR\r\n")
    parts = text.split("BEGIN:VEVENT\r\n")[1:]
    return {part.partition("\r\n")[0]: part for part in parts}
