"""Who is due together shares a row, and who comes to differ leaves it."""

from __future__ import annotations

from datetime import datetime, time

import pytest
import sqlalchemy as sa
from tests.store.builders import DAY, EDITION, HOUR, NOW, TODAY, digest, subscribed

from kalends.model import Cadence
from kalends.store import Store, Transaction, cohorts, deliveries, editions, subscribers
from kalends.store import subscriptions as wishes
from kalends.store.records import Subscription
from kalends.store.retention import cleanup
from kalends.store.schema import cohort, subscription
from kalends.store.subscriptions import Move, Wish


def several(opened: Store, tx: Transaction, number: int) -> list[int]:
    """Add as many who are due now."""
    return [subscribed(opened, tx, f"reader{n}@example.org") for n in range(number)]


def groups(tx: Transaction) -> list[int]:
    """Return how many members each cohort has, in the order of numbers."""
    size = sa.select(sa.func.count(subscription.c.id))
    size = size.select_from(cohort).outerjoin(subscription).group_by(cohort.c.id)
    return list(tx.scalars(size.order_by(cohort.c.id)))


def found(tx: Transaction, number: int) -> Subscription:
    """Return a subscription."""
    wish = wishes.get(tx, number)
    assert wish is not None
    return wish


def moves(tx: Transaction, numbers: list[int]) -> None:
    """Move these as planning does, seeing all that is due."""
    held = wishes.hold(tx, wishes.due(tx, NOW, 10))
    ends = [Move(number, NOW, TODAY + DAY, NOW + DAY) for number in numbers]
    wishes.proceed(tx, held, ends)


def times(tx: Transaction, numbers: list[int]) -> list[datetime | None]:
    """Return when each is due next."""
    return [found(tx, number).next_due_at for number in numbers]


def test_equals_share_a_cohort_until_it_is_full(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Language, rhythm and time are the same; what is selected does not matter."""
    monkeypatch.setattr(cohorts, "SIZE", 3)
    with opened.transaction() as tx:
        owner = found(tx, several(opened, tx, 3)[0]).subscriber_id
        wishes.create(tx, owner, Wish(Cadence.DAILY, "tag=moon"), TODAY, NOW)
        wishes.create(tx, owner, Wish(Cadence.DAILY, "tag=war", time(9)), TODAY, NOW)
        assert groups(tx) == [3, 1, 1]


def test_a_cohort_moves_with_one_row(opened: Store) -> None:
    """All of its members have another time then."""
    with opened.transaction() as tx:
        numbers = several(opened, tx, 3)
        moves(tx, numbers)
        assert groups(tx) == [3]
        assert times(tx, numbers) == [NOW + DAY] * 3
        assert wishes.due(tx, NOW, 10) == []


def test_who_moves_otherwise_leaves_the_cohort(opened: Store) -> None:
    """Its covered days differ, say, since its selection means nothing any more."""
    with opened.transaction() as tx:
        numbers = several(opened, tx, 3)
        held = wishes.hold(tx, wishes.due(tx, NOW, 10))
        ends = [TODAY + DAY, TODAY, TODAY + DAY]
        all_moves = [
            Move(n, NOW, covered, NOW + DAY) for n, covered in zip(numbers, ends, strict=True)
        ]
        wishes.proceed(tx, held, all_moves)
        assert groups(tx) == [2, 1]
        assert [found(tx, number).covered_until for number in numbers] == ends


def test_who_is_not_planned_for_stays_where_it_was(opened: Store) -> None:
    """A member that joined after planning had read the cohort is planned for the next time."""
    with opened.transaction() as tx:
        numbers = several(opened, tx, 3)
        moves(tx, numbers[:2])
        assert times(tx, numbers) == [NOW + DAY, NOW + DAY, NOW]
        assert [one.subscription.id for one in wishes.due(tx, NOW, 10)] == numbers[2:]


def test_a_pause_stops_the_time_of_one_reader(opened: Store) -> None:
    """The others of the cohort go on; what fell due meanwhile is due at the end of the pause."""
    with opened.transaction() as tx:
        numbers = several(opened, tx, 2)
        owner = found(tx, numbers[0]).subscriber_id
        subscribers.pause(tx, owner, NOW, None)
        moves(tx, numbers[1:])
        assert not found(tx, numbers[0]).active
        assert times(tx, numbers) == [NOW, NOW + DAY]
        subscribers.resume(tx, owner, NOW)
        assert [one.subscription.id for one in wishes.due(tx, NOW, 10)] == numbers[:1]


def test_another_language_is_another_cohort(opened: Store) -> None:
    """Planning reads it from there, and the subscriber's is the one that counts."""
    with opened.transaction() as tx:
        numbers = several(opened, tx, 2)
        subscribers.change(tx, found(tx, numbers[0]).subscriber_id, "kk", "Europe/Berlin")
        due = {one.subscription.id: (one.language, one.zone) for one in wishes.due(tx, NOW, 10)}
        assert due == {
            numbers[0]: ("kk", "Europe/Berlin"),
            numbers[1]: ("ru", "Asia/Almaty"),
        }
        assert times(tx, numbers) == [NOW, NOW]


@pytest.mark.parametrize("late", [2, 3])
def test_expired_issues_give_their_days_back(opened: Store, late: int) -> None:
    """A whole cohort's or some members'; and to those that were given up, too."""
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        numbers = several(opened, tx, 3)
        owners = [found(tx, number).subscriber_id for number in numbers]
        new = [digest(*pair) for pair in zip(owners, numbers, strict=True)]
        deliveries.plan(tx, new[:late])
        moves(tx, numbers)
        wishes.remove(tx, numbers[0])
        assert deliveries.expire(tx, NOW + DAY) == late
        covered = [found(tx, number).covered_until for number in numbers]
        assert covered == [TODAY] * late + [TODAY + DAY] * (3 - late)
        assert groups(tx) == ([2] if late == 3 else [1, 1])


def test_small_cohorts_are_brought_together(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers of different days begin one each; those that everybody left go."""
    monkeypatch.setattr(cohorts, "SIZE", 6)
    with opened.transaction() as tx:
        numbers = several(opened, tx, 4)
        for number in numbers[:2]:
            wishes.moved(tx, [Move(number, NOW, TODAY, NOW + HOUR)])
        tx.execute(sa.update(cohort).values(next_due_at=NOW))
        assert groups(tx) == [2, 2]
    cleanup(opened, NOW)
    with opened.transaction() as tx:
        assert sorted(groups(tx)) == [0, 4]
        assert len(wishes.due(tx, NOW, 10)) == 4
    cleanup(opened, NOW)
    with opened.transaction() as tx:
        assert groups(tx) == [4]
