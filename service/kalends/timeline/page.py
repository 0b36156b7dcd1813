"""What a path leads to: a page, or the place where the page is now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from kalends.rendering import Context
from kalends.timeline.view import View
from kalends.wording import Words


class Asked(NamedTuple):
    """A page asked for.

    Attributes:
        words: Of the language of the path.
        query: As sent, without the question mark; always "" for a route that asks nothing.
    """

    view: View
    words: Words
    query: str = ""


class Page(NamedTuple):
    """A page.

    Attributes:
        path: Where it is, below its language and without a query: "events/treaty/".
        template: Its file below the templates.
        context: What the template shows.
    """

    path: str
    template: str
    context: Context


Found: TypeAlias = Page | None
"""None: there is no such page."""


class Route(NamedTuple):
    """A family of pages.

    Attributes:
        pattern: Matches the whole path below the language, without a slash at its end.
        page: Returns the page, given the pattern's groups in order; raises SelectionError
            for a query that says nothing. A page whose path is another one than the one
            asked for has moved there.
        paths: Returns the paths of all its pages that need no query, for the sitemap and the
            static site.
        asks: The query decides what is on it.
    """

    pattern: re.Pattern[str]
    page: Callable[..., Found]
    paths: Callable[[View], Iterable[str]]
    asks: bool = False
