"""The pages around mail over HTTP: GET shows, POST acts, and nobody learns who is known."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.asgi import TEMPLATES, Answer, app_of, ask, post
from tests.unit.mailings import DAY, NOW, Service, opened

from kalends.jobs import signup
from kalends.jobs.links import Purpose, Target
from kalends.jobs.members import Member, Wanted
from kalends.model import Cadence, Selection
from kalends.store import StoreUnavailable, subscribers
from kalends.store.schema import metadata
from kalends.store.subscriptions import Wish, create
from kalends.timeline import View
from kalends.web import App
from kalends.web.http import Request, Response
from kalends.web.mail import Mail
from kalends.web.press import Press

AIDA = "aida@example.org"
ASKED = {
    "email": AIDA,
    "homepage": "",
    "cadence": "weekly",
    "language": "en",
    "zone": "Asia/Almaty",
}
ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


@dataclass
class Desk:
    """A mail service and the application in front of it."""

    service: Service
    app: App

    def get(self, target: str, **headers: str) -> Answer:
        """Ask for a page."""
        return ask(self.app, target, **headers)

    def sign_up(self, **fields: str) -> Answer:
        """Send the form to subscribe."""
        return post(self.app, "/en/subscribe/", ASKED | fields)

    def subscriber(self, *, confirmed: bool = True, selection: Selection | None = None) -> Target:
        """Add a subscriber."""
        wanted = Wanted("en", "Asia/Almaty", Cadence.WEEKLY, selection or Selection())
        signup.sign_up(self.service.mailing, signup.Asked(AIDA, wanted), NOW)
        with self.service.store.reading() as tx:
            found = subscribers.find(tx, self.service.store.address(AIDA).hash)
        assert found is not None
        target = Target(found.ref, None)
        if confirmed:
            signup.confirm(self.service.mailing, target, NOW)
        return target

    def member(self, target: Target) -> Member:
        """Return where somebody stands."""
        found = signup.look(self.service.mailing, target)
        assert found is not None
        return found

    def path(self, purpose: Purpose, target: Target, further: str = "") -> str:
        """Return the path of somebody's page."""
        token = self.service.mailing.links.token(purpose, target)
        return f"/en/mail/{purpose}/{token}{further}"

    def everything(self) -> dict[str, list[Any]]:
        """Return all rows of the ledger."""
        with self.service.store.reading() as tx:
            return {
                table.name: list(tx.execute(sa.select(table))) for table in metadata.sorted_tables
            }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a site with mail and nobody in its ledger."""
    with opened(tmp_path) as store:
        service = Service(store)
        mail = Mail(service.mailing, calm=0)
        yield Desk(service, App(service.publication, [TEMPLATES], service.clock, mail))
        mail.close()


def title_of(answer: Answer) -> str:
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", answer.text)
    assert found is not None
    return found[1].partition(" · ")[0]


def heading(answer: Answer) -> str:
    """Return the heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text)
    assert found is not None
    return found[1].replace("\u00a0", " ")


def same(answer: Answer) -> tuple[object, ...]:
    """Return all that a client sees of an answer."""
    return answer.status, dict(answer.headers), answer.body


def test_form_proposes_a_weekly_mail_in_the_language_of_the_page(desk: Desk) -> None:
    """Weekly, this language, the site's zone; every field has its label."""
    page = desk.get("/ru/subscribe/").text

    assert re.search(r'value="weekly"[^>]* checked', page)
    assert re.search(r'name="language" value="ru"[^>]* checked', page)
    assert '<option value="Asia/Almaty" selected>Алматы, UTC+5</option>' in page
    for name in re.findall(r'<(?:select|input)[^>]* id="([^"]+)"', page):
        labelled = f'for="{name}"' in page or re.search(
            rf'<label[^>]*><input[^>]*id="{name}"', page
        )
        assert labelled, name
    assert 'autocomplete="email"' in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("de-DE,de;q=0.9", "Asia/Almaty"),  # Germany has two zones
        ("fr-FR,fr;q=0.9", "Europe/Paris"),
        ("kk-KZ", "Asia/Almaty"),
        ("zh-Hans-SG", "Asia/Singapore"),
        ("ru", "Asia/Almaty"),
    ],
)
def test_zone_is_proposed_from_the_country_asked_for(
    desk: Desk, accept: str, expected: str
) -> None:
    """Where the browser tells of a country with one zone that, else the site's own."""
    page = desk.get("/en/subscribe/", accept_language=accept).text

    assert re.findall(r'<option value="([^"]+)" selected>', page)[-1:] == [expected]


def test_topics_and_one_event_are_taken_from_the_address(desk: Desk) -> None:
    """A link may lead to the form for a part of the list; nonsense in it is passed over."""
    page = desk.get("/en/subscribe/?id=treaty&tier=round").text

    assert 'name="id" value="treaty" checked' in page
    assert "Treaty of Friendship" in page
    assert 'name="tier" value="round" checked' in page
    assert desk.get("/en/subscribe/?id=nix&x=%ff").status == 200


