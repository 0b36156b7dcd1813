"""When a feed last changed: an edit, an embargo's end, or the first of January."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from kalends.dates import zone
from kalends.model import Event, Selection, Site, Window
from kalends.revisions.records import Ledger, Record


def last_modified(
    events: Iterable[Event],
    ledger: Ledger,
    selection: Selection,
    site: Site,
    window: Window,
    now: datetime,
) -> datetime:
    """Return the instant of the feed's last change, in UTC and whole seconds.

    What was once in the feed and left it counts too: software that asks "modified since?"
    must hear of the removal.

    Args:
        events: Those in the feed now.
        selection: The feed's, to find what may have left it.
        window: The feed's years; a new year changes it, at the site's midnight.
    """
    current = {event.id for event in events}
    moments = [_new_year(site, window)]
    if ledger.site:
        moments.append(ledger.site.revised)
    for event_id, record in ledger.records.items():
        if event_id in current:
            ends = (record.revised, record.withdrawn, record.embargo)
            moments += [moment for moment in ends if moment is not None]
        elif selection == Selection() or record.reach.meets(selection, event_id):
            moments += _departures(record, selection, now)
    return max(moments)


def _departures(record: Record, selection: Selection, now: datetime) -> list[datetime]:
    """Return when an event may have left the selection."""
    if not record.seen(now):
        return []
    moments = [record.withdrawn, record.reach.moved]
    if selection.text:
        moments.append(record.revised)
    return [moment for moment in moments if moment is not None]


def _new_year(site: Site, window: Window) -> datetime:
    """Return the midnight at which the window became what it is."""
    year = window.start.year + site.years_back
    return datetime(year, 1, 1, tzinfo=zone(site.timezone)).astimezone(UTC)
