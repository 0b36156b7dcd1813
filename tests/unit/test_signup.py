"""The life of a subscriber, from the form to being forgotten, over a real ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from tests.unit.mailings import DAY, HOUR, NOW, TODAY, Service, opened, text_of

from kalends.jobs import signup
from kalends.jobs.deliver import deliver
from kalends.jobs.links import Purpose, Target
from kalends.jobs.members import Member, Wanted
from kalends.jobs.plan import plan
from kalends.jobs.signup import Asked, read_address
from kalends.model import Cadence, Selection
from kalends.store import subscribers, subscriptions, suppression
from kalends.store.signups import Limits
from kalends.store.states import State
from kalends.store.subscriptions import Wish

AIDA = "aida@example.org"
WEEKLY = Wanted("en", "Asia/Almaty", Cadence.WEEKLY)
DAILY = Wanted("en", "Asia/Almaty", Cadence.DAILY)
NETWORK = "203.0.113.0/24"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a mail service with nobody in its ledger."""
    with opened(tmp_path) as store:
        yield Service(store)


def ask(
    service: Service,
    wanted: Wanted = WEEKLY,
    address: str = AIDA,
    at: datetime = NOW,
    limits: Limits | None = None,
) -> None:
    """Sign up."""
    signup.sign_up(service.mailing, Asked(address, wanted, NETWORK), at, limits)


def whose(service: Service, address: str = AIDA) -> Target:
    """Return the target that links to an address name."""
    with service.store.reading() as tx:
        found = subscribers.find(tx, service.store.address(address).hash)
    assert found is not None
    return Target(found.ref, None)


def subscribed(service: Service, wanted: Wanted = WEEKLY, at: datetime = NOW) -> Target:
    """Sign up and confirm."""
    ask(service, wanted, at=at)
    target = whose(service)
    member = signup.confirm(service.mailing, target, at)
    assert member is not None
    assert member.state is State.ACTIVE
    return target


def seen(service: Service, target: Target) -> Member:
    """Return whom a link names."""
    found = signup.look(service.mailing, target)
    assert found is not None
    return found


def mails(service: Service, at: datetime = NOW) -> list[str]:
    """Send what is due, and return the texts of all mails so far."""
    service.clock.at = at
    deliver(service.mailing, service.clock, "worker")
    return [text_of(each) for each in service.memory.letters]


def add(service: Service, target: Target, wish: Wish) -> Target:
    """Add another subscription, and return the target of its links."""
    with service.store.transaction() as tx:
        person = subscribers.by_ref(tx, target.ref)
        assert person is not None
        number = subscriptions.create(tx, person.id, wish, TODAY, NOW + DAY)
    return Target(target.ref, number)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("aida@example.org", "aida@example.org"),
        (" Aida.B+dates@EXAMPLE.org ", "Aida.B+dates@example.org"),
        ("айда@пошта.қаз", "айда@пошта.қаз"),
        ("", None),
        ("aida", None),
        ("aida@localhost", None),
        ("a b@example.org", None),
        ("aida@example.org\nBcc: x@example.org", None),
        ("aida@@example.org", None),
        (f"{'a' * 65}@example.org", None),
        ('"a b"@example.org', None),
        ("aida@[192.0.2.1]", None),
    ],
)
def test_address_is_one_that_mail_can_be_sent_to(written: str, expected: str | None) -> None:
    """Letters of any alphabet are, and what could break a header is not."""
    assert read_address(written) == expected


def test_mailed_link_confirms_and_the_welcome_follows(service: Service) -> None:
    """One mail asks, its link begins the subscription, the next mail welcomes."""
    ask(service)
    (asked,) = mails(service)
    token = re.search(r"/en/mail/confirm/(\S+)", asked)
    assert token is not None
    target = service.mailing.links.read(Purpose.CONFIRM, token[1])
    assert target is not None

    assert seen(service, target).is_pending
    assert signup.confirm(service.mailing, target, NOW) == seen(service, target)
    assert seen(service, target).wanted == WEEKLY
    assert "Treaty of Friendship" in mails(service, NOW + HOUR)[1]
    assert len(mails(service, NOW + 2 * HOUR)) == 2


def test_fifty_sign_ups_make_one_mail(service: Service) -> None:
    """However often somebody asks for an address within a day."""
    for _ in range(50):
        ask(service)

    assert len(mails(service)) == 1
    assert len(service.rows()) == 1


