"""A mail server's settings, and how it is doing."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from kalends.delivery.letters import CannotDeliver, Fault, Result

_LIMIT = 3  # slips in a row before a pause, refusals in a row before the breaker opens
_PAUSE = 60.0
_MOST_DOUBLINGS = 4  # to 16 minutes
_BREAK = 1800.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Tls(StrEnum):
    """How a connection is secured. There is no falling back to less."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


_PORTS = {Tls.NONE: 25, Tls.STARTTLS: 587, Tls.IMPLICIT: 465}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that takes mail.

    Attributes:
        port: 0 for the usual one: 25, 587 with STARTTLS, 465 with implicit TLS.
        user: "" for no login.
        per_minute: Letters in any 60 seconds; 0 for no limit.
        messages: Letters over one connection before it is made anew.
        timeout: Seconds to wait for a reply.
        helo: The name we give; "" for this machine's.
        context: For TLS; by default the certificate is checked against the system's.
    """

    host: str
    port: int = 0
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    per_minute: int = 0
    connections: int = 4
    messages: int = 100
    timeout: float = 300.0
    helo: str = ""
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.user and self.tls is Tls.NONE and self.host not in _LOOPBACK:
            raise CannotDeliver(
                f"the password for {self.host} would go over the network as it is; "
                'set tls to "starttls" or "implicit"'
            )
        if self.connections < 1 or self.messages < 1:
            raise CannotDeliver(f"{self.host} needs at least one connection and one message on it")

    @property
    def name(self) -> str:
        """`host:port`, which results and states are told by."""
        return f"{self.host}:{self.port or _PORTS[self.tls]}"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to connect to."""
        return self.host, self.port or _PORTS[self.tls]


class Health:
    """Whether a server takes letters now. Time is an argument, in seconds."""

    def __init__(self) -> None:
        self.reason = ""
        self._until = 0.0
        self._pauses = 0
        self._slips = 0
        self._blames = 0

    def rests(self, now: float) -> bool:
        """Say whether it is paused or its breaker is open."""
        return now < self._until

    def wait(self, now: float) -> float:
        """Return the seconds until it may be tried again."""
        return max(0.0, self._until - now)

    def learn(self, result: Result, now: float) -> None:
        """Take note of what a result says of the server."""
        if result.fault is Fault.NONE:
            self._slips = self._blames = 0
            self._pauses = self._pauses if self.rests(now) else 0
        else:
            self.blame(result.fault, f"{result.code or ''} {result.text}".strip(), now)

    def blame(self, fault: Fault, reason: str, now: float) -> None:
        """Take note of a fault: pause, or open the breaker, when it is time to."""
        self._slips += fault is Fault.SLIP
        self._blames += fault is Fault.BLAME
        is_broken = fault is Fault.BREAK or self._blames >= _LIMIT
        if is_broken or fault in {Fault.PAUSE, Fault.CROWDED} or self._slips >= _LIMIT:
            self._rest(reason, now, is_broken=is_broken)

    def _rest(self, reason: str, now: float, *, is_broken: bool) -> None:
        if not self.rests(now):  # what other connections meet meanwhile is the same pause
            self._pauses += 1
        seconds = _BREAK if is_broken else _PAUSE * 2 ** min(self._pauses - 1, _MOST_DOUBLINGS)
        if now + seconds > self._until:
            self._until = now + seconds
            self.reason = reason
        self._slips = self._blames = 0
