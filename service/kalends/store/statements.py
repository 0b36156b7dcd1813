"""The statements of the hot path, in the drivers' own words.

SQLAlchemy's Core costs about 70 microseconds a mail there. The two databases differ in
placeholders, in how a list of numbers is handed over, and in how others are kept off a row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from kalends.store.engines import is_sqlite

_WAITING = "lease_until IS NULL AND state IN ('ready', 'deferred')"

_MAILABLE = """
    s.address IS NOT NULL
    AND (s.state = 'active' OR (d.purpose = 'confirm' AND s.state IN ('pending', 'paused')))
    AND ((d.purpose = 'confirm' AND s.state = 'pending')
         OR NOT EXISTS (SELECT 1 FROM suppression x WHERE x.address_hash = s.address_hash))
    AND (d.subscription_id IS NULL
         OR EXISTS (SELECT 1 FROM subscription u
                    WHERE u.id = d.subscription_id AND u.cohort_id IS NOT NULL))
"""

_CLAIM = f"""
WITH picked AS MATERIALIZED (
    SELECT id FROM delivery
    WHERE {_WAITING} AND priority = ? AND next_attempt_at <= ? AND expires_at > ?
    ORDER BY next_attempt_at, id LIMIT ? {{skip_locked}}
)
UPDATE delivery SET worker = ?, lease_until = ?
WHERE id IN (SELECT id FROM picked) RETURNING id
"""  # noqa: S608 - parts of this file

_CLAIMED = f"""
SELECT d.id, d.attempts + 1, d.purpose, d.edition_key, d.message_id, s.address, s.ref,
    s.id, d.subscription_id, d.cadence, d.period, d.due_at, d.expires_at, ({_MAILABLE})
FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id
WHERE d.id {{among}} ORDER BY d.priority, d.next_attempt_at, d.id
"""  # noqa: S608

_ATTEMPT = f"""
UPDATE delivery AS d SET state = 'attempting', attempts = attempts + 1, lease_until = ?
WHERE d.id {{among}} AND worker = ? AND lease_until > ? AND expires_at > ?
    AND state IN ('ready', 'deferred')
    AND EXISTS (SELECT 1 FROM subscriber s WHERE s.id = d.subscriber_id AND {_MAILABLE})
RETURNING id
"""  # noqa: S608

_REFUSE = """
UPDATE delivery SET state = CASE WHEN expires_at <= ? THEN 'expired' ELSE 'skipped' END,
    lease_until = NULL
WHERE id {among} AND worker = ? AND lease_until > ? AND state IN ('ready', 'deferred')
RETURNING id
"""

_RECORD_ONE = """
UPDATE delivery
SET state = ?, server = ?, reply = ?, sent_at = ?, next_attempt_at = ?, lease_until = NULL
WHERE id = ? AND attempts = ?
"""

_RECORD_MANY = """
UPDATE delivery d
SET state = r.state, server = r.server, reply = r.reply, sent_at = r.sent_at,
    next_attempt_at = r.next_attempt_at, lease_until = NULL
FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::integer[]) AS r(state, server, reply, sent_at, next_attempt_at, id, attempts)
WHERE d.id = r.id AND d.attempts = r.attempts
"""

_RELEASE = """
UPDATE delivery SET lease_until = NULL
WHERE lease_until IS NOT NULL AND worker = ? AND state IN ('ready', 'deferred')
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements as one of the databases takes them."""

    is_sqlite: bool
    claim: str
    claimed: str
    attempt: str
    refuse: str
    release: str

    @classmethod
    def of(cls, tx: Connection) -> Statements:
        """Return those of the transaction's database."""
        return _SQLITE if is_sqlite(tx) else _POSTGRESQL

    @classmethod
    def fill(cls, *, sqlite: bool) -> Self:
        """Write out the statements."""
        parts = {
            "among": "IN (SELECT value FROM json_each(?))" if sqlite else "= ANY(?::bigint[])",
            "skip_locked": "" if sqlite else "FOR UPDATE SKIP LOCKED",
        }
        texts = [one.format(**parts) for one in (_CLAIM, _CLAIMED, _ATTEMPT, _REFUSE, _RELEASE)]
        return cls(sqlite, *(texts if sqlite else (text.replace("?", "%s") for text in texts)))

    def among(self, numbers: Sequence[int]) -> object:
        """Return a list of numbers as one parameter."""
        return json.dumps(list(numbers)) if self.is_sqlite else list(numbers)

    def record(self, tx: Connection, rows: list[tuple[object, ...]]) -> int:
        """Write results, and return how many no later try had overtaken."""
        if self.is_sqlite:
            return tx.exec_driver_sql(_RECORD_ONE, rows).rowcount
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        return tx.exec_driver_sql(_RECORD_MANY, columns).rowcount


_SQLITE = Statements.fill(sqlite=True)
_POSTGRESQL = Statements.fill(sqlite=False)
