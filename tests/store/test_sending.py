"""The ledger goes ahead of the wire, and nobody is mailed who must not be."""

from __future__ import annotations

import pytest
from tests.store.builders import (
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    NOW,
    SECOND,
    TODAY,
    claimed,
    confirmation,
    hold,
    person,
    planned,
    sent,
    state_of,
)

from kalends.model import Cadence, Message
from kalends.store import (
    Store,
    Transaction,
    deliveries,
    editions,
    persons,
    subscribers,
    subscriptions,
    suppression,
)
from kalends.store.sending import Claimed, Result, advance, claim, record, release
from kalends.store.states import BounceKind, DeliveryState, Purpose, State


def attempted(opened: Store, mails: list[Claimed]) -> set[int]:
    """Announce a window without results."""
    with opened.transaction() as tx:
        return advance(tx, NOW, [], [mail.id for mail in mails], hold())


def test_a_claimed_delivery_carries_what_a_mail_needs(opened: Store) -> None:
    """Address, links' ref and Message-ID, with the number of the try."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    with opened.reading() as tx:
        owner = subscribers.get(tx, mail.subscriber_id)
        kept = deliveries.get(tx, number)
    assert owner is not None
    assert kept is not None
    assert mail == Claimed(
        id=number,
        attempt=1,
        purpose=Purpose.DIGEST,
        edition_key="e1",
        message_id=kept.message_id,
        address=str(owner.address),
        ref=owner.ref,
        subscriber_id=owner.id,
        subscription_id=kept.subscription_id,
        cadence=Cadence.DAILY,
        period=TODAY,
        due_at=NOW,
        expires_at=MIDNIGHT,
    )


def test_what_is_claimed_is_claimed_by_nobody_else(opened: Store) -> None:
    """The limit is kept, and the rest left to others."""
    numbers = planned(opened, 5)
    first = [mail.id for mail in claimed(opened, 3)]
    second = [mail.id for mail in claimed(opened, 3, "two")]
    assert sorted(first + second) == numbers
    assert (len(first), claimed(opened, 3, "three")) == (3, [])


def test_nothing_is_claimed_before_it_is_due_or_after_it_is_late(opened: Store) -> None:
    """From the due instant, inclusive, to the end of its time, exclusive."""
    planned(opened)
    assert claimed(opened, now=NOW - SECOND) == []
    assert claimed(opened, now=MIDNIGHT) == []
    assert len(claimed(opened, now=MIDNIGHT - SECOND)) == 1


def test_confirmations_go_first(opened: Store) -> None:
    """Somebody waits for them; a caller may also ask for them alone."""
    planned(opened, 2)
    with opened.transaction() as tx:
        editions.put_message(tx, "c1", Message("Confirm", "", "", "ru"), NOW)
        waiting = subscribers.create(tx, person(opened, "new@example.org"), State.PENDING, NOW)
        assert waiting is not None
        deliveries.plan(tx, [confirmation(waiting.id)])
        (mail,) = claim(tx, NOW, hold(), 1)
        assert (mail.purpose, mail.cadence, mail.period) == (Purpose.CONFIRM, None, None)
        assert claim(tx, NOW, hold(), 10, priorities=[0]) == []
        assert [mail.purpose for mail in claim(tx, NOW, hold(), 10)] == [Purpose.DIGEST] * 2


def test_a_window_is_announced_then_sent(opened: Store) -> None:
    """The reply is kept with the server that gave it."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    assert attempted(opened, [mail]) == {number}
    assert state_of(opened, number) is DeliveryState.ATTEMPTING
    with opened.transaction() as tx:
        assert advance(tx, NOW, [sent(mail, NOW + SECOND)], [], hold()) == set()
        found = deliveries.get(tx, number)
    assert found is not None
    assert (found.state, found.attempts, found.lease_until) == (DeliveryState.SENT, 1, None)
    assert (found.sent_at, found.server, found.reply) == (
        NOW + SECOND,
        "mx.example.org",
        "250 ok",
    )


