"""One SMTP session: letters go out over an open line with as few waits as may be.

Where the server announces PIPELINING (RFC 2920), the commands of the next letter go out in one
write with the end of the body before it; its own body follows only when `deliver` is called with
it. No RSET is sent while all goes well. The standard library opens the session, and is not asked
for a reply any more once the line has taken over.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from kalends.delivery.letters import Fault, Letter, Outcome, Result
from kalends.delivery.line import Line, Lost
from kalends.delivery.opening import open_link
from kalends.delivery.replies import Reply, Stage, Verdict, judge
from kalends.delivery.servers import Server
from kalends.delivery.waiting import Steps, aside

_LEAVING = 5.0  # seconds
_ENVELOPE = (Stage.MAIL, Stage.RCPT, Stage.DATA)
_LAST = frozenset({Fault.RECYCLE, Fault.CROWDED, Fault.PAUSE, Fault.BREAK})


class Session:
    """A connection over which letters go out one after another; see `opened`."""

    def __init__(
        self,
        link: smtplib.SMTP,
        server: Server,
        clock: Callable[[], float],
        halted: Callable[[], bool],
    ) -> None:
        self._server = server
        self._clock = clock
        self._halted = halted
        self._line = Line(link, server.timeout)
        self.is_open = True
        self.left = server.messages
        self.offered: Letter | None = None
        self._taken = 0
        self._owed = 0
        self._pipelining = link.has_extn("pipelining")
        self._utf8 = link.has_extn("smtputf8")
        size = link.esmtp_features.get("size", "")
        self._size = int(size) if size.isascii() and size.isdigit() else 0

    def takes(self, first: Letter) -> bool:
        """Say whether the session can go on with this letter: none, or this one, is offered."""
        return self.is_open and self.left > 0 and self.offered in {None, first}

    def deliver(
        self, letters: Sequence[Letter], ahead: Letter | None = None
    ) -> Steps[list[Result]]:
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
            if self.is_open:
                results.append((yield from self._deliver(letter, following)))
            else:
                results.append(self._spare(letter))
        return results

    def quit(self) -> Steps[None]:
        """Take leave, or just close where a body is awaited."""
        if self.is_open and self.offered is None and not self._owed:
            self._line.patience(_LEAVING)
            with suppress(Lost):
                yield from self._line.write(b"QUIT\r\n")
                yield from self._line.reply()
        self.close()

    def close(self) -> None:
        """Close the connection at once; a letter offered is not delivered by that."""
        self.is_open = False
        self.offered = None
        self._line.close()

    def _spare(self, letter: Letter) -> Result:
        return Result(letter.id, Outcome.UNTRIED, self._clock(), self._server.name)

    def _deliver(self, letter: Letter, following: Letter | None) -> Steps[Result]:
        unfit = self._unfit(letter)
        if unfit:
            return Result(letter.id, Outcome.FAILED, self._clock(), self._server.name, text=unfit)
        self.left -= 1
        try:
            stage, reply = yield from self._transact(letter, following)
        except Lost as lost:
            self.close()
            outcome = Outcome.DOUBT if lost.complete else Outcome.UNTRIED
            return self._result(letter, Verdict(outcome, Fault.SLIP), Reply(0, str(lost)))
        verdict = judge(stage, reply, fresh=not self._taken)
        self._taken += verdict.outcome is Outcome.SENT
        if verdict.fault in _LAST or reply.code == 421:
            self.close()
        return self._result(letter, verdict, reply)

    def _result(self, letter: Letter, verdict: Verdict, reply: Reply) -> Result:
        outcome, fault, hard = verdict
        at, name = self._clock(), self._server.name
        return Result(letter.id, outcome, at, name, reply.code, reply.text, hard, fault)

    def _transact(self, letter: Letter, following: Letter | None) -> Steps[tuple[Stage, Reply]]:
        """Return the reply that decided over a letter, and what it answered."""
        if self.offered is None:
            yield from self._line.write(self._offer(letter))
        refusal = yield from self._answers(letter)
        self.offered = None
        if refusal:
            return refusal
        body = _stuffed(letter.content)
        ahead = self._offer(following) if self.left else b""
        whole = b"".join((body, b".\r\n", ahead))
        yield from self._line.write(whole, end=len(body) + 3)
        try:
            return Stage.BODY, (yield from self._reply(Stage.BODY))
        except Lost as lost:
            raise Lost(str(lost), complete=True) from None

    def _offer(self, letter: Letter | None) -> bytes:
        """Return a letter's commands for the pipe, if they may go into it."""
        if letter is None or not self._pipelining or self._unfit(letter):
            return b""
        self.offered = letter
        return b"".join([_command(letter, stage) for stage in _ENVELOPE])

    def _answers(self, letter: Letter) -> Steps[tuple[Stage, Reply] | None]:
        """Read what the server says to a letter's commands; None asks for the body."""
        while self._owed:
            yield from self._line.reply()
            self._owed -= 1
        refusal = None
        for stage in _ENVELOPE:
            try:
                if not self._pipelining:
                    yield from self._line.write(_command(letter, stage))
                reply = yield from self._reply(stage)
            except Lost:
                if refusal is None:
                    raise
                self.close()
                break
            if not reply.accepts(stage):
                refusal = refusal or (stage, reply)
                if reply.code == 421 or not self._pipelining:
                    break
            elif refusal and stage is Stage.DATA:
                yield from self._retreat(b".\r\n")  # without recipients, RFC 2920 section 3.1
        if refusal and self.is_open and refusal[1].code != 421:
            yield from self._retreat(b"RSET\r\n")
        return refusal

    def _retreat(self, command: bytes) -> Steps[None]:
        """Send what ends a refused transaction; the reply is read before the next letter's."""
        try:
            yield from self._line.write(command)
        except Lost:
            self.close()
        self._owed += 1

    def _reply(self, stage: Stage) -> Steps[Reply]:
        """Read a reply that can be one at this stage."""
        reply = self._line.read() or (yield from self._line.reply())
        if not (reply.accepts(stage) or 400 <= reply.code < 600):
            raise Lost(f"a reply out of step: {reply.code} {reply.text[:200]}")
        return reply

    def _unfit(self, letter: Letter) -> str:
        if not (self._utf8 or _is_ascii(letter)):
            return f"{self._server.name} takes ASCII addresses only, not {letter.recipient}"
        if 0 < self._size < len(letter.content):
            return f"{self._server.name} takes {self._size} bytes, not {len(letter.content)}"
        return ""


