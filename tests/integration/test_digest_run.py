"""From what is due to the inbox, over real SMTP: once, whatever happens on the way."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.courier import running, sender
from tests.integration.killing import CONNECTIONS, WINDOW, deliver_and_kill
from tests.smtp_server import CLOSE, FaultServer, Talk
from tests.unit.mailings import DAY, HOUR, MINUTE, NOW, Service, opened, published

from kalends.delivery import Outcome, Sender, Server, Tls
from kalends.jobs.deliver import Courier, deliver
from kalends.jobs.pace import past
from kalends.jobs.plan import Planned, plan
from kalends.store import deliveries, recovery, subscribers
from kalends.store.states import OnDoubt


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service without subscribers."""
    with opened(tmp_path) as ledger:
        yield Service(ledger)


def now() -> datetime:
    """Return a running morning."""
    return datetime.fromtimestamp(running(), UTC)


def addresses(number: int) -> list[str]:
    """Return so many addresses."""
    return [f"reader{each}@example.org" for each in range(number)]


def planned(service: Service, number: int) -> list[str]:
    """Plan today's issue for so many."""
    service.subscribe_all(addresses(number))
    assert plan(service.mailing, NOW).planned == number
    return addresses(number)


def test_two_planners_and_two_workers_deliver_once(service: Service) -> None:
    """All four at the same time."""
    readers = addresses(400)
    service.subscribe_all(readers)
    with FaultServer() as server:
        start = threading.Barrier(4)
        faults: list[BaseException] = []

        def work(name: str) -> None:
            start.wait()
            try:
                for _ in range(3):
                    plan(service.mailing, now(), batch=30)
                    deliver(service.through(sender(server.port)), now, name)
            except BaseException as error:  # noqa: BLE001 - told in the test's thread
                faults.append(error)

        workers = [threading.Thread(target=work, args=(f"{number}",)) for number in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert faults == []
        assert Counter(server.recipients()) == Counter(readers)
    assert set(service.states()) == {"sent"}


def test_clocks_that_are_wrong_repeat_nothing(service: Service) -> None:
    """Two hours back and 26 hours ahead, planned and delivered at each."""
    service.subscribe_all(addresses(10))
    for hours in (0, -2, 0, 26, 0, 24, 26, 25):
        service.clock.at = NOW + hours * HOUR
        plan(service.mailing, service.clock.at)
        deliver(service.mailing, service.clock, "one")
    copies = Counter(
        (letter.recipient, _period(service, letter.id)) for letter in service.memory.letters
    )
    assert set(copies.values()) == {1}
    assert len(copies) == 20


def _period(service: Service, number: int) -> object:
    with service.store.reading() as tx:
        found = deliveries.get(tx, number)
    assert found is not None
    return found.period


def test_three_days_down_bring_one_late_issue_of_each_cadence(service: Service) -> None:
    """Monday's weekly issue is too late on Thursday; the day's own covers what was missed."""
    for cadence in ("daily", "weekly", "monthly"):
        service.subscribe("aida@example.org", cadence, since=NOW - 30 * DAY)
        service.subscribe("timur@example.org", cadence, since=NOW)
    service.clock.at = NOW + 3 * DAY + HOUR
    plan(service.mailing, service.clock.at)
    deliver(service.mailing, service.clock, "one")
    plan(service.mailing, service.clock.at + HOUR)
    deliver(service.mailing, service.clock, "one")
    late = Counter((row.subscription_id, row.cadence) for row in service.rows())
    assert set(late.values()) == {1}
    assert set(service.states()) == {"sent"}


def test_no_events_make_no_rows_and_no_mail(service: Service) -> None:
    """For a week."""
    service.publication = published([])
    service.subscribe_all(addresses(5))
    for days in range(7):
        service.clock.at = NOW + days * DAY
        assert plan(service.mailing, service.clock.at) == Planned(0, 5, 0)
        assert deliver(service.mailing, service.clock, "one").counts == {}
    assert service.rows() == []


def test_who_leaves_between_claim_and_send_gets_nothing(service: Service) -> None:
    """Their letter is written and waits for its window."""
    readers = planned(service, 200)

    def leave(moment: str, _: Talk) -> None:
        if moment == "taken" and len(server.taken) == 50:
            with service.store.transaction() as tx:
                subscribers.unsubscribe(tx, 200, now())

    with FaultServer() as server:
        server.fault = leave
        deliver(service.through(sender(server.port)), now, "one")
        assert Counter(server.recipients()) == Counter(readers[:-1])
    assert service.states()[-1] == "skipped"


def test_a_session_that_ends_early_costs_nobody_a_mail(service: Service) -> None:
    """421 after five messages, again and again."""
    readers = planned(service, 60)

    def tire(moment: str, talk: Talk) -> str | None:
        return "421 4.7.0 enough" if moment == "mail" and talk.taken == 5 else None

    with FaultServer(tire) as server:
        mailing = service.through(sender(server.port))
        assert deliver(mailing, now, "one").counts == {Outcome.SENT: 60}
        assert Counter(server.recipients()) == Counter(readers)


def test_one_refused_address_bounces_alone(service: Service) -> None:
    """The others get their mail, and the run ends normally."""
    readers = planned(service, 100)

    def refuse(moment: str, talk: Talk) -> str | None:
        bad = moment == "rcpt" and talk.recipient == readers[40]
        return "550 5.1.1 nobody here" if bad else None

    with FaultServer(refuse) as server:
        counts = deliver(service.through(sender(server.port)), now, "one").counts
        assert counts == {Outcome.SENT: 99, Outcome.BOUNCED: 1}
        assert Counter(server.recipients()) == Counter(set(readers) - {readers[40]})


@pytest.mark.parametrize(("on_doubt", "copies"), [(OnDoubt.RESEND, 2), (OnDoubt.HOLD, 1)])
def test_taken_without_a_reply(service: Service, on_doubt: OnDoubt, copies: int) -> None:
    """Once more, or held until the operator lets it go."""
    readers = planned(service, 100)
    silent = {readers[number] for number in (10, 50, 90)}
    told: set[str] = set()

    def vanish(moment: str, talk: Talk) -> str | None:
        if moment == "taken" and (fresh := silent & set(talk.recipients) - told):
            told.update(fresh)
            return CLOSE
        return None

    with FaultServer(vanish) as server:
        service.clock.at = NOW
        courier = Courier(service.through(sender(server.port), on_doubt), "one")
        courier.deliver(now)
        courier.deliver(lambda: now() + 2 * MINUTE)
        got = Counter(server.recipients())
    assert {got[reader] for reader in silent} == {copies}
    assert {got[reader] for reader in set(readers) - silent} == {1}
    if on_doubt is OnDoubt.HOLD:
        with service.store.transaction() as tx:
            assert recovery.release_held(tx, NOW) == len(silent)


def test_a_limit_on_the_rate_outlives_a_restart(service: Service) -> None:
    """30 a minute, whoever counts: half are sent, then a new process begins."""
    planned(service, 100)
    sent = []
    with FaultServer() as server:
        place = Server("127.0.0.1", server.port, Tls.NONE, helo="test", per_minute=30)
        for seconds in (0, 20, 59, 62, 90, 123):
            service.clock.at = NOW + timedelta(seconds=seconds)
            known = past(service.store, [place.name], service.clock.at)
            fresh = Sender([place], service.clock.seconds, past=known)
            half = Courier(service.through(fresh), "one")
            half.deliver(service.clock, stop=bool if seconds else lambda: len(server.taken) >= 16)
            sent.append(len(server.taken))
    assert 16 <= sent[0] <= 30
    assert sent[1:3] == [30, 30]
    assert sent[3] <= sent[4] <= 60
    assert sent[5] <= 90
    assert sent[5] > 60


@pytest.mark.parametrize("on_doubt", ["resend", "hold"])
def test_killed_workers_lose_nothing(tmp_path: Path, on_doubt: str) -> None:
    """Nobody is left out; in doubt is what was in the windows, and `hold` mails nobody twice."""
    toll = deliver_and_kill(tmp_path, on_doubt, kills=3, readers=400)
    in_doubt = toll.kills * CONNECTIONS * WINDOW
    assert toll.lost == 0
    if on_doubt == "hold":
        assert (toll.duplicates, toll.held <= in_doubt) == (0, True)
    else:
        assert (toll.held, toll.duplicates <= in_doubt) == (0, True)
