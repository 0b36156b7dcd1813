"""Letters to mail servers, over several connections, with the ledger ahead of the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kalends.delivery.letters import CannotDeliver, Commit, Letter, Summary
from kalends.delivery.rate import Rate
from kalends.delivery.run import Lane, Run
from kalends.delivery.servers import Server
from kalends.delivery.windows import WINDOW


class Sender:
    """Mail servers in the order of preference; the first that is not resting takes the letters."""

    def __init__(
        self,
        servers: Sequence[Server],
        clock: Callable[[], float],
        *,
        window: int = WINDOW,
        past: Mapping[str, Iterable[float]] | None = None,
    ) -> None:
        """Go on from what was sent before.

        Args:
            servers: At least one.
            clock: Seconds since 1970; must not be set back while the process runs.
            window: Letters that may be in doubt on one connection after a crash.
            past: By server name, `Result.at` of the letters of the last minute, and the present
                for each that was being attempted when the last process ended.
        """
        if not servers:
            raise CannotDeliver("there is no mail server to send with")
        now = clock()
        known = past or {}
        self._clock = clock
        self._window = window
        self._lanes = [
            Lane(server, Rate(server.per_minute, known.get(server.name, ()), now=now))
            for server in servers
        ]

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Send letters in windows, each announced to `commit` before its first byte of a body.

        Returns when all have a result, or no server takes any; those left over are UNTRIED.

        Args:
            letters: Drawn as needed, in this thread; at most two windows a connection ahead.
            commit: Called in this thread, see `Commit`.
            patience: Seconds to wait for a place in the rate or for a paused server.
            stop: Asked between windows; once true, no more are begun.

        Raises:
            RecordingFailed: The commit failed, and sending stopped.
        """
        run = Run(
            self._lanes,
            letters,
            commit,
            self._clock,
            window=self._window,
            patience=patience,
            stop=stop,
        )
        return run.go()

    def past(self) -> dict[str, tuple[float, ...]]:
        """Return what the next process is to be given as `past`."""
        now = self._clock()
        return {lane.server.name: lane.rate.past(now) for lane in self._lanes}

    def resting(self) -> dict[str, str]:
        """Return the servers that are paused or whose breaker is open, with the reasons."""
        now = self._clock()
        return {
            lane.server.name: lane.health.reason for lane in self._lanes if lane.health.rests(now)
        }
