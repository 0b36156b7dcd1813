"""The list that ships: complete, sourced, in three languages, and careful."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kalends.config import settings
from kalends.jobs import Workspace, check
from kalends.loading import load
from kalends.model import Event, Status, Window
from kalends.occurrences import in_year, starting
from kalends.wording import Words, words

CHECKOUT = Path(__file__).parent.parent.parent
SETTINGS = settings(CHECKOUT, {})
SITE, FOLDERS = SETTINGS.site, SETTINGS.folders
LOADED = load(FOLDERS.events, SITE, CHECKOUT)
EVENTS = list(LOADED.catalogue)
PUBLIC = [event for event in EVENTS if not event.draft]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def in_words(language: str) -> Words:
    """Return a language's words."""
    return words(language, SITE, FOLDERS.locales)


def test_the_list_has_no_fault_and_its_ledger_is_current(tmp_path: Path) -> None:
    """`kalends check --strict` has nothing to say, feeds of a size that Google takes included."""
    place = Workspace(SITE, FOLDERS.root, FOLDERS.events, tmp_path)
    problems, count = check(place, NOW, in_words)
    assert [str(problem) for problem in problems] == []
    assert count == len(EVENTS)


def test_there_are_at_least_ninety_events() -> None:
    """Not counting drafts."""
    assert len(PUBLIC) >= 90


OP_ED = [
    "kazakh-embassy-moscow-1594",
    "kz-independence-1991",
    "kz-first-foreign-policy-concept",
    "kz-ru-treaty-friendship-1992",
    "declaration-comprehensive-partnership-2025",
    "state-visit-astana-2024",
    "tokayev-oped-rg-2025",
    "state-visit-moscow-2025",
    "kz-ru-diplomatic-relations-1992",
    "silleno-polyethylene-start",
    "kamatyreskz-first-tyre-2022",
    "kamaz-kostanay-plants-2020",
    "npp-referendum-2024",
    "npp-rosatom-consortium-2025",
    "npp-works-start-2025",
    "north-south-roadmap-2024",
    "surrender-germany-1945",
    "victory-day",
    "great-patriotic-war-1941-1945",
    "victory-parade-astana-2025",
    "baikonur-resolution-1955",
    "baikonur-founding-day",
    "kz-ru-border-treaty-2005",
    "interregional-forum-01-omsk-2003",
    "interregional-forum-21-uralsk-2025",
    "interregional-programme-2024-2028",
    "eternal-friendship-alley-astana-2025",
    "friendship-square-moscow-2025",
    "msu-kazakhstan-branch",
    "mgimo-astana-branch-2025",
    "kaznu-omsk-branch-2024",
    "sirius-almaty-foundation-2026",
    "russian-language-organization-treaty-2023",
]


def test_every_dated_thing_of_the_article_is_there_by_its_tag() -> None:
    """The article of November 2025 with which the list began."""
    assert set(OP_ED) <= {event.id for event in PUBLIC if "op-ed-2025" in event.tags}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_every_entry_says_what_it_should_in_three_languages(event: Event) -> None:
    """Title, summary, sources, kind and tags that are declared, an honest mark on translations."""
    for texts in (event.title, event.summary):
        assert set(texts) == {"en", "ru", "kk"}
    assert set(event.short) | set(event.note) <= {"en", "ru", "kk"}
    assert event.sources
    assert event.kind in SITE.kinds
    assert set(event.tags) <= set(SITE.tags)
    assert set(event.unreviewed) == {"ru", "kk"}
    for text in event.summary.values():
        assert len(re.findall(r"[.!?…]”?»?(?= [A-ZА-ЯӘҒҚҢӨҰҮҺІ«“]|$)", text)) <= 4
    for language, title in event.title.items():
        assert not title.endswith((".", ":"))
        assert bool(re.search("[а-яәғқңөұүһі]", title)) == (language != "en")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_nothing_is_praised(event: Event) -> None:
    """The same plain words for every side."""
    praise = (
        r"\b(historic|legendary|great friend|glorious|brotherl|легендарн|славн|исторически важн)"
    )
    for texts in (event.title, event.summary, event.note):
        for text in texts.values():
            assert not re.search(praise, text, re.IGNORECASE), text


