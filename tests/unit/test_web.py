"""The web as its clients see it: feeds, downloads, redirects and what is refused."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.asgi import NOW, SITE, TEMPLATES, Clock, app_of, ask, publication
from tests.unit.builders import event

from kalends.model import Site
from kalends.timeline import subscription, subscriptions
from kalends.web import App

TREATY = event("treaty", "1992-05-25", title={"en": "Treaty", "ru": "Договор"}, tags=("space",))
VISIT = event("visit", "2024-11-27", title="Visit", kind="visit", formerly=("old-visit",))
DRAFT = event("draft", "1990-01-01", draft=True, tags=("secret",))
LATER = event("later", "2000-02-02", publish_after=datetime(2026, 11, 24, tzinfo=UTC))
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def app() -> App:
    """Return an application with two public events, a draft and one under an embargo."""
    return app_of(TREATY, VISIT, DRAFT, LATER)


def test_feed_has_the_headers_calendars_need(app: App) -> None:
    """Charset, inline disposition, validators and any origin; never an encoding."""
    answer = ask(app, "/feeds/all.ru.ics", accept_encoding="gzip, br")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="demo-all.ru.ics"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["etag"].startswith('"')
    assert answer.headers["last-modified"].endswith(" GMT")
    assert "max-age" in answer.headers["cache-control"]
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-encoding" not in answer.headers
    assert answer.body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.body.endswith(b"END:VCALENDAR\r\n")


def test_last_modified_is_the_one_in_the_calendar(app: App) -> None:
    """HTTP and the calendar tell of the same instant."""
    answer = ask(app, "/feeds/all.en.ics")
    told = datetime.strptime(answer.headers["last-modified"], "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007 - GMT is UTC

    assert f"LAST-MODIFIED:{told:%Y%m%dT%H%M%SZ}".encode() in answer.body


@pytest.mark.parametrize(
    "path", ["/feeds/all.en.ics", "/feeds/space.ru.ics", "/feeds/tag-space.kk.ics",
             "/feeds/kind-visit.en.ics", "/events.ics", "/events.ics?tag=space&lang=ru"],
)  # fmt: skip
def test_feed_is_at_its_advertised_address(app: App, path: str) -> None:
    """Each feed answers without a redirect, and says the same address itself."""
    answer = ask(app, path)
    body = answer.text.replace("\r\n ", "")

    assert answer.status == 200
    if path != "/events.ics":
        assert f"SOURCE;VALUE=URI:https://example.org{path}\r\n" in body


@pytest.mark.parametrize("path", ["/feeds/all.en.ics", "/en/", "/assets"])
def test_conditional_request_is_answered_by_an_empty_304(app: App, path: str) -> None:
    """Who holds the body gets the same tag and nothing else."""
    path = app_stylesheet(app) if path == "/assets" else path
    tag = ask(app, path).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = ask(app, path, if_none_match=sent)

        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
        assert "content-length" not in answer.headers
    assert ask(app, path, if_none_match='"other"').status == 200


def test_modified_since_is_answered_by_304(app: App) -> None:
    """Software that knows only dates is told that nothing changed."""
    date = ask(app, "/feeds/all.en.ics").headers["last-modified"]

    assert ask(app, "/feeds/all.en.ics", if_modified_since=date).status == 304
    assert ask(app, "/feeds/all.en.ics", if_modified_since="garbage").status == 200


@pytest.mark.parametrize("path", ["/", "/en/", "/feeds/all.en.ics", "/feeds/nix.en.ics", "/nix"])
def test_head_is_get_without_the_body(app: App, path: str) -> None:
    """The same status and headers, the length of the body included."""
    get, head = ask(app, path), ask(app, path, "HEAD")

    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "BREW"])
def test_other_methods_are_refused(app: App, method: str) -> None:
    """Only reading is allowed, and the answer says so."""
    answer = ask(app, "/feeds/all.en.ics", method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/feeds/spase.en.ics", "there is no feed 'spase'; did you mean 'space'?"),
        ("/feeds/tag-secret.en.ics", "there is no feed 'tag-secret'"),
        ("/feeds/all.de.ics", "there is no feed 'all' in 'de'; there are en, ru, kk"),
        ("/feeds/all.ics", "there is no such feed"),
        ("/feeds/", "there is no such feed"),
        ("/feeds/../all.en.ics", "there is no such feed"),
        ("/feeds/%2e%2e%2fall.en.ics", "there is no such feed"),
        ("/feeds/%00.en.ics", "there is no feed"),
        ("/feeds/%ff.en.ics", "there is no feed"),
        ("/feeds/жыл.en.ics", "there is no feed 'жыл'"),
    ],
)
def test_unknown_feed_is_told_in_plain_text(app: App, path: str, expected: str) -> None:
    """A feed that does not exist is 404, with a near name where there is one."""
    answer = ask(app, path)

    assert answer.status == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert expected in answer.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tag=spase", "tag: there is no tag 'spase'; did you mean 'space'?"),
        ("tag=secret", "tag: there is no tag 'secret'"),  # of a draft only
        ("id=later", "id: there is no event 'later'"),  # under an embargo
        ("kind=vist", "kind: there is no kind 'vist'; did you mean 'visit'?"),
        ("tgs=space", "tgs: there is no field 'tgs'"),
        ("lnag=ru", "lnag: there is no field 'lnag'; did you mean 'lang'?"),
        ("lang=de", "lang: there is no language 'de'; there are en, ru, kk"),
        ("lang=ru&lang=en", "lang: lang is given 2 times"),
        ("lang=", "lang: lang is empty"),
        ("tag=", "tag: tag is empty"),
        ("tag", "tag: tag is empty"),
        ("tier=great", "tier: there is no tier 'great'"),
        ("weight=9", "weight: weight is 0 to 5"),
        ("year=soon", "year: a year is written 2027"),
        ("undated=maybe", "undated: undated is yes or no, not 'maybe'"),
        ("alarms=loud", "alarms: alarms is day-before or leads, not 'loud'"),
        ("&".join(["tag=space"] * 101), "query: a query of more than 100 fields"),
    ],
)
def test_wrong_query_is_refused_with_its_name(app: App, query: str, expected: str) -> None:
    """A mistake in a query is 400 and names the field, the value and a near one."""
    answer = ask(app, f"/events.ics?{query}")

    assert answer.status == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(expected)


def test_query_is_read_back_as_the_address_of_the_calendar(app: App) -> None:
    """The calendar names its canonical address, in whatever order the query was written."""
    one = ask(app, "/events.ics?lang=ru&tag=space&kind=treaty&alarms=leads&undated=yes")
    other = ask(app, "/events.ics?undated=yes&alarms=leads&kind=treaty&tag=space&lang=ru")
    canonical = "/events.ics?tag=space&kind=treaty&lang=ru&undated=yes&alarms=leads"

    assert one.body == other.body == ask(app, canonical).body
    assert f"SOURCE;VALUE=URI:https://example.org{canonical}" in one.text.replace("\r\n ", "")
    assert b"BEGIN:VALARM" in one.body


def test_query_without_language_takes_the_default(app: App) -> None:
    """A calendar keeps its language, whatever the browser that first opened it prefers."""
    plain = ask(app, "/events.ics?tag=space")
    asked = ask(app, "/events.ics?tag=space", accept_language="ru")

    assert plain.body == asked.body == ask(app, "/events.ics?tag=space&lang=en").body
    assert "vary" not in plain.headers


def test_feed_that_lost_its_last_event_is_gone() -> None:
    """An empty calendar would delete what subscribers hold: 404, and they keep it."""
    before = publication([TREATY, VISIT])
    app = app_of()
    app.publish(publication([VISIT], before=before.ledger))

    assert ask(app, "/feeds/space.en.ics").status == 404
    assert ask(app, "/events.ics?tag=space").status == 404
    assert ask(app, "/feeds/all.en.ics").status == 200


def test_feed_that_never_had_an_event_is_empty_and_valid(app: App) -> None:
    """Who subscribes early gets a calendar, and the first event when it comes."""
    answer = ask(app, "/feeds/tag-nuclear.en.ics")

    assert answer.status == 200
    assert b"BEGIN:VEVENT" not in answer.body
    assert answer.body.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("query", ["kind=treaty", "kind=visit&year=1800"])
def test_feed_without_days_is_empty_and_valid(query: str) -> None:
    """Where the events are there and have no day in these years, nothing was lost."""
    app = app_of(VISIT, event("year-only", "1994"))
    answer = ask(app, f"/events.ics?{query}")

    assert answer.status == 200
    assert b"BEGIN:VEVENT" not in answer.body


def test_download_is_an_attachment_without_a_name_for_a_calendar(app: App) -> None:
    """A single event joins the reader's calendar instead of becoming one of its own."""
    answer = ask(app, "/ru/events/treaty.ics")

    assert answer.status == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="treaty.ru.ics"'
    assert b"BEGIN:VEVENT" in answer.body
    assert b"X-WR-CALNAME" not in answer.body
    assert ask(app, "/en/events/draft.ics").status == 404
    assert ask(app, "/en/events/later.ics").status == 404


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/ru", 301, "/ru/"),
        ("/ru/events/visit", 301, "/ru/events/visit/"),
        ("/ru/events/old-visit/", 301, "/ru/events/visit/"),
        ("/ru/events/old-visit", 301, "/ru/events/visit/"),
        ("/ru/events/old-visit.ics", 301, "/ru/events/visit.ics"),
    ],
)
def test_page_has_one_address(app: App, path: str, status: int, location: str) -> None:
    """Former ids and missing slashes lead to the one address of a page."""
    answer = ask(app, path)

    assert (answer.status, answer.headers["location"]) == (status, location)


