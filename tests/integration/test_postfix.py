"""Digests through a real Postfix: what arrives, what is refused, and what comes back."""

from __future__ import annotations

import email
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES
from tests.postfix_server import Postfix, is_installed, running
from tests.sending import Ledger
from tests.smtp_server import FaultServer, Talk
from tests.unit.mailings import NOW, Service, opened, parsed

from kalends.delivery import Letter, Outcome, Sender, Server, Tls
from kalends.jobs.bounces import take
from kalends.jobs.deliver import deliver
from kalends.jobs.plan import plan
from kalends.web import App
from kalends.web.mail import Mail
from kalends.web.serve import Server as WebServer

READERS = {"aida": "ru", "дана": "kk", **{f"reader{number}": "en" for number in range(30)}}
LIMIT = 60_000


def _refuse(moment: str, talk: Talk) -> str | None:
    """Play the far server: it knows nobody, and one mailbox is full."""
    full = talk.recipient.startswith("full@")
    reply = "552 5.2.2 mailbox full" if full else "550 5.1.1 nobody here"
    return reply if moment == "rcpt" else None


@pytest.fixture(scope="module")
def postfix(require: Callable[[object, str], None]) -> Iterator[Postfix]:
    """Run a Postfix that keeps mail of example.org, and hands far.test to a server that refuses."""
    require(is_installed(), "no Postfix here, or no root to run it")
    known = {**{reader: reader for reader in READERS}, "bounces": "bounces"}
    extensions = ("PIPELINING", "8BITMIME", "SMTPUTF8")
    with (
        FaultServer(_refuse, extensions=extensions) as far,
        running(known, {"far.test": f"smtp:[127.0.0.1]:{far.port}"}, LIMIT) as server,
    ):
        yield server


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def sender(port: int) -> Sender:
    """Return a way to a port of the Postfix."""
    server = Server("127.0.0.1", port, Tls.NONE, helo="kalends.example.org")
    return Sender([server], NOW.timestamp)


def post(service: Service, port: int) -> dict[Outcome, int]:
    """Plan and deliver through a port; return the letters by outcome."""
    plan(service.mailing, NOW)
    return dict(deliver(service.through(sender(port)), service.clock, "one").counts)


def read(raw: bytes) -> EmailMessage:
    """Return a message as mail programs read it."""
    found = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def mark(service: Service, number: int) -> str:
    """Return the return path of a delivery."""
    return service.mailing.marks.return_path(number)


@pytest.mark.parametrize("announced", [True, False])
def test_what_arrives_is_what_was_sent(postfix: Postfix, service: Service, announced: bool) -> None:
    """Every header as it was, with pipelining and without, in Cyrillic too."""
    for reader, language in READERS.items():
        service.subscribe(f"{reader}@example.org", language=language)
    before = {reader: len(postfix.mails(reader, 0)) for reader in READERS}
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    expected = {letter.recipient: parsed(letter) for letter in service.memory.letters}
    with service.store.transaction() as tx:  # once more, by way of the server
        tx.exec_driver_sql("UPDATE delivery SET state='ready', next_attempt_at=due_at, attempts=0")
    assert post(service, postfix.port if announced else postfix.silent) == {Outcome.SENT: 32}
    for number, reader in enumerate(READERS, 1):
        (raw,) = postfix.mails(reader, before[reader] + 1)[before[reader] :]
        came, sent = read(raw), expected[f"{reader}@example.org"]
        assert came["Return-Path"] == f"<{mark(service, number)}>"
        ours = sent.keys()
        assert [item for item in came.items() if item[0] in ours] == sent.items()
        for kind in ("plain", "html"):
            bodies = came.get_body((kind,)), sent.get_body((kind,))
            assert bodies[0] is not None
            assert bodies[1] is not None
            assert bodies[0].get_content() == bodies[1].get_content()
    assert not re.search("improper|warning|lost connection after (?!CONNECT)", postfix.log())


def test_the_headers_that_mailbox_providers_ask_for_arrive(
    postfix: Postfix, service: Service
) -> None:
    """One-click unsubscription and a Message-ID of our own, each once."""
    number = len(postfix.mails("aida", 0))
    service.subscribe("aida@example.org", language="ru")
    post(service, postfix.port)
    mail = read(postfix.mails("aida", number + 1)[number])
    assert mail.get_all("Message-ID") == [service.mailing.marks.message_id(1)]
    (leave,) = mail.get_all("List-Unsubscribe", [])
    assert re.fullmatch(
        r"<https://example\.org/ru/mail/unsubscribe/[\w.-]+>,\s*"
        r"<mailto:leave@example\.org\?subject=[\w.-]+>",
        leave,
    )
    assert mail.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert "Дни" in mail["Subject"] or "Сегодня" in mail["Subject"] or "мая" in mail["Subject"]


