"""The page to subscribe: every calendar, the form, and what the next issue would tell."""

from __future__ import annotations

import gzip
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.asgi import SITE, TEMPLATES, Answer, app_of, ask, post
from tests.unit.builders import event
from tests.unit.mailings import NOW, Service, opened, published

from kalends.jobs.preview import preview
from kalends.model import Catalogue, Event, FeedSpec, Selection, Status
from kalends.store.schema import metadata
from kalends.timeline import (
    Look,
    SubscribeContext,
    View,
    asked_selection,
    named,
    spec_of,
    subscribe_page,
    zone_named,
)
from kalends.timeline.codes import code
from kalends.web import App
from kalends.web.mail import Mail
from kalends.wording import words

ASSETS = {name: f"/{name}" for name in ("style.css", "forms.css", "favicon.svg", "app.js")}
WORDS = {name: words(name, SITE, [TEMPLATES / "locale"]) for name in SITE.languages}
TREATY = event(
    "treaty",
    "1992-05-25",
    title={"en": "Treaty", "ru": "Договор"},
    tags=("space",),
    formerly=("t",),
)
THURSDAY = datetime(2027, 5, 20, 3, tzinfo=UTC)
FORM = {"email": "aida@example.org", "homepage": "", "cadence": "weekly", "language": "en"}


def view(*events: Event, static: bool = False) -> View:
    """Return these events on a day."""
    former = {old: each.id for each in events for old in each.formerly}
    look = Look(ASSETS, {"en": "English", "ru": "Русский"}, static=static)
    return View(SITE, Catalogue.of(events), date(2026, 11, 23), look, former)


def page_of(query: str = "", language: str = "en") -> SubscribeContext:
    """Return the page of a query."""
    shown = view(TREATY)
    return subscribe_page(shown, WORDS[language], asked_selection(query, shown))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a mail service with the small list of the mails' tests."""
    with opened(tmp_path) as store:
        yield Service(store)


@pytest.fixture
def app(service: Service) -> Iterator[App]:
    """Return the application in front of it."""
    mail = Mail(service.mailing, calm=0)
    yield App(service.publication, [TEMPLATES], service.clock, mail)
    mail.close()


def plain(answer: Answer) -> str:
    """Return a page with ordinary spaces and no entities."""
    return unescape(answer.text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "title", "feed"),
    [
        ("", "Subscribe", "feeds/all.en.ics"),
        ("tag=space", "Subscribe: Space", "feeds/space.en.ics"),  # a named feed holds just that
        ("tag=nuclear", "Subscribe: Nuclear", "feeds/tag-nuclear.en.ics"),
        ("kind=visit", "Subscribe: Visits", "feeds/kind-visit.en.ics"),
        ("id=treaty", "Subscribe: Treaty", "events.ics?id=treaty&lang=en"),
        ("id=t", "Subscribe: Treaty", "events.ics?id=treaty&lang=en"),  # its former id
        (
            "tier=round&tag=space&year=2026/2030",
            "Subscribe: Space, at least: Round anniversary, 2026–2030",
            "events.ics?tag=space&tier=round&year=2026%2F2030&lang=en",
        ),
        ("q=border", "Subscribe: with the words “border”", "events.ics?q=border&lang=en"),
        (
            "q=%22border+treaty%22",
            'Subscribe: with the words "border treaty"',
            "events.ics?q=%22border+treaty%22&lang=en",
        ),
        ("utm_source=x", "Subscribe", "feeds/all.en.ics"),
    ],
)
def test_selection_names_the_page_and_its_calendar(query: str, title: str, feed: str) -> None:
    """The title says what one subscribes to; the feed with a name is taken where there is one."""
    context = page_of(query)

    assert context.frame.title == title
    assert context.calendar.url == f"https://example.org/{feed}"
    assert context.download == f"/{feed}"
    assert context.frame.alternates[0].url == context.calendar.url