@pytest.mark.parametrize(
    ("accept", "location"), [("kk-KZ, ru;q=0.5", "/kk/"), ("de", "/en/"), ("", "/en/")]
)
def test_root_chooses_the_language_once(app: App, accept: str, location: str) -> None:
    """The browser's language decides where the first visit leads; caches are told."""
    answer = ask(app, "/", accept_language=accept)

    assert (answer.status, answer.headers["location"]) == (302, location)
    assert answer.headers["vary"] == "accept-language"


@pytest.mark.parametrize(
    "path",
    ["/de/", "/en/events/", "/en/events/nix/", "/en/events/draft/", "/en/events/later/",
     "/en/../ru/", "//example.com/", "//example.com", "/en//",
     "/%2e%2e/etc/passwd", "/en/events/a/b/",
     "/en/events/%00/", "/wp-login.php", "/assets/style.css", "/EN/"],
)  # fmt: skip
def test_what_is_not_there_is_a_page_of_its_own(app: App, path: str) -> None:
    """Unknown, unpublished and hostile paths alike are 404, as a page that is not kept."""
    answer = ask(app, path)

    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "There is no such page" in answer.text
    assert "secret" not in answer.text


def test_event_that_was_withdrawn_is_gone() -> None:
    """Who has its address learns that it was there once; drafts never were."""
    before = publication([TREATY, VISIT]).ledger
    served = App(publication([TREATY], before=before), [TEMPLATES], Clock())
    page, copy = (ask(served, f"/en/events/visit{suffix}") for suffix in ("/", ".ics"))

    assert (page.status, copy.status) == (410, 410)
    assert "This event has been withdrawn" in page.text
    assert copy.text == "there is no such event any more\n"
    assert ask(served, "/en/events/treaty/").status == 200
    assert ask(served, "/en/visit/").status == 404


