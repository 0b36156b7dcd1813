"""Cohorts: subscriptions that are due together, so that planning moves them with one row.

The members of a cohort have their language, rhythm and place in time in common. Who comes to
differ moves to another; who was given up is in none. A paused reader's rest in cohorts that are
not active, so that their time stands still.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    update,
)

from kalends.model import Cadence
from kalends.store.schema import cohort, delivery, subscriber, subscription
from kalends.store.states import State
from kalends.store.upserts import chunks

SIZE = 250
"""Members at most, or a few more where several join at once."""

WISHES = select(
    subscription.c.id,
    subscription.c.subscriber_id,
    subscription.c.cadence,
    subscription.c.at_minute,
    subscription.c.weekday,
    subscription.c.selection,
    func.coalesce(subscription.c.covered_until, cohort.c.covered_until).label("covered_until"),
    cohort.c.next_due_at,
    func.coalesce(cohort.c.active, false()).label("active"),
).outerjoin_from(subscription, cohort, cohort.c.id == subscription.c.cohort_id)
"""Selects whole `records.Subscription`s."""

_STANDING = (
    select(
        subscription.c.id,
        subscription.c.cohort_id,
        subscriber.c.language,
        subscriber.c.zone,
        subscription.c.cadence,
        subscription.c.at_minute,
        subscription.c.weekday,
        subscriber.c.state,
        cohort.c.covered_until,
        cohort.c.next_due_at,
    )
    .join_from(subscription, subscriber, subscriber.c.id == subscription.c.subscriber_id)
    .join(cohort, cohort.c.id == subscription.c.cohort_id)
)


class Place(NamedTuple):
    """What the members of a cohort have in common.

    Attributes:
        active: Their subscribers are.
        covered_until: Exclusive.
    """

    language: str
    zone: str
    cadence: Cadence
    at_minute: int
    weekday: int
    active: bool
    covered_until: date
    next_due_at: datetime


_PLACE = [cohort.c[name] for name in Place._fields]


def find(tx: Connection, place: Place, count: int = 1) -> int:
    """Return a cohort of this place with room for `count`, a new one where there is none."""
    alike = (column == value for column, value in zip(_PLACE, place, strict=True))
    newest = select(cohort.c.id).where(*alike).order_by(cohort.c.id.desc()).limit(1)
    number: int | None = tx.scalar(newest.with_for_update(read=True))
    if number is not None and _size(tx, number) + count <= SIZE:
        return number
    made: int = tx.scalars(insert(cohort).values(place._asdict()).returning(cohort.c.id)).one()
    return made


def settle(
    tx: Connection,
    which: ColumnElement[bool],
    *,
    covered_until: date | None = None,
    next_due_at: datetime | None = None,
) -> None:
    """Put subscriptions where they belong after a change of theirs or of their subscriber's.

    Args:
        which: Of `subscription`, `subscriber` and `cohort`; of those given up nothing changes.
        covered_until: As before without it.
        next_due_at: As before without it.
    """
    theirs = _STANDING.where(which).order_by(subscription.c.id)
    for row in tx.execute(theirs.with_for_update(read=True, of=cohort)).all():
        place = Place(
            row.language,
            row.zone,
            row.cadence,
            row.at_minute,
            row.weekday,
            row.state is State.ACTIVE,
            covered_until or row.covered_until,
            next_due_at or row.next_due_at,
        )
        _put(tx, [row.id], row.cohort_id, place)


def uncover(tx: Connection, numbers: Sequence[int]) -> None:
    """Give the days of these deliveries back where nothing later is covered."""
    member = subscription.c.id, subscription.c.cohort_id, delivery.c.start
    covering = (
        select(*member)
        .join_from(delivery, subscription, subscription.c.id == delivery.c.subscription_id)
        .join(cohort, cohort.c.id == subscription.c.cohort_id)
        .where(delivery.c.id.in_(numbers), cohort.c.covered_until == delivery.c.end)
        .order_by(subscription.c.cohort_id, delivery.c.start)
        .with_for_update(key_share=True, of=cohort)
    )
    rows = tx.execute(covering).all()
    for (number, start), group in groupby(rows, lambda row: (row.cohort_id, row.start)):
        members = sorted({row.id for row in group})
        if len(members) == _size(tx, number):
            tx.execute(update(cohort).where(cohort.c.id == number).values(covered_until=start))
            continue
        found = tx.execute(select(*_PLACE).where(cohort.c.id == number)).one()
        _put(tx, members, number, Place(*found)._replace(covered_until=start))


def tidy(tx: Connection) -> None:
    """Drop the cohorts that everybody left."""
    empty = ~exists().where(subscription.c.cohort_id == cohort.c.id)
    numbers = tx.scalars(select(cohort.c.id).where(empty).with_for_update(skip_locked=True)).all()
    for portion in chunks(numbers):
        # looked at once more: somebody may have joined before the lock was had
        tx.execute(delete(cohort).where(cohort.c.id.in_(portion), empty))


def small(tx: Connection) -> list[int]:
    """Return cohorts to `settle`, less than half full: others of their place take them in."""
    size = func.count(subscription.c.id)
    sizes = (
        select(cohort.c.id, size.label("size"), *_PLACE)
        .join(subscription, subscription.c.cohort_id == cohort.c.id)
        .where(cohort.c.active)
        .group_by(cohort.c.id)
        .order_by(*_PLACE, cohort.c.id)
    )
    found: list[int] = []
    for _, alike in groupby(tx.execute(sizes), lambda row: tuple(row)[2:]):
        rows = list(alike)
        few = [row.id for row in rows if 2 * row.size < SIZE]
        if len(few) > 1:
            found += [number for number in few if number != rows[-1].id]
    return found


def _put(tx: Connection, members: Sequence[int], former: int, place: Place) -> None:
    """Move members of one cohort to another, unless they left it meanwhile."""
    theirs = subscription.c.id.in_(members) & (subscription.c.cohort_id == former)
    tx.execute(update(subscription).where(theirs).values(cohort_id=find(tx, place, len(members))))


def _size(tx: Connection, number: int) -> int:
    count: Any = select(func.count()).where(subscription.c.cohort_id == number)
    return tx.scalar(count) or 0
