"""The line to a server once it is open: whole writes and whole replies, without blocking."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from functools import lru_cache
from selectors import EVENT_READ, EVENT_WRITE

from kalends.delivery.opening import socket_of
from kalends.delivery.replies import Reply
from kalends.delivery.waiting import Steps, Want

_CHUNK = 65_536
_LONGEST = 8_192  # bytes in a line of a reply; RFC 5321 section 4.5.3.1.5 allows 512
_MOST = 100  # lines of a reply
_BLOCKED = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Lost(Exception):
    """The connection is gone; `complete` says whether the end of a body had gone out."""

    def __init__(self, reason: str, *, complete: bool = False) -> None:
        super().__init__(reason)
        self.complete = complete


class Line:
    """Takes over an open connection: from now on nobody else may read from it."""

    def __init__(self, link: smtplib.SMTP, patience: float) -> None:
        """Take over.

        Args:
            link: Open.
            patience: Seconds to wait for the other side.
        """
        self._link = link
        self._sock = socket_of(link)
        self._rest = b""
        self._sock.settimeout(0)
        if link.file is not None:
            with suppress(OSError, ValueError):
                self._rest = bytes(link.file.peek())
        self.patience(patience)

    def patience(self, seconds: float) -> None:
        """Set how long to wait for the other side."""
        self._reading = Want(self._sock, EVENT_READ, seconds)
        self._writing = Want(self._sock, EVENT_WRITE, seconds)

    def close(self) -> None:
        """Close the connection."""
        self._link.close()

    def write(self, data: bytes, *, end: int = 0) -> Steps[None]:
        """Send all of it.

        Args:
            data: What to send.
            end: Where in it a body ends.

        Raises:
            Lost: `complete` where the end of the body had gone out.
        """
        sent = 0
        try:
            while sent < len(data):
                try:
                    sent += self._sock.send(memoryview(data)[sent:] if sent else data)
                except _BLOCKED as blocked:
                    yield self._blocked(blocked, self._writing)
        except OSError as error:
            raise Lost(f"connection lost: {error}", complete=0 < end <= sent) from None

    def reply(self) -> Steps[Reply]:
        """Read a reply.

        Raises:
            Lost: No reply, or none that can be one.
        """
        found = self.read()
        if found:
            return found
        lines: list[bytes] = []
        while len(lines) < _MOST:
            while (end := self._rest.find(b"\n")) < 0:
                if len(self._rest) > _LONGEST:
                    raise Lost("no reply: a line too long")
                self._rest += yield from self._receive()
            line, self._rest = self._rest[:end], self._rest[end + 1 :]
            if len(line) > _LONGEST:
                raise Lost("no reply: a line too long")
            lines.append(line)
            if line[3:4] != b"-":
                return _reply(b"\n".join(lines))
        raise Lost("no reply: too many lines")

    def read(self) -> Reply | None:
        """Return a reply of one line that has come already, or None."""
        rest = self._rest
        end = rest.find(b"\n")
        if not 3 <= end <= _LONGEST or rest[3:4] == b"-":
            return None
        self._rest = rest[end + 1 :]
        return _reply(rest[:end])

    def _receive(self) -> Steps[bytes]:
        # It takes its time, so it is waited for first. TLS has nothing ready that a wait would
        # miss: a read takes a whole record.
        want = self._reading
        found = None
        try:
            while found is None:
                yield want
                try:
                    found = self._sock.recv(_CHUNK)
                except _BLOCKED as blocked:
                    want = self._blocked(blocked, self._reading)
        except OSError as error:
            raise Lost(f"no reply: {error}") from None
        if not found:
            raise Lost("no reply: connection closed by the server")
        return found

    def _blocked(self, error: OSError, usual: Want) -> Want:
        """Return what to wait for: TLS may have to read in order to write, and the other way."""
        if isinstance(error, ssl.SSLWantReadError):
            return self._reading
        return self._writing if isinstance(error, ssl.SSLWantWriteError) else usual


@lru_cache(256)
def _reply(raw: bytes) -> Reply:
    """Return what lines say; the first of them are the same for every letter."""
    lines = raw.split(b"\n")
    code = int(lines[-1][:3]) if lines[-1][:3].isdigit() else -1
    return Reply(code, b"\n".join([line[4:].strip() for line in lines]).decode("utf-8", "replace"))
