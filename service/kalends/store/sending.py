"""The hot path: who is to be mailed now, and what became of it.

The ledger goes ahead of the wire. `advance` commits the window that is to be sent next
together with the replies to the one before; so after a crash only the last windows are in
doubt. `attempts` is the fence: a reply counts for the try it belongs to and for no later one,
however late it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kalends.model import Cadence
from kalends.store import bounces
from kalends.store.bounces import Bounce
from kalends.store.columns import instant, seconds
from kalends.store.deliveries import uncover
from kalends.store.statements import Statements
from kalends.store.states import BounceKind, DeliveryState, Purpose

_REPLY = 1_000  # characters kept of what a server says
_UNCOVERING = {DeliveryState.EXPIRED, DeliveryState.FAILED, DeliveryState.SKIPPED}


class Claim(NamedTuple):
    """A worker's hold on deliveries.

    Attributes:
        worker: Its name, unique among those that run.
        until: When the hold ends by itself, because the worker must be dead.
    """

    worker: str
    until: datetime


class Claimed(NamedTuple):
    """A delivery to send, with all that a mail needs beside its edition.

    Attributes:
        attempt: Number of the try that comes, from 1.
        ref: Stands for the subscriber in links.
        period: First day, None like `cadence` for other mails than digests.
    """

    id: int
    attempt: int
    purpose: Purpose
    edition_key: str
    message_id: str
    address: str
    ref: str
    subscriber_id: int
    subscription_id: int | None
    cadence: Cadence | None
    period: date | None
    due_at: datetime
    expires_at: datetime


class Result(NamedTuple):
    """What became of a try.

    Attributes:
        attempt: As `Claimed` numbered it.
        state: SENT, DEFERRED (with `retry_at`), BOUNCED, FAILED, SKIPPED, HELD where it
            is in doubt; READY when the server never saw it.
        at: When the server answered.
        bounce: Of what kind, when BOUNCED.
        status: RFC 3463 code of a bounce, such as 5.1.1.
    """

    id: int
    attempt: int
    state: DeliveryState
    at: datetime
    server: str = ""
    reply: str = ""
    retry_at: datetime | None = None
    bounce: BounceKind = BounceKind.HARD
    status: str = ""


def claim(
    tx: Connection, now: datetime, hold: Claim, limit: int, priorities: Sequence[int] = (0, 1)
) -> list[Claimed]:
    """Take up to `limit` deliveries that are due, the urgent first; nobody else gets them.

    Those whose subscriber must not be mailed any more are skipped, and do not come back.

    Args:
        priorities: `Purpose.priority` values, in the order of taking.
    """
    sql = Statements.of(tx)
    at, numbers = seconds(now), list[int]()
    for priority in priorities:
        room = limit - len(numbers)
        if room > 0:
            given = (priority, at, at, room, hold.worker, seconds(hold.until))
            numbers += [row[0] for row in tx.exec_driver_sql(sql.claim, given)]
    if not numbers:
        return []
    rows = tx.exec_driver_sql(sql.claimed, (sql.among(numbers),)).all()
    refused = [row[0] for row in rows if not row[-1]]
    if refused:
        _refuse(tx, refused, hold, at)
    return [_claimed(row) for row in rows if row[-1]]


def advance(
    tx: Connection, now: datetime, results: Iterable[Result], window: Sequence[int], hold: Claim
) -> set[int]:
    """Record what became of one window and announce the next, in one commit.

    Nothing may be sent before the transaction is committed, and nothing that is not in the
    answer: a claim that ran out, an issue past its time, a subscriber who left meanwhile.

    Args:
        window: Numbers of claimed deliveries.
        hold: The claim, with its end put off.
    """
    record(tx, results)
    if not window:
        return set()
    sql, at = Statements.of(tx), seconds(now)
    given = (seconds(hold.until), sql.among(window), hold.worker, at, at)
    allowed = {row[0] for row in tx.exec_driver_sql(sql.attempt, given)}
    if len(allowed) < len(window):
        _refuse(tx, [number for number in window if number not in allowed], hold, at)
    return allowed


def record(tx: Connection, results: Iterable[Result]) -> None:
    """Record replies; the transaction of the last window, or of one that came late."""
    sql, common = Statements.of(tx), list[Result]()
    for result in results:
        if result.state in _UNCOVERING or result.state is DeliveryState.BOUNCED:
            _conclude(tx, sql, result)
        else:
            common.append(result)
    if common:
        sql.record(tx, [_recorded(result) for result in common])


def release(tx: Connection, worker: str) -> int:
    """Let go of what a worker claimed and did not try: at its orderly end."""
    return tx.exec_driver_sql(Statements.of(tx).release, (worker,)).rowcount


def _conclude(tx: Connection, sql: Statements, result: Result) -> None:
    """Record a result that has consequences, unless a later try overtook it."""
    if sql.record(tx, [_recorded(result)]) == 0:
        return
    if result.state is DeliveryState.BOUNCED:
        bounce = Bounce(result.bounce, result.at, result.status, result.reply, result.id)
        bounces.record(tx, bounce)
    else:
        uncover(tx, [result.id])


def _refuse(tx: Connection, numbers: Sequence[int], hold: Claim, at: int) -> None:
    """End what is still this worker's: expired where its time is over, else skipped."""
    sql = Statements.of(tx)
    given = (at, sql.among(numbers), hold.worker, at)
    uncover(tx, [row[0] for row in tx.exec_driver_sql(sql.refuse, given)])


def _recorded(result: Result) -> tuple[object, ...]:
    sent = seconds(result.at) if result.state is DeliveryState.SENT else None
    retry = None
    if result.state in {DeliveryState.READY, DeliveryState.DEFERRED}:
        retry = seconds(result.retry_at or result.at)
    reply = result.reply[:_REPLY]
    return str(result.state), result.server, reply, sent, retry, result.id, result.attempt


def _claimed(row: Sequence[Any]) -> Claimed:
    values = list(row[: len(Claimed._fields)])
    for place, kind in _KINDS:
        if values[place] is not None:
            values[place] = kind(values[place])
    return Claimed._make(values)


# Thousands share an edition, and so their words, days and instants.
_KINDS: tuple[tuple[int, Callable[[Any], object]], ...] = tuple(
    (Claimed._fields.index(name), lru_cache(1_000)(kind))
    for name, kind in (
        ("purpose", Purpose),
        ("cadence", Cadence),
        ("period", date.fromisoformat),
        ("due_at", instant),
        ("expires_at", instant),
    )
)
