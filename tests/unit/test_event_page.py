"""What only the page of an event has: chains, corrections, reminders, pictures, machines' data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from gzip import compress
from typing import Any

import pytest
from tests.asgi import NOW, SITE, TEMPLATES, app_of, ask, publication
from tests.unit.builders import event

from kalends.model import Catalogue, Event, Image, Place, Source, Status
from kalends.revisions import Ledger, stamp
from kalends.timeline import EventContext, Look, View, event_page
from kalends.timeline.about import about_page
from kalends.timeline.corrections import corrections_page
from kalends.timeline.privacy import privacy_page
from kalends.web import App
from kalends.wording import WORDING_VERSION, words

ASSETS = {"style.css": "/style.css", "steppe.jpg": "/assets/steppe.0123.jpg"}
WORDS = {name: words(name, SITE, [TEMPLATES / "locale"]) for name in SITE.languages}
EARLIER = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)  # the day after in the site's zone


def view(
    *events: Event, ledger: Ledger | None = None, mail: bool = False, static: bool = False
) -> View:
    """Return these events on a day."""
    catalogue = Catalogue.of(events)
    shown = Look(ASSETS, {"en": "English"}, mail, static)
    return View(SITE, catalogue, date(2026, 11, 23), shown, ledger=ledger or Ledger())


def page_of(*events: Event, language: str = "en", static: bool = False) -> EventContext:
    """Return the page of the first of these events."""
    return event_page(view(*events, static=static), events[0], WORDS[language])


def ledger_of(*versions: Event) -> Ledger:
    """Return the ledger after an event was published as each of these, day after day."""
    ledger = Ledger()
    for number, version in enumerate(versions):
        at = EARLIER.replace(day=1 + number)
        ledger = stamp(Catalogue.of([version]), ledger, SITE, at, WORDING_VERSION)
    return ledger


def linked_of(of: Event, language: str = "en") -> dict[str, Any]:
    """Return what the page tells machines."""
    found: dict[str, Any] = json.loads(page_of(of, language=language).linked)
    return found


@pytest.mark.parametrize("asked", ["signed", "ratified", "in-force", "amended"])
def test_a_chain_is_whole_from_each_of_its_ends(asked: str) -> None:
    """Signed, ratified, in force: every stage shows all the others in order of time."""
    events = {
        "signed": event("signed", "1992-05-25"),
        "ratified": event("ratified", "1992-10-22", follows=("signed",)),
        "in-force": event("in-force", "1992-12", follows=("ratified", "not-public")),
        "amended": event("amended", "2012-06-07", follows=("in-force",)),
    }
    others = [each for name, each in events.items() if name != asked]
    chain = page_of(events[asked], *others, event("alone")).chain

    assert [each.title.text for each in chain] == ["signed", "ratified", "in-force", "amended"]
    assert [each.title.text for each in chain if each.current] == [asked]
    assert chain[2].date == "December 1992"


def test_a_circle_of_stages_ends() -> None:
    """Two events that name each other are shown once each."""
    first, second = event("a", follows=("b",)), event("b", follows=("a",))

    assert [each.title.text for each in page_of(first, second).chain] == ["a", "b"]


def test_an_event_alone_has_no_chain() -> None:
    """One stage is no chain, nor is one whose neighbour is not public."""
    assert page_of(event("a", follows=("hidden",))).chain == ()


def test_corrections_stand_in_words_newest_first() -> None:
    """A reader sees when what was put right, from what to what, in words."""
    first = event("a", "1731-10-10", title={"en": "Oath", "ru": "Клятва"}, old_style=True)
    second = event("a", "1731-10-11", title={"en": "Oath", "ru": "Присяга"}, old_style=True)
    third = replace(second, status=Status.DISPUTED)
    shown = view(third, ledger=ledger_of(first, second, third))
    found = event_page(shown, third, WORDS["ru"]).corrections

    assert [(each.what, each.old.text, each.new.text, each.day) for each in found] == [
        ("Статус", "подтверждено", "оспаривается", "2026-10-04"),
        ("Дата", "10 (21) октября 1731 г.", "11 (22) октября 1731 г.", "2026-10-03"),
        ("Название", "Клятва", "Присяга", "2026-10-03"),
    ]
    assert found == corrections_page(shown, WORDS["ru"]).corrections
    assert [each.what for each in event_page(shown, third, WORDS["en"]).corrections] == [
        "Status",
        "Date",  # the English title was right
    ]


def test_corrections_of_hidden_events_are_not_told() -> None:
    """What is not public any more has no page to correct."""
    first, second = event("a", "1992-05-24"), event("a", "1992-05-25")
    shown = view(event("b"), ledger=ledger_of(first, second))

    assert corrections_page(shown, WORDS["en"]).corrections == ()


def test_cancelled_event_is_not_for_a_calendar() -> None:
    """Nobody is asked to note down, nor to be reminded of, what does not take place."""
    kept, over = (
        page_of(event("a", "2027-05-25", status=status))
        for status in (Status.CONFIRMED, Status.CANCELLED)
    )

    assert kept.download == "/en/events/a.ics"
    assert kept.reminders is not None
    assert (over.download, over.reminders, over.remind) == ("", None, "")


def test_one_event_can_be_followed_in_a_calendar() -> None:
    """The feed of this event alone is there, and holds nothing else."""
    app = app_of(event("a", "1992-05-25"), event("b", "1992-07-28"))
    reminders = page_of(event("a", "1992-05-25")).reminders
    assert reminders is not None
    feed = ask(app, reminders.url.removeprefix(SITE.base_url)).text

    assert reminders.apple == "webcal://example.org/events.ics?id=a&lang=en"
    assert "20270525" in feed
    assert "20270728" not in feed


def test_what_has_no_day_is_followed_with_its_month() -> None:
    """A feed that would stay empty is not offered."""
    reminders = page_of(event("a", "1992-05")).reminders

    assert reminders is not None
    assert "undated=yes" in reminders.url


@pytest.mark.parametrize(
    ("of", "static"),
    [(event("a", periods=()), False), (event("a"), True)],
    ids=["nothing comes", "static"],
)
def test_what_cannot_be_followed_is_not_offered(of: Event, *, static: bool) -> None:
    """Where nothing comes, or nothing answers a query, there is no button."""
    context = page_of(of, static=static)

    assert (context.reminders, context.remind) == (None, "")


@pytest.mark.parametrize(
    ("of", "day", "chapter"),
    [
        (event(date="1992-05-25"), "/en/day/05-25/", "/en/timeline/1990s/"),
        (event(date="1731-10-10", old_style=True), "/en/day/10-21/", "/en/timeline/century-18/"),
        (event(date="1986-12"), "", "/en/timeline/1980s/"),
        (event(date="XXXX-12-11", observance=True), "/en/day/12-11/", ""),
        (event(date="1941-06-22/1945-05-09"), "/en/day/06-22/", "/en/timeline/1940s/"),
        (event(date="-0043-03-15"), "/en/day/03-15/", "/en/timeline/century-1-bc/"),
    ],
)
def test_an_event_leads_to_its_day_and_chapter(of: Event, day: str, chapter: str) -> None:
    """As far as they are known; and the pages that it leads to are there."""
    context = page_of(of)
    app = app_of(of)

    assert (context.on_day.path if context.on_day else "") == day
    assert (context.chapter.path if context.chapter else "") == chapter
    assert all(ask(app, path).status == 200 for path in (day, chapter) if path)


@pytest.mark.parametrize(
    ("of", "there"),
    [
        (event("a", "1992-05-25"), True),
        (event("a", "1992-05-25", periods=()), True),
        (event("a", "1465~"), True),
        (event("a", "[1584,1613,1622]"), False),
        (event("a", "-0043-03-15", periods=()), False),
        (event("a", "19XX"), False),
    ],
)
def test_a_download_is_offered_where_there_is_one(of: Event, *, there: bool) -> None:
    """What no calendar can hold has no file."""
    app = app_of(of)

    assert (page_of(of).download == "/en/events/a.ics") is there
    assert ask(app, "/en/events/a.ics").status == (200 if there else 404)


@pytest.mark.parametrize(
    ("name", "countries", "expected"),
    [
        ("Baikonur", ("KZ",), "Kazakhstan"),
        ("Western Kazakhstan", ("KZ",), ""),
        ("Kazakhstan and Russia", ("KZ", "RU"), ""),
        ("Caspian Sea", ("KZ", "RU"), "Kazakhstan, Russia"),
        ("Antarctica", (), ""),
    ],
)
def test_a_place_has_its_country_once(name: str, countries: tuple[str, ...], expected: str) -> None:
    """Countries are named in the language of the page, unless the place's name has them."""
    place = page_of(event(place=Place({"en": name}, countries))).place

    assert place is not None
    assert place.countries == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/assets/steppe.jpg", ("/assets/steppe.0123.jpg", True)),
        ("https://example.org/media/x.jpg", ("https://example.org/media/x.jpg", True)),
        ("https://example.com/steppe.jpg", ("https://example.com/steppe.jpg", False)),
        ("https://example.org.evil/x.jpg", ("https://example.org.evil/x.jpg", False)),
    ],
)
def test_pictures_of_other_hosts_are_links(url: str, expected: tuple[str, bool]) -> None:
    """A page asks no other host; the site's own picture is shown."""
    picture = page_of(event(image=Image(url, {"en": "Steppe"}, "A. Photographer"))).picture

    assert picture is not None
    assert (picture.url, picture.shown) == expected


