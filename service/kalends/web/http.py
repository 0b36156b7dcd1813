"""Requests and responses as values, and which of them need no body (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from kalends.web.compress import CODINGS, is_text, negotiated

Headers = tuple[tuple[bytes, bytes], ...]

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_KEPT_WITHOUT_BODY = (
    *(b"etag", b"last-modified", b"cache-control", b"vary", b"content-location"),
    *(b"access-control-allow-origin", b"x-content-type-options"),
)
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    Attributes:
        method: In capitals.
        path: Percent-decoded, without the query and without the path of the site's address.
        query: As sent, without the question mark.
        headers: As sent, names in lower case.
        client: The address that the connection comes from, "" where it is not known.
        body: Of a POST that takes one.
    """

    method: str
    path: str
    query: str = ""
    headers: Iterable[tuple[bytes, bytes]] = ()
    client: str = field(default="", repr=False)
    body: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, scope: Mapping[str, Any], prefix: str = "") -> Request:
        """Return the request that an ASGI scope tells of; `prefix` is taken off its path."""
        path: str = scope["path"]
        if prefix and path.startswith(f"{prefix}/"):
            path = path.removeprefix(prefix)
        query = scope["query_string"].decode("latin-1")
        client: str = (scope.get("client") or ("",))[0]
        return cls(scope["method"], path, query, scope["headers"], client)

    def header(self, name: bytes) -> str | None:
        """Return a header, several of the name joined by commas; `name` is in lower case."""
        values = [value for key, value in self.headers if key == name]
        return b", ".join(values).decode("latin-1") if values else None


@dataclass(frozen=True)
class Response:
    """One response, ready to be sent any number of times.

    Attributes:
        headers: Everything but Content-Length, names in lower case.
        codings: The body is sent compressed to who takes it so.
    """

    status: int
    headers: Headers
    body: bytes = b""
    etag: str = ""
    last_modified: datetime | None = field(default=None, repr=False)
    codings: bool = False
    _coded: dict[str, Response] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def start(self) -> dict[str, Any]:
        """The ASGI message that opens the response to GET, and to HEAD."""
        length = (b"content-length", str(len(self.body)).encode())
        return {
            "type": "http.response.start",
            "status": self.status,
            "headers": [*self.headers, length],
        }

    @cached_property
    def without_body(self) -> dict[str, Any]:
        """The ASGI message of 304 Not Modified in this response's stead."""
        kept = [pair for pair in self.headers if pair[0] in _KEPT_WITHOUT_BODY]
        return {
            "type": "http.response.start",
            "status": HTTPStatus.NOT_MODIFIED.value,
            "headers": kept,
        }

    def header(self, name: bytes) -> bytes | None:
        """Return the first header of a name in lower case."""
        return next((value for key, value in self.headers if key == name), None)

    def coding(self, request: Request) -> str:
        """Return the coding in which this is sent to a client, "" for none."""
        return negotiated(request.header(b"accept-encoding")) if self.codings else ""

    def made(self, coding: str) -> Response | None:
        """Return this in a coding if it was compressed already; "" is this itself."""
        return self._coded.get(coding) if coding else self

    def coded(self, coding: str) -> Response:
        """Return this in a coding, compressed once and kept.

        Its ETag is another one: the octets differ (RFC 9110 section 8.8.3.3).
        """
        found = self.made(coding)
        if found is None:
            etag = f'{self.etag[:-1]}-{coding}"' if self.etag else ""
            headers = [pair for pair in self.headers if pair[0] != b"etag"]
            headers += [(b"etag", etag.encode("latin-1"))] if etag else []
            headers.append((b"content-encoding", coding.encode("latin-1")))
            packed = CODINGS[coding](self.body)
            found = Response(self.status, tuple(headers), packed, etag, self.last_modified)
            self._coded[coding] = found
        return found


def response(
    status: int,
    body: bytes,
    media: str,
    *extra: tuple[str, str],
    etag: str = "",
    last_modified: datetime | None = None,
) -> Response:
    """Return a response with its headers.

    Args:
        media: Content-Type.
        extra: Further headers.
        etag: With its quotes; "" for the hash of a 200's body.
        last_modified: Aware.
    """
    if status == HTTPStatus.OK and not etag:
        etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = [("content-type", media), ("x-content-type-options", "nosniff"), *extra]
    codings = is_text(media, body)
    if codings:
        headers = _varying(headers)
    if etag:
        headers.append(("etag", etag))
    if last_modified is not None:
        headers.append(("last-modified", http_date(last_modified)))
    encoded = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers)
    return Response(status, encoded, body, etag, last_modified, codings)


def _varying(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers with one Vary that names the coding too."""
    names = [value for name, value in headers if name == "vary"]
    rest = [pair for pair in headers if pair[0] != "vary"]
    return [*rest, ("vary", ", ".join([*names, "accept-encoding"]))]


def text(status: int, message: str, *extra: tuple[str, str]) -> Response:
    """Return a plain text for people and programs alike; it is not to be kept."""
    return response(status, f"{message}\n".encode(), _TEXT, ("cache-control", "no-store"), *extra)


def redirect(status: int, location: str, *extra: tuple[str, str]) -> Response:
    """Return a redirect to `location`, which is within the site and percent-encoded."""
    return response(status, b"", _TEXT, ("location", location), *extra)


def http_date(moment: datetime) -> str:
    """Return an instant as HTTP has it: `Sun, 06 Nov 1994 08:49:37 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def unchanged(request: Request, held: Response) -> bool:
    """Tell whether the client already has `held`, so that 304 answers it.

    If-None-Match is compared weakly and, where it is sent, decides alone (RFC 9110
    section 13.2.2); a date that cannot be read is as if it were not there.
    """
    if held.status != HTTPStatus.OK:
        return False
    tags = request.header(b"if-none-match")
    if tags is not None:
        return tags.strip() == "*" or held.etag in _TAG.findall(tags)
    since = _date(request.header(b"if-modified-since"))
    return since is not None and held.last_modified is not None and held.last_modified <= since


def _date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
