"""The first schema: people, their subscriptions, editions, deliveries and suppression."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.BigInteger()
_DAY = sa.String(10)
_HASH = sa.String(64)
_KEYS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Make every table."""
    _people()
    _subscriptions()
    _editions()
    _deliveries()
    _guards()
    _records()


def _people() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        _key("meta", "name"),
    )
    op.create_table(
        "subscriber",
        sa.Column("id", _ID, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("address", sa.String),
        sa.Column("address_hash", _HASH),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("state_at", _INSTANT, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("confirmed_at", _INSTANT),
        sa.Column("paused_until", _INSTANT),
        _key("subscriber", "id"),
        _unique("subscriber", "ref"),
        _unique("subscriber", "address_hash"),
        **_KEYS,
    )
    _index("subscriber", "state", "state_at")


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("cadence", sa.String, nullable=False),
        sa.Column("at_minute", sa.Integer, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("covered_until", _DAY, nullable=False),
        sa.Column("next_due_at", _INSTANT),
        sa.Column("active", sa.Boolean, nullable=False),
        _key("subscription", "id"),
        _foreign("subscription", "subscriber_id", "subscriber.id"),
        **_KEYS,
    )
    table, kept = "subscription", sa.column("next_due_at").is_not(None)
    unique = ["subscriber_id", "cadence", "selection"]
    _index(table, *unique, name="ux_subscription_kept", where=kept, unique=True)
    _index(table, "subscriber_id")
    active = sa.column("active", sa.Boolean)
    _index(table, "next_due_at", "id", name="ix_subscription_due", where=active)


def _editions() -> None:
    op.create_table(
        "edition",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("cadence", sa.String),
        sa.Column("start", _DAY),
        sa.Column("end", _DAY),
        sa.Column("selection", sa.Text),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        _key("edition", "key"),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("subscription_id", _ID),
        sa.Column("cadence", sa.String),
        sa.Column("period", _DAY),
        sa.Column("start", _DAY),
        sa.Column("end", _DAY),
        sa.Column("edition_key", sa.String, nullable=False),
        sa.Column("message_id", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("next_attempt_at", _INSTANT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", _INSTANT),
        sa.Column("worker", sa.String, nullable=False),
        sa.Column("sent_at", _INSTANT),
        sa.Column("server", sa.String, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        _key("delivery", "id"),
        _foreign("delivery", "subscriber_id", "subscriber.id"),
        _foreign("delivery", "subscription_id", "subscription.id"),
        _foreign("delivery", "edition_key", "edition.key"),
        _unique("delivery", "subscription_id", "cadence", "period"),
        **_KEYS,
    )
    _delivery_indexes()


def _delivery_indexes() -> None:
    for column in ("subscriber_id", "edition_key", "due_at"):
        _index("delivery", column)
    lease = sa.column("lease_until", sa.BigInteger)
    waiting = lease.is_(None) & sa.column("state", sa.String).in_(["ready", "deferred"])
    claim = ["priority", "next_attempt_at", "id"]
    _index("delivery", *claim, name="ix_delivery_claim", where=waiting)
    _index("delivery", "expires_at", where=waiting)
    held = sa.column("state", sa.String) == "held"
    _index("delivery", "due_at", name="ix_delivery_held", where=held)
    _index("delivery", "lease_until", where=lease.is_not(None))


def _guards() -> None:
    op.create_table(
        "suppression",
        sa.Column("address_hash", _HASH, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        _key("suppression", "address_hash"),
    )
    op.create_table(
        "bounce",
        sa.Column("id", _ID, nullable=False),
        sa.Column("address_hash", _HASH, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("diagnostic", sa.Text, nullable=False),
        sa.Column("delivery_id", _ID),
        _key("bounce", "id"),
        _foreign("bounce", "delivery_id", "delivery.id", ondelete="SET NULL"),
        _unique("bounce", "delivery_id", "kind"),
    )
    _index("bounce", "address_hash")


def _records() -> None:
    op.create_table(
        "signup",
        sa.Column("id", _ID, nullable=False),
        sa.Column("address_hash", _HASH, nullable=False),
        sa.Column("network_hash", _HASH, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        _key("signup", "id"),
    )
    for columns in (["address_hash", "at"], ["network_hash", "at"], ["at"]):
        _index("signup", *columns)
    op.create_table(
        "run",
        sa.Column("cadence", sa.String, nullable=False),
        sa.Column("period", _DAY, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("empty", sa.Integer, nullable=False),
        _key("run", "cadence", "period"),
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _foreign(table: str, column: str, target: str, **options: Any) -> sa.ForeignKeyConstraint:  # noqa: ANN401 - SQLAlchemy's
    return sa.ForeignKeyConstraint([column], [target], f"fk_{table}_{column}", **options)


def _index(
    table: str,
    *columns: str,
    name: str = "",
    where: sa.ColumnElement[bool] | None = None,
    unique: bool = False,
) -> None:
    name = name or f"ix_{table}_{'_'.join(columns)}"
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