def test_error_speaks_the_language_of_the_path_or_browser(app: App) -> None:
    """A reader of Russian pages is told in Russian, and a newcomer as the browser asks."""
    assert 'lang="ru"' in ask(app, "/ru/nix/", accept_language="kk").text
    assert 'lang="kk"' in ask(app, "/nix/", accept_language="kk").text


def test_page_is_safe_and_asked_again(app: App) -> None:
    """Nothing from elsewhere, no script in the page; a browser asks whether it is still true."""
    answer = ask(app, "/ru/")

    assert answer.headers["content-security-policy"] == PAGE_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["content-language"] == "ru"
    assert answer.headers["cache-control"] == "no-cache"
    assert re.findall(r"<script[^>]*>", answer.text) == re.findall(
        r'<script src="/assets/[^"]+">(?=</script>)', answer.text
    )
    assert "style=" not in answer.text


def app_stylesheet(app: App) -> str:
    """Return the path of the stylesheet that pages ask for."""
    return ask(app, "/en/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]


def test_stylesheet_is_kept_for_ever(app: App) -> None:
    """Its address tells its content, the colours of the site's kinds included."""
    answer = ask(app, app_stylesheet(app))

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert ".kind-visit{--kind:teal}" in answer.text
    assert ask(app, "/favicon.svg").headers["content-type"] == "image/svg+xml"


def test_robots_and_health(app: App) -> None:
    """Robots may read everything, feeds included; a health check is two letters."""
    assert ask(app, "/robots.txt").text.startswith("User-agent: *\nAllow: /\n")
    assert (ask(app, "/healthz").status, ask(app, "/healthz").text) == (200, "ok\n")


@pytest.mark.parametrize("target", [f"/{'x' * 3_000}", f"/events.ics?q={'x' * 3_000}"])
def test_endless_address_is_refused(app: App, target: str) -> None:
    """What is longer than any address of ours is not looked at."""
    assert ask(app, target).status == 414


def test_day_ends_at_the_site_s_midnight() -> None:
    """The first page is of the site's day: at 19:00 UTC a new one begins in Almaty."""
    clock = Clock(datetime(2026, 11, 26, 18, 59, 59, tzinfo=UTC))
    app = app_of(VISIT, clock=clock)
    before = ask(app, "/en/")
    clock.at += timedelta(seconds=1)
    after = ask(app, "/en/")

    assert "26 November 2026" in before.text.replace("\u00a0", " ")
    assert "27 November 2026" in after.text.replace("\u00a0", " ")
    assert before.headers["etag"] != after.headers["etag"]


def test_embargo_ends_by_itself() -> None:
    """An event appears in feeds and pages at the instant its embargo ends, not before."""
    clock = Clock(datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC))
    app = app_of(TREATY, LATER, clock=clock)
    assert b"later" not in ask(app, "/feeds/all.en.ics").body
    assert ask(app, "/en/events/later/").status == 404

    clock.at += timedelta(seconds=1)

    feed = ask(app, "/feeds/all.en.ics")
    assert b"later" in feed.body
    assert feed.headers["last-modified"] == "Tue, 24 Nov 2026 00:00:00 GMT"
    assert ask(app, "/en/events/later/").status == 200


