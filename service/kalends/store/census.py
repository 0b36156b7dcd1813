"""Counts and lists for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select

from kalends.store.schema import cohort, delivery, subscriber, subscription
from kalends.store.states import DeliveryState

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_THEIRS = subscriber.c.id == subscription.c.subscriber_id
_KEPT = subscriber.c.address.is_not(None) & subscription.c.cohort_id.is_not(None)
_UNSENT = delivery.c.state.in_([DeliveryState.READY, DeliveryState.DEFERRED])
FIELDS = ("address", "language", "zone", "cadence", "at", "weekday", "selection", "state")


def census(tx: Connection) -> dict[str, dict[str, int]]:
    """Return how many subscribers are in each state, and active subscriptions by cadence."""
    states = select(subscriber.c.state, func.count()).group_by(subscriber.c.state)
    active = (
        select(subscription.c.cadence, func.count())
        .join(cohort, cohort.c.id == subscription.c.cohort_id)
        .where(cohort.c.active)
    )
    return {
        "subscribers": {str(name): count for name, count in sorted(tx.execute(states).all())},
        "subscriptions": {
            str(name): count
            for name, count in sorted(tx.execute(active.group_by(subscription.c.cadence)).all())
        },
    }


def deliveries(tx: Connection) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    states = select(delivery.c.state, func.count()).group_by(delivery.c.state)
    return {str(name): count for name, count in sorted(tx.execute(states).all())}


def due(tx: Connection, now: datetime) -> int:
    """Return how many deliveries are to be sent now."""
    ready = _UNSENT & (delivery.c.next_attempt_at <= now) & (delivery.c.expires_at > now)
    return tx.scalar(select(func.count()).where(ready)) or 0


def count(tx: Connection) -> int:
    """Return how many subscriptions `roster` tells of."""
    joined = select(func.count()).select_from(subscriber).join(subscription, _THEIRS)
    return tx.scalar(joined.where(_KEPT)) or 0


def touch(tx: Connection) -> None:
    """Read one row at most: what fails where the database, or its schema, is not there."""
    tx.execute(select(delivery.c.id).limit(1)).first()


def roster(tx: Connection) -> Iterator[dict[str, str]]:
    """Yield each subscription of somebody who may be written to, by `FIELDS`, in texts."""
    columns = subscriber.c.address, subscriber.c.language, subscriber.c.zone, subscriber.c.state
    wishes = (
        subscription.c.cadence,
        subscription.c.at_minute,
        subscription.c.weekday,
        subscription.c.selection,
    )
    statement = select(*columns, *wishes).join(subscription, _THEIRS).where(_KEPT)
    for row in tx.execute(statement.order_by(subscriber.c.id, subscription.c.id)):
        yield {
            "address": row.address,
            "language": row.language,
            "zone": row.zone,
            "cadence": str(row.cadence),
            "at": f"{row.at_minute // 60:02}:{row.at_minute % 60:02}",
            "weekday": _WEEKDAYS[row.weekday],
            "selection": row.selection,
            "state": str(row.state),
        }
