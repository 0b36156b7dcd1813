"""Why an address did or did not get an issue: everything known of it and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, or_

from kalends.store import runs, subscribers, suppression
from kalends.store.cohorts import WISHES
from kalends.store.reading import query, read
from kalends.store.records import Delivery, Returned, Run, Subscriber, Subscription, Suppressed
from kalends.store.schema import bounce, delivery, subscription

_BEFORE = timedelta(hours=14)  # the first zones to see a day
_AFTER = timedelta(days=1, hours=12)  # the last ones to leave it


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an address and a day.

    Attributes:
        subscriber: None where the address is unknown, or was erased.
        suppressed: None where it may be mailed.
        subscriptions: Those given up included. One that is covered beyond the day and has
            no delivery for it had nothing to say.
        deliveries: That cover the day, or were due on it somewhere on Earth.
        bounces: Up to the end of the day and later, oldest first.
        runs: Of each cadence, the last planning of a period that began by the day.
    """

    subscriber: Subscriber | None
    suppressed: Suppressed | None
    subscriptions: tuple[Subscription, ...]
    deliveries: tuple[Delivery, ...]
    bounces: tuple[Returned, ...]
    runs: tuple[Run, ...]


def why(tx: Connection, address_hash: str, day: date) -> Known:
    """Return everything known of an address and a day."""
    known = subscribers.find(tx, address_hash)
    returned = query(bounce, Returned).where(bounce.c.address_hash == address_hash)
    return Known(
        known,
        suppression.find(tx, address_hash),
        () if known is None else _subscriptions(tx, known.id),
        () if known is None else _deliveries(tx, known.id, day),
        tuple(read(tx, Returned, returned.order_by(bounce.c.at, bounce.c.id))),
        tuple(runs.covering(tx, day)),
    )


def _subscriptions(tx: Connection, subscriber_id: int) -> tuple[Subscription, ...]:
    theirs = WISHES.where(subscription.c.subscriber_id == subscriber_id)
    return tuple(read(tx, Subscription, theirs.order_by(subscription.c.id)))


def _deliveries(tx: Connection, subscriber_id: int, day: date) -> tuple[Delivery, ...]:
    midnight = datetime.combine(day, time(), UTC)
    covering = (delivery.c.start <= day) & (delivery.c.end > day)
    due = delivery.c.due_at.between(midnight - _BEFORE, midnight + _AFTER)
    theirs = query(delivery, Delivery).where(
        delivery.c.subscriber_id == subscriber_id, or_(covering, due)
    )
    return tuple(read(tx, Delivery, theirs.order_by(delivery.c.due_at, delivery.c.id)))