def test_page_of_a_selection_keeps_it_in_every_link() -> None:
    """Other languages, the address itself, the code and the form are of the same selection."""
    context = page_of("tag=nuclear&tag=space", "ru")
    there = "/subscribe/?tag=nuclear&tag=space"

    assert [each.path for each in context.frame.languages] == [
        f"/{language}{there}" for language in SITE.languages
    ]
    assert context.frame.canonical == f"https://example.org/ru{there}"
    assert context.action == f"/ru{there}"
    assert context.code == code(f"https://example.org/ru{there}")
    assert context.feeds == ()
    assert context.everything == "/ru/subscribe/"


def test_page_of_everything_leads_to_the_named_feeds() -> None:
    """A named feed has a page of its own where there is somebody to answer it."""
    served = subscribe_page(view(TREATY), WORDS["en"], Selection())
    files = subscribe_page(view(TREATY, static=True), WORDS["en"], Selection())

    assert [each.page for each in served.feeds] == ["/en/subscribe/?tag=space"]
    assert [each.page for each in files.feeds] == [""]


def test_own_title_of_a_feed_names_it() -> None:
    """A named feed is called as the settings call it."""
    spec = FeedSpec("both", Selection(tags=("nuclear", "space")), {"en": "Big things"})
    site = replace(SITE, feeds={**SITE.feeds, "both": spec})
    shown = replace(view(TREATY), site=site)

    assert named(spec.selection, shown, WORDS["en"]) == "Big things"
    assert spec_of(spec.selection, site) == spec


@pytest.mark.parametrize("path", ["subscribe/", "subscribe/?id=treaty"])
def test_every_calendar_has_its_way(path: str) -> None:
    """Links for five calendars, an address to copy, a file that says it will not update."""
    page = plain(ask(app_of(TREATY), f"/en/{path}"))
    feed = "events.ics?id=treaty&lang=en" if "id" in path else "feeds/all.en.ics"

    assert f'href="webcal://example.org/{feed}"' in page
    assert f'href="webcals://example.org/{feed}"' in page
    for host in ("calendar.google.com", "outlook.live.com", "outlook.office.com"):
        assert f'href="https://{host}/' in page
    assert f'readonly value="https://example.org/{feed}"' in page
    assert f'<a href="/{feed}" download>' in page
    assert "it will not update" in page
    assert "style=" not in page


def test_unknown_selection_is_told() -> None:
    """Nobody subscribes to everything because of a typing error."""
    answer = ask(app_of(TREATY), "/en/subscribe/?tag=spase")

    assert answer.status == 400
    assert "“tag=spase” in the address means nothing here. Did you mean “space”?" in plain(answer)


def test_page_without_mail_says_so() -> None:
    """Calendars stand there all the same."""
    page = plain(ask(app_of(TREATY), "/ru/subscribe/"))

    assert "Этот сайт не рассылает писем." in page
    assert "<form" not in page
    assert "webcal://" in page


def test_code_is_read_back_module_by_module() -> None:
    """The path draws exactly the dark modules of the code, within its quiet zone."""
    segno = pytest.importorskip("segno")
    address = "https://example.org/en/subscribe/?tag=space"
    found = code(address)
    matrix = segno.make_qr(address, error="l").matrix
    drawn = set()
    for row in found.path.split("M")[1:]:
        start, *steps = re.findall(r"[\d.]+ [\d.]+|m\d+ 0|h\d+", row)
        x, y = map(float, start.split())
        for step in steps:
            length = int(re.findall(r"\d+", step)[0])
            if step[0] == "h":
                drawn |= {(int(x) + each, int(y)) for each in range(length)}
            x += length

    assert found.size == len(matrix) + 8
    assert drawn == {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    }


