"""What falls due is found by its index, and planned once."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.store.builders import DAILY, DAY, HOUR, KEY, MINUTE, NOW, TODAY, person, subscriber

from kalends import store
from kalends.model import Cadence, Rhythm
from kalends.store import Store, subscribers, subscriptions
from kalends.store.states import State
from kalends.store.subscriptions import Move, Wish

WEEKLY = Wish(Cadence.WEEKLY, "", time(18, 30), 6)


def test_a_subscription_is_kept_as_wished(opened: Store) -> None:
    """With the rhythm that `schedule` reckons with."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx)
        number = subscriptions.create(tx, owner.id, WEEKLY, TODAY, NOW + DAY)
        (found,) = subscriptions.of(tx, owner.id)
    assert (found.id, found.at_minute, found.active) == (number, 18 * 60 + 30, True)
    assert found.rhythm(owner.zone) == Rhythm(Cadence.WEEKLY, "Asia/Almaty", time(18, 30), 6)
    assert (found.covered_until, found.next_due_at) == (TODAY, NOW + DAY)


def test_the_same_wish_twice_is_one_subscription(opened: Store) -> None:
    """The first one stays as it is."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        numbers = {subscriptions.create(tx, owner, DAILY, TODAY, NOW) for _ in range(2)}
        assert len(numbers) == 1
        assert len(subscriptions.of(tx, owner)) == 1


def test_what_was_given_up_is_taken_up_under_its_number(opened: Store) -> None:
    """So that no issue comes twice, and no day that was covered."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        number = subscriptions.create(tx, owner, DAILY, TODAY + DAY, NOW)
        subscriptions.remove(tx, number)
        assert subscriptions.of(tx, owner) == []
        later = DAILY._replace(at=time(9))
        assert subscriptions.create(tx, owner, later, TODAY, NOW + HOUR) == number
        found = subscriptions.get(tx, number)
    assert found is not None
    assert (found.covered_until, found.next_due_at) == (TODAY + DAY, NOW + HOUR)
    assert (found.at_minute, found.active) == (9 * 60, True)


def test_a_change_keeps_the_number_and_what_is_covered(opened: Store) -> None:
    """So that a period that was sent is not sent again in another guise."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        number = subscriptions.create(tx, owner, DAILY, TODAY, NOW)
        assert subscriptions.change(tx, number, WEEKLY, NOW + DAY)
        (found,) = subscriptions.of(tx, owner)
    assert (found.id, found.cadence, found.covered_until) == (number, Cadence.WEEKLY, TODAY)


def test_a_change_into_another_subscription_is_refused(opened: Store) -> None:
    """The person has it already, and the transaction goes on."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        number = subscriptions.create(tx, owner, DAILY, TODAY, NOW)
        other = subscriptions.create(tx, owner, WEEKLY, TODAY, NOW)
        assert not subscriptions.change(tx, number, WEEKLY, NOW)
        assert [one.id for one in subscriptions.of(tx, owner)] == [number, other]
        subscriptions.remove(tx, other)
        assert subscriptions.change(tx, number, WEEKLY, NOW)
        assert not subscriptions.change(tx, other, DAILY, NOW)  # given up


@pytest.mark.parametrize("state", list(State))
def test_only_active_subscribers_are_due(opened: Store, state: State) -> None:
    """A subscription made while pending starts with the confirmation."""
    with opened.transaction() as tx:
        made = subscribers.create(tx, person(opened), state, NOW)
        assert made is not None
        subscriptions.create(tx, made.id, DAILY, TODAY, NOW)
        expected = 1 if state is State.ACTIVE else 0
        assert len(subscriptions.due(tx, NOW, 10)) == expected
        if state is State.PENDING:
            subscribers.confirm(tx, made.id, NOW)
            assert len(subscriptions.due(tx, NOW, 10)) == 1


def test_due_batches_follow_each_other(opened: Store) -> None:
    """The longest overdue first, each once, and nothing that is not due yet."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        wishes = [Wish(Cadence.DAILY, f"tag={n}") for n in range(7)]
        minutes = (3, 1, 2, 1, 0, -1, 1)
        for wish, late in zip(wishes, minutes, strict=True):
            subscriptions.create(tx, owner, wish, TODAY, NOW - late * MINUTE)
        found, sizes, after = list[tuple[str, str]](), list[int](), None
        while batch := subscriptions.due(tx, NOW, 2, after):
            sizes.append(len(batch))
            found += [(one.subscription.selection, one.zone) for one in batch]
            after = batch[-1].cursor
    assert found == [(f"tag={n}", "Asia/Almaty") for n in (0, 2, 1, 3, 6, 4)]
    assert sizes == [2, 3, 1]  # a cohort comes whole


def test_a_planned_subscription_is_due_no_more(opened: Store) -> None:
    """Unless its owner moved it meanwhile: that stays."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        one, two = (subscriptions.create(tx, owner, wish, TODAY, NOW) for wish in (DAILY, WEEKLY))
        subscriptions.change(tx, two, WEEKLY, NOW + HOUR)
        moves = [Move(number, NOW, TODAY + DAY, NOW + DAY) for number in (one, two)]
        subscriptions.moved(tx, moves)
        subscriptions.moved(tx, [])
        found = [(w.covered_until, w.next_due_at) for w in subscriptions.of(tx, owner)]
    assert found == [(TODAY + DAY, NOW + DAY), (TODAY, NOW + HOUR)]


def test_planning_writes_no_page_of_subscriptions(tmp_path: Path) -> None:
    """They are scattered: a tick would write a page for each that is due."""
    written: set[str] = set()

    def explain(tx: sa.Connection, _c: object, sql: str, given: Any, *_: object) -> None:  # noqa: ANN401 - the driver's
        if sql.startswith("UPDATE"):
            pages = tx.exec_driver_sql("SELECT rootpage, name FROM sqlite_master")
            names = {page.rootpage: page.name for page in pages}
            steps = tx.exec_driver_sql(f"EXPLAIN {sql}", given).all()
            written.update(names[step.p2] for step in steps if step.opcode == "OpenWrite")

    with store.open(f"sqlite:///{tmp_path / 'a.db'}", KEY) as opened, opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        number = subscriptions.create(tx, owner, DAILY, TODAY, NOW)
        sa.event.listen(tx, "before_cursor_execute", explain)
        held = subscriptions.hold(tx, subscriptions.due(tx, NOW, 10))
        subscriptions.proceed(tx, held, [Move(number, NOW, TODAY + DAY, NOW + DAY)])
    assert written == {"cohort", "ix_cohort_due"}


def test_a_tick_costs_what_is_due(opened: Store) -> None:
    """The search goes by the index of cohorts, however many subscriptions there are."""
    with opened.transaction() as tx:
        owner = subscriber(opened, tx).id
        subscriptions.create(tx, owner, DAILY, TODAY, NOW)
        if tx.dialect.name == "postgresql":
            tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
            tx.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
        plan: list[str] = []

        def explain(tx: sa.Connection, _c: object, sql: str, given: Any, *_: object) -> None:  # noqa: ANN401 - the driver's
            if not sql.startswith("EXPLAIN"):
                word = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
                plan.extend(str(row) for row in tx.exec_driver_sql(f"{word} {sql}", given))

        sa.event.listen(tx, "before_cursor_execute", explain)
        subscriptions.due(tx, NOW + DAY, 10)
    steps = " ".join(plan)
    assert "ix_cohort_due" in steps
    if opened.engine.dialect.name == "sqlite":
        assert "COVERING INDEX ix_subscription_cohort" in steps
        assert "TEMP B-TREE" not in steps
