"""An event for machines that read pages: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from kalends.dates import Interval, Point
from kalends.model import Event, Place, Source, Status, pick
from kalends.timeline.addresses import absolute, event_path, home_path
from kalends.timeline.entries import machine
from kalends.timeline.view import View
from kalends.wording import Words

_STATUSES = {Status.PLANNED: "EventScheduled", Status.CANCELLED: "EventCancelled"}
_HARMLESS = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def linked(event: Event, view: View, words: Words) -> str:
    """Return the page of an event as JSON-LD, which no text in it can break out of.

    Dates are as precise as they are known: a month without a day stays one, and what is not
    sure is left out.
    """
    site, language = view.site, words.language
    page = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": absolute(site, event_path(language, event.id)),
        "inLanguage": language,
        "dateModified": modified(event, view),
        "isPartOf": {
            "@type": "WebSite",
            "name": pick(site.title, language, site.language).text,
            "url": absolute(site, home_path(language)),
        },
        "mainEntity": _event(event, view, words),
        "citation": [_source(each) for each in event.sources],
    }
    return json.dumps(_filled(page), ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)


def modified(event: Event, view: View) -> str:
    """Return the instant of an event's last revision, "" for one never stamped."""
    stamp = view.ledger.stamp_of(event.id)
    return stamp.revised.isoformat() if stamp else ""


def _event(event: Event, view: View, words: Words) -> dict[str, Any]:
    site, language = view.site, words.language
    start, end = _ends(event)
    status = _STATUSES.get(event.status, "")
    return {
        "@type": "Event",
        "name": pick(event.title, language, site.language).text,
        "description": pick(event.summary, language, site.language).text,
        "startDate": start,
        "endDate": end,
        "eventStatus": f"https://schema.org/{status}" if status else "",
        "eventSchedule": _schedule(event),
        "location": _place(event.place, view, words) if event.place else {},
        "keywords": [words.kind(event.kind), *(words.tag(tag) for tag in event.tags)],
        "image": event.image.url if event.image else "",
    }


def _ends(event: Event) -> tuple[str, str]:
    """Return the first and the last date in ISO 8601, "" for what is open or not sure."""
    if event.observance:
        return "", ""
    when = event.date
    if isinstance(when, Point) and when.at is not None:
        return when.at.isoformat(), ""
    if not isinstance(when, Interval):
        return machine(when), ""
    first, last = (machine(end) if isinstance(end, Point) else "" for end in (when.start, when.end))
    return first, last


def _schedule(event: Event) -> dict[str, Any]:
    """Return that a custom on a fixed day comes back every year."""
    fixed = [period for period in event.periods if period.observed and not period.rule]
    if not event.observance or not fixed or fixed[-1].observed is None:
        return {}
    day = fixed[-1].observed
    return {
        "@type": "Schedule",
        "repeatFrequency": "P1Y",
        "byMonth": day.month,
        "byMonthDay": day.day,
    }


def _place(place: Place, view: View, words: Words) -> dict[str, Any]:
    geo = {}
    if place.lat is not None and place.lon is not None:
        geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    address = {}
    if len(place.countries) == 1:
        address = {"@type": "PostalAddress", "addressCountry": place.countries[0]}
    name = pick(place.name, words.language, view.site.language).text
    return {"@type": "Place", "name": name, "address": address, "geo": geo}


def _source(source: Source) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else {}
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "publisher": publisher,
    }


def _filled(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return the value without what is empty."""
    if isinstance(value, dict):
        filled = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in filled.items() if each not in ("", [], {})}
    if isinstance(value, list):
        return [_filled(each) for each in value]
    return value
