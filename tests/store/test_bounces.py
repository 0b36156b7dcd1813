"""Mail that came back has consequences, and each report counts once."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.store.builders import DAY, EDITION, HOUR, NOW, TODAY, digest, hold, subscribed

from kalends.store import (
    Store,
    Transaction,
    bounces,
    deliveries,
    editions,
    subscribers,
    subscriptions,
    suppression,
)
from kalends.store.bounces import Bounce
from kalends.store.sending import Result, advance, claim
from kalends.store.states import BounceKind, DeliveryState, State

ADDRESS = "aida@example.org"


def reader(opened: Store, tx: Transaction) -> tuple[int, int]:
    """Add a subscriber, and return their number and their subscription's."""
    editions.put(tx, EDITION, NOW)
    wish = subscribed(opened, tx, ADDRESS)
    found = subscriptions.get(tx, wish)
    assert found is not None
    return found.subscriber_id, wish


def mailed(tx: Transaction, owner: int, wish: int, day: int) -> int:
    """Send the issue of a day, counted from today, and return its number."""
    (number,) = deliveries.plan(tx, [digest(owner, wish, TODAY + day * DAY)])
    at = NOW + day * DAY
    (mail,) = claim(tx, at, hold(now=at), 1)
    advance(tx, at, [], [number], hold(now=at))
    advance(tx, at, [Result(number, mail.attempt, DeliveryState.SENT, at)], [], hold(now=at))
    return number


def state_of(tx: Transaction, owner: int) -> State:
    """Return where the subscriber stands."""
    found = subscribers.get(tx, owner)
    assert found is not None
    return found.state


def soft(number: int, at: datetime) -> Bounce:
    """Return a report of a full mailbox."""
    return Bounce(BounceKind.SOFT, at, "4.2.2", "mailbox full", number)


def test_one_hard_bounce_is_enough(opened: Store) -> None:
    """The address takes no mail, and the ledger says so."""
    with opened.transaction() as tx:
        owner, wish = reader(opened, tx)
        number = mailed(tx, owner, wish, 0)
        report = Bounce(BounceKind.HARD, NOW + HOUR, "5.1.1", "no such user", number)
        assert bounces.record(tx, report) is State.BOUNCED
        assert bounces.record(tx, report) is None  # read twice
        assert state_of(tx, owner) is State.BOUNCED
        found = deliveries.get(tx, number)
    assert found is not None
    assert found.state is DeliveryState.BOUNCED


@pytest.mark.parametrize(
    ("days", "delay", "expected"),
    [
        ([0, 1, 2, 3], 0, []),
        ([0, 1, 2, 3, 4], 0, [4]),
        ([0, 7, 14, 21, 28], 0, [28]),
        ([0, 8, 16, 24, 32], 0, []),  # the first is 32 days ago
        ([0, 1, 3, 4, 5], 0, []),  # day 2 arrived
        ([0, 1, 3, 4, 5, 6, 7], 0, [7]),
        ([0, 1, 2, 3, 4], 4, [4]),  # reports come days later, in the order of sending
        ([0, 1, 3, 4, 5], 4, []),
    ],
)
def test_soft_bounces_add_up_unless_a_mail_arrives(
    opened: Store, days: list[int], delay: int, expected: list[int]
) -> None:
    """Five within 30 days; a success between them starts the count anew."""
    found: list[int] = []
    daily = set(days) if days[1] > 1 else set(range(days[-1] + delay + 1))
    with opened.transaction() as tx:
        owner, wish = reader(opened, tx)
        numbers = {}
        for day in range(days[-1] + delay + 1):
            if day in daily:
                numbers[day] = mailed(tx, owner, wish, day)
            about = day - delay
            if about in days:
                at = NOW + day * DAY + HOUR
                if bounces.record(tx, soft(numbers[about], at)) is State.BOUNCED:
                    found.append(about)
    assert found == expected


def test_a_complaint_suppresses(opened: Store) -> None:
    """From a subscriber and from somebody who is none."""
    with opened.transaction() as tx:
        owner, wish = reader(opened, tx)
        number = mailed(tx, owner, wish, 0)
        report = Bounce(BounceKind.COMPLAINT, NOW, delivery_id=number)
        assert bounces.record(tx, report) is State.COMPLAINED
        assert suppression.is_suppressed(tx, opened.address(ADDRESS).hash)
        stranger = opened.address("stranger@example.org").hash
        unknown = Bounce(BounceKind.COMPLAINT, NOW)
        assert bounces.record(tx, unknown, stranger) is None
        assert suppression.is_suppressed(tx, stranger)


def test_a_bounce_is_keyed_by_address(opened: Store) -> None:
    """A report that names no delivery counts too."""
    with opened.transaction() as tx:
        owner, _ = reader(opened, tx)
        report = Bounce(BounceKind.HARD, NOW)
        assert bounces.record(tx, report, opened.address(ADDRESS.upper()).hash) is State.BOUNCED
        assert state_of(tx, owner) is State.BOUNCED


def test_a_report_about_nobody_known_is_noted_and_no_more(opened: Store) -> None:
    """Nothing is known of the address but that it bounced; without one, nothing at all."""
    with opened.transaction() as tx:
        report = Bounce(BounceKind.HARD, NOW)
        assert bounces.record(tx, report, opened.address("x@example.org").hash) is None
        assert bounces.record(tx, report) is None
        assert bounces.record(tx, report._replace(delivery_id=999)) is None


def test_who_left_is_not_moved_by_a_bounce(opened: Store) -> None:
    """They unsubscribed, and stay so."""
    with opened.transaction() as tx:
        owner, wish = reader(opened, tx)
        number = mailed(tx, owner, wish, 0)
        subscribers.unsubscribe(tx, owner, NOW)
        report = Bounce(BounceKind.HARD, NOW, delivery_id=number)
        assert bounces.record(tx, report) is None
        assert state_of(tx, owner) is State.UNSUBSCRIBED
