"""Signing up: the limits, and what the asker's mail is to be.

The asker is answered the same whatever comes out; the outcome decides about mail alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, text

from kalends.store import subscribers
from kalends.store.engines import is_sqlite
from kalends.store.records import Subscriber
from kalends.store.schema import signup
from kalends.store.states import State
from kalends.store.subscribers import Person
from kalends.store.suppression import is_suppressed

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
    nothing. LIMITED and SUPPRESSED: do nothing.
    """

    CONFIRM = "confirm"
    KNOWN = "known"
    REPEATED = "repeated"
    LIMITED = "limited"
    SUPPRESSED = "suppressed"


class SignUp(NamedTuple):
    """An outcome, and whose; None where nobody was made or found."""

    outcome: Outcome
    subscriber: Subscriber | None


def sign_up(
    tx: Connection, person: Person, network_hash: str, now: datetime, limits: Limits | None = None
) -> SignUp:
    """Make or find the PENDING subscriber, and count the mail that is now to be sent.

    An address gets one mail in 24 hours and three while PENDING, however many ask at once.
    Language and zone of a PENDING subscriber are the last ones asked for; nobody changes those
    of an ACTIVE one without a link from a mail.
    """
    if not is_sqlite(tx):  # there, transactions come one after another anyway
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if is_suppressed(tx, person.address.hash):
        return SignUp(Outcome.SUPPRESSED, None)
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
    if tx.scalar(mails.where(signup.c.at > now - _DAY)):
        return True
    if known is None or known.state is not State.PENDING:
        return False
    return (tx.scalar(mails.where(signup.c.at >= known.state_at)) or 0) >= _WHILE_PENDING


def _too_many(tx: Connection, network_hash: str, now: datetime, limits: Limits) -> bool:
    mails = select(func.count()).select_from(signup)
    network = mails.where(signup.c.network_hash == network_hash, signup.c.at > now - _DAY)
    overall = mails.where(signup.c.at > now - timedelta(hours=1))
    return (tx.scalar(network) or 0) >= limits.network or (
        (tx.scalar(overall) or 0) >= limits.overall
    )
