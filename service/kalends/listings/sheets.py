"""CSV: rows for spreadsheets (RFC 4180), in UTF-8 with the mark that Excel asks for."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from csv import writer
from io import StringIO

from kalends.listings.listing import Document, Listing
from kalends.listings.records import edtf
from kalends.model import Event, Occurrence, Site, event_url, pick
from kalends.wording import Words

COLUMNS = (
    "date",
    "end",
    "precision",
    "title",
    "milestone",
    "number",
    "tier",
    "kind",
    "tags",
    "place",
    "event",
    "url",
    "sources",
)
"""The same in every language, so that what reads one file reads all.

`date` is a day, or a month, season or year as EDTF has it; `end` the last day of several.
`tier` is as in queries; kind, tags and place are in words.
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BETWEEN = "; "


def csv(occurrences: Iterable[Occurrence], words: Words, site: Site) -> bytes:
    """Return a sheet with a row for each occurrence, in the order given.

    A text that spreadsheets would take for a formula has an apostrophe before it.
    """
    written = StringIO(newline="")
    out = writer(written)
    out.writerow(COLUMNS)
    shared: dict[str, tuple[str, ...]] = {}
    for each in occurrences:
        event = each.event
        if event.id not in shared:
            shared[event.id] = tuple(map(_cell, _of_event(event, words, site)))
        out.writerow((*map(_cell, _own(each, words)), *shared[event.id]))
    return BOM_UTF8 + written.getvalue().encode()


def sheet(listing: Listing) -> Document:
    """Return the occurrences of the calendar's years as a sheet."""
    return Document(csv(listing.occurrences(), listing.words, listing.site), listing.modified)


def _own(occurrence: Occurrence, words: Words) -> tuple[str, ...]:
    start, _, end = edtf(occurrence).partition("/")
    return (
        start,
        end,
        occurrence.unit.name.lower(),
        words.title(occurrence).text,
        words.milestone(occurrence),
        "" if occurrence.n is None else str(occurrence.n),
        occurrence.tier.word,
    )


def _of_event(event: Event, words: Words, site: Site) -> tuple[str, ...]:
    place = event.place.name if event.place else {}
    return (
        words.kind(event.kind),
        _BETWEEN.join(words.tag(tag) for tag in event.tags),
        pick(place, words.language, site.language).text,
        event.id,
        event_url(event.id, words.language, site),
        " ".join(source.url for source in event.sources),
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
