"""Feeds: what is remembered in whole years, as a calendar's bytes.

A `Builder` keeps what it wrote, so that after an edit it writes the events that changed and
no other. The bytes are the same as from a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from operator import attrgetter

from kalends.feed.blocks import Block, Blocks
from kalends.feed.head import END, head, plain_head
from kalends.feed.shelf import Entry, Shelf
from kalends.feed.voice import Voice
from kalends.model import Event, FeedSpec, Selection, Site, Tier
from kalends.occurrences import select, selected, window_of
from kalends.revisions import Ledger, last_modified
from kalends.wording import Words

_MOST_OCTETS = 900_000
_MOST_EVENTS = 1_000
_DIGITS_OF_ETAG = 32


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it is served.

    Attributes:
        etag: Strong and quoted, from the SHA-256 of the body.
        last_modified: UTC, whole seconds; the calendar's LAST-MODIFIED too.
        count: Number of VEVENTs.
    """

    body: bytes
    etag: str
    last_modified: datetime
    count: int


class Builder:
    """Builds the feeds of one site; make a new one when the site or its words change."""

    def __init__(self, site: Site, words: Mapping[str, Words]) -> None:
        """Take the site and its words by language."""
        self._site = site
        self._words = words
        self._shelves: dict[tuple[str, str], Shelf] = {}

    def feed(
        self, spec: FeedSpec, language: str, events: Iterable[Event], ledger: Ledger, now: datetime
    ) -> Feed:
        """Return the feed as subscribers get it at `now`.

        Args:
            events: In the order of their ids, as in a Catalogue; what is not public is
                left out.
            ledger: Stamped with these events.
            now: Aware; decides what is public and the window, and is nowhere in the bytes.
        """
        window = window_of(self._site, now)
        public = [event for event in events if event.public_at(now)]
        if spec.selection != Selection():
            public = [event for event in public if selected(event, spec.selection)]
        entries = self._shelf(language, spec.alarms).entries(public, ledger, window, now)
        blocks = self._chosen(entries, spec)
        modified = last_modified(public, ledger, spec.selection, self._site, window, now)
        body = _body(head(spec, language, self._site, modified), blocks)
        etag = f'"{sha256(body).hexdigest()[:_DIGITS_OF_ETAG]}"'
        return Feed(body, etag, modified, len(blocks))

    def single(self, event: Event, language: str, ledger: Ledger, now: datetime) -> bytes | None:
        """Return a download of one event, None where no calendar has a place for it.

        It holds the window's occurrences, and the event's own day where there are none.
        """
        shelf = self._shelf(language, "")
        (entry,) = shelf.entries([event], ledger, window_of(self._site, now), now)
        blocks = entry.blocks or shelf.own(event, ledger, now)
        return _body(plain_head(self._site, language), blocks) if blocks else None

    def forget(self, events: Iterable[Event]) -> None:
        """Drop what is kept of events that are not among `events`."""
        kept = {event.id for event in events}
        for shelf in self._shelves.values():
            shelf.forget(kept)

    def _shelf(self, language: str, alarms: str) -> Shelf:
        key = (language, alarms)
        if key not in self._shelves:
            voice = Voice(self._site, self._words[language])
            self._shelves[key] = Shelf(Blocks(self._site, voice, alarms), self._site.milestones)
        return self._shelves[key]

    def _chosen(self, entries: list[Entry], spec: FeedSpec) -> list[Block]:
        """Return the VEVENTs that a feed holds."""
        selection = spec.selection
        if selection.tier <= Tier.PLAIN and not selection.years:
            of_entry = attrgetter("blocks" if spec.undated else "dated")
            return list(chain.from_iterable(map(of_entry, entries)))
        every = [each for entry in entries for each in entry.occurrences]
        kept = {id(each) for each in select(every, selection)}
        return [
            block
            for entry in entries
            for block, each in zip(entry.blocks, entry.occurrences, strict=True)
            if id(each) in kept and (spec.undated or not each.undated)
        ]


def build(  # noqa: PLR0917  one call with everything a feed is made of
    spec: FeedSpec,
    language: str,
    events: Iterable[Event],
    ledger: Ledger,
    site: Site,
    words: Words,
    now: datetime,
) -> Feed:
    """Return one feed as `Builder.feed` does, which is quicker for several."""
    return Builder(site, {language: words}).feed(spec, language, events, ledger, now)


def single(event: Event, ledger: Ledger, site: Site, words: Words, now: datetime) -> bytes | None:
    """Return a download of one event as `Builder.single` does, in the language of `words`."""
    return Builder(site, {words.language: words}).single(event, words.language, ledger, now)


def oversize(feed: Feed) -> str | None:
    """Return a warning where Google would leave out a part of the feed, else None."""
    if len(feed.body) <= _MOST_OCTETS and feed.count <= _MOST_EVENTS:
        return None
    return (
        f"holds {feed.count:,} calendar entries in {len(feed.body):,} bytes, and Google leaves "
        "out what is beyond about 1,100 entries or 1,000,000 bytes; narrow it with a tag, a "
        'kind or `tier = "five"`, or lower `years_ahead`'
    )


def _body(start: bytes, blocks: Iterable[Block]) -> bytes:
    return b"".join((start, *chain.from_iterable(blocks), END))