def test_fourth_mail_is_never_sent_to_who_does_not_confirm(service: Service) -> None:
    """One in 24 hours, three while it is pending."""
    for day in range(5):
        ask(service, at=NOW + day * DAY)

    assert len(service.rows()) == 3


def test_last_wish_counts_until_it_is_confirmed(service: Service) -> None:
    """Whoever mends the form within the day gets what it says now, and that alone."""
    ask(service, WEEKLY)
    last = Wanted("ru", "Europe/Moscow", Cadence.MONTHLY, Selection(tags=("space",)), time(7))
    ask(service, last)
    member = signup.confirm(service.mailing, whose(service), NOW)

    assert member is not None
    assert (member.wanted, member.count) == (last, 1)


def test_confirming_twice_is_confirming_once(service: Service) -> None:
    """A second click begins nothing anew, and no second welcome comes."""
    target = subscribed(service)
    before = seen(service, target)
    again = signup.confirm(service.mailing, target, NOW + 3 * DAY)

    assert again == before
    assert len(service.rows()) == 2


def test_subscriber_who_asks_again_keeps_what_they_have(service: Service) -> None:
    """They get the same mail as anybody, and a stranger changes nothing of theirs."""
    target = subscribed(service)
    before = seen(service, target)
    ask(service, Wanted("kk", "Europe/Berlin", Cadence.DAILY), at=NOW + 2 * DAY)

    assert seen(service, target) == before
    assert [row.purpose.value for row in service.rows()] == ["confirm", "welcome", "confirm"]


@pytest.mark.parametrize("reason", ["erased", "complaint"])
def test_suppressed_address_may_sign_up_anew(service: Service, reason: str) -> None:
    """Its owner is asked; the welcome follows once they have confirmed, and not before."""
    with service.store.transaction() as tx:
        suppression.suppress(tx, service.store.address(AIDA).hash, reason, NOW - DAY)
    ask(service)
    assert len(mails(service)) == 1

    signup.confirm(service.mailing, whose(service), NOW + HOUR)
    with service.store.reading() as tx:
        assert not suppression.is_suppressed(tx, service.store.address(AIDA).hash)
    assert len(mails(service, NOW + HOUR)) == 2


def test_network_makes_so_many_mails(service: Service) -> None:
    """Beyond the limit nothing is kept of an address."""
    for number in range(5):
        ask(service, address=f"r{number}@example.org", limits=Limits(network=3))

    assert len(service.rows()) == 3


def test_trap_catches_programs(service: Service) -> None:
    """Who fills in the field that people do not see is not signed up."""
    signup.sign_up(service.mailing, Asked(AIDA, WEEKLY, NETWORK, "https://spam.example"), NOW)

    assert service.rows() == []


@pytest.mark.parametrize(
    ("cadence", "at", "covered", "due"),
    [
        ("daily", "2027-05-24T02:00", "2027-05-24", "2027-05-24T03:00"),  # an hour before
        ("daily", "2027-05-24T03:00", "2027-05-24", "2027-05-25T03:00"),
        ("weekly", "2027-05-26T10:00", "2027-05-26", "2027-05-31T03:00"),
        ("weekly", "2027-05-30T19:30", "2027-05-31", "2027-05-31T03:00"),  # past midnight there
        ("monthly", "2027-05-24T03:00", "2027-05-24", "2027-06-01T03:00"),
        ("yearly", "2027-05-24T03:00", "2028-01-01", "2027-12-01T03:00"),
        ("yearly", "2027-12-10T03:00", "2029-01-01", "2028-12-01T03:00"),
    ],
)
def test_subscription_begins_with_the_next_issue(
    service: Service, cadence: str, at: str, covered: str, due: str
) -> None:
    """It covers the days from confirming on; a plan covers its year."""
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    ask(service, Wanted("en", "Asia/Almaty", Cadence(cadence)), at=now - 3 * DAY)
    target = whose(service)
    member = signup.confirm(service.mailing, target, now)

    assert member is not None
    assert member.next_due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert service.covered(1) == date.fromisoformat(covered)


