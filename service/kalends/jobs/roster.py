"""The operator's list of subscribers: people who confirmed elsewhere, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qsl

from email_validator import EmailNotValidError, validate_email

from kalends.dates import zone
from kalends.errors import DateError, SelectionError
from kalends.jobs.mailing import Mailing
from kalends.model import Cadence, Rhythm, Selection, Site
from kalends.schedule import following
from kalends.store import Transaction, subscribers, subscriptions
from kalends.store.editions import query_of
from kalends.store.subscribers import Person
from kalends.store.subscriptions import Wish

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIELDS = ("address", "language", "zone", "cadence", "at", "weekday", "selection")
"""The columns of a roster, only the first of which must be there."""


class Taken(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    KNOWN = "known or suppressed"


class NotTaken(ValueError):
    """An entry that cannot be used; the message says which value and why."""


class Entry(NamedTuple):
    """A person and what is wanted."""

    address: str
    language: str
    zone: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Defaults:
    """What stands where an entry says nothing."""

    site: Site
    at: time

    def entry(self, values: Mapping[str, str]) -> Entry:
        """Return an entry from texts by field; raises NotTaken."""
        unknown = sorted(set(values) - set(FIELDS))
        if unknown:
            raise NotTaken(f"there is no column {unknown[0]!r}; there are {', '.join(FIELDS)}")
        given = {name: text.strip() for name, text in values.items() if text and text.strip()}
        return Entry(
            _address(given.get("address", "")),
            _one_of("language", given.get("language"), self.site.languages, self.site.language),
            _zone(given.get("zone", self.site.timezone)),
            Wish(
                Cadence(_one_of("cadence", given.get("cadence"), tuple(Cadence), Cadence.WEEKLY)),
                _selection(given.get("selection", "")),
                _time(given.get("at"), self.at),
                _WEEKDAYS.index(_one_of("weekday", given.get("weekday"), _WEEKDAYS, "monday")),
            ),
        )


def add(mailing: Mailing, entries: Iterable[Entry], now: datetime) -> Iterator[Taken]:
    """Take people who confirmed elsewhere, and yield what became of each, in batches.

    Nobody who is known or suppressed is brought back or written to.
    """
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == _BATCH:
            yield from _take(mailing, batch, now)
            batch = []
    yield from _take(mailing, batch, now)


_BATCH = 500


def _take(mailing: Mailing, batch: list[Entry], now: datetime) -> list[Taken]:
    with mailing.store.transaction() as tx:
        return [_bring(mailing, tx, entry, now) for entry in batch]


def _bring(mailing: Mailing, tx: Transaction, entry: Entry, now: datetime) -> Taken:
    address = mailing.store.address(entry.address)
    person = subscribers.bring(tx, Person(address, entry.language, entry.zone), now)
    if person is None:
        return Taken.KNOWN
    wish = entry.wish
    first = following(Rhythm(wish.cadence, entry.zone, wish.at, wish.weekday), now)
    subscriptions.create(tx, person.id, wish, first.first, first.at)
    return Taken.ADDED


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise NotTaken(f"address {text!r}: {error}") from None


def _one_of(name: str, given: str | None, known: Iterable[str], default: str) -> str:
    if given is None:
        return default
    if given not in known:
        raise NotTaken(f"{name} {given!r} is not one of {', '.join(known)}")
    return given


def _zone(name: str) -> str:
    try:
        zone(name)
    except DateError as error:
        raise NotTaken(f"zone {name!r}: {error.message}; {error.remedy}") from None
    return name


def _time(text: str | None, default: time) -> time:
    if text is None:
        return default
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise NotTaken(f"at {text!r} is no time of day; write 08:00") from None


def _selection(text: str) -> str:
    try:
        return query_of(Selection.parse(parse_qsl(text, keep_blank_values=True)))
    except SelectionError as error:
        raise NotTaken(f"selection {text!r}: {error}") from None