def test_the_treaty_of_1992_is_not_called_eternal() -> None:
    """That word belongs to the declaration of 1998."""
    event = LOADED.catalogue["kz-ru-treaty-friendship-1992"]
    titles = " ".join([*event.title.values(), *event.short.values()]).casefold()
    assert not re.search("eternal|вечн|мәңгі", titles)


def test_what_is_ahead_is_planned_computed_or_a_draft() -> None:
    """Nothing that has not happened is stated as fact."""
    for event in PUBLIC:
        first = event.date.earliest
        if first is not None and first.year >= NOW.year and first > (2026, 11, 23):
            assert event.status is Status.PLANNED, event.id


def test_movable_feasts_have_computed_days_for_the_coming_years() -> None:
    """Kurban Ait is told of at least six years ahead, and marked as calculated."""
    feast = LOADED.catalogue["kurban-ait-kz"]
    for year in range(2027, 2033):
        (occurrence,) = in_year(feast, year, SITE.milestones)
        assert occurrence.computed
    assert in_year(feast, 2027, SITE.milestones)[0].first == date(2027, 5, 16)


@pytest.mark.parametrize(
    ("day", "language", "line"),
    [
        (date(2027, 5, 9), "en", "Victory Day (1945): 82nd anniversary"),
        (date(2027, 5, 9), "ru", "День Победы (1945): 82 года"),
        (date(2027, 5, 9), "kk", "Жеңіс күні (1945): 82 жыл"),
        (date(2025, 5, 9), "ru", "День Победы (1945): 80 лет"),
        (date(2027, 6, 2), "en", "Baikonur Cosmodrome (1955): 72 years since the founding"),
        (date(2027, 4, 12), "kk", "Қаныш Сәтбаев (1899): туғанына 128 жыл"),
        (date(2027, 3, 21), "kk", "Наурыз мейрамы"),
    ],
)
def test_a_calendar_would_show(day: date, language: str, line: str) -> None:
    """The right number in the right words on the right day."""
    found = starting(PUBLIC, Window(day, date.fromordinal(day.toordinal() + 1)), SITE.milestones)
    assert line in [in_words(language).title(occurrence).text for occurrence in found]


@pytest.mark.parametrize(
    ("event_id", "day", "n"),
    [
        ("kz-ru-treaty-friendship-1992", date(2027, 5, 25), 35),
        ("kz-ru-border-treaty-2005", date(2027, 1, 18), 22),
        ("baikonur-founding-day", date(2025, 6, 2), 70),
        ("state-visit-astana-2024", date(2025, 11, 27), 1),
        ("soyuz-tm-22-landing-1996", date(2027, 2, 28), 31),
        ("soyuz-tm-22-landing-1996", date(2028, 2, 29), 32),
        ("sputnik-1-1957", date(2027, 10, 4), 70),
        ("surrender-germany-1945", date(2027, 5, 9), 82),
        ("abulkhair-charter-1731", date(2027, 3, 2), 296),
        ("navy-day-ru", date(2027, 7, 25), None),
        ("republic-day-kz", date(2008, 10, 25), None),
        ("republic-day-kz", date(2022, 10, 25), None),
        ("constitution-day-kz", date(2025, 8, 30), 30),
        ("constitution-day-kz", date(2027, 3, 15), 1),
    ],
)
def test_an_event_of_the_list_is_kept_on(event_id: str, day: date, n: int | None) -> None:
    """Days that anyone can look up."""
    found = in_year(LOADED.catalogue[event_id], day.year, SITE.milestones)
    assert (day, n) in [(occurrence.first, occurrence.n) for occurrence in found]


@pytest.mark.parametrize("year", [2009, 2015, 2021])
def test_republic_day_was_not_kept_between_its_periods(year: int) -> None:
    """It was dropped after 2008 and restored in 2022."""
    assert in_year(LOADED.catalogue["republic-day-kz"], year, SITE.milestones) == ()
