"""What mail programs, other sites and faults meet at the pages around mail."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES, app_of, ask, post
from tests.unit.builders import event
from tests.unit.desks import (
    AIDA,
    ASKED,
    MULTIPART,
    ONE_CLICK,
    Desk,
    heading,
    same,
    served,
)
from tests.unit.mailings import NOW, published

from kalends.jobs import signup
from kalends.jobs.links import Purpose, Target
from kalends.store import StoreUnavailable
from kalends.timeline import View
from kalends.web import App
from kalends.web.bodies import MOST
from kalends.web.http import Request, Response
from kalends.web.mail import Mail
from kalends.web.press import Press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a site with mail and nobody in its ledger."""
    with served(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/x-www-form-urlencoded", ONE_CLICK),
        ("application/x-www-form-urlencoded; charset=UTF-8", ONE_CLICK + b"\r\n"),
        (
            "multipart/form-data; boundary=b",
            MULTIPART,
        ),
    ],
)
def test_one_click_unsubscribes(desk: Desk, media: str, body: bytes) -> None:
    """RFC 8058: no page before, no redirect, no cookie, from anywhere; a repeat answers 200."""
    target = desk.subscriber()
    path = desk.path(Purpose.UNSUBSCRIBE, target)
    foreign = {"origin": "https://mail.example.com", "sec_fetch_site": "cross-site"}
    first = post(desk.app, path, body, content_type=media, **foreign)
    second = post(desk.app, path, body, content_type=media)

    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert not {"location", "set-cookie"} & set(first.headers)
    assert not desk.member(target).is_subscribed
    signup.erase(desk.service.mailing, target, NOW)
    assert post(desk.app, path, body, content_type=media).status == 200


def test_one_click_is_for_its_own_links(desk: Desk) -> None:
    """A made up token is 404, and no other page takes it."""
    target = desk.subscriber()
    paths = [desk.path(purpose, target) for purpose in Purpose if purpose != Purpose.UNSUBSCRIBE]
    for path in (*paths, "/en/mail/unsubscribe/x.0.y", "/en/subscribe/"):
        assert post(desk.app, path, ONE_CLICK).status == 404, path
    assert desk.member(target).is_subscribed


def test_export_is_a_download(desk: Desk) -> None:
    """JSON by POST; GET leads back to the page with the button."""
    target = desk.subscriber()
    path = desk.path(Purpose.PREFERENCES, target, "/export")
    answer = post(desk.app, path)

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="demo-my-data.json"'
    assert json.loads(answer.body)["subscriber"]["address"] == AIDA
    back = desk.get(path)
    assert (back.status, back.headers["location"]) == (303, path.removesuffix("/export"))


def test_erasing_asks_once_and_forgets(desk: Desk, tmp_path: Path) -> None:
    """A page, a button, and the address is nowhere; the links lead nowhere any more."""
    target = desk.subscriber()
    path = desk.path(Purpose.PREFERENCES, target, "/erase")

    assert heading(desk.get(path)) == "Delete everything?"
    assert desk.member(target).is_subscribed
    first, second = post(desk.app, path), post(desk.app, path)
    assert heading(first) == "Everything is deleted"
    assert same(first) == same(second)
    assert not any(AIDA.encode() in file.read_bytes() for file in tmp_path.iterdir())
    for purpose in Purpose:
        answer = desk.get(desk.path(purpose, target))
        assert (answer.status, heading(answer)) == (410, "This link has expired")


