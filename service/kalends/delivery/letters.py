"""What is handed to delivery, and what comes back: letters, results, and the commit between."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from kalends.errors import KalendsError


class CannotDeliver(KalendsError):
    """A message, an address or a server that cannot be used; the message says why."""


class RecordingFailed(KalendsError):
    """The commit between windows failed, so sending stopped.

    Attributes:
        unrecorded: What did happen to letters since the last commit that succeeded.
    """

    def __init__(self, unrecorded: Sequence[Result]) -> None:
        super().__init__("sending stopped: what was sent could not be recorded")
        self.unrecorded = tuple(unrecorded)


class Outcome(StrEnum):
    """What became of a letter.

    SENT: the server took it. DEFERRED: not taken, worth another try later. BOUNCED: this
    recipient was refused. DOUBT: all of it went out and no reply came. UNTRIED: not taken,
    and neither it nor its recipient is the reason. FAILED: cannot be sent as it is.
    """

    SENT = "sent"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    DOUBT = "doubt"
    UNTRIED = "untried"
    FAILED = "failed"


class Fault(StrEnum):
    """What a reply, or its absence, says of the server.

    SLIP: three in a row pause it. BLAME: three in a row open its breaker. RECYCLE: this
    connection is at its end. CROWDED: it takes no more connections now. PAUSE and BREAK
    at once.
    """

    NONE = "none"
    SLIP = "slip"
    BLAME = "blame"
    RECYCLE = "recycle"
    CROWDED = "crowded"
    PAUSE = "pause"
    BREAK = "break"


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """One message to one recipient, ready for the wire.

    Attributes:
        id: The delivery's id.
        sender: The envelope's return path; "" for none.
        recipient: The address as `wire_address` gives it; not ASCII means SMTPUTF8.
        content: The whole message with CRLF line ends, its last line ended too.
    """

    id: int
    sender: str
    recipient: str
    content: bytes = field(repr=False)

    def __post_init__(self) -> None:
        envelope = self.sender + self.recipient
        if not envelope.isprintable() or " " in envelope or ">" in envelope:
            raise CannotDeliver(f"{envelope!r} cannot stand in an SMTP command")


class Result(NamedTuple):
    """What became of one letter.

    Attributes:
        id: The letter's.
        at: Seconds since 1970 at the reply, by the clock given.
        server: The server's name; "" if none was met.
        code: The reply's code; 0 without a reply.
        text: The reply's text, or why there is none.
        hard: For BOUNCED: the address is of no use, not only full.
    """

    id: int
    outcome: Outcome
    at: float
    server: str = ""
    code: int = 0
    text: str = ""
    hard: bool = False
    fault: Fault = Fault.NONE


Commit = Callable[[Sequence[Result], Sequence[Letter]], Container[int]]
"""Record results, then mark letters as being attempted, in one transaction.

Called in the thread that called `send`, with the results first: a letter can be in both. It
returns the ids of the letters that may go; one left out (unsubscribed meanwhile) is not sent.
UNTRIED results put a letter back to where it was before its attempt. If it raises, sending
stops, and `RecordingFailed` says what was not recorded.
"""


class Summary(NamedTuple):
    """How a run of sending ended.

    Attributes:
        counts: Letters by their last outcome.
        withdrawn: Letters that the commit did not let go.
        resting: Servers that take nothing now, each with the reason.
    """

    counts: Mapping[Outcome, int]
    withdrawn: int = 0
    resting: Mapping[str, str] = {}


class Delivery(Protocol):
    """Where letters go: SMTP servers, a folder, or a list."""

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Send letters in windows, each announced to `commit` before its first byte."""
        ...
