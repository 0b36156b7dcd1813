"""A run of sending over several connections to servers that fail in every way servers do."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from tests.sending import (
    CONTENT,
    PASSWORD,
    Ledger,
    always,
    letters,
    number_of,
    once,
    send,
    server_of,
)
from tests.smtp_server import CLOSE, FaultServer, Talk, faultless

from kalends.delivery import (
    CannotDeliver,
    Letter,
    Outcome,
    RecordingFailed,
    Result,
    Sender,
    Tls,
)

PIPES = pytest.mark.parametrize("extensions", [("PIPELINING", "8BITMIME"), ()])


def test_letters_are_drawn_as_they_are_needed() -> None:
    """A long list is never held: two windows a connection at most are drawn ahead."""
    drawn = [0]

    def counted() -> Iterator[Letter]:
        for letter in letters(400):
            drawn[0] += 1
            yield letter

    ahead = []

    def fault(moment: str, talk: Talk) -> None:  # noqa: ARG001 - as faults are called
        if moment == "taken":
            ahead.append(drawn[0] - len(sink.taken))

    with FaultServer(fault) as sink:
        send(sink, counted(), Ledger(), 2)
    assert max(ahead) <= 2 * 2 * 8 + 1


@PIPES
@pytest.mark.parametrize("moment", ["rcpt", "data", "half"])
def test_a_server_that_closes_before_accepting_loses_and_doubles_nothing(
    extensions: tuple[str, ...], moment: str
) -> None:
    """Every hundredth connection lost before the end of a body: all arrive, one copy each."""
    ledger = Ledger()
    fault = once(moment, CLOSE, lambda number: number % 100 == 0)
    with FaultServer(fault, extensions=extensions) as sink:
        send(sink, letters(1000), ledger)
        undecided = ledger.ids(Outcome.DOUBT)
        assert not undecided or moment == "half"  # the whole body may have gone out already
        send(sink, [letter for letter in letters(1000) if letter.id in undecided], ledger)
        assert sorted(sink.recipients()) == sorted(letter.recipient for letter in letters(1000))
    assert ledger.counts() == {"sent": 1000}


@PIPES
def test_half_a_body_leaves_no_doubt(extensions: tuple[str, ...]) -> None:
    """Where the end of a body cannot have gone out, the letter is sent again at once."""
    ledger = Ledger()
    long = CONTENT + (b"y" * 98 + b"\r\n") * 150_000
    batch = [Letter(n, "", f"r{n}@example.org", long) for n in range(1, 4)]
    with FaultServer(once("half", CLOSE, lambda n: n == 2), extensions=extensions) as sink:
        send(sink, batch, ledger, 1)
        assert sorted(sink.recipients()) == sorted(letter.recipient for letter in batch)
    assert ledger.counts() == {"sent": 3}


@PIPES
def test_a_server_that_accepts_and_closes_leaves_doubt(extensions: tuple[str, ...]) -> None:
    """Ten of a thousand without a reply: ten in doubt, and sent again they make 1,010 copies."""
    ledger = Ledger()
    fault = once("taken", CLOSE, lambda number: number % 100 == 0)
    with FaultServer(fault, extensions=extensions) as sink:
        send(sink, letters(1000), ledger)
        assert ledger.counts() == {"sent": 990, "doubt": 10}
        assert len(sink.taken) == len(set(sink.recipients())) == 1000
        again = [letter for letter in letters(1000) if letter.id in ledger.ids(Outcome.DOUBT)]
        send(sink, again, ledger)
        assert len(sink.taken) == 1010
    assert ledger.counts() == {"sent": 1000}


@PIPES
@pytest.mark.parametrize("moment", ["mail", "rcpt", "data", "body"])
def test_a_temporary_refusal_defers_one_letter(extensions: tuple[str, ...], moment: str) -> None:
    """451 at any point defers that letter alone; the next try makes the one copy."""
    ledger = Ledger()

    def chosen(talk: Talk) -> bool:
        number = talk.commands[-1] if moment == "mail" else f"+{number_of(talk)}@"
        return "+50@" in number and not ledger.results.get(50)

    fault = always(moment, "451 4.3.0 later", chosen)
    with FaultServer(fault, extensions=extensions) as sink:
        send(sink, letters(100), ledger, 1)
        assert ledger.counts() == {"sent": 99, "deferred": 1}
        assert ledger.results[50].code == 451
        send(sink, letters(1, start=50), ledger)
        assert len(sink.taken) == len(set(sink.recipients())) == 100


def test_one_refused_recipient_of_ten_thousand_is_the_only_one() -> None:
    """550 on one RCPT: 9,999 sent, one bounced, and the run ends as usual."""
    ledger = Ledger()
    refused = once("rcpt", "550 5.1.1 no such user", lambda number: number == 5000)
    with FaultServer(refused) as sink:
        summary = send(sink, letters(10_000), ledger)
        assert len(sink.taken) == 9_999
    assert summary.counts == {Outcome.SENT: 9_999, Outcome.BOUNCED: 1}
    assert ledger.results[5000][:2] == (5000, Outcome.BOUNCED)
    assert ledger.results[5000].hard


@PIPES
@pytest.mark.parametrize("moment", ["mail", "rcpt", "data", "taken"])
def test_a_server_that_ends_sessions_after_five_gets_all(
    extensions: tuple[str, ...], moment: str
) -> None:
    """421 after five letters is recycling, not a fault: all are sent."""
    ledger = Ledger()
    most = 5 if moment != "taken" else 6
    fault = always(moment, "421 4.7.0 enough", lambda talk: talk.taken >= most)
    if moment == "taken":
        fault = always("body", "421 4.7.0 enough", lambda talk: talk.taken >= 5)
    with FaultServer(fault, extensions=extensions) as sink:
        send(sink, letters(200), ledger)
        assert sorted(sink.recipients()) == sorted(letter.recipient for letter in letters(200))
    assert ledger.counts() == {"sent": 200}


@pytest.mark.parametrize("moment", ["connect", "auth", "starttls", "mail", "rcpt"])
def test_454_pauses_a_server_and_the_others_go_on(
    moment: str, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    """A server that cannot now rests for a minute, and the next one takes every letter."""
    ledger = Ledger()
    now = [1_000_000.0]
    fault = always(moment, "454 4.7.0 not now")
    login = ("ann", PASSWORD)
    with FaultServer(fault, login=login, tls=tls[0]) as first, FaultServer() as second:
        known = replace(
            server_of(first), tls=Tls.STARTTLS, user="ann", password=PASSWORD, context=tls[1]
        )
        sender = Sender([known, server_of(second)], lambda: now[0])
        summary = sender.send(letters(100), ledger.commit)
        assert len(second.taken) == 100
        assert list(summary.resting) == [known.name]
        assert "454 4.7.0 not now" in summary.resting[known.name]
        first.fault = faultless
        sender.send(letters(10, start=101), ledger.commit)
        assert len(first.taken) == 0
        now[0] += 61
        sender.send(letters(10, start=111), ledger.commit)
        assert len(first.taken) == 10
    assert ledger.counts() == {"sent": 120}


@PIPES
def test_a_refused_sender_opens_the_breaker_and_nobody_is_blamed(
    extensions: tuple[str, ...],
) -> None:
    """550 5.7.515 at MAIL: the server rests, no recipient bounces, all letters wait."""
    ledger = Ledger()
    fault = always("mail", "550 5.7.515 access denied")
    with FaultServer(fault, extensions=extensions) as sink:
        server = server_of(sink)
        sender = Sender([server], lambda: 1_000_000.0)
        summary = sender.send(letters(1000), ledger.commit)
        assert not sink.taken
        tried = [command for talk in sink.talks for command in talk.commands if "MAIL" in command]
        assert len(tried) <= 4
    assert set(ledger.counts()) == {"untried"}
    assert summary.resting == {server.name: "550 5.7.515 access denied"}
    assert sender.resting() == summary.resting


@pytest.mark.parametrize("moment", ["rcpt", "body"])
def test_refusals_by_policy_are_the_servers_after_the_third(moment: str) -> None:
    """5.7.x blames nobody: the letter waits, and three in a row open the breaker."""
    ledger = Ledger()
    with FaultServer(always(moment, "550 5.7.1 spam")) as sink:
        summary = send(sink, letters(100), ledger, 1)
    assert ledger.counts()["deferred"] == 8  # the window that was out
    assert ledger.counts().get("bounced", 0) == 0
    assert summary.resting


def test_one_recipients_policy_does_not_stop_the_rest() -> None:
    """A single 5.7.x between letters that are taken defers that one and no more."""
    ledger = Ledger()
    with FaultServer(once("rcpt", "550 5.7.1 no", lambda n: n % 10 == 0)) as sink:
        summary = send(sink, letters(100), ledger)
    assert ledger.counts() == {"sent": 90, "deferred": 10}
    assert not summary.resting


def test_a_letter_that_kills_every_connection_is_put_off() -> None:
    """After three lost connections a letter waits like a deferred one; the others arrive."""
    ledger = Ledger()
    fault = always("rcpt", CLOSE, lambda talk: number_of(talk) == 10)
    with FaultServer(fault) as sink:
        send(sink, letters(100), ledger, 1)
        assert len(sink.taken) == 99
    assert ledger.ids(Outcome.DEFERRED) == [10]


def test_a_server_that_allows_fewer_connections_gets_fewer() -> None:
    """421 to the third connection: two carry on, and the server does not rest."""
    ledger = Ledger()
    opened = Counter[str]()

    def fault(moment: str, talk: Talk) -> str | None:  # noqa: ARG001 - as faults are called
        if moment == "taken":
            time.sleep(0.001)
        if moment != "connect":
            return None
        opened["all"] += 1
        return "421 4.7.0 too many" if opened["all"] > 2 else None

    with FaultServer(fault) as sink:
        summary = send(sink, letters(150), ledger)
        assert len(sink.taken) == 150
    assert not summary.resting


def test_a_failing_recorder_stops_the_sending() -> None:
    """Nothing more goes out, and what is not recorded is told."""
    ledger = Ledger()

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        if ledger.commits == 5:
            raise OSError(28, "no space left on device")
        return ledger.commit(results, starting)

    with FaultServer() as sink:
        with pytest.raises(RecordingFailed) as failed:
            Sender([server_of(sink)], time.monotonic).send(letters(500), commit)
        arrived = {int(recipient[1:].partition("@")[0]) for recipient in sink.recipients()}
    told = {result.id for result in failed.value.unrecorded if result.outcome is Outcome.SENT}
    assert arrived == told | set(ledger.ids(Outcome.SENT))
    assert arrived <= ledger.attempted
    assert isinstance(failed.value.__cause__, OSError)
    assert threading.active_count() < 10


def test_what_was_sent_is_recorded_when_the_letters_run_into_an_error() -> None:
    """An error while drawing letters is passed on, after what is under way has been recorded."""
    ledger = Ledger()

    def failing() -> Iterator[Letter]:
        yield from letters(100)
        raise ZeroDivisionError

    with FaultServer() as sink:
        with pytest.raises(ZeroDivisionError):
            Sender([server_of(sink)], time.monotonic).send(failing(), ledger.commit)
        assert len(sink.taken) == len(ledger.ids(Outcome.SENT)) > 0
    assert "attempting" not in ledger.counts()


@PIPES
def test_a_letter_withdrawn_after_its_claim_is_not_sent(extensions: tuple[str, ...]) -> None:
    """An unsubscribe wins until the commit, even over commands already under way."""
    withdrawn = {1, 8, 9, 25, 33, 34, 35, 36, 37, 38, 39, 40, 41}
    ledger = Ledger(withdrawn)
    with FaultServer(extensions=extensions) as sink:
        summary = send(sink, letters(60), ledger, 1)
        numbers = {int(recipient[1:].partition("@")[0]) for recipient in sink.recipients()}
        assert len(sink.taken) == len(numbers)
    assert numbers == set(range(1, 61)) - withdrawn
    assert summary.withdrawn == len(withdrawn)


def test_sending_stops_between_windows_when_told_to() -> None:
    """An ordered end begins no more windows, and every letter begun has its result."""
    ledger = Ledger()
    with FaultServer() as sink:
        summary = Sender([server_of(sink)], time.monotonic).send(
            letters(1000), ledger.commit, stop=lambda: len(sink.taken) > 100
        )
        assert 100 < len(sink.taken) <= 100 + 4 * 16
        assert summary.counts[Outcome.SENT] == len(sink.taken)
    assert set(ledger.counts()) == {"sent"}


def test_a_rate_holds_in_every_window_and_across_a_restart() -> None:
    """Thirty a minute is never exceeded over any 60 seconds; here a minute takes 0.6 s."""
    start = time.monotonic()
    ledger = Ledger()

    def clock() -> float:
        return 1_000_000 + (time.monotonic() - start) * 100

    with FaultServer() as sink:
        server = replace(server_of(sink), per_minute=30)
        first = Sender([server], clock)
        first.send(letters(45), ledger.commit, patience=90)
        second = Sender([server], clock, past=first.past())
        second.send(letters(45, start=46), ledger.commit, patience=90)
        times = sorted(taken.at * 100 for taken in sink.taken)
    assert ledger.counts() == {"sent": 90}
    assert min(b - a for a, b in zip(times, times[30:], strict=False)) >= 60
    assert times[-1] - times[0] < 3 * 60


def test_without_patience_a_rate_ends_the_run() -> None:
    """What has no place this minute is left for the next run, not waited for."""
    ledger = Ledger()
    with FaultServer() as sink:
        server = replace(server_of(sink), per_minute=30)
        Sender([server], time.monotonic).send(letters(100), ledger.commit)
        assert len(sink.taken) == 30
    assert ledger.counts() == {"sent": 30}


def test_nobody_there_is_a_pause() -> None:
    """A server that cannot be reached rests, with the reason; its letters are untried."""
    ledger = Ledger()
    with FaultServer() as sink:
        server = server_of(sink)
    summary = Sender([server], time.monotonic).send(letters(3), ledger.commit)
    assert ledger.counts() == {"untried": 3}
    assert "cannot connect" in summary.resting[server.name]
    assert summary.counts == {Outcome.UNTRIED: 3}


def test_no_server_is_an_error() -> None:
    """A sender needs somewhere to send to."""
    with pytest.raises(CannotDeliver, match="no mail server"):
        Sender([], time.monotonic)


def test_a_fault_of_our_own_is_raised_where_sending_was_called() -> None:
    """An error under one connection ends the run, and what all of them sent is recorded."""
    ledger = Ledger()

    def clock() -> float:
        if len(sink.taken) > 50:
            raise ZeroDivisionError
        return time.monotonic()

    with FaultServer() as sink:
        with pytest.raises(ZeroDivisionError):
            Sender([server_of(sink)], clock).send(letters(500), ledger.commit)
        unrecorded = len(sink.taken) - len(ledger.ids(Outcome.SENT))
    assert 0 < unrecorded <= 4 * 8
    assert list(ledger.states.values()).count("attempting") >= unrecorded


@pytest.mark.parametrize("connections", [1, 4])
def test_letters_that_did_not_go_out_use_up_no_rate(connections: int) -> None:
    """Twenty a minute are twenty, though sessions end early and letters are withdrawn."""
    ledger = Ledger(withdrawn=range(10, 20))
    fault = always("mail", "421 4.7.0 enough", lambda talk: talk.taken >= 3)
    with FaultServer(fault) as sink:
        server = replace(server_of(sink, connections), per_minute=20)
        Sender([server], time.monotonic).send(letters(60), ledger.commit)
        assert len(sink.taken) == 20


def test_a_failing_recorder_stops_other_connections_within_their_windows() -> None:
    """A slow connection does not finish its window once nothing can be recorded any more."""
    ledger = Ledger()

    def fault(moment: str, talk: Talk) -> None:
        if moment == "taken" and talk.number == 0:
            time.sleep(0.1)

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        if len(sink.taken) > 40:
            raise OSError
        return ledger.commit(results, starting)

    with FaultServer(fault) as sink:
        with pytest.raises(RecordingFailed):
            Sender([server_of(sink, 2)], time.monotonic).send(letters(500), commit)
        assert 0 < sink.talks[0].taken <= 5
