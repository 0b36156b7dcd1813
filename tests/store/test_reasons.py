"""Everything that is known of an address and a day, for whoever asks why."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store.builders import DAY, HOUR, NOW, TODAY, planned

from kalends.model import Cadence
from kalends.store import Store, bounces, deliveries, persons, runs, subscribers, subscriptions
from kalends.store.bounces import Bounce
from kalends.store.reasons import why
from kalends.store.records import Run
from kalends.store.states import BounceKind


def test_what_is_known_of_a_delivery_and_its_owner(opened: Store) -> None:
    """The subscription, the mail, its bounce and the planning."""
    (number,) = planned(opened)
    with opened.transaction() as tx:
        mail = deliveries.get(tx, number)
        assert mail is not None
        owner = subscribers.get(tx, mail.subscriber_id)
        assert owner is not None
        assert owner.address_hash is not None
        bounces.record(tx, Bounce(BounceKind.SOFT, NOW + HOUR, "4.2.2", "full", number))
        runs.note(tx, Cadence.DAILY, TODAY, NOW, planned=1, empty=0)
        found = why(tx, owner.address_hash, TODAY)
    assert found.subscriber == owner
    assert [mail.id for mail in found.deliveries] == [number]
    assert [wish.covered_until for wish in found.subscriptions] == [TODAY + DAY]
    assert [(one.kind, one.delivery_id) for one in found.bounces] == [(BounceKind.SOFT, number)]
    assert found.runs == (Run(Cadence.DAILY, TODAY, NOW, 1, 0),)
    assert found.suppressed is None


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2027, 5, 20), 0),
        (date(2027, 5, 21), 1),  # covered, after an outage
        (date(2027, 5, 24), 1),
        (date(2027, 5, 25), 0),
    ],
)
def test_an_issue_answers_for_every_day_it_covers(opened: Store, day: date, count: int) -> None:
    """From `start` to `end`, not only for its period."""
    (number,) = planned(opened)
    with opened.transaction() as tx:
        tx.exec_driver_sql("UPDATE delivery SET start = '2027-05-21'")
        mail = deliveries.get(tx, number)
        assert mail is not None
        owner = subscribers.get(tx, mail.subscriber_id)
        assert owner is not None
        assert owner.address_hash is not None
        assert len(why(tx, owner.address_hash, day).deliveries) == count


def test_an_erased_address_is_known_as_such_and_no_more(opened: Store) -> None:
    """The hash is all there is."""
    address_hash = opened.address("gone@example.org").hash
    with opened.transaction() as tx:
        persons.erase(tx, address_hash, NOW)
        found = why(tx, address_hash, TODAY)
    assert found.suppressed is not None
    assert found.suppressed.reason == "erased"
    assert (found.subscriber, found.deliveries, found.subscriptions) == (None, (), ())


def test_a_subscription_given_up_is_part_of_the_answer(opened: Store) -> None:
    """It may be the very reason."""
    (number,) = planned(opened)
    with opened.transaction() as tx:
        mail = deliveries.get(tx, number)
        assert mail is not None
        assert mail.subscription_id is not None
        subscriptions.remove(tx, mail.subscription_id)
        owner = subscribers.get(tx, mail.subscriber_id)
        assert owner is not None
        assert owner.address_hash is not None
        (found,) = why(tx, owner.address_hash, TODAY).subscriptions
    assert (found.next_due_at, found.active) == (None, False)


def test_runs_add_up_and_empty_ones_are_kept(opened: Store) -> None:
    """Zones and batches of one period are one line."""
    with opened.transaction() as tx:
        runs.note(tx, Cadence.DAILY, TODAY, NOW, planned=3, empty=0)
        runs.note(tx, Cadence.DAILY, TODAY, NOW + HOUR, planned=2, empty=4)
        runs.note(tx, Cadence.DAILY, TODAY + DAY, NOW + DAY, planned=0, empty=9)
        runs.note(tx, Cadence.MONTHLY, date(2027, 5, 1), NOW - 23 * DAY, planned=1, empty=0)
        assert runs.last(tx, 2) == [
            Run(Cadence.DAILY, TODAY + DAY, NOW + DAY, 0, 9),
            Run(Cadence.DAILY, TODAY, NOW + HOUR, 5, 4),
        ]
        assert [(one.cadence.value, one.planned) for one in runs.covering(tx, TODAY)] == [
            ("daily", 5),
            ("monthly", 1),
        ]
