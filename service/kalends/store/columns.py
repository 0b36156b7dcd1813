"""Column types that both databases keep alike: whole seconds, ISO days and plain words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number: only INTEGER is SQLite's own row id."""


def seconds(at: datetime) -> int:
    """Return whole seconds since 1970 of an aware instant, earlier fractions dropped.

    Raises:
        ValueError: The instant has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; the store keeps instants in UTC")
    return int(at.timestamp() // 1)


def instant(count: int) -> datetime:
    """Return the instant in UTC that `seconds` made a number of."""
    return datetime.fromtimestamp(count, UTC)


class Instant(TypeDecorator[datetime]):
    """An aware instant."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the seconds."""
        del dialect
        return None if value is None else seconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        del dialect
        return None if value is None else instant(value)


class Day(TypeDecorator[date]):
    """A calendar day; texts compare as the days do."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Return the ISO text."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Return the day."""
        del dialect
        return None if value is None else date.fromisoformat(value)


class Word(TypeDecorator[StrEnum]):
    """A member of an enumeration, kept as its text."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Return the member."""
        del dialect
        return None if value is None else self.kind(value)
