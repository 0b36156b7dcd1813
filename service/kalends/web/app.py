"""The ASGI application: one table, swapped whole."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Protocol

from kalends.jobs import Publication
from kalends.jobs.pulse import Pulse
from kalends.timeline import View
from kalends.web import health
from kalends.web.bodies import Message, Receive, read
from kalends.web.http import Request, Response, text, unchanged
from kalends.web.press import Press
from kalends.web.table import Table, is_open

_METHODS = ("GET", "HEAD")
_FORM_METHODS = (*_METHODS, "POST")
_LONGEST = 2_048
"""Octets of a path, and of a query."""
_PREFLIGHT = Response(
    HTTPStatus.OK,
    (
        (b"allow", b"GET, HEAD, OPTIONS"),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
        (b"access-control-allow-headers", b"if-none-match, if-modified-since"),
        (b"access-control-max-age", b"86400"),
    ),
)
"""To browsers that ask whether a script of another site may ask."""

log = logging.getLogger("kalends.web")


class Pages(Protocol):
    """Pages that are made for each request anew and take forms; `kalends.web.mail` has them."""

    def takes(self, path: str) -> bool:
        """Tell whether a path is one of these pages."""

    def room(self, request: Request) -> int:
        """Return how many octets the body of a POST may have."""

    async def answer(self, request: Request, press: Press, view: View, now: datetime) -> Response:
        """Return the answer to GET, HEAD or POST."""

    def close(self) -> None:
        """Take nothing more."""


class App:
    """Serves one publication at a time.

    What a request needs is in memory or is made by one thread beside the loop, so that a
    feed in the making keeps nobody waiting who asks for another.
    """

    def __init__(
        self,
        publication: Publication,
        templates: Sequence[Path],
        now: Callable[[], datetime],
        mail: Pages | None = None,
        pulse: Pulse | None = None,
    ) -> None:
        """Make ready to serve a publication.

        Args:
            publication: What to begin with.
            templates: The folders of templates, the site's own first.
            now: Returns this instant, aware.
            mail: The pages around mail; None where the site sends none.
            pulse: Looks into the ledger of mail, for those who watch the service.

        Raises:
            SettingsError: A template or a catalogue of messages cannot be used.
            UnknownName: A language of the site does not exist.
        """
        self._now = now
        self._mail = mail
        self._publishing = Lock()
        self._swap = Lock()
        self._maker = ThreadPoolExecutor(1, "kalends-web")
        press = Press(publication.site, templates, mail=mail is not None)
        self._table = Table(press, publication, now())
        self._health = health.Health(press.meter, pulse)

    @property
    def publication(self) -> Publication:
        """What is served."""
        return self._table.publication

    def publish(self, publication: Publication) -> None:
        """Serve another publication from the next request on; any thread may call it.

        Feeds that were asked for before are made first. Where that fails, the exception is
        the caller's and the former publication goes on being served.
        """
        with self._publishing:
            former = self._table
            press = former.press.for_site(publication.site, publication.catalogue)
            table = Table(press, publication, self._now())
            table.warm(former)
            with self._swap:
                self._table = table

    async def __call__(
        self,
        scope: Message,
        receive: Receive,
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Serve one connection, as ASGI 3 has it."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            raise ValueError(f"only HTTP is served, not {scope['type']!r}")

    async def _serve(
        self, scope: Message, receive: Receive, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        request = Request.of(scope, self._table.prefix)
        answer = await self._coded(request, await self._answer(request, receive))
        start, body = answer.start, answer.body if request.method != "HEAD" else b""
        if request.method in _METHODS and unchanged(request, answer):
            start, body = answer.without_body, b""
        self._health.meter.answered(request.path, request.method, start["status"])
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _coded(self, request: Request, answer: Response) -> Response:
        """Return the answer in the coding that the client takes, compressed beside the loop."""
        coding = answer.coding(request)
        made = answer.made(coding)
        if made is not None:
            return made
        return await asyncio.get_running_loop().run_in_executor(self._maker, answer.coded, coding)

    async def _answer(self, request: Request, receive: Receive) -> Response:
        mail = self._mail if self._mail is not None and self._mail.takes(request.path) else None
        fixed = _without_table(request, _METHODS if mail is None else _FORM_METHODS)
        if fixed is not None:
            return fixed
        try:
            table = self._current()
            if request.path in health.PATHS:
                return await self._pulse(request.path, table)
            if mail is not None:
                return await self._form(mail, request, receive, table)
            held = table.held(request)
            if held is not None:
                return held
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._maker, table.answer, request)
        except Exception:  # one request that fails must not stop the others
            log.exception("%s %r failed", request.method, _shown(request, mail is not None))
            return self._failure(request)

    async def _pulse(self, path: str, table: Table) -> Response:
        """Answer beside the loop, and beside the thread that may be making a feed."""
        public, now = len(table.view.events), self._now()
        answer = self._health.answer
        return await asyncio.to_thread(answer, path, table.publication, public, now)

    async def _form(
        self, mail: Pages, request: Request, receive: Receive, table: Table
    ) -> Response:
        if request.method == "POST":
            most = mail.room(request)
            body = await read(request, receive, most)
            if body is None:
                message = f"what is sent here is not longer than {most} octets"
                return text(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
            request = replace(request, body=body)
        return await mail.answer(request, table.press, table.view, self._now())

    def _failure(self, request: Request) -> Response:
        try:
            return self._table.error(HTTPStatus.INTERNAL_SERVER_ERROR, request)
        except Exception:  # the page of errors may be what failed
            log.exception("the page of errors failed")
            return text(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here")

    def _current(self) -> Table:
        """Return the table, a new one where a day or an embargo has ended."""
        table, now = self._table, self._now()
        if now < table.valid_until:
            return table
        with self._swap:
            if self._table is table:
                self._table = Table(table.press, table.publication, now)
            return self._table

    async def _live(
        self,
        receive: Receive,
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                self._maker.shutdown(wait=False, cancel_futures=True)
                if self._mail is not None:
                    self._mail.close()
                return


def _shown(request: Request, is_private: bool) -> str:
    """Return a path as logs may have it: without the token of a person's page."""
    return "/".join(request.path.split("/")[:4]) if is_private else request.path


def _without_table(request: Request, methods: Sequence[str]) -> Response | None:
    """Return the answer to what needs no table, None for everything else."""
    if request.method == "OPTIONS" and is_open(request.path):
        return _PREFLIGHT
    if request.method not in methods:
        message = f"only {', '.join(methods[:-1])} and {methods[-1]} are answered here"
        return text(HTTPStatus.METHOD_NOT_ALLOWED, message, ("allow", ", ".join(methods)))
    if max(len(request.path), len(request.query)) > _LONGEST:
        message = f"the address is longer than {_LONGEST} characters"
        return text(HTTPStatus.REQUEST_URI_TOO_LONG, message)
    return None
