"""Subscriptions that are due together share a row that says when, so that planning writes it once.

With a row for each, a tick wrote a page of the table for each that was due.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_SIZE = 250
_RHYTHM = "language, zone, cadence, at_minute, weekday, active, covered_until, next_due_at"

_PLACED = f"""
CREATE TEMPORARY TABLE placed AS
SELECT dense_rank() OVER (ORDER BY {_RHYTHM}, part) AS cohort_id, parted.* FROM (
    SELECT kept.*, (row_number() OVER (PARTITION BY {_RHYTHM} ORDER BY id) - 1) / {_SIZE} AS part
    FROM (
        SELECT s.id, p.language, p.zone, s.cadence, s.at_minute, s.weekday, s.active,
            s.former AS covered_until, s.next_due_at
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber_id
        WHERE s.next_due_at IS NOT NULL
    ) kept
) parted
"""  # noqa: S608 - parts of this file
_MADE = f"INSERT INTO cohort (id, {_RHYTHM}) SELECT DISTINCT cohort_id, {_RHYTHM} FROM placed"  # noqa: S608
_JOINED = """
UPDATE subscription SET cohort_id = placed.cohort_id FROM placed WHERE placed.id = subscription.id
"""


def upgrade() -> None:
    """Make the table, sort all that is kept into it, and drop the columns it replaces."""
    _cohorts()
    op.drop_index("ux_subscription_kept", "subscription")
    op.drop_index("ix_subscription_due", "subscription")
    op.execute("ALTER TABLE subscription RENAME COLUMN covered_until TO former")
    kind = "BIGINT" if _is_postgresql() else "INTEGER"
    op.execute(
        f"ALTER TABLE subscription ADD COLUMN cohort_id {kind} "
        "CONSTRAINT fk_subscription_cohort_id REFERENCES cohort (id)"
    )
    op.add_column("subscription", sa.Column("covered_until", sa.String(10)))
    _sort()
    for name in ("former", "next_due_at", "active", "kept"):
        op.drop_column("subscription", name)
    _indexes()


def _cohorts() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", _ID, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("cadence", sa.String, nullable=False),
        sa.Column("at_minute", sa.Integer, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("covered_until", sa.String(10), nullable=False),
        sa.Column("next_due_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cohort"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cohort_due", "cohort", ["active", "next_due_at", "id"])


def _sort() -> None:
    """Number the cohorts by what their members have in common, so many members in each."""
    for statement in (_PLACED, _MADE, _JOINED):
        op.execute(statement)
    op.execute("UPDATE subscription SET covered_until = former WHERE cohort_id IS NULL")
    op.execute("DROP TABLE placed")
    if _is_postgresql():
        last = "(SELECT coalesce(max(id), 0) + 1 FROM cohort)"
        op.execute(f"SELECT setval(pg_get_serial_sequence('cohort', 'id'), {last}, false)")


def _indexes() -> None:
    kept = sa.column("cohort_id").is_not(None)
    unique = ["subscriber_id", "cadence", "selection"]
    op.create_index(
        "ux_subscription_kept",
        "subscription",
        unique,
        unique=True,
        sqlite_where=kept,
        postgresql_where=kept,
    )
    member = ["cohort_id", "id", "subscriber_id", "selection"]
    op.create_index("ix_subscription_cohort", "subscription", member)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
