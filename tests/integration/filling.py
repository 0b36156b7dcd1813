"""A worker whose disk is full for a while: `python -m tests.integration.filling FOLDER PORT`.

The limit on the size of files stands for the disk: a write beyond it fails as one without room.
"""

from __future__ import annotations

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.integration.courier import running, sender
from tests.unit.mailings import Service, opened

from kalends.jobs.deliver import Courier
from kalends.store import StoreUnavailable

_ROOM = 200_000


def main(folder: str, port: str) -> None:
    """Deliver what is due with little room, then with enough; tell what failed."""
    with opened(Path(folder)) as ledger:
        courier = Courier(Service(ledger).through(sender(int(port))), "one")
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        ledger_size = (Path(folder) / "kalends.db").stat().st_size
        for room in (ledger_size + _ROOM, most):
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
            try:
                found = courier.deliver(lambda: datetime.fromtimestamp(running(), UTC))
                print(dict(found.counts))
            except StoreUnavailable as error:
                print(error, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
