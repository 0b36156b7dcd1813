"""People, editions and deliveries in short."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from kalends.model import Cadence, Edition, Message, Selection
from kalends.store import Store, Transaction, deliveries, editions, subscribers, subscriptions
from kalends.store.deliveries import Issue, NewDelivery
from kalends.store.records import Subscriber
from kalends.store.sending import Claim, Claimed, Result, claim
from kalends.store.states import DeliveryState, Purpose
from kalends.store.subscribers import Person
from kalends.store.subscriptions import Move, Wish

KEY = b"a key for the tests, 32 octets.."
NOW = datetime(2027, 5, 24, 3, tzinfo=UTC)
"""Eight in the morning in Almaty."""
TODAY = date(2027, 5, 24)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MIDNIGHT = NOW + 16 * HOUR
"""The end of the day there: too late for today's issue."""

DAILY = Wish(Cadence.DAILY, "tag=space", time(8))
MESSAGE = Message("Today", "text {{name}}", "<p>html</p>", "ru")
EDITION = Edition(
    "e1", Cadence.DAILY, TODAY, TODAY + DAY, "ru", Selection(tags=("space",)), MESSAGE
)
_SERIAL = count(1)


def person(opened: Store, address: str = "aida@example.org") -> Person:
    """Return a person as a form gives them."""
    return Person(opened.address(address), "ru", "Asia/Almaty")


def subscriber(opened: Store, tx: Transaction, address: str = "aida@example.org") -> Subscriber:
    """Add an active subscriber."""
    found = subscribers.bring(tx, person(opened, address), NOW - DAY)
    assert found is not None
    return found


def subscribed(opened: Store, tx: Transaction, address: str = "aida@example.org") -> int:
    """Add an active subscriber of the daily digest, due now, and return the subscription."""
    found = subscriber(opened, tx, address)
    return subscriptions.create(tx, found.id, DAILY, TODAY, NOW)


def issue(subscription_id: int, period: date = TODAY, start: date | None = None) -> Issue:
    """Return a daily issue."""
    return Issue(subscription_id, Cadence.DAILY, period, start or period, period + DAY)


def digest(subscriber_id: int, subscription_id: int, period: date = TODAY) -> NewDelivery:
    """Return a daily digest to plan, due on its period's first day."""
    at = NOW + (period - TODAY)
    return NewDelivery(
        subscriber_id,
        Purpose.DIGEST,
        EDITION.key,
        f"<{next(_SERIAL)}@example.org>",
        at,
        at + 16 * HOUR,
        issue(subscription_id, period),
    )


def confirmation(subscriber_id: int) -> NewDelivery:
    """Return a confirmation to plan."""
    message_id = f"<{next(_SERIAL)}@example.org>"
    until = NOW + 7 * DAY
    return NewDelivery(subscriber_id, Purpose.CONFIRM, "c1", message_id, NOW, until)


def planned(opened: Store, number: int = 1) -> list[int]:
    """Plan today's issue for so many new subscribers, and return the deliveries."""
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        new, moves = [], []
        for _ in range(number):
            wish = subscribed(opened, tx, f"reader{next(_SERIAL)}@example.org")
            owner = subscriptions.get(tx, wish)
            assert owner is not None
            new.append(digest(owner.subscriber_id, wish))
            moves.append(Move(wish, NOW, TODAY + DAY, NOW + DAY))
        numbers = deliveries.plan(tx, new)
        subscriptions.moved(tx, moves)
        return numbers


def hold(worker: str = "one", now: datetime = NOW) -> Claim:
    """Return a claim of ten minutes."""
    return Claim(worker, now + 10 * MINUTE)


def claimed(
    opened: Store, limit: int = 500, worker: str = "one", now: datetime = NOW
) -> list[Claimed]:
    """Claim in a transaction of its own."""
    with opened.transaction() as tx:
        return claim(tx, now, hold(worker, now), limit)


def sent(mail: Claimed, at: datetime = NOW) -> Result:
    """Return the result of a mail that was taken."""
    return Result(mail.id, mail.attempt, DeliveryState.SENT, at, "mx.example.org", "250 ok")


def state_of(opened: Store, delivery_id: int) -> DeliveryState:
    """Return where a delivery stands."""
    with opened.reading() as tx:
        found = deliveries.get(tx, delivery_id)
    assert found is not None
    return found.state
