"""The body of a request, no longer than it may be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from kalends.web.http import Request

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]

MOST = 65_536
"""Octets of a form."""


async def read(request: Request, receive: Receive, most: int = MOST) -> bytes | None:
    """Return the body; None where it is longer than `most` octets, of which no more is read."""
    told = request.header(b"content-length") or ""
    if told.isdigit() and (len(told) > len(str(most)) or int(told) > most):
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the client is gone
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return bytes(body)
