"""Whether a subscription is kept gets a column, which planning leaves alone.

Told by `next_due_at`, each tick had SQLite write every due row's place in the unique index anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INDEX = "ux_subscription_kept"
_UNIQUE = ["subscriber_id", "cadence", "selection"]


def upgrade() -> None:
    """Add the column, filled, and index by it."""
    kept = sa.column("kept", sa.Boolean)
    op.drop_index(_INDEX, "subscription")
    column = sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("subscription", column)
    table = sa.table("subscription", kept, sa.column("next_due_at", sa.BigInteger))
    op.execute(sa.update(table).where(table.c.next_due_at.is_(None)).values(kept=False))
    op.create_index(
        _INDEX, "subscription", _UNIQUE, unique=True, sqlite_where=kept, postgresql_where=kept
    )
