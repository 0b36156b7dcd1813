"""A rate limit that holds in every window of its length, whatever delays the wire adds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from math import inf


class Rate:
    """Places for letters, each held from before a letter goes out until `period` after its end.

    The server sees a letter at some moment between the two, so it never sees more than `limit`
    within `period`, by its own clock. Time is an argument, in seconds.
    """

    def __init__(
        self, limit: int, past: Iterable[float] = (), *, now: float = inf, period: float = 60.0
    ) -> None:
        """Go on from what was sent before.

        Args:
            limit: Letters in a period; 0 for no limit.
            past: When letters of the last period ended, as results gave it; for a letter that
                was being attempted at a crash, now.
            now: A time in `past` after it (the clock was set back) counts as now.
            period: Seconds.
        """
        self._limit = limit
        self._period = period
        self._ended = deque(sorted(min(at, now) for at in past))
        self._held = 0

    def free(self, now: float, wanted: int) -> int:
        """Return how many of the wanted letters may go out now."""
        if not self._limit:
            return wanted
        self._forget(now)
        return max(0, min(wanted, self._limit - self._held - len(self._ended)))

    def hold(self, count: int) -> None:
        """Take places for letters about to go out."""
        self._held += count

    def release(self, count: int) -> None:
        """Give back places of letters that did not go out."""
        self._held -= count

    def spend(self, at: float) -> None:
        """Note that a letter with a place came to its end, sent or refused."""
        self._held -= 1
        if self._limit:
            self._ended.append(at)

    def wait(self, now: float) -> float:
        """Return the seconds until a place may be free, 0 if one is or letters are under way."""
        if self._held or self.free(now, 1) or not self._ended:
            return 0.0
        return self._ended[0] + self._period - now

    def past(self, now: float) -> tuple[float, ...]:
        """Return what the next process has to be given as `past`."""
        self._forget(now)
        return tuple(self._ended)

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] + self._period <= now:
            self._ended.popleft()
