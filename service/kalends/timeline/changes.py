"""Corrections in words: what was published wrong, and what is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kalends.dates import from_old_style, parse, zone
from kalends.model import Event, Phrase, Status, pick
from kalends.revisions import Change, old_style
from kalends.timeline.addresses import event_path, local
from kalends.timeline.event_contexts import CorrectionFacts
from kalends.timeline.view import View
from kalends.wording import Words

_TITLE = "title"


def corrections(view: View, words: Words, events: Iterable[Event]) -> tuple[CorrectionFacts, ...]:
    """Return the corrections of public events, newest first.

    Of changed titles those count that readers of the language see.
    """
    found = [
        (change, event)
        for event in events
        if (record := view.ledger.records.get(event.id)) is not None
        for change in record.changes
        if _seen(change, event, view, words)
    ]
    found.sort(key=lambda pair: (pair[1].id, pair[0].field))
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    return tuple(_facts(change, event, view, words) for change, event in found)


def _seen(change: Change, event: Event, view: View, words: Words) -> bool:
    field, _, language = change.field.partition(".")
    shown = pick(event.title, words.language, view.site.language).language
    return field != _TITLE or language == shown


def _facts(change: Change, event: Event, view: View, words: Words) -> CorrectionFacts:
    day = change.at.astimezone(zone(view.site.timezone)).date()
    return CorrectionFacts(
        at=words.day(day),
        day=day.isoformat(),
        title=pick(event.title, words.language, view.site.language),
        path=local(view.site, event_path(words.language, event.id)),
        what=_what(change, words),
        old=_value(change, change.old, event, words),
        new=_value(change, change.new, event, words),
        source=event.sources[0] if event.sources else None,
    )


def _what(change: Change, words: Words) -> str:
    match change.field.partition(".")[0]:
        case "date":
            return words.text("Date", context="correction")
        case "status":
            return words.text("Status", context="correction")
        case _:
            return words.text("Title", context="correction")


def _value(change: Change, value: str, event: Event, words: Words) -> Phrase:
    field, _, language = change.field.partition(".")
    if field == _TITLE:
        return Phrase(value, language)
    if field == "status":
        return Phrase(words.status(Status(value)), words.language)
    text, julian = old_style(value)
    written = parse(text, old_style=julian)
    when = from_old_style(written) if julian else written
    dated = replace(event, date=when, written=written, old_style=julian)
    return Phrase(words.event_date(dated), words.language)
