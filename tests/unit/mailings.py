"""A small mail service: a real ledger, a small list, and letters that go to a list."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from tests.unit.mails import EVENTS, MAIL_SITE, STUDIOS

from kalends import store
from kalends.delivery import Delivery, Letter, Marks, Memory, Origin
from kalends.digest import Studio
from kalends.jobs import Publication
from kalends.jobs.links import Links
from kalends.jobs.mailing import Mailing
from kalends.model import Cadence, Catalogue, Event, Rhythm
from kalends.revisions import Ledger, stamp
from kalends.schedule import current
from kalends.store import Store, deliveries, schema, subscribers, subscriptions
from kalends.store.records import Delivery as Row
from kalends.store.states import OnDoubt
from kalends.store.subscribers import Person
from kalends.store.subscriptions import Wish
from kalends.wording import WORDING_VERSION

KEY = b"a key for the tests, 32 octets.."
NOW = datetime(2027, 5, 24, 3, tzinfo=UTC)
"""A Monday, eight in the morning in Almaty; Script Day is today, the Treaty's 35th tomorrow."""
TODAY = date(2027, 5, 24)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ORIGIN = Origin("dates@example.org", "Dates", "dates.example.org", "Dates", "digest:test")


def opened(folder: Path, wait: float = 10.0) -> Store:
    """Open the ledger in a folder."""
    path = folder / "kalends.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_blank())
    return store.open(f"sqlite:///{path}", KEY, wait=wait)


@cache
def _blank() -> bytes:
    """Return an empty ledger; making its tables takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        store.open(f"sqlite:///{path}", KEY).close()
        return path.read_bytes()


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        """Return the time as jobs take it."""
        return self.at

    def seconds(self) -> float:
        """Return the time as delivery takes it."""
        return self.at.timestamp()


def published(events: Iterable[Event] = EVENTS, at: datetime = NOW - 300 * DAY) -> Publication:
    """Return a publication of events."""
    catalogue = Catalogue.of(events)
    ledger = stamp(catalogue, Ledger(), MAIL_SITE, at, WORDING_VERSION)
    return Publication(MAIL_SITE, catalogue, ledger, (), at)


@dataclass
class Service:
    """Everything that mail is made with, and what a test changes of it."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    publication: Publication = field(default_factory=published)
    studio: Callable[[str], Studio] = STUDIOS.__getitem__
    memory: Memory = field(init=False)
    mailing: Mailing = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(clock=self.clock.seconds)
        self.mailing = Mailing(
            store=self.store,
            publication=lambda: self.publication,
            studio=self._studio,
            links=Links("https://example.org", [KEY]),
            delivery=self.memory,
            origin=ORIGIN,
            marks=Marks([KEY], "bounces@example.org", "example.org"),
            unsubscribe_mail="leave@example.org",
        )

    def _studio(self, language: str) -> Studio:
        return self.studio(language)

    def through(self, delivery: Delivery, on_doubt: OnDoubt = OnDoubt.RESEND) -> Mailing:
        """Return the parts with another way out."""
        return replace(self.mailing, delivery=delivery, on_doubt=on_doubt)

    def subscribe(
        self,
        address: str = "aida@example.org",
        cadence: str = "daily",
        selection: str = "",
        *,
        language: str = "en",
        zone: str = "Asia/Almaty",
        since: datetime = NOW,
    ) -> int:
        """Add an active subscriber whose first issue is the one of `since`."""
        return self.subscribe_all(
            [address], cadence, selection, language=language, zone=zone, since=since
        )[0]

    def subscribe_all(
        self,
        addresses: Iterable[str],
        cadence: str = "daily",
        selection: str = "",
        *,
        language: str = "en",
        zone: str = "Asia/Almaty",
        since: datetime = NOW,
    ) -> list[int]:
        """Add active subscribers as `subscribe` does."""
        wish = Wish(Cadence(cadence), selection, time(8))
        first = current(Rhythm(wish.cadence, zone, wish.at, wish.weekday), since)
        numbers = []
        with self.store.transaction() as tx:
            for address in addresses:
                person = Person(self.store.address(address), language, zone)
                found = subscribers.bring(tx, person, since)
                found = found or subscribers.find(tx, person.address.hash)
                assert found is not None
                numbers.append(subscriptions.create(tx, found.id, wish, first.first, first.at))
        return numbers

    def rows(self) -> list[Row]:
        """Return all deliveries, in the order of their numbers."""
        with self.store.reading() as tx:
            numbers = tx.scalars(select(schema.delivery.c.id).order_by(schema.delivery.c.id))
            return [row for number in numbers if (row := deliveries.get(tx, number))]

    def states(self) -> list[str]:
        """Return where the deliveries stand."""
        return [row.state.value for row in self.rows()]

    def covered(self, subscription_id: int) -> date:
        """Return the first day that is uncovered."""
        with self.store.reading() as tx:
            found = subscriptions.get(tx, subscription_id)
        assert found is not None
        return found.covered_until


def parsed(letter: Letter) -> EmailMessage:
    """Return a letter as mail programs read it."""
    message = email.message_from_bytes(letter.content, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def text_of(letter: Letter) -> str:
    """Return the plain text of a letter."""
    part = parsed(letter).get_body(("plain",))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content
