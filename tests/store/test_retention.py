"""Nothing is kept longer than it serves."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from tests.store.builders import (
    DAILY,
    DAY,
    HOUR,
    NOW,
    TODAY,
    claimed,
    confirmation,
    hold,
    person,
    planned,
    sent,
)

from kalends.model import Cadence, Message
from kalends.store import (
    Store,
    bounces,
    deliveries,
    editions,
    retention,
    runs,
    subscribers,
    subscriptions,
)
from kalends.store.bounces import Bounce
from kalends.store.retention import Cleaned, cleanup
from kalends.store.sending import advance
from kalends.store.signups import sign_up
from kalends.store.states import BounceKind, State

NOTHING = Cleaned(0, 0, 0, 0, 0, 0)


def test_an_empty_store_has_nothing_to_drop(opened: Store) -> None:
    """And cleaning it harms nobody."""
    assert cleanup(opened, NOW) == NOTHING


def test_who_never_confirmed_is_forgotten_after_seven_days(opened: Store) -> None:
    """With the mail and the wishes; the address may start afresh."""
    with opened.transaction() as tx:
        found = sign_up(tx, person(opened), "", NOW).subscriber
        assert found is not None
        editions.put_message(tx, "c1", Message("Confirm", "", "", "ru"), NOW)
        deliveries.plan(tx, [confirmation(found.id)])
        subscriptions.create(tx, found.id, DAILY, TODAY, NOW)
    assert cleanup(opened, NOW + 7 * DAY) == NOTHING
    assert cleanup(opened, NOW + 7 * DAY + HOUR) == NOTHING._replace(pending=1, others=1)
    with opened.transaction() as tx:
        assert subscribers.get(tx, found.id) is None
        assert subscribers.bring(tx, person(opened), NOW) is not None


def test_who_came_back_and_did_not_confirm_has_left_again(opened: Store) -> None:
    """What they got before they left is still theirs."""
    with opened.transaction() as tx:
        found = subscribers.create(tx, person(opened), State.ACTIVE, NOW - 9 * DAY)
        assert found is not None
        subscribers.unsubscribe(tx, found.id, NOW - 5 * DAY)
        subscribers.restart(tx, found.id, person(opened), NOW)
    assert cleanup(opened, NOW + 8 * DAY).pending == 1
    with opened.reading() as tx:
        again = subscribers.get(tx, found.id)
    assert again is not None
    assert again.state is State.UNSUBSCRIBED


def test_addresses_of_who_left_go_after_28_days(opened: Store) -> None:
    """The hash stays, so that an import brings nobody back; who stays keeps the address."""
    with opened.transaction() as tx:
        gone, here = (
            subscribers.bring(tx, person(opened, f"{name}@example.org"), NOW) for name in "ab"
        )
        assert gone is not None
        assert here is not None
        subscribers.unsubscribe(tx, gone.id, NOW)
    assert cleanup(opened, NOW + 28 * DAY) == NOTHING
    assert cleanup(opened, NOW + 28 * DAY + HOUR) == NOTHING._replace(addresses=1)
    with opened.transaction() as tx:
        found = subscribers.find(tx, opened.address("a@example.org").hash)
        assert found is not None
        assert (found.address, found.state) == (None, State.UNSUBSCRIBED)
        kept = subscribers.get(tx, here.id)
        assert kept is not None
        assert kept.address == "b@example.org"
        assert subscribers.bring(tx, person(opened, "a@example.org"), NOW) is None


def test_what_servers_said_goes_after_28_days(opened: Store) -> None:
    """It may quote an address."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    with opened.transaction() as tx:
        advance(tx, NOW, [], [number], hold())
        advance(tx, NOW, [sent(mail)], [], hold())
        bounces.record(tx, Bounce(BounceKind.SOFT, NOW, "4.2.2", "<a@example.org>: full", number))
    assert cleanup(opened, NOW + 28 * DAY) == NOTHING
    assert cleanup(opened, NOW + 28 * DAY + HOUR) == NOTHING._replace(texts=2)
    with opened.reading() as tx:
        found = deliveries.get(tx, number)
        assert found is not None
        assert (found.reply, found.server) == ("", "mx.example.org")
        assert tx.scalar(sa.text("SELECT diagnostic FROM bounce")) == ""


def test_the_ledger_goes_after_a_year(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In portions, with the editions that nobody needs then; the suppressed stay for ever."""
    monkeypatch.setattr(retention, "_PORTION", 2)
    numbers = planned(opened, 5)
    with opened.transaction() as tx:
        bounces.record(tx, Bounce(BounceKind.COMPLAINT, NOW, delivery_id=numbers[0]))
        runs.note(tx, Cadence.DAILY, TODAY, NOW, planned=5, empty=0)
        editions.put_message(tx, "young", Message("Hello", "", "", "ru"), NOW + 364 * DAY)
    assert cleanup(opened, NOW + 365 * DAY) == NOTHING._replace(addresses=1)
    expected = NOTHING._replace(deliveries=5, editions=1, others=2)
    assert cleanup(opened, NOW + 365 * DAY + HOUR) == expected
    with opened.reading() as tx:
        assert tx.scalar(sa.text("SELECT count(*) FROM suppression")) == 1
        assert editions.message(tx, "young") is not None
