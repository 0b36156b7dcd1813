"""What would go to whom is what goes, and finding out leaves no trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.unit.mailings import DAY, HOUR, NOW, TODAY, Service, opened

from kalends.jobs.plan import plan
from kalends.jobs.simulate import Mails, simulate


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def readers(service: Service) -> None:
    """Subscribe people of several rhythms, languages and selections."""
    service.subscribe_all(["a@example.org", "b@example.org"])
    service.subscribe("c@example.org", "weekly", "kind=observance", language="ru")
    service.subscribe("d@example.org", "daily", zone="Europe/Berlin", since=NOW + 4 * HOUR)
    service.subscribe("e@example.org", "monthly", since=NOW + 10 * DAY)


def test_the_same_mails_are_planned(service: Service) -> None:
    """Over three weeks, hour by hour."""
    readers(service)
    end = TODAY + timedelta(days=21)
    mails = [each for each in simulate(service.mailing, TODAY, end) if each.things]
    for hour in range(21 * 24 - 8):
        plan(service.mailing, NOW + hour * HOUR)
    assert sum(each.readers for each in mails) == len(service.rows())
    expected = Counter({(each.at, each.period): 0 for each in mails})
    for each in mails:
        expected[each.at, each.period] += each.readers
    assert Counter((row.due_at, row.period) for row in service.rows()) == expected


def test_groups_are_counted_together(service: Service) -> None:
    """Same rhythm, language and selection; issues with nothing to say are told too."""
    readers(service)
    found = simulate(service.mailing, TODAY, TODAY + DAY)
    assert [(each.group.rhythm.zone, each.readers, each.things) for each in found] == [
        ("Asia/Almaty", 2, 2),
        ("Asia/Almaty", 1, 1),
        ("Europe/Berlin", 1, 2),
    ]


def test_nothing_is_written(service: Service) -> None:
    """Not a row, and the next planning is as it would have been."""
    readers(service)
    simulate(service.mailing, TODAY, date(2028, 5, 24))
    assert service.rows() == []
    assert service.covered(1) == TODAY


def test_a_year_holds_one_plan(service: Service) -> None:
    """Sent on 1 December for the year after."""
    service.subscribe(cadence="yearly", since=NOW)
    found = simulate(service.mailing, TODAY, date(2028, 5, 24))
    assert [(each.at.isoformat(), each.period) for each in found] == [
        ("2027-12-01T03:00:00+00:00", date(2028, 1, 1))
    ]


def test_a_selection_that_means_nothing_is_left_out(service: Service) -> None:
    """As planning leaves it out."""
    service.subscribe(selection="moon=full")
    assert simulate(service.mailing, TODAY, TODAY + DAY) == list[Mails]()