@pytest.mark.parametrize(
    ("of", "start", "end"),
    [
        (event(date="1992-05-25"), "1992-05-25", None),
        (event(date="1986-12"), "1986-12", None),
        (event(date="1986"), "1986", None),
        (event(date="1465~"), None, None),
        (event(date="1986-12-17?"), None, None),
        (event(date="1962-10-16/1962-10-28"), "1962-10-16", "1962-10-28"),
        (event(date="2019/.."), "2019", None),
        (event(date="1961-04-12T06:07:00Z"), "1961-04-12T06:07:00+00:00", None),
        (event(date="1731-10-10", old_style=True), "1731-10-21", None),
        (event(date="1995-11-23", observance=True), None, None),
    ],
)
def test_machines_get_dates_as_precise_as_known(
    of: Event, start: str | None, end: str | None
) -> None:
    """A month without a day stays a month; what is not sure is left out."""
    found = linked_of(of)["mainEntity"]

    assert found["@type"] == "Event"
    assert (found.get("startDate"), found.get("endDate")) == (start, end)


def test_machines_get_place_sources_and_language() -> None:
    """The data is of the language of the page, with where it was read."""
    source = Source("Archive", "https://example.org/a", "The archive")
    found = linked_of(
        event(
            "a",
            title={"en": "Launch", "ru": "Запуск"},
            place=Place({"en": "Baikonur", "ru": "Байконур"}, ("KZ",), 45.965, 63.305),
            sources=(source,),
            status=Status.CANCELLED,
            tags=("space",),
        ),
        "ru",
    )

    assert (found["url"], found["inLanguage"]) == ("https://example.org/ru/events/a/", "ru")
    assert found["mainEntity"] == {
        "@type": "Event",
        "name": "Запуск",
        "startDate": "1992-05-25",
        "eventStatus": "https://schema.org/EventCancelled",
        "location": {
            "@type": "Place",
            "name": "Байконур",
            "address": {"@type": "PostalAddress", "addressCountry": "KZ"},
            "geo": {"@type": "GeoCoordinates", "latitude": 45.965, "longitude": 63.305},
        },
        "keywords": ["Договоры", "Космос"],
    }
    assert found["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Archive",
            "url": "https://example.org/a",
            "publisher": {"@type": "Organization", "name": "The archive"},
        }
    ]


