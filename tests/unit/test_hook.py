"""Reports that a mail server brings over the web: the same as those of the mailbox."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES, Answer, ask, post
from tests.unit.mailings import DAY, NOW, Service, opened
from tests.unit.test_collect import complaint, report, with_a_reader

from kalends.jobs.deliver import deliver
from kalends.jobs.plan import plan
from kalends.store import StoreUnavailable, subscribers
from kalends.web import App
from kalends.web.mail import Mail

SECRET = "an open secret of tests"  # noqa: S105 - opens nothing but the tests' site
BEARER = f"Bearer {SECRET}"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service of one reader, who was sent today's mail."""
    with opened(tmp_path) as ledger:
        yield with_a_reader(Service(ledger))


def app_of(service: Service, secret: str = SECRET) -> App:
    """Return the site of a service."""
    mail = Mail(service.mailing, calm=0, secret=secret)
    return App(service.publication, [TEMPLATES], service.clock, mail)


def bring(service: Service, raw: bytes, authorization: str = BEARER, query: str = "") -> Answer:
    """Bring a message."""
    headers = {"content_type": "message/rfc822", "authorization": authorization}
    return post(app_of(service), f"/mail/bounces{query}", raw, client="127.0.0.1", **headers)


def state(service: Service) -> str:
    """Return where the reader stands."""
    with service.store.reading() as tx:
        found = subscribers.get(tx, 1)
    assert found is not None
    return found.state.value


def bounced(service: Service) -> bytes:
    """Return the report of a hard bounce of today's mail."""
    return report(service.memory.letters[0].sender)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_bounce_is_recorded(service: Service, scheme: str) -> None:
    """And once, though it is brought twice."""
    answers = [bring(service, bounced(service), f"{scheme} {SECRET}") for _ in range(2)]
    assert [(each.status, each.text) for each in answers] == [(200, "recorded\n")] * 2
    assert state(service) == "bounced"


def test_a_complaint_ends_everything_for_its_person(service: Service) -> None:
    """In the form of RFC 5965; neither the next issue nor another mail goes to them."""
    assert bring(service, complaint(service.memory.letters[0])).status == 200
    assert state(service) == "complained"
    service.clock.at = NOW + DAY
    assert plan(service.mailing, service.clock.at).planned == 0
    deliver(service.mailing, service.clock, "one")
    assert len(service.memory.letters) == 1


def test_the_envelope_may_stand_in_the_address(service: Service) -> None:
    """For servers that put it into no field; a plus may come as it is."""
    raw = report("undisclosed@example.net")
    assert bring(service, raw).status == 422
    assert bring(service, raw, query=f"?to={service.memory.letters[0].sender}").status == 200
    assert state(service) == "bounced"


def test_what_is_not_understood_is_left_to_the_server(service: Service) -> None:
    """A person should read it: nothing keeps it here."""
    answer = bring(service, b"Subject: hello\r\n\r\nI like your mails\r\n")
    assert (answer.status, "person" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", SECRET, f"Basic {SECRET}", f"{BEARER}x", "Bearer é"]
)
def test_without_the_secret_nothing_is_taken(service: Service, authorization: str) -> None:
    """Nor with another one."""
    answer = bring(service, bounced(service), authorization)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert state(service) == "active"


def test_secrets_are_compared_in_constant_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the function that the standard library has for it."""
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    bring(service, b"", "Bearer guess")
    assert set(compared) == {(b"guess", SECRET.encode())}


@pytest.mark.parametrize("authorization", ["Bearer ", BEARER])
def test_a_site_without_a_secret_has_no_such_place(service: Service, authorization: str) -> None:
    """Whatever is named."""
    headers = {"authorization": authorization}
    app = app_of(service, "")
    assert post(app, "/mail/bounces", bounced(service), **headers).status == 404
    assert ask(app, "/mail/bounces", **headers).status == 404
    assert state(service) == "active"


def test_only_post_brings_a_report(service: Service) -> None:
    """A GET changes nothing."""
    answer = ask(app_of(service), "/mail/bounces", authorization=BEARER)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("size", "authorization", "status"),
    [
        (1_000_000, BEARER, 200),
        (1_000_001, BEARER, 413),
        (65_536, "Bearer guess", 401),
        (65_537, "Bearer guess", 413),  # strangers are read no more than a form
    ],
)
def test_a_report_is_bounded(service: Service, size: int, authorization: str, status: int) -> None:
    """It may quote a mail of ours whole, and no more."""
    raw = bounced(service)
    raw += b" " * (size - len(raw))
    assert bring(service, raw, authorization).status == status


def test_a_ledger_out_of_reach_has_the_report_brought_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost: the server tries later."""

    def fail(*_: object) -> None:
        raise StoreUnavailable("the database is locked")

    monkeypatch.setattr(type(service.store), "transaction", fail)
    assert bring(service, bounced(service)).status == 503
