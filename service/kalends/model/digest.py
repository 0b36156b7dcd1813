"""Digests: who gets what, how often, and the message itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from kalends.model.selection import Selection


class Cadence(StrEnum):
    """How often a digest comes. YEARLY is the plan of the coming year."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Rhythm(NamedTuple):
    """When a subscription's digests are due.

    Attributes:
        zone: IANA name of the subscriber's time zone.
        at: Local time of sending.
        weekday: First day of a weekly period, 0 is Monday.
    """

    cadence: Cadence
    zone: str
    at: time = time(8)
    weekday: int = 0


class Due(NamedTuple):
    """One issue of a rhythm.

    Attributes:
        first: First day of the period, which is its key.
        end: The day after its last.
        at: When it is to be sent, UTC.
        until: When it is too late to send it, UTC, exclusive.
    """

    first: date
    end: date
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message with places for what differs between its readers.

    The bodies and the subject may hold tokens `{{name}}`, which delivery replaces.
    """

    subject: str
    text: str
    html: str
    language: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue as many readers get it, frozen.

    Attributes:
        key: Hash of everything below: the same content is the same edition.
        start: First day covered, inclusive.
        end: Day after the last one covered.
        calendar: The iCalendar file that comes with it, "" for none; None where an earlier
            version made the edition and froze no file.
    """

    key: str
    cadence: Cadence
    start: date
    end: date
    language: str
    selection: Selection
    message: Message = field(repr=False)
    calendar: str | None = field(default=None, repr=False)