def test_an_address_that_the_server_refuses_bounces_alone(
    postfix: Postfix, service: Service
) -> None:
    """Its reply stands in the ledger, and the others get their mail over the same session."""
    for name in ("reader1", "nobody", "reader2"):
        service.subscribe(f"{name}@example.org")
    assert post(service, postfix.port) == {Outcome.SENT: 2, Outcome.BOUNCED: 1}
    assert service.states() == ["sent", "bounced", "sent"]
    assert service.rows()[1].reply.startswith("550 5.1.1 <nobody@example.org>: Recipient address")


@pytest.mark.parametrize("announced", [True, False])
def test_a_message_too_large_fails_and_blames_nobody(postfix: Postfix, announced: bool) -> None:
    """Neither the recipient nor the server, whether or not it said its limit before."""
    long = b"Subject: long\r\n\r\n" + b"a line of no great length\r\n" * (LIMIT // 25)
    short = b"Subject: short\r\n\r\nshort\r\n"
    batch = [
        Letter(number, f"bounces+{number}@example.org", "reader3@example.org", content)
        for number, content in enumerate([short, long, short], 1)
    ]
    ledger = Ledger()
    summary = sender(postfix.port if announced else postfix.silent).send(batch, ledger.commit)
    assert ledger.states == {1: "sent", 2: "failed", 3: "sent"}
    assert ("5.3.4", f"takes {LIMIT} bytes")[announced] in ledger.results[2].text
    assert not summary.resting


@pytest.mark.parametrize(
    ("reader", "state", "kind", "status"),
    [
        ("gone@far.test", "bounced", "hard", "5.1.1"),
        ("жоқ@far.test", "bounced", "hard", "5.1.1"),
        ("full@far.test", "active", "soft", "5.2.2"),
    ],
)
def test_what_comes_back_later_is_counted(
    postfix: Postfix, service: Service, reader: str, state: str, kind: str, status: str
) -> None:
    """Postfix took it, could not hand it on, and reports (RFC 3464) to the marked return path."""
    number = len(postfix.mails("bounces", 0))
    service.subscribe(reader)
    assert post(service, postfix.port) == {Outcome.SENT: 1}
    report = postfix.mails("bounces", number + 1)[number]
    assert f"Delivered-To: {mark(service, 1)}".encode() in report
    assert take(service.mailing, report, NOW)
    with service.store.reading() as tx:
        assert tx.exec_driver_sql("SELECT state FROM subscriber").scalar() == state
        found = tx.exec_driver_sql("SELECT kind, status, delivery_id FROM bounce").all()
    assert [tuple(row) for row in found] == [(kind, status, 1)]


@contextmanager
def listening(service: Service, secret: str) -> Iterator[str]:
    """Serve the site of a service on a port of this machine; yields its address."""
    mail = Mail(service.mailing, secret=secret)
    web = WebServer(App(service.publication, [TEMPLATES], service.clock, mail), "127.0.0.1", 0)
    thread = threading.Thread(target=web.run)
    thread.start()
    try:
        yield web.url
    finally:
        web.stop()
        thread.join()


def test_the_line_of_the_documents_brings_reports_over_the_web(
    require: Callable[[object, str], None], checkout: Path, service: Service
) -> None:
    """Postfix hands its report to the site, and keeps what the site does not understand."""
    require(is_installed() and shutil.which("curl"), "no Postfix, no root or no curl here")
    document = (checkout / "docs" / "settings.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"```\n(kalends unix .*?)```", document, re.DOTALL)
    service.subscribe("gone@far.test")
    with (
        FaultServer(_refuse) as far,
        listening(service, "a secret of the tests") as url,
        tempfile.NamedTemporaryFile("w") as header,
    ):
        header.write("Authorization: Bearer a secret of the tests\n")
        header.flush()
        Path(header.name).chmod(0o644)  # the pipe runs as nobody
        line = line.replace("/etc/kalends/webhook", header.name)
        line = line.replace("http://127.0.0.1:8080", url)
        routes = {"far.test": f"smtp:[127.0.0.1]:{far.port}", "bounces@example.org": "kalends:"}
        with running({"bounces": "bounces"}, routes, services=line) as server:
            assert post(service, server.port) == {Outcome.SENT: 1}
            letter = Letter(
                0, "a@example.org", "bounces@example.org", b"Subject: hello\r\n\r\nx\r\n"
            )
            sender(server.port).send([letter], Ledger().commit)
            server.wait_for("status=sent (delivered via kalends service")
            server.wait_for("status=deferred (temporary failure. Command output: curl")
    with service.store.reading() as tx:
        assert tx.exec_driver_sql("SELECT state FROM subscriber").scalar() == "bounced"
