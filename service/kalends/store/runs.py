"""What planning made of each period, periods with nothing to say included."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from kalends.model import Cadence
from kalends.store.reading import query, read
from kalends.store.records import Run
from kalends.store.schema import run
from kalends.store.upserts import insert


def note(
    tx: Connection, cadence: Cadence, period: date, now: datetime, *, planned: int, empty: int
) -> None:
    """Add to what a period's planning made; zones and batches add up.

    Args:
        period: First day.
        planned: New deliveries.
        empty: Issues with nothing to say.
    """
    values = {"cadence": cadence, "period": period, "at": now}
    adding = insert(tx, run).values(**values, planned=planned, empty=empty)
    added = {
        "at": now,
        "planned": run.c.planned + adding.excluded.planned,
        "empty": run.c.empty + adding.excluded.empty,
    }
    tx.execute(adding.on_conflict_do_update(index_elements=["cadence", "period"], set_=added))


def last(tx: Connection, limit: int = 100) -> list[Run]:
    """Return the last runs, newest first."""
    newest = query(run, Run).order_by(run.c.at.desc(), run.c.period.desc(), run.c.cadence)
    return read(tx, Run, newest.limit(limit))


def covering(tx: Connection, day: date) -> list[Run]:
    """Return the last run of each cadence whose period began by that day."""
    found = []
    for cadence in Cadence:
        began = query(run, Run).where(run.c.cadence == cadence, run.c.period <= day)
        found += read(tx, Run, began.order_by(run.c.period.desc()).limit(1))
    return found
