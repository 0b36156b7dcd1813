"""What is planned goes out once, and what became of it is in the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.mailings import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    Service,
    opened,
    parsed,
    text_of,
)

from kalends.delivery import Commit, Letter, Memory, Outcome, Result, Summary
from kalends.delivery.windows import send_serially
from kalends.digest import Studio
from kalends.jobs.deliver import Courier, deliver
from kalends.jobs.errand import Errand
from kalends.jobs.letters import put_confirmation, put_welcome
from kalends.jobs.links import Purpose, Target
from kalends.jobs.plan import plan
from kalends.jobs.scribe import Scribe
from kalends.model import Cadence, Message, Selection
from kalends.store import StoreUnavailable, deliveries, editions, subscribers
from kalends.store.deliveries import NewDelivery
from kalends.store.states import OnDoubt, State
from kalends.store.states import Purpose as Errands
from kalends.store.subscribers import Person


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def readers(service: Service, number: int) -> list[str]:
    """Subscribe so many, plan today's issue, and return their addresses."""
    addresses = [f"reader{each}@example.org" for each in range(number)]
    service.subscribe_all(addresses)
    plan(service.mailing, NOW)
    return addresses


def pending(service: Service, address: str = "new@example.org") -> int:
    """Add somebody who waits for a confirmation, and plan it."""
    with service.store.transaction() as tx:
        person = Person(service.store.address(address), "ru", "Asia/Almaty")
        found = subscribers.create(tx, person, State.PENDING, NOW)
        assert found is not None
        put_confirmation(service.mailing, tx, found.id, "ru", Cadence.WEEKLY, NOW)
    return found.id


class Scripted:
    """Delivery that answers as a test says: outcomes by letter, each used once; then SENT."""

    def __init__(self, service: Service, *answers: Outcome, hard: bool = False) -> None:
        self.letters: list[Letter] = []
        self.before: Callable[[Letter], None] = lambda _: None
        self._answers = list(answers)
        self._hard = hard
        self._clock = service.clock

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,  # noqa: ARG002 - as all deliveries
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Send one after another."""
        return send_serially(letters, commit, self._answer, stop)

    def _answer(self, letter: Letter) -> Result:
        self.before(letter)
        outcome = self._answers.pop(0) if self._answers else Outcome.SENT
        self.letters.append(letter)
        at = self._clock.seconds()
        return Result(letter.id, outcome, at, "mx:25", 250, "2.0.0 ok", hard=self._hard)


def test_everybody_gets_one_mail(service: Service) -> None:
    """And the ledger knows when, and what the server said."""
    addresses = readers(service, 20)
    summary = deliver(service.mailing, service.clock, "one")
    assert summary.counts == {Outcome.SENT: 20}
    assert [letter.recipient for letter in service.memory.letters] == addresses
    assert {(row.state, row.sent_at, row.server) for row in service.rows()} == {
        ("sent", NOW, "memory")
    }
    assert deliver(service.mailing, service.clock, "one").counts == {}


def test_a_letter_is_its_readers_own(service: Service) -> None:
    """Message-ID and return path carry the delivery, the links the subscription."""
    readers(service, 1)
    deliver(service.mailing, service.clock, "one")
    (letter,) = service.memory.letters
    message = parsed(letter)
    mailing, (row,) = service.mailing, service.rows()
    with service.store.reading() as tx:
        owner = subscribers.get(tx, row.subscriber_id)
    assert owner is not None
    target = Target(owner.ref, row.subscription_id)
    leave = mailing.links.link(Purpose.UNSUBSCRIBE, target, "en")
    token = mailing.links.token(Purpose.UNSUBSCRIBE, target)
    assert letter.sender == mailing.marks.return_path(row.id)
    assert message["Message-ID"] == mailing.marks.message_id(row.id)
    assert message["List-Unsubscribe"] == f"<{leave}>, <mailto:leave@example.org?subject={token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in text_of(letter)
    assert "{{" not in text_of(letter)


def test_a_confirmation_does_not_wait_behind_a_digest(service: Service) -> None:
    """Also one that is asked for while thousands of letters go out."""
    readers(service, 300)
    delivery = Scripted(service)

    def sign_up(_: Letter) -> None:
        if len(delivery.letters) == 20:
            pending(service)

    delivery.before = sign_up
    deliver(service.through(delivery), service.clock, "one")
    order = [letter.recipient for letter in delivery.letters]
    assert len(order) == 301
    assert order.index("new@example.org") <= 20 + 50 + 8


def test_a_confirmation_is_confirmed_by_its_link(service: Service) -> None:
    """It is for the person, in the language they chose."""
    number = pending(service)
    deliver(service.mailing, service.clock, "one")
    (letter,) = service.memory.letters
    with service.store.reading() as tx:
        owner = subscribers.get(tx, number)
    assert owner is not None
    link = service.mailing.links.link(Purpose.CONFIRM, Target(owner.ref, None), "ru")
    assert link in text_of(letter)


def test_confirmations_in_a_language_share_an_edition(service: Service) -> None:
    """They differ by tokens alone."""
    pending(service)
    pending(service, "other@example.org")
    one, two = service.rows()
    assert one.edition_key == two.edition_key


def test_a_welcome_tells_what_was_announced_before(service: Service) -> None:
    """The treaty's jubilee was announced half a year ago."""
    wish = service.subscribe(cadence="weekly", since=NOW - 7 * DAY)
    with service.store.transaction() as tx:
        facts = (1, wish, "en", Cadence.WEEKLY, Selection())
        put_welcome(service.mailing, tx, *facts, NOW - 7 * DAY)
    service.clock.at = NOW - 7 * DAY
    deliver(service.mailing, service.clock, "one")
    assert "Treaty of Friendship" in text_of(service.memory.letters[0])


