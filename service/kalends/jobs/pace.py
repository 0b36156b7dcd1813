"""Pace: what a new process has to know to keep a server's limit on the rate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kalends.store import Store
from kalends.store.pace import recent

_PERIOD = timedelta(seconds=60)
_FRACTION = timedelta(seconds=1)  # the ledger keeps whole seconds


def past(store: Store, servers: Iterable[str], now: datetime) -> dict[str, list[float]]:
    """Return, by the name of a server, when it was sent to lately: `Sender`'s `past`.

    What was being tried when a process ended counts for every server, as of now.

    Raises:
        StoreUnavailable: The ledger is out of reach.
    """
    with store.reading() as tx:
        sent, attempting = recent(tx, now - _PERIOD - _FRACTION)
    found = {name: [now.timestamp()] * attempting for name in servers}
    for name, at in sent:
        if name in found:
            found[name].append((at + _FRACTION).timestamp())
    return found
