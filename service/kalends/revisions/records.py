"""What is kept about every event that was ever published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from kalends.model import Event, Selection

JULIAN = "julian:"
"""Stands before an Old Style date's text in `Published.date` and in changes."""


class Stamp(NamedTuple):
    """iCalendar's CREATED, LAST-MODIFIED (UTC, whole seconds) and SEQUENCE."""

    created: datetime
    revised: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a correction tells of.

    Attributes:
        at: When it was published.
        field: `date`, `status` or `title.<language>`.
        old: What stood there; a date as in `Published.date`.
        new: What stands there since.
    """

    at: datetime
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Published:
    """What corrections compare, as last published.

    Attributes:
        date: The EDTF text as written, with `julian:` before it where it is Old Style.
    """

    date: str
    status: str
    title: Mapping[str, str]

    @classmethod
    def of(cls, event: Event) -> Published:
        """Return what corrections would compare of `event`."""
        style = JULIAN if event.old_style else ""
        return cls(f"{style}{event.written}", event.status.value, dict(sorted(event.title.items())))

    def changes(self, new: Published, at: datetime) -> tuple[Change, ...]:
        """Return what changed; a translation added or taken away is no correction."""
        pairs = [("date", self.date, new.date), ("status", self.status, new.status)]
        pairs += [
            (f"title.{language}", text, new.title[language])
            for language, text in self.title.items()
            if language in new.title
        ]
        return tuple(Change(at, name, old, now) for name, old, now in pairs if old != now)


def old_style(date: str) -> tuple[str, bool]:
    """Split the date of a change into its EDTF text and whether that is Old Style."""
    return date.removeprefix(JULIAN), date.startswith(JULIAN)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which selections an event was ever in, by everything it ever was.

    Attributes:
        moved: When it last lost one of these, None: never.
    """

    kinds: tuple[str, ...]
    tags: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    weight: int = 1
    moved: datetime | None = None

    @classmethod
    def of(cls, event: Event) -> Reach:
        """Return the reach of `event` as it is now."""
        countries = event.place.countries if event.place else ()
        return cls((event.kind,), tuple(sorted(event.tags)), tuple(sorted(countries)), event.weight)

    def joined(self, new: Reach, at: datetime) -> Reach:
        """Return the reach after a revision to `new` at the instant `at`."""
        kinds, tags, countries = (
            tuple(sorted({*mine, *theirs}))
            for mine, theirs in (
                (self.kinds, new.kinds),
                (self.tags, new.tags),
                (self.countries, new.countries),
            )
        )
        weight = max(self.weight, new.weight)
        same = (kinds, tags, countries, weight) == (
            new.kinds,
            new.tags,
            new.countries,
            new.weight,
        )
        return Reach(kinds, tags, countries, weight, self.moved if same else at)

    def meets(self, selection: Selection, event_id: str) -> bool:
        """Tell whether the event can ever have been in `selection`; yes when in doubt."""
        asked = (
            (selection.tags, self.tags),
            (selection.kinds, self.kinds),
            (selection.countries, self.countries),
            (selection.ids, (event_id,)),
        )
        return (
            all(not wanted or not set(wanted).isdisjoint(had) for wanted, had in asked)
            and set(selection.all_tags) <= set(self.tags)
            and selection.weight <= self.weight
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One event's history.

    Attributes:
        fingerprint: Of everything subscribers see (see `kalends.revisions.fingerprints`).
        embargo: The end of the embargo it was stamped under, None where there was none.
        withdrawn: Since when it is no longer published, None while it is.
        changes: Oldest first.
    """

    fingerprint: str
    sequence: int
    created: datetime
    revised: datetime
    published: Published
    reach: Reach
    embargo: datetime | None = None
    withdrawn: datetime | None = None
    changes: tuple[Change, ...] = ()

    @property
    def stamp(self) -> Stamp:
        """The stamps its VEVENTs carry."""
        return Stamp(self.created, self.revised, self.sequence)

    def seen(self, now: datetime) -> bool:
        """Tell whether subscribers have ever seen it; not while its first embargo lasts."""
        first = self.withdrawn is None and self.revised == self.embargo
        return not first or self.revised <= now


@dataclass(frozen=True, slots=True)
class Head:
    """When what a site's feeds show of kalends.toml last changed."""

    fingerprint: str
    revised: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of all events ever published, by id in the order of ids."""

    records: Mapping[str, Record] = field(default_factory=dict)
    site: Head | None = None

    def stamp_of(self, event_id: str) -> Stamp | None:
        """Return the event's stamps, None for one never stamped: `stamp` the catalogue first."""
        record = self.records.get(event_id)
        return record.stamp if record else None

    def changes_between(self, start: datetime, end: datetime) -> list[tuple[str, Change]]:
        """Return (event id, change) of all changes published in [start, end), oldest first."""
        found = [
            (event_id, change)
            for event_id, record in self.records.items()
            for change in record.changes
            if start <= change.at < end
        ]
        return sorted(found, key=lambda pair: (pair[1].at, pair[0], pair[1].field))

    def ever(self, selection: Selection, now: datetime) -> bool:
        """Tell whether `selection` can ever have held an event that subscribers saw.

        An empty selection that never held one is a valid, empty calendar; one that
        lost its last event must not be, or calendar software would empty itself.
        """
        return any(
            record.seen(now) and record.reach.meets(selection, event_id)
            for event_id, record in self.records.items()
        )
