"""An SMTP server on a loopback port that does what a test tells it to, faults included.

It is as strict as real ones: MAIL inside a transaction is 503, a body without recipients 554, and
commands sent ahead without PIPELINING are noted in `violations`.
"""

from __future__ import annotations

import base64
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

CLOSE = "(close)"
"""In place of a reply: the connection is closed without one."""


class _Gone(Exception):
    """The connection is at its end."""


@dataclass
class Talk:
    """One connection, as a fault may look at it.

    Attributes:
        recipient: The last one named, refused or not.
    """

    number: int
    taken: int = 0
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    recipient: str = ""


@dataclass(frozen=True)
class Taken:
    """A message the server took, its dots as they were before stuffing."""

    talk: int
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    at: float


Fault = Callable[[str, Talk], str | None]


def faultless(moment: str, talk: Talk) -> str | None:  # noqa: ARG001 - as faults are called
    """Let everything be answered as usual."""
    return None


class FaultServer:
    """A server for a `with` block.

    Attributes:
        taken: The messages, in order.
        talks: The connections, in order.
        violations: What a client may not do.
    """

    def __init__(
        self,
        fault: Fault = faultless,
        *,
        extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME"),
        login: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        eager: bool = False,
    ) -> None:
        """Listen.

        Args:
            fault: Called with a moment (`connect`, `ehlo`, `auth`, `mail`, `rcpt`, `data`, `body`
                with the whole body read, `taken` with the message kept) and the connection; what
                it returns is said instead of the usual reply.
            extensions: For EHLO.
            login: User and password without which no mail is taken.
            tls: For STARTTLS, or from the start with `implicit`.
            implicit: See `tls`.
            eager: Answer 354 to DATA even without a recipient.
        """
        self.fault = fault
        self.extensions = extensions
        self.login = login
        self.tls = tls
        self.implicit = implicit
        self.eager = eager
        self.taken: list[Taken] = []
        self.talks: list[Talk] = []
        self.violations: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._sockets:
            _hang_up(sock)
        for thread in self._threads:
            thread.join(10)

    def recipients(self) -> list[str]:
        """Return who got mail, once for each copy."""
        return [recipient for taken in self.taken for recipient in taken.recipients]

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets.append(sock)
            talk = Talk(len(self.talks))
            self.talks.append(talk)
            self._start(_Conversation(self, sock, talk).run)


