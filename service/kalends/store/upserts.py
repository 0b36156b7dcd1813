"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy keeps per dialect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from kalends.store.engines import is_sqlite

T = TypeVar("T")
_CHUNK = 500


def insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if is_sqlite(tx) else postgresql.insert(table)


def chunks(values: Sequence[T], size: int = _CHUNK) -> Iterator[Sequence[T]]:
    """Yield the values in portions that one statement can take."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
