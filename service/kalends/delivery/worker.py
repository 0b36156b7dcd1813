"""A thread that carries windows of letters over one connection at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import NamedTuple

from kalends.delivery.letters import Letter, Outcome, Result
from kalends.delivery.servers import Server
from kalends.delivery.smtp import Session, Unopened


class Order(NamedTuple):
    """Letters that may go, and the one that will probably be first in the next order."""

    letters: Sequence[Letter]
    ahead: Letter | None = None


class Told(NamedTuple):
    """What a worker tells after an order: a result for each letter in it.

    Attributes:
        trouble: Why it could not connect.
        crash: What went wrong in our own code; then there are no results.
    """

    worker: Worker
    results: Sequence[Result]
    trouble: Unopened | None = None
    crash: BaseException | None = None


class Worker(threading.Thread):
    """Carries out orders until there is none; the connection is kept between them."""

    def __init__(
        self,
        server: Server,
        clock: Callable[[], float],
        tell: Callable[[Told], None],
        halted: Callable[[], bool],
    ) -> None:
        super().__init__(name=f"delivery to {server.name}", daemon=True)
        self._server = server
        self._clock = clock
        self._tell = tell
        self._halted = halted
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._session: Session | None = None

    def order(self, order: Order | None) -> None:
        """Hand over the next order; None ends the thread."""
        self._orders.put(order)

    def run(self) -> None:
        """Carry out orders, and tell after each."""
        try:
            while (order := self._orders.get()) is not None:
                self._tell(self._carry(order))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that sends
            self._tell(Told(self, (), crash=error))
        finally:
            self._leave()

    def _carry(self, order: Order) -> Told:
        results: list[Result] = []
        pending = list(order.letters)
        trouble = None
        while pending and trouble is None:
            try:
                session = self._connected(pending[0])
            except Unopened as error:
                trouble = error
                break
            count = min(len(pending), session.left)
            chunk, pending = pending[:count], pending[count:]
            results += session.deliver(chunk, pending[0] if pending else order.ahead)
            if not session.is_open:
                break
        results += [self._spare(letter) for letter in pending]
        return Told(self, results, trouble)

    def _connected(self, first: Letter) -> Session:
        session = self._session
        if session is None or not session.takes(first):
            self._leave()
            session = self._session = Session(self._server, self._clock, self._halted)
        return session

    def _spare(self, letter: Letter) -> Result:
        return Result(letter.id, Outcome.UNTRIED, self._clock(), self._server.name)

    def _leave(self) -> None:
        if self._session:
            self._session.quit()
            self._session = None