def test_links_that_lead_nowhere_are_told_kindly(desk: Desk) -> None:
    """Not ours is 404, forgotten is 410; in the language of the path."""
    forgotten = desk.path(Purpose.CONFIRM, Target("nobody", None))
    target = desk.subscriber()
    other = desk.path(Purpose.CONFIRM, target).replace("confirm", "preferences")

    assert desk.get(forgotten).status == post(desk.app, forgotten).status == 410
    assert heading(desk.get(forgotten)) == "This link has expired"
    for path in (other, "/en/mail/confirm/abc", f"{desk.path(Purpose.PAUSE, target)}/erase"):
        answer = desk.get(path)
        assert (answer.status, heading(answer)) == (404, "This link does not work"), path
    assert heading(desk.get("/ru/mail/confirm/abc")) == "Эта ссылка не работает"
    assert desk.get("/de/mail/confirm/abc").status == 404
    assert desk.get("/en/mail/nix/abc").status == 404


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 303),
        ({"sec_fetch_site": "same-origin"}, 303),
        ({"sec_fetch_site": "none"}, 303),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site", "origin": "https://example.org"}, 403),
        ({"origin": "https://example.org"}, 303),
        ({"origin": "http://10.0.0.7:8080", "host": "10.0.0.7:8080"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(
    desk: Desk, headers: dict[str, str], expected: int
) -> None:
    """A browser tells where a form came from; what is no browser tells nothing."""
    answer = post(desk.app, "/en/subscribe/", ASKED, **headers)

    assert answer.status == expected
    assert len(desk.service.rows()) == (expected == 303)


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"x" * 65_537, {}, 413),
        (b"x=1", {"content_length": "65537"}, 413),
        (b"x=1", {"content_length": "9" * 5_000}, 413),
        (b"email=%ff", {}, 400),
        (b"email=\xff", {}, 400),
        (b"&a=1" * 400, {}, 400),
        (b"{}", {"content_type": "application/json"}, 415),
        (b"email=" + b"a" * 60_000, {}, 422),
    ],
)
def test_bodies_are_bounded(
    desk: Desk, body: bytes, headers: dict[str, str], expected: int
) -> None:
    """64 KB, plain forms, and not too many fields."""
    assert post(desk.app, "/en/subscribe/", body, **headers).status == expected


def test_pages_are_private(desk: Desk) -> None:
    """Not kept, not indexed, told to nobody, and in all languages."""
    target = desk.subscriber()
    for path in (*(desk.path(purpose, target) for purpose in Purpose), "/en/mail/sent/"):
        answer = desk.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "form-action 'self'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
        assert '<meta name="robots" content="noindex">' in answer.text
        assert 'rel="canonical"' not in answer.text
        assert path.replace("/en/", "/kk/", 1) in answer.text
    assert 'rel="canonical"' in desk.get("/en/subscribe/").text


def test_form_with_mistakes_is_kept_for_its_reader_alone(desk: Desk) -> None:
    """A browser may show the answer again on the way back, and nobody between may keep it."""
    person = desk.path(Purpose.PREFERENCES, desk.subscriber())
    for path in ("/en/subscribe/", person):
        answer = post(desk.app, path, {**ASKED, "email": "nobody", "other-zone": "Nowhere"})

        assert answer.status == 422
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert desk.get("/en/subscribe/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/subscribe/zone?name=Europe/Berlin", (200, "Berlin, UTC+2")),
        ("/kk/subscribe/zone?name=Europe%2FKyiv", (200, "Киев, UTC+3")),
        ("/ru/subscribe/zone?name=Asia/Calcutta", (200, "Калькутта, UTC+5:30")),
        ("/ru/subscribe/zone?name=Asia/Nowhere", (404, "there is no such time zone")),
        ("/ru/subscribe/zone?name=../etc/passwd", (404, "there is no such time zone")),
        ("/ru/subscribe/zone?name=%ff", (404, "there is no such time zone")),
        ("/ru/subscribe/zone", (404, "there is no such time zone")),
    ],
)
def test_script_learns_how_a_zone_is_shown(
    desk: Desk, path: str, expected: tuple[int, str]
) -> None:
    """A zone that a reader's clock names comes with its name in the language, and none other."""
    answer = desk.get(path)

    assert (answer.status, answer.text.strip()) == expected
    assert answer.headers["cache-control"] == "no-store"


def test_zone_is_only_asked_for(desk: Desk) -> None:
    """There is nothing to send there, and no such page in a language that the site has not."""
    assert post(desk.app, "/en/subscribe/zone?name=UTC", ASKED).status == 405
    assert desk.get("/de/subscribe/zone?name=UTC").status == 404


