"""Events and occurrences in plain values, as JSON has them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from kalends.dates import Precision
from kalends.model import (
    Alternative,
    Event,
    Image,
    Occurrence,
    Place,
    Site,
    Source,
    event_url,
    first_id,
    pick,
    uid,
)
from kalends.revisions import Ledger
from kalends.wording import Words

Record: TypeAlias = dict[str, Any]

_SEASONS = {5: 21, 8: 22, 11: 23, 2: 24}
"""EDTF's number of a season by its last month."""
_UNITS: Mapping[Precision, Callable[[date], str]] = {
    Precision.MONTH: lambda last: last.isoformat()[:7],
    Precision.SEASON: lambda last: f"{last.year:04}-{_SEASONS[last.month]}",
    Precision.YEAR: lambda last: f"{last.year:04}",
}


class Records:
    """Writes records in one language; an event's part of them is made once.

    Texts that are missing in the language stand in the site's default one.
    """

    def __init__(
        self, site: Site, words: Words, ledger: Ledger, public: Collection[str] = frozenset()
    ) -> None:
        """Take what records are made with.

        Args:
            site: Its address begins every URL.
            words: Of the language.
            ledger: Knows when an event was last revised.
            public: Ids of the events that may be named as others' former stages.
        """
        self._site = site
        self._words = words
        self._ledger = ledger
        self._public = public
        self._shared: dict[str, Record] = {}

    def occurrence(self, occurrence: Occurrence) -> Record:
        """Return one event in one year; `id` is the UID that calendars know it by."""
        event = occurrence.event
        shared = self._shared.get(event.id)
        if shared is None:
            shared = self._shared[event.id] = self._of_occurrences(event)
        title = self._words.title(occurrence)
        return {
            "id": uid(self._site.id, first_id(event), occurrence.year, occurrence.part),
            "event": event.id,
            "date": edtf(occurrence),
            "first": occurrence.first.isoformat(),
            "last": occurrence.last.isoformat(),
            "precision": occurrence.unit.name.lower(),
            "title": title.text,
            "language": title.language,
            "milestone": self._words.milestone(occurrence),
            "number": occurrence.n,
            "tier": occurrence.tier.word,
            "since": occurrence.base,
            "ending": occurrence.ending,
            "computed": occurrence.computed,
            **shared,
        }

    def event(self, event: Event) -> Record:
        """Return an event as the list has it."""
        title = pick(event.title, self._words.language, self._site.language)
        stamp = self._ledger.stamp_of(event.id)
        return {
            "id": event.id,
            "date": str(event.date),
            "old_style": str(event.written) if event.old_style else None,
            "date_text": self._words.event_date(event),
            "title": title.text,
            "language": title.language,
            **self._facts(event),
            "note": self._text(event.note),
            "alternatives": [self._alternative(each) for each in event.alternatives],
            "follows": [name for name in event.follows if name in self._public],
            "formerly": list(event.formerly),
            "image": self._image(event.image) if event.image else None,
            "observance": event.observance,
            "unreviewed": self._words.language in event.unreviewed,
            "created": moment(stamp.created) if stamp else None,
            "updated": moment(stamp.revised) if stamp else None,
            "sequence": stamp.sequence if stamp else 0,
        }

    def _of_occurrences(self, event: Event) -> Record:
        stamp = self._ledger.stamp_of(event.id)
        return {
            "event_date": str(event.date),
            **self._facts(event),
            "updated": moment(stamp.revised) if stamp else None,
        }

    def _facts(self, event: Event) -> Record:
        return {
            "kind": event.kind,
            "tags": list(event.tags),
            "weight": event.weight,
            "status": event.status.value,
            "place": self._place(event.place) if event.place else None,
            "summary": self._text(event.summary),
            "url": event_url(event.id, self._words.language, self._site),
            "sources": [source(each) for each in event.sources],
        }

    def _text(self, text: Mapping[str, str]) -> str:
        return pick(text, self._words.language, self._site.language).text

    def _place(self, place: Place) -> Record:
        return {
            "name": self._text(place.name),
            "countries": list(place.countries),
            "lat": place.lat,
            "lon": place.lon,
        }

    def _image(self, image: Image) -> Record:
        return {"url": image.url, "alt": self._text(image.alt), "credit": image.credit}

    def _alternative(self, alternative: Alternative) -> Record:
        return {
            "date": str(alternative.date),
            "note": self._text(alternative.note),
            "sources": [source(each) for each in alternative.sources],
        }


def source(source: Source) -> Record:
    """Return a source."""
    return {"title": source.title, "url": source.url, "publisher": source.publisher}


def edtf(occurrence: Occurrence) -> str:
    """Return when an occurrence is, as exactly as it is known: `2027-05`, a day, or two days."""
    unit = _UNITS.get(occurrence.unit)
    if unit:
        return unit(occurrence.last)
    first, last = occurrence.first.isoformat(), occurrence.last.isoformat()
    return first if first == last else f"{first}/{last}"


def moment(at: datetime) -> str:
    """Return an instant as RFC 3339 has it, in UTC: `2026-11-23T04:00:00Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat("T", "seconds") + "Z"
