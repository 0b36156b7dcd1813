"""How much was sent lately, so that a limit on the rate outlives a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from kalends.store.schema import delivery
from kalends.store.states import DeliveryState

_LATEST = timedelta(days=32)  # no mail is sent later after it was due: a plan of the year is


class Recent(NamedTuple):
    """What went out lately.

    Attributes:
        sent: Server and instant of each mail that was taken.
        attempting: Mails that a process was trying, to whichever server.
    """

    sent: list[tuple[str, datetime]]
    attempting: int


def recent(tx: Connection, since: datetime) -> Recent:
    """Return what was sent at `since` or later, and what is being tried."""
    lately = (delivery.c.due_at > since - _LATEST) & (delivery.c.sent_at >= since)
    sent = select(delivery.c.server, delivery.c.sent_at).where(lately)
    trying = (delivery.c.state == DeliveryState.ATTEMPTING) & delivery.c.lease_until.is_not(None)
    count = tx.scalar(select(func.count()).select_from(delivery).where(trying))
    return Recent([(row.server, row.sent_at) for row in tx.execute(sent)], count or 0)