def test_methods_that_mean_nothing_are_refused(desk: Desk) -> None:
    """And the answer says which ones do."""
    answer = ask(desk.app, "/en/subscribe/", "DELETE")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert post(desk.app, "/en/mail/sent/").headers["allow"] == "GET, HEAD"
    assert post(desk.app, "/en/").headers["allow"] == "GET, HEAD"
    assert desk.get("/en/subscribe").headers["location"] == "/en/subscribe/"


def test_first_page_leads_to_the_form(desk: Desk) -> None:
    """Where there is one; elsewhere the page in its place tells of calendars."""
    assert 'href="/en/subscribe/"' in desk.get("/en/").text
    without = app_of()

    assert "Subscribe by e-mail" not in ask(without, "/en/").text
    page = ask(without, "/en/subscribe/")
    assert page.status == 200
    assert "This site sends no mail." in page.text
    assert "<form" not in page.text
    assert ask(without, "/en/subscribe").status == 301
    assert ask(without, "/de/subscribe/").status == 404
    assert post(without, "/en/subscribe/", ASKED).status == 405
    assert ask(without, "/en/mail/sent/").status == 404


def test_ledger_out_of_reach_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """503 and a line in the log, without a token or an address."""
    target = desk.subscriber()
    path = desk.path(Purpose.PREFERENCES, target)

    def fail() -> None:
        raise StoreUnavailable("the database is locked")

    monkeypatch.setattr(desk.service.store, "reading", fail)
    monkeypatch.setattr(desk.service.store, "transaction", fail)
    with caplog.at_level(logging.INFO):
        answers = [desk.get(path), desk.sign_up(), post(desk.app, path, ONE_CLICK)]

    assert [answer.status for answer in answers[:2]] == [503, 503]
    assert "the database is locked" in caplog.text
    assert AIDA not in caplog.text
    assert target.ref not in caplog.text


def test_tokens_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What fails unforeseen is told with its page, not with whose it is."""

    class Broken:
        """Pages that fail."""

        def takes(self, path: str) -> bool:
            """Take the pages of persons."""
            return path.startswith("/en/mail/")

        def room(self, request: Request) -> int:
            """Leave room for a form."""
            del request
            return MOST

        async def answer(
            self, request: Request, press: Press, view: View, now: datetime
        ) -> Response:
            """Fail."""
            del request, press, view, now
            raise ZeroDivisionError

        def close(self) -> None:
            """Do nothing."""

    app = App(app_of().publication, [TEMPLATES], lambda: NOW, Broken())
    answer = ask(app, "/en/mail/pause/secret.0.token")

    assert answer.status == 500
    assert "/en/mail/pause" in caplog.text
    assert "secret.0.token" not in caplog.text


def test_sign_up_takes_its_time(desk: Desk) -> None:
    """The answer comes no sooner for an address that gets no mail."""
    calm = Mail(desk.service.mailing, calm=0.2)
    desk.app = App(desk.service.publication, [TEMPLATES], desk.service.clock, calm)
    for _ in range(2):
        before = time.perf_counter()
        desk.sign_up()
        assert time.perf_counter() - before >= 0.2
    calm.close()


def test_clock_decides_when_pages_are_of_another_day(desk: Desk) -> None:
    """A page is of the moment it is asked for."""
    desk.service.publication = published([event("visit", "1990-06-02")])
    target = desk.subscriber()
    path = desk.path(Purpose.CONFIRM, target)
    assert "Monday, 31 May 2027" in desk.get(path).text.replace("\u00a0", " ")
    desk.service.clock.at = NOW + timedelta(days=8)
    assert "31 May 2027" not in desk.get(path).text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("born", "told"), [("1990-06-02", ["31 May"]), ("1990-06-09", ["7 June"]), ("1990-11-20", [])]
)
def test_next_mail_named_is_one_that_has_something_to_tell(
    desk: Desk, born: str, told: list[str]
) -> None:
    """Weeks without dates bring no mail, so none is promised for them; nor one that is far."""
    desk.service.publication = published([event("visit", born)])
    text = desk.get(desk.path(Purpose.CONFIRM, desk.subscriber())).text.replace("\u00a0", " ")

    assert "You are subscribed" in text
    assert re.findall("The next mail is due on Monday, ([0-9]+ [A-Z][a-z]+) 2027", text) == told
