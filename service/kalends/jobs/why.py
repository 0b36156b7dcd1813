"""Why: how it came that an address did or did not get the issue of a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kalends.dates import zone
from kalends.digest import Issue
from kalends.errors import DateError
from kalends.jobs.letters import language_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.making import content_of, selection_in
from kalends.model import Due
from kalends.schedule import due as due_on
from kalends.store.reasons import Known
from kalends.store.reasons import why as known_of
from kalends.store.records import Delivery, Returned, Subscriber, Subscription
from kalends.store.states import DeliveryState, State

_HASH = re.compile(r"[0-9a-f]{64}")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known, in the order it came about.

    Attributes:
        who: The address; its hash where the address was dropped.
        facts: A sentence each, in English, without a full stop.
    """

    who: str
    day: date
    facts: tuple[str, ...]


def why(mailing: Mailing, address: str, day: date) -> Explanation:
    """Explain what an address got of a day.

    Args:
        mailing: The parts.
        address: An address, or its hash as the ledger has it.
        day: Local to the subscriber.

    Raises:
        StoreUnavailable: The ledger is out of reach.
    """
    is_hash = _HASH.fullmatch(address) is not None
    key = address if is_hash else mailing.store.address(address).hash
    with mailing.store.reading() as tx:
        known = known_of(tx, key, day)
    person = known.subscriber
    who = (person.address if person else None) or key
    return Explanation(who, day, tuple(_Teller(mailing, known, day).facts()))


class _Teller:
    """Tells the facts about one address and one day."""

    def __init__(self, mailing: Mailing, known: Known, day: date) -> None:
        self._publication = mailing.publication()
        self._known = known
        self._day = day

    def facts(self) -> Iterator[str]:
        known, person = self._known, self._known.subscriber
        if known.suppressed is not None:
            reason, at = known.suppressed.reason, _at(known.suppressed.at)
            yield f"the address must not be mailed since {at}: {reason}"
        if person is None:
            yield "nobody subscribes with this address"
            return
        yield from self._person(person)
        for wish in known.subscriptions:
            yield from self._subscription(person, wish)
        told = {wish.id for wish in known.subscriptions}
        for mail in known.deliveries:
            if mail.subscription_id not in told:
                yield f"{_name(mail)}: {_fate(mail)}"
        yield from map(_returned, known.bounces)

    def _person(self, person: Subscriber) -> Iterator[str]:
        if person.address is None:
            yield "the address was dropped, and only its hash is kept"
        yield f"signed up {_at(person.created_at)}, " + (
            f"confirmed {_at(person.confirmed_at)}" if person.confirmed_at else "never confirmed"
        )
        until = f", until {_at(person.paused_until)}" if person.paused_until else ""
        yield f"{person.state} since {_at(person.state_at)}{until}"

    def _subscription(self, person: Subscriber, wish: Subscription) -> Iterator[str]:
        site = self._publication.site
        rhythm = wish.rhythm(person.zone if _is_zone(person.zone) else site.timezone)
        issue = due_on(rhythm, self._day)
        name = f"subscription {wish.id}"
        yield (
            f"{name}: the {wish.cadence} digest of {wish.selection or 'everything'} in "
            f"{person.language}, at {rhythm.at:%H:%M} {rhythm.zone}"
            + ("" if wish.next_due_at else ", given up since")
        )
        yield (
            f"{name}: {self._day} is in the issue of {issue.first} to {issue.end - _DAY}, "
            f"sent from {_at(issue.at)} until {_at(issue.until)}"
        )
        mails = [mail for mail in self._known.deliveries if mail.subscription_id == wish.id]
        for mail in mails:
            yield f"{name}: {_name(mail)}: {_fate(mail)}"
        if not any(_covers(mail, self._day) or mail.period == issue.first for mail in mails):
            yield f"{name}: {self._absence(person, wish, issue)}"

    def _absence(self, person: Subscriber, wish: Subscription, issue: Due) -> str:
        """Return why there is no delivery of an issue."""
        if person.state is not State.ACTIVE:
            return f"not planned, for the subscriber is {person.state}"
        if wish.next_due_at is None:
            return "not planned, for the subscription was given up"
        if wish.next_due_at <= issue.at:
            return f"not planned yet; planning is due {_at(wish.next_due_at)}"
        if wish.covered_until >= issue.end and _began(person) <= issue.at:
            return self._silence(person, wish, issue)
        reason = "not planned in time"
        if _began(person) > issue.at:
            reason = f"due before the subscription began, {_at(_began(person))}"
        if wish.covered_until > self._day:
            return reason
        return f"{reason}; the next one, {_at(wish.next_due_at)}, covers the day too"

    def _silence(self, person: Subscriber, wish: Subscription, issue: Due) -> str:
        """Return what is known of an issue that is covered and has no delivery."""
        key = wish.cadence, issue.first
        runs = [run for run in self._known.runs if (run.cadence, run.period) == key]
        tally = "".join(f", like {run.empty} of {run.planned + run.empty} issues" for run in runs)
        return f"no mail, for it had nothing to say{tally}{self._now(person, wish, issue)}"

    def _now(self, person: Subscriber, wish: Subscription, issue: Due) -> str:
        """Return what the issue would tell as the list is now, where that is something."""
        selection = selection_in(wish.selection)
        if selection is None:
            return "; its selection means nothing any more"
        asked = Issue.of(wish.cadence, issue, issue.first, selection)
        language = language_of(person.language, self._publication.site)
        at = max(issue.at, self._publication.at)
        content = content_of(self._publication, asked, language, at)
        return f"; as the list is now it would tell {len(content)}" if content else ""


def _name(mail: Delivery) -> str:
    if mail.start is None or mail.end is None:
        return f"{mail.purpose} mail of {_at(mail.due_at)}"
    return f"issue covering {mail.start} to {mail.end - _DAY}"


def _began(person: Subscriber) -> datetime:
    return person.confirmed_at or person.created_at


def _covers(mail: Delivery, day: date) -> bool:
    return mail.start is not None and mail.end is not None and mail.start <= day < mail.end


def _fate(mail: Delivery) -> str:
    """Return where a delivery stands, and what was said about it."""
    tries = f"{mail.attempts} tries" if mail.attempts != 1 else "1 try"
    waits = "waits for its template to be mended"
    if mail.next_attempt_at is not None:
        waits = f"{mail.state} after {tries}, to be sent {_at(mail.next_attempt_at)}"
    fates = {
        DeliveryState.SENT: f"sent {_at(mail.sent_at)} after {tries}",
        DeliveryState.READY: waits,
        DeliveryState.DEFERRED: waits,
        DeliveryState.ATTEMPTING: f"being sent by {mail.worker}",
        DeliveryState.HELD: f"held, for nobody knows whether it was sent in {tries}",
        DeliveryState.EXPIRED: f"not sent in time, before {_at(mail.expires_at)}, in {tries}",
        DeliveryState.SKIPPED: "not sent, for the reader had left",
    }
    said = f"; {mail.server} said: {mail.reply}" if mail.reply else ""
    return fates.get(mail.state, f"{mail.state} after {tries}") + said


def _returned(report: Returned) -> str:
    said = " ".join(part for part in (report.status, report.diagnostic) if part)
    return f"{report.kind} bounce {_at(report.at)}" + (f": {said}" if said else "")


def _at(at: datetime | None) -> str:
    return "never" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except DateError:
        return False
    return True
