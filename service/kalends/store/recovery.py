"""After a crash: what its worker left behind, and what the operator held back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Update, case, literal, update

from kalends.store.columns import Instant
from kalends.store.schema import delivery
from kalends.store.states import DeliveryState, OnDoubt

_GRACE = timedelta(days=1)
_UNTRIED = (DeliveryState.READY, DeliveryState.DEFERRED)


class Recovered(NamedTuple):
    """What came back: `freed` was never tried; of the rest nobody knows whether it arrived."""

    freed: int
    resent: int
    held: int


def recover(
    tx: Connection, now: datetime, on_doubt: OnDoubt, restarted: str | None = None
) -> Recovered:
    """Take back what workers hold whose claims ran out.

    What was claimed and not tried is free again. What was being tried is in doubt, and
    goes out once more under the same Message-ID, or is held for the operator.

    Args:
        restarted: The name of a worker that has just started: whatever it held, it holds
            no more, so its own leases need not run out.
    """
    abandoned = delivery.c.lease_until <= now
    if restarted is not None:
        held = delivery.c.lease_until.is_not(None) & (delivery.c.worker == restarted)
        abandoned |= held
    taking = update(delivery).where(abandoned)
    untried = taking.where(delivery.c.state.in_(_UNTRIED))
    freed = tx.execute(untried.values(lease_until=None)).rowcount
    tried = taking.where(delivery.c.state == DeliveryState.ATTEMPTING)
    doubtful = tx.scalars(
        tried.values(state=DeliveryState.DOUBT, lease_until=None).returning(delivery.c.id)
    ).all()
    resend = on_doubt is OnDoubt.RESEND
    target = DeliveryState.READY if resend else DeliveryState.HELD
    doubt = update(delivery).where(delivery.c.state == DeliveryState.DOUBT)
    settling: Update = doubt.values(state=target, next_attempt_at=now)
    for number in doubtful:
        tx.execute(settling.where(delivery.c.id == number))
    count = len(doubtful)
    return Recovered(freed, count if resend else 0, 0 if resend else count)


def release_held(tx: Connection, now: datetime, numbers: Sequence[int] | None = None) -> int:
    """Send what was held after all, and return how much; it gets a day at least.

    Args:
        numbers: Only these; by default everything held.
    """
    late = literal(now + _GRACE, Instant())
    releasing = update(delivery).where(delivery.c.state == DeliveryState.HELD)
    if numbers is not None:
        releasing = releasing.where(delivery.c.id.in_(numbers))
    expires = case((delivery.c.expires_at < late, late), else_=delivery.c.expires_at)
    values = {"state": DeliveryState.READY, "next_attempt_at": now, "expires_at": expires}
    return tx.execute(releasing.values(values)).rowcount
