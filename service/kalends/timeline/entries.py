"""Occurrences as the entries of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kalends.dates import HistoricalDate, Point, Precision
from kalends.model import Event, Occurrence, Status, Tier, pick
from kalends.timeline.addresses import event_path, local
from kalends.timeline.contexts import Entry
from kalends.timeline.view import View
from kalends.wording import Words

_FORMS = {
    Precision.DAY: "{0:04}-{1:02}-{2:02}",
    Precision.MONTH: "{0:04}-{1:02}",
    Precision.YEAR: "{0:04}",
}


def entry(occurrence: Occurrence, view: View, words: Words) -> Entry:
    """Return one occurrence as an entry."""
    event, site = occurrence.event, view.site
    return Entry(
        title=pick(event.title, words.language, site.language),
        path=local(site, event_path(words.language, event.id)),
        when=words.unit(occurrence),
        day=_day(occurrence),
        distance="" if occurrence.undated else words.away(occurrence.first, view.today),
        milestone=words.milestone(occurrence),
        number=occurrence.n or None,
        tier=occurrence.tier.word,
        status=status(event, words),
        origin=words.event_date(event) if _has_origin(occurrence) else "",
        kind=event.kind,
        kind_title=words.kind(event.kind),
        computed=occurrence.computed,
        past=occurrence.last < view.today,
    )


def chief(occurrences: Sequence[Occurrence], most: int) -> list[Occurrence]:
    """Return what is to happen and the greatest milestones, at most so many, in the order given."""
    order = sorted(occurrences, key=lambda each: (-(each.tier or Tier.ROUND), -each.event.weight))
    kept = {id(each) for each in order[:most]}
    return [each for each in occurrences if id(each) in kept]


def status(event: Event, words: Words) -> str:
    """Return the status in words, "" where it is confirmed."""
    return "" if event.status is Status.CONFIRMED else words.status(event.status)


def machine(historical: HistoricalDate) -> str:
    """Return a date for `datetime`, "" where HTML has no form for it or it is not sure."""
    if not isinstance(historical, Point) or historical.approximate or historical.uncertain:
        return ""
    form = _FORMS.get(historical.precision, "")
    year = historical.year
    if not form or year is None or year < 1 or year > date.max.year:
        return ""
    return form.format(year, historical.month, historical.day)


def _day(occurrence: Occurrence) -> str:
    first = occurrence.first
    form = _FORMS.get(occurrence.unit, "")
    if occurrence.unit is Precision.DAY and occurrence.last != first:
        return ""
    return form.format(first.year, first.month, first.day)


def _has_origin(occurrence: Occurrence) -> bool:
    """Tell whether the event's own date says more than the occurrence's."""
    return bool(occurrence.n)