def test_results_and_the_next_window_are_one_commit(opened: Store) -> None:
    """Undone together, too."""
    one, two = planned(opened, 2)
    mails = {mail.id: mail for mail in claimed(opened)}
    attempted(opened, [mails[one]])
    with pytest.raises(ZeroDivisionError), opened.transaction() as tx:  # noqa: PT012 - a crash
        assert advance(tx, NOW, [sent(mails[one])], [two], hold()) == {two}
        raise ZeroDivisionError
    assert state_of(opened, one) is DeliveryState.ATTEMPTING
    assert state_of(opened, two) is DeliveryState.READY


def leave(tx: Transaction, why: str, mail: Claimed, address_hash: str) -> None:
    """Take a reason to mail somebody away."""
    match why:
        case "unsubscribed":
            subscribers.unsubscribe(tx, mail.subscriber_id, NOW)
        case "paused":
            subscribers.pause(tx, mail.subscriber_id, NOW, None)
        case "bounced":
            subscribers.bounced(tx, mail.subscriber_id, NOW)
        case "complained":
            subscribers.complained(tx, mail.subscriber_id, NOW)
        case "erased":
            persons.erase(tx, address_hash, NOW)
        case "suppressed":
            suppression.suppress(tx, address_hash, "operator", NOW)
        case _:
            assert mail.subscription_id is not None
            subscriptions.remove(tx, mail.subscription_id)


LEAVING = ["unsubscribed", "paused", "bounced", "complained", "erased", "suppressed", "given up"]


@pytest.mark.parametrize("why", LEAVING)
def test_who_left_after_the_claim_is_not_mailed(opened: Store, why: str) -> None:
    """The state is asked again right before the send, in the commit that announces it."""
    numbers = planned(opened, 2)
    mails = claimed(opened)
    with opened.transaction() as tx:
        leave(tx, why, mails[0], opened.address(mails[0].address).hash)
    assert attempted(opened, mails) == {mails[1].id}
    states = [state_of(opened, number) for number in numbers]
    assert states == [DeliveryState.SKIPPED, DeliveryState.ATTEMPTING]


@pytest.mark.parametrize("why", LEAVING)
def test_who_left_before_the_claim_is_not_claimed(opened: Store, why: str) -> None:
    """The delivery is skipped and does not come back."""
    planned(opened, 2)
    mails = claimed(opened)
    with opened.transaction() as tx:
        release(tx, "one")
        leave(tx, why, mails[0], opened.address(mails[0].address).hash)
    assert [mail.id for mail in claimed(opened)] == [mails[1].id]
    assert state_of(opened, mails[0].id) is DeliveryState.SKIPPED


@pytest.mark.parametrize("state", list(State))
def test_a_confirmation_goes_to_who_may_still_answer_it(opened: Store, state: State) -> None:
    """A digest goes to active subscribers alone."""
    with opened.transaction() as tx:
        editions.put_message(tx, "c1", Message("Confirm", "", "", "ru"), NOW)
        waiting = subscribers.create(tx, person(opened), state, NOW)
        assert waiting is not None
        welcome = confirmation(waiting.id)._replace(purpose=Purpose.WELCOME)
        deliveries.plan(tx, [confirmation(waiting.id), welcome])
        found = {mail.purpose.value for mail in claim(tx, NOW, hold(), 10)}
    expected = {
        State.PENDING: {"confirm"},
        State.PAUSED: {"confirm"},
        State.ACTIVE: {"confirm", "welcome"},
    }
    assert found == expected.get(state, set())


@pytest.mark.parametrize("state", list(State))
def test_only_who_signs_up_anew_is_asked_though_suppressed(opened: Store, state: State) -> None:
    """A confirmation goes to the pending, and nothing else to anybody, up to the send."""
    with opened.transaction() as tx:
        editions.put_message(tx, "c1", Message("Confirm", "", "", "ru"), NOW)
        anew = person(opened)
        waiting = subscribers.create(tx, anew, state, NOW)
        assert waiting is not None
        suppression.suppress(tx, anew.address.hash, "complaint", NOW)
        welcome = confirmation(waiting.id)._replace(purpose=Purpose.WELCOME)
        deliveries.plan(tx, [confirmation(waiting.id), welcome])
        found = claim(tx, NOW, hold(), 10)
    assert [mail.purpose.value for mail in found] == ["confirm"] * (state is State.PENDING)
    assert attempted(opened, found) == {mail.id for mail in found}