def test_next_issue_is_shown_before_signing_up(app: App, service: Service) -> None:
    """Its day, its subject and its lines with links, in the language of the page."""
    service.clock.at = THURSDAY
    page = plain(ask(app, "/en/subscribe/"))

    assert "It would come on Monday, 24 May 2027." in page
    issue = page.partition('id="next"')[2].partition("</section>")[0]
    assert "Treaty of Friendship (1992): 35th anniversary" in issue
    assert re.findall(r'<a href="/en/events/([a-z]+)/"', issue)[:2] == ["holiday", "treaty"]
    assert "Что будет в ближайшем письме" in plain(ask(app, "/ru/subscribe/"))


@pytest.mark.parametrize(
    ("written", "soon", "subject"),
    [
        ("1992-06-01", True, True),
        ("1993-02-10", False, True),
        ("2028-02-29", False, True),  # announced ahead of its day
        ("0044-03-15", False, True),
        ("2018", False, True),
    ],
)
def test_first_issue_with_something_to_tell(
    service: Service, written: str, soon: bool, subject: bool
) -> None:
    """Weeks without anything are passed over, up to a year."""
    service.publication = published([event(date=written)])
    found = preview(service.mailing, Selection(), "en", NOW)

    assert found.soon == soon
    assert (found.outline is not None) == subject
    if found.outline is not None:
        assert [event_id for event_id, _ in found.outline.lines] == ["x"]


def test_preview_of_an_empty_selection(service: Service, app: App) -> None:
    """Nothing to tell is told, with the very next day that an issue would come on."""
    found = preview(service.mailing, Selection(tags=("nuclear",)), "en", NOW)

    assert (found.soon, found.outline) == (True, None)
    assert "Nothing within a year" in plain(ask(app, "/en/subscribe/?tag=nuclear"))


def test_next_issue_says_what_was_called_off(service: Service) -> None:
    """Its subject and its line say so, as the mail itself will."""
    service.publication = published([event("off", "2027-05-26", status=Status.CANCELLED)])
    mail = Mail(service.mailing, calm=0)
    app = App(service.publication, [TEMPLATES], service.clock, mail)
    service.clock.at = THURSDAY
    page = plain(ask(app, "/ru/subscribe/"))
    mail.close()

    assert page.partition('id="next"')[2].count("off (отменено)") == 2


def test_long_issue_is_shown_in_part(service: Service) -> None:
    """Six lines, and how many more there are."""
    events = [event(f"e{day}", f"1992-06-0{day}") for day in range(1, 7)]
    events += [event(f"f{day}", f"1993-06-0{day}") for day in range(1, 5)]
    service.publication = published(events)
    found = preview(service.mailing, Selection(), "en", NOW).outline

    assert found is not None
    assert (len(found.lines), found.more) == (6, 4)


def test_selection_goes_with_the_form(app: App, service: Service) -> None:
    """From the link through the sign-up into the ledger; a fault keeps it."""
    page = plain(ask(app, "/en/subscribe/?id=treaty&tag=space"))
    action = re.findall(r'action="([^"]+)"', page)[0]
    carried = re.findall(r'name="(tag|id)" value="([^"]+)" checked', page)

    assert action == "/en/subscribe/?tag=space&id=treaty"
    assert carried == [("id", "treaty"), ("tag", "space")]
    faulty = post(app, action, [*(FORM | {"email": "x"}).items(), *carried])
    assert faulty.status == 422
    assert "Error: Subscribe: " in plain(faulty)
    assert carried == re.findall(r'name="(tag|id)" value="([^"]+)" checked', plain(faulty))
    assert post(app, action, [*FORM.items(), *carried, ("zone", "UTC")]).status == 303
    with service.store.reading() as tx:
        (kept,) = tx.execute(sa.select(metadata.tables["subscription"].c.selection)).scalars()
    assert kept == "tag=space&id=treaty"


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("Europe/Berlin", "en", "Europe/Berlin"),
        ("europe/berlin", "en", "Europe/Berlin"),
        (" berlin ", "en", "Europe/Berlin"),
        ("New York", "en", "America/New_York"),
        ("Берлин", "ru", "Europe/Berlin"),
        ("Берлин", "en", ""),
        ("Asia/Calcutta", "en", "Asia/Calcutta"),
        ("Atlantis", "en", ""),
        ("", "en", ""),
        ("../../etc/passwd", "en", ""),
    ],
)
def test_zone_is_found_as_people_write_it(written: str, language: str, expected: str) -> None:
    """By its name or its city, in the language of the page, in any case."""
    assert zone_named(written, WORDS[language]) == expected