def test_no_text_breaks_out_of_the_data() -> None:
    """A title that ends a script or begins a comment stays text, and reads back the same."""
    title = "</script><!--<script>&amp;\u2028 \"x\" 'y'"
    page = ask(app_of(event("a", title=title)), "/en/events/a/").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert json.loads(data)["mainEntity"]["name"] == title
    assert not re.search("[<>&\u2028]", data)


def test_the_page_says_when_it_changed() -> None:
    """Stamps are those of the calendar; they do not move with the clock."""
    of = event("a")
    app = App(publication([of]), [TEMPLATES], lambda: NOW.replace(hour=9))

    assert f'content="{NOW.isoformat()}"' in ask(app, "/en/events/a/").text


@pytest.mark.parametrize("language", SITE.languages)
def test_the_page_is_small(language: str) -> None:
    """An event with everything in it costs at most 4 KB."""
    of = event(
        "a",
        title={"en": "Treaty of Friendship", "ru": "Договор о дружбе", "kk": "Достық шарты"},
        place=Place({"en": "Moscow"}, ("RU",), 55.75, 37.62),
        tags=("space", "nuclear"),
        follows=("b",),
    )
    page = ask(app_of(of, event("b", "1991-05-25")), f"/{language}/events/a/")

    assert len(compress(page.body)) < 4_000


def test_about_counts_what_there_is() -> None:
    """Figures are of the public list: events, different sources, texts checked."""
    other = Source("Other", "https://example.org/other")
    shown = view(
        event("a", title={"en": "A", "ru": "А"}, unreviewed=("ru",)),
        event("b", title={"en": "B", "ru": "Б"}, kind="visit", sources=(other,)),
        event("c", status=Status.DISPUTED),
    )
    context = about_page(shown, WORDS["en"])

    assert (context.events, context.sources, context.disputed) == (3, 2, 1)
    assert [(each.topic.title, each.count) for each in context.kinds] == [
        ("Treaties", 2),
        ("Visits", 1),
    ]
    assert [(each.language, each.titles, each.reviewed) for each in context.spoken] == [
        ("en", 3, 3),
        ("ru", 2, 1),
        ("kk", 0, 0),
    ]


@pytest.mark.parametrize(
    ("mail", "static", "stored"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_privacy_tells_of_mail_where_there_is_mail(
    *, mail: bool, static: bool, stored: bool
) -> None:
    """A site that sends no mail stores nothing, and says so."""
    assert privacy_page(view(mail=mail, static=static), WORDS["en"]).mail is stored


@pytest.mark.parametrize("language", SITE.languages)
@pytest.mark.parametrize("path", ["about/", "privacy/", "corrections/"])
def test_pages_about_the_site_are_there(path: str, language: str) -> None:
    """They stand at the foot of every page, in every language."""
    app = app_of(event("a", "1992-05-25"))

    assert f'href="/{language}/{path}"' in ask(app, f"/{language}/").text
    assert ask(app, f"/{language}/{path}").status == 200


@pytest.mark.parametrize("language", SITE.languages)
def test_foot_leads_to_the_api_where_it_answers(language: str) -> None:
    """Programmers find it from every page of a site that is served; a static one has none."""
    app = app_of(event("a"))
    static = about_page(view(event("a"), static=True), WORDS[language])

    assert '<li><a href="/api/">API</a></li>' in ask(app, f"/{language}/").text
    assert ask(app, "/api/").status == 200
    assert "/api/" not in [each.path for each in static.frame.foot]
