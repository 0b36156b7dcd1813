"""Editions are frozen under their key; a failed one waits to be mended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store.builders import (
    DAILY,
    EDITION,
    HOUR,
    MESSAGE,
    MINUTE,
    NOW,
    TODAY,
    confirmation,
    digest,
    hold,
    subscriber,
)

from kalends.model import Message, Selection
from kalends.store import Store, deliveries, editions, subscriptions
from kalends.store.sending import claim


def test_an_edition_comes_back_as_it_was_put(opened: Store) -> None:
    """Selection and days included; a key that is there is left alone."""
    with opened.transaction() as tx:
        assert editions.put(tx, EDITION, NOW)
        other = replace(EDITION, message=replace(MESSAGE, subject="Other"))
        assert not editions.put(tx, other, NOW)
        assert editions.get(tx, EDITION.key) == EDITION
        assert editions.message(tx, EDITION.key) == MESSAGE
        assert editions.get(tx, "none") is None
        assert editions.message(tx, "none") is None


@pytest.mark.parametrize(
    ("selection", "query"),
    [
        (Selection(), ""),
        (Selection(tags=("a", "b"), weight=3), "tag=a&tag=b&weight=3"),
        (Selection(text="мир & война"), "q=%D0%BC%D0%B8%D1%80+%26+%D0%B2%D0%BE%D0%B9%D0%BD%D0%B0"),
    ],
)
def test_a_selection_has_one_text(selection: Selection, query: str) -> None:
    """Which reads back to the same."""
    assert editions.query_of(selection) == query
    assert editions.selection_of(query) == selection


def test_a_mail_without_days_is_an_edition_too(opened: Store) -> None:
    """A confirmation in each language is kept once."""
    message = Message("Confirm", "text", "html", "kk")
    with opened.transaction() as tx:
        assert editions.put_message(tx, "c1", message, NOW)
        assert not editions.put_message(tx, "c1", message, NOW)
        assert editions.message(tx, "c1") == message
        assert editions.get(tx, "c1") is None


def test_a_failed_edition_blocks_its_own_deliveries_until_mended(opened: Store) -> None:
    """Others go on; once mended, they go out at once."""
    broken = replace(EDITION, key="broken")
    with opened.transaction() as tx:
        editions.put(tx, EDITION, NOW)
        editions.put_failed(tx, broken, "no such token", NOW)
        good, bad = (subscriber(opened, tx, f"{name}@example.org").id for name in ("a", "b"))
        new = [
            digest(owner, subscriptions.create(tx, owner, DAILY, TODAY, NOW))
            for owner in (good, bad)
        ]
        new[1] = new[1]._replace(edition_key="broken", blocked=True)
        first, second = deliveries.plan(tx, new)
        assert editions.message(tx, "broken") is None
        assert [mail.id for mail in claim(tx, NOW, hold(), 10)] == [first]
        ((waiting, error),) = editions.failed(tx)
        assert (waiting.key, waiting.message.subject, error) == ("broken", "", "no such token")

        mended = replace(EDITION, key="mended")
        assert editions.mend(tx, "broken", mended, NOW + MINUTE) == 1
        assert editions.failed(tx) == []
        (mail,) = claim(tx, NOW + MINUTE, hold(), 10)
    assert (mail.id, mail.edition_key) == (second, "mended")


def test_a_failed_edition_expires_like_any_other(opened: Store) -> None:
    """What is not mended in time is not sent late."""
    with opened.transaction() as tx:
        editions.put_failed(tx, EDITION, "broken", NOW)
        owner = subscriber(opened, tx)
        new = confirmation(owner.id)._replace(edition_key=EDITION.key, blocked=True)
        deliveries.plan(tx, [new])
        assert deliveries.expire(tx, new.expires_at - HOUR) == 0
        assert deliveries.expire(tx, new.expires_at) == 1
        assert editions.failed(tx) == []
