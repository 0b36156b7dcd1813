"""Subscribers as forms and pages take them: what is wanted, and where a person stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from kalends.errors import SelectionError
from kalends.jobs.links import Target
from kalends.model import Cadence, Rhythm, Selection
from kalends.store import Transaction, subscribers, subscriptions
from kalends.store.editions import query_of, selection_of
from kalends.store.records import Subscriber, Subscription
from kalends.store.states import State
from kalends.store.subscriptions import Wish


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for.

    Attributes:
        language: One of the site's.
        zone: IANA name.
        at: Local time, whole minutes.
        weekday: First day of a weekly period, 0 is Monday.
    """

    language: str
    zone: str
    cadence: Cadence
    selection: Selection = field(default_factory=Selection)
    at: time = time(8)
    weekday: int = 0

    @property
    def rhythm(self) -> Rhythm:
        """When digests of it are due."""
        return Rhythm(self.cadence, self.zone, self.at, self.weekday)

    @property
    def wish(self) -> Wish:
        """The same as the ledger keeps it."""
        return Wish(self.cadence, query_of(self.selection), self.at, self.weekday)


@dataclass(frozen=True, slots=True)
class Member:
    """Whom a link is about.

    Attributes:
        target: Of the link.
        address: None once dropped.
        wanted: What the link's subscription brings, or the first one where the link names
            none that is kept; None where nothing is.
        next_due_at: When that brings its next issue.
        is_named: The subscription that the link names is kept, or it names none.
        count: How many subscriptions are kept.
    """

    target: Target
    state: State
    address: str | None = field(repr=False)
    language: str
    paused_until: datetime | None
    zone: str
    wanted: Wanted | None
    next_due_at: datetime | None
    is_named: bool
    count: int

    @property
    def is_pending(self) -> bool:
        """Whether nothing is confirmed yet."""
        return self.state is State.PENDING

    @property
    def is_paused(self) -> bool:
        """Whether nothing is sent for the time being."""
        return self.state is State.PAUSED

    @property
    def is_subscribed(self) -> bool:
        """Whether something is sent, now or after a pause."""
        return self.state in {State.ACTIVE, State.PAUSED}

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left of the person."""
        return self.state is State.ERASED


@dataclass(frozen=True, slots=True)
class Found:
    """A person in the ledger.

    Attributes:
        kept: The subscriptions that are not given up.
        chosen: The one that a link is about; None where nothing is kept.
    """

    target: Target
    person: Subscriber
    kept: tuple[Subscription, ...]
    chosen: Subscription | None

    @property
    def member(self) -> Member:
        """The person as pages take them."""
        person, chosen, named = self.person, self.chosen, self.target.subscription_id
        return Member(
            target=self.target,
            state=person.state,
            address=person.address,
            language=person.language,
            paused_until=person.paused_until,
            zone=person.zone,
            wanted=None if chosen is None else wanted_of(chosen, person),
            next_due_at=None if chosen is None else chosen.next_due_at,
            is_named=named is None or any(each.id == named for each in self.kept),
            count=len(self.kept),
        )


def find(tx: Transaction, target: Target) -> Found | None:
    """Return whom a link names, the erased included; None once forgotten altogether."""
    person = subscribers.by_ref(tx, target.ref)
    if person is None:
        return None
    kept = tuple(subscriptions.of(tx, person.id))
    named = (each for each in kept if each.id == target.subscription_id)
    return Found(target, person, kept, next(named, kept[0] if kept else None))


def wanted_of(held: Subscription, person: Subscriber) -> Wanted:
    """Return what a subscription brings to its person."""
    rhythm = held.rhythm(person.zone)
    return Wanted(
        person.language, person.zone, held.cadence, selection(held), rhythm.at, rhythm.weekday
    )


def selection(held: Subscription) -> Selection:
    """Return what a subscription selects: everything where its query means nothing any more."""
    try:
        return selection_of(held.selection)
    except SelectionError:
        return Selection()
