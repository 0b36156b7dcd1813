"""VEVENTs of one site in one language.

What does not change from year to year is written once an event; of an occurrence there
are the UID, the days, the title and its alarms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeAlias

from kalends.dates import Point
from kalends.feed.alarms import alarms
from kalends.feed.voice import Voice
from kalends.feed.writer import escape, escape_list, line
from kalends.model import Event, Occurrence, Place, Site, Status, event_url, first_id, uids
from kalends.revisions import Stamp

_STATUSES = {Status.PLANNED: b"TENTATIVE", Status.CANCELLED: b"CANCELLED"}
_DAY = timedelta(days=1)
_END = b"END:VEVENT\r\n"

Block: TypeAlias = tuple[bytes, bytes]
"""A VEVENT in two pieces: its own lines up to SUMMARY, and those that it may share with
the event's other years, so that a feed keeps them in memory once."""


class Blocks:
    """Writes VEVENTs; remembers the days and categories it has written."""

    def __init__(self, site: Site, voice: Voice, variant: str = "") -> None:
        """Take what all blocks have in common; `variant` is the alarms', or ""."""
        self._site = site
        self._voice = voice
        self._variant = variant
        self._days: dict[date, str] = {}
        self._categories: dict[tuple[str, tuple[str, ...]], bytes] = {}

    def of(self, event: Event, occurrences: Iterable[Occurrence], stamp: Stamp) -> list[Block]:
        """Return one VEVENT an occurrence, in the order given."""
        uid_of = uids(self._site.id, first_id(event))
        stamps = _stamps(stamp)
        shared: dict[tuple[bool, bool], bytes] = {}
        found = []
        for occurrence in occurrences:
            timed = occurrence.n == 0 and is_timed(occurrence)
            rest = shared.get((occurrence.computed, timed))
            if rest is None:
                rest = self._shared(event, computed=occurrence.computed, timed=timed)
                shared[occurrence.computed, timed] = rest
            when = _moment(event) if timed else self._when(occurrence)
            title = self._voice.title(occurrence)
            uid = uid_of(occurrence.year, occurrence.part)
            start = f"BEGIN:VEVENT\r\nUID:{uid}\r\n{stamps}{when}".encode()
            start += line(f"SUMMARY;LANGUAGE={title.language}", escape(title.text))
            if self._variant and event.status is not Status.CANCELLED:
                bells = alarms(self._variant, occurrence, title, self._site, timed=timed)
                rest = rest.removesuffix(_END) + bells + _END
            found.append((start, rest))
        return found

    def _when(self, occurrence: Occurrence) -> str:
        """Return the days; a month, season or year stands on its first one alone."""
        first, last = occurrence.first, occurrence.last
        if first != last and not occurrence.undated:
            return _days(first, last)
        found = self._days.get(first)
        if found is None:
            found = self._days[first] = _days(first, first)
        return found

    def _shared(self, event: Event, *, computed: bool, timed: bool) -> bytes:
        """Return what years share: the lines from DESCRIPTION to the end."""
        text = self._voice.description(event, computed=computed)
        status = b"TENTATIVE" if computed else _STATUSES.get(event.status, b"CONFIRMED")
        return b"".join(
            (
                line(f"DESCRIPTION;LANGUAGE={text.language}", escape(text.text)),
                self._place(event.place) if event.place else b"",
                line("URL", event_url(event.id, self._voice.language, self._site)),
                self._category(event),
                b"CLASS:PUBLIC\r\nSTATUS:",
                status,
                b"\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n",
                b"X-MICROSOFT-CDO-ALLDAYEVENT:",
                b"FALSE\r\n" if timed else b"TRUE\r\n",
                _END,
            )
        )

    def _place(self, place: Place) -> bytes:
        name = self._voice.place(place)
        lines = b""
        if name.text:
            lines = line(f"LOCATION;LANGUAGE={name.language}", escape(name.text))
        if place.lat is not None and place.lon is not None:
            lines += line("GEO", f"{_degrees(place.lat)};{_degrees(place.lon)}")
        return lines

    def _category(self, event: Event) -> bytes:
        key = (event.kind, event.tags)
        found = self._categories.get(key)
        if found is None:
            names = self._voice.categories(event)
            found = self._categories[key] = line("CATEGORIES", escape_list(names))
        return found


def is_timed(occurrence: Occurrence) -> bool:
    """Tell whether the occurrence is an instant: the event itself, at a known hour."""
    when = occurrence.event.date
    return (
        occurrence.n == 0
        and isinstance(when, Point)
        and when.at is not None
        and not occurrence.undated
    )


def _moment(event: Event) -> str:
    """Return the DTSTART of an instant.

    It has no DTEND: it then ends as it begins (RFC 5545 section 3.6.1), and calendars draw
    it at its minute; a length of an hour would be our invention.
    """
    at = event.date.at if isinstance(event.date, Point) else None
    return f"DTSTART:{_utc(at)}\r\n" if at else ""


def _days(first: date, last: date) -> str:
    """Return DTSTART and DTEND, which is the day after the last."""
    start, end = (day.isoformat().replace("-", "") for day in (first, last + _DAY))
    return f"DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\n"


def _stamps(stamp: Stamp) -> str:
    created, revised = _utc(stamp.created), _utc(stamp.revised)
    return (
        f"DTSTAMP:{revised}\r\nCREATED:{created}\r\nLAST-MODIFIED:{revised}\r\n"
        f"SEQUENCE:{stamp.sequence}\r\n"
    )


def _utc(moment: datetime) -> str:
    """Return a UTC instant's DATE-TIME; the year has four digits, which %Y has not."""
    return moment.isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _degrees(value: float) -> str:
    """Return a FLOAT, never with an exponent (RFC 5545 section 3.3.7)."""
    text = str(float(value))
    return f"{value:.6f}" if "e" in text else text
