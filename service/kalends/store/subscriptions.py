"""Subscriptions: what a person gets, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, text, tuple_, update
from sqlalchemy.exc import IntegrityError

from kalends.model import Cadence
from kalends.store.columns import Id, Instant
from kalends.store.reading import only, query, read
from kalends.store.records import Subscription
from kalends.store.schema import subscriber, subscription
from kalends.store.states import State
from kalends.store.upserts import insert

_COLUMNS = query(subscription, Subscription)
_ACTIVE = text("subscription.active")  # `active = 1` would not find the partial index in SQLite


class Wish(NamedTuple):
    """What is wanted.

    Attributes:
        selection: Canonical query: equal selections are equal texts.
        at: Local time, whole minutes.
        weekday: First day of a weekly period, 0 is Monday.
    """

    cadence: Cadence
    selection: str
    at: time = time(8)
    weekday: int = 0


class DueSubscription(NamedTuple):
    """A subscription whose time has come, with what is needed to plan its issue."""

    subscription: Subscription
    language: str
    zone: str

    @property
    def cursor(self) -> Cursor:
        """Return where the next batch goes on."""
        at = self.subscription.next_due_at
        if at is None:
            raise ValueError(f"subscription {self.subscription.id} was given up and is never due")
        return Cursor(at, self.subscription.id)


class Cursor(NamedTuple):
    """A place in the order of what is due."""

    due_at: datetime
    subscription_id: int


class Move(NamedTuple):
    """A subscription that was planned for.

    Attributes:
        seen_due_at: `next_due_at` as it was read: where it has changed since, that stays.
        covered_until: Exclusive.
    """

    subscription_id: int
    seen_due_at: datetime
    covered_until: date
    next_due_at: datetime


def create(
    tx: Connection, subscriber_id: int, wish: Wish, covered_until: date, next_due_at: datetime
) -> int:
    """Return the number of the new subscription, or of the same one that is there already.

    One that was given up is taken up again under its number, so that no issue comes twice.
    """
    same = (
        (subscription.c.subscriber_id == subscriber_id)
        & (subscription.c.cadence == wish.cadence)
        & (subscription.c.selection == wish.selection)
    )
    numbers = select(subscription.c.id).where(same)
    order = subscription.c.next_due_at.is_(None), subscription.c.id
    former = only(tx, Subscription, _COLUMNS.where(same).order_by(*order))
    if former is not None and former.next_due_at is not None:
        return former.id
    values = {"at_minute": _minute(wish.at), "weekday": wish.weekday, "next_due_at": next_due_at}
    values |= {"active": _is_active(tx, subscriber_id), "kept": True}
    if former is not None:
        values["covered_until"] = max(covered_until, former.covered_until)
        tx.execute(update(subscription).where(subscription.c.id == former.id).values(values))
        return former.id
    values |= {"subscriber_id": subscriber_id, "covered_until": covered_until}
    values |= {"cadence": wish.cadence, "selection": wish.selection}
    tx.execute(insert(tx, subscription).values(values).on_conflict_do_nothing())
    found: int = tx.scalars(numbers.where(subscription.c.next_due_at.is_not(None))).one()
    return found


def change(tx: Connection, subscription_id: int, wish: Wish, next_due_at: datetime) -> bool:
    """Set what is wanted; False where the person has another subscription just like it."""
    values = {
        "cadence": wish.cadence,
        "selection": wish.selection,
        "at_minute": _minute(wish.at),
        "weekday": wish.weekday,
        "next_due_at": next_due_at,
    }
    kept = subscription.c.next_due_at.is_not(None)
    changing = update(subscription).where(subscription.c.id == subscription_id, kept)
    try:
        with tx.begin_nested():
            return tx.execute(changing.values(values)).rowcount == 1
    except IntegrityError:
        return False


def remove(tx: Connection, subscription_id: int) -> None:
    """Give a subscription up; mails on their way are not sent any more."""
    giving_up = update(subscription).where(subscription.c.id == subscription_id)
    tx.execute(giving_up.values(active=False, kept=False, next_due_at=None))


def get(tx: Connection, subscription_id: int) -> Subscription | None:
    """Return the subscription of this number, one that was given up included."""
    return only(tx, Subscription, _COLUMNS.where(subscription.c.id == subscription_id))


def of(tx: Connection, subscriber_id: int) -> list[Subscription]:
    """Return a person's subscriptions, without those given up."""
    theirs = subscription.c.subscriber_id == subscriber_id
    kept = subscription.c.next_due_at.is_not(None)
    return read(tx, Subscription, _COLUMNS.where(theirs, kept).order_by(subscription.c.id))


def due(
    tx: Connection, now: datetime, limit: int, after: Cursor | None = None
) -> list[DueSubscription]:
    """Return whose time has come, the longest overdue first.

    Args:
        limit: At most so many.
        after: Go on behind these; without it, those come first that are not moved yet.
    """
    place = tuple_(subscription.c.next_due_at, subscription.c.id)
    statement = (
        _COLUMNS.add_columns(subscriber.c.language, subscriber.c.zone)
        .join(subscriber, subscriber.c.id == subscription.c.subscriber_id)
        .where(_ACTIVE, subscription.c.next_due_at <= now)
        .order_by(subscription.c.next_due_at, subscription.c.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(place > tuple_(*after, types=[Instant(), Id]))
    rows = tx.execute(statement)
    return [DueSubscription(Subscription(*row[:-2]), row.language, row.zone) for row in rows]


def moved(tx: Connection, moves: Iterable[Move]) -> None:
    """Note what is covered and when each is due next; in the transaction of its deliveries."""
    rows = [
        {"id_": number, "seen": seen, "covered": covered, "due": due}
        for number, seen, covered, due in moves
    ]
    moving = update(subscription).where(
        subscription.c.id == bindparam("id_"), subscription.c.next_due_at == bindparam("seen")
    )
    moving = moving.values(covered_until=bindparam("covered"), next_due_at=bindparam("due"))
    if rows:
        tx.execute(moving, rows)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _is_active(tx: Connection, subscriber_id: int) -> bool:
    state = tx.scalar(select(subscriber.c.state).where(subscriber.c.id == subscriber_id))
    return state is State.ACTIVE
