"""Signing up leads to one mail at most, whoever asks how often."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.store.builders import DAY, HOUR, MINUTE, NOW, person

from kalends.store import Store, Transaction, bounces, subscribers, suppression
from kalends.store.bounces import Bounce
from kalends.store.retention import cleanup
from kalends.store.signups import Limits, Outcome, SignUp, sign_up
from kalends.store.states import BounceKind, State

Leaving = Callable[[Transaction, int, datetime], bool]


def ask(
    opened: Store,
    address: str = "aida@example.org",
    now: datetime = NOW,
    network: str = "192.0.2.0/24",
    limits: Limits | None = None,
) -> SignUp:
    """Sign up in a transaction of its own."""
    with opened.transaction() as tx:
        return sign_up(tx, person(opened, address), opened.network(network), now, limits)


def test_a_new_address_gets_a_confirmation(opened: Store) -> None:
    """Until it is confirmed, the subscriber is pending."""
    outcome, found = ask(opened)
    assert outcome is Outcome.CONFIRM
    assert found is not None
    assert (found.state, found.confirmed_at, found.created_at) == (State.PENDING, None, NOW)
    with opened.transaction() as tx:
        assert subscribers.confirm(tx, found.id, NOW + HOUR)
        assert not subscribers.confirm(tx, found.id, NOW + HOUR)


def test_one_mail_a_day_and_three_while_pending(opened: Store) -> None:
    """However often somebody asks for an address."""
    hours = [0, 1, 23, 24, 47, 48, 72, 96]
    outcomes = [ask(opened, now=NOW + hour * HOUR).outcome for hour in hours]
    sent = [hour for hour, outcome in zip(hours, outcomes, strict=True) if outcome == "confirm"]
    assert sent == [0, 24, 48]
    assert set(outcomes) == {Outcome.CONFIRM, Outcome.REPEATED}


def test_who_leaves_may_come_back_within_the_day(opened: Store) -> None:
    """With a confirmation anew, and one only until they leave again."""
    _, found = ask(opened)
    assert found is not None
    outcomes = []
    for hour in (1, 3):
        with opened.transaction() as tx:
            subscribers.confirm(tx, found.id, NOW + hour * HOUR)
            subscribers.unsubscribe(tx, found.id, NOW + (hour + 1) * HOUR)
        again = NOW + (hour + 1) * HOUR + MINUTE
        outcomes += [ask(opened, now=again).outcome, ask(opened, now=again + MINUTE).outcome]
    assert outcomes == [Outcome.CONFIRM, Outcome.REPEATED] * 2


def test_fifty_askers_at_once_make_one_mail(opened: Store) -> None:
    """One of them comes first."""
    outcomes: list[Outcome] = []
    barrier = threading.Barrier(10)

    def start() -> None:
        barrier.wait()
        outcomes.extend(ask(opened).outcome for _ in range(5))

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.CONFIRM] + [Outcome.REPEATED] * 49


def test_the_last_language_asked_for_counts_while_pending(opened: Store) -> None:
    """Whoever mended the form gets what it says now; nobody mends an active one's."""
    found = ask(opened).subscriber
    assert found is not None
    other = person(opened)._replace(language="kk", zone="Europe/Berlin")
    with opened.transaction() as tx:
        changed = sign_up(tx, other, "", NOW + MINUTE).subscriber
        assert changed is not None
        assert (changed.language, changed.zone) == ("kk", "Europe/Berlin")
        subscribers.confirm(tx, found.id, NOW + HOUR)
        active = sign_up(tx, person(opened), "", NOW + 2 * DAY)
        assert active.outcome is Outcome.KNOWN
        assert active.subscriber is not None
        assert active.subscriber.language == "kk"


def test_a_subscriber_is_told_so_once_a_day(opened: Store) -> None:
    """Paused or active alike, and the state stays."""
    found = ask(opened).subscriber
    assert found is not None
    with opened.transaction() as tx:
        subscribers.confirm(tx, found.id, NOW)
        subscribers.pause(tx, found.id, NOW, None)
    outcomes = [ask(opened, now=NOW + hours * HOUR).outcome for hours in (1, 24, 25)]
    assert outcomes == [Outcome.REPEATED, Outcome.KNOWN, Outcome.REPEATED]


