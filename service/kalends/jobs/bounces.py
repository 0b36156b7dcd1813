"""Bounces: what came back, and people who leave by mail."""

from __future__ import annotations

import email
from collections.abc import Iterable
from datetime import datetime
from email import policy

from kalends.delivery import Kind, Report, read_report
from kalends.jobs.links import Purpose, Target
from kalends.jobs.mailing import Mailing
from kalends.jobs.signup import unsubscribe
from kalends.store import Transaction, bounces, deliveries
from kalends.store.bounces import Bounce
from kalends.store.states import BounceKind

_KINDS = {
    Kind.HARD: BounceKind.HARD,
    Kind.SOFT: BounceKind.SOFT,
    Kind.COMPLAINT: BounceKind.COMPLAINT,
}
_HEADERS = 20_000  # bytes; a subject stands in them


def collect(mailing: Mailing, messages: Iterable[bytes], now: datetime) -> list[bool]:
    """Take messages as `take` does, and return of each whether it is done with."""
    return [take(mailing, raw, now) for raw in messages]


def take(mailing: Mailing, raw: bytes, now: datetime, recipient: str = "") -> bool:
    """Record what a message to the bounce address means.

    Only our own mark in a report is believed, never the address it names: anybody can write
    a report about anybody.

    Args:
        mailing: The parts.
        raw: The message as received.
        now: Aware.
        recipient: The envelope recipient, where a webhook tells it.

    Returns:
        Whether it is done with; what is not, a person should read.

    Raises:
        StoreUnavailable: Nothing is recorded; the message should be brought again.
    """
    target = _leaving(mailing, raw)
    if target is not None:
        return unsubscribe(mailing, target, now) is not None
    report = read_report(raw, mailing.marks, recipient)
    if report.delivery is None or report.kind is Kind.UNKNOWN:
        return False
    with mailing.store.transaction() as tx:
        return _record(tx, report, report.delivery, now)


def _record(tx: Transaction, report: Report, number: int, now: datetime) -> bool:
    if deliveries.get(tx, number) is None:  # older than the ledger goes back
        return False
    kind = _KINDS.get(report.kind)
    if kind is not None:
        bounces.record(tx, Bounce(kind, now, report.status, report.diagnostic, number))
    return True


def _leaving(mailing: Mailing, raw: bytes) -> Target | None:
    """Return whose wish to leave a message is: its subject is a token of ours."""
    message = email.message_from_bytes(raw[:_HEADERS], policy=policy.compat32)
    subject = "".join(str(message.get("Subject", "")).split())
    return mailing.links.read(Purpose.UNSUBSCRIBE, subject)