class _Conversation:
    def __init__(self, server: FaultServer, sock: socket.socket, talk: Talk) -> None:
        self.server = server
        self.sock = sock
        self.talk = talk
        self.buffer = bytearray()
        self.is_in = server.login is None

    def run(self) -> None:
        try:
            if self.server.implicit:
                self._secure()
            self._say("connect", "220 fault.test ESMTP")
            while True:
                self._obey(self._line())
        except (_Gone, OSError):
            _hang_up(self.sock)

    def _obey(self, line: str) -> None:
        self.talk.commands.append(line)
        verb = line.partition(" ")[0].upper()
        if verb != "DATA" and self.buffer and "PIPELINING" not in self.server.extensions:
            self.server.violations.append(f"sent ahead after {line}")
        known = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._reset,
            "QUIT": self._quit,
        }
        known.get(verb, self._unknown)(line)

    def _ehlo(self, line: str) -> None:  # noqa: ARG002 - as all verbs
        extensions = list(self.server.extensions)
        if self.server.tls and not isinstance(self.sock, ssl.SSLSocket):
            extensions.append("STARTTLS")
        if self.server.login:
            extensions.append("AUTH PLAIN LOGIN")
        lines = ["fault.test", *extensions]
        usual = [f"250-{each}" for each in lines[:-1]] + [f"250 {lines[-1]}"]
        self._say("ehlo", "\r\n".join(usual))

    def _starttls(self, line: str) -> None:  # noqa: ARG002 - as all verbs
        self._say("starttls", "220 go ahead")
        self._secure()

    def _secure(self) -> None:
        assert self.server.tls
        self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)
        self.server._sockets.append(self.sock)  # noqa: SLF001 - its own

    def _auth(self, line: str) -> None:
        assert self.server.login
        user, password = self.server.login
        expected = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        self.is_in = line == f"AUTH PLAIN {expected}"
        self._say("auth", "235 2.7.0 welcome" if self.is_in else "535 5.7.8 wrong password")

    def _mail(self, line: str) -> None:
        usual = "250 2.1.0 ok"
        if not self.is_in:
            usual = "530 5.7.0 log in first"
        elif self.talk.sender is not None:
            usual = "503 5.5.1 nested MAIL"
        if self._say("mail", usual) == "250":
            self.talk.sender = line.partition("<")[2].partition(">")[0]

    def _rcpt(self, line: str) -> None:
        self.talk.recipient = line.partition("<")[2].partition(">")[0]
        usual = "250 2.1.5 ok" if self.talk.sender is not None else "503 5.5.1 MAIL first"
        if self._say("rcpt", usual) == "250":
            self.talk.recipients.append(self.talk.recipient)

    def _data(self, line: str) -> None:  # noqa: ARG002 - as all verbs
        usual = "354 go ahead"
        if not self.talk.recipients and not self.server.eager:
            usual = "554 5.5.1 no valid recipients"
        if self._say("data", usual) != "354":
            return
        content = self._body()
        talk = self.talk
        reply = self.server.fault("body", talk) if talk.recipients else "554 5.5.1 no recipients"
        if reply is None:
            sender, recipients = talk.sender or "", tuple(talk.recipients)
            at = time.monotonic()
            self.server.taken.append(Taken(talk.number, sender, recipients, content, at))
            talk.taken += 1
            reply = self.server.fault("taken", talk)
        talk.sender, talk.recipients = None, []
        self._answer(reply or "250 2.0.0 taken")

    def _reset(self, line: str) -> None:  # noqa: ARG002 - as all verbs
        self.talk.sender, self.talk.recipients = None, []
        self._answer("250 2.0.0 ok")

    def _quit(self, line: str) -> None:  # noqa: ARG002 - as all verbs
        self._answer("221 2.0.0 bye")
        raise _Gone

    def _unknown(self, line: str) -> None:
        self.server.violations.append(line)
        self._answer("500 5.5.2 what?")

    def _say(self, moment: str, usual: str) -> str:
        reply = self.server.fault(moment, self.talk) or usual
        self._answer(reply)
        return reply[:3]

    def _answer(self, reply: str) -> None:
        if reply == CLOSE:
            raise _Gone
        self.sock.sendall(reply.encode() + b"\r\n")
        if reply.startswith("421"):
            self._linger()

    def _linger(self) -> None:
        """Close so that the last reply arrives: what was sent ahead is read, or TCP would reset."""
        self.sock.shutdown(socket.SHUT_WR)
        while True:
            self._more()

    def _line(self) -> str:
        return self._until(b"\r\n")[:-2].decode()

    def _body(self) -> bytes:
        if self._has(3) and self.buffer.startswith(b".\r\n"):
            del self.buffer[:3]
            return b""
        if self.server.fault("half", self.talk) == CLOSE:
            raise _Gone
        content = b"\r\n" + self._until(b"\r\n.\r\n")[:-3]
        return content.replace(b"\r\n..", b"\r\n.")[2:]

    def _has(self, count: int) -> bool:
        while len(self.buffer) < count:
            self._more()
        return True

    def _until(self, end: bytes) -> bytes:
        searched = 0
        while (found := self.buffer.find(end, searched)) < 0:
            searched = max(0, len(self.buffer) - len(end))
            self._more()
        cut = found + len(end)
        line = bytes(self.buffer[:cut])
        del self.buffer[:cut]
        return line

    def _more(self) -> None:
        more = self.sock.recv(65536)
        if not more:
            raise _Gone
        self.buffer += more


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