def opened(
    server: Server, clock: Callable[[], float], halted: Callable[[], bool] = bool
) -> Steps[Session]:
    """Connect, greet, secure and log in.

    Args:
        server: Where to.
        clock: Seconds since 1970, for results.
        halted: Asked before each letter; once true, no more go out.

    Raises:
        Unopened: The server is not there, or does not let us in.
    """
    link = yield from aside(partial(open_link, server))
    return Session(link, server, clock, halted)


def _command(letter: Letter, stage: Stage) -> bytes:
    if stage is Stage.DATA:
        return b"DATA\r\n"
    if stage is Stage.RCPT:
        return b"RCPT TO:<%b>\r\n" % letter.recipient.encode()
    utf8 = b"" if _is_ascii(letter) else b" BODY=8BITMIME SMTPUTF8"
    return b"MAIL FROM:<%b>%b\r\n" % (letter.sender.encode(), utf8)


def _is_ascii(letter: Letter) -> bool:
    return letter.recipient.isascii() and letter.sender.isascii()


def _stuffed(content: bytes) -> bytes:
    """Double the dot that begins a line, RFC 5321 section 4.5.2."""
    last = content.rfind(b".")  # there are dots in the headers; base64 has none
    if not content.startswith(b".") and content.find(b"\n.", 0, last + 1) < 0:
        return content
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
