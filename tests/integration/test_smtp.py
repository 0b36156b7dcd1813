"""One conversation: letters over real SMTP, whatever the server announces or says."""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.sending import (
    CONTENT,
    PASSWORD,
    Ledger,
    always,
    letters,
    number_of,
    send,
    server_of,
)
from tests.smtp_server import FaultServer, Talk

from kalends.delivery import (
    CannotDeliver,
    Letter,
    Outcome,
    Result,
    Sender,
    Server,
    Tls,
)

PIPES = pytest.mark.parametrize("extensions", [("PIPELINING", "8BITMIME"), ()])


@PIPES
@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 300])
def test_every_letter_arrives_once(
    extensions: tuple[str, ...], connections: int, count: int
) -> None:
    """All letters arrive as they are, one copy each, whatever the number and the server."""
    ledger = Ledger()
    with FaultServer(extensions=extensions) as sink:
        summary = send(sink, letters(count), ledger, connections)
        assert sorted(sink.recipients()) == sorted(letter.recipient for letter in letters(count))
        assert {taken.content for taken in sink.taken} <= {CONTENT}
        assert not sink.violations
        assert all(f"b+{taken.recipients[0][1:]}" == taken.sender for taken in sink.taken)
    assert summary.counts.get(Outcome.SENT, 0) == count
    assert ledger.counts() == ({"sent": count} if count else {})
    assert all(result.code == 250 for result in ledger.results.values())


@PIPES
def test_no_byte_of_a_body_goes_out_before_its_attempt_is_recorded(
    extensions: tuple[str, ...],
) -> None:
    """The ledger is ahead of the wire, though commands of the next letter may be under way."""
    ledger = Ledger()
    early, ahead = [], []

    def fault(moment: str, talk: Talk) -> None:
        if moment == "half" and number_of(talk) not in ledger.attempted:
            early.append(talk.recipient)
        if moment == "rcpt" and number_of(talk) not in ledger.attempted:
            ahead.append(talk.recipient)

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        time.sleep(0.002)  # long enough for a body to get there, if it were sent
        return ledger.commit(results, starting)

    with FaultServer(fault, extensions=extensions) as sink:
        Sender([server_of(sink)], time.monotonic).send(letters(200), commit)
    assert ledger.counts() == {"sent": 200}
    assert not early
    assert bool(ahead) == bool(extensions)


def test_at_most_a_window_a_connection_is_in_doubt() -> None:
    """Attempts without a result never exceed windows times connections."""
    ledger = Ledger()
    with FaultServer() as sink:
        send(sink, letters(500), ledger, 3)
    assert ledger.most <= 3 * 8
    assert ledger.commits < 500 / 8 * 1.5


@PIPES
@pytest.mark.parametrize("eager", [False, True])
@pytest.mark.parametrize("refused", [{3}, {1}, {8, 9}, {1, 2, 3, 4, 5}, {20}])
def test_a_recipient_refused_with_data_in_the_pipe_mails_nobody(
    extensions: tuple[str, ...], eager: bool, refused: set[int]
) -> None:
    """DATA then answers 554 or 354; nobody gets that body, and the connection goes on."""
    ledger = Ledger()
    fault = always("rcpt", "550 5.1.1 gone", lambda talk: number_of(talk) in refused)
    with FaultServer(fault, extensions=extensions, eager=eager) as sink:
        send(sink, letters(20), ledger, 1)
        assert sorted(sink.recipients()) == sorted(
            letter.recipient for letter in letters(20) if letter.id not in refused
        )
        assert len(sink.talks) == 1
        assert {taken.content for taken in sink.taken} == {CONTENT}
    assert set(ledger.ids(Outcome.BOUNCED)) == refused


def test_all_goes_well_without_rset() -> None:
    """RSET is for refused transactions only."""
    with FaultServer() as sink:
        send(sink, letters(20), Ledger(), 1)
        assert {command.partition(" ")[0] for command in sink.talks[0].commands} == {
            "ehlo", "MAIL", "RCPT", "DATA", "QUIT"
        }  # fmt: skip


