"""A walk over everything that the pages of a site lead to, without a browser."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.browser.sites import Place

_FEED = re.compile(r"webcals?://")


@dataclass
class Outline(HTMLParser):
    """What a page is made of, as far as tests ask.

    Attributes:
        links: Whatever leads elsewhere, as written.
        alternates: Addresses by language, from the head.
        inline: Styles and scripts that the policy forbids.
    """

    elements: int = 0
    languages: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: int = 0
    links: list[str] = field(default_factory=list)
    canonical: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    inline: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, page: str) -> Outline:
        """Read a page."""
        found = cls()
        found.feed(page)
        found.close()
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        given = {name: value or "" for name, value in attrs}
        self.elements += 1
        self.headings += tag == "h1"
        self.ids += [given["id"]] if "id" in given else []
        self.languages += [given["lang"]] if "lang" in given else []
        self._link(tag, given)
        data = given.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def _link(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]
        elif tag == "link" and "hreflang" in given:
            self.alternates[given["hreflang"]] = given["href"]
        is_question = tag == "form" and given.get("method", "get").lower() == "get"
        names = ("href", "src", "poster", *(["action"] if is_question else []))
        self.links += [given[name] for name in names if name in given]


@dataclass
class Walk:
    """What a walk found.

    Attributes:
        pages: By path and query.
        broken: What links lead to and is not answered by 200, by target: its status and a page
            that has the link.
        anchors: Links into pages: the page with the link, the target, the id.
    """

    pages: dict[str, Outline] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    anchors: list[tuple[str, str, str]] = field(default_factory=list)
    others: int = 0

    @property
    def translated(self) -> dict[str, Outline]:
        """The pages that each language has; the API's own page is in English alone."""
        return {path: page for path, page in self.pages.items() if path != "/api/"}


def walk(place: Place, starts: Iterable[str]) -> Walk:
    """Follow every link from these paths.

    Questions (links with a query) are asked of pages without one only: they combine without end.
    """
    found = Walk()
    waiting = deque((start, "the start") for start in starts)
    known = {start for start, _ in waiting}
    while waiting:
        target, source = waiting.popleft()
        answer = place.get(target)
        if answer.status != 200:
            found.broken[target] = f"{answer.status}, linked from {source}"
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            found.others += 1
            continue
        outline = found.pages[target] = Outline.of(answer.text)
        for link in outline.links:
            path, anchor = _inner(place, target, link)
            if not path:
                continue
            if anchor:
                found.anchors.append((target, path, anchor))
            if path not in known and not ("?" in path and "?" in target):
                known.add(path)
                waiting.append((path, target))
    return found


def _inner(place: Place, page: str, link: str) -> tuple[str, str]:
    """Return path and anchor of a link within the site; "" for one that leads elsewhere."""
    address = urljoin(f"{place.url}{page}", _FEED.sub("http://", link))
    address, anchor = urldefrag(address)
    if not address.startswith(f"{place.url}/"):
        return "", ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path, anchor
