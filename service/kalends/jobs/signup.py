"""The life of a subscriber: signing up, confirming, changing, pausing, leaving.

Each step is one transaction, and taking it twice is the same as once. Whoever asks is told
the same whether an address is known, new, suppressed or has had its mail already; only its
owner learns more, by mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from email_validator import EmailNotValidError, validate_email

from kalends.dates import zone
from kalends.delivery import CannotDeliver, wire_address
from kalends.jobs.letters import put_confirmation, put_welcome
from kalends.jobs.links import Target
from kalends.jobs.mailing import Mailing
from kalends.jobs.members import Found, Member, Wanted, find, selection
from kalends.model import Cadence, Rhythm
from kalends.schedule import current, following, instant, owed
from kalends.store import Transaction, persons, subscribers, subscriptions
from kalends.store.records import Subscription
from kalends.store.signups import Limits, Outcome
from kalends.store.signups import sign_up as count_sign_up
from kalends.store.states import State
from kalends.store.subscribers import Person
from kalends.store.subscriptions import Move, Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-up.

    Attributes:
        address: As `read_address` returned it.
        network: Of the asker, as the limits count.
        trap: What stands in the field that people do not see; only programs fill it in.
    """

    address: str = field(repr=False)
    wanted: Wanted
    network: str = field(default="", repr=False)
    trap: str = ""


