"""The query of `/events.ics` and its other forms: a selection, and how the calendar is to be."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import parse_qsl

from kalends.errors import SelectionError
from kalends.model import FIELDS, Catalogue, FeedSpec, Selection, Site, unknown
from kalends.occurrences import check_selection

ALARMS = ("day-before", "leads")
_OWN = ("lang", "undated", "alarms")
_MOST_FIELDS = 100


class Asked(NamedTuple):
    """The feed that a query describes."""

    spec: FeedSpec
    language: str


def read(query: str, catalogue: Catalogue, site: Site) -> Asked:
    """Return the feed of a query.

    Args:
        query: Without the question mark.
        catalogue: The public events.
        site: Its default language is the one of a query without `lang`.

    Raises:
        SelectionError: An unknown field or value; the field is named.
    """
    pairs = _pairs(query)
    own = {name: _only(name, pairs) for name in _OWN}
    selection = Selection.parse((name, value) for name, value in pairs if name not in _OWN)
    check_selection(selection, catalogue, site)
    language = own["lang"] or site.language
    if language not in site.languages:
        known = ", ".join(site.languages)
        raise SelectionError("lang", f"there is no language {language[:20]!r}; there are {known}")
    undated = _one_of("undated", own["undated"], ("yes", "no")) == "yes"
    alarms = _one_of("alarms", own["alarms"], ALARMS)
    return Asked(FeedSpec("", selection, undated=undated, alarms=alarms), language)


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        message = f"a query of more than {_MOST_FIELDS} fields"
        raise SelectionError("query", message) from None
    for name, _ in pairs:
        if name not in FIELDS and name not in _OWN:
            raise SelectionError(name[:40], _unknown_field(name[:40]))
    return pairs


def _unknown_field(name: str) -> str:
    known = (*FIELDS, *_OWN)
    message = unknown("field", name, known)
    near = get_close_matches(name, known, n=1)
    return message if near else f"{message}; there are {', '.join(known)}"


def _only(name: str, pairs: list[tuple[str, str]]) -> str:
    """Return the value of a field that is given once at most, "" where it is not."""
    values = [value.strip() for field, value in pairs if field == name]
    if len(values) > 1:
        raise SelectionError(name, f"{name} is given {len(values)} times")
    if values == [""]:
        raise SelectionError(name, f"{name} is empty")
    return values[0] if values else ""


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value and value not in known:
        listed = " or ".join(known)
        raise SelectionError(name, f"{name} is {listed}, not {value[:20]!r}")
    return value
