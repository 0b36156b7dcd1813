"""Header fields as bytes: encoded words where needed, and nothing that could start a new field."""

from __future__ import annotations

import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache

from kalends.delivery.letters import CannotDeliver

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LONGEST = 998  # octets in a line without its end, RFC 5322 section 2.1.1
_ROOM = 75  # an encoded word's length, RFC 2047 section 2


def checked(name: str, value: str) -> str:
    """Return a value as it is.

    Raises:
        CannotDeliver: It holds a line end or another control character.
    """
    if not value.isprintable() and _CONTROL.search(value):  # the first is faster, and stricter
        raise CannotDeliver(f"header {name} must be one line of text, not {value!r}")
    return value


def field(name: str, *parts: str) -> bytes:
    """Return `name: value` with its line end, folded only between the parts.

    Args:
        parts: Kept literally, never as encoded words: readers of addresses and URLs know none.

    Raises:
        CannotDeliver: A line end in a part, or a line longer than mail may have.
    """
    lines = f"{name}: " + "\n ".join([checked(name, part) for part in parts])
    raw = lines.encode()
    if len(raw) > _LONGEST and any(len(line) > _LONGEST for line in raw.split(b"\n")):
        raise CannotDeliver(f"header {name} has a line of more than {_LONGEST} octets: {lines!r}")
    return raw.replace(b"\n", b"\r\n") + b"\r\n"


def text_field(name: str, value: str) -> bytes:
    """Return a field of free text such as Subject."""
    return b"%b: %b\r\n" % (name.encode(), _words(checked(name, value).strip(), len(name) + 2))


def mailbox_field(name: str, phrase: str, address: str) -> bytes:
    """Return a field with a phrase before `<address>`, such as From or List-Id."""
    inside = checked(name, address)
    if not phrase:
        return field(name, f"<{inside}>" if "@" not in inside else inside)
    words = _phrase(checked(name, phrase).strip(), len(name) + 2)
    return b"%b: %b\r\n <%b>\r\n" % (name.encode(), words, inside.encode())


@lru_cache(64)
def date_field(at: datetime) -> bytes:
    """Return Date of an aware instant."""
    return field("Date", format_datetime(at.replace(microsecond=0)))


def _phrase(text: str, before: int) -> bytes:
    if not text.isascii() or len(text) > _ROOM - before or "=?" in text:
        return _encoded(text, before)
    if _PLAIN_PHRASE.fullmatch(text):
        return text.encode()
    return b'"%b"' % re.sub(r'(["\\])', r"\\\1", text).encode()


def _words(text: str, before: int) -> bytes:
    if text.isascii() and "=?" not in text and len(text) <= _LONGEST - before:
        return text.encode()
    return _encoded(text, before)


def _encoded(text: str, before: int) -> bytes:
    header = Header(text, "utf-8", maxlinelen=_ROOM, header_name=" " * max(0, before - 2))
    return header.encode(linesep="\r\n").encode("ascii")