@pytest.mark.parametrize("left", [subscribers.unsubscribe, subscribers.bounced])
def test_who_left_may_come_back_by_confirming(opened: Store, left: Leaving) -> None:
    """Under the same number, with the address as it is written now."""
    first = ask(opened).subscriber
    assert first is not None
    with opened.transaction() as tx:
        subscribers.confirm(tx, first.id, NOW)
        left(tx, first.id, NOW)
    outcome, again = ask(opened, "AIDA@example.org", NOW + 2 * DAY)
    assert outcome is Outcome.CONFIRM
    assert again is not None
    assert (again.id, again.state, again.address) == (first.id, State.PENDING, "AIDA@example.org")


def test_who_was_erased_may_sign_up_as_new(opened: Store) -> None:
    """As often as anybody; confirming, and nothing before it, lifts the suppression."""
    address_hash = opened.address("aida@example.org").hash
    with opened.transaction() as tx:
        suppression.suppress(tx, address_hash, "erased", NOW)
    assert [ask(opened, now=NOW + day * DAY).outcome for day in (0, 1)] == [Outcome.CONFIRM] * 2
    with opened.transaction() as tx:
        found = subscribers.find(tx, address_hash)
        assert found is not None
        assert suppression.is_suppressed(tx, address_hash)
        assert subscribers.confirm(tx, found.id, NOW + DAY)
        assert not suppression.is_suppressed(tx, address_hash)


@pytest.mark.parametrize("kind", [BounceKind.HARD, BounceKind.COMPLAINT])
@pytest.mark.parametrize("is_known", [True, False], ids=["subscriber", "unconfirmed"])
def test_who_sent_mail_back_is_asked_once_in_30_days(
    opened: Store, kind: BounceKind, is_known: bool
) -> None:
    """Though the question comes back as well, and though sign-ups are forgotten meanwhile."""
    address_hash = opened.address("aida@example.org").hash
    found = ask(opened).subscriber
    assert found is not None
    with opened.transaction() as tx:
        if is_known:
            subscribers.confirm(tx, found.id, NOW)
        bounces.record(tx, Bounce(kind, NOW + HOUR), address_hash)
    asked = []
    for day in range(1, 70, 2):
        if ask(opened, now=NOW + day * DAY).outcome is Outcome.CONFIRM:
            asked.append(day)
        with opened.transaction() as tx:
            if day == 1:
                bounces.record(tx, Bounce(kind, NOW + day * DAY + HOUR), address_hash)
        cleanup(opened, NOW + day * DAY + HOUR)
    assert asked == [1, 31, 61]


@pytest.mark.parametrize("kind", [BounceKind.HARD, BounceKind.COMPLAINT])
def test_confirming_ends_what_came_of_mail_sent_back(opened: Store, kind: BounceKind) -> None:
    """From then on the person is like any other."""
    address_hash = opened.address("aida@example.org").hash
    with opened.transaction() as tx:
        bounces.record(tx, Bounce(kind, NOW), address_hash)
    found = ask(opened, now=NOW + DAY).subscriber
    assert found is not None
    with opened.transaction() as tx:
        assert subscribers.confirm(tx, found.id, NOW + 2 * DAY)
        assert not suppression.is_suppressed(tx, address_hash)
        subscribers.unsubscribe(tx, found.id, NOW + 3 * DAY)
    outcomes = [ask(opened, now=NOW + day * DAY).outcome for day in (4, 5)]
    assert outcomes == [Outcome.CONFIRM] * 2


def test_one_network_makes_so_many_mails_a_day(opened: Store) -> None:
    """Other networks go on, and the next day it may again."""
    limits = Limits(network=3)
    outcomes = [ask(opened, f"r{n}@example.org", limits=limits).outcome for n in range(5)]
    assert outcomes == [Outcome.CONFIRM] * 3 + [Outcome.LIMITED] * 2
    assert ask(opened, "x@example.org", network="other", limits=limits).outcome == "confirm"
    assert ask(opened, "r4@example.org", NOW + DAY, limits=limits).outcome == "confirm"
    with opened.reading() as tx:
        assert subscribers.find(tx, opened.address("r3@example.org").hash) is None


def test_all_networks_together_make_so_many_mails_an_hour(opened: Store) -> None:
    """A flood from everywhere stops, and an hour later it may go on."""
    limits = Limits(overall=4)
    outcomes = [
        ask(opened, f"r{n}@example.org", network=str(n), limits=limits).outcome for n in range(6)
    ]
    assert outcomes == [Outcome.CONFIRM] * 4 + [Outcome.LIMITED] * 2
    later = NOW + timedelta(hours=1)
    assert ask(opened, "r5@example.org", later, limits=limits).outcome is Outcome.CONFIRM
