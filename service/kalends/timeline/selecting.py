"""The selection that a page's query asks for, and how it is called."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from kalends.model import (
    FIELDS,
    QUOTES,
    TIERS,
    FeedSpec,
    Selection,
    Site,
    feed_specs,
    pick,
)
from kalends.occurrences import check_selection
from kalends.timeline.view import View
from kalends.wording import Words

_MOST_FIELDS = 100


def asked_selection(query: str, view: View) -> Selection:
    """Return the selection of a query; fields of another meaning are passed over.

    Events are named by their present ids in it.

    Raises:
        SelectionError: A value that its field cannot have.
    """
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        pairs = []
    found = Selection.parse((name, value) for name, value in pairs if name in FIELDS)
    check_selection(found, view.events, view.site)
    present = {view.former.get(event_id, event_id) for event_id in found.ids}
    return replace(found, ids=tuple(sorted(present)))


def query_of(selection: Selection) -> str:
    """Return a selection as it stands in an address: "?tag=space", "" for everything."""
    pairs = selection.pairs()
    return f"?{urlencode(pairs)}" if pairs else ""


def spec_of(selection: Selection, site: Site) -> FeedSpec:
    """Return the feed of a selection: the one with a name where one holds just that."""
    same = (spec for spec in feed_specs(site) if spec.selection == selection)
    return next(same, FeedSpec("", selection))


def named(selection: Selection, view: View, words: Words) -> str:
    """Return a selection in words: "Space, Treaties", "" for everything."""
    site = view.site
    spec = site.feeds.get(spec_of(selection, site).name)
    if spec is not None and spec.title and selection != Selection():
        return pick(spec.title, words.language, site.language).text
    return ", ".join(label(name, value, view, words) for name, value in selection.pairs())


def label(field: str, value: str, view: View, words: Words) -> str:
    """Return one part of a selection in words; what means nothing any more as it is."""
    event = view.events.events.get(value) if field == "id" else None
    if event is not None:
        return pick(event.title, words.language, view.site.language).text
    match field:
        case "kind":
            found = words.kind(value)
        case "tag" | "all-tag":
            found = words.tag(value)
        case "not-tag":
            found = words.text("without: {topic}", topic=words.tag(value))
        case "tier" if value in TIERS:
            found = words.text("at least: {what}", what=words.tier(TIERS[value]))
        case "q" if not set(value).isdisjoint(QUOTES):
            found = words.text("with the words {query}", query=value)
        case "q":
            found = words.text("with the words “{query}”", query=value)
        case "year":
            found = value.replace("/", "–")
        case _:
            found = f"{field}: {value}"
    return found
