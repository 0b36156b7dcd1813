"""Feeds in all their forms, and downloads, as responses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import NamedTuple

from kalends import listings
from kalends.errors import SelectionError
from kalends.feed import Feed
from kalends.jobs import Publication
from kalends.listings import Document, Listing
from kalends.model import (
    Catalogue,
    Event,
    FeedSpec,
    Selection,
    feed_spec,
    feed_specs,
    unknown,
)
from kalends.occurrences import selected
from kalends.web import query
from kalends.web.http import Response, response, text
from kalends.web.press import Press

MEDIA = "text/calendar; charset=utf-8"
_PUBLIC = (("access-control-allow-origin", "*"),)
_KEEP = ("cache-control", "public, max-age=900")  # calendars ask every half hour at most
_FILE = re.compile(r"/feeds/([^/]{1,200})\.([A-Za-z0-9-]{2,35})\.([a-z]{2,8})").fullmatch
_AD_HOC = re.compile(r"/events\.([a-z]{2,8})").fullmatch


class _Form(NamedTuple):
    """How a form that is no calendar is made."""

    media: str
    write: Callable[[Listing], Document]


_LISTINGS: Mapping[str, _Form] = MappingProxyType(
    {
        "atom": _Form("application/atom+xml; charset=utf-8", listings.atom),
        "json": _Form("application/json", listings.json),
        "csv": _Form("text/csv; charset=utf-8; header=present", listings.sheet),
    }
)
SUFFIXES = ("ics", *_LISTINGS)
"""The forms of every feed, as its address ends."""


def is_feed(path: str) -> bool:
    """Tell whether a path is one of a feed, or would be."""
    return path.startswith("/feeds/") or is_ad_hoc(path)


def is_ad_hoc(path: str) -> bool:
    """Tell whether a path is one of the feeds that a query describes."""
    found = _AD_HOC(path)
    return found is not None and found[1] in SUFFIXES


class Feeds:
    """The feeds of one publication at one moment."""

    def __init__(
        self, press: Press, publication: Publication, public: Catalogue, now: datetime
    ) -> None:
        """Take the publication and, of its events, the public ones."""
        self._press = press
        self._publication = publication
        self._public = public
        self._now = now

    def named(self, path: str) -> Response:
        """Return the feed at `/feeds/<name>.<language>.<form>`."""
        site = self._publication.site
        found = _FILE(path)
        if found is None or found[3] not in SUFFIXES:
            example = f"/feeds/all.{site.language}.ics"
            return text(HTTPStatus.NOT_FOUND, f"there is no such feed; one is {example}", *_PUBLIC)
        name, language, suffix = found.groups()
        spec = feed_spec(site, name)
        if spec is None:
            names = [each.name for each in feed_specs(site)]
            return text(HTTPStatus.NOT_FOUND, unknown("feed", name, names), *_PUBLIC)
        if language not in site.languages:
            known = ", ".join(site.languages)
            message = f"there is no feed {name!r} in {language!r}; there are {known}"
            return text(HTTPStatus.NOT_FOUND, message, *_PUBLIC)
        return self._feed(spec, language, suffix, f"{site.id}-{name}.{language}.{suffix}")

    def asked(self, path: str, asked: str) -> Response:
        """Return the feed of a query to `/events.<form>`."""
        site = self._publication.site
        try:
            spec, language = query.read(asked, self._public, site)
        except SelectionError as error:
            return text(HTTPStatus.BAD_REQUEST, f"{error.field}: {error}", *_PUBLIC)
        suffix = path.rpartition(".")[2]
        return self._feed(spec, language, suffix, f"{site.id}-events.{language}.{suffix}")

    def single(self, event: Event, language: str) -> Response:
        """Return the download of one event."""
        ledger = self._publication.ledger
        body = self._press.builder.single(event, language, ledger, self._now)
        if body is None:
            message = "the event belongs to no day, so that a calendar cannot hold it"
            return text(HTTPStatus.NOT_FOUND, message, *_PUBLIC)
        disposition = ("content-disposition", f'attachment; filename="{event.id}.{language}.ics"')
        return response(
            HTTPStatus.OK, body, MEDIA, disposition, ("cache-control", "no-cache"), *_PUBLIC
        )

    def _feed(self, spec: FeedSpec, language: str, suffix: str, filename: str) -> Response:
        """Return the feed; one that lost its last event is gone rather than empty.

        Calendar software that is handed an empty calendar deletes what it holds, and
        keeps it on a 404.
        """
        if self._lost(spec.selection):
            return text(HTTPStatus.NOT_FOUND, "no event is in this feed, or any more", *_PUBLIC)
        self._press.meter.feeds[suffix] += 1
        headers = (("content-disposition", f'inline; filename="{filename}"'), _KEEP, *_PUBLIC)
        ledger = self._publication.ledger
        if form := _LISTINGS.get(suffix):
            site, words = self._publication.site, self._press.words[language]
            made = form.write(Listing(spec, site, words, self._public, ledger, self._now))
            return response(
                HTTPStatus.OK, made.body, form.media, *headers, last_modified=made.modified
            )
        feed: Feed = self._press.builder.feed(spec, language, self._public, ledger, self._now)
        return response(
            HTTPStatus.OK,
            feed.body,
            MEDIA,
            *headers,
            etag=feed.etag,
            last_modified=feed.last_modified,
        )

    def _lost(self, selection: Selection) -> bool:
        """Tell whether the selection held an event once and holds none now, dated or not."""
        held = any(selected(event, selection) for event in self._public)
        return not held and self._publication.ledger.ever(selection, self._now)
