"""All of one person: to be handed over, or to be forgotten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from kalends.store.cohorts import WISHES
from kalends.store.schema import bounce, delivery, edition, signup, subscriber, subscription
from kalends.store.states import DeliveryState, State
from kalends.store.suppression import ERASED, find, suppress

_UNSENT = (DeliveryState.READY, DeliveryState.DEFERRED, DeliveryState.HELD, DeliveryState.DOUBT)


def export(tx: Connection, address_hash: str) -> dict[str, Any] | None:
    """Return everything kept of a person, ready for JSON; None where there is nothing."""
    found = _dicts(tx, select(subscriber).where(subscriber.c.address_hash == address_hash))
    suppressed = find(tx, address_hash)
    if not found and suppressed is None:
        return None
    number = found[0]["id"] if found else None
    mails = (
        select(delivery, edition.c.subject)
        .join(edition, edition.c.key == delivery.c.edition_key)
        .where(delivery.c.subscriber_id == number)
        .order_by(delivery.c.id)
    )
    wishes = WISHES.where(subscription.c.subscriber_id == number)
    bounces = select(bounce).where(bounce.c.address_hash == address_hash)
    signups = select(signup).where(signup.c.address_hash == address_hash)
    return {
        "subscriber": found[0] if found else None,
        "subscriptions": _dicts(tx, wishes.order_by(subscription.c.id)),
        "deliveries": _dicts(tx, mails),
        "bounces": _dicts(tx, bounces.order_by(bounce.c.id)),
        "signups": _dicts(tx, signups.order_by(signup.c.id)),
        "suppressed": None
        if suppressed is None
        else {"reason": suppressed.reason, "at": suppressed.at.isoformat()},
    }


def erase(tx: Connection, address_hash: str, now: datetime) -> bool:
    """Forget a person: the hash in the suppression list is all that is left.

    Deliveries stay as counts that belong to nobody. `Store.scrub` then takes the former
    contents out of SQLite's log.

    Returns:
        Whether anything was known; the address is suppressed in any case, until its owner
        signs up anew and confirms.
    """
    suppress(tx, address_hash, ERASED, now)
    tx.execute(delete(signup).where(signup.c.address_hash == address_hash))
    tx.execute(delete(bounce).where(bounce.c.address_hash == address_hash))
    theirs = subscriber.c.address_hash == address_hash
    number = tx.scalar(select(subscriber.c.id).where(theirs))
    if number is None:
        return False
    forget = {
        "address": None,
        "address_hash": None,
        "language": "",
        "zone": "",
        "confirmed_at": None,
        "paused_until": None,
        "state": State.ERASED,
        "state_at": now,
        "created_at": now,
    }
    mails = delivery.c.subscriber_id == number
    skip = {"state": DeliveryState.SKIPPED, "lease_until": None}
    tx.execute(update(delivery).where(mails, delivery.c.state.in_(_UNSENT)).values(skip))
    tx.execute(update(delivery).where(mails).values(subscription_id=None, reply=""))
    tx.execute(delete(subscription).where(subscription.c.subscriber_id == number))
    tx.execute(update(subscriber).where(subscriber.c.id == number).values(forget))
    return True


def _dicts(tx: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    rows = tx.execute(statement).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's
    return value.isoformat() if isinstance(value, date) else value
