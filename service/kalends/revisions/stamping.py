"""From the list and what was last published to what is published now.

A sequence only rises and LAST-MODIFIED never falls, whatever the clock does: calendar
software that has seen a later one would ignore the correction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kalends.model import Catalogue, Event, Site
from kalends.revisions.fingerprints import Fingerprints
from kalends.revisions.records import Head, Ledger, Published, Reach, Record

_TICK = timedelta(seconds=1)


def stamp(
    catalogue: Catalogue,
    ledger: Ledger,
    site: Site,
    now: datetime,
    wording_version: str | int,
    prints: Fingerprints | None = None,
) -> Ledger:
    """Return the ledger after publishing `catalogue` at `now`; equal where nothing changed.

    Args:
        now: Aware; cut to whole seconds.
        prints: Of the same site and wording, to read unchanged events only once.
    """
    now = _second(now)
    prints = prints or Fingerprints(site, wording_version)
    former = former_ids(catalogue)
    records: dict[str, Record] = {}
    for event_id in sorted({*ledger.records, *catalogue.events}):
        event = catalogue.events.get(event_id)
        if event is None and event_id in former:
            continue
        old = record_of(event, event_id, ledger)
        new = _withdrawn(old, now) if event is None else _next(event, old, prints(event), now)
        if new is not None:
            records[event_id] = new
    return Ledger(records, _head(ledger.site, prints.of_site(), now))


def _next(event: Event, old: Record | None, fingerprint: str, now: datetime) -> Record | None:
    """Return the record of an event that is in the list."""
    embargo = _embargo(event, now)
    if old is None or not old.seen(now):
        return None if event.draft else _first(event, old, fingerprint, embargo or now, embargo)
    if event.draft:
        return _withdrawn(old, now)
    if embargo:
        return _embargoed_again(old, fingerprint, embargo, now)
    if old.withdrawn is None and old.fingerprint == fingerprint:
        return old
    return _revised(event, old, fingerprint, _moment(old, fingerprint, now))


def _first(
    event: Event, old: Record | None, fingerprint: str, at: datetime, embargo: datetime | None
) -> Record:
    """Return the record of an event that nobody has seen yet."""
    published, reach = Published.of(event), Reach.of(event)
    new = Record(fingerprint, 0, at, at, published, reach, embargo=embargo)
    return old if old == new else new


def _moment(old: Record, fingerprint: str, now: datetime) -> datetime:
    """Return when the revision was published: at the embargo's end if it waited for one."""
    if old.withdrawn is None:
        return max(now, old.revised + _TICK)
    waited = old.embargo is not None and old.fingerprint == fingerprint
    return max(old.embargo if waited and old.embargo else now, old.withdrawn + _TICK)


def _revised(event: Event, old: Record, fingerprint: str, at: datetime) -> Record:
    published = Published.of(event)
    return Record(
        fingerprint,
        old.sequence + 1,
        old.created,
        at,
        published,
        old.reach.joined(Reach.of(event), at),
        changes=old.changes + old.published.changes(published, at),
    )


def _withdrawn(old: Record | None, now: datetime) -> Record | None:
    """Return the record of an event that is not published any more."""
    if old is None or not old.seen(now):
        return None
    if old.withdrawn is not None:
        return old if old.embargo is None else replace(old, embargo=None)
    return replace(old, withdrawn=max(now, old.revised + _TICK), embargo=None)


def _embargoed_again(old: Record, fingerprint: str, embargo: datetime, now: datetime) -> Record:
    since = old.withdrawn or max(now, old.revised + _TICK)
    return replace(old, fingerprint=fingerprint, embargo=embargo, withdrawn=since)


def _embargo(event: Event, now: datetime) -> datetime | None:
    """Return the end of an embargo that still lasts, in whole seconds, rounded up."""
    end = event.publish_after
    if end is None or end <= now:
        return None
    whole = _second(end)
    return whole if whole == end else whole + _TICK


def record_of(event: Event | None, event_id: str, ledger: Ledger) -> Record | None:
    """Return the event's record, or the one it takes over from a former id."""
    if event_id in ledger.records or event is None:
        return ledger.records.get(event_id)
    return ledger.records.get(former_id(event, ledger))


def former_ids(catalogue: Catalogue) -> dict[str, str]:
    """Return the ids that events had before, each with the id it has now."""
    return {old: event.id for event in catalogue for old in event.formerly}


def former_id(event: Event, ledger: Ledger) -> str:
    """Return the latest former id that has a record, or ""."""
    return next((name for name in reversed(event.formerly) if name in ledger.records), "")


def _head(old: Head | None, fingerprint: str, now: datetime) -> Head:
    if old is None:
        return Head(fingerprint, now)
    if old.fingerprint == fingerprint:
        return old
    return Head(fingerprint, max(now, old.revised + _TICK))


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
