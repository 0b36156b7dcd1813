"""Mail that came back: what was reported, and what follows for the address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from kalends.store import subscribers
from kalends.store.records import Subscriber
from kalends.store.schema import bounce, delivery
from kalends.store.states import BounceKind, DeliveryState, State
from kalends.store.suppression import COMPLAINT, suppress
from kalends.store.upserts import insert

_SOFT = 5
_WHILE = timedelta(days=30)


class Bounce(NamedTuple):
    """A report.

    Attributes:
        at: When it came.
        status: RFC 3463 code, or "".
        diagnostic: What the server said; dropped with the address.
        delivery_id: Which mail it is about, where that is known.
    """

    kind: BounceKind
    at: datetime
    status: str = ""
    diagnostic: str = ""
    delivery_id: int | None = None


def record(tx: Connection, report: Bounce, address_hash: str | None = None) -> State | None:
    """Note a report and draw the consequence: a hard bounce, five soft ones, a complaint.

    Args:
        report: The same one may come again: it counts once.
        address_hash: Whom it is about, where the delivery does not tell.

    Returns:
        The subscriber's new state, or None where nothing changes.
    """
    known = _whose(tx, report, address_hash)
    address_hash = known.address_hash if known is not None else address_hash
    if address_hash is None or not _note(tx, report, address_hash):
        return None
    if report.kind is BounceKind.COMPLAINT:
        suppress(tx, address_hash, COMPLAINT, report.at)
        moved = known is not None and subscribers.complained(tx, known.id, report.at)
        return State.COMPLAINED if moved else None
    _mark(tx, report)
    if known is None or (report.kind is BounceKind.SOFT and not _is_lost(tx, known, report)):
        return None
    return State.BOUNCED if subscribers.bounced(tx, known.id, report.at) else None


def _whose(tx: Connection, report: Bounce, address_hash: str | None) -> Subscriber | None:
    if report.delivery_id is not None:
        theirs = select(delivery.c.subscriber_id).where(delivery.c.id == report.delivery_id)
        number = tx.scalar(theirs)
        if number is not None:
            return subscribers.get(tx, number)
    return None if address_hash is None else subscribers.find(tx, address_hash)


def _note(tx: Connection, report: Bounce, address_hash: str) -> bool:
    """Keep the report; False where it is kept already."""
    values = {**report._asdict(), "address_hash": address_hash}
    adding = insert(tx, bounce).values(values).on_conflict_do_nothing()
    return tx.scalar(adding.returning(bounce.c.id)) is not None


def _mark(tx: Connection, report: Bounce) -> None:
    if report.delivery_id is not None:
        returned = update(delivery).where(delivery.c.id == report.delivery_id)
        tx.execute(returned.values(state=DeliveryState.BOUNCED, lease_until=None))


def _is_lost(tx: Connection, known: Subscriber, report: Bounce) -> bool:
    """Tell whether soft bounces add up: five in 30 days without a success among them.

    Mails count in the order of their sending. Reports come days later, so what was sent after
    the mail that came back may come back itself yet, and proves nothing.
    """
    sent = select(delivery.c.sent_at).where(delivery.c.id == report.delivery_id)
    this = tx.scalar(sent) or report.at
    success = select(func.max(delivery.c.sent_at)).where(
        delivery.c.subscriber_id == known.id,
        delivery.c.state == DeliveryState.SENT,
        delivery.c.sent_at < this,
    )
    since = tx.scalar(success)
    when = func.coalesce(delivery.c.sent_at, bounce.c.at)
    soft = (
        select(func.count())
        .select_from(bounce.outerjoin(delivery, delivery.c.id == bounce.c.delivery_id))
        .where(
            bounce.c.address_hash == known.address_hash,
            bounce.c.kind == BounceKind.SOFT,
            bounce.c.at > report.at - _WHILE,
        )
    )
    if since is not None:
        soft = soft.where(when > since)
    return (tx.scalar(soft) or 0) >= _SOFT