def test_other_zone_goes_before_the_list(app: App) -> None:
    """A city is taken; what is none is told beside its field, which stands open."""
    right = post(app, "/en/subscribe/", FORM | {"zone": "Asia/Almaty", "other-zone": "berlin"})
    wrong = post(app, "/en/subscribe/", FORM | {"zone": "Asia/Almaty", "other-zone": "Atlantis"})

    assert right.status == 303
    assert wrong.status == 422
    assert '<a href="#other-zone">' in wrong.text
    assert re.search(r'<details class="other" open>', wrong.text)
    assert 'value="Atlantis"' in wrong.text


@pytest.mark.parametrize("language", SITE.languages)
def test_page_is_light(app: App, language: str) -> None:
    """At most 6 KB on the wire, the form, the code and the preview included."""
    for query in ("", "?id=treaty", "?tag=space&tier=round"):
        body = ask(app, f"/{language}/subscribe/{query}").body

        assert len(gzip.compress(body, 6)) <= 6_000


def test_script_is_small() -> None:
    """One script for all pages, without which they work."""
    script = (TEMPLATES / "assets" / "app.js").read_bytes()

    assert len(script) <= 3_000
    assert len(gzip.compress(script, 6)) <= 1_500
    assert b"http" not in script.replace(b"plain http", b"")


def test_icon_is_what_phones_take() -> None:
    """A picture of 180 by 180, which may not be an SVG."""
    icon = (TEMPLATES / "assets" / "apple-touch-icon.png").read_bytes()

    assert icon.startswith(b"\x89PNG")
    assert struct.unpack(">II", icon[16:24]) == (180, 180)


@pytest.mark.parametrize(("path", "title"), [("", "Dates"), ("subscribe/", "Subscribe")])
def test_page_tells_what_it_is_when_it_is_shared(path: str, title: str) -> None:
    """OpenGraph: title, address, site, languages; a person's own page and an error say nothing."""
    app = app_of(TREATY)
    page = ask(app, f"/en/{path}").text
    found = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', page)
    )

    assert found["og:title"] == title
    assert found["og:url"] == f"https://example.org/en/{path}"
    assert found["og:site_name"] == "Dates"
    assert found["og:locale"] == "en_US"
    assert re.findall(r'og:locale:alternate" content="([^"]+)"', page) == ["ru_RU", "kk_KZ"]
    assert re.fullmatch(r"https://example\.org/assets/picture\.en\.\w{12}\.png", found["og:image"])
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "Dates"
    assert found["twitter:card"] == "summary_large_image"
    assert "og:" not in ask(app, "/en/nix/").text


def test_picture_of_the_site_is_shared_where_there_is_one() -> None:
    """An asset called after the language, by its whole address."""
    look = Look({**ASSETS, "picture.ru.png": "/assets/picture.ru.1.png"}, {})
    shown = replace(view(TREATY), look=look)

    assert subscribe_page(shown, WORDS["ru"], Selection()).frame.picture == (
        "https://example.org/assets/picture.ru.1.png"
    )
    assert subscribe_page(shown, WORDS["en"], Selection()).frame.picture == ""


def test_next_issue_follows_the_clock(app: App, service: Service) -> None:
    """What is kept is not shown after its issue has gone out."""
    service.clock.at = THURSDAY
    assert "24 May 2027." in plain(ask(app, "/en/subscribe/"))
    service.clock.at = NOW

    assert "Before Monday, 2 August 2027 there" in plain(ask(app, "/en/subscribe/"))
