"""Tidy: drop what is kept no longer than it serves."""

from __future__ import annotations

import logging
from datetime import datetime

from kalends.store import Store
from kalends.store.retention import Cleaned, cleanup

log = logging.getLogger("kalends")


def tidy(store: Store, now: datetime) -> Cleaned:
    """Drop what is over, in the database and in its log, and return how much; once a day.

    Raises:
        StoreUnavailable: The ledger cannot be used; the rest waits for the next time.
    """
    found = cleanup(store, now)
    store.scrub()
    if any(found):
        dropped = ", ".join(f"{count} {name}" for name, count in found._asdict().items() if count)
        log.info("dropped what is over: %s", dropped)
    return found
