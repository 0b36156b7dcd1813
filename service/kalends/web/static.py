"""The files of a static site: what a server of the same publication answers, by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from http import HTTPStatus

from kalends.dates import zone
from kalends.model import Event, feed_specs
from kalends.rendering import Context
from kalends.timeline import download_path, event_path, page_path, paths, year_feeds
from kalends.timeline.static import choice_page, moved_page
from kalends.timeline.view import FORMS
from kalends.web.http import Request, Response, response
from kalends.web.pages import MEDIA
from kalends.web.table import Table

_MISSING = "/404.html"
_FIXED = ("/", _MISSING, "/robots.txt")


class StaticSite:
    """The files of one publication at one moment.

    Attributes:
        names: The path of each file, by its name below the folder; there may turn out to be
            nothing at a path.
        since: The instant since which the files would have been the same.
        until: The instant from which on they would be others.
    """

    def __init__(self, table: Table, now: datetime) -> None:
        """Take a table whose press makes static pages; `now` is the one it was made for."""
        self._table = table
        self._view = table.view
        self._former = _moved(table)
        every = [*_FIXED, *table.sitemap, *table.press.assets.responses]
        every += [*self._pages(), *self._feeds(), *self._events(), *self._former]
        self.names = {_name(path): path for path in every}
        self.since, self.until = _since(table, now), table.valid_until

    def make(self, path: str) -> Response | None:
        """Return what is at a path, None where there is nothing after all."""
        if path == "/":
            language = self._view.site.language
            words = self._table.press.words[language]
            return self._page("pages/choice.html", choice_page(self._view, words), language)
        request = Request("GET", path)
        if path == _MISSING:
            return self._table.error(HTTPStatus.NOT_FOUND, request)
        if path in self._former:
            language, event = self._former[path]
            words = self._table.press.words[language]
            return self._page("pages/moved.html", moved_page(self._view, event, words), language)
        found = self._table.answer(request)
        return found if found.status == HTTPStatus.OK else None

    def _page(self, template: str, context: Context, language: str) -> Response:
        press = self._table.press
        body = press.rendering.page(template, context, press.words[language])
        return response(HTTPStatus.OK, body.encode(), MEDIA)

    def _pages(self) -> Iterator[str]:
        every = list(paths(self._view))
        for language in self._view.site.languages:
            yield from (page_path(language, path) for path in every)

    def _feeds(self) -> Iterator[str]:
        site = self._view.site
        for spec in (*feed_specs(site), *year_feeds(self._view)):
            for language in site.languages:
                for suffix, _, _ in FORMS:
                    yield f"/feeds/{spec.name}.{language}.{suffix}"

    def _events(self) -> Iterator[str]:
        for event in self._view.events:
            for language in self._view.site.languages:
                yield download_path(language, event.id)


def _name(path: str) -> str:
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def _moved(table: Table) -> dict[str, tuple[str, Event]]:
    """Return the pages of former ids, each with its language and the event's present self."""
    events = table.view.events.events
    return {
        event_path(language, old): (language, events[new])
        for old, new in table.view.former.items()
        for language in table.view.site.languages
    }


def _since(table: Table, now: datetime) -> datetime:
    """Return the site's midnight, or the end of an embargo that ended later."""
    midnight = datetime.combine(table.view.today, time(), zone(table.view.site.timezone))
    ends = (event.publish_after for event in table.publication.catalogue)
    return max([midnight, *(end for end in ends if end is not None and end <= now)])
