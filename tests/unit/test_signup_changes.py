"""What a subscriber changes: hours, cadence and language, and pauses; no issue lost or repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from tests.unit.mailings import DAY, HOUR, NOW, TODAY, Service, opened
from tests.unit.test_signup import DAILY, WEEKLY, add, seen, subscribed

from kalends.jobs import signup
from kalends.jobs.members import Wanted
from kalends.jobs.plan import plan
from kalends.model import Cadence, Selection
from kalends.store.states import State
from kalends.store.subscriptions import Wish


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a mail service with nobody in its ledger."""
    with opened(tmp_path) as store:
        yield Service(store)


def test_change_of_hour_does_not_repeat_todays_issue(service: Service) -> None:
    """What is sent stays sent; the next one comes at the new hour."""
    target = subscribed(service, DAILY, NOW - HOUR)
    plan(service.mailing, NOW)
    later = Wanted("en", "Asia/Almaty", Cadence.DAILY, at=time(12))
    signup.change(service.mailing, target, later, NOW + HOUR)
    plan(service.mailing, NOW + 5 * HOUR)

    assert [row.period for row in service.rows() if row.period] == [TODAY]
    assert seen(service, target).next_due_at == NOW + DAY + 4 * HOUR


def test_change_of_hour_does_not_lose_todays_issue(service: Service) -> None:
    """An hour that is past already means at once, not tomorrow."""
    target = subscribed(service, DAILY, NOW - 2 * HOUR)
    earlier = Wanted("en", "Asia/Almaty", Cadence.DAILY, at=time(6))
    member = signup.change(service.mailing, target, earlier, NOW - HOUR)
    assert member is not None
    plan(service.mailing, NOW - HOUR)

    assert member.next_due_at == NOW - 2 * HOUR
    assert [row.period for row in service.rows() if row.period] == [TODAY]


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        (WEEKLY, "2027-05-31T03:00"),  # nothing but the language
        (Wanted("en", "Asia/Almaty", Cadence.WEEKLY, at=time(9)), "2027-05-31T04:00"),
        (Wanted("en", "Europe/Moscow", Cadence.WEEKLY), "2027-05-31T05:00"),
        (Wanted("en", "Asia/Almaty", Cadence.WEEKLY, weekday=4), "2027-05-28T03:00"),
        (Wanted("en", "Asia/Almaty", Cadence.DAILY), "2027-05-26T03:00"),
        (Wanted("en", "Asia/Almaty", Cadence.MONTHLY), "2027-06-01T03:00"),
    ],
)
def test_change_brings_no_issue_from_before_the_subscription(
    service: Service, wanted: Wanted, due: str
) -> None:
    """Who began on Tuesday does not get Monday's issue for touching the form."""
    target = subscribed(service, at=NOW + DAY)
    member = signup.change(service.mailing, target, replace(wanted, language="ru"), NOW + DAY)

    assert member is not None
    assert member.next_due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert service.covered(1) == date(2027, 5, 25)


def test_change_to_less_often_does_not_lose_the_days_between(service: Service) -> None:
    """From daily to weekly on a Tuesday, the rest of the week is told at once."""
    target = subscribed(service, DAILY, NOW - HOUR)
    plan(service.mailing, NOW)
    plan(service.mailing, NOW + DAY)
    member = signup.change(service.mailing, target, WEEKLY, NOW + DAY + HOUR)
    assert member is not None
    plan(service.mailing, NOW + DAY + HOUR)

    assert service.covered(1) == date(2027, 5, 31)
    assert member.next_due_at == NOW


@pytest.mark.parametrize(("before", "after"), [("yearly", "weekly"), ("weekly", "yearly")])
def test_plan_and_digests_cover_days_each_for_itself(
    service: Service, before: str, after: str
) -> None:
    """Who changes from the plan to digests is not silent until the plan's year is over."""
    target = subscribed(service, Wanted("en", "Asia/Almaty", Cadence(before)))
    changed = Wanted("en", "Asia/Almaty", Cadence(after))
    signup.change(service.mailing, target, changed, NOW)

    expected = TODAY if after == "weekly" else date(2028, 1, 1)
    assert service.covered(1) == expected


def test_language_and_zone_are_the_persons(service: Service) -> None:
    """They change for all subscriptions; cadence and topics for the one of the link."""
    target = subscribed(service)
    other = add(service, target, Wish(Cadence.DAILY, "tag=space", time(9)))
    changed = Wanted("ru", "Europe/Moscow", Cadence.MONTHLY)
    signup.change(service.mailing, target, changed, NOW)

    assert seen(service, target).wanted == changed
    assert seen(service, other).wanted == Wanted(
        "ru", "Europe/Moscow", Cadence.DAILY, Selection(tags=("space",)), time(9)
    )
    assert seen(service, other).next_due_at == datetime(2027, 5, 24, 6, tzinfo=UTC)


def test_two_subscriptions_alike_become_one(service: Service) -> None:
    """Nobody gets the same twice by choosing it twice."""
    target = subscribed(service)
    other = add(service, target, Wish(Cadence.DAILY, "", time(9)))
    signup.change(service.mailing, other, WEEKLY, NOW)

    assert seen(service, target).count == 1


def test_pause_ends_by_itself_and_by_hand(service: Service) -> None:
    """Until the midnight of the day named, by the person's clocks, or until they say so."""
    target = subscribed(service)
    paused = signup.pause(service.mailing, target, date(2027, 6, 1), NOW)
    assert paused is not None
    assert (paused.state, paused.paused_until) == (
        State.PAUSED,
        datetime(2027, 5, 31, 19, tzinfo=UTC),
    )
    longer = signup.pause(service.mailing, target, None, NOW)
    assert longer is not None
    assert (longer.state, longer.paused_until) == (State.PAUSED, None)
    back = signup.resume(service.mailing, target, NOW)
    assert back is not None
    assert back.state is State.ACTIVE
    assert signup.resume(service.mailing, target, NOW) == back


def test_paused_subscriber_may_change_and_stays_paused(service: Service) -> None:
    """What they choose goes for later."""
    target = subscribed(service)
    signup.pause(service.mailing, target, None, NOW)
    member = signup.change(service.mailing, target, DAILY, NOW)

    assert member is not None
    assert (member.state, member.wanted) == (State.PAUSED, DAILY)
