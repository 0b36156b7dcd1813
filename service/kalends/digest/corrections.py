"""What readers were told wrong: the changes of published events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kalends.dates import from_old_style, parse, zone
from kalends.digest.issues import Issue
from kalends.model import Event, Site, Status, Tier, pick
from kalends.occurrences import select, starting, window_of
from kalends.revisions import Ledger, old_style

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
    changed back not at all. Of titles the one counts that readers of `language` see. Where the
    selection chooses tiers or years, the event must have such an occurrence in the years that
    feeds hold, or have had one as it stood before.
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
    told = [each for each in found.values() if each.old != each.new]
    return [each for each in told if _asked_for(each, issue, site)]


def _asked_for(correction: Correction, issue: Issue, site: Site) -> bool:
    """Tell whether its event has or had an occurrence of the selection's tiers and years."""
    selection = issue.selection
    if selection.tier <= Tier.PLAIN and not selection.years:
        return True
    window = window_of(site, _midnight(issue.first, site))
    stood = (correction.event, _before(correction))
    return any(select(starting([each], window, site.milestones), selection) for each in stood)


def _before(correction: Correction) -> Event:
    """Return the event as readers knew it, or as it is where that cannot be read any more."""
    event, old = correction.event, correction.old
    try:
        if correction.field == "status":
            return replace(event, status=Status(old))
        if correction.field == "date":
            text, julian = old_style(old)
            written = parse(text, old_style=julian)
            return replace(event, date=from_old_style(written) if julian else written)
    except ValueError:
        pass
    return event


def _seen(field: str, event: Event, language: str, site: Site) -> bool:
    if not field.startswith(_TITLE):
        return True
    return field.removeprefix(_TITLE) == pick(event.title, language, site.language).language


def _midnight(day: date, site: Site) -> datetime:
    return datetime.combine(day, time(), zone(site.timezone))
