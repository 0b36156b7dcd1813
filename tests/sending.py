"""A caller of delivery for tests: a ledger, letters, and faults for the server."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from tests.smtp_server import Fault, FaultServer, Talk

from kalends.delivery import Letter, Outcome, Result, Sender, Server, Summary, Tls

PASSWORD = "open sesame"  # noqa: S105 - opens nothing but the fault server
CONTENT = b"Subject: dates\r\n\r\n" + b"a line of some length\r\n" * 40


class Ledger:
    """The caller's side: what is recorded of each letter, in the order it was recorded.

    Attributes:
        states: The present state by id.
        attempted: Ids whose attempt has been recorded.
        most: The most letters that were in doubt at any time.
    """

    def __init__(self, withdrawn: Collection[int] = ()) -> None:
        """Begin empty.

        Args:
            withdrawn: Ids that may not go.
        """
        self.withdrawn = withdrawn
        self.states: dict[int, str] = {}
        self.results: dict[int, Result] = {}
        self.attempted: set[int] = set()
        self.commits = 0
        self.most = 0
        self._undecided = 0

    def commit(self, results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        """Record results, then attempts."""
        self.commits += 1
        for result in results:
            assert self.states[result.id] == "attempting", "a result without an attempt"
            self.states[result.id] = result.outcome.value
            self.results[result.id] = result
        allowed = {letter.id for letter in starting} - set(self.withdrawn)
        for number in allowed:
            assert self.states.get(number, "untried") in {"untried", "deferred", "doubt"}
            self.states[number] = "attempting"
        self.attempted |= allowed
        self._undecided += len(allowed) - len(results)
        self.most = max(self.most, self._undecided)
        return allowed

    def counts(self) -> dict[str, int]:
        """Return how many letters are in each state."""
        return dict(Counter(self.states.values()))

    def ids(self, outcome: Outcome) -> list[int]:
        """Return the letters in a state."""
        return [number for number, state in self.states.items() if state == outcome]


def letters(count: int, *, start: int = 1) -> Iterator[Letter]:
    """Yield letters to `r1@example.org` and on."""
    for number in range(start, start + count):
        yield Letter(number, f"b+{number}@example.org", f"r{number}@example.org", CONTENT)


def server_of(sink: FaultServer, connections: int = 4) -> Server:
    """Return the settings for a fault server."""
    return Server(
        "127.0.0.1", sink.port, Tls.NONE, connections=connections, timeout=20, helo="test"
    )


def send(
    sink: FaultServer, batch: Iterable[Letter], ledger: Ledger, connections: int = 4
) -> Summary:
    """Send over some connections, and return the summary."""
    return Sender([server_of(sink, connections)], time.monotonic).send(batch, ledger.commit)


def number_of(talk: Talk) -> int:
    """Return the number of the letter that is being talked about."""
    return int(talk.recipient[1:].partition("@")[0])


def once(moment: str, reply: str, chosen: Callable[[int], bool]) -> Fault:
    """Return a fault that hits each chosen letter the first time only."""
    met = set()

    def fault(now: str, talk: Talk) -> str | None:
        if now != moment or not chosen(number_of(talk)) or number_of(talk) in met:
            return None
        met.add(number_of(talk))
        return reply

    return fault


def always(moment: str, reply: str, chosen: Callable[[Talk], bool] | None = None) -> Fault:
    """Return a fault that hits every time."""
    return lambda now, talk: reply if now == moment and (chosen is None or chosen(talk)) else None
