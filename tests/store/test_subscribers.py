"""People move from state to state as the table allows, and in no other way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.store.builders import DAILY, DAY, HOUR, NOW, TODAY, person, subscribed, subscriber

from kalends.store import Store, Transaction, persons, subscribers, subscriptions, suppression
from kalends.store.states import TRANSITIONS, State, before

Move = Callable[[Transaction, int, datetime], object]


def erase(tx: Transaction, number: int, now: datetime) -> None:
    """Erase by number."""
    found = subscribers.get(tx, number)
    if found is not None and found.address_hash is not None:
        persons.erase(tx, found.address_hash, now)


MOVES: dict[str, tuple[State, Move]] = {
    "confirm": (State.ACTIVE, subscribers.confirm),
    "resume": (State.ACTIVE, subscribers.resume),
    "pause": (State.PAUSED, lambda tx, number, now: subscribers.pause(tx, number, now, None)),
    "unsubscribe": (State.UNSUBSCRIBED, subscribers.unsubscribe),
    "bounced": (State.BOUNCED, subscribers.bounced),
    "complained": (State.COMPLAINED, subscribers.complained),
    "erase": (State.ERASED, erase),
}
ALLOWED = {
    "pending": "confirm unsubscribe bounced complained erase restart",
    "active": "pause unsubscribe bounced complained erase",
    "paused": "resume unsubscribe bounced complained erase",
    "unsubscribed": "complained erase restart",
    "bounced": "unsubscribe complained erase restart",
    "complained": "erase restart",
    "erased": "",
}


def in_state(
    opened: Store, tx: Transaction, state: State, address: str = "aida@example.org"
) -> int:
    """Add a subscriber and bring them there."""
    if state in {State.PENDING, State.ACTIVE}:
        found = subscribers.create(tx, person(opened, address), state, NOW)
        assert found is not None
        return found.id
    number = in_state(opened, tx, State.ACTIVE, address)
    (move,) = [move for to, move in MOVES.values() if to is state]
    move(tx, number, NOW)
    return number


def state_of(tx: Transaction, number: int) -> State:
    """Return where a subscriber stands."""
    found = subscribers.get(tx, number)
    assert found is not None
    return found.state


@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table_are_made(opened: Store, state: State) -> None:
    """Every move from every state: those not in the table change nothing."""
    found = {}
    with opened.transaction() as tx:
        for move, (_, act) in MOVES.items():
            number = in_state(opened, tx, state, f"{move}@example.org")
            act(tx, number, NOW + HOUR)
            found[move] = state_of(tx, number)
        number = in_state(opened, tx, state)
        subscribers.restart(tx, number, person(opened), NOW + HOUR)
        found["restart"] = state_of(tx, number)
    targets = {**{move: to for move, (to, _) in MOVES.items()}, "restart": State.PENDING}
    allowed = ALLOWED[state].split()
    assert found == {move: to if move in allowed else state for move, to in targets.items()}


def test_the_table_is_the_one_that_is_documented() -> None:
    """Each state names the states that may follow, and `before` reads it backwards."""
    ends = {State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED, State.ERASED}
    assert TRANSITIONS[State.ACTIVE] == ends | {State.PAUSED}
    assert before(State.ACTIVE) == (State.PENDING, State.PAUSED)
    assert TRANSITIONS[State.ERASED] == frozenset()


def test_a_move_tells_whether_it_made_a_difference(opened: Store) -> None:
    """A repeated unsubscription is no fault, and no news."""
    with opened.transaction() as tx:
        number = subscriber(opened, tx).id
        moves = [subscribers.unsubscribe(tx, number, NOW + hours * HOUR) for hours in (1, 2)]
        found = subscribers.get(tx, number)
    assert moves == [True, False]
    assert found is not None
    assert found.state_at == NOW + HOUR


def test_a_subscriber_is_found_by_address_and_by_ref(opened: Store) -> None:
    """Both ways lead to the same person, as written."""
    with opened.transaction() as tx:
        made = subscriber(opened, tx, "Aida@Example.org")
        assert subscribers.find(tx, opened.address("aida@example.org").hash) == made
        assert subscribers.by_ref(tx, made.ref) == made
        assert subscribers.get(tx, made.id) == made
        assert subscribers.find(tx, opened.address("other@example.org").hash) is None
    assert made.address == "Aida@Example.org"
    assert len(made.ref) == 22  # 128 bits
    assert "Aida" not in repr(made)


def test_a_pause_ends_by_itself(opened: Store) -> None:
    """One without an end does not."""
    with opened.transaction() as tx:
        one, two = (subscriber(opened, tx, f"{name}@example.org").id for name in ("a", "b"))
        subscribers.pause(tx, one, NOW, NOW + DAY)
        subscribers.pause(tx, two, NOW, None)
        assert subscribers.wake(tx, NOW + DAY - HOUR) == 0
        assert subscribers.wake(tx, NOW + DAY) == 1
        assert (state_of(tx, one), state_of(tx, two)) == (State.ACTIVE, State.PAUSED)
        found = subscribers.get(tx, one)
    assert found is not None
    assert found.paused_until is None


def test_subscriptions_rest_with_their_subscriber(opened: Store) -> None:
    """They are due again after a pause, but for those that were given up."""
    with opened.transaction() as tx:
        kept = subscribed(opened, tx)
        owner = subscriptions.get(tx, kept)
        assert owner is not None
        wish = DAILY._replace(selection="")
        given_up = subscriptions.create(tx, owner.subscriber_id, wish, TODAY, NOW)
        subscriptions.remove(tx, given_up)

        def due() -> list[int]:
            return [one.subscription.id for one in subscriptions.due(tx, NOW, 10)]

        assert due() == [kept]
        subscribers.pause(tx, owner.subscriber_id, NOW, None)
        assert due() == []
        subscribers.resume(tx, owner.subscriber_id, NOW)
        assert due() == [kept]


@pytest.mark.parametrize("state", list(State))
def test_an_import_brings_back_nobody(opened: Store, state: State) -> None:
    """Whoever is known in any state, erased included, stays as they are."""
    with opened.transaction() as tx:
        number = in_state(opened, tx, state)
        assert subscribers.bring(tx, person(opened), NOW) is None
        assert state_of(tx, number) is state


def test_an_import_adds_who_is_unknown(opened: Store) -> None:
    """They confirmed elsewhere, and are active."""
    with opened.transaction() as tx:
        found = subscribers.bring(tx, person(opened), NOW)
    assert found is not None
    assert (found.state, found.confirmed_at) == (State.ACTIVE, NOW)


def test_a_complaint_suppresses_the_address(opened: Store) -> None:
    """It is not mailed again until the operator lifts it."""
    with opened.transaction() as tx:
        made = subscriber(opened, tx)
        subscribers.complained(tx, made.id, NOW)
        address_hash = opened.address("aida@example.org").hash
        found = suppression.find(tx, address_hash)
        assert found is not None
        assert (found.reason, found.at) == ("complaint", NOW)
        assert [suppression.lift(tx, address_hash) for _ in range(2)] == [True, False]
        assert not suppression.is_suppressed(tx, address_hash)