def test_leaving_twice_is_leaving_once(service: Service) -> None:
    """Nothing is sent any more, what was planned included."""
    target = subscribed(service, DAILY, NOW - HOUR)
    plan(service.mailing, NOW)
    once = signup.unsubscribe(service.mailing, target, NOW)

    assert once is not None
    assert once.state is State.UNSUBSCRIBED
    assert signup.unsubscribe(service.mailing, target, NOW + HOUR) == once
    assert mails(service) == []


def test_link_of_one_subscription_ends_that_one(service: Service) -> None:
    """The others go on; with the last one the person has left."""
    target = subscribed(service)
    other = add(service, target, Wish(Cadence.DAILY, "", time(9)))
    first = signup.unsubscribe(service.mailing, other, NOW)
    again = signup.unsubscribe(service.mailing, other, NOW)

    assert first is not None
    assert (first.state, first.count, first.is_named) == (State.ACTIVE, 1, False)
    assert again == first
    everything = signup.unsubscribe(service.mailing, other, NOW, everything=True)
    assert everything is not None
    assert everything.state is State.UNSUBSCRIBED


def test_who_comes_back_gets_what_they_ask_for_now(service: Service) -> None:
    """What they had before does not come back with them, and no issue comes twice."""
    target = subscribed(service, DAILY, NOW - HOUR)
    plan(service.mailing, NOW)
    signup.unsubscribe(service.mailing, target, NOW)
    ask(service, WEEKLY, at=NOW + 2 * DAY)
    member = signup.confirm(service.mailing, target, NOW + 2 * DAY)

    assert member is not None
    assert (member.wanted, member.count) == (WEEKLY, 1)


def test_days_that_were_covered_are_not_told_again(service: Service) -> None:
    """Who left after Monday's issue and is back on Wednesday goes on where they were."""
    target = subscribed(service, WEEKLY, NOW - HOUR)
    plan(service.mailing, NOW)
    signup.unsubscribe(service.mailing, target, NOW)
    ask(service, WEEKLY, at=NOW + 2 * DAY)
    signup.confirm(service.mailing, target, NOW + 2 * DAY)

    assert service.covered(1) == date(2027, 5, 31)


def test_export_holds_everything(service: Service) -> None:
    """The person, what they get, and the mails they got."""
    target = subscribed(service)
    found = signup.export(service.mailing, target)

    assert found is not None
    assert found["subscriber"]["address"] == AIDA
    assert [each["cadence"] for each in found["subscriptions"]] == ["weekly"]
    assert [each["purpose"] for each in found["deliveries"]] == ["confirm", "welcome"]


def test_erased_address_is_nowhere(service: Service, tmp_path: Path) -> None:
    """Not in the database, not in its log, not in what is handed out; a sign-up begins anew."""
    target = subscribed(service)
    mails(service)
    files = [path for path in tmp_path.iterdir() if path.name.startswith("kalends.db")]
    assert any(AIDA.encode() in path.read_bytes() for path in files)

    member = signup.erase(service.mailing, target, NOW)
    assert member is not None
    assert (member.state, member.address) == (State.ERASED, None)
    for path in tmp_path.iterdir():
        assert AIDA.encode() not in path.read_bytes(), path.name
        assert b"aida" not in path.read_bytes().lower(), path.name
    assert signup.export(service.mailing, target) is None
    assert signup.erase(service.mailing, target, NOW) == member
    before = len(service.memory.letters)
    ask(service, at=NOW + 2 * DAY)
    assert len(mails(service, NOW + 2 * DAY)) == before + 1
    assert whose(service).ref != target.ref


@pytest.mark.parametrize(
    "step",
    [signup.confirm, signup.resume, signup.unsubscribe, signup.erase],
    ids=lambda step: str(step.__name__),
)
def test_link_of_somebody_forgotten_leads_nowhere(service: Service, step: object) -> None:
    """Sign-ups that nobody confirmed are dropped, and their links with them."""
    assert callable(step)
    assert step(service.mailing, Target("nobody", None), NOW) is None
    assert signup.export(service.mailing, Target("nobody", None)) is None


def test_nothing_of_the_unconfirmed_is_changed_by_old_links(service: Service) -> None:
    """Preferences and pauses are for subscribers; only confirming makes one."""
    ask(service)
    target = whose(service)
    signup.change(service.mailing, target, DAILY, NOW)
    signup.pause(service.mailing, target, None, NOW)

    member = seen(service, target)
    assert (member.state, member.wanted) == (State.PENDING, WEEKLY)
