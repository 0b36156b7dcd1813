"""Whatever is due is planned once, whoever asks and how often."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.builders import event
from tests.unit.mailings import DAY, HOUR, NOW, SECOND, TODAY, Service, opened, published
from tests.unit.mails import EVENTS, STUDIOS

from kalends.digest import Studio
from kalends.jobs.making import issue_of
from kalends.jobs.plan import Planned, plan
from kalends.model import Cadence, Edition, Message, Selection
from kalends.rendering import Rendering
from kalends.store import deliveries, editions, runs, subscribers, subscriptions
from kalends.store.states import Purpose
from kalends.store.subscriptions import Wish

NOTHING = Planned(0, 0, 0)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def test_what_is_due_is_planned(service: Service) -> None:
    """The row says whose, which days, and from when to when it may be sent."""
    wish = service.subscribe()
    assert plan(service.mailing, NOW) == Planned(1, 0, 0)
    (row,) = service.rows()
    assert (row.subscription_id, row.cadence, row.purpose) == (wish, "daily", Purpose.DIGEST)
    assert (row.period, row.start, row.end) == (TODAY, TODAY, TODAY + DAY)
    assert (row.due_at, row.expires_at) == (NOW, NOW + 16 * HOUR)
    assert (row.state, row.next_attempt_at) == ("ready", NOW)
    assert service.covered(wish) == TODAY + DAY


def test_nothing_is_planned_before_its_time(service: Service) -> None:
    """Not a second."""
    service.subscribe()
    assert plan(service.mailing, NOW - SECOND) == NOTHING
    assert service.rows() == []


def test_planning_again_makes_no_difference(service: Service) -> None:
    """Neither at once nor after a restart."""
    service.subscribe()
    plan(service.mailing, NOW)
    assert plan(service.mailing, NOW) == NOTHING
    assert plan(service.mailing, NOW + HOUR) == NOTHING
    assert len(service.rows()) == 1


def test_nothing_to_say_is_noted_and_makes_no_row(service: Service) -> None:
    """The days are covered, so that the next issue does not tell of them."""
    service.publication = published([])
    wish = service.subscribe()
    service.subscribe("timur@example.org", "weekly")
    assert plan(service.mailing, NOW) == Planned(0, 2, 0)
    assert service.rows() == []
    assert service.covered(wish) == TODAY + DAY
    with service.store.reading() as tx:
        noted = [(run.cadence, run.period, run.planned, run.empty) for run in runs.last(tx)]
    assert noted == [("daily", TODAY, 0, 1), ("weekly", TODAY, 0, 1)]


def test_the_same_issue_is_one_edition(service: Service) -> None:
    """However many read it; another language or selection is another one."""
    for number in range(5):
        service.subscribe(f"reader{number}@example.org")
    service.subscribe("ru@example.org", language="ru")
    service.subscribe("some@example.org", selection="kind=observance")
    assert plan(service.mailing, NOW, batch=2) == Planned(7, 0, 0)
    keys = [row.edition_key for row in service.rows()]
    assert (len(keys), len(set(keys[:5])), len(set(keys))) == (7, 1, 3)


@pytest.mark.parametrize(
    ("cadence", "late", "planned"),
    [
        ("daily", timedelta(hours=16) - SECOND, True),  # until local midnight
        ("daily", timedelta(hours=16), False),
        ("weekly", timedelta(days=2) - SECOND, True),
        ("weekly", timedelta(days=2), False),
    ],
)
def test_one_issue_may_be_late(
    service: Service, cadence: str, late: timedelta, planned: bool
) -> None:
    """Later than that it is not planned, and its days stay to be covered."""
    wish = service.subscribe(cadence=cadence)
    assert plan(service.mailing, NOW + late).planned == planned
    assert len(service.rows()) == planned
    assert (service.covered(wish) == TODAY) is not planned


def test_after_an_outage_one_issue_covers_what_was_missed(service: Service) -> None:
    """Three days down: one daily issue, which begins where the last one ended."""
    wish = service.subscribe()
    plan(service.mailing, NOW)
    assert plan(service.mailing, NOW + 3 * DAY + HOUR) == Planned(1, 0, 0)
    first, second = service.rows()
    assert (first.state, second.state) == ("expired", "ready")
    assert (second.period, second.start) == (TODAY + 3 * DAY, TODAY)
    assert service.covered(wish) == TODAY + 4 * DAY


def test_what_expired_is_covered_by_the_next(service: Service) -> None:
    """Tomorrow's issue begins with today, which was planned and never sent."""
    service.subscribe()
    plan(service.mailing, NOW)
    plan(service.mailing, NOW + DAY)
    today, tomorrow = service.rows()
    assert today.state == "expired"
    assert (tomorrow.period, tomorrow.start) == (TODAY + DAY, TODAY)


