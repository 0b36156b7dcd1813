"""The text of events/revisions.json: one field a line, ids sorted.

So two branches that touch different events merge without a conflict, and a review shows
what a publication will tell subscribers.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kalends.revisions.records import Change, Ledger, Reach, Record

VERSION = 1
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_ABOUT = (
    "kept by `kalends publish`, like a lock file: commit it with the lists, do not edit it; "
    "calendars take a correction only if the numbers here rise"
)


def dump(ledger: Ledger) -> str:
    """Return the file's text."""
    lines = ["{", f' "about": {_json(_ABOUT)},', f' "version": {VERSION},']
    if ledger.site:
        head = {"fingerprint": ledger.site.fingerprint, "revised": _text(ledger.site.revised)}
        lines.append(f' "site": {_json(head)},')
    blocks = [
        f"  {_json(event_id)}: {{\n{_block(record)}\n  }}"
        for event_id, record in sorted(ledger.records.items())
    ]
    lines += [' "events": {', ",\n".join(blocks), " }", "}"] if blocks else [' "events": {}', "}"]
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(record: Record) -> str:
    fields: dict[str, object] = {
        "fingerprint": record.fingerprint,
        "sequence": record.sequence,
        "created": _text(record.created),
        "revised": _text(record.revised),
    }
    if record.embargo:
        fields["embargo"] = _text(record.embargo)
    if record.withdrawn:
        fields["withdrawn"] = _text(record.withdrawn)
    fields["published"] = {
        "date": record.published.date,
        "status": record.published.status,
        "title": dict(record.published.title),
    }
    fields["reach"] = _reach(record.reach)
    lines = [f"   {_json(name)}: {_json(value)}" for name, value in fields.items()]
    if record.changes:
        changes = ",\n".join(f"    {_json(_change(change))}" for change in record.changes)
        lines.append(f'   "changes": [\n{changes}\n   ]')
    return ",\n".join(lines)


def _reach(reach: Reach) -> dict[str, object]:
    fields: dict[str, object] = {"kinds": reach.kinds, "tags": reach.tags}
    if reach.countries:
        fields["countries"] = reach.countries
    fields["weight"] = reach.weight
    if reach.moved:
        fields["moved"] = _text(reach.moved)
    return fields


def _change(change: Change) -> dict[str, str]:
    at = _text(change.at)
    return {"at": at, "field": change.field, "from": change.old, "to": change.new}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(INSTANT)
