"""Plan: whose time has come, what they get, and when the next falls due.

What is planned is planned once: the ledger refuses a second delivery of a subscription's issue,
so a second planner, a restart or a clock that was set back makes no difference.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from kalends.dates import zone
from kalends.digest import Issue
from kalends.errors import DateError
from kalends.jobs.mailing import Mailing
from kalends.jobs.making import Made, Maker, Turn, issue_of
from kalends.model import Cadence, Edition, Rhythm
from kalends.store import Transaction, deliveries, editions, runs, subscribers, subscriptions
from kalends.store.deliveries import NewDelivery
from kalends.store.states import Purpose
from kalends.store.subscriptions import Cursor, DueSubscription, Move

log = logging.getLogger("kalends")


class Planned(NamedTuple):
    """What planning made.

    Attributes:
        planned: Deliveries that can be sent.
        empty: Issues with nothing to say, of which there is no mail.
        failed: Issues that wait for a template to be mended, or whose selection this version
            does not understand.
    """

    planned: int = 0
    empty: int = 0
    failed: int = 0


class _Task(NamedTuple):
    """A subscription with what falls to it; without an issue where none is to be sent."""

    due: DueSubscription
    turn: Turn
    issue: Issue | None = None
    made: Made = Made("")


class _Fate(StrEnum):
    """What becomes of a task; the first three cover the issue's days."""

    PLANNED = "planned"
    BLOCKED = "blocked"
    EMPTY = "empty"
    PLANNED_BEFORE = "planned before"
    UNREADABLE = "unreadable"
    NOT_DUE = "not due"


_COVERING = {_Fate.PLANNED, _Fate.BLOCKED, _Fate.EMPTY}


def plan(mailing: Mailing, now: datetime, *, batch: int = 1_000) -> Planned:
    """Plan whatever is due at `now`; to be called as often as one likes.

    Editions are made before their batch is written, and a batch is one transaction: nobody
    waits for a template, and one that fails holds up its own edition alone.

    Args:
        mailing: The parts.
        now: Aware.
        batch: Subscriptions in a transaction.

    Raises:
        StoreUnavailable: The ledger cannot be used; the batches before are planned.
    """
    with mailing.store.transaction() as tx:
        deliveries.expire(tx, now)
        subscribers.wake(tx, now)
    maker = Maker(mailing, now)
    _mend(mailing, maker, now)
    total, after = Planned(), None
    while due := _due(mailing, now, batch, after):
        tasks = [_task(maker, each) for each in due]
        with mailing.store.transaction() as tx:
            held = subscriptions.hold(tx, due)
            if held != due:
                unchanged = set(held)
                tasks = [task for task in tasks if task.due in unchanged]
            found = _write(tx, maker, held, tasks, now)
        total = Planned(*map(sum, zip(total, found, strict=True)))
        after = due[-1].cursor
    return total


def rhythm_of(due: DueSubscription, default: str) -> Rhythm:
    """Return when a subscription's issues are due.

    Args:
        default: The zone for a person whose own is not known any more.
    """
    try:
        zone(due.zone)
    except DateError:
        log.warning("there is no time zone %r any more; %s is taken", due.zone, default)
        return due.subscription.rhythm(default)
    return due.subscription.rhythm(due.zone)


def purpose_of(issue: Issue) -> Purpose:
    """Return what the mail of an issue is for; a single event that is followed is a reminder."""
    is_reminder = len(issue.selection.ids) == 1 and issue.cadence is not Cadence.YEARLY
    return Purpose.REMINDER if is_reminder else Purpose.DIGEST


def _due(
    mailing: Mailing, now: datetime, batch: int, after: Cursor | None
) -> list[DueSubscription]:
    with mailing.store.reading() as tx:
        return subscriptions.due(tx, now, batch, after)


def _task(maker: Maker, each: DueSubscription) -> _Task:
    """Decide, and make the edition where there is one to be made."""
    wish = each.subscription
    turn = maker.turn(rhythm_of(each, maker.site.timezone), wish.covered_until)
    if turn.due is None:
        return _Task(each, turn)
    selection = maker.selection(wish.selection)
    if selection is None:
        query = wish.selection
        log.error("subscription %d asks for %r, which means nothing any more", wish.id, query)
        return _Task(each, turn)
    issue = Issue.of(wish.cadence, turn.due, turn.start, selection)
    return _Task(each, turn, issue, maker.make(issue, each.language))


