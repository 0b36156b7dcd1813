"""The tables, as the newest migration leaves them.

Nothing here makes a table: `migrations` does, and a test compares the two. An address stands
in `subscriber.address` and nowhere else, save in what mail servers wrote (`delivery.reply`,
`bounce.diagnostic`), which goes with it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from kalends.model import Cadence
from kalends.store.columns import Day, Id, Instant, Word
from kalends.store.states import BounceKind, DeliveryState, Purpose, State

VERSION = "0004"
"""The newest migration; versions are numbers of four digits and compare as texts."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _index(
    name: str, where: ColumnElement[bool], *columns: Column[Any], unique: bool = False
) -> None:
    """Index the rows that `where` names and no others."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

subscriber = Table(
    "subscriber",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", String, nullable=False, unique=True),  # in links; random
    Column("address", String),  # NULL once dropped
    Column("address_hash", String(64), unique=True),  # NULL once erased
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("state", Word(State), nullable=False),
    Column("state_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("paused_until", Instant),
    Index(None, "state", "state_at"),
    sqlite_autoincrement=True,  # a number is never given twice
)

cohort = Table(
    "cohort",
    metadata,
    Column("id", Id, primary_key=True),
    Column("language", String, nullable=False),  # up to `weekday` as each of its members has it
    Column("zone", String, nullable=False),
    Column("cadence", Word(Cadence), nullable=False),
    Column("at_minute", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("active", Boolean, nullable=False),  # its members' subscribers are
    Column("covered_until", Day, nullable=False),  # all days before it are covered
    Column("next_due_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_cohort_due", cohort.c.active, cohort.c.next_due_at, cohort.c.id)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Id, primary_key=True),
    Column("subscriber_id", ForeignKey(subscriber.c.id), nullable=False),
    Column("cadence", Word(Cadence), nullable=False),
    Column("at_minute", Integer, nullable=False),  # after midnight, local time
    Column("weekday", Integer, nullable=False),
    Column("selection", Text, nullable=False),  # canonical query
    Column("cohort_id", ForeignKey(cohort.c.id)),  # NULL once given up
    Column("covered_until", Day),  # once given up; before, its cohort has it
    sqlite_autoincrement=True,
)
_index(
    "ux_subscription_kept",
    subscription.c.cohort_id.is_not(None),
    subscription.c.subscriber_id,
    subscription.c.cadence,
    subscription.c.selection,
    unique=True,
)
Index("ix_subscription_subscriber_id", subscription.c.subscriber_id)
Index(  # all that planning reads of a member
    "ix_subscription_cohort",
    subscription.c.cohort_id,
    subscription.c.id,
    subscription.c.subscriber_id,
    subscription.c.selection,
)

edition = Table(
    "edition",
    metadata,
    Column("key", String, primary_key=True),
    Column("cadence", Word(Cadence)),  # this and the next four NULL for a mail that covers no days
    Column("start", Day),
    Column("end", Day),
    Column("selection", Text),
    Column("language", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("failed", Boolean, nullable=False),
    Column("error", Text, nullable=False),
    Column("calendar", Text),  # the enclosed file; "" for none, NULL as `Edition.calendar`
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("subscriber_id", ForeignKey(subscriber.c.id), nullable=False, index=True),
    Column("subscription_id", ForeignKey(subscription.c.id)),  # NULL for other mails than digests
    Column("cadence", Word(Cadence)),
    Column("period", Day),  # its first day
    Column("start", Day),  # of what is covered: earlier than the period after an outage
    Column("end", Day),
    Column("edition_key", ForeignKey(edition.c.key), nullable=False, index=True),
    Column("message_id", String, nullable=False),
    Column("purpose", Word(Purpose), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", Word(DeliveryState), nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
    Column("next_attempt_at", Instant),  # NULL while its edition failed
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Instant),  # NULL: nobody holds it
    Column("worker", String, nullable=False),  # who holds it, or held it last
    Column("sent_at", Instant),
    Column("server", String, nullable=False),
    Column("reply", Text, nullable=False),
    UniqueConstraint("subscription_id", "cadence", "period"),
    sqlite_autoincrement=True,
)
_WAITING = delivery.c.lease_until.is_(None) & delivery.c.state.in_(["ready", "deferred"])
_CLAIM = delivery.c.priority, delivery.c.next_attempt_at, delivery.c.id
_index("ix_delivery_claim", _WAITING, *_CLAIM)
_index("ix_delivery_expires_at", _WAITING, delivery.c.expires_at)
_index("ix_delivery_held", delivery.c.state == DeliveryState.HELD, delivery.c.due_at)
_index("ix_delivery_lease_until", delivery.c.lease_until.is_not(None), delivery.c.lease_until)

suppression = Table(
    "suppression",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
)

bounce = Table(
    "bounce",
    metadata,
    Column("id", Id, primary_key=True),
    Column("address_hash", String(64), nullable=False, index=True),
    Column("kind", Word(BounceKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", String, nullable=False),
    Column("diagnostic", Text, nullable=False),
    Column("delivery_id", ForeignKey(delivery.c.id, ondelete="SET NULL")),
    UniqueConstraint("delivery_id", "kind"),  # a report that is read twice counts once
)

signup = Table(
    "signup",
    metadata,
    Column("id", Id, primary_key=True),
    Column("address_hash", String(64), nullable=False),
    Column("network_hash", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "address_hash", "at"),
    Index(None, "network_hash", "at"),
    Index(None, "at"),
)

run = Table(
    "run",
    metadata,
    Column("cadence", Word(Cadence), primary_key=True),
    Column("period", Day, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("planned", Integer, nullable=False),
    Column("empty", Integer, nullable=False),
)
