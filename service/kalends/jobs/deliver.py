"""Deliver: what is due goes out, the ledger ahead of the wire.

A window of letters is announced, and what became of the one before it recorded, in one commit
before the window's first byte. So after a crash only the last windows are in doubt.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from kalends.delivery import Outcome, RecordingFailed, Summary
from kalends.jobs.errand import Clock, Errand
from kalends.jobs.mailing import Mailing
from kalends.jobs.scribe import Scribe
from kalends.store import StoreUnavailable, sending
from kalends.store.recovery import recover

log = logging.getLogger("kalends")


def deliver(
    mailing: Mailing,
    now: Clock,
    worker: str,
    *,
    patience: float = 0.0,
    stop: Callable[[], bool] = bool,
) -> Summary:
    """Send what is due, once; see `Courier`.

    Raises:
        StoreUnavailable: The ledger cannot be used.
    """
    return Courier(mailing, worker).deliver(now, patience=patience, stop=stop)


class Courier:
    """A worker that delivers again and again, and remembers what it could not record."""

    def __init__(self, mailing: Mailing, worker: str) -> None:
        """Begin.

        Args:
            mailing: The parts.
            worker: A name that no other running worker has: whatever is held under it is
                taken back when delivering begins.
        """
        self._mailing = mailing
        self._worker = worker
        self._scribe = Scribe(mailing)
        self._unrecorded: list[sending.Result] = []

    def deliver(
        self, now: Clock, *, patience: float = 0.0, stop: Callable[[], bool] = bool
    ) -> Summary:
        """Send what is due, and what falls due meanwhile.

        Args:
            now: Gives the present, aware.
            patience: Seconds to wait for a server that rests, or for a place in its rate.
            stop: Asked between windows; once true, no more are begun.

        Raises:
            StoreUnavailable: The ledger cannot be used, so nothing more is sent. What was sent
                and not recorded is recorded before anything else next time.
        """
        self._recover(now())
        total: Counter[Outcome] = Counter()
        withdrawn = 0
        while True:
            errand = Errand(self._mailing, self._scribe, self._worker, now)
            try:
                summary = self._send(errand, patience, stop)
            finally:
                self._let_go()
            total += errand.counts
            withdrawn += errand.withdrawn
            if not (errand.counts and errand.returned):
                return Summary(total, withdrawn, summary.resting)

    def _send(self, errand: Errand, patience: float, stop: Callable[[], bool]) -> Summary:
        try:
            letters = errand.letters()
            delivery = self._mailing.delivery
            summary = delivery.send(letters, errand.commit, patience=patience, stop=stop)
        except RecordingFailed as failure:
            self._unrecorded += map(errand.recorded, failure.unrecorded)
            if isinstance(failure.__cause__, StoreUnavailable):
                raise failure.__cause__ from None
            raise
        finally:
            self._unrecorded += errand.concluded
        if errand.failure is not None:
            raise errand.failure
        return summary

    def _recover(self, at: datetime) -> None:
        with self._mailing.store.transaction() as tx:
            sending.record(tx, self._unrecorded)
            found = recover(tx, at, self._mailing.on_doubt, self._worker)
        self._unrecorded.clear()
        if found.resent or found.held:
            log.warning(
                "nobody knows whether %d mails were sent: %d are sent again, %d held",
                found.resent + found.held,
                found.resent,
                found.held,
            )

    def _let_go(self) -> None:
        """Record what is left to be recorded, and give back what was not tried."""
        try:
            with self._mailing.store.transaction() as tx:
                sending.record(tx, self._unrecorded)
                sending.release(tx, self._worker)
        except StoreUnavailable as error:
            log.error("%d results wait to be recorded: %s", len(self._unrecorded), error)  # noqa: TRY400 - it is said
        else:
            self._unrecorded.clear()
