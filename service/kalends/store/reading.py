"""Rows as records: the columns are named as the record's fields."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, select

R = TypeVar("R")


def query(table: Table, record: type[Any]) -> Select[Any]:
    """Return a statement for whole records."""
    return select(*(table.c[field.name] for field in dataclasses.fields(record)))


def read(tx: Connection, record: type[R], statement: Select[Any]) -> list[R]:
    """Return what a statement of `query` finds."""
    return [record(*row) for row in tx.execute(statement)]


def only(tx: Connection, record: type[R], statement: Select[Any]) -> R | None:
    """Return the first that a statement of `query` finds, or None."""
    found = read(tx, record, statement.limit(1))
    return found[0] if found else None
