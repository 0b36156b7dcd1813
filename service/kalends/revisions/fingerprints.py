"""Fingerprints: what subscribers see of an event or a site, in twenty hexadecimal digits.

Everything public enters as canonical JSON, a date as its EDTF text. Fields that are empty
or at their default are left out, so that a field added to the model later changes no
fingerprint. Left out on purpose: `publish_after`, `draft` and the place in the lists, which
no subscriber sees; `unreviewed`, a mark on pages only; of `formerly` all but the first id,
which the UIDs come from; and the site's address, which differs between nodes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from hashlib import sha256

from kalends.dates import AllOf, Interval, OneOf, Point, Yearless
from kalends.model import Event, Site

_DATES = (Point, Interval, OneOf, AllOf, Yearless)
_LENGTH = 20
_UNSEEN = frozenset({"publish_after", "draft", "origin", "formerly", "unreviewed"})
_UNSEEN_OF_SITE = frozenset({"base_url"})


class Fingerprints:
    """Fingerprints of a site's events; an event object seen before is not read again."""

    def __init__(self, site: Site, wording_version: str | int) -> None:
        """Take what every fingerprint depends on beside the event."""
        self._site = site
        self._wording = str(wording_version)
        self._known: dict[str, tuple[Event, str]] = {}

    def __call__(self, event: Event) -> str:
        """Return the event's fingerprint."""
        known = self._known.get(event.id)
        if known is not None and known[0] is event:
            return known[1]
        found = fingerprint(event, self._site, self._wording)
        self._known[event.id] = (event, found)
        return found

    def of_site(self) -> str:
        """Return the fingerprint of what feeds show of the site itself."""
        return _digest({"site": _plain(self._site, _UNSEEN_OF_SITE), "wording": self._wording})


def fingerprint(event: Event, site: Site, wording_version: str | int) -> str:
    """Return the event's fingerprint.

    Args:
        wording_version: Raised when the same event would be worded differently.
    """
    kind = site.kind(event.kind)
    return _digest(
        {
            "event": _plain(event, _UNSEEN),
            "first": event.formerly[:1],
            "kind": {"title": dict(kind.title), "wording": kind.wording},
            "tags": {tag: dict(site.tags[tag]) for tag in event.tags if tag in site.tags},
            "wording": str(wording_version),
        }
    )


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _plain(value: object, unseen: frozenset[str] = frozenset()) -> object:
    """Return `value` as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, _DATES):
        return str(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {
            field.name: _plain(item)
            for field in fields(value)
            if field.name not in unseen
            and not _is_default(field, item := getattr(value, field.name))
        }
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    raise TypeError(f"{value!r} has no place in a fingerprint")


def _is_default(field: Field[object], value: object) -> bool:
    if field.default is not MISSING:
        return value == field.default
    return field.default_factory is not MISSING and not value
