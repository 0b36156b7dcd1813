"""Editions: what many get alike, frozen under a hash of its content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection, exists, select, update

from kalends.model import Edition, Message, Selection
from kalends.store.schema import delivery, edition
from kalends.store.states import DeliveryState
from kalends.store.upserts import insert

_WAITING = (DeliveryState.READY, DeliveryState.DEFERRED)


def query_of(selection: Selection) -> str:
    """Return the canonical query, under which a selection is kept."""
    return urlencode(selection.pairs())


def selection_of(query: str) -> Selection:
    """Return the selection that `query_of` made a text of."""
    return Selection.parse(parse_qsl(query))


def put(tx: Connection, new: Edition, now: datetime) -> bool:
    """Keep an edition; False where it is there already, which then stays as it is."""
    return _put(tx, new.key, new.message, now, _covered(new))


def put_message(tx: Connection, key: str, message: Message, now: datetime) -> bool:
    """Keep a mail that covers no days, such as a confirmation; False like `put`."""
    return _put(tx, key, message, now, {})


def put_failed(tx: Connection, new: Edition, error: str, now: datetime) -> bool:
    """Keep the place of an edition whose template failed.

    Its deliveries are inserted with `blocked=True` and wait for `mend`.

    Args:
        new: Its key stands for what it would cover; its message is not kept.
        error: For the operator.
    """
    nothing = Message("", "", "", new.language)
    return _put(tx, new.key, nothing, now, {**_covered(new), "failed": True, "error": error})


def failed(tx: Connection) -> list[tuple[Edition, str]]:
    """Return the editions that failed and that deliveries wait for, each with its error."""
    waiting = exists().where(
        delivery.c.edition_key == edition.c.key, delivery.c.state.in_(_WAITING)
    )
    found = tx.execute(select(edition).where(edition.c.failed, waiting).order_by(edition.c.key))
    return [(_edition(row), row.error) for row in found]


def mend(tx: Connection, key: str, new: Edition, now: datetime) -> int:
    """Give the deliveries that wait for a failed edition a good one, to be sent at once.

    Returns:
        How many waited.
    """
    put(tx, new, now)
    waiting = update(delivery).where(delivery.c.edition_key == key, delivery.c.state.in_(_WAITING))
    return tx.execute(waiting.values(edition_key=new.key, next_attempt_at=now)).rowcount


def message(tx: Connection, key: str) -> Message | None:
    """Return the message of an edition; None where there is none or its template failed."""
    columns = edition.c.subject, edition.c.text, edition.c.html, edition.c.language
    statement = select(*columns).where(edition.c.key == key, ~edition.c.failed)
    found = tx.execute(statement).one_or_none()
    return None if found is None else Message(*found)


def get(tx: Connection, key: str) -> Edition | None:
    """Return a digest's edition, a failed one included."""
    statement = select(edition).where(edition.c.key == key, edition.c.cadence.is_not(None))
    found = tx.execute(statement).one_or_none()
    return None if found is None else _edition(found)


def _put(tx: Connection, key: str, text: Message, now: datetime, more: Mapping[str, Any]) -> bool:
    values = {
        "key": key,
        "language": text.language,
        "subject": text.subject,
        "text": text.text,
        "html": text.html,
        "created_at": now,
        "failed": False,
        "error": "",
        **more,
    }
    adding = insert(tx, edition).values(values).on_conflict_do_nothing(index_elements=["key"])
    return tx.scalar(adding.returning(edition.c.key)) is not None


def _covered(new: Edition) -> dict[str, Any]:
    return {
        "cadence": new.cadence,
        "start": new.start,
        "end": new.end,
        "selection": query_of(new.selection),
        "calendar": new.calendar,
    }


def _edition(row: Any) -> Edition:  # noqa: ANN401 - a row of the table
    text = Message(row.subject, row.text, row.html, row.language)
    selection = selection_of(row.selection)
    return Edition(
        row.key, row.cadence, row.start, row.end, row.language, selection, text, row.calendar
    )
