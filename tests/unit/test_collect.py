"""What comes back is believed by our own marks alone, and draws its consequence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.builders import event
from tests.unit.mailings import DAY, HOUR, NOW, SECOND, Service, opened, parsed, published

from kalends.delivery import Letter, Marks
from kalends.jobs.bounces import collect, take
from kalends.jobs.deliver import deliver
from kalends.jobs.plan import plan
from kalends.jobs.tidy import tidy
from kalends.store import subscribers, suppression
from kalends.store.retention import Cleaned


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service of one reader, who was sent today's mail."""
    with opened(tmp_path) as ledger:
        yield with_a_reader(Service(ledger))


def with_a_reader(service: Service) -> Service:
    """Return a service once its only reader was sent today's mail."""
    service.subscribe()
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    return service


def state(service: Service) -> str:
    """Return where the reader stands."""
    with service.store.reading() as tx:
        found = subscribers.get(tx, 1)
    assert found is not None
    return found.state.value


def report(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Return a delivery report (RFC 3464) as it comes to an address."""
    return (
        f"From: MAILER-DAEMON@mx.example.net\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; aida@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b--\r\n"
    ).encode()


def complaint(letter: Letter) -> bytes:
    """Return a complaint (RFC 5965) that quotes the headers of a letter."""
    return (
        "From: fbl@example.net\r\nTo: bounces@example.org\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {parsed(letter)['Message-ID']}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_hard_bounce_ends_it(service: Service) -> None:
    """The report comes to the return path of the mail."""
    path = service.memory.letters[0].sender
    assert collect(service.mailing, [report(path), report(path)], NOW) == [True, True]
    assert (state(service), service.states()) == ("bounced", ["bounced"])


def test_the_envelope_tells_as_well(service: Service) -> None:
    """A webhook hands it over beside the message."""
    path = service.memory.letters[0].sender
    assert take(service.mailing, report("bounces@example.org"), NOW, path)
    assert state(service) == "bounced"


def test_five_soft_bounces_end_it(service: Service) -> None:
    """A mail each, within 30 days."""
    service.publication = published(event(f"on-{day}", f"1992-05-{day}") for day in range(24, 29))
    for days in range(1, 5):
        service.clock.at = NOW + days * DAY
        plan(service.mailing, service.clock.at)
        deliver(service.mailing, service.clock, "one")
    states = []
    for letter in service.memory.letters:
        take(service.mailing, report(letter.sender, "4.2.2"), service.clock.at + HOUR)
        states.append(state(service))
    assert states == ["active"] * 4 + ["bounced"]


def test_a_complaint_suppresses_the_address(service: Service) -> None:
    """Found by the Message-ID that it quotes."""
    assert take(service.mailing, complaint(service.memory.letters[0]), NOW)
    with service.store.reading() as tx:
        assert suppression.is_suppressed(tx, service.store.address("aida@example.org").hash)
    assert state(service) == "complained"


@pytest.mark.parametrize(
    "raw",
    [
        report("bounces@example.org"),
        report("bounces+1-0123456789abcdef0123@example.org"),
        report(Marks([b"another key of 32 octets ......."], "b@x.org", "x.org").return_path(1)),
        b"",
        b"Subject: hello\r\n\r\nI like your mails\r\n",
    ],
)
def test_what_carries_no_mark_of_ours_is_left_for_a_person(service: Service, raw: bytes) -> None:
    """Whatever address it names: anybody can write a report."""
    assert not take(service.mailing, raw, NOW)
    assert state(service) == "active"


def test_an_auto_reply_is_done_with(service: Service) -> None:
    """And changes nothing."""
    path = service.memory.letters[0].sender
    raw = f"From: aida@example.org\r\nTo: {path}\r\nAuto-Submitted: auto-replied\r\n\r\nAway"
    assert take(service.mailing, raw.encode(), NOW)
    assert take(service.mailing, report(path, "4.4.1", "delayed"), NOW)
    assert state(service) == "active"


def test_what_is_not_understood_is_left_for_a_person(service: Service) -> None:
    """Though it came to the return path of a mail."""
    path = service.memory.letters[0].sender
    assert not take(service.mailing, f"To: {path}\r\nSubject: hm\r\n\r\nWhat?".encode(), NOW)
    assert state(service) == "active"


def test_a_mark_older_than_the_ledger_matches_nothing(service: Service) -> None:
    """The delivery was dropped after a year."""
    assert not take(service.mailing, report(service.mailing.marks.return_path(99)), NOW)


def test_one_leaves_by_mail(service: Service) -> None:
    """A mail to the address of List-Unsubscribe, with the subject that it names."""
    header = parsed(service.memory.letters[0])["List-Unsubscribe"]
    subject = header.partition("?subject=")[2].rstrip(">")
    raw = f"From: somebody@example.net\r\nTo: leave@example.org\r\nSubject: {subject}\r\n\r\n"
    assert collect(service.mailing, [raw.encode()] * 2, NOW) == [True, True]
    assert state(service) == "unsubscribed"
    forged = raw.replace(subject, ("A" if subject[0] != "A" else "B") + subject[1:])
    assert not take(service.mailing, forged.encode(), NOW)


def test_tidying_drops_what_is_over(service: Service) -> None:
    """Nothing within its time; the mails of last year after a year."""
    assert tidy(service.store, NOW + SECOND) == Cleaned(0, 0, 0, 0, 0, 0)
    found = tidy(service.store, NOW + 366 * DAY)
    assert (found.deliveries, service.rows()) == (1, [])
