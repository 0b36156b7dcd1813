"""Two planners and many workers make one delivery and one mail each."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from tests.store.builders import DAY, EDITION, NOW, TODAY, digest, hold, planned, subscribed

from kalends.store import Store, cohorts, deliveries, editions, subscriptions
from kalends.store.sending import Result, advance, claim
from kalends.store.states import DeliveryState
from kalends.store.subscriptions import Move


def together(count: int, work: Callable[[int], None]) -> None:
    """Run work in so many threads at once, and fail as the first of them does."""
    barrier = threading.Barrier(count)
    faults: list[BaseException] = []

    def start(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as error:  # noqa: BLE001 - raised below
            faults.append(error)

    threads = [threading.Thread(target=start, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def plan(opened: Store) -> list[int]:
    """Plan what is due, as a planner does, in batches of ten."""
    numbers: list[int] = []
    while True:
        with opened.reading() as tx:
            due = subscriptions.due(tx, NOW, 10)
        if not due:
            return numbers
        with opened.transaction() as tx:
            held = subscriptions.hold(tx, due)
            wishes = [one.subscription for one in held if one in due]
            numbers += deliveries.plan(tx, [digest(one.subscriber_id, one.id) for one in wishes])
            moves = [Move(one.id, NOW, TODAY + DAY, NOW + DAY) for one in wishes]
            subscriptions.proceed(tx, held, moves)


def test_two_planners_plan_each_issue_once(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second inserts nothing."""
    monkeypatch.setattr(cohorts, "SIZE", 7)
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        wishes = [subscribed(opened, tx, f"r{n}@example.org") for n in range(60)]
    made: list[int] = []
    together(3, lambda _: made.extend(plan(opened)))
    assert len(made) == len(set(made)) == len(wishes)
    with opened.reading() as tx:
        issues = [deliveries.get(tx, number) for number in made]
        assert sorted(one.subscription_id or 0 for one in issues if one) == wishes
        assert subscriptions.due(tx, NOW, 10) == []


def test_an_issue_is_not_planned_again(opened: Store) -> None:
    """Not after it was sent either: a clock set back sends nothing twice."""
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        wish = subscribed(opened, tx)
        found = subscriptions.get(tx, wish)
        assert found is not None
        new = [digest(found.subscriber_id, wish), digest(found.subscriber_id, wish, TODAY + DAY)]
        first = deliveries.plan(tx, [*new, new[0]])
        assert len(first) == 2
        assert deliveries.plan(tx, new) == []
        assert [one.id for one in deliveries.of(tx, found.subscriber_id)] == first


def test_many_planned_at_once_are_many_rows(opened: Store) -> None:
    """More than one statement can take."""
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        wish = subscribed(opened, tx)
        found = subscriptions.get(tx, wish)
        assert found is not None
        new = [digest(found.subscriber_id, wish, TODAY + n * DAY) for n in range(1_100)]
        assert len(set(deliveries.plan(tx, new))) == len(new)


def test_workers_share_what_is_due_and_send_each_once(opened: Store) -> None:
    """Each claims, announces and records, and none gets in another's way."""
    numbers = planned(opened, 200)
    wire: list[int] = []

    def work(number: int) -> None:
        mine = hold(f"worker {number}")
        results: list[Result] = []
        while True:
            with opened.transaction() as tx:
                mails = {mail.id: mail for mail in claim(tx, NOW, mine, 15)}
            with opened.transaction() as tx:
                allowed = advance(tx, NOW, results, list(mails), mine)
            wire.extend(allowed)
            results = [Result(n, mails[n].attempt, DeliveryState.SENT, NOW) for n in allowed]
            if not mails:
                return

    together(4, work)
    assert Counter(wire) == Counter(numbers)
    with opened.reading() as tx:
        assert deliveries.counts(tx, NOW) == {DeliveryState.SENT: 200}