def test_sign_up_is_answered_by_a_redirect(desk: Desk) -> None:
    """So that loading the page again sends nothing; one mail waits in the ledger."""
    answer = desk.sign_up()

    assert (answer.status, answer.headers["location"]) == (303, "/en/mail/sent/")
    assert heading(desk.get("/en/mail/sent/")) == "Check your mail"
    assert [row.purpose.value for row in desk.service.rows()] == ["confirm"]


def test_fifty_sign_ups_for_one_address_are_answered_alike(desk: Desk) -> None:
    """One mail, the same answers."""
    answers = [desk.sign_up() for _ in range(50)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert all(same(answer) == same(answers[0]) for answer in answers)
    assert len(desk.service.rows()) == 1


def test_nobody_learns_who_is_known(desk: Desk) -> None:
    """New, pending, active, paused, gone, erased, limited, caught: one answer."""
    new = same(desk.sign_up(email="new@example.org"))
    target = desk.subscriber()
    known = [same(desk.sign_up())]
    desk.service.clock.at = NOW + 2 * DAY
    for step in (signup.resume, signup.unsubscribe, signup.erase):
        step(desk.service.mailing, target, NOW)
        known.append(same(desk.sign_up()))
    known += [same(desk.sign_up(email=f"r{number}@example.org")) for number in range(25)]
    known.append(same(desk.sign_up(homepage="https://spam.example")))
    known.append(same(desk.sign_up(homepage="x", email="nonsense")))

    assert all(each == new for each in known)


def test_networks_are_limited(desk: Desk) -> None:
    """A network makes 20 mails a day; a proxy of our own tells whose it is."""

    def count(client: str, **headers: str) -> int:
        before = len(desk.service.rows())
        for number in range(25):
            fields = ASKED | {"email": f"r{number}-{before}@example.org"}
            post(desk.app, "/en/subscribe/", fields, client=client, **headers)
        return len(desk.service.rows()) - before

    assert count("8.8.4.7") == 20
    assert count("8.8.4.8", x_forwarded_for="9.9.9.1") == 0  # not believed
    assert count("127.0.0.1", x_forwarded_for="8.8.8.8, 1.1.1.9") == 20
    assert count("127.0.0.1", x_forwarded_for="9.9.9.9, 1.1.1.10") == 0
    assert count("2a00:1450:4001:800::1") == 20
    assert count("2a00:1450:4001:8ff::2") == 0  # of the same /56


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": ""}, ["email"]),
        ({"email": "aida"}, ["email"]),
        ({"cadence": "hourly"}, ["cadence"]),
        ({"language": "de", "zone": "Asia/Alma-Ata"}, ["language", "zone"]),
        ({"at": "25:00", "weekday": "7"}, ["at", "weekday"]),
        ({"tag": "nix"}, ["topics"]),
        ({"email": "x", "tier": "huge"}, ["email", "topics"]),
    ],
)
def test_faults_are_told_at_once(desk: Desk, fields: dict[str, str], expected: list[str]) -> None:
    """422, a title that says so, a summary that links to the fields, and nothing is lost."""
    answer = desk.sign_up(**fields)
    summary = answer.text.partition('<div class="problems"')[2].partition("</ul>")[0]

    assert answer.status == 422
    assert title_of(answer).startswith("Error: ")
    assert re.findall(r'href="#([^"]+)"', summary) == expected
    for name in {*expected} - {"at", "weekday"}:  # these two are not on this form
        assert f'id="{name}"' in answer.text or name == "topics", name
    assert f'value="{fields.get("email", AIDA)}"' in answer.text
    assert desk.service.rows() == []


def test_get_changes_nothing(desk: Desk) -> None:
    """Scanners follow every link of a mail; HEAD is as harmless."""
    target = desk.subscriber(confirmed=False)
    paths = [desk.path(purpose, target) for purpose in Purpose]
    paths += [desk.path(Purpose.PREFERENCES, target, f"/{each}") for each in ("export", "erase")]
    for confirmed in (False, True):
        if confirmed:
            signup.confirm(desk.service.mailing, target, NOW)
        before = desk.everything()
        for path in paths:
            assert desk.get(path).status in {200, 303}
            assert ask(desk.app, f"{path}?do=resume&all=yes", "HEAD").body == b""
        assert desk.everything() == before


def test_confirming_takes_a_button(desk: Desk) -> None:
    """The page asks, the POST confirms, and twice shows the same page."""
    target = desk.subscriber(confirmed=False)
    path = desk.path(Purpose.CONFIRM, target)
    page = desk.get(path)

    assert heading(page) == "Confirm the subscription"
    assert "every week" in page.text
    assert AIDA not in page.text
    assert page.text.count("<button") == 1
    assert f'action="{path}"' in page.text
    first, second = post(desk.app, path), post(desk.app, path)
    assert heading(first) == "You are subscribed"
    assert same(first) == same(second)
    assert desk.member(target).is_subscribed
    assert heading(desk.get(path)) == "You are subscribed"


