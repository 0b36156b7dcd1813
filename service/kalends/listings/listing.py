"""What a listing is made from, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kalends.dates import zone
from kalends.model import Event, FeedSpec, Occurrence, Site, Window
from kalends.occurrences import select, selected, starting, window_of
from kalends.revisions import Ledger, last_modified
from kalends.wording import Words


@dataclass(frozen=True, slots=True)
class Document:
    """A listing as it is served.

    Attributes:
        modified: When it last changed: UTC, whole seconds.
    """

    body: bytes
    modified: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed's selection of a site at a moment, in one language.

    Attributes:
        events: The public ones.
        ledger: Stamped with them.
        now: Aware.
    """

    spec: FeedSpec
    site: Site
    words: Words
    events: Iterable[Event]
    ledger: Ledger
    now: datetime

    @property
    def window(self) -> Window:
        """The whole years that the calendar holds too."""
        return window_of(self.site, self.now)

    @property
    def today(self) -> date:
        """The day by the site's own midnight."""
        return self.now.astimezone(zone(self.site.timezone)).date()

    @property
    def modified(self) -> datetime:
        """When the calendar last changed: an edit, an embargo's end, or 1 January."""
        kept = [event for event in self.events if selected(event, self.spec.selection)]
        selection = self.spec.selection
        return last_modified(kept, self.ledger, selection, self.site, self.window, self.now)

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins for the site, in UTC."""
        return datetime.combine(day, time(), zone(self.site.timezone)).astimezone(UTC)

    def occurrences(self, window: Window | None = None) -> list[Occurrence]:
        """Return what begins in a window, by default the calendar's, in the order of time.

        What belongs to a month, season or year is among it: unlike a calendar, a listing can
        say so.
        """
        found = starting(self.events, window or self.window, self.site.milestones)
        return select(found, self.spec.selection)
