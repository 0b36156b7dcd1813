"""Bodies in fewer octets: what may be compressed, and with which coding a client takes it.

Calendars are left as they are: some calendar software names gzip and cannot read it.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli

from kalends.web.accept import weights

_SMALLEST = 256
"""Octets below which compression gains nothing."""
_TEXTS = frozenset(
    {
        *("text/html", "text/css", "text/javascript", "text/csv"),
        *("image/svg+xml", "application/xml", "application/atom+xml"),
        *("application/json", "application/feed+json", "application/problem+json"),
    }
)
BROTLI, GZIP = "br", "gzip"
_BROTLI_QUALITY = 5
_GZIP_LEVEL = 6


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


CODINGS: dict[str, Callable[[bytes], bytes]] = {BROTLI: _brotli, GZIP: _gzip}
"""How to compress, by the name of the coding, the better one first."""


def is_text(media: str, body: bytes) -> bool:
    """Tell whether a body of this Content-Type becomes smaller, and no client is known to fail."""
    return len(body) >= _SMALLEST and media.partition(";")[0] in _TEXTS


def negotiated(accept: str | None) -> str:
    """Return the coding that an Accept-Encoding asks for, "" for none (RFC 9110 12.5.3).

    The heavier weight wins, and Brotli where they are equal.
    """
    if not accept:
        return ""
    weighed = weights(accept)
    rest = weighed.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weighed.get(coding, rest))
    weight = weighed.get(best, rest)
    return best if weight > 0 and weight >= weighed.get("identity", 0.0) else ""
