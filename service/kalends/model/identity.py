"""UIDs that come from what an event is: never from its title, its date or chance.

A UID is the UUID of version 5 (RFC 9562 section 5.5) in `NAMESPACE` of the UTF-8 name
`<site id>/<event id>/<year>`, followed by `/<part>` where a year has two occurrences.
The event's id is the first it ever had, so that one renamed with `formerly` keeps its
UIDs. Feeds and languages do not enter: the same event and year is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha1
from uuid import NAMESPACE_URL, UUID, uuid5

from kalends.model.event import Event

NAMESPACE = UUID("6632482c-df9c-5794-aa18-aa86f96297b1")
"""Fixed for ever: uuid5 of the URL namespace and `urn:kalends:occurrence`."""

_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


def first_id(event: Event) -> str:
    """Return the id that the event's UIDs come from: the oldest it had."""
    return event.formerly[0] if event.formerly else event.id


def uid(site_id: str, event_id: str, year: int, part: str = "") -> str:
    """Return the UID of an occurrence; `event_id` is that of `first_id`."""
    return uids(site_id, event_id)(year, part)


def uids(site_id: str, event_id: str) -> Callable[[int, str], str]:
    """Return the function (year, part) → UID of one event, its prefix hashed once."""
    prefix = sha1(NAMESPACE.bytes + f"{site_id}/{event_id}/".encode(), usedforsecurity=False)

    def of(year: int, part: str) -> str:
        digest = prefix.copy()
        digest.update(f"{year}/{part}".encode() if part else b"%d" % year)
        text = digest.hexdigest()
        return (
            f"{text[:8]}-{text[8:12]}-5{text[13:16]}-"
            f"{_VARIANTS[text[16]]}{text[17:20]}-{text[20:32]}"
        )

    return of


def calendar_uid(url: str) -> str:
    """Return the UID of the calendar whose canonical address is `url`."""
    return str(uuid5(NAMESPACE_URL, url))
