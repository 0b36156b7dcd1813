"""The body of a request, no longer than a form can be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from kalends.web.http import Request

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]

MOST = 65_536
"""Octets."""


async def read(request: Request, receive: Receive) -> bytes | None:
    """Return the body; None where it is longer than `MOST`, of which no more is read."""
    told = request.header(b"content-length") or ""
    if told.isdigit() and (len(told) > len(str(MOST)) or int(told) > MOST):
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the client is gone
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MOST:
            return None
        if not message.get("more_body"):
            return bytes(body)
