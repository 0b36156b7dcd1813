"""People: found by hash or ref, and moved from state to state."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from kalends.store import cohorts
from kalends.store.addresses import Address
from kalends.store.reading import only, query
from kalends.store.records import Subscriber
from kalends.store.schema import subscriber, subscription
from kalends.store.states import State, before
from kalends.store.suppression import COMPLAINT, is_suppressed, lift, suppress
from kalends.store.upserts import insert

_REF_OCTETS = 16
_COLUMNS = query(subscriber, Subscriber)


class Person(NamedTuple):
    """Who wants digests, and how to speak to them.

    Attributes:
        zone: IANA name.
    """

    address: Address
    language: str
    zone: str


def find(tx: Connection, address_hash: str) -> Subscriber | None:
    """Return whose address has this hash; nobody once erased."""
    return only(tx, Subscriber, _COLUMNS.where(subscriber.c.address_hash == address_hash))


def by_ref(tx: Connection, ref: str) -> Subscriber | None:
    """Return whom a link names, the erased included."""
    return only(tx, Subscriber, _COLUMNS.where(subscriber.c.ref == ref))


def get(tx: Connection, subscriber_id: int) -> Subscriber | None:
    """Return the subscriber of this number."""
    return only(tx, Subscriber, _COLUMNS.where(subscriber.c.id == subscriber_id))


def bring(tx: Connection, person: Person, now: datetime) -> Subscriber | None:
    """Take over somebody who confirmed elsewhere: an import.

    Returns:
        The new, active subscriber; None where the address is suppressed or known in any state,
        so that an old list brings back nobody who left.
    """
    if is_suppressed(tx, person.address.hash):
        return None
    return create(tx, person, State.ACTIVE, now)


def create(tx: Connection, person: Person, state: State, now: datetime) -> Subscriber | None:
    """Add a subscriber; None where the address is known."""
    values = {
        "ref": secrets.token_urlsafe(_REF_OCTETS),
        "address": person.address.text,
        "address_hash": person.address.hash,
        "language": person.language,
        "zone": person.zone,
        "state": state,
        "state_at": now,
        "created_at": now,
        "confirmed_at": now if state is State.ACTIVE else None,
    }
    adding = insert(tx, subscriber).values(values)
    adding = adding.on_conflict_do_nothing(index_elements=["address_hash"])
    done = tx.execute(adding.returning(subscriber.c.id)).scalar()
    return None if done is None else get(tx, done)


def restart(tx: Connection, subscriber_id: int, person: Person, now: datetime) -> bool:
    """Let somebody who left begin anew, as PENDING; False from states that do not allow it."""
    spoken = {"address": person.address.text, "language": person.language, "zone": person.zone}
    return _move(tx, subscriber_id, State.PENDING, now, values=spoken)


def change(tx: Connection, subscriber_id: int, language: str, zone: str) -> None:
    """Set how to speak to a person, and where they live."""
    changing = update(subscriber).where(subscriber.c.id == subscriber_id)
    tx.execute(changing.values(language=language, zone=zone))
    cohorts.settle(tx, subscription.c.subscriber_id == subscriber_id)


def confirm(tx: Connection, subscriber_id: int, now: datetime) -> bool:
    """Make a PENDING subscriber ACTIVE, suppressed no more; False where nobody waits for it."""
    waiting = (State.PENDING,)
    if not _move(tx, subscriber_id, State.ACTIVE, now, waiting, {"confirmed_at": now}):
        return False
    found = get(tx, subscriber_id)
    if found is not None and found.address_hash is not None:
        lift(tx, found.address_hash)
    return True


def pause(tx: Connection, subscriber_id: int, now: datetime, until: datetime | None) -> bool:
    """Send nothing until then; False where the person is not ACTIVE."""
    return _move(tx, subscriber_id, State.PAUSED, now, values={"paused_until": until})


def resume(tx: Connection, subscriber_id: int, now: datetime) -> bool:
    """End a pause; what fell due meanwhile is due at once. False where there is none."""
    return _move(tx, subscriber_id, State.ACTIVE, now, (State.PAUSED,))


def wake(tx: Connection, now: datetime) -> int:
    """End the pauses that are over, and return how many."""
    over = select(subscriber.c.id).where(
        subscriber.c.state == State.PAUSED, subscriber.c.paused_until <= now
    )
    return sum(resume(tx, number, now) for number in tx.scalars(over).all())


def unsubscribe(tx: Connection, subscriber_id: int, now: datetime) -> bool:
    """Send nothing any more; False where the person had left already."""
    return _move(tx, subscriber_id, State.UNSUBSCRIBED, now)


def bounced(tx: Connection, subscriber_id: int, now: datetime) -> bool:
    """Send nothing to an address that takes none; False where it made no difference."""
    return _move(tx, subscriber_id, State.BOUNCED, now)


def complained(tx: Connection, subscriber_id: int, now: datetime) -> bool:
    """Suppress the address of somebody who called the mail spam."""
    moved = _move(tx, subscriber_id, State.COMPLAINED, now)
    found = get(tx, subscriber_id)
    if found is not None and found.address_hash is not None:
        suppress(tx, found.address_hash, COMPLAINT, now)
    return moved


def _move(
    tx: Connection,
    subscriber_id: int,
    to: State,
    now: datetime,
    allowed: tuple[State, ...] = (),
    values: Mapping[str, object] = MappingProxyType({}),
) -> bool:
    """Change the state if the present one allows it, and the subscriptions with it."""
    moving = update(subscriber).where(
        subscriber.c.id == subscriber_id, subscriber.c.state.in_(allowed or before(to))
    )
    if (
        tx.execute(
            moving.values({"paused_until": None, **values, "state": to, "state_at": now})
        ).rowcount
        == 0
    ):
        return False
    cohorts.settle(tx, subscription.c.subscriber_id == subscriber_id)
    return True
