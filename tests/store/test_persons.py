"""A person may see everything that is kept of them, and have it forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.store.builders import DAILY, DAY, EDITION, HOUR, NOW, TODAY, digest, hold, person

from kalends.store import (
    Store,
    bounces,
    deliveries,
    editions,
    persons,
    subscribers,
    subscriptions,
    suppression,
)
from kalends.store.bounces import Bounce
from kalends.store.schema import metadata
from kalends.store.sending import Result, advance, claim
from kalends.store.signups import Outcome, sign_up
from kalends.store.states import BounceKind, DeliveryState, State

ADDRESS = "Aida.Unique@example.org"


def history(opened: Store) -> str:
    """Give a person a row in every table, quoted by servers; return the hash."""
    with opened.transaction() as tx:
        found = sign_up(tx, person(opened, ADDRESS), opened.network("n"), NOW).subscriber
        assert found is not None
        subscribers.confirm(tx, found.id, NOW)
        wish = subscriptions.create(tx, found.id, DAILY, TODAY, NOW)
        editions.put(tx, EDITION, NOW)
        new = [digest(found.id, wish, TODAY + n * DAY) for n in range(4)]
        numbers = deliveries.plan(tx, new)
        later = NOW + DAY
        mails = {mail.id: mail for mail in claim(tx, later, hold(now=later), 2)}
        advance(tx, later, [], numbers[:2], hold(now=later))
        reply = f"250 <{ADDRESS}> ok"
        results = [Result(n, 1, DeliveryState.SENT, later, "mx", reply) for n in mails]
        advance(tx, later, results, [], hold(now=later))
        quoted = f"<{ADDRESS.lower()}>: full"
        bounces.record(tx, Bounce(BounceKind.SOFT, later, "4.2.2", quoted, numbers[0]))
    return opened.address(ADDRESS).hash


def contents(opened: Store) -> str:
    """Return everything in every table, as text, with the table before each row."""
    with opened.reading() as tx:
        return "\n".join(
            f"{table.name}: {row}"
            for table in metadata.sorted_tables
            for row in tx.exec_driver_sql(f"SELECT * FROM {table.name}").all()  # noqa: S608 - our own names
        )


def test_an_export_holds_everything(opened: Store) -> None:
    """Ready for JSON, with the subject of each mail."""
    address_hash = history(opened)
    with opened.reading() as tx:
        found = persons.export(tx, address_hash)
        assert persons.export(tx, opened.address("other@example.org").hash) is None
    assert found is not None
    assert json.loads(json.dumps(found)) == found
    assert found["subscriber"]["address"] == ADDRESS
    assert found["subscriber"]["confirmed_at"] == NOW.isoformat()
    assert [wish["selection"] for wish in found["subscriptions"]] == ["tag=space"]
    assert [mail["subject"] for mail in found["deliveries"]] == ["Today"] * 4
    assert [len(found[name]) for name in ("bounces", "signups")] == [1, 1]
    assert found["suppressed"] is None


def test_an_erased_address_is_nowhere(opened: Store) -> None:
    """In no column of any table; its hash is in the suppression list alone."""
    address_hash = history(opened)
    assert ADDRESS in contents(opened)
    with opened.transaction() as tx:
        assert persons.erase(tx, address_hash, NOW + 2 * DAY)
        assert not persons.erase(tx, address_hash, NOW + 2 * DAY)
    left = contents(opened)
    assert "unique" not in left.lower()
    lines = [line.partition(":")[0] for line in left.split("\n") if address_hash in line]
    assert lines == ["suppression"]
    assert opened.network("n") not in left
    with opened.reading() as tx:
        export = persons.export(tx, address_hash)
    assert export is not None
    assert export["suppressed"] == {"reason": "erased", "at": (NOW + 2 * DAY).isoformat()}
    assert export["subscriber"] is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_erased_address_leaves_the_files_too(opened: Store, tmp_path: Path) -> None:
    """SQLite's free pages and its log are overwritten."""
    address_hash = history(opened)
    opened.scrub()
    assert any(ADDRESS.encode() in path.read_bytes() for path in tmp_path.iterdir())
    with opened.transaction() as tx:
        persons.erase(tx, address_hash, NOW)
    opened.scrub()
    for path in tmp_path.iterdir():
        assert b"unique@example" not in path.read_bytes().lower()


def test_the_counts_of_an_erased_person_stay(opened: Store) -> None:
    """Mails belong to nobody then; what was not sent is not sent any more."""
    address_hash = history(opened)
    with opened.transaction() as tx:
        persons.erase(tx, address_hash, NOW)
        assert deliveries.counts(tx, NOW) == {
            DeliveryState.BOUNCED: 1,
            DeliveryState.SENT: 1,
            DeliveryState.SKIPPED: 2,
        }


def test_links_of_an_erased_person_lead_to_nobody(opened: Store) -> None:
    """The ref is known as erased, so that a second click on an old mail is answered."""
    address_hash = history(opened)
    with opened.transaction() as tx:
        before = subscribers.find(tx, address_hash)
        assert before is not None
        persons.erase(tx, address_hash, NOW)
        found = subscribers.by_ref(tx, before.ref)
    assert found is not None
    assert (found.state, found.address, found.language) == (State.ERASED, None, "")


def test_an_erased_address_comes_back_by_its_owner_alone(opened: Store) -> None:
    """Not by a list that is older than the wish; a form asks the owner."""
    address_hash = history(opened)
    with opened.transaction() as tx:
        persons.erase(tx, address_hash, NOW)
        assert subscribers.bring(tx, person(opened, ADDRESS.upper()), NOW + DAY) is None
        outcome = sign_up(tx, person(opened, ADDRESS), "", NOW + 9 * DAY).outcome
        assert outcome is Outcome.CONFIRM


def test_a_stranger_may_be_erased_beforehand(opened: Store) -> None:
    """Whoever never wants to hear of us is suppressed; a later complaint changes no reason."""
    address_hash = opened.address("stranger@example.org").hash
    with opened.transaction() as tx:
        suppression.suppress(tx, address_hash, "complaint", NOW - HOUR)
        assert not persons.erase(tx, address_hash, NOW)
        suppression.suppress(tx, address_hash, "complaint", NOW + HOUR)
        found = suppression.find(tx, address_hash)
    assert found is not None
    assert (found.reason, found.at) == ("erased", NOW)
