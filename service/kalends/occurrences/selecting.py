"""Which events and occurrences a selection keeps, and whether its names exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from unicodedata import normalize

from kalends.errors import SelectionError
from kalends.model import (
    QUOTES,
    Catalogue,
    Event,
    Occurrence,
    Selection,
    Site,
    Tier,
    nearest,
    unknown,
)

_ALIKE = str.maketrans(
    {"ё": "е", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"} | dict.fromkeys(QUOTES)
)

_country = re.compile(r"[A-Z]{2}").fullmatch


def select(occurrences: Iterable[Occurrence], selection: Selection) -> list[Occurrence]:
    """Return the occurrences that `selection` keeps, in the order given.

    Tiers: PLAIN keeps all; a greater one keeps it and what is above, and so leaves out
    coming events. Years are those of the first day.
    """
    keeps = _chooser(selection)
    known: dict[str, bool] = {}
    found = []
    for occurrence in occurrences:
        event = occurrence.event
        if event.id not in known:
            known[event.id] = keeps(event)
        if known[event.id] and _in_time(occurrence, selection):
            found.append(occurrence)
    return found


def selected(event: Event, selection: Selection) -> bool:
    """Tell whether `selection` keeps the event, its tiers and years set aside.

    `q` is looked for in the texts of every language: titles, summary, note and place.
    Case, ё and е, and the kinds of dashes and apostrophes do not matter, nor do quotation
    marks in the texts; marks on letters do.
    """
    return _chooser(selection)(event)


def check_selection(selection: Selection, catalogue: Catalogue, site: Site) -> None:
    """Check that the tags, kinds, ids and countries exist, whether or not anything is selected.

    Args:
        selection: What is asked for.
        catalogue: The events whose names may be told to the asker: for the public, only
            the public ones.
        site: Its declared tags and kinds exist too, with events or without.

    Raises:
        SelectionError: A name does not exist; the message offers a near one.
    """
    tags = {tag for event in catalogue for tag in event.tags} | set(site.tags)
    kinds = {event.kind for event in catalogue} | set(site.kinds)
    ids = {each for event in catalogue for each in (event.id, *event.formerly)}
    for field, names, known in (
        ("tag", selection.tags, tags),
        ("all-tag", selection.all_tags, tags),
        ("not-tag", selection.not_tags, tags),
        ("kind", selection.kinds, kinds),
        ("id", selection.ids, ids),
    ):
        what = {"all-tag": "tag", "not-tag": "tag", "id": "event"}.get(field, field)
        for name in names:
            if name not in known:
                every = sorted(known)
                message, near = unknown(what, name, every), nearest(name, every)
                raise SelectionError(field, message, value=name, near=near)
    _check_countries(selection.countries, catalogue)


def _check_countries(names: Iterable[str], catalogue: Catalogue) -> None:
    used = {each for event in catalogue if event.place for each in event.place.countries}
    for name in names:
        if not _country(name):
            message = f"{unknown('country', name, sorted(used))}; a country is two letters, like KZ"
            raise SelectionError("country", message, value=name, near=nearest(name, sorted(used)))


def _chooser(selection: Selection) -> Callable[[Event], bool]:
    """Return the test of an event, with the selection made ready for many."""
    tags, all_tags = frozenset(selection.tags), frozenset(selection.all_tags)
    not_tags, countries = frozenset(selection.not_tags), frozenset(selection.countries)
    kinds, ids = frozenset(selection.kinds), frozenset(selection.ids)
    terms = [_folded(term) for term in selection.terms]

    def keeps(event: Event) -> bool:
        return (
            event.weight >= selection.weight
            and (not kinds or event.kind in kinds)
            and (not ids or not ids.isdisjoint((event.id, *event.formerly)))
            and (not tags or not tags.isdisjoint(event.tags))
            and all_tags.issubset(event.tags)
            and not_tags.isdisjoint(event.tags)
            and (not countries or not countries.isdisjoint(_countries(event)))
            and (not terms or _holds(event, terms))
        )

    return keeps


def _countries(event: Event) -> tuple[str, ...]:
    return event.place.countries if event.place else ()


def _holds(event: Event, terms: list[str]) -> bool:
    place: Mapping[str, str] = event.place.name if event.place else {}
    texts = (event.title, event.short, event.summary, event.note, place)
    lines = (" ".join(text.split()) for each in texts for text in each.values())
    everything = _folded("\n".join(lines))
    return all(term in everything for term in terms)


def _folded(text: str) -> str:
    return normalize("NFC", text.casefold()).translate(_ALIKE)


def _in_time(occurrence: Occurrence, selection: Selection) -> bool:
    if selection.tier > Tier.PLAIN and occurrence.tier < selection.tier:
        return False
    return not selection.years or any(
        years.first <= occurrence.year <= years.last for years in selection.years
    )