def _write(
    tx: Transaction,
    maker: Maker,
    held: Sequence[DueSubscription],
    tasks: Sequence[_Task],
    now: datetime,
) -> Planned:
    """Put a batch into the ledger."""
    for edition, error in maker.fresh():
        _put(tx, edition, error, now)
    new = [_delivery(task, task.issue) for task in tasks if task.issue and task.made.key]
    inserted = _inserted(tx, new, deliveries.plan(tx, new))
    fates = [_fate(task, inserted) for task in tasks]
    subscriptions.proceed(tx, held, map(_move, tasks, fates))
    _note(tx, tasks, fates, now)
    counts = Counter(fates)
    failed = counts[_Fate.BLOCKED] + counts[_Fate.UNREADABLE]
    return Planned(counts[_Fate.PLANNED], counts[_Fate.EMPTY], failed)


def _put(tx: Transaction, edition: Edition, error: str, now: datetime) -> None:
    if not error:
        editions.put(tx, edition, now)
    elif editions.put_failed(tx, edition, error, now):
        what = f"{edition.cadence} digest of {edition.start} in {edition.language!r}"
        log.error("the %s cannot be made and waits for its template: %s", what, error)


def _delivery(task: _Task, issue: Issue) -> NewDelivery:
    wish, due = task.due.subscription, task.turn.due
    assert due is not None  # noqa: S101 - an issue is one that is due
    return NewDelivery(
        subscriber_id=wish.subscriber_id,
        purpose=purpose_of(issue),
        edition_key=task.made.key,
        message_id="",  # made of the delivery's number, which it has not yet
        due_at=due.at,
        expires_at=due.until,
        issue=deliveries.Issue(wish.id, issue.cadence, issue.first, issue.start, issue.end),
        blocked=bool(task.made.error),
    )


def _inserted(tx: Transaction, new: Sequence[NewDelivery], numbers: Sequence[int]) -> set[int]:
    """Return the subscriptions whose issue was not planned before."""
    if len(numbers) == len(new):
        return {each.issue.subscription_id for each in new if each.issue}
    found = (deliveries.get(tx, number) for number in numbers)
    return {each.subscription_id for each in found if each and each.subscription_id}


def _fate(task: _Task, inserted: set[int]) -> _Fate:
    if task.turn.due is None:
        return _Fate.NOT_DUE
    if task.issue is None:
        return _Fate.UNREADABLE
    if not task.made.key:
        return _Fate.EMPTY
    if task.due.subscription.id not in inserted:
        return _Fate.PLANNED_BEFORE
    return _Fate.BLOCKED if task.made.error else _Fate.PLANNED


def _move(task: _Task, fate: _Fate) -> Move:
    """Return what is covered now; an issue planned before may have failed and given days back."""
    wish, turn = task.due.subscription, task.turn
    covered = turn.covered_until if fate in _COVERING else wish.covered_until
    return Move(wish.id, task.due.cursor.due_at, covered, turn.next_due_at)


def _note(tx: Transaction, tasks: Sequence[_Task], fates: Sequence[_Fate], now: datetime) -> None:
    counts: dict[tuple[Cadence, date], Counter[_Fate]] = {}
    for task, fate in zip(tasks, fates, strict=True):
        if task.issue and fate in _COVERING:
            counts.setdefault((task.issue.cadence, task.issue.first), Counter())[fate] += 1
    for (cadence, period), found in sorted(counts.items()):
        planned, empty = found[_Fate.PLANNED] + found[_Fate.BLOCKED], found[_Fate.EMPTY]
        runs.note(tx, cadence, period, now, planned=planned, empty=empty)


def _mend(mailing: Mailing, maker: Maker, now: datetime) -> None:
    """Give the deliveries that wait for a template their edition, where it can be made now."""
    with mailing.store.reading() as tx:
        waiting = editions.failed(tx)
    for failed, _ in waiting:
        try:
            edition = maker.edition(issue_of(failed), failed.language)
        except Exception:  # noqa: BLE001, S112 - still broken, as was said when it was planned
            continue
        if edition is not None:
            with mailing.store.transaction() as tx:
                count = editions.mend(tx, failed.key, edition, now)
            log.info(
                "the %s digest of %s is mended: %d mails", edition.cadence, edition.start, count
            )
