"""A worker of its own process, to be killed: `python -m tests.integration.courier …`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.unit.mailings import NOW, Service, opened

from kalends.delivery import Sender, Server, Tls
from kalends.jobs.deliver import deliver
from kalends.store.states import OnDoubt

_START = time.monotonic()


def running() -> float:
    """Return seconds since 1970 that go on from the morning of the tests."""
    return NOW.timestamp() + time.monotonic() - _START


def sender(port: int, per_minute: int = 0) -> Sender:
    """Return a way to the server on a port of this machine."""
    server = Server("127.0.0.1", port, Tls.NONE, helo="test", per_minute=per_minute)
    return Sender([server], running)


def main(folder: str, port: str, on_doubt: str) -> None:
    """Deliver what is due in the ledger of a folder."""
    with opened(Path(folder)) as ledger:
        mailing = Service(ledger).through(sender(int(port)), OnDoubt(on_doubt))
        deliver(mailing, lambda: datetime.fromtimestamp(running(), UTC), "courier")


if __name__ == "__main__":
    main(*sys.argv[1:])
