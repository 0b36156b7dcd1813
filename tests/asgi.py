"""A client that calls an ASGI application without a server, and a site for it to serve."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from kalends.jobs import Publication
from kalends.model import Catalogue, Event, FeedSpec, Kind, Selection, Site
from kalends.revisions import Ledger, stamp
from kalends.web import App
from kalends.wording import WORDING_VERSION

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

SITE = Site(
    id="demo",
    title={"en": "Dates", "ru": "Даты", "kk": "Даталар"},
    description={"en": "What happened when."},
    languages=("en", "ru", "kk"),
    base_url="https://example.org",
    timezone="Asia/Almaty",
    kinds={
        "treaty": Kind("treaty", {"en": "Treaties", "ru": "Договоры"}, colour="firebrick"),
        "visit": Kind("visit", {"en": "Visits"}, colour="teal"),
    },
    tags={"space": {"en": "Space", "ru": "Космос"}, "nuclear": {"en": "Nuclear"}},
    feeds={
        "all": FeedSpec("all"),
        "space": FeedSpec("space", Selection(tags=("space",)), {"en": "Space", "ru": "Космос"}),
    },
)


def publication(
    events: Iterable[Event], *, site: Site = SITE, at: datetime = NOW, before: Ledger | None = None
) -> Publication:
    """Return these events as published at `at`, after what `before` tells of."""
    catalogue = Catalogue.of(events)
    ledger = stamp(catalogue, before or Ledger(), site, at, WORDING_VERSION)
    return Publication(site, catalogue, ledger, (), at)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime = NOW) -> None:
        """Stand at an instant."""
        self.at = at

    def __call__(self) -> datetime:
        """Return the instant it stands at."""
        return self.at


def app_of(*events: Event, clock: Clock | None = None, site: Site = SITE) -> App:
    """Return an application that serves these events with the shipped templates."""
    clock = clock or Clock()
    return App(publication(events, site=site, at=clock.at), [TEMPLATES], clock)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answered; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(app: App, target: str, method: str = "GET", **headers: str) -> Answer:
    """Return the answer to one request.

    Args:
        app: Whom to ask.
        target: Path and query as in a request line.
        method: In capitals.
        headers: `if_none_match="…"` and so on.
    """
    return asyncio.run(_ask(app, target, method, headers))


def post(
    app: App,
    target: str,
    fields: Mapping[str, str] | Iterable[tuple[str, str]] | bytes = b"",
    *,
    client: str = "203.0.113.7",
    **headers: str,
) -> Answer:
    """Return the answer to a form, or to a body as it is, from an address."""
    if not isinstance(fields, bytes):
        pairs = fields.items() if isinstance(fields, Mapping) else fields
        fields = urlencode([*pairs]).encode()
    headers = {"content_type": "application/x-www-form-urlencoded", **headers}
    return asyncio.run(_ask(app, target, "POST", headers, fields, client))


async def _ask(
    app: App,
    target: str,
    method: str,
    headers: Mapping[str, str],
    content: bytes = b"",
    client: str = "203.0.113.7",
) -> Answer:
    path, _, query = target.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode("latin-1"))
            for name, value in headers.items()
        ],
        "client": (client, 40_000),
    }
    sent: list[MutableMapping[str, Any]] = []
    pieces: list[bytes] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        if method != "POST":
            return {"type": "http.disconnect"}
        head, tail = content[:7], content[7:]
        part = tail if pieces else head
        pieces.append(part)
        return {"type": "http.request", "body": part, "more_body": len(pieces) == 1}

    await app(scope, receive, send)
    start, body = sent
    found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    assert len(found) == len(start["headers"]), "a header is sent twice"
    return Answer(start["status"], found, body["body"])
