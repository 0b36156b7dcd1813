"""Who carries windows of letters over one connection at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kalends.delivery.letters import Letter, Outcome, Result
from kalends.delivery.opening import Unopened
from kalends.delivery.servers import Server
from kalends.delivery.smtp import Session, opened
from kalends.delivery.waiting import Steps


class Order(NamedTuple):
    """Letters that may go, and the one that will probably be first in the next order."""

    letters: Sequence[Letter]
    ahead: Letter | None = None


class Told(NamedTuple):
    """What a worker tells after an order: a result for each letter in it.

    Attributes:
        trouble: Why it could not connect.
    """

    worker: Worker
    results: Sequence[Result]
    trouble: Unopened | None = None


class Worker:
    """Carries out one order at a time; the connection is kept between them."""

    def __init__(
        self, server: Server, clock: Callable[[], float], halted: Callable[[], bool]
    ) -> None:
        self._server = server
        self._clock = clock
        self._halted = halted
        self._session: Session | None = None

    def carry(self, order: Order) -> Steps[Told]:
        """Carry out an order."""
        results: list[Result] = []
        pending = list(order.letters)
        trouble = None
        while pending:
            try:
                session = yield from self._connected(pending[0])
            except Unopened as error:
                trouble = error
                break
            count = min(len(pending), session.left)
            chunk, pending = pending[:count], pending[count:]
            results += yield from session.deliver(chunk, pending[0] if pending else order.ahead)
            if not session.is_open:
                break
        results += [self._spare(letter) for letter in pending]
        return Told(self, results, trouble)

    def leave(self) -> Steps[None]:
        """Take leave of the server."""
        session, self._session = self._session, None
        if session:
            yield from session.quit()

    def _connected(self, first: Letter) -> Steps[Session]:
        session = self._session
        if session is None or not session.takes(first):
            yield from self.leave()
            session = self._session = yield from opened(self._server, self._clock, self._halted)
        return session

    def _spare(self, letter: Letter) -> Result:
        return Result(letter.id, Outcome.UNTRIED, self._clock(), self._server.name)
