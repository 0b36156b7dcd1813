"""What is read from the tables, one frozen record a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from kalends.model import Cadence, Rhythm
from kalends.store.states import BounceKind, DeliveryState, Purpose, State


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A person.

    Attributes:
        ref: Stands for the person in links; tells nothing.
        address: None once dropped.
        address_hash: None once erased.
        zone: IANA name.
        state_at: Since when in this state.
        paused_until: None for a pause without an end.
    """

    id: int
    ref: str
    address: str | None = field(repr=False)
    address_hash: str | None
    language: str
    zone: str
    state: State
    state_at: datetime
    created_at: datetime
    confirmed_at: datetime | None
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one person gets, and how often.

    Attributes:
        at_minute: Minutes after midnight, local time.
        selection: Canonical query.
        covered_until: Every day before it has been covered.
        next_due_at: None once given up.
        active: Not given up, and its subscriber is active.
    """

    id: int
    subscriber_id: int
    cadence: Cadence
    at_minute: int
    weekday: int
    selection: str
    covered_until: date
    next_due_at: datetime | None
    active: bool

    def rhythm(self, zone: str) -> Rhythm:
        """Return when its digests are due for a subscriber in `zone`."""
        return Rhythm(self.cadence, zone, time(*divmod(self.at_minute, 60)), self.weekday)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One mail to one person, as the ledger knows it.

    Attributes:
        period: First day of the period, None like `start` and `end` for other mails.
        start: First day covered, inclusive.
        end: Day after the last one covered.
        next_attempt_at: None while its edition failed.
        reply: What the server said last.
    """

    id: int
    subscriber_id: int
    subscription_id: int | None
    cadence: Cadence | None
    period: date | None
    start: date | None
    end: date | None
    edition_key: str
    message_id: str
    purpose: Purpose
    state: DeliveryState
    due_at: datetime
    expires_at: datetime
    next_attempt_at: datetime | None
    attempts: int
    lease_until: datetime | None
    worker: str
    sent_at: datetime | None
    server: str
    reply: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An address that must not be mailed, and why."""

    address_hash: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail that came back."""

    kind: BounceKind
    at: datetime
    status: str
    diagnostic: str
    delivery_id: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """What planning made of a period; `empty` issues had nothing to say."""

    cadence: Cadence
    period: date
    at: datetime
    planned: int
    empty: int