def test_a_clock_set_back_repeats_nothing(service: Service) -> None:
    """Two hours back, and on to the hour again."""
    service.subscribe()
    plan(service.mailing, NOW)
    for hours in (-2, -1, 0):
        assert plan(service.mailing, NOW + hours * HOUR) == NOTHING
    assert len(service.rows()) == 1


def test_a_clock_set_ahead_and_back_repeats_nothing(service: Service) -> None:
    """26 hours ahead tomorrow's issue comes early, and never again."""
    service.subscribe()
    plan(service.mailing, NOW)
    plan(service.mailing, NOW + 26 * HOUR)
    planned = [row.period for row in service.rows()]
    for hours in (0, 12, 24, 26, 47):
        plan(service.mailing, NOW + hours * HOUR)
    assert [row.period for row in service.rows()] == planned == [TODAY, TODAY + DAY]


def test_two_planners_plan_once(service: Service) -> None:
    """At the same moment, in batches that cross."""
    for number in range(60):
        service.subscribe(f"reader{number}@example.org")
    barrier = threading.Barrier(2)
    found: list[Planned] = []

    def work(batch: int) -> None:
        barrier.wait()
        found.append(plan(service.mailing, NOW, batch=batch))

    planners = [threading.Thread(target=work, args=(batch,)) for batch in (7, 10)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()
    assert sum(each.planned for each in found) == 60
    assert len(service.rows()) == 60
    with service.store.reading() as tx:
        assert [run.planned for run in runs.last(tx)] == [60]


def test_what_another_planner_did_meanwhile_is_not_counted_again(service: Service) -> None:
    """It plans while the first makes its editions."""
    service.publication = published([])
    service.subscribe()
    found: list[Planned] = []

    def meanwhile(language: str) -> Studio:
        service.studio = STUDIOS.__getitem__
        found.append(plan(service.mailing, NOW))
        return STUDIOS[language]

    service.studio = meanwhile
    found.append(plan(service.mailing, NOW))
    assert found == [Planned(0, 1, 0), NOTHING]
    with service.store.reading() as tx:
        assert [run.empty for run in runs.last(tx)] == [1]


def test_another_zone_after_todays_issue_brings_no_second(service: Service) -> None:
    """Eight o'clock comes again in Berlin, and the issue was sent."""
    wish = service.subscribe()
    plan(service.mailing, NOW)
    with service.store.transaction() as tx:
        owner = subscriptions.get(tx, wish)
        assert owner is not None
        subscribers.change(tx, owner.subscriber_id, "en", "Europe/Berlin")
        subscriptions.change(tx, wish, Wish(Cadence.DAILY, ""), NOW + 3 * HOUR)
    assert plan(service.mailing, NOW + 3 * HOUR) == NOTHING
    assert len(service.rows()) == 1


def test_an_issue_that_failed_gives_its_days_to_the_next_even_when_asked_for_again(
    service: Service,
) -> None:
    """The same period cannot be planned twice, so its days must not be counted as covered."""
    wish = service.subscribe()
    plan(service.mailing, NOW)
    with service.store.transaction() as tx:
        deliveries.uncover(tx, [1])
        subscriptions.change(tx, wish, Wish(Cadence.DAILY, ""), NOW + HOUR)
    assert plan(service.mailing, NOW + HOUR) == NOTHING
    assert service.covered(wish) == TODAY
    plan(service.mailing, NOW + DAY)
    assert service.rows()[-1].start == TODAY


BROKEN = "{% extends 'mail/base.html' %}{% block content %}{{ nothing.at.all }}{% endblock %}"


def broken(folder: Path) -> Studio:
    """Return an English studio whose template of digests fails."""
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "digest.html").write_text(BROKEN, encoding="utf-8")
    templates = Path(__file__).resolve().parents[2] / "templates"
    return replace(STUDIOS["en"], rendering=Rendering([folder, templates]))


