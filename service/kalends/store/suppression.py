"""Addresses that must not be mailed, whatever else is known of them.

The one mail that they may get asks whether a sign-up was meant; confirming it lifts this.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from kalends.store.reading import only, query
from kalends.store.records import Suppressed
from kalends.store.schema import suppression
from kalends.store.upserts import insert

ERASED = "erased"
COMPLAINT = "complaint"


def suppress(tx: Connection, address_hash: str, reason: str, now: datetime) -> None:
    """Mail this address no more; a wish to be erased outweighs any other reason."""
    statement = insert(tx, suppression).values(address_hash=address_hash, reason=reason, at=now)
    if reason == ERASED:
        new = {"reason": reason, "at": now}
        statement = statement.on_conflict_do_update(index_elements=["address_hash"], set_=new)
    else:
        statement = statement.on_conflict_do_nothing()
    tx.execute(statement)


def lift(tx: Connection, address_hash: str) -> bool:
    """Let the address be mailed again; tells whether it was suppressed."""
    done = tx.execute(delete(suppression).where(suppression.c.address_hash == address_hash))
    return done.rowcount > 0


def find(tx: Connection, address_hash: str) -> Suppressed | None:
    """Return why and since when an address is suppressed."""
    statement = query(suppression, Suppressed)
    return only(tx, Suppressed, statement.where(suppression.c.address_hash == address_hash))


def is_suppressed(tx: Connection, address_hash: str) -> bool:
    """Tell whether an address must not be mailed."""
    found = select(suppression.c.reason).where(suppression.c.address_hash == address_hash)
    return tx.scalar(found) is not None