def test_a_claim_that_ran_out_sends_nothing(opened: Store) -> None:
    """A worker that slept finds its deliveries gone, though nobody took them yet."""
    (number,) = planned(opened)
    mails = claimed(opened)
    with opened.transaction() as tx:
        assert advance(tx, NOW + 10 * MINUTE, [], [number], hold()) == set()
    assert state_of(opened, mails[0].id) is DeliveryState.READY


def test_another_workers_claim_sends_nothing(opened: Store) -> None:
    """A window is a worker's own."""
    (number,) = planned(opened)
    claimed(opened, worker="two")
    with opened.transaction() as tx:
        assert advance(tx, NOW, [], [number], hold("one")) == set()
        assert advance(tx, NOW, [], [number], hold("two")) == {number}
        assert advance(tx, NOW, [], [number], hold("two")) == set()  # once


def test_what_became_late_in_the_queue_expires(opened: Store) -> None:
    """It was claimed in time, and midnight passed before its turn; its days are given back."""
    (number,) = planned(opened)
    late = MIDNIGHT - MINUTE
    claimed(opened, now=late)
    with opened.transaction() as tx:
        assert advance(tx, MIDNIGHT, [], [number], hold(now=late)) == set()
    assert state_of(opened, number) is DeliveryState.EXPIRED
    assert covered(opened, number) == TODAY


def covered(opened: Store, number: int) -> object:
    """Return until when the subscription of a delivery is covered."""
    with opened.reading() as tx:
        found = deliveries.get(tx, number)
        assert found is not None
        assert found.subscription_id is not None
        wish = subscriptions.get(tx, found.subscription_id)
    assert wish is not None
    return wish.covered_until