def test_unchanged_feed_keeps_its_tag_over_midnight() -> None:
    """Nobody downloads anew what has not changed."""
    clock = Clock()
    app = app_of(TREATY, clock=clock)
    before = ask(app, "/feeds/all.en.ics").headers["etag"]
    clock.at += timedelta(days=2)

    assert ask(app, "/feeds/all.en.ics").headers["etag"] == before


def test_publication_is_swapped_whole() -> None:
    """After a publication every path answers from the new one."""
    app = app_of(TREATY)
    old = ask(app, "/feeds/all.en.ics")
    retitled = event("treaty", "1992-05-25", title={"en": "Great treaty"}, tags=("space",))
    at = NOW + timedelta(hours=1)

    app.publish(publication([retitled], at=at, before=app.publication.ledger))

    new = ask(app, "/feeds/all.en.ics")
    assert b"SUMMARY;LANGUAGE=en:Great treaty" in new.body
    assert new.headers["etag"] != old.headers["etag"]
    assert "Great treaty" in ask(app, "/en/events/treaty/").text


def test_stylesheet_of_the_former_site_is_still_served() -> None:
    """A page loaded a moment before kalends.toml changed keeps its looks."""
    app = app_of(TREATY)
    former = app_stylesheet(app)

    app.publish(publication([TREATY], site=Site(id="demo", title={"en": "New"})))

    assert app_stylesheet(app) != former
    assert ask(app, former).status == 200


