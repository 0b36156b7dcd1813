"""Subscriptions: what a person gets, and whose turn it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select, true, tuple_, update
from sqlalchemy.exc import IntegrityError

from kalends.model import Cadence
from kalends.store import cohorts
from kalends.store.cohorts import WISHES, Place
from kalends.store.columns import Id, Instant
from kalends.store.reading import only, read
from kalends.store.records import Subscription
from kalends.store.schema import cohort, subscriber, subscription
from kalends.store.states import State
from kalends.store.upserts import insert

_KEPT = subscription.c.cohort_id.is_not(None)
_ORDER = cohort.c.next_due_at, cohort.c.id, subscription.c.id
_MEMBERS = (
    select(
        subscription.c.id,
        subscription.c.subscriber_id,
        cohort.c.cadence,
        cohort.c.at_minute,
        cohort.c.weekday,
        subscription.c.selection,
        cohort.c.covered_until,
        cohort.c.next_due_at,
        cohort.c.active,
        cohort.c.language,
        cohort.c.zone,
        subscription.c.cohort_id,
    )
    .join_from(cohort, subscription, subscription.c.cohort_id == cohort.c.id)
    .order_by(*_ORDER)
)


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
    cohort_id: int

    @property
    def cursor(self) -> Cursor:
        """Return where the next batch goes on."""
        at = self.subscription.next_due_at
        if at is None:
            raise ValueError(f"subscription {self.subscription.id} was given up and is never due")
        return Cursor(at, self.cohort_id)


class Cursor(NamedTuple):
    """A place in the order of what is due."""

    due_at: datetime
    cohort_id: int


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
    former = only(tx, Subscription, WISHES.where(same).order_by(~_KEPT, subscription.c.id))
    if former is not None:
        if former.next_due_at is not None:
            return former.id
        covered_until = max(covered_until, former.covered_until)
    place = _place(tx, subscriber_id, wish, covered_until, next_due_at)
    values: dict[str, object] = {"at_minute": place.at_minute, "weekday": wish.weekday}
    values |= {"cohort_id": cohorts.find(tx, place), "covered_until": None}
    if former is not None:
        tx.execute(update(subscription).where(subscription.c.id == former.id).values(values))
        return former.id
    values |= {"subscriber_id": subscriber_id, "cadence": wish.cadence}
    values |= {"selection": wish.selection}
    tx.execute(insert(tx, subscription).values(values).on_conflict_do_nothing())
    found: int = tx.scalars(select(subscription.c.id).where(same, _KEPT)).one()
    return found


def change(tx: Connection, subscription_id: int, wish: Wish, next_due_at: datetime) -> bool:
    """Set what is wanted; False where the person has another subscription just like it."""
    values = {
        "cadence": wish.cadence,
        "selection": wish.selection,
        "at_minute": _minute(wish.at),
        "weekday": wish.weekday,
    }
    this = subscription.c.id == subscription_id
    try:
        with tx.begin_nested():
            if tx.execute(update(subscription).where(this, _KEPT).values(values)).rowcount == 0:
                return False
    except IntegrityError:
        return False
    cohorts.settle(tx, this, next_due_at=next_due_at)
    return True


def remove(tx: Connection, subscription_id: int) -> None:
    """Give a subscription up; mails on their way are not sent any more."""
    covered = select(cohort.c.covered_until).where(cohort.c.id == subscription.c.cohort_id)
    giving_up = update(subscription).where(subscription.c.id == subscription_id, _KEPT)
    tx.execute(giving_up.values(covered_until=covered.scalar_subquery(), cohort_id=None))


def get(tx: Connection, subscription_id: int) -> Subscription | None:
    """Return the subscription of this number, one that was given up included."""
    return only(tx, Subscription, WISHES.where(subscription.c.id == subscription_id))


def of(tx: Connection, subscriber_id: int) -> list[Subscription]:
    """Return a person's subscriptions, without those given up."""
    theirs = WISHES.where(subscription.c.subscriber_id == subscriber_id, _KEPT)
    return read(tx, Subscription, theirs.order_by(subscription.c.id))


