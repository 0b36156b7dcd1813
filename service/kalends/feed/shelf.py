"""The VEVENTs of a site in one language, kept from one build to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from kalends.feed.blocks import Block, Blocks
from kalends.model import Event, Milestones, Occurrence, Window
from kalends.occurrences import in_year, own_days, starting
from kalends.revisions import Ledger, Stamp

_LAST_YEAR = 9998


class Entry(NamedTuple):
    """The VEVENTs of one event, and what they were written from.

    Attributes:
        occurrences: In the window, by year and part.
        blocks: One an occurrence.
        dated: The blocks of those that have a day.
    """

    event: Event
    stamp: Stamp
    window: Window
    occurrences: tuple[Occurrence, ...]
    blocks: tuple[Block, ...]
    dated: tuple[Block, ...]


class Shelf:
    """Keeps the entries of events and writes anew those that changed."""

    def __init__(self, blocks: Blocks, milestones: Milestones) -> None:
        self._blocks = blocks
        self._milestones = milestones
        self._entries: dict[str, Entry] = {}

    def entries(
        self, events: Iterable[Event], ledger: Ledger, window: Window, now: datetime
    ) -> list[Entry]:
        """Return the entries of `events`, in their order.

        An equal stamp means an equal event: the stamp changes with all that is shown.

        Args:
            ledger: Stamped with these events.
            now: The stamp of an event that the ledger does not know.
        """
        known = self._entries
        stamps = {event.id: ledger.stamp_of(event.id) for event in events}
        stale = [
            event
            for event in events
            if (entry := known.get(event.id)) is None
            or entry.window != window
            or (entry.event is not event and stamps[event.id] is None)
            or (entry.stamp != stamps[event.id] and stamps[event.id] is not None)
        ]
        for event, occurrences in self._occurrences(stale, window):
            stamp = stamps[event.id] or _unknown(now)
            blocks = tuple(self._blocks.of(event, occurrences, stamp))
            pairs = zip(occurrences, blocks, strict=True)
            undated = any(each.undated for each in occurrences)
            dated = tuple(block for each, block in pairs if not each.undated) if undated else blocks
            known[event.id] = Entry(event, stamp, window, occurrences, blocks, dated)
        return [known[event.id] for event in events]

    def own(self, event: Event, ledger: Ledger, now: datetime) -> list[Block]:
        """Return the VEVENT of the day, month or year that the event itself has, if any."""
        days = own_days(event)
        if days is None or not 1 <= days[0].year <= _LAST_YEAR:
            return []
        found = in_year(event, days[0].year, self._milestones)[:1]
        return self._blocks.of(event, found, ledger.stamp_of(event.id) or _unknown(now))

    def forget(self, kept: Iterable[str]) -> None:
        """Drop the entries of all events but those with these ids."""
        for event_id in self._entries.keys() - set(kept):
            del self._entries[event_id]

    def _occurrences(
        self, events: list[Event], window: Window
    ) -> Iterator[tuple[Event, tuple[Occurrence, ...]]]:
        by_id: dict[str, list[Occurrence]] = {event.id: [] for event in events}
        for occurrence in starting(events, window, self._milestones):
            by_id[occurrence.event.id].append(occurrence)
        for event in events:
            yield event, tuple(sorted(by_id[event.id], key=_year_and_part))


def _year_and_part(occurrence: Occurrence) -> tuple[int, str]:
    return occurrence.year, occurrence.part


def _unknown(now: datetime) -> Stamp:
    """Return the stamp of an event that was never stamped: published just now."""
    moment = now.astimezone(UTC).replace(microsecond=0)
    return Stamp(moment, moment, 0)
