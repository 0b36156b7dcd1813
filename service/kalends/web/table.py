"""The table of one publication: from a path to the whole response."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlsplit

from kalends.dates import zone
from kalends.errors import SelectionError
from kalends.jobs import Publication
from kalends.model import Catalogue
from kalends.timeline import (
    View,
    asks,
    download_path,
    home_path,
    local,
    page_path,
    refusal,
)
from kalends.web import languages
from kalends.web.api import Api
from kalends.web.feeds import Feeds, is_ad_hoc, is_feed
from kalends.web.http import Request, Response, redirect, text
from kalends.web.pages import Pages
from kalends.web.press import Press
from kalends.web.robots import robots, sitemap
from kalends.web.shelf import Shelf

ROOM = 64_000_000
"""Octets of bodies that a table keeps."""
_FEEDS = "/feeds/"
_API = "/api"
_SITEMAP = "/sitemap"
_PAGE = re.compile(r"/([a-z0-9-]{2,35})(?:/(.*))?", re.DOTALL).fullmatch
_DOWNLOAD = re.compile(r"/([a-z0-9-]{2,35})/events/([^/]{1,200})\.ics").fullmatch


class Table:
    """Every response of one publication at one moment, made when first asked for.

    Attributes:
        valid_until: The site's midnight or the end of an embargo, whichever comes first:
            from then on the same publication needs a new table.
        view: What the pages show.
        prefix: The path of the site's address, which its own paths follow.
    """

    def __init__(self, press: Press, publication: Publication, now: datetime) -> None:
        """Take what is published; `now` (aware) decides what is public and what is today."""
        self.press = press
        self.publication = publication
        self._site = publication.site
        self.prefix = urlsplit(self._site.base_url).path
        every = publication.catalogue
        self._public = Catalogue({event.id: event for event in every if event.public_at(now)})
        former = {old: event.id for event in self._public for old in event.formerly}
        today = now.astimezone(zone(self._site.timezone)).date()
        self.valid_until = min([_midnight_after(today, self._site.timezone), *_ends(every, now)])
        self._feeds = Feeds(press, publication, self._public, now)
        self.view = View(self._site, self._public, today, press.look, former, publication.ledger)
        self._pages = Pages(press, self.view)
        self._api = Api(press, self.view, now)
        self._shelf = Shelf(ROOM)

    def held(self, request: Request) -> Response | None:
        """Return the response if it is made already."""
        found = self.press.assets.responses.get(request.path) or self._shelf.get(_key(request))
        return found or (self._api.held(request) if _is_api(request.path) else None)

    def answer(self, request: Request) -> Response:
        """Return the response to GET, made if need be; any thread may call it."""
        with self.press.lock:
            found = self.held(request)
            if found is None:
                found = self._make(request)
                if found.status == HTTPStatus.OK:
                    self._shelf.put(_key(request), found)
            return found

    def warm(self, former: Table) -> None:
        """Make the feeds that `former` held, so that nobody waits for them."""
        for key in former._shelf.names():
            path, _, query = key.partition("?")
            if is_feed(path):
                self.answer(Request("GET", path, query))

    def error(self, status: HTTPStatus, request: Request) -> Response:
        """Return an error: plain text to calendars, JSON from the API, else a page.

        The page is in the language of the path, or the one that the browser asks for.
        """
        if is_feed(request.path) or request.path.endswith(".ics"):
            return text(status, status.phrase.lower())
        if _is_api(request.path):
            return self._api.error(status)
        first = request.path.split("/", 2)[1:2]
        if first and first[0] in self._site.languages:
            return self._pages.error(status, first[0])
        accept = request.header(b"accept-language")
        return self._pages.error(status, languages.best(accept, self._site.languages))

    @cached_property
    def sitemap(self) -> Mapping[str, Response]:
        """The files of the sitemap by their paths."""
        return sitemap(self.view)

    def _make(self, request: Request) -> Response:
        if request.path == "/":
            return self._choice(request)
        if found := _DOWNLOAD(request.path):
            return self._download(*found.groups())
        return self._for_programs(request) or self._html(request)

    def _for_programs(self, request: Request) -> Response | None:
        path = request.path
        if is_ad_hoc(path):
            return self._feeds.asked(path, request.query)
        if path.startswith(_FEEDS):
            return self._feeds.named(path)
        if _is_api(path):
            return self._api.answer(request)
        if path == "/robots.txt":
            return robots(self._site)
        return self.sitemap.get(path) if path.startswith(_SITEMAP) else None

    def _html(self, request: Request) -> Response:
        found = _PAGE(request.path)
        language, path = found.groups(default="") if found else ("", "")
        if language not in self._site.languages:
            return self.error(HTTPStatus.NOT_FOUND, request)
        return self._page(request, language, path)

    def _choice(self, request: Request) -> Response:
        """Send the reader of `/` to the first page in the best language."""
        accept = request.header(b"accept-language")
        path = home_path(languages.best(accept, self._site.languages))
        vary = ("vary", "accept-language")
        return redirect(HTTPStatus.FOUND, local(self._site, path), vary)

    def _page(self, request: Request, language: str, path: str) -> Response:
        try:
            page = self._pages.find(language, path, request.query)
        except SelectionError as error:
            advice = refusal(error, self.press.words[language])
            return self._pages.error(HTTPStatus.BAD_REQUEST, language, advice)
        if page is None:
            return self.error(self._missing(path), request)
        proper = page_path(language, page.path)
        if request.path != proper:
            query = f"?{request.query}" if request.query and asks(path) else ""
            there = f"{local(self._site, proper)}{query}"
            return redirect(HTTPStatus.MOVED_PERMANENTLY, there)
        return self._pages.show(page, language)

    def _missing(self, path: str) -> HTTPStatus:
        """Return the status of a page that is not there."""
        family, _, event_id = path.removesuffix("/").partition("/")
        gone = family == "events" and self.view.is_withdrawn(event_id)
        return HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND

    def _download(self, language: str, event_id: str) -> Response:
        event = self.view.event(event_id) if language in self._site.languages else None
        if event is None:
            status = self._missing(f"events/{event_id}")
            gone = " any more" if status == HTTPStatus.GONE else ""
            return text(status, f"there is no such event{gone}")
        if event.id != event_id:
            path = download_path(language, event.id)
            return redirect(HTTPStatus.MOVED_PERMANENTLY, local(self._site, path))
        return self._feeds.single(event, language)


def _key(request: Request) -> str:
    """Return what tells responses apart: the path, and the query where it matters."""
    if not request.query:
        return request.path
    found = _PAGE(request.path)
    matters = is_ad_hoc(request.path) or _is_api(request.path)
    matters = matters or (found is not None and asks(found[2] or ""))
    return f"{request.path}?{request.query}" if matters else request.path


def is_open(path: str) -> bool:
    """Tell whether scripts of other sites may read what is at a path."""
    return is_feed(path) or _is_api(path)


def _is_api(path: str) -> bool:
    return path == _API or path.startswith(f"{_API}/")


def _midnight_after(day: date, timezone: str) -> datetime:
    """Return the instant at which the day after begins."""
    return datetime.combine(day + timedelta(days=1), time(), zone(timezone))


def _ends(events: Catalogue, now: datetime) -> list[datetime]:
    """Return the ends of the embargoes that still last."""
    ends = (event.publish_after for event in events if not event.draft)
    return [end for end in ends if end is not None and end > now]
