"""What is kept no longer than it serves.

Each portion is a transaction of its own, so that nobody who sends has to wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Table,
    Update,
    delete,
    exists,
    select,
    update,
)

from kalends.store import cohorts, subscribers
from kalends.store.database import Store
from kalends.store.schema import (
    bounce,
    delivery,
    edition,
    run,
    signup,
    subscriber,
    subscription,
    suppression,
)
from kalends.store.signups import REFUSAL
from kalends.store.states import BounceKind, State
from kalends.store.suppression import COMPLAINT

_PENDING = timedelta(days=7)
_TEXTS = timedelta(days=28)
_LEDGER = timedelta(days=365)
_PORTION = 1_000
_GONE = (State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED)


class Cleaned(NamedTuple):
    """How much was dropped.

    Attributes:
        pending: Sign-ups that nobody confirmed.
        addresses: Of people who left.
        texts: What servers said, which may quote an address.
        deliveries: Older than a year.
        editions: That no delivery needs any more.
        others: Bounces, runs and the counts of sign-ups.
    """

    pending: int
    addresses: int
    texts: int
    deliveries: int
    editions: int
    others: int


def cleanup(store: Store, now: datetime) -> Cleaned:
    """Drop what is over; daily is often enough.

    Pending sign-ups go after 7 days. The addresses of those who left, what servers replied and
    bounces said go after 28 days, the hashes stay. Deliveries go after a year. The counts of
    sign-ups go after 7 days, those of addresses that refused mail for good after 30.
    """
    year, month, week = now - _LEDGER, now - _TEXTS, now - _PENDING
    replied = (delivery.c.due_at < month) & (delivery.c.reply != "")
    told = (bounce.c.at < month) & (bounce.c.diagnostic != "")
    needed = exists().where(delivery.c.edition_key == edition.c.key)
    with store.transaction() as tx:
        runs = tx.execute(delete(run).where(run.c.at < year)).rowcount
        cohorts.tidy(tx)
    _gather(store)
    return Cleaned(
        pending=_purge_pending(store, now),
        addresses=_blank(store, subscriber.c.address, _left(month), None),
        texts=_blank(store, delivery.c.reply, replied, "")
        + _blank(store, bounce.c.diagnostic, told, ""),
        deliveries=_drop(store, delivery, delivery.c.due_at < year),
        editions=_drop(store, edition, (edition.c.created_at < month) & ~needed),
        others=runs
        + _drop(store, bounce, bounce.c.at < year)
        + _drop(store, signup, (signup.c.at < week) & ~_refused())
        + _drop(store, signup, signup.c.at < now - REFUSAL),
    )


def _gather(store: Store) -> None:
    """Bring the small cohorts together, which new readers begin every day."""
    with store.reading() as tx:
        numbers = cohorts.small(tx)
    for number in numbers:
        with store.transaction() as tx:
            cohorts.settle(tx, subscription.c.cohort_id == number)


def _refused() -> ColumnElement[bool]:
    hard = bounce.c.kind == BounceKind.HARD
    spam = suppression.c.reason == COMPLAINT
    theirs = signup.c.address_hash
    return exists().where(bounce.c.address_hash == theirs, hard) | exists().where(
        suppression.c.address_hash == theirs, spam
    )


def _left(before: datetime) -> ColumnElement[bool]:
    left = subscriber.c.state.in_(_GONE) & (subscriber.c.state_at < before)
    return left & subscriber.c.address.is_not(None)


def _purge_pending(store: Store, now: datetime) -> int:
    """Forget who never confirmed; who had left before and asked anew has left again."""
    stale = (subscriber.c.state == State.PENDING) & (subscriber.c.state_at < now - _PENDING)
    purged = 0
    for numbers in _portions(store, subscriber.c.id, stale):
        with store.transaction() as tx:
            ours = subscriber.c.id.in_(numbers) & stale
            found = select(subscriber.c.id, subscriber.c.confirmed_at).where(ours)
            for number, confirmed_at in tx.execute(found).all():
                if confirmed_at is None:
                    _forget(tx, number)
                else:
                    subscribers.unsubscribe(tx, number, now)
                purged += 1
    return purged


def _forget(tx: Connection, number: int) -> None:
    for table in (delivery, subscription):
        tx.execute(delete(table).where(table.c.subscriber_id == number))
    tx.execute(delete(subscriber).where(subscriber.c.id == number))


def _blank(store: Store, column: Column[Any], which: ColumnElement[bool], value: str | None) -> int:
    key = _key(column.table)
    changing = update(key.table).values({column: value})
    return sum(
        _execute(store, changing.where(key.in_(keys), which))
        for keys in _portions(store, key, which)
    )


def _drop(store: Store, table: Table, which: ColumnElement[bool]) -> int:
    key = _key(table)
    return sum(
        _execute(store, delete(table).where(key.in_(keys), which))
        for keys in _portions(store, key, which)
    )


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key))


def _execute(store: Store, statement: Update | Delete) -> int:
    with store.transaction() as tx:
        return tx.execute(statement).rowcount


def _portions(store: Store, key: Column[Any], which: ColumnElement[bool]) -> Iterator[list[Any]]:
    """Yield the keys of rows in portions, read without holding up those who write."""
    portion = select(key).where(which).order_by(key).limit(_PORTION)
    keys: list[Any] = []
    while True:
        with store.reading() as tx:
            keys = list(tx.scalars(portion.where(key > keys[-1]) if keys else portion))
        if not keys:
            return
        yield keys
