"""The pages of timelines: all, a decade or century, a tag, a kind, a query, a search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kalends.model import Event, FeedSpec, Selection, Tier, Window
from kalends.occurrences import select, selected, starting
from kalends.timeline.addresses import local, page_path, subscribe_path
from kalends.timeline.chapters import Chapter, all_of, century_of, chapters_of
from kalends.timeline.filters import SEARCH, TIMELINE, Filters, selection_path
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.placing import Placed, chronicle
from kalends.timeline.selecting import asked_selection, named, query_of, spec_of
from kalends.timeline.subscribing import subscription
from kalends.timeline.timeline_contexts import Chip, SearchForm, TimelineContext
from kalends.timeline.timelines import Body, Maker
from kalends.timeline.view import View, frame

MOST = 400
"""Events up to which the first page of the timeline holds everything."""
_CHOSEN = 60
"""Events on the first page of a longer one."""
_ALL = "timeline/all/"
_TEMPLATE = "pages/timeline.html"


def _timeline(asked: Asked) -> Found:
    """Return the timeline of everything, of the weighty where that is much, or of a query."""
    view = asked.view
    selection = Selection() if view.look.static else asked_selection(asked.query, view)
    if selection != Selection():
        return _selected(asked, selection, TIMELINE)
    held = all_of(view)
    maker = Maker(view, asked.words, held)
    large = len(view.events) > MOST
    body = maker.chosen(_weightiest(held.placed)) if large else maker.whole()
    filters = Filters(view, asked.words, selection, view.events)
    context = replace(
        _context(asked, TIMELINE, asked.words.text("Timeline"), body),
        kinds=filters.kinds(),
        topics=filters.topics(),
        whole=_link(asked, _ALL) if large else "",
    )
    return Page(TIMELINE, _TEMPLATE, context)


def _all(asked: Asked) -> Found:
    """Return everything on one page; the first page of the timeline where that holds it."""
    view, words = asked.view, asked.words
    if len(view.events) <= MOST:
        return _timeline(asked)
    body = Maker(view, words, all_of(view), drawn=False).whole()
    return Page(_ALL, _TEMPLATE, _context(asked, _ALL, words.text("The whole timeline"), body))


def _chapter(asked: Asked, slug: str) -> Found:
    """Return a decade or a century."""
    view = asked.view
    chapters = _chapters(view)
    names = [chapter.slug for chapter in chapters]
    if slug not in names:
        decade = re.fullmatch("([1-9][0-9]{1,2}0)s", slug)
        around = century_of(int(decade[1])) if decade else None
        return _chapter(asked, around.slug) if around and around.slug in names else None
    place = names.index(slug)
    chapter = chapters[place]
    everything = all_of(view).placed
    held = chronicle((each.event for each in everything if _within(each, chapter)), view.today)
    maker = Maker(view, asked.words, held)
    if chapter.last - chapter.first < 10:
        body = maker.by_year(chapter, [each for each in everything if each.span])
    else:
        body = maker.by_decade()
    path = f"{TIMELINE}{slug}/"
    context = replace(
        _context(asked, path, chapter.name(asked.words), body),
        search=None,
        earlier=_neighbour(asked, chapters[place - 1] if place else None),
        later=_neighbour(asked, next(iter(chapters[place + 1 : place + 2]), None)),
    )
    return Page(path, _TEMPLATE, context)


def _tag(asked: Asked, tag: str) -> Found:
    view = asked.view
    if tag not in view.site.tags and not any(tag in event.tags for event in view.events):
        return None
    return _selected(asked, Selection(tags=(tag,)), f"tag/{tag}/")


def _kind(asked: Asked, kind: str) -> Found:
    view = asked.view
    if kind not in view.site.kinds and not any(kind == event.kind for event in view.events):
        return None
    return _selected(asked, Selection(kinds=(kind,)), f"kind/{kind}/")


def _search(asked: Asked) -> Found:
    """Return the form, and what holds the words; there is none among files."""
    if asked.view.look.static:
        return None
    selection = asked_selection(asked.query, asked.view)
    if selection != Selection():
        return _selected(asked, selection, SEARCH)
    body = Maker(asked.view, asked.words, chronicle((), asked.view.today)).whole()
    context = _context(asked, SEARCH, asked.words.text("Search"), body)
    return Page(SEARCH, _TEMPLATE, replace(context, indexed=False))


def _selected(asked: Asked, selection: Selection, base: str) -> Page:
    """Return the timeline of a selection, on the page that was asked for."""
    view, words = asked.view, asked.words
    events = _events(view, selection)
    searching = base == SEARCH
    own = base not in (TIMELINE, SEARCH)
    maker = Maker(
        view,
        words,
        chronicle(events, view.today),
        kinds=len(selection.kinds) != 1,
        drawn=not searching,
    )
    filters = Filters(view, words, selection, events)
    title = words.text("Search") if searching else named(selection, view, words)
    path = selection_path(selection) or base
    context = replace(
        _context(asked, path, title, maker.whole(), selection),
        kinds=filters.kinds(),
        topics=filters.topics(),
        active=() if own else filters.active(),
        indexed=own,
    )
    return Page(base, _TEMPLATE, context)


def _context(
    asked: Asked,
    path: str,
    title: str,
    body: Body,
    selection: Selection = Selection(),  # noqa: B008 - frozen
) -> TimelineContext:
    """Return what all of these pages have; the rest is up to each."""
    view, words = asked.view, asked.words
    spec = spec_of(selection, view.site)
    if view.look.static and not spec.name:
        spec = FeedSpec("all")
    query = "" if view.look.static else query_of(selection)
    return TimelineContext(
        frame=frame(view, words, lambda code: page_path(code, path), title, feed=spec),
        title=title,
        period=body.period,
        count=body.count,
        kinds=(),
        topics=(),
        active=(),
        strip=body.strip,
        cells=body.cells,
        sections=body.sections,
        customs=body.customs,
        undated=body.undated,
        subscription=subscription(spec, words.language, view.site),
        more=f"{local(view.site, subscribe_path(words.language))}{query}",
        search=_form(asked, selection),
        earlier=None,
        later=None,
        whole="",
        back="" if path == TIMELINE else _link(asked, TIMELINE),
        indexed=True,
    )


def _events(view: View, selection: Selection) -> list[Event]:
    """Return the events of a selection; tiers and years are those that the feeds tell of."""
    site, year = view.site, view.today.year
    if selection.tier > Tier.PLAIN or selection.years:
        window = Window.years(year - site.years_back, year + site.years_ahead)
        found = select(starting(view.events, window, site.milestones), selection)
        return list({each.event.id: each.event for each in found}.values())
    return [event for event in view.events if selected(event, selection)]


def _weightiest(placed: Sequence[Placed]) -> list[Placed]:
    """Return the weightiest events, from all chapters alike where there are too many of them."""
    by_weight: dict[int, list[Placed]] = defaultdict(list)
    for each in placed:
        by_weight[each.event.weight].append(each)
    found: list[Placed] = []
    for weight in sorted(by_weight, reverse=True):
        room = _CHOSEN - len(found)
        held = by_weight[weight]
        found += held if len(held) <= room else _evenly(held, room)
    return sorted(found, key=lambda each: each.order)


def _evenly(placed: Sequence[Placed], room: int) -> list[Placed]:
    return [placed[index * len(placed) // room] for index in range(room)]


def _chapters(view: View) -> list[Chapter]:
    """Return the chapters that hold events, in order."""
    chapters = chapters_of(view)
    return list(dict.fromkeys(chapters.of(each.first.year) for each in all_of(view).placed))


def _within(placed: Placed, chapter: Chapter) -> bool:
    return chapter.first <= placed.first.year <= chapter.last


def _neighbour(asked: Asked, chapter: Chapter | None) -> Chip | None:
    if chapter is None:
        return None
    return Chip(chapter.name(asked.words), _link(asked, f"{TIMELINE}{chapter.slug}/"))


def _link(asked: Asked, path: str) -> str:
    return local(asked.view.site, page_path(asked.words.language, path))


def _form(asked: Asked, selection: Selection) -> SearchForm | None:
    """Return the form that looks for words within a selection."""
    if asked.view.look.static:
        return None
    rest = tuple((name, value) for name, value in selection.pairs() if name != "q")
    return SearchForm(_link(asked, TIMELINE if rest else SEARCH), selection.text, rest)


def _chapter_paths(view: View) -> Iterator[str]:
    return (f"{TIMELINE}{chapter.slug}/" for chapter in _chapters(view))


def _all_paths(view: View) -> list[str]:
    return [_ALL] if len(view.events) > MOST else []


def _tag_paths(view: View) -> list[str]:
    tags = {tag for event in view.events for tag in event.tags} | set(view.site.tags)
    return [f"tag/{tag}/" for tag in sorted(tags)]


def _kind_paths(view: View) -> list[str]:
    kinds = {event.kind for event in view.events} | set(view.site.kinds)
    return [f"kind/{kind}/" for kind in sorted(kinds)]


ROUTES = (
    Route(re.compile("timeline"), _timeline, lambda _: [TIMELINE], asks=True),
    Route(re.compile("timeline/all"), _all, _all_paths),
    Route(re.compile("timeline/([a-z0-9-]{1,40})"), _chapter, _chapter_paths),
    Route(re.compile("tag/([^/]{1,200})"), _tag, _tag_paths),
    Route(re.compile("kind/([^/]{1,200})"), _kind, _kind_paths),
    Route(re.compile("search"), _search, lambda _: (), asks=True),
)
