"""Whether the ledger can be used, and what stands in it, for whoever watches the service."""

from __future__ import annotations

from kalends.store import Store, census


class Pulse:
    """Looks into a ledger; every call may wait for the database."""

    def __init__(self, store: Store) -> None:
        """Take the open ledger."""
        self._store = store

    def check(self) -> None:
        """Look into the ledger once; whatever it raises, mail cannot be sent now."""
        with self._store.reading() as tx:
            census.touch(tx)

    def deliveries(self) -> dict[str, int]:
        """Return how many deliveries are in each state; raises StoreError."""
        with self._store.reading() as tx:
            return census.deliveries(tx)
