"""What a calendar says of itself before its first event; icalendar writes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar
from icalendar.prop import vDuration, vText, vUri

from kalends.model import (
    FeedSpec,
    Phrase,
    Site,
    calendar_uid,
    feed_description,
    feed_title,
    feed_url,
)
from kalends.model.colours import hexadecimal

END = b"END:VCALENDAR\r\n"
_REFRESH = timedelta(days=1)


def head(spec: FeedSpec, language: str, site: Site, last_modified: datetime) -> bytes:
    """Return the lines from BEGIN:VCALENDAR to the last one before the events."""
    url = feed_url(spec, language, site)
    calendar = _start(site, language)
    calendar.add("UID", vText(calendar_uid(url)))
    calendar.add("LAST-MODIFIED", last_modified)
    _add_text(calendar, "NAME", "X-WR-CALNAME", feed_title(spec, language, site))
    _add_text(calendar, "DESCRIPTION", "X-WR-CALDESC", feed_description(spec, language, site))
    calendar.add("URL", vUri(f"{site.base_url}/"))
    calendar.add("SOURCE", vUri(url), parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    colour = _colour(spec, site)
    if hexadecimal(colour):
        calendar.add("COLOR", vText(colour))
        calendar.add("X-APPLE-CALENDAR-COLOR", vText(hexadecimal(colour)))
    return _lines(calendar)


def plain_head(site: Site, language: str) -> bytes:
    """Return the head of a download, which must not become a calendar of its own."""
    return _lines(_start(site, language))


def _start(site: Site, language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", vText(f"-//{site.id}//Kalends//{language.upper()}"))
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def _lines(calendar: Calendar) -> bytes:
    octets: bytes = calendar.to_ical(sorted=False)
    return octets.removesuffix(END)


def _add_text(calendar: Calendar, name: str, extension: str, phrase: Phrase) -> None:
    """Add a text as RFC 7986 has it, and as older software does."""
    if phrase.text:
        calendar.add(name, vText(phrase.text), parameters={"LANGUAGE": phrase.language})
        calendar.add(extension, vText(phrase.text))


def _colour(spec: FeedSpec, site: Site) -> str:
    """Return the colour of the only kind a feed holds, else the site's."""
    kinds = spec.selection.kinds
    own = site.kind(kinds[0]).colour if len(kinds) == 1 else ""
    return own or site.colour