def test_request_that_fails_is_a_500_and_the_next_is_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A fault of ours costs one answer, is logged, and tells nothing of the inside."""
    app = app_of(TREATY)
    app._table._feeds._publication = None  # type: ignore[assignment] # noqa: SLF001 - a fault inside

    answer = ask(app, "/feeds/all.en.ics")

    assert (answer.status, answer.text) == (500, "internal server error\n")
    assert "'/feeds/all.en.ics' failed" in caplog.text
    assert ask(app, "/en/").status == 200


def test_page_that_fails_is_a_500_that_says_so() -> None:
    """A reader is told in words, even where the page of errors fails too."""
    app = app_of(TREATY)
    app._table._pages._view = None  # type: ignore[assignment] # noqa: SLF001 - a fault inside

    answer = ask(app, "/en/")

    assert (answer.status, answer.text) == (500, "something went wrong here\n")


def test_publication_that_cannot_be_built_changes_nothing() -> None:
    """The feeds that subscribers ask for are made first; the former ones stay until then."""
    app = app_of(TREATY)
    before = ask(app, "/feeds/all.en.ics").body
    faulty = publication([TREATY, VISIT])
    object.__setattr__(faulty, "ledger", None)

    with pytest.raises(AttributeError):
        app.publish(faulty)

    assert ask(app, "/feeds/all.en.ics").body == before


def test_only_http_is_served(app: App) -> None:
    """A server that offers another protocol is told."""

    async def nothing(*_: object) -> dict[str, object]:
        return {}

    with pytest.raises(ValueError, match="only HTTP is served, not 'websocket'"):
        asyncio.run(app({"type": "websocket"}, nothing, nothing))  # type: ignore[arg-type]


def test_site_below_a_path() -> None:
    """Where the address has a path, links have it, and requests with it are answered."""
    app = app_of(TREATY, site=Site(id="x", title={"en": "X"}, base_url="https://example.org/d"))
    page = ask(app, "/d/en/")

    assert page.status == 200
    assert 'href="/d/assets/style.' in page.text
    assert ask(app, "/").headers["location"] == "/d/en/"
    assert ask(app, "/d/en/events/treaty").headers["location"] == "/d/en/events/treaty/"
    assert ask(app, "/d/feeds/all.en.ics").status == 200


def test_links_subscribe_in_each_calendar() -> None:
    """Each calendar gets the address in the form it takes."""
    space = subscription(SITE.feeds["space"], "ru", SITE)

    assert space.url == "https://example.org/feeds/space.ru.ics"
    assert space.apple == "webcal://example.org/feeds/space.ru.ics"
    assert space.android == "webcals://example.org/feeds/space.ru.ics"
    assert space.google == (
        "https://calendar.google.com/calendar/u/0/r?cid="
        "webcal%3A%2F%2Fexample.org%2Ffeeds%2Fspace.ru.ics"
    )
    assert space.outlook == (
        "https://outlook.live.com/calendar/0/addfromweb/"
        "?url=https%3A%2F%2Fexample.org%2Ffeeds%2Fspace.ru.ics"
        "&name=%D0%9A%D0%BE%D1%81%D0%BC%D0%BE%D1%81"
    )
    assert space.office == space.outlook.replace("outlook.live.com", "outlook.office.com")
    assert [each.url.rpartition("/")[2] for each in subscriptions(SITE, "en")] == [
        "all.en.ics",
        "space.en.ics",
    ]