def test_preferences_are_changed_and_shown_again(desk: Desk) -> None:
    """In the language that was chosen, with a word that it is done."""
    target = desk.subscriber()
    path = desk.path(Purpose.PREFERENCES, target)
    fields = [
        *{"cadence": "monthly", "language": "ru", "zone": "Europe/Moscow", "at": "06:00"}.items(),
        *{"weekday": "6", "tag": "space", "id": "flight"}.items(),
        ("tag", "nuclear"),
    ]
    answer = post(desk.app, path, fields)

    assert (answer.status, answer.headers["location"]) == (
        303,
        f"{path.replace('en', 'ru', 1)}?saved",
    )
    wanted = desk.member(target).wanted
    assert wanted is not None
    assert (wanted.cadence, wanted.zone, wanted.at.hour, wanted.weekday) == (
        *("monthly", "Europe/Moscow", 6, 6),
    )
    assert wanted.selection == Selection(tags=("nuclear", "space"), ids=("flight",))
    page = desk.get(answer.headers["location"]).text
    assert "Сохранено." in page
    assert '<option value="Europe/Moscow" selected>' in page
    assert "Сохранено." not in desk.get(path.replace("en", "ru", 1)).text


def test_faulty_preferences_are_told(desk: Desk) -> None:
    """Nothing is changed, and what was entered stands there still."""
    target = desk.subscriber()
    before = desk.member(target)
    fields = {"cadence": "monthly", "zone": "Mars"}
    answer = post(desk.app, desk.path(Purpose.PREFERENCES, target), fields)

    assert answer.status == 422
    assert title_of(answer) == "Error: Change what you get"
    assert 'href="#zone"' in answer.text
    assert re.search(r'value="monthly"[^>]* checked', answer.text)
    assert desk.member(target) == before


def test_preferences_show_what_is_no_longer_known(desk: Desk) -> None:
    """A topic or a zone that the site offers no more stays until it is given up."""
    target = desk.subscriber(selection=Selection(tags=("gone",), ids=("gone-too",)))
    page = desk.get(desk.path(Purpose.PREFERENCES, target)).text

    assert 'name="tag" value="gone" checked' in page
    assert 'name="id" value="gone-too" checked' in page


@pytest.mark.parametrize(
    ("days", "expected"),
    [("7", "31 May 2027"), ("30", "23 June 2027"), ("", ""), ("9999", ""), ("²", ""), ("-1", "")],
)
def test_pause_lasts_as_long_as_chosen(desk: Desk, days: str, expected: str) -> None:
    """By the person's own days; without a number until they come back."""
    target = desk.subscriber()
    path = desk.path(Purpose.PAUSE, target)
    answer = post(desk.app, path, {"do": "pause", "days": days})
    told = answer.text.replace("\u00a0", " ")

    assert heading(answer) == "You are pausing"
    assert f"before {expected}." in told if expected else "until you come back" in told
    assert desk.member(target).is_paused
    assert heading(desk.get(path)) == "You are pausing"
    assert "Come back now" in desk.get(desk.path(Purpose.PREFERENCES, target)).text
    assert heading(post(desk.app, path, {"do": "resume"})) == "Welcome back"
    assert not desk.member(target).is_paused


def test_unsubscribing_takes_one_button(desk: Desk) -> None:
    """One button, a plain link instead; twice gives the same page."""
    target = desk.subscriber()
    path = desk.path(Purpose.UNSUBSCRIBE, target)
    page = desk.get(path)

    assert heading(page) == "Unsubscribe"
    assert page.text.count("<button") == 1
    assert f'<a href="{desk.path(Purpose.PREFERENCES, target)}">Change how often' in page.text
    first, second = post(desk.app, path), post(desk.app, path)
    assert heading(first) == "You are unsubscribed"
    assert same(first) == same(second)
    assert not desk.member(target).is_subscribed
    assert heading(desk.get(path)) == "You are unsubscribed"
    assert heading(desk.get(desk.path(Purpose.PREFERENCES, target))) == "You are not subscribed"
    assert heading(post(desk.app, desk.path(Purpose.PAUSE, target))) == "You are not subscribed"


def test_one_of_several_subscriptions_is_ended(desk: Desk) -> None:
    """The link of a mail ends what the mail came from; a second button ends all."""
    target = desk.subscriber()
    with desk.service.store.transaction() as tx:
        person = subscribers.by_ref(tx, target.ref)
        assert person is not None
        number = create(tx, person.id, Wish(Cadence.DAILY, ""), NOW.date(), NOW + DAY)
    path = desk.path(Purpose.UNSUBSCRIBE, Target(target.ref, number))
    page = desk.get(path).text

    assert "every day" in page
    assert page.count("<button") == 2
    assert "Your other subscriptions go on." in post(desk.app, path).text
    assert desk.member(target).count == 1
    assert "Your other subscriptions go on." in desk.get(path).text
    assert "No more mails will come." in post(desk.app, path, {"all": "yes"}).text
    assert not desk.member(target).is_subscribed


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

    assert "Or in your inbox" not in ask(without, "/en/").text
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
    target = desk.subscriber()
    path = desk.path(Purpose.CONFIRM, target)
    assert "Monday, 31 May 2027" in desk.get(path).text.replace("\u00a0", " ")
    desk.service.clock.at = NOW + timedelta(days=8)
    assert "31 May 2027" not in desk.get(path).text.replace("\u00a0", " ")
