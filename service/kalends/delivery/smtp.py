"""One SMTP session: the standard library opens it, then letters go out with as few waits as may be.

Where the server announces PIPELINING (RFC 2920), the commands of the next letter go out in one
write with the end of the body before it; its own body follows only when `deliver` is called with
it. No RSET is sent while all goes well. Replies are read by smtplib alone, which has the buffer.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

from kalends.delivery.letters import Fault, Letter, Outcome, Result
from kalends.delivery.replies import Reply, Stage, judge
from kalends.delivery.servers import Server, Tls

_CONNECTING = 30.0  # seconds
_LEAVING = 5.0
_LF = 10
_ENVELOPE = (Stage.MAIL, Stage.RCPT, Stage.DATA)
_LAST = frozenset({Fault.RECYCLE, Fault.CROWDED, Fault.PAUSE, Fault.BREAK})


class Unopened(Exception):
    """A session did not come about; `fault` says what that means for the server."""

    def __init__(self, fault: Fault, code: int, reason: str) -> None:
        super().__init__(reason)
        self.fault = fault
        self.code = code
        self.reason = reason


class _Lost(Exception):
    """The connection is gone; `complete` says whether the end of a body had gone out."""

    def __init__(self, reason: str, *, complete: bool = False) -> None:
        super().__init__(reason)
        self.complete = complete


class Session:
    """A connection over which letters go out one after another."""

    def __init__(
        self, server: Server, clock: Callable[[], float], halted: Callable[[], bool] = bool
    ) -> None:
        """Connect, greet, secure and log in.

        Args:
            server: Where to.
            clock: Seconds since 1970, for results.
            halted: Asked before each letter; once true, no more go out.

        Raises:
            Unopened: The server is not there, or does not let us in.
        """
        self._server = server
        self._clock = clock
        self._halted = halted
        self._link = _open(server)
        self._sock = _socket(self._link)
        self.is_open = True
        self.left = server.messages
        self.offered: Letter | None = None
        self._taken = 0
        self._owed = 0
        self._pipelining = self._link.has_extn("pipelining")
        self._utf8 = self._link.has_extn("smtputf8")
        size = self._link.esmtp_features.get("size", "")
        self._size = int(size) if size.isascii() and size.isdigit() else 0

    def takes(self, first: Letter) -> bool:
        """Say whether the session can go on with this letter: none, or this one, is offered."""
        return self.is_open and self.left > 0 and self.offered in {None, first}

    def deliver(self, letters: Sequence[Letter], ahead: Letter | None = None) -> list[Result]:
        """Send letters and return a result for each, in order.

        Once the session has come to its end, the letters not reached are UNTRIED without text.

        Args:
            letters: No more than `left`, and the session `takes` the first.
            ahead: The letter the next call will begin with; its commands may go out already.
        """
        results = []
        for letter, following in zip(letters, (*letters[1:], ahead), strict=True):
            if self._halted():
                self.close()
            results.append(
                self._deliver(letter, following) if self.is_open else self._spare(letter)
            )
        return results

    def quit(self) -> None:
        """Take leave, or just close where a body is awaited."""
        if self.is_open and self.offered is None and not self._owed:
            with suppress(_Lost):
                self._sock.settimeout(_LEAVING)
                self._write(b"QUIT\r\n")
                self._reply(Stage.ASIDE)
        self.close()

    def close(self) -> None:
        """Close the connection at once; a letter offered is not delivered by that."""
        self.is_open = False
        self.offered = None
        self._link.close()

    def _spare(self, letter: Letter) -> Result:
        return Result(letter.id, Outcome.UNTRIED, self._clock(), self._server.name)

    def _deliver(self, letter: Letter, following: Letter | None) -> Result:
        unfit = self._unfit(letter)
        if unfit:
            return Result(letter.id, Outcome.FAILED, self._clock(), self._server.name, text=unfit)
        self.left -= 1
        try:
            stage, reply = self._transact(letter, following)
        except _Lost as lost:
            self.close()
            outcome = Outcome.DOUBT if lost.complete else Outcome.UNTRIED
            return self._result(letter, outcome, Reply(0, str(lost)), Fault.SLIP)
        verdict = judge(stage, reply, fresh=not self._taken)
        self._taken += verdict.outcome is Outcome.SENT
        if verdict.fault in _LAST or reply.code == 421:
            self.close()
        return self._result(letter, verdict.outcome, reply, verdict.fault, hard=verdict.hard)

    def _result(
        self, letter: Letter, outcome: Outcome, reply: Reply, fault: Fault, *, hard: bool = False
    ) -> Result:
        return Result(
            letter.id,
            outcome,
            self._clock(),
            self._server.name,
            reply.code,
            reply.text,
            hard,
            fault,
        )

    def _transact(self, letter: Letter, following: Letter | None) -> tuple[Stage, Reply]:
        """Return the reply that decided over a letter, and what it answered."""
        if self.offered is None:
            self._write(self._offer(letter))
        refusal = self._answers(letter)
        self.offered = None
        if refusal:
            return refusal
        body = _stuffed(letter.content) + b".\r\n"
        self._write(body + self._offer(following), end=len(body))
        try:
            return Stage.BODY, self._reply(Stage.BODY)
        except _Lost as lost:
            raise _Lost(str(lost), complete=True) from None

    def _offer(self, letter: Letter | None) -> bytes:
        """Return a letter's commands for the pipe, if they may go into it."""
        if letter is None or not self._pipelining or not self.left or self._unfit(letter):
            return b""
        self.offered = letter
        return b"".join([self._command(letter, stage) for stage in _ENVELOPE])

    def _answers(self, letter: Letter) -> tuple[Stage, Reply] | None:
        """Read what the server says to a letter's commands; None asks for the body."""
        while self._owed:
            self._reply(Stage.ASIDE)
            self._owed -= 1
        refusal = None
        for stage in _ENVELOPE:
            try:
                reply = self._ask(letter, stage)
            except _Lost:
                if refusal is None:
                    raise
                self.close()
                break
            if not reply.accepts(stage):
                refusal = refusal or (stage, reply)
                if reply.code == 421 or not self._pipelining:
                    break
            elif refusal and stage is Stage.DATA:
                self._retreat(b".\r\n")  # a body without recipients, RFC 2920 section 3.1
        if refusal and self.is_open and refusal[1].code != 421:
            self._retreat(b"RSET\r\n")
        return refusal

    def _ask(self, letter: Letter, stage: Stage) -> Reply:
        if not self._pipelining:
            self._write(self._command(letter, stage))
        return self._reply(stage)

    def _retreat(self, command: bytes) -> None:
        """Send what ends a refused transaction; the reply is read before the next letter's."""
        try:
            self._write(command)
        except _Lost:
            self.close()
        self._owed += 1

    def _command(self, letter: Letter, stage: Stage) -> bytes:
        match stage:
            case Stage.MAIL:
                utf8 = "" if _is_ascii(letter) else " BODY=8BITMIME SMTPUTF8"
                return f"MAIL FROM:<{letter.sender}>{utf8}\r\n".encode()
            case Stage.RCPT:
                return f"RCPT TO:<{letter.recipient}>\r\n".encode()
            case _:
                return b"DATA\r\n"

    def _unfit(self, letter: Letter) -> str:
        if not (self._utf8 or _is_ascii(letter)):
            return f"{self._server.name} takes ASCII addresses only, not {letter.recipient}"
        if 0 < self._size < len(letter.content):
            return f"{self._server.name} takes {self._size} bytes, not {len(letter.content)}"
        return ""

    def _write(self, data: bytes, *, end: int = 0) -> None:
        """Send all of it; `end` is where in it a body ends."""
        sent = 0
        try:
            while sent < len(data):
                sent += self._sock.send(data[sent:] if sent else data)
        except OSError as error:
            raise _Lost(f"connection lost: {error}", complete=0 < end <= sent) from None

    def _reply(self, stage: Stage) -> Reply:
        try:
            code, text = self._link.getreply()
        except smtplib.SMTPException as error:
            raise _Lost(f"no reply: {_told(error)}") from None
        reply = Reply(code, text.decode("utf-8", "replace"))
        if not (reply.accepts(stage) or 400 <= code < 600 or stage is Stage.ASIDE):
            raise _Lost(f"a reply out of step: {code} {reply.text[:200]}")
        return reply


