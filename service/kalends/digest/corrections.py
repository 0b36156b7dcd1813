"""What readers were told wrong: the changes of published events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from kalends.dates import zone
from kalends.digest.issues import Issue
from kalends.model import Event, Site, pick
from kalends.revisions import Ledger

_TITLE = "title."


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of an event that changed, from what first stood there to what stands now.

    Attributes:
        field: `date`, `status` or `title.<language>`.
        old: As in `kalends.revisions.Change`.
        new: As in `kalends.revisions.Change`.
    """

    event: Event
    field: str
    old: str
    new: str


def corrections(
    events: Iterable[Event], ledger: Ledger, site: Site, language: str, issue: Issue
) -> list[Correction]:
    """Return what was published about `events` in the period before the issue's, oldest first.

    Days begin at the site's midnight. A field that changed twice is told once, and one that
    changed back not at all. Of titles the one counts that readers of `language` see.
    """
    known = {event.id: event for event in events}
    start, end = (_midnight(day, site) for day in (issue.before, issue.first))
    found: dict[tuple[str, str], Correction] = {}
    for event_id, change in ledger.changes_between(start, end):
        event = known.get(event_id)
        if event is None or not _seen(change.field, event, language, site):
            continue
        key = (event_id, change.field)
        old = found[key].old if key in found else change.old
        found[key] = Correction(event, change.field, old, change.new)
    return [each for each in found.values() if each.old != each.new]


def _seen(field: str, event: Event, language: str, site: Site) -> bool:
    if not field.startswith(_TITLE):
        return True
    return field.removeprefix(_TITLE) == pick(event.title, language, site.language).language


def _midnight(day: date, site: Site) -> datetime:
    return datetime.combine(day, time(), zone(site.timezone))