def due(
    tx: Connection, now: datetime, limit: int, after: Cursor | None = None
) -> list[DueSubscription]:
    """Return whose time has come, the longest overdue first.

    Args:
        limit: Whole cohorts are returned until there are so many.
        after: Go on behind these; without it, those come first that are not moved yet.
    """
    statement = _MEMBERS.where(cohort.c.active == true(), cohort.c.next_due_at <= now)
    if after is not None:
        place = tuple_(cohort.c.next_due_at, cohort.c.id)
        statement = statement.where(place > tuple_(*after, types=[Instant(), Id]))
    room = limit + cohorts.SIZE
    while True:
        rows = tx.execute(statement.limit(room)).all()
        end = _end(rows, limit)
        if end < room:
            return [_due(row) for row in rows[:end]]
        room *= 2  # a large cohort, which may go on


def hold(tx: Connection, seen: Sequence[DueSubscription]) -> list[DueSubscription]:
    """Return the members of these cohorts as they are now; nobody else moves them till the end.

    Without those that another holds.
    """
    numbers = sorted({one.cohort_id for one in seen})
    mine = select(cohort.c.id).where(cohort.c.id.in_(numbers))
    held = tx.scalars(mine.with_for_update(key_share=True, skip_locked=True)).all()
    members = _MEMBERS.where(cohort.c.id.in_(held), cohort.c.active == true())
    return [_due(row) for row in tx.execute(members)]


def proceed(tx: Connection, held: Sequence[DueSubscription], moves: Iterable[Move]) -> None:
    """Note what is covered and when each is due next; in the transaction of its deliveries.

    Args:
        held: As `hold` returned them.
        moves: Of them; where all of a cohort move alike, that is one row.
    """
    known = {move.subscription_id: move for move in moves}
    apart, together = list[Move](), list[dict[str, object]]()
    for number, members in groupby(held, lambda one: one.cohort_id):
        found = [known.get(one.subscription.id) for one in members]
        theirs = [move for move in found if move is not None]
        ends = Counter(move[2:] for move in theirs)
        if len(theirs) < len(found):
            apart += theirs
        else:
            ((covered, at), _), *others = ends.most_common()
            together.append({"id_": number, "covered": covered, "due": at})
            apart += [move for move in theirs if others and move[2:] != (covered, at)]
    moved(tx, apart)
    moving = update(cohort).where(cohort.c.id == bindparam("id_"))
    moving = moving.values(covered_until=bindparam("covered"), next_due_at=bindparam("due"))
    if together:
        tx.execute(moving, together)


def moved(tx: Connection, moves: Iterable[Move]) -> None:
    """Note what is covered and when each is due next, one by one."""
    for number, seen, covered, at in moves:
        unmoved = (subscription.c.id == number) & (cohort.c.next_due_at == seen)
        cohorts.settle(tx, unmoved, covered_until=covered, next_due_at=at)


def _due(row: Row[*tuple[Any, ...]]) -> DueSubscription:
    found = tuple(row)
    return DueSubscription(Subscription(*found[:9]), *found[9:])


def _end(rows: Sequence[Row[*tuple[Any, ...]]], limit: int) -> int:
    """Return where the first cohort ends that reaches the limit."""
    end = min(limit, len(rows))
    while end < len(rows) and rows[end].cohort_id == rows[limit - 1].cohort_id:
        end += 1
    return end


def _place(
    tx: Connection, subscriber_id: int, wish: Wish, covered_until: date, next_due_at: datetime
) -> Place:
    theirs = select(subscriber.c.language, subscriber.c.zone, subscriber.c.state)
    person = tx.execute(theirs.where(subscriber.c.id == subscriber_id)).one()
    return Place(
        person.language,
        person.zone,
        wish.cadence,
        _minute(wish.at),
        wish.weekday,
        person.state is State.ACTIVE,
        covered_until,
        next_due_at,
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
