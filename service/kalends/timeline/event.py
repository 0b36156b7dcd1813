"""The page of an event."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kalends.model import Alternative, Event, Occurrence, Place, Status, Tier, pick
from kalends.occurrences import following
from kalends.timeline.addresses import download_path, event_path, local
from kalends.timeline.contexts import AlternativeDate, EventContext, PlaceFacts, Related
from kalends.timeline.entries import entry, machine, status
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

_COMING = 3
_FAR = 30
"""How many anniversaries ahead the next great one is looked for."""


def event_page(view: View, event: Event, words: Words) -> EventContext:
    """Return the context of an event's page."""
    language, default = words.language, view.site.language
    title = pick(event.title, language, default)
    summary = pick(event.summary, language, default)
    return EventContext(
        frame=frame(view, words, lambda code: event_path(code, event.id), title.text, summary.text),
        title=title,
        date=words.event_date(event),
        day=machine(event.date),
        old_style=event.old_style,
        status=status(event, words),
        disputed=event.status is Status.DISPUTED,
        kind=event.kind,
        kind_title=words.kind(event.kind),
        tags=tuple(words.tag(tag) for tag in event.tags),
        place=_place(event.place, language, default) if event.place else None,
        summary=summary,
        note=pick(event.note, language, default),
        alternatives=tuple(_alternative(each, words, default) for each in event.alternatives),
        coming=tuple(entry(each, view, words) for each in _coming(event, view)),
        sources=event.sources,
        follows=_related(event.follows, view, words),
        followed_by=_related(
            (each.id for each in view.events if event.id in each.follows), view, words
        ),
        download=local(view.site, download_path(language, event.id)) if _has_day(event) else "",
        unreviewed=language in event.unreviewed,
    )


def _page(asked: Asked, event_id: str) -> Found:
    event = asked.view.event(event_id)
    if event is None:
        return None
    context = event_page(asked.view, event, asked.words)
    return Page(f"events/{event.id}/", "pages/event.html", context)


ROUTE = Route(
    re.compile("events/([^/]{1,200})"),
    _page,
    lambda view: (f"events/{event.id}/" for event in view.events),
)


def _has_day(event: Event) -> bool:
    """Tell whether calendars can hold the event, once or every year."""
    first = event.date.earliest
    return bool(event.periods or event.listed) or (first is not None and first.year > 0)


def _coming(event: Event, view: View) -> list[Occurrence]:
    """Return the next occurrences, and the next great one where it is farther away."""
    if event.status is Status.CANCELLED:
        return []
    found = following(event, view.today, view.site.milestones, _FAR)
    great = [each for each in found[_COMING:] if each.tier >= Tier.ROUND]
    return found[:_COMING] + great[:1]


def _place(place: Place, language: str, default: str) -> PlaceFacts:
    name = pick(place.name, language, default)
    if place.lat is None or place.lon is None:
        return PlaceFacts(name, "", "")
    north = f"{abs(place.lat):g}°\u00a0{'N' if place.lat >= 0 else 'S'}"
    east = f"{abs(place.lon):g}°\u00a0{'E' if place.lon >= 0 else 'W'}"
    return PlaceFacts(name, f"{north}, {east}", f"geo:{place.lat:g},{place.lon:g}")


def _alternative(alternative: Alternative, words: Words, default: str) -> AlternativeDate:
    note = pick(alternative.note, words.language, default)
    return AlternativeDate(words.date(alternative.date), note, alternative.sources)


def _related(ids: Iterable[str], view: View, words: Words) -> tuple[Related, ...]:
    """Return the public ones among the events of these ids."""
    events = [view.events.events[event_id] for event_id in ids if event_id in view.events.events]
    return tuple(
        Related(
            pick(event.title, words.language, view.site.language),
            local(view.site, event_path(words.language, event.id)),
            words.event_date(event),
        )
        for event in events
    )
