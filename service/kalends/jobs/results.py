"""What became of a letter, as the ledger keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sqrt

from kalends.delivery import Outcome, Result
from kalends.delivery.replies import Reply
from kalends.store import sending
from kalends.store.retries import retry_at
from kalends.store.states import BounceKind, DeliveryState, OnDoubt

_NO_ADDRESS = "5.1.3"  # RFC 3463: bad destination mailbox address syntax
_GOLDEN = (sqrt(5) - 1) / 2


def recorded(result: Result, attempt: int, on_doubt: OnDoubt) -> sending.Result:
    """Return a result as the ledger keeps it.

    Args:
        result: As delivery told it.
        attempt: Number of the try, from 1.
        on_doubt: What becomes of a letter of which nobody knows whether it was taken.
    """
    at = datetime.fromtimestamp(result.at, UTC)
    reply = f"{result.code or ''} {result.text}".strip()
    if result.outcome is Outcome.SENT:  # nearly always
        return sending.Result(result.id, attempt, DeliveryState.SENT, at, result.server, reply)
    state = _state(result.outcome, on_doubt)
    is_deferred = state is DeliveryState.DEFERRED
    return sending.Result(
        id=result.id,
        attempt=attempt,
        state=state,
        at=at,
        server=result.server,
        reply=reply,
        retry_at=retry_at(attempt, at, _jitter(result.id, attempt)) if is_deferred else None,
        bounce=BounceKind.HARD if result.hard else BounceKind.SOFT,
        status=Reply(result.code, result.text).status,
    )


def unsendable(mail: sending.Claimed, at: datetime, reason: str) -> sending.Result:
    """Return the result of a claimed mail of which no letter can be made."""
    # It is claimed and not tried, so the ledger counts one try less than the claim.
    return sending.Result(mail.id, mail.attempt - 1, DeliveryState.FAILED, at, reply=reason)


def unaddressable(mail: sending.Claimed, at: datetime, reason: str) -> sending.Result:
    """Return the result of a claimed mail whose address is none."""
    result = unsendable(mail, at, reason)
    return result._replace(state=DeliveryState.BOUNCED, status=_NO_ADDRESS)


def _state(outcome: Outcome, on_doubt: OnDoubt) -> DeliveryState:
    match outcome:
        case Outcome.SENT:
            return DeliveryState.SENT
        case Outcome.DEFERRED:
            return DeliveryState.DEFERRED
        case Outcome.BOUNCED:
            return DeliveryState.BOUNCED
        case Outcome.UNTRIED:
            return DeliveryState.READY
        case Outcome.FAILED:
            return DeliveryState.FAILED
        case Outcome.DOUBT:
            is_held = on_doubt is OnDoubt.HOLD
            return DeliveryState.HELD if is_held else DeliveryState.DEFERRED


def _jitter(number: int, attempt: int) -> float:
    """Return a place between 0 and 1, the same for the same try.

    Multiples of the golden ratio fill the space between evenly, however many there are.
    """
    return (number + attempt) * _GOLDEN % 1
