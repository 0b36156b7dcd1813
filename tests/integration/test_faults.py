"""What goes wrong on a morning with many readers: nobody is lost, nobody gets two."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from tests.integration.courier import running, sender
from tests.smtp_server import FaultServer, Talk
from tests.unit.mailings import MINUTE, NOW, Service, opened

from kalends.delivery import Outcome
from kalends.jobs.deliver import Courier
from kalends.jobs.plan import plan
from kalends.store import StoreUnavailable
from kalends.store.schema import bounce, delivery, subscriber, subscription

_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers, whose ledger is not waited for long."""
    with opened(tmp_path, wait=0.3) as ledger:
        yield Service(ledger)


def now() -> datetime:
    """Return a running morning."""
    return datetime.fromtimestamp(running(), UTC)


def planned(service: Service, number: int) -> list[str]:
    """Plan today's issue for so many, and return who they are."""
    readers = [f"r{each}@example.org" for each in range(1, number + 1)]
    service.subscribe(readers[0])
    with service.store.transaction() as tx:  # one by one takes longer than all the mails
        person = tx.execute(select(subscriber)).mappings().one()
        wish = tx.execute(select(subscription)).mappings().one()
        others = [
            {**person, "id": each, "ref": f"ref{each}", **_named(service, reader)}
            for each, reader in enumerate(readers[1:], 2)
        ]
        tx.execute(insert(subscriber), others)
        numbers = range(2, number + 1)
        tx.execute(insert(subscription), [{**wish, "id": n, "subscriber_id": n} for n in numbers])
    assert plan(service.mailing, NOW).planned == number
    return readers


def _named(service: Service, reader: str) -> dict[str, str]:
    text, hashed = service.store.address(reader)
    return {"address": text, "address_hash": hashed}


def test_a_ledger_that_another_process_locks_is_waited_for(
    service: Service, tmp_path: Path
) -> None:
    """Sending stops, is tried again as the heartbeat does, and goes on where it was."""
    readers = planned(service, 200)
    lock = [sys.executable, "-c", _LOCK, str(tmp_path / "kalends.db"), "2"]
    started: list[subprocess.Popen[bytes]] = []
    turn = threading.Lock()

    def seize(moment: str, _: Talk) -> None:
        with turn:
            if moment == "taken" and len(server.taken) >= 60 and not started:
                started.append(subprocess.Popen(lock, stdout=subprocess.PIPE))
                assert started[0].stdout is not None
                assert started[0].stdout.readline() == b"locked\n"

    with FaultServer() as server:
        server.fault = seize
        courier = Courier(service.through(sender(server.port)), "one")
        failures = _until_done(courier)
        assert Counter(server.recipients()) == Counter(readers)
    assert started[0].wait() == 0
    assert started[0].stdout is not None
    started[0].stdout.close()
    assert failures > 1
    assert service.states() == ["sent"] * 200


def _until_done(courier: Courier) -> int:
    """Deliver until the ledger lets it, and return how often it did not."""
    failures = 0
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            courier.deliver(now)
        except StoreUnavailable as error:
            assert "locked" in str(error)  # noqa: PT017 - it is tried again
            failures += 1
        else:
            return failures
    raise AssertionError("the lock did not end")


def test_a_full_disk_stops_sending_before_the_next_window(service: Service, tmp_path: Path) -> None:
    """With room again, what was sent is recorded, and the others get their mail."""
    readers = planned(service, 1_200)
    with FaultServer() as server:
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "tests.integration.filling",
            tmp_path,
            str(server.port),
        ]
        checkout = Path(__file__).resolve().parents[2]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=checkout)
        assert Counter(server.recipients()) == Counter(readers)
    failed, went = told.stdout.splitlines()
    assert failed.startswith("the database cannot be used now: ")
    assert "sent" in went
    assert set(service.states()) == {"sent"}


def test_refusals_among_many_are_told_apart(service: Service) -> None:
    """Of 10,000 readers one in a hundred is refused for now, and one for good."""
    readers = planned(service, 10_000)
    put_off: set[str] = set()

    def refuse(moment: str, talk: Talk) -> str | None:
        if moment != "rcpt":
            return None
        if talk.recipient.endswith("00@example.org") and talk.recipient not in put_off:
            put_off.add(talk.recipient)
            return "451 4.2.1 busy"
        return "550 5.1.1 nobody here" if talk.recipient.endswith("50@example.org") else None

    with FaultServer(refuse) as server:
        courier = Courier(service.through(sender(server.port)), "one")
        counts = {Outcome.SENT: 9_800, Outcome.DEFERRED: 100, Outcome.BOUNCED: 100}
        assert courier.deliver(now).counts == counts
        assert _replies(service, "deferred") == {("451 4.2.1 busy", 1): 100}
        later = timedelta(seconds=running() - NOW.timestamp()) + 2 * MINUTE
        assert courier.deliver(lambda: NOW + later).counts == {Outcome.SENT: 100}
        expected = {each for each in readers if not each.endswith("50@example.org")}
        assert Counter(server.recipients()) == Counter(expected)
    assert _replies(service, "bounced") == {("550 5.1.1 nobody here", 1): 100}
    assert {attempts: count for (_, attempts), count in _replies(service, "sent").items()} == {
        1: 9_800,
        2: 100,
    }
    with service.store.reading() as tx:
        states = tx.execute(select(subscriber.c.state, func.count()).group_by("state")).all()
        kinds = tx.execute(select(bounce.c.kind, func.count()).group_by("kind")).all()
    assert {tuple(row) for row in states} == {("active", 9_900), ("bounced", 100)}
    assert [tuple(row) for row in kinds] == [("hard", 100)]


def _replies(service: Service, state: str) -> dict[tuple[str, int], int]:
    """Return how many deliveries in a state have which reply after how many attempts."""
    said = delivery.c.reply, delivery.c.attempts
    found = select(*said, func.count()).where(delivery.c.state == state).group_by(*said)
    with service.store.reading() as tx:
        return {(reply, attempts): count for reply, attempts, count in tx.execute(found)}
