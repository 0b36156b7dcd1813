"""Any mail can be explained, and any that did not come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.mailings import DAY, HOUR, NOW, TODAY, Service, opened, published

from kalends.delivery import Memory, Outcome
from kalends.jobs.deliver import deliver
from kalends.jobs.letters import put_confirmation
from kalends.jobs.plan import plan
from kalends.jobs.tidy import tidy
from kalends.jobs.why import why
from kalends.model import Cadence
from kalends.store import persons, subscribers, subscriptions
from kalends.store.states import State
from kalends.store.subscribers import Person

ADDRESS = "aida@example.org"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def facts(service: Service, days: int = 0, address: str = ADDRESS) -> list[str]:
    """Return what is told about a day."""
    return list(why(service.mailing, address, TODAY + days * DAY).facts)


def test_a_mail_that_was_sent(service: Service) -> None:
    """Who, what they wanted, which issue holds the day, and what the server said."""
    service.subscribe(selection="kind=observance")
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    day = "2027-05-24 to 2027-05-24"
    times = "sent from 2027-05-24 03:00 UTC until 2027-05-24 19:00 UTC"
    assert facts(service) == [
        "signed up 2027-05-24 03:00 UTC, confirmed 2027-05-24 03:00 UTC",
        "active since 2027-05-24 03:00 UTC",
        "subscription 1: the daily digest of kind=observance in en, at 08:00 Asia/Almaty",
        f"subscription 1: 2027-05-24 is in the issue of {day}, {times}",
        f"subscription 1: issue covering {day}: sent 2027-05-24 03:00 UTC after 1 try",
    ]


def test_an_issue_with_nothing_to_say(service: Service) -> None:
    """How many others had nothing to say, and what the list would tell now."""
    current = service.publication
    service.publication = published([])
    service.subscribe()
    plan(service.mailing, NOW)
    silent = "subscription 1: no mail, for it had nothing to say, like 1 of 1 issues"
    assert facts(service)[-1] == silent
    service.publication = current
    assert facts(service)[-1] == f"{silent}; as the list is now it would tell 2"


@pytest.mark.parametrize(
    ("days", "fact"),
    [
        (-1, "due before the subscription began, 2027-05-24 03:00 UTC"),
        (0, "not planned yet; planning is due 2027-05-24 03:00 UTC"),
        (9, "not planned yet; planning is due 2027-05-24 03:00 UTC"),
    ],
)
def test_an_issue_that_is_not_planned(service: Service, days: int, fact: str) -> None:
    """Its time has not come, or had gone before the subscription began."""
    service.subscribe()
    assert facts(service, days)[-1] == f"subscription 1: {fact}"


def test_a_subscription_that_begins_within_a_period(service: Service) -> None:
    """Its first issue, next Monday, covers the days from the sign-up on."""
    service.subscribe(cadence="weekly", since=NOW + 7 * DAY)
    with service.store.transaction() as tx:
        held = subscriptions.get(tx, 1)
        assert held is not None
        assert held.next_due_at is not None
        move = subscriptions.Move(1, held.next_due_at, TODAY + 9 * DAY, NOW + 14 * DAY)
        subscriptions.moved(tx, [move])
    assert facts(service, 10)[-1] == (
        "subscription 1: not planned in time; the next one, 2027-06-07 03:00 UTC, "
        "covers the day too"
    )
    assert facts(service, 8)[-1] == "subscription 1: not planned in time"


def test_an_outage(service: Service) -> None:
    """The issue of the day was never planned, and another one covers the day."""
    service.subscribe()
    plan(service.mailing, NOW + DAY + HOUR)
    assert facts(service)[-1] == (
        "subscription 1: issue covering 2027-05-24 to 2027-05-25: "
        "ready after 0 tries, to be sent 2027-05-25 03:00 UTC"
    )


def test_a_refused_address(service: Service) -> None:
    """The server's words, the bounce and what came of it."""
    service.subscribe()
    plan(service.mailing, NOW)
    refusing = Memory({ADDRESS: Outcome.BOUNCED}, service.clock.seconds)
    deliver(service.through(refusing), service.clock, "one")
    told = facts(service)
    assert "bounced since 2027-05-24 03:00 UTC" in told
    assert told[-2].endswith("bounced after 1 try")
    assert told[-1] == "hard bounce 2027-05-24 03:00 UTC"
    assert facts(service, 1)[-2] == ("subscription 1: not planned, for the subscriber is bounced")


def test_somebody_who_never_confirmed(service: Service) -> None:
    """The mail that asked for it is told of."""
    with service.store.transaction() as tx:
        person = Person(service.store.address(ADDRESS), "en", "Asia/Almaty")
        found = subscribers.create(tx, person, State.PENDING, NOW)
        assert found is not None
        put_confirmation(service.mailing, tx, found.id, "en", Cadence.DAILY, NOW)
    deliver(service.mailing, service.clock, "one")
    assert facts(service) == [
        "signed up 2027-05-24 03:00 UTC, never confirmed",
        "pending since 2027-05-24 03:00 UTC",
        "confirm mail of 2027-05-24 03:00 UTC: sent 2027-05-24 03:00 UTC after 1 try",
    ]


def test_when_the_address_is_dropped_its_hash_explains_still(service: Service) -> None:
    """By the hash and by the address; the address itself is not shown."""
    service.subscribe()
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    with service.store.transaction() as tx:
        subscribers.unsubscribe(tx, 1, NOW + HOUR)
    tidy(service.store, NOW + 29 * DAY)
    key = service.store.address(ADDRESS).hash
    by_hash, by_address = (why(service.mailing, each, TODAY) for each in (key, ADDRESS))
    assert by_hash == by_address
    assert by_hash.who == key
    assert ADDRESS not in str(by_hash)
    assert by_hash.facts[0] == "the address was dropped, and only its hash is kept"
    assert by_hash.facts[-1].endswith("sent 2027-05-24 03:00 UTC after 1 try")


def test_nothing_is_known_of_the_erased(service: Service) -> None:
    """Only that they must not be mailed."""
    service.subscribe()
    with service.store.transaction() as tx:
        persons.erase(tx, service.store.address(ADDRESS).hash, NOW)
    assert facts(service) == [
        "the address must not be mailed since 2027-05-24 03:00 UTC: erased",
        "nobody subscribes with this address",
    ]