def no_studio(language: str) -> Studio:
    """Fail as a template does."""
    raise ZeroDivisionError(language)


def test_a_welcome_whose_template_fails_holds_nothing_up(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The subscription stands without it, and the operator hears of it."""
    wish = service.subscribe()
    service.studio = no_studio
    with service.store.transaction() as tx:
        put_welcome(service.mailing, tx, 1, wish, "en", Cadence.DAILY, Selection(), NOW)
    assert service.rows() == []
    assert "welcome to subscription 1 cannot be made" in caplog.text


def test_who_unsubscribes_after_the_claim_gets_nothing(service: Service) -> None:
    """The state is asked again when the window is announced."""
    readers(service, 20)
    delivery = Scripted(service)

    def leave(_: Letter) -> None:
        if len(delivery.letters) == 3:
            with service.store.transaction() as tx:
                subscribers.unsubscribe(tx, 18, NOW)

    delivery.before = leave
    summary = deliver(service.through(delivery), service.clock, "one")
    assert "reader17@example.org" not in [letter.recipient for letter in delivery.letters]
    assert (summary.counts, summary.withdrawn) == ({Outcome.SENT: 19}, 1)
    assert service.states() == ["sent"] * 17 + ["skipped"] + ["sent"] * 2


def test_a_deferred_mail_is_tried_again(service: Service) -> None:
    """After a minute and a little more, then after five, with the same Message-ID."""
    readers(service, 1)
    delivery = Scripted(service, Outcome.DEFERRED, Outcome.DEFERRED)
    mailing = service.through(delivery)
    waits = []
    for _ in range(3):
        deliver(mailing, service.clock, "one")
        (row,) = service.rows()
        if row.next_attempt_at:
            waits.append(row.next_attempt_at - service.clock.at)
            deliver(mailing, service.clock, "one")
            service.clock.at = row.next_attempt_at
    assert [MINUTE <= waits[0] <= 75 * SECOND, 5 * MINUTE <= waits[1] <= 375 * SECOND] == [True] * 2
    assert service.states() == ["sent"]
    assert len({parsed(letter)["Message-ID"] for letter in delivery.letters}) == 1
    assert len(delivery.letters) == 3


def test_those_that_failed_together_come_back_apart(service: Service) -> None:
    """Each waits a little longer by its own measure."""
    readers(service, 20)
    deliver(service.through(Scripted(service, *[Outcome.DEFERRED] * 20)), service.clock, "one")
    assert len({row.next_attempt_at for row in service.rows()}) > 10


@pytest.mark.parametrize(("hard", "state"), [(True, "bounced"), (False, "active")])
def test_a_refused_recipient_bounces(service: Service, *, hard: bool, state: str) -> None:
    """For good: the subscriber gets nothing more. For now: it is counted."""
    readers(service, 1)
    delivery = Scripted(service, Outcome.BOUNCED, hard=hard)
    assert deliver(service.through(delivery), service.clock, "one").counts == {Outcome.BOUNCED: 1}
    with service.store.reading() as tx:
        owner = subscribers.get(tx, 1)
    assert owner is not None
    assert owner.state == state
    assert service.states() == ["bounced"]


def test_an_address_that_is_none_bounces(service: Service) -> None:
    """No server is asked."""
    service.subscribe("not an address")
    service.subscribe()
    plan(service.mailing, NOW)
    summary = deliver(service.mailing, service.clock, "one")
    assert summary.counts == {Outcome.SENT: 1, Outcome.BOUNCED: 1}
    assert service.states() == ["bounced", "sent"]


def test_a_mail_that_cannot_be_written_fails_alone(service: Service) -> None:
    """Its days are covered by the next issue."""
    wish = service.subscribe()
    with service.store.transaction() as tx:
        editions.put_message(tx, "x", Message("s", "{{unknown}}", "", "en"), NOW)
        deliveries.plan(tx, [NewDelivery(1, Errands.WELCOME, "x", "", NOW, NOW + DAY)])
    plan(service.mailing, NOW)
    summary = deliver(service.mailing, service.clock, "one")
    assert summary.counts == {Outcome.FAILED: 1, Outcome.SENT: 1}
    failed, sent = service.rows()
    assert (failed.state, sent.state, sent.subscription_id) == ("failed", "sent", wish)
    assert "unknown" in failed.reply


@pytest.mark.parametrize(
    ("on_doubt", "state", "copies"),
    [(OnDoubt.RESEND, "sent", 2), (OnDoubt.HOLD, "held", 1)],
)
def test_a_mail_in_doubt(service: Service, on_doubt: OnDoubt, state: str, copies: int) -> None:
    """It goes out again, or is held for the operator."""
    readers(service, 1)
    delivery = Scripted(service, Outcome.DOUBT)
    mailing = service.through(delivery, on_doubt)
    deliver(mailing, service.clock, "one")
    service.clock.at += 2 * MINUTE
    deliver(mailing, service.clock, "one")
    assert (service.states(), len(delivery.letters)) == ([state], copies)


def test_what_the_server_never_saw_goes_out_in_the_same_run(service: Service) -> None:
    """A connection at its end costs nobody a tick."""
    readers(service, 30)
    delivery = Scripted(service, *([Outcome.SENT] * 5 + [Outcome.UNTRIED] * 3))
    summary = deliver(service.through(delivery), service.clock, "one")
    assert summary.counts == {Outcome.SENT: 30}
    assert service.states() == ["sent"] * 30


class Insisting(Scripted):
    """Delivery that sees its first letter come back untried, and tries that one again itself.

    Before it claims more, or after: then the ledger does not let the letter go at first.
    """

    def __init__(self, service: Service, *, early: bool) -> None:
        super().__init__(service)
        self._early = early

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,  # noqa: ARG002 - as all deliveries
        stop: Callable[[], bool] = bool,  # noqa: ARG002
    ) -> Summary:
        """Send the rest in one window, with the first one."""
        source = iter(letters)
        first = next(source, None)
        if first is None:
            return Summary({})
        at = self._clock.seconds()
        assert first.id in commit([], [first])
        commit([Result(first.id, Outcome.UNTRIED, at)], [])
        if self._early:
            assert first.id not in commit([], [first])
        window = [*([] if self._early else [first]), *source]
        allowed = commit([], window)
        results = [self._answer(letter) for letter in window if letter.id in allowed]
        commit(results, [])
        return Summary({})


@pytest.mark.parametrize("early", [True, False])
def test_a_letter_that_is_tried_again_goes_out_once(service: Service, *, early: bool) -> None:
    """Whether delivery tries again before the ledger gives the letter anew, or after."""
    readers(service, 1)
    delivery = Insisting(service, early=early)
    summary = deliver(service.through(delivery), service.clock, "one")
    assert len(delivery.letters) == 1
    assert (summary.counts, summary.withdrawn) == ({Outcome.SENT: 1}, 0)
    assert service.states() == ["sent"]


def test_a_server_that_takes_nothing_is_not_asked_for_ever(service: Service) -> None:
    """The run ends, and the letters wait."""
    readers(service, 10)
    delivery = Scripted(service, *[Outcome.UNTRIED] * 1000)
    assert deliver(service.through(delivery), service.clock, "one").counts == {}
    assert (len(delivery.letters), service.states()) == (10, ["ready"] * 10)


def test_it_stops_when_it_is_told_to(service: Service) -> None:
    """What was not tried is given back at once."""
    readers(service, 100)
    delivery = Scripted(service)
    mailing = service.through(delivery)
    deliver(mailing, service.clock, "one", stop=lambda: len(delivery.letters) >= 16)
    assert len(delivery.letters) == 16
    assert service.states().count("sent") == 16
    deliver(mailing, service.clock, "two")
    assert len({letter.recipient for letter in delivery.letters}) == len(delivery.letters) == 100


def test_what_falls_too_late_in_the_queue_is_not_sent(service: Service) -> None:
    """Midnight passes while letters go out."""
    readers(service, 20)
    delivery = Scripted(service)

    def pass_midnight(_: Letter) -> None:
        service.clock.at = NOW + 16 * HOUR

    service.clock.at = NOW + 16 * HOUR - SECOND
    delivery.before = pass_midnight
    deliver(service.through(delivery), service.clock, "one")
    assert service.states() == ["sent"] * 8 + ["expired"] * 12


class Died(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("on_doubt", list(OnDoubt))
def test_after_a_crash_a_worker_takes_up_what_it_held(
    service: Service, on_doubt: OnDoubt, caplog: pytest.LogCaptureFixture
) -> None:
    """A window is in doubt, the rest goes out once."""
    addresses = readers(service, 50)
    first = Scripted(service)

    def die(_: Letter) -> None:
        if len(first.letters) == 20:
            raise Died

    first.before = die
    letters = first.letters
    with pytest.raises(Died):
        crash(service, first, on_doubt)
    second = Scripted(service)
    deliver(service.through(second, on_doubt), service.clock, "one")
    got = [letter.recipient for letter in [*letters, *second.letters]]
    if on_doubt is OnDoubt.RESEND:
        assert set(got) == set(addresses)
        assert len(got) - len(set(got)) == 4  # sent and not recorded, of a window of eight
    else:
        assert len(got) == len(set(got)) == 46
        assert service.states().count("held") == 8
    assert "nobody knows whether 8 mails were sent" in caplog.text


def crash(service: Service, delivery: Scripted, on_doubt: OnDoubt) -> None:
    """Deliver until it dies, without anything that an orderly end does."""
    courier = Courier(service.through(delivery, on_doubt), "one")
    courier._let_go = lambda: None  # type: ignore[method-assign]  # noqa: SLF001 - a crash
    courier.deliver(service.clock)


def locked(path: Path) -> sqlite3.Connection:
    """Keep everybody else from writing."""
    connection = sqlite3.connect(path / "kalends.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_when_the_ledger_fails_sending_stops_and_is_recorded_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is sent twice, and nothing is lost."""
    with opened(tmp_path, wait=0.2) as ledger:
        service = Service(ledger)
        readers(service, 40)
        delivery = Scripted(service)
        courier = Courier(service.through(delivery), "one")
        locks: list[sqlite3.Connection] = []

        def lock(_: Letter) -> None:
            if len(delivery.letters) == 12:
                locks.append(locked(tmp_path))

        delivery.before = lock
        with pytest.raises(StoreUnavailable, match="locked"):
            courier.deliver(service.clock)
        assert len(delivery.letters) == 16
        assert service.states().count("attempting") == 8
        assert "8 results wait to be recorded" in caplog.text
        with pytest.raises(StoreUnavailable):
            courier.deliver(service.clock)
        with closing(locks[0]) as connection:
            connection.rollback()
        assert courier.deliver(service.clock).counts == {Outcome.SENT: 24}
        assert service.states() == ["sent"] * 40
        assert len({letter.recipient for letter in delivery.letters}) == len(delivery.letters)


def test_a_ledger_that_gives_no_more_letters_ends_them(tmp_path: Path) -> None:
    """Without an exception inside delivery, which has results to hand over yet."""
    with opened(tmp_path, wait=0.1) as ledger:
        service = Service(ledger)
        readers(service, 1)
        errand = Errand(service.mailing, Scribe(service.mailing), "one", service.clock)
        with closing(locked(tmp_path)):
            assert list(errand.letters()) == []
        assert isinstance(errand.failure, StoreUnavailable)


def test_two_workers_send_one_mail_each(service: Service) -> None:
    """Whatever one holds the other does not get."""
    addresses = readers(service, 600)
    first, second = Scripted(service), Memory(clock=service.clock.seconds)

    def other(_: Letter) -> None:
        if len(first.letters) == 10:
            deliver(service.through(second), service.clock, "two")

    first.before = other
    deliver(service.through(first), service.clock, "one")
    got = [letter.recipient for letter in [*first.letters, *second.letters]]
    assert sorted(got) == sorted(addresses)
    assert len(second.letters) == 100


def test_a_claim_that_ran_out_is_another_workers(service: Service) -> None:
    """A worker that slept longer than its claim sends nothing more of it."""
    readers(service, 30)
    first = Scripted(service)

    def sleep(_: Letter) -> None:
        if len(first.letters) == 3:
            service.clock.at += timedelta(minutes=15)

    first.before = sleep
    deliver(service.through(first), service.clock, "one")
    assert len(first.letters) == 8
    deliver(service.mailing, service.clock, "two")
    got = [letter.recipient for letter in [*first.letters, *service.memory.letters]]
    assert len(got) == len(set(got)) == 30
