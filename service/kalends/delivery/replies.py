"""What a server's reply says, and of whom: the letter, its recipient, or the server itself."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from kalends.delivery.letters import Fault, Outcome

_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?!\S)")
_UNTIMELY = frozenset({500, 502, 503, 504})  # not understood, or not now: about the session
_SHUT_OUT = frozenset({530, 534, 535, 538})  # about the login
_TOO_LONG = "5.3.4"  # RFC 3463: the message is too big for the system


class Stage(StrEnum):
    """What was asked when the reply came; ASIDE is what decides over no letter."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    ASIDE = "aside"


class Reply(NamedTuple):
    """A reply: the code and its lines, joined by line ends."""

    code: int
    text: str

    @property
    def status(self) -> str:
        """The enhanced status code (RFC 3463) at its start, `5.1.1`, or ""."""
        found = _STATUS.match(self.text)
        return found[0] if found and int(found[1]) == self.code // 100 else ""

    def accepts(self, stage: Stage) -> bool:
        """Say whether the conversation goes on: DATA needs 354, the others 2xx."""
        return self.code == 354 if stage is Stage.DATA else 200 <= self.code < 300


class Verdict(NamedTuple):
    """What becomes of the letter, what it says of the server, and whether a bounce is hard."""

    outcome: Outcome
    fault: Fault = Fault.NONE
    hard: bool = False


def judge(stage: Stage, reply: Reply, *, fresh: bool = True) -> Verdict:
    """Return what a reply means.

    Args:
        stage: What it answers.
        reply: One that accepts, or a refusal from 400 to 599.
        fresh: The session has not yet had a letter taken, so its end is no mere recycling.
    """
    if reply.code == 421:
        return Verdict(Outcome.UNTRIED, _end_of_session(stage, fresh=fresh))
    if reply.code == 454:
        return Verdict(Outcome.UNTRIED, Fault.PAUSE)
    if reply.code >= 500:
        return _refusal(stage, reply, fresh=fresh)
    if reply.accepts(stage):
        return Verdict(Outcome.SENT)
    return Verdict(Outcome.DEFERRED, Fault.NONE if stage is Stage.RCPT else Fault.SLIP)


def is_hard(status: str, code: int = 0) -> bool:
    """Say whether a refused recipient is gone for good, not only full or out of reach.

    Args:
        status: Enhanced status code, or "".
        code: The SMTP reply's, if it was one.
    """
    subject = status[2:].partition(".")[0]
    if not status:
        return code != 552
    return status not in {"5.2.2", "5.2.3"} and subject not in {"3", "6"}


def _end_of_session(stage: Stage, *, fresh: bool) -> Fault:
    if stage is Stage.BODY:
        return Fault.SLIP
    return Fault.CROWDED if fresh else Fault.RECYCLE


def _refusal(stage: Stage, reply: Reply, *, fresh: bool) -> Verdict:
    subject = reply.status[:4]
    if reply.status == _TOO_LONG:
        return Verdict(Outcome.FAILED)
    if stage is Stage.MAIL:
        # 503 inside a session: it takes the transaction before for unfinished.
        lost = reply.code == 503 and not fresh
        return Verdict(Outcome.UNTRIED, Fault.RECYCLE if lost else Fault.BREAK)
    if subject == "5.7." or reply.code in _UNTIMELY | _SHUT_OUT:
        return Verdict(Outcome.DEFERRED, Fault.BLAME)
    if stage is Stage.RCPT or subject in {"5.1.", "5.2."}:
        return Verdict(Outcome.BOUNCED, hard=is_hard(reply.status, reply.code))
    return Verdict(Outcome.DEFERRED, Fault.BLAME)