def test_a_template_that_fails_blocks_its_own_edition_only(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, as an error; the others get their mail."""
    studios = {**STUDIOS, "en": broken(tmp_path / "own")}
    service.studio = studios.__getitem__
    service.subscribe("en@example.org")
    service.subscribe("also@example.org")
    service.subscribe("ru@example.org", language="ru")
    assert plan(service.mailing, NOW) == Planned(1, 0, 2)
    assert [row.next_attempt_at for row in service.rows()] == [None, None, NOW]
    plan(service.mailing, NOW + HOUR)
    errors = [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "daily digest of 2027-05-24 in 'en' cannot be made" in errors[0]
    assert "'nothing' is undefined" in errors[0]


def test_a_mended_template_sends_what_waited(service: Service, tmp_path: Path) -> None:
    """At the next tick."""
    service.studio = {**STUDIOS, "en": broken(tmp_path / "own")}.__getitem__
    service.subscribe()
    plan(service.mailing, NOW)
    service.studio = STUDIOS.__getitem__
    assert plan(service.mailing, NOW + HOUR) == NOTHING
    (row,) = service.rows()
    assert row.next_attempt_at == NOW + HOUR
    with service.store.reading() as tx:
        message = editions.message(tx, row.edition_key)
        assert editions.failed(tx) == []
    assert message is not None
    assert "Script Day" in message.subject


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly"])
def test_a_mended_issue_counts_from_its_own_first_day(
    service: Service, tmp_path: Path, cadence: str
) -> None:
    """What was missed before it is told, and distances are those of an issue in time."""
    service.subscribe("slow@example.org", cadence, since=NOW - 60 * DAY)
    at = NOW + (8 * DAY if cadence == "monthly" else timedelta())
    service.studio = {**STUDIOS, "en": broken(tmp_path / "own")}.__getitem__
    assert plan(service.mailing, at).failed == 1
    service.studio = STUDIOS.__getitem__
    plan(service.mailing, at)
    (mended,) = service.rows()
    with opened(tmp_path / "other") as ledger:
        sound = Service(ledger)
        sound.subscribe("slow@example.org", cadence, since=NOW - 60 * DAY)
        plan(sound.mailing, at)
        assert [row.edition_key for row in sound.rows()] == [mended.edition_key]


@pytest.mark.parametrize(
    ("cadence", "start", "end", "first"),
    [
        ("daily", "2027-05-20", "2027-05-25", "2027-05-24"),
        ("weekly", "2027-05-12", "2027-05-26", "2027-05-19"),  # weeks from Wednesday
        ("monthly", "2027-03-20", "2027-05-01", "2027-04-01"),
        ("yearly", "2027-12-01", "2029-01-01", "2028-01-01"),
    ],
)
def test_an_edition_tells_its_period(cadence: str, start: str, end: str, first: str) -> None:
    """Its first day, which counts where the edition has to be made again."""
    days = date.fromisoformat(start), date.fromisoformat(end)
    edition = Edition("k", Cadence(cadence), *days, "en", Selection(), Message("", "", "", "en"))
    assert issue_of(edition).first == date.fromisoformat(first)


def test_a_tag_that_vanished_selects_nothing(service: Service) -> None:
    """Nobody is written to about nothing, and nothing breaks."""
    service.subscribe(selection="tag=gone")
    assert plan(service.mailing, NOW) == Planned(0, 1, 0)


def test_a_selection_that_means_nothing_any_more_is_reported(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """It holds up nobody else, and its days wait for a version that knows it again."""
    wish = service.subscribe(selection="moon=full")
    service.subscribe("timur@example.org")
    assert plan(service.mailing, NOW) == Planned(1, 0, 1)
    assert service.covered(wish) == TODAY
    assert plan(service.mailing, NOW) == NOTHING
    assert "subscription 1 asks for 'moon=full', which means nothing any more" in caplog.text


def test_a_zone_and_a_language_that_are_gone_have_stand_ins(service: Service) -> None:
    """The site's own."""
    wish = service.subscribe(language="en", zone="Asia/Almaty")
    with service.store.transaction() as tx:
        owner = subscriptions.get(tx, wish)
        assert owner is not None
        subscribers.change(tx, owner.subscriber_id, "tlh", "Mars/Olympus")
    assert plan(service.mailing, NOW) == Planned(1, 0, 0)
    with service.store.reading() as tx:
        message = editions.message(tx, service.rows()[0].edition_key)
    assert message is not None
    assert message.language == "en"


def test_one_followed_event_is_a_reminder(service: Service) -> None:
    """Its subscription selects it by id."""
    service.subscribe(selection="id=holiday")
    plan(service.mailing, NOW)
    assert [row.purpose for row in service.rows()] == [Purpose.REMINDER]


def test_a_pause_that_is_over_brings_what_is_due(service: Service) -> None:
    """At the tick after its end, with what was missed."""
    service.subscribe()
    with service.store.transaction() as tx:
        subscribers.pause(tx, 1, NOW - HOUR, NOW + 3 * DAY)
    assert plan(service.mailing, NOW + DAY) == NOTHING
    assert plan(service.mailing, NOW + 3 * DAY) == Planned(1, 0, 0)
    assert service.rows()[0].start == TODAY


def test_the_editions_content_follows_the_publication(service: Service) -> None:
    """What is published between two zones' mornings is in the later one's."""
    service.subscribe()
    plan(service.mailing, NOW)
    service.publication = published([*EVENTS, event("new", "1997-05-24")])
    service.subscribe("berlin@example.org", zone="Europe/Berlin", since=NOW + 4 * HOUR)
    plan(service.mailing, NOW + 4 * HOUR)
    early, late = service.rows()
    assert early.edition_key != late.edition_key
    assert late.due_at == datetime.fromisoformat("2027-05-24T06:00Z")
