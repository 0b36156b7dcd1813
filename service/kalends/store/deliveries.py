"""Deliveries before and after they are sent: planned, expired, held, counted.

Sending them is the matter of `sending`, what a crash leaves of `recovery`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from kalends.model import Cadence
from kalends.store import cohorts
from kalends.store.reading import only, query, read
from kalends.store.records import Delivery
from kalends.store.schema import delivery, subscription
from kalends.store.states import DeliveryState, Purpose
from kalends.store.upserts import chunks, insert

_COLUMNS = query(delivery, Delivery)
_PLAIN = {"attempts": 0, "worker": "", "server": "", "reply": ""}
_PORTION = 5_000


class Issue(NamedTuple):
    """The issue of a subscription that a delivery brings.

    Attributes:
        period: Its first day.
        start: First day covered, inclusive: earlier than the period after an outage.
        end: Day after the last one covered.
    """

    subscription_id: int
    cadence: Cadence
    period: date
    start: date
    end: date


class NewDelivery(NamedTuple):
    """A mail to plan.

    Attributes:
        message_id: The same on every try.
        expires_at: From then on it is not sent any more.
        issue: For a digest.
        blocked: Its edition failed: it waits for `editions.mend`.
    """

    subscriber_id: int
    purpose: Purpose
    edition_key: str
    message_id: str
    due_at: datetime
    expires_at: datetime
    issue: Issue | None = None
    blocked: bool = False


_NO_ISSUE = dict.fromkeys(Issue._fields)


def plan(tx: Connection, new: Sequence[NewDelivery]) -> list[int]:
    """Insert what is not planned yet; in the transaction of `subscriptions.moved`.

    Returns:
        The numbers of those inserted. An issue that its subscription has, in whatever state,
        is left alone, so that nothing is planned twice.
    """
    numbers: list[int] = []
    adding = insert(tx, delivery).on_conflict_do_nothing(
        index_elements=["subscription_id", "cadence", "period"]
    )
    for portion in chunks([_values(one) for one in new]):
        numbers += tx.scalars(adding.returning(delivery.c.id), list(portion))
    return numbers


def get(tx: Connection, delivery_id: int) -> Delivery | None:
    """Return the delivery of this number."""
    return only(tx, Delivery, _COLUMNS.where(delivery.c.id == delivery_id))


def of(tx: Connection, subscriber_id: int) -> list[Delivery]:
    """Return everything planned for a person, oldest first."""
    theirs = _COLUMNS.where(delivery.c.subscriber_id == subscriber_id)
    return read(tx, Delivery, theirs.order_by(delivery.c.due_at, delivery.c.id))


def held(tx: Connection, limit: int = 1_000) -> list[Delivery]:
    """Return what waits for the operator's word, oldest first."""
    waiting = _COLUMNS.where(delivery.c.state == DeliveryState.HELD)
    return read(tx, Delivery, waiting.order_by(delivery.c.due_at, delivery.c.id).limit(limit))


def counts(tx: Connection, since: datetime) -> dict[DeliveryState, int]:
    """Return how many of those due since then stand where."""
    statement = select(delivery.c.state, func.count()).where(delivery.c.due_at >= since)
    return {row[0]: row[1] for row in tx.execute(statement.group_by(delivery.c.state))}


def expire(tx: Connection, now: datetime) -> int:
    """End what was not sent in time, and return how many.

    To be called before planning: the next issue then covers those days too.
    """
    waiting = delivery.c.lease_until.is_(None) & delivery.c.state.in_(["ready", "deferred"])
    late = select(delivery.c.id).where(waiting, delivery.c.expires_at <= now)
    ending = (
        update(delivery)
        .where(delivery.c.id.in_(late.limit(_PORTION)), waiting)
        .values(state=DeliveryState.EXPIRED)
        .returning(delivery.c.id)
    )
    number = 0
    while ended := tx.scalars(ending).all():
        uncover(tx, ended)
        number += len(ended)
    return number


def uncover(tx: Connection, numbers: Sequence[int]) -> None:
    """Give the days of issues that were not sent back to their subscriptions.

    Only where no later issue is planned: that one would be covered twice.
    """
    for portion in chunks(numbers):
        giving = update(subscription).where(
            subscription.c.id == delivery.c.subscription_id,
            subscription.c.covered_until == delivery.c.end,
            delivery.c.id.in_(portion),
        )
        tx.execute(giving.values(covered_until=delivery.c.start))  # of those given up
        cohorts.uncover(tx, portion)


def _values(new: NewDelivery) -> dict[str, object]:
    values = {
        **_PLAIN,
        "subscriber_id": new.subscriber_id,
        "purpose": new.purpose,
        "priority": new.purpose.priority,
        "edition_key": new.edition_key,
        "message_id": new.message_id,
        "state": DeliveryState.READY,
        "due_at": new.due_at,
        "expires_at": new.expires_at,
        "next_attempt_at": None if new.blocked else new.due_at,
    }
    return values | (_NO_ISSUE if new.issue is None else new.issue._asdict())