def test_a_deferred_delivery_comes_again_later(opened: Store) -> None:
    """As the second try, when its time has come."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    attempted(opened, [mail])
    again = NOW + 5 * MINUTE
    with opened.transaction() as tx:
        record(tx, [Result(number, 1, DeliveryState.DEFERRED, NOW, "mx", "451 later", again)])
    assert state_of(opened, number) is DeliveryState.DEFERRED
    assert claimed(opened, now=again - SECOND) == []
    (mail,) = claimed(opened, now=again)
    assert (mail.id, mail.attempt) == (number, 2)


def test_what_the_server_never_saw_is_ready_at_once(opened: Store) -> None:
    """A connection that broke before its turn costs the reader nothing."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    attempted(opened, [mail])
    with opened.transaction() as tx:
        record(tx, [Result(number, 1, DeliveryState.READY, NOW)])
    assert [mail.id for mail in claimed(opened)] == [number]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (DeliveryState.SENT, TODAY + DAY),
        (DeliveryState.DEFERRED, TODAY + DAY),
        (DeliveryState.BOUNCED, TODAY + DAY),
        (DeliveryState.FAILED, TODAY),
        (DeliveryState.SKIPPED, TODAY),
    ],
)
def test_the_days_of_an_issue_that_failed_are_covered_by_the_next(
    opened: Store, state: DeliveryState, expected: object
) -> None:
    """Nothing whose day is still ahead is lost; what was sent is not sent again."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    attempted(opened, [mail])
    with opened.transaction() as tx:
        record(tx, [Result(number, 1, state, NOW)])
    assert covered(opened, number) == expected


def test_an_issue_that_expired_gives_its_days_back(opened: Store) -> None:
    """Not before its time is over, and not while somebody is at it."""
    one, two = planned(opened, 2)
    claimed(opened, 1, now=MIDNIGHT - MINUTE)
    with opened.transaction() as tx:
        assert deliveries.expire(tx, MIDNIGHT - SECOND) == 0
        assert deliveries.expire(tx, MIDNIGHT) == 1
        assert deliveries.expire(tx, MIDNIGHT) == 0
    assert (state_of(opened, one), state_of(opened, two)) == (
        DeliveryState.READY,
        DeliveryState.EXPIRED,
    )
    assert (covered(opened, one), covered(opened, two)) == (TODAY + DAY, TODAY)


def test_days_that_a_later_issue_covers_stay_with_it(opened: Store) -> None:
    """Giving them back then would bring that issue twice."""
    (number,) = planned(opened)
    with opened.transaction() as tx:
        found = deliveries.get(tx, number)
        assert found is not None
        assert found.subscription_id is not None
        later = subscriptions.Move(found.subscription_id, NOW + DAY, TODAY + 2 * DAY, NOW + 2 * DAY)
        subscriptions.moved(tx, [later])
        deliveries.expire(tx, MIDNIGHT)
    assert covered(opened, number) == TODAY + 2 * DAY


def test_a_refused_address_is_a_bounce(opened: Store) -> None:
    """Recorded in the same commit; that reader gets nothing more, the others do."""
    numbers = planned(opened, 3)
    mails = claimed(opened)
    attempted(opened, mails)
    refused = Result(mails[1].id, 1, DeliveryState.BOUNCED, NOW, "mx", "550 no", status="5.1.1")
    with opened.transaction() as tx:
        advance(tx, NOW, [sent(mails[0]), refused, sent(mails[2])], [], hold())
        owners = [subscribers.get(tx, mail.subscriber_id) for mail in mails]
    assert [owner.state.value for owner in owners if owner] == ["active", "bounced", "active"]
    assert [state_of(opened, number).value for number in numbers] == ["sent", "bounced", "sent"]


def test_a_full_mailbox_is_a_soft_bounce(opened: Store) -> None:
    """One of them makes no difference yet."""
    planned(opened)
    (mail,) = claimed(opened)
    attempted(opened, [mail])
    soft = Result(mail.id, 1, DeliveryState.BOUNCED, NOW, bounce=BounceKind.SOFT, status="5.2.2")
    with opened.transaction() as tx:
        record(tx, [soft])
        owner = subscribers.get(tx, mail.subscriber_id)
    assert owner is not None
    assert owner.state is State.ACTIVE


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.BOUNCED])
def test_a_reply_counts_for_its_own_try_alone(opened: Store, state: DeliveryState) -> None:
    """One that comes after a second try has begun changes nothing."""
    (number,) = planned(opened)
    attempted(opened, claimed(opened))
    with opened.transaction() as tx:
        record(tx, [Result(number, 1, DeliveryState.DEFERRED, NOW, retry_at=NOW)])
        claim(tx, NOW, hold("two"), 1)
        advance(tx, NOW, [], [number], hold("two"))
        record(tx, [Result(number, 1, state, NOW, reply="late")])
        found = deliveries.get(tx, number)
    assert found is not None
    assert (found.state, found.attempts, found.reply) == (DeliveryState.ATTEMPTING, 2, "")
    assert covered(opened, number) == TODAY + DAY


def test_a_worker_that_ends_lets_go(opened: Store) -> None:
    """Of what it did not try; the rest it still has to answer for."""
    one, two = planned(opened, 2)
    claimed(opened)
    with opened.transaction() as tx:
        advance(tx, NOW, [], [one], hold())
        assert release(tx, "two") == 0
        assert release(tx, "one") == 1
    assert [mail.id for mail in claimed(opened, worker="two")] == [two]


def test_a_long_reply_is_cut(opened: Store) -> None:
    """A server's flood does not fill the database."""
    (number,) = planned(opened)
    (mail,) = claimed(opened)
    attempted(opened, [mail])
    with opened.transaction() as tx:
        record(tx, [sent(mail)._replace(reply="x" * 100_000)])
        found = deliveries.get(tx, number)
    assert found is not None
    assert len(found.reply) == 1_000


def test_states_are_counted(opened: Store) -> None:
    """For the operator's eyes and the metrics."""
    planned(opened, 3)
    attempted(opened, claimed(opened, 1))
    with opened.reading() as tx:
        assert deliveries.counts(tx, NOW - HOUR) == {
            DeliveryState.READY: 2,
            DeliveryState.ATTEMPTING: 1,
        }
        assert deliveries.counts(tx, NOW + HOUR) == {}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_claiming_goes_by_its_index(opened: Store) -> None:
    """However many deliveries were sent in a year."""
    from kalends.store.statements import Statements

    with opened.reading() as tx:
        sql = "EXPLAIN QUERY PLAN " + Statements.of(tx).claim
        plan = str(tx.exec_driver_sql(sql, (1, 0, 0, 500, "one", 0)).all())
    assert "USING COVERING INDEX ix_delivery_claim" in plan or "INDEX ix_delivery_claim" in plan
    assert "SCAN delivery" not in plan
