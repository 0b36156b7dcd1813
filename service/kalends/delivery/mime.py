"""From a frozen edition to bytes, prepared once, and per recipient only a small tail.

A text part is base64 cut into lines of 57 bytes. All lines before the first token are the same
for every recipient and are encoded once; what follows is encoded for each. Tokens stand near
the end (links of the footer), so a recipient costs microseconds.
"""

from __future__ import annotations

import html
import re
from binascii import b2a_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from kalends.delivery.addresses import wire_address
from kalends.delivery.headers import checked, date_field, mailbox_field, text_field
from kalends.delivery.headers import field as header
from kalends.delivery.letters import CannotDeliver
from kalends.model import Message

_TOKEN = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
_LINE = 57  # bytes in one line of base64
_CODE = 76  # characters they make


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes, the same for every edition of a list.

    Attributes:
        address: The From address.
        name: The From name; "" for the bare address.
        list_id: For List-Id, without brackets: `dates.example.org`.
        list_name: The list's title before it.
        feedback: Feedback-ID as a whole: `weekly:kz-ru:kalends:dates.example.org`.
    """

    address: str
    name: str
    list_id: str
    list_name: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with the message: a reminder's calendar entry.

    Attributes:
        name: The file's name, ASCII.
        type: Its media type with parameters: `text/calendar; charset=utf-8`.
    """

    name: str
    type: str
    content: bytes = field(repr=False)


class Reader(NamedTuple):
    """What differs between the recipients of an edition.

    Attributes:
        address: As `wire_address` gives it.
        message_id: With its angle brackets; the same on every retry.
        date: Aware.
        unsubscribe: The https URL that takes the one-click POST (RFC 8058).
        unsubscribe_mail: The `mailto:` URL that does the same.
        tokens: Value by name, as plain text; in the HTML it is escaped.
    """

    address: str
    message_id: str
    date: datetime
    unsubscribe: str
    unsubscribe_mail: str
    tokens: Mapping[str, str]


class _Template:
    """A text with places for tokens."""

    def __init__(self, text: str, value: Callable[[str], str] = str) -> None:
        self._pieces = _TOKEN.split(text)
        self._value = value

    @property
    def fixed(self) -> str:
        """The text before the first token."""
        return self._pieces[0]

    @property
    def has_tokens(self) -> bool:
        return len(self._pieces) > 1

    def fill(self, tokens: Mapping[str, str], skip: int = 0) -> str:
        """Return the text with values, without its first `skip` characters."""
        pieces = self._pieces.copy()
        pieces[0] = pieces[0][skip:]
        try:
            pieces[1::2] = [self._value(tokens[name]) for name in pieces[1::2]]
        except KeyError as error:
            raise CannotDeliver(
                f"the message has a place for {error}, which has no value"
            ) from None
        return "".join(pieces)


class _Part:
    """One text part: its fields and whole lines before the first token, and the rest."""

    def __init__(self, kind: str, text: str, value: Callable[[str], str] = str) -> None:
        lines = b"\r\n".join([*text.encode().splitlines(), b""])
        self._template = _Template(lines.decode(), value)
        raw = self._template.fixed.encode()
        whole = len(raw) - len(raw) % _LINE if self._template.has_tokens else len(raw)
        self.fixed = (
            f'Content-Type: text/{kind}; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n"
        ).encode() + _base64(raw[:whole])
        # A cut inside a character: keep its bytes aside, the rest begins after it.
        rest = raw[whole:].decode(errors="ignore")
        self._skip = len(self._template.fixed) - len(rest)
        self._start = raw[whole : len(raw) - len(rest.encode())]

    def tail(self, tokens: Mapping[str, str]) -> bytes:
        if not self._template.has_tokens:
            return b""
        return _base64(self._start + self._template.fill(tokens, self._skip).encode())


