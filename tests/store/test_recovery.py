"""After a crash nothing is lost, and no more is in doubt than was being tried."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.store.builders import (
    DAY,
    MIDNIGHT,
    MINUTE,
    NOW,
    SECOND,
    claimed,
    hold,
    planned,
    sent,
    state_of,
)

from kalends.store import Store, deliveries
from kalends.store.recovery import Recovered, recover, release_held
from kalends.store.retries import retry_at
from kalends.store.sending import advance, record
from kalends.store.states import DeliveryState, OnDoubt

LATER = NOW + 10 * MINUTE
"""When the claims of `hold` run out."""


def crashed(opened: Store) -> tuple[int, int, int]:
    """Leave one delivery sent, one being tried and one claimed, and return them so."""
    numbers = planned(opened, 3)
    mails = {mail.id: mail for mail in claimed(opened)}
    one, two, three = numbers
    with opened.transaction() as tx:
        advance(tx, NOW, [], [one], hold())
        advance(tx, NOW, [sent(mails[one])], [two], hold())
    return one, two, three


def recovered(opened: Store, now: datetime, policy: OnDoubt, name: str | None = None) -> Recovered:
    """Recover in a transaction of its own."""
    with opened.transaction() as tx:
        return recover(tx, now, policy, name)


@pytest.mark.parametrize(
    ("policy", "count", "state"),
    [
        (OnDoubt.RESEND, Recovered(1, 1, 0), DeliveryState.READY),
        (OnDoubt.HOLD, Recovered(1, 0, 1), DeliveryState.HELD),
    ],
)
def test_what_a_dead_worker_left_is_taken_back(
    opened: Store, policy: OnDoubt, count: Recovered, state: DeliveryState
) -> None:
    """A recorded reply stands, an untried delivery is free, a tried one follows the policy."""
    one, two, three = crashed(opened)
    assert recovered(opened, LATER - SECOND, policy) == Recovered(0, 0, 0)
    assert recovered(opened, LATER, policy) == count
    assert recovered(opened, LATER, policy) == Recovered(0, 0, 0)
    states = [state_of(opened, number) for number in (one, two, three)]
    assert states == [DeliveryState.SENT, state, DeliveryState.READY]
    again = {mail.id: mail.attempt for mail in claimed(opened, now=LATER, worker="two")}
    assert again == ({two: 2, three: 1} if policy is OnDoubt.RESEND else {three: 1})


def test_a_worker_that_restarts_need_not_wait(opened: Store) -> None:
    """What bears its name is its own, and nobody is at it; others' work is left alone."""
    planned(opened, 1)
    claimed(opened, worker="two")
    crashed(opened)
    assert recovered(opened, NOW, OnDoubt.HOLD, "one") == Recovered(1, 0, 1)
    assert recovered(opened, NOW, OnDoubt.HOLD, "none") == Recovered(0, 0, 0)


def test_a_deferred_delivery_stays_deferred(opened: Store) -> None:
    """That it was tried before is not forgotten."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    with opened.transaction() as tx:
        advance(tx, NOW, [], [number], hold())
        record(tx, [sent(mail)._replace(state=DeliveryState.DEFERRED, retry_at=NOW)])
    claimed(opened)
    assert recovered(opened, LATER, OnDoubt.HOLD) == Recovered(1, 0, 0)
    assert state_of(opened, number) is DeliveryState.DEFERRED


@pytest.mark.parametrize("policy", list(OnDoubt))
def test_a_reply_that_comes_late_settles_the_doubt(opened: Store, policy: OnDoubt) -> None:
    """The worker was slow and not dead, and nobody has tried again."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    with opened.transaction() as tx:
        advance(tx, NOW, [], [number], hold())
    recovered(opened, LATER, policy)
    claimed(opened, now=LATER, worker="two")
    with opened.transaction() as tx:
        record(tx, [sent(mail)])
        assert advance(tx, LATER, [], [number], hold("two", LATER)) == set()
    assert state_of(opened, number) is DeliveryState.SENT


def test_what_is_held_waits_for_the_operators_word(opened: Store) -> None:
    """It does not expire meanwhile, and once released has a day at least."""
    _, number, _ = crashed(opened)
    recovered(opened, LATER, OnDoubt.HOLD)
    with opened.transaction() as tx:
        deliveries.expire(tx, NOW + 2 * DAY)
        assert [mail.id for mail in deliveries.held(tx)] == [number]
        assert release_held(tx, NOW + 2 * DAY, [number + 100]) == 0
        assert release_held(tx, NOW + 2 * DAY, [number]) == 1
        assert release_held(tx, NOW + 2 * DAY) == 0
        found = deliveries.get(tx, number)
    assert found is not None
    assert found.expires_at == NOW + 3 * DAY
    assert [mail.id for mail in claimed(opened, now=NOW + 2 * DAY)] == [number]


def test_a_release_in_time_keeps_the_longer_time(opened: Store) -> None:
    """A weekly issue has two days anyway."""
    _, number, _ = crashed(opened)
    recovered(opened, LATER, OnDoubt.HOLD)
    with opened.transaction() as tx:
        release_held(tx, MIDNIGHT - 2 * DAY)
        found = deliveries.get(tx, number)
    assert found is not None
    assert found.expires_at == MIDNIGHT


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (50, 60)]
)
def test_waits_grow_and_spread(attempts: int, minutes: int) -> None:
    """1, 5, 15 and then every 60 minutes, and up to a quarter more."""
    wait = timedelta(minutes=minutes)
    assert retry_at(attempts, NOW, 0) == NOW + wait
    assert retry_at(attempts, NOW, 1) == NOW + wait * 1.25


WINDOW = 8
KILLS = 5
CHECKOUT = Path(__file__).resolve().parent.parent.parent


def test_kill_9_loses_nothing_and_doubts_one_window_a_time(
    opened: Store, url: str, backend: str, tmp_path: Path
) -> None:
    """A worker that writes to the wire what the ledger allows is killed again and again."""
    numbers = planned(opened, 400)
    wire = tmp_path / "wire"
    wire.touch()
    dice = random.Random(backend)
    now, kills = NOW, 0
    while True:
        worker = subprocess.Popen(
            [sys.executable, Path(__file__).parent / "worker.py", url, wire, now.isoformat()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *sys.path])},
        )
        killed = kills < KILLS
        if killed:
            before = wire.stat().st_size
            until = time.monotonic() + 30
            while wire.stat().st_size == before and worker.poll() is None:
                assert time.monotonic() < until
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.02))
            worker.send_signal(signal.SIGKILL)
            kills += 1
        ended = worker.wait(60)
        if ended == 0:
            break
        assert killed, f"the worker failed by itself: {ended}"
        now += 11 * MINUTE  # the claims run out
    copies = Counter(int(line) for line in wire.read_text().split())
    assert set(copies) == set(numbers)
    assert sum(copies.values()) - len(numbers) <= kills * WINDOW
    assert {state_of(opened, number) for number in numbers[::37]} == {DeliveryState.SENT}
