"""Signing up: the limits, and what the asker's mail is to be.

The asker is answered the same whatever comes out; the outcome decides about mail alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, text

from kalends.store import subscribers, suppression
from kalends.store.engines import is_sqlite
from kalends.store.records import Subscriber
from kalends.store.schema import bounce, signup
from kalends.store.states import BounceKind, State
from kalends.store.subscribers import Person

REFUSAL = timedelta(days=30)
"""How long who refused mail for good is not asked again."""
_DAY = timedelta(days=1)
_WHILE_PENDING = 3
_LOCK = 0x7369676E757073


class Limits(NamedTuple):
    """How many sign-ups lead to a mail.

    Attributes:
        network: From one network, in any 24 hours.
        overall: From everybody, in any hour.
    """

    network: int = 20
    overall: int = 500


class Outcome(StrEnum):
    """What to do about a sign-up.

    CONFIRM: mail a confirmation. KNOWN: mail that the person is a subscriber already.
    REPEATED: the address got its mail; keep what is wanted now, where it is PENDING, and mail
    nothing. LIMITED: do nothing.
    """

    CONFIRM = "confirm"
    KNOWN = "known"
    REPEATED = "repeated"
    LIMITED = "limited"


class SignUp(NamedTuple):
    """An outcome, and whose; None where nobody was made or found."""

    outcome: Outcome
    subscriber: Subscriber | None


def sign_up(
    tx: Connection, person: Person, network_hash: str, now: datetime, limits: Limits | None = None
) -> SignUp:
    """Make or find the PENDING subscriber, and count the mail that is now to be sent.

    An address gets one mail in 24 hours and three while PENDING, however many ask at once. Who
    left since the last one may come back at once, the erased as new. An address that sent mail
    back for good, or whose owner called it spam, gets one in 30 days until it confirms.
    Language and zone of a PENDING subscriber are the last ones asked for; nobody changes those
    of an ACTIVE one without a link from a mail.
    """
    if not is_sqlite(tx):  # there, transactions come one after another anyway
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    known = subscribers.find(tx, person.address.hash)
    if known is not None and known.state is State.PENDING:
        subscribers.change(tx, known.id, person.language, person.zone)
    if _mailed_enough(tx, person.address.hash, known, now):
        return SignUp(Outcome.REPEATED, known and subscribers.get(tx, known.id))
    if _too_many(tx, network_hash, now, limits or Limits()):
        return SignUp(Outcome.LIMITED, known)
    outcome = _welcome(tx, person, known, now)
    row = {"address_hash": person.address.hash, "network_hash": network_hash, "at": now}
    tx.execute(insert(signup).values(row))
    return SignUp(outcome, subscribers.find(tx, person.address.hash))


def _welcome(tx: Connection, person: Person, known: Subscriber | None, now: datetime) -> Outcome:
    if known is None:
        subscribers.create(tx, person, State.PENDING, now)
    elif known.state in {State.ACTIVE, State.PAUSED}:
        return Outcome.KNOWN
    else:
        subscribers.restart(tx, known.id, person, now)
    return Outcome.CONFIRM


def _mailed_enough(
    tx: Connection, address_hash: str, known: Subscriber | None, now: datetime
) -> bool:
    mails = select(func.count()).where(signup.c.address_hash == address_hash)
    since, refused_at = now - _DAY, _refused_at(tx, address_hash, known)
    if refused_at is not None:
        since = max(now - REFUSAL, refused_at)
    elif known is not None and known.state is State.UNSUBSCRIBED:  # they had it, and left since
        since = max(since, known.state_at)
    if tx.scalar(mails.where(signup.c.at > since)):
        return True
    if known is None or known.state is not State.PENDING:
        return False
    return (tx.scalar(mails.where(signup.c.at >= known.state_at)) or 0) >= _WHILE_PENDING


def _refused_at(tx: Connection, address_hash: str, known: Subscriber | None) -> datetime | None:
    """Return when mail was first refused for good, by server or owner, since they confirmed."""
    hard = select(func.min(bounce.c.at)).where(
        bounce.c.address_hash == address_hash, bounce.c.kind == BounceKind.HARD
    )
    if known is not None and known.confirmed_at is not None:
        hard = hard.where(bounce.c.at > known.confirmed_at)
    suppressed = suppression.find(tx, address_hash)
    is_spam = suppressed is not None and suppressed.reason == suppression.COMPLAINT
    times = [tx.scalar(hard), suppressed.at if suppressed and is_spam else None]
    return min((at for at in times if at is not None), default=None)


def _too_many(tx: Connection, network_hash: str, now: datetime, limits: Limits) -> bool:
    mails = select(func.count()).select_from(signup)
    network = mails.where(signup.c.network_hash == network_hash, signup.c.at > now - _DAY)
    overall = mails.where(signup.c.at > now - timedelta(hours=1))
    return (tx.scalar(network) or 0) >= limits.network or (
        (tx.scalar(overall) or 0) >= limits.overall
    )
