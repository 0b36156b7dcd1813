"""Mail servers that say nothing any more, or hang up before a word, at any point."""

from __future__ import annotations

import gc
import socket
import threading
import time
from dataclasses import replace

import pytest
from tests.sending import Ledger, always, letters, server_of
from tests.smtp_server import CLOSE, FaultServer, Talk

from kalends.delivery import Outcome, Sender

CONNECTIONS = 2
PATIENCE = 0.5


@pytest.mark.parametrize("moment", ["connect", "mail", "rcpt", "data", "taken"])
def test_a_server_that_falls_silent_is_given_up(moment: str) -> None:
    """In doubt is only what it had in full; nothing else is tried there, and the run ends."""
    ledger = Ledger()
    over = threading.Event()

    def hang(now: str, _: Talk) -> None:
        if now == moment:
            over.wait(20)

    with FaultServer(hang) as sink:
        server = replace(server_of(sink, CONNECTIONS), timeout=PATIENCE)
        start = time.monotonic()
        try:
            summary = Sender([server], time.monotonic).send(letters(40), ledger.commit)
        finally:
            over.set()
        assert time.monotonic() - start < 10
        had = sorted(sink.recipients())
    assert sorted(f"r{number}@example.org" for number in ledger.ids(Outcome.DOUBT)) == had
    assert bool(had) is (moment == "taken")
    assert len(had) <= CONNECTIONS * 8
    assert set(ledger.counts()) <= {"untried", "doubt"}
    assert list(summary.resting) == [server.name]


def test_a_server_that_hangs_up_at_every_letter_rests() -> None:
    """Nothing is in doubt, nobody is blamed, and the run ends."""
    ledger = Ledger()
    with FaultServer(always("mail", CLOSE)) as sink:
        server = server_of(sink, CONNECTIONS)
        summary = Sender([server], time.monotonic).send(letters(40), ledger.commit)
        assert len(sink.talks) <= 20
    assert set(ledger.counts()) == {"untried"}
    assert list(summary.resting) == [server.name]


def test_no_letter_waits_for_an_acknowledgement() -> None:
    """Small writes go out at once: TCP_NODELAY is set on every connection."""
    delays: set[int] = set()

    def look(moment: str, _: Talk) -> None:
        if moment == "taken":
            delays.update(map(_option, ours()))

    def ours() -> list[socket.socket]:
        known = [each for each in gc.get_objects() if isinstance(each, socket.socket)]
        return [each for each in known if _peer(each) == sink.port]

    with FaultServer() as sink:
        sink.fault = look
        Sender([server_of(sink, 1)], time.monotonic).send(letters(3), Ledger().commit)
    assert delays
    assert 0 not in delays


def _option(one: socket.socket) -> int:
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def _peer(one: socket.socket) -> int:
    try:
        return int(one.getpeername()[1])
    except OSError:
        return 0