def _is_ascii(letter: Letter) -> bool:
    return letter.recipient.isascii() and letter.sender.isascii()


def _stuffed(content: bytes) -> bytes:
    """Double the dot that begins a line, RFC 5321 section 4.5.2."""
    dot = content.find(b".")  # to look at each is faster than to search for three bytes
    while dot > 0 and content[dot - 1] != _LF:
        dot = content.find(b".", dot + 1)
    if dot < 0:
        return content
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]


def _open(server: Server) -> smtplib.SMTP:
    try:
        return _connected(server)
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        fault = Fault.CROWDED if code == 421 else Fault.PAUSE if code < 500 else Fault.BREAK
        raise Unopened(fault, code, _told(error)) from None
    except smtplib.SMTPServerDisconnected as error:
        raise Unopened(Fault.PAUSE, 0, str(error)) from None
    except (smtplib.SMTPException, ssl.SSLError) as error:
        raise Unopened(Fault.BREAK, 0, str(error)) from None
    except (OSError, UnicodeError) as error:
        raise Unopened(Fault.PAUSE, 0, f"cannot connect: {error}") from None


def _connected(server: Server) -> smtplib.SMTP:
    host, port = server.address
    helo = server.helo or _own_name()
    waiting = min(server.timeout, _CONNECTING)
    if server.tls is Tls.IMPLICIT:
        context = server.context or _context()
        link: smtplib.SMTP = smtplib.SMTP_SSL(host, port, helo, timeout=waiting, context=context)
    else:
        link = smtplib.SMTP(host, port, helo, timeout=waiting)
    try:
        if server.tls is Tls.STARTTLS:
            link.starttls(context=server.context or _context())
        link.ehlo_or_helo_if_needed()
        if server.user:
            link.login(server.user, server.password)
        sock = _socket(link)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(server.timeout)
    except BaseException:
        link.close()
        raise
    return link


def _socket(link: smtplib.SMTP) -> socket.socket:
    if link.sock is None:
        raise smtplib.SMTPServerDisconnected("connection closed by the server")
    return link.sock


def _told(error: Exception) -> str:
    text = getattr(error, "smtp_error", None)
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text or error)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()  # reads all certificates of the system: 40 ms


@cache
def _own_name() -> str:
    return socket.getfqdn()