@pytest.mark.parametrize("refused", [1, 2, 3, 4])
def test_a_refusal_near_the_end_of_a_connection_holds_nothing_up(refused: int) -> None:
    """The last letter's commands are not in the pipe then, and go out all the same."""
    ledger = Ledger()
    with FaultServer(
        always("rcpt", "550 5.1.1 no", lambda talk: number_of(talk) == refused)
    ) as sink:
        server = replace(server_of(sink, 1), messages=3, timeout=2)
        Sender([server], time.monotonic).send(letters(4), ledger.commit)
        assert [talk.taken for talk in sink.talks] == ([3, 0] if refused == 4 else [2, 1])
    assert ledger.counts() == {"sent": 3, "bounced": 1}


def test_a_connection_carries_a_hundred_letters() -> None:
    """After that it is made anew, in the middle of a window too."""
    with FaultServer() as sink:
        send(sink, letters(250), Ledger(), 1)
        assert [talk.taken for talk in sink.talks] == [100, 100, 50]
        assert all(talk.commands[-1] == "QUIT" for talk in sink.talks)


@PIPES
@pytest.mark.parametrize(
    "body",
    [
        b".\r\n",
        b"..\r\n.\r\nx\r\n",
        b"x\r\n.y\r\n",
        b".\r\nQUIT\r\n",
        b"\r\n.\r\n.\r\n",
        b"x\r\n.\r\n",
    ],
)
def test_lines_that_begin_with_a_dot_arrive_whole(extensions: tuple[str, ...], body: bytes) -> None:
    """No line of a message ends it, or loses its dot."""
    ledger = Ledger()
    batch = [Letter(n, "", f"r{n}@example.org", body) for n in (1, 2)]
    with FaultServer(extensions=extensions) as sink:
        send(sink, batch, ledger, 1)
        assert [taken.content for taken in sink.taken] == [body, body]


@pytest.mark.parametrize(
    ("extensions", "outcome"),
    [
        (("PIPELINING", "8BITMIME", "SMTPUTF8"), Outcome.SENT),
        (("PIPELINING",), Outcome.FAILED),
    ],
)
def test_other_alphabets_need_a_server_that_takes_them(
    extensions: tuple[str, ...], outcome: Outcome
) -> None:
    """An address that is not ASCII goes out with SMTPUTF8, or is refused with the reason."""
    ledger = Ledger()
    batch = [*letters(1), Letter(2, "", "әсел@example.org", CONTENT), *letters(1, start=3)]
    with FaultServer(extensions=extensions) as sink:
        send(sink, batch, ledger, 1)
        commands = sink.talks[0].commands
    assert ledger.results[2].outcome is outcome
    assert ledger.results[3].outcome is Outcome.SENT
    assert ("MAIL FROM:<> BODY=8BITMIME SMTPUTF8" in commands) == (outcome is Outcome.SENT)
    assert outcome is Outcome.SENT or "әсел@example.org" in ledger.results[2].text


def test_a_letter_larger_than_the_server_takes_is_not_tried() -> None:
    """SIZE is heeded before a byte goes out."""
    ledger = Ledger()
    with FaultServer(extensions=("PIPELINING", "SIZE 100")) as sink:
        send(sink, letters(2), ledger)
        assert not sink.taken
    assert ledger.counts() == {"failed": 2}
    assert "takes 100 bytes" in ledger.results[1].text