def read_address(text: str) -> str | None:
    """Return an address in its usual writing, None where mail cannot be sent to it.

    Nothing is looked up: whether anybody reads it, the confirmation tells.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False).normalized
        wire_address(found)
    except (EmailNotValidError, CannotDeliver):
        return None
    return found


def sign_up(mailing: Mailing, asked: Asked, now: datetime, limits: Limits | None = None) -> None:
    """Take a sign-up: one confirmation in 24 hours, three while it is pending.

    Where mail was refused for good, by a server or as spam, it is one in 30 days.

    Raises:
        KalendsError: The store or the template of the mail cannot be used; nothing is kept.
    """
    if asked.trap:
        return
    wanted, store = asked.wanted, mailing.store
    person = Person(store.address(asked.address), wanted.language, wanted.zone)
    with store.transaction() as tx:
        outcome, found = count_sign_up(tx, person, store.network(asked.network), now, limits)
        if found is None:
            return
        if found.state is State.PENDING and outcome in {Outcome.CONFIRM, Outcome.REPEATED}:
            _want_only(tx, found.id, wanted, now)
        if outcome in {Outcome.CONFIRM, Outcome.KNOWN}:
            put_confirmation(mailing, tx, found.id, wanted.language, wanted.cadence, now)


def look(mailing: Mailing, target: Target) -> Member | None:
    """Return whom a link is about, the erased included; None once forgotten altogether."""
    with mailing.store.reading() as tx:
        return _member(tx, target)


def confirm(mailing: Mailing, target: Target, now: datetime) -> Member | None:
    """Begin what a pending person asked for, and plan the welcome; of others nothing changes."""
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None and subscribers.confirm(tx, found.person.id, now):
            for held in found.kept:
                _begin_held(mailing, tx, found, held, now)
        return _member(tx, target)


def change(mailing: Mailing, target: Target, wanted: Wanted, now: datetime) -> Member | None:
    """Set what a subscriber gets from now on; who does not get anything stays so.

    Language and zone are the person's, and go for all their subscriptions.
    """
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None and found.member.is_subscribed:
            subscribers.change(tx, found.person.id, wanted.language, wanted.zone)
            for held in found.kept:
                wish = wanted.wish if held == found.chosen else _wish(held)
                before = held.rhythm(found.person.zone)
                _change_held(tx, held, wish, before, wanted.zone, now)
        return _member(tx, target)


def pause(mailing: Mailing, target: Target, until: date | None, now: datetime) -> Member | None:
    """Send a subscriber nothing before a day of theirs; without one, until they resume."""
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None:
            person = found.person
            end = None if until is None else instant(until, time.min, person.zone)
            subscribers.resume(tx, person.id, now)  # a pause may be made longer or shorter
            subscribers.pause(tx, person.id, now, end)
        return _member(tx, target)


def resume(mailing: Mailing, target: Target, now: datetime) -> Member | None:
    """End a pause; what fell due meanwhile is due at once."""
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None:
            subscribers.resume(tx, found.person.id, now)
        return _member(tx, target)


def unsubscribe(
    mailing: Mailing, target: Target, now: datetime, *, everything: bool = False
) -> Member | None:
    """End the subscription that a link names, or all; who has none left has left."""
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None:
            named = None if everything else target.subscription_id
            left = [held for held in found.kept if named not in {None, held.id}]
            if left:
                for held in found.kept:
                    if held not in left:
                        subscriptions.remove(tx, held.id)
            else:
                subscribers.unsubscribe(tx, found.person.id, now)
        return _member(tx, target)


def export(mailing: Mailing, target: Target) -> dict[str, Any] | None:
    """Return everything kept of a person, ready for JSON; None where there is nothing."""
    with mailing.store.reading() as tx:
        found = find(tx, target)
        if found is None or found.person.address_hash is None:
            return None
        return persons.export(tx, found.person.address_hash)


def erase(mailing: Mailing, target: Target, now: datetime) -> Member | None:
    """Forget a person; the hash that keeps mail from them is all that is left."""
    with mailing.store.transaction() as tx:
        found = find(tx, target)
        if found is not None and found.person.address_hash is not None:
            persons.erase(tx, found.person.address_hash, now)
        member = _member(tx, target)
    mailing.store.scrub()
    return member


def _member(tx: Transaction, target: Target) -> Member | None:
    found = find(tx, target)
    return None if found is None else found.member


def _want_only(tx: Transaction, subscriber_id: int, wanted: Wanted, now: datetime) -> None:
    """Keep one wish: the last one; what was had before leaving does not come back with it."""
    for held in subscriptions.of(tx, subscriber_id):
        subscriptions.remove(tx, held.id)
    subscriptions.create(tx, subscriber_id, wanted.wish, *_beginning(wanted.rhythm, now))


def _begin_held(
    mailing: Mailing, tx: Transaction, found: Found, held: Subscription, now: datetime
) -> None:
    person = found.person
    covered, due = _beginning(held.rhythm(person.zone), now)
    if held.next_due_at is not None:
        covered = max(covered, held.covered_until)
        subscriptions.moved(tx, [Move(held.id, held.next_due_at, covered, due)])
    put_welcome(
        mailing, tx, person.id, held.id, person.language, held.cadence, selection(held), now
    )


def _change_held(
    tx: Transaction, held: Subscription, wish: Wish, before: Rhythm, zone_name: str, now: datetime
) -> None:
    after = Rhythm(wish.cadence, zone_name, wish.at, wish.weekday)
    covered, due = held.covered_until, _next_due(held, before, after, now)
    if (after.cadence is Cadence.YEARLY) != (before.cadence is Cadence.YEARLY):
        # a plan gives no notices ahead, so what it covers is yet to be told
        covered, due = _beginning(after, now)
    if subscriptions.change(tx, held.id, wish, due):
        subscriptions.moved(tx, [Move(held.id, due, covered, due)])
    else:
        subscriptions.remove(tx, held.id)  # there is another one just like it


def _next_due(held: Subscription, before: Rhythm, after: Rhythm, now: datetime) -> datetime:
    """Return when the next issue is due after a change.

    That is at once where the change would skip the issue that was to come, and never because
    of an earlier one, which the person was not to get.
    """
    if held.next_due_at is None or before == after:
        return held.next_due_at or following(after, now).at
    awaited = current(before, held.next_due_at)
    issue = owed(after, held.covered_until, now)
    if issue is None or issue.end <= awaited.first:
        issue = following(after, now)
    return issue.at


def _beginning(rhythm: Rhythm, now: datetime) -> tuple[date, datetime]:
    """Return the first day that a new subscription covers, and when its first issue is due.

    What was announced before that day, the welcome tells.
    """
    issue = following(rhythm, now)
    if rhythm.cadence is Cadence.YEARLY:
        return issue.first, issue.at
    return now.astimezone(zone(rhythm.zone)).date(), issue.at


def _wish(held: Subscription) -> Wish:
    at = time(*divmod(held.at_minute, 60))
    return Wish(held.cadence, held.selection, at, held.weekday)
