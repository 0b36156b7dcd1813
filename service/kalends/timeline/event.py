"""The page of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from kalends.dates import MonthDay, Precision
from kalends.model import (
    Alternative,
    Event,
    FeedSpec,
    Image,
    Occurrence,
    Place,
    Selection,
    Status,
    Tier,
    pick,
)
from kalends.occurrences import following, in_year, marks, own_days
from kalends.timeline.addresses import day_path, download_path, event_path, local, page_path
from kalends.timeline.chains import chain
from kalends.timeline.changes import corrections
from kalends.timeline.chapters import all_of, chapters_of
from kalends.timeline.contexts import Subscription
from kalends.timeline.days import day_name
from kalends.timeline.entries import entry, machine, status
from kalends.timeline.event_contexts import (
    AlternativeDate,
    EventContext,
    Picture,
    PlaceFacts,
    Topic,
)
from kalends.timeline.linked import linked, modified
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.subscribing import subscription
from kalends.timeline.view import View, frame
from kalends.wording import Words

_COMING = 3
_FAR = (13, 30)
"""How many anniversaries ahead the next great one is looked for: here first, then farther."""


def event_page(view: View, event: Event, words: Words) -> EventContext:
    """Return the context of an event's page."""
    language, default = words.language, view.site.language
    title = pick(event.title, language, default)
    summary = pick(event.summary, language, default)
    coming = view.once(f"coming {event.id}", lambda: _coming(event, view))
    return EventContext(
        frame=frame(view, words, lambda code: event_path(code, event.id), title.text, summary.text),
        title=title,
        date=words.event_date(event),
        day=machine(event.date),
        on_day=_on_day(event, view, words),
        chapter=_chapter(event, view, words),
        old_style=event.old_style,
        status=status(event, words),
        disputed=event.status is Status.DISPUTED,
        kind=event.kind,
        kind_topic=_topic(words.kind(event.kind), f"kind/{event.kind}/", view, words),
        tags=tuple(_topic(words.tag(tag), f"tag/{tag}/", view, words) for tag in event.tags),
        place=_place(event.place, words, default) if event.place else None,
        picture=_picture(event.image, view, words) if event.image else None,
        summary=summary,
        note=pick(event.note, language, default),
        alternatives=tuple(_alternative(each, words, default) for each in event.alternatives),
        coming=tuple(entry(each, view, words) for each in coming),
        sources=event.sources,
        chain=chain(event, view, words),
        corrections=corrections(view, words, [event]),
        download=_download(event, view, words) if _has_day(event, coming, view) else "",
        reminders=_reminders(event, coming, view, words),
        remind=_remind(event, coming, view, words),
        modified=modified(event, view),
        linked=linked(event, view, words),
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


def _has_day(event: Event, coming: list[Occurrence], view: View) -> bool:
    """Tell whether calendars can hold the event, once or every year; a cancelled one is over."""
    if event.status is Status.CANCELLED:
        return False
    own = own_days(event)
    itself = own and in_year(event, own[0].year, view.site.milestones)
    return bool(itself or coming)


def _download(event: Event, view: View, words: Words) -> str:
    return local(view.site, download_path(words.language, event.id))


def _coming(event: Event, view: View) -> list[Occurrence]:
    """Return the next occurrences, and the next great one where it is farther away."""
    if event.status is Status.CANCELLED:
        return []
    found: list[Occurrence] = []
    great: list[Occurrence] = []
    for count in _FAR:
        found = following(event, view.today, view.site.milestones, count)
        great = [each for each in found[_COMING:] if each.tier >= Tier.ROUND]
        if great:
            break
    return found[:_COMING] + great[:1]


def _reminders(
    event: Event, coming: list[Occurrence], view: View, words: Words
) -> Subscription | None:
    """Return the feed of one event, None where it would stay empty or nothing answers a query."""
    if view.look.static or not coming:
        return None
    undated = any(each.undated for each in coming)
    spec = FeedSpec("", Selection(ids=(event.id,)), event.title, undated=undated)
    return subscription(spec, words.language, view.site)


def _remind(event: Event, coming: list[Occurrence], view: View, words: Words) -> str:
    if view.look.static or not coming:
        return ""
    query = urlencode({"id": event.id})
    return local(view.site, f"{page_path(words.language, 'subscribe/')}?{query}")


def _topic(title: str, path: str, view: View, words: Words) -> Topic:
    return Topic(title, local(view.site, page_path(words.language, path)))


def _on_day(event: Event, view: View, words: Words) -> Topic | None:
    """Return the day of the year that it happened or is kept on."""
    days = (mark for mark in marks(event) if mark.unit is Precision.DAY)
    day = next((MonthDay(*mark.first[1:]) for mark in days), None)
    if day is None or (event.observance and any(each.rule for each in event.periods)):
        return None
    return Topic(day_name(day, words), local(view.site, day_path(words.language, *day)))


def _chapter(event: Event, view: View, words: Words) -> Topic | None:
    """Return the chapter of the timeline that holds the event, None for a custom."""
    year = view.once("years", lambda: _years(view)).get(event.id)
    if year is None:
        return None
    chapter = chapters_of(view).of(year)
    return _topic(chapter.name(words), f"timeline/{chapter.slug}/", view, words)


def _years(view: View) -> dict[str, int]:
    """Return the years that events have in the timeline."""
    return {each.event.id: each.first.year for each in all_of(view).placed}


def _place(place: Place, words: Words, default: str) -> PlaceFacts:
    name = pick(place.name, words.language, default)
    countries = ", ".join(_countries(place, name.text, words))
    if place.lat is None or place.lon is None:
        return PlaceFacts(name, countries, "", "")
    north = f"{abs(place.lat):g}°\u00a0{'N' if place.lat >= 0 else 'S'}"
    east = f"{abs(place.lon):g}°\u00a0{'E' if place.lon >= 0 else 'W'}"
    return PlaceFacts(name, countries, f"{north}, {east}", f"geo:{place.lat:g},{place.lon:g}")


def _countries(place: Place, name: str, words: Words) -> Iterator[str]:
    for code in place.countries:
        country = words.country(code)
        if country not in name:
            yield country


def _picture(image: Image, view: View, words: Words) -> Picture:
    """Return a picture; one among the site's assets at the address that tells its content."""
    alt = pick(image.alt, words.language, view.site.language)
    name = urlsplit(image.url).path.rpartition("/")[2]
    own = image.url.startswith(f"{view.site.base_url}/")
    if own and name in view.look.assets:
        return Picture(local(view.site, view.look.assets[name]), alt, image.credit, shown=True)
    return Picture(image.url, alt, image.credit, shown=own)


def _alternative(alternative: Alternative, words: Words, default: str) -> AlternativeDate:
    note = pick(alternative.note, words.language, default)
    return AlternativeDate(words.date(alternative.date), note, alternative.sources)
