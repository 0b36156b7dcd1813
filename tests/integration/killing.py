"""Deliveries whose worker is killed again and again, and what comes of them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.smtp_server import FaultServer
from tests.unit.mailings import NOW, Service, opened

from kalends.jobs.plan import plan

CHECKOUT = Path(__file__).resolve().parents[2]
CONNECTIONS = 4
WINDOW = 8


@dataclass(frozen=True)
class Toll:
    """What came of it.

    Attributes:
        kills: How often the worker died while it sent.
        lost: Readers who got nothing, and whose mail is not held for the operator either.
        duplicates: Copies more than one.
        held: Mails that wait for the operator's word.
        seconds: How long it all took.
    """

    kills: int
    lost: int
    duplicates: int
    held: int
    seconds: float


def deliver_and_kill(folder: Path, on_doubt: str, kills: int, readers: int, seed: int = 1) -> Toll:
    """Deliver to so many readers; kill the worker so often, each time after a random count."""
    draw = Random(seed)
    addresses = [f"reader{number}@example.org" for number in range(readers)]
    with opened(folder) as ledger:
        service = Service(ledger)
        service.subscribe_all(addresses)
        assert plan(service.mailing, NOW).planned == readers
        start = time.monotonic()
        with FaultServer() as server:
            for left in range(kills, 0, -1):
                in_doubt = left * CONNECTIONS * WINDOW  # held, perhaps, and never taken
                share = (readers - len(server.taken) - in_doubt) // (left + 1)
                after = 1 + draw.randrange(max(1, share))
                _kill(folder, server, on_doubt, after)
            _start(folder, server.port, on_doubt).wait()
            copies = Counter(server.recipients())
        took = time.monotonic() - start
        states = {addresses[row.subscriber_id - 1]: row.state for row in service.rows()}
    assert set(states.values()) <= {"sent", "held"}
    held = {address for address, state in states.items() if state == "held"}
    lost = set(addresses) - set(copies) - held
    return Toll(kills, len(lost), sum(copies.values()) - len(copies), len(held), took)


def _kill(folder: Path, server: FaultServer, on_doubt: str, after: int) -> None:
    """Run a worker and kill it when the server has taken so many more."""
    enough = len(server.taken) + after
    worker = _start(folder, server.port, on_doubt)
    while len(server.taken) < enough:
        if worker.poll() is not None:
            raise AssertionError("everything was sent before the last kill; send to more readers")
        time.sleep(0.001)
    worker.kill()
    worker.wait()


def _start(folder: Path, port: int, on_doubt: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.integration.courier", str(folder), str(port), on_doubt]
    return subprocess.Popen(command, cwd=CHECKOUT)
