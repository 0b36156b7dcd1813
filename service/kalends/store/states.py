"""The states of people and of deliveries, and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a subscriber stands."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    ERASED = "erased"


_ENDS = frozenset({State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED, State.ERASED})

TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PENDING: _ENDS | {State.ACTIVE},
        State.ACTIVE: _ENDS | {State.PAUSED},
        State.PAUSED: _ENDS | {State.ACTIVE},
        # Signing up anew starts over with a confirmation; late complaints count.
        State.UNSUBSCRIBED: frozenset({State.PENDING, State.COMPLAINED, State.ERASED}),
        State.BOUNCED: _ENDS - {State.BOUNCED} | {State.PENDING},
        State.COMPLAINED: frozenset({State.PENDING, State.ERASED}),
        State.ERASED: frozenset(),
    }
)
"""From each state the states that may follow."""


def before(state: State) -> tuple[State, ...]:
    """Return the states that `state` may follow."""
    return tuple(former for former in State if state in TRANSITIONS[former])


class Purpose(StrEnum):
    """What a mail is for."""

    DIGEST = "digest"
    CONFIRM = "confirm"
    WELCOME = "welcome"
    REMINDER = "reminder"

    @property
    def priority(self) -> int:
        """0 where somebody waits for the mail, 1 otherwise; the lower goes first."""
        return 0 if self is Purpose.CONFIRM else 1


class DeliveryState(StrEnum):
    """Where a delivery stands.

    READY and DEFERRED (a try failed for now) may be claimed; ATTEMPTING is written before
    the first byte goes out. DOUBT is a crash in between, which becomes READY or HELD.
    """

    READY = "ready"
    ATTEMPTING = "attempting"
    SENT = "sent"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    DOUBT = "doubt"
    HELD = "held"
    FAILED = "failed"


class OnDoubt(StrEnum):
    """What becomes of a delivery of which nobody knows whether it went out."""

    RESEND = "resend"
    HOLD = "hold"


class BounceKind(StrEnum):
    """How a mail came back."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
