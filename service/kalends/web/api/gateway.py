"""From a request below `/api/` to the whole response, by way of FastAPI."""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from json import dumps
from typing import Any

from kalends.timeline import View, local
from kalends.web.api.state import KEY, State, fingerprint
from kalends.web.http import Request, Response, redirect, response
from kalends.web.pages import MEDIA, SAFE
from kalends.web.press import Press

PROBLEM = "application/problem+json"
_GUIDE = "/api/"
_KEPT = ("cache-control", "public, max-age=60")
_NOT_KEPT = ("cache-control", "no-store")
_OPEN = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "etag, link"),
)
_TAG = re.compile(r'"([0-9a-f]{32})(?:-[a-z]+)?"')


class Api:
    """The API over one publication at one moment."""

    def __init__(self, press: Press, view: View, now: datetime) -> None:
        """Take what it answers from; `now` is aware."""
        self._press = press
        self._state = State(view, press.words, now)
        self._fingerprint = ""

    def held(self, request: Request) -> Response | None:
        """Return what says that the client's copy is current, without making it anew.

        An ETag tells of the publication and the address, so that no body is needed. The copy
        may be a compressed one, whose tag says so.
        """
        tags = request.header(b"if-none-match")
        if not tags or not self._fingerprint:
            return None
        own = self._tag(request)
        found = next((each for each in _TAG.finditer(tags) if each[1] == own), None)
        if found is None:
            return None
        return response(HTTPStatus.OK, b"", "application/json", _KEPT, *_OPEN, etag=found[0])

    def answer(self, request: Request) -> Response:
        """Return the answer to GET."""
        if request.path == _GUIDE.rstrip("/"):
            return redirect(HTTPStatus.PERMANENT_REDIRECT, local(self._state.view.site, _GUIDE))
        if request.path == _GUIDE:
            return self._guide()
        if not self._fingerprint:
            self._fingerprint = fingerprint(self._state.view, self._press)
        return self._asked(request)

    def error(self, status: HTTPStatus) -> Response:
        """Return an error without details (RFC 9457)."""
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value}
        return response(status, dumps(problem).encode(), PROBLEM, _NOT_KEPT, *_OPEN)

    def _asked(self, request: Request) -> Response:
        from kalends.web.api.service import application

        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        asyncio.run(application()(self._scope(request), receive, send))
        start, body = sent[0], b"".join(message.get("body", b"") for message in sent[1:])
        headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        media, status = headers.get("content-type", PROBLEM), start["status"]
        links = (("link", headers["link"]),) if "link" in headers else ()
        if status != HTTPStatus.OK:
            return response(status, body, media, _NOT_KEPT, *_OPEN)
        tag = f'"{self._tag(request)}"'
        return response(status, body, media, _KEPT, *_OPEN, *links, etag=tag)

    def _scope(self, request: Request) -> dict[str, Any]:
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": request.path,
            "raw_path": request.path.encode("utf-8", "surrogateescape"),
            "root_path": "",
            "query_string": request.query.encode("latin-1"),
            "headers": [],
            "client": None,
            "server": None,
            KEY: self._state,
        }

    def _tag(self, request: Request) -> str:
        asked = f"{self._fingerprint} {request.path}?{request.query}"
        return sha256(asked.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    def _guide(self) -> Response:
        from kalends.web.api.guide import guide
        from kalends.web.api.service import document

        view = self._state.view
        words = self._press.words.get("en") or self._press.words[view.site.language]
        context = guide(document(view.site), view, words)
        body = self._press.rendering.page("pages/api.html", context, words).encode()
        spoken = ("content-language", words.language)
        return response(HTTPStatus.OK, body, MEDIA, ("cache-control", "no-cache"), *SAFE, spoken)