@pytest.mark.parametrize("mode", [Tls.STARTTLS, Tls.IMPLICIT])
def test_letters_go_out_secured_and_logged_in(
    mode: Tls, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """STARTTLS or TLS from the start, then the password, then letters as usual."""
    ledger = Ledger()
    implicit = mode is Tls.IMPLICIT
    with FaultServer(login=("ann", PASSWORD), tls=tls[0], implicit=implicit) as sink:
        server = replace(
            server_of(sink, 2), tls=mode, user="ann", password=PASSWORD, context=tls[1]
        )
        Sender([server], time.monotonic).send(letters(50), ledger.commit)
        assert len(sink.taken) == 50
    assert ledger.counts() == {"sent": 50}


@pytest.mark.parametrize("problem", ["password", "certificate", "no starttls"])
def test_a_server_that_does_not_fit_its_settings_gets_nothing(
    problem: str, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """A wrong password, an unknown certificate or no STARTTLS open the breaker at once."""
    ledger = Ledger()
    theirs = None if problem == "no starttls" else tls[0]
    with FaultServer(login=("ann", PASSWORD), tls=theirs) as sink:
        server = replace(
            server_of(sink),
            tls=Tls.STARTTLS,
            user="ann",
            password="wrong" if problem == "password" else PASSWORD,
            context=None if problem == "certificate" else tls[1],
        )
        summary = Sender([server], time.monotonic).send(letters(10), ledger.commit)
        sent = [command for talk in sink.talks for command in talk.commands]
    assert ledger.counts() == {"untried": 10}
    assert summary.resting[server.name]
    assert problem == "password" or not any("AUTH" in command for command in sent)


def test_a_password_never_goes_over_the_network_as_it_is() -> None:
    """A login without TLS is refused, except to this machine, and is never printed."""
    with pytest.raises(CannotDeliver, match="set tls"):
        Server("mail.example.org", tls=Tls.NONE, user="ann", password=PASSWORD)
    assert PASSWORD not in repr(Server("localhost", tls=Tls.NONE, user="ann", password=PASSWORD))


def test_a_silent_server_is_given_up() -> None:
    """No reply within the timeout is a lost connection: in doubt once the body is out."""
    ledger = Ledger()

    def fault(moment: str, talk: Talk) -> None:  # noqa: ARG001 - as faults are called
        if moment == "taken":
            time.sleep(0.6)

    with FaultServer(fault) as sink:
        server = replace(server_of(sink, 1), timeout=0.3)
        Sender([server], time.monotonic).send(letters(1), ledger.commit)
    assert ledger.counts() == {"doubt": 1}


@pytest.mark.parametrize(
    "reply", ["nonsense", "150 what", "999 x", "\x00" * 20, "2" * 9000, "399 x"]
)
@pytest.mark.parametrize("moment", ["connect", "ehlo", "mail", "rcpt", "data", "taken"])
def test_nonsense_is_a_lost_connection(moment: str, reply: str) -> None:
    """Whatever a server says, sending ends in order and no letter is taken for sent."""
    ledger = Ledger()
    with FaultServer(always(moment, reply)) as sink:
        Sender([server_of(sink)], time.monotonic).send(letters(20), ledger.commit)
    assert not ledger.ids(Outcome.SENT)
    assert not ledger.ids(Outcome.BOUNCED)
    assert "attempting" not in ledger.counts()


def test_a_name_for_ehlo_is_found_where_none_is_set() -> None:
    """Without `helo` this machine's own name is given."""
    with FaultServer() as sink:
        server = replace(server_of(sink), helo="")
        Sender([server], time.monotonic).send(letters(1), Ledger().commit)
        assert len(sink.talks[0].commands[0]) > len("ehlo ")


@PIPES
@pytest.mark.parametrize(
    ("moment", "reply"),
    [("mail", "354 x"), ("rcpt", "354 x"), ("data", "250 x"), ("taken", "354 x")],
)
def test_a_reply_out_of_step_ends_the_connection(
    extensions: tuple[str, ...], moment: str, reply: str
) -> None:
    """A reply that cannot be to what was asked is never taken for a later letter's."""
    ledger = Ledger()
    fault = always(moment, reply, lambda talk: talk.number == 0)
    with FaultServer(fault, extensions=extensions) as sink:
        send(sink, letters(10), ledger, 1)
        assert len(sink.taken) == 10
        assert sink.talks[0].taken == (moment == "taken")
        assert len(sink.talks) == 2
    decided = {"sent": 9, "doubt": 1} if moment == "taken" else {"sent": 10}
    assert ledger.counts() == decided
