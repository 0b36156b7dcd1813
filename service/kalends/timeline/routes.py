"""All pages by their paths."""

from __future__ import annotations

from collections.abc import Iterator

from kalends.timeline.about import ROUTE as ABOUT
from kalends.timeline.corrections import ROUTE as CORRECTIONS
from kalends.timeline.days import ROUTE as DAY
from kalends.timeline.event import ROUTE as EVENT
from kalends.timeline.home import ROUTE as HOME
from kalends.timeline.months import ROUTE as MONTH
from kalends.timeline.page import Asked, Found, Route
from kalends.timeline.privacy import ROUTE as PRIVACY
from kalends.timeline.subscribe import ROUTE as SUBSCRIBE
from kalends.timeline.timeline_pages import ROUTES as TIMELINES
from kalends.timeline.view import View
from kalends.timeline.years import ROUTE as YEAR

ROUTES: tuple[Route, ...] = (
    HOME,
    *TIMELINES,
    DAY,
    MONTH,
    YEAR,
    EVENT,
    SUBSCRIBE,
    ABOUT,
    CORRECTIONS,
    PRIVACY,
)


def find(asked: Asked, path: str) -> Found:
    """Return the page at a path below its language: "", "events/treaty/".

    Raises:
        SelectionError: The page takes a query, and this one says nothing.
    """
    short = path.removesuffix("/")
    for route in ROUTES if short or not path else ():
        if found := route.pattern.fullmatch(short):
            return route.page(asked if route.asks else asked._replace(query=""), *found.groups())
    return None


def asks(path: str) -> bool:
    """Tell whether the page at a path below its language depends on its query."""
    short = path.removesuffix("/")
    return any(route.asks and route.pattern.fullmatch(short) for route in ROUTES)


def paths(view: View) -> Iterator[str]:
    """Yield the path, below the language, of every page that needs no query."""
    for route in ROUTES:
        yield from route.paths(view)