class Prepared:
    """An edition as bytes with places for what differs between its recipients."""

    def __init__(self, message: Message, origin: Origin, attachment: Attachment | None) -> None:
        """See `prepare`."""
        self._subject = _Template(message.subject)
        self._text = _Part("plain", message.text)
        self._html = _Part("html", message.html, html.escape)
        boundary = _boundary(message, attachment)
        inner = f'multipart/alternative; boundary="{boundary}"'
        content_type = inner
        before, after = b"", b"--%b--\r\n" % boundary.encode()
        if attachment:
            outer = boundary.replace("=_", "=_m", 1)
            content_type = f'multipart/mixed; boundary="{outer}"'
            before = f"--{outer}\r\nContent-Type: {inner}\r\n\r\n".encode()
            after += b"\r\n--%b\r\n" % outer.encode() + _attached(attachment)
            after += b"--%b--\r\n" % outer.encode()
        start = b"" if self._subject.has_tokens else text_field("Subject", message.subject)
        start += _fixed_fields(origin, message.language)
        start += header("Content-Type", content_type) + b"\r\n" + before
        opening = b"--%b\r\n" % boundary.encode()
        self._start = start + opening + self._text.fixed
        self._middle = opening + self._html.fixed
        self._end = after

    def personalise(self, reader: Reader) -> bytes:
        """Return the whole message for one recipient.

        Raises:
            CannotDeliver: A value has a line end where a header stands, or a token none.
        """
        tokens = reader.tokens
        subject = b""
        if self._subject.has_tokens:
            subject = text_field("Subject", self._subject.fill(tokens))
        return b"".join(
            (
                header("To", reader.address),
                date_field(reader.date),
                header("Message-ID", reader.message_id),
                _unsubscribing(reader),
                subject,
                self._start,
                self._text.tail(tokens),
                self._middle,
                self._html.tail(tokens),
                self._end,
            )
        )


def prepare(message: Message, origin: Origin, attachment: Attachment | None = None) -> Prepared:
    """Return an edition's bytes, made once for all its recipients.

    Args:
        message: May hold tokens `{{name}}` in its subject and bodies.
        origin: Who writes.
        attachment: The same for all recipients.

    Raises:
        CannotDeliver: A header value that is not one line, or an unusable From address.
    """
    return Prepared(message, origin, attachment)


def _fixed_fields(origin: Origin, language: str) -> bytes:
    return b"".join(
        (
            mailbox_field("From", origin.name, wire_address(origin.address)),
            mailbox_field("List-Id", origin.list_name, origin.list_id),
            header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            header("Auto-Submitted", "auto-generated"),
            header("Feedback-ID", origin.feedback),
            header("Content-Language", language),
            header("MIME-Version", "1.0"),
        )
    )


def _unsubscribing(reader: Reader) -> bytes:
    for url in (reader.unsubscribe, reader.unsubscribe_mail):
        if not url.isascii() or " " in url or "<" in url or ">" in url:
            raise CannotDeliver(f"{url!r} is not a URL for List-Unsubscribe")
    return header("List-Unsubscribe", f"<{reader.unsubscribe}>,", f"<{reader.unsubscribe_mail}>")


def _attached(attachment: Attachment) -> bytes:
    name = checked("Content-Disposition", attachment.name)
    if not name.isascii() or '"' in name or "\\" in name:
        raise CannotDeliver(f"{name!r} is not a plain name for an attached file")
    return (
        header("Content-Type", attachment.type)
        + header("Content-Disposition", f'attachment; filename="{name}"')
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + _base64(attachment.content)
    )


def _boundary(message: Message, attachment: Attachment | None) -> str:
    """Return a boundary no base64 line can equal: `_` is not in its alphabet."""
    digest = sha256()
    for text in (message.subject, message.text, message.html):
        digest.update(text.encode() + b"\0")
    if attachment:
        digest.update(attachment.content)
    return f"=_{digest.hexdigest()[:24]}"


def _base64(raw: bytes) -> bytes:
    code = b2a_base64(raw, newline=False)
    lines = [code[start : start + _CODE] for start in range(0, len(code), _CODE)]
    return b"\r\n".join([*lines, b""])
