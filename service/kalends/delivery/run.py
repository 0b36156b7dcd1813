"""One run of sending: one thread draws letters, commits, and carries them over all connections.

Whatever workers have told by the time of a commit goes into it together with the windows they get
next, and a commit waits for others about as long as it takes itself: so it serves most of the
connections. A worker knows the first letter after its window beforehand, so that its commands can
go out with the last body; the letter's own body waits for the commit.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from time import monotonic

from kalends.delivery.letters import (
    Commit,
    Fault,
    Letter,
    Outcome,
    RecordingFailed,
    Result,
    Summary,
)
from kalends.delivery.rate import Rate
from kalends.delivery.servers import Health, Server
from kalends.delivery.waiting import Loop
from kalends.delivery.windows import committed
from kalends.delivery.worker import Order, Told, Worker

_POLL = 0.05  # seconds between looks at the clock while there is nothing but to wait
_GATHERING = 0.01  # seconds that a commit waits at most for windows to come back
_SLIPS = 3  # connections lost under one letter before it has to wait like any other deferred one


@dataclass(slots=True)
class Lane:
    """A server with what is known of it; kept between runs."""

    server: Server
    rate: Rate
    health: Health = field(default_factory=Health)


@dataclass(slots=True)
class _Place:
    """What one worker has in hand: the window that is out, and the one it will be given next."""

    lane: Lane
    window: Sequence[Letter] = ()
    ahead: Sequence[Letter] = ()
    is_out: bool = False
    is_surplus: bool = False


class Run:
    """Letters to the first server that takes them, until there are none or no server does."""

    def __init__(
        self,
        lanes: Sequence[Lane],
        letters: Iterable[Letter],
        commit: Commit,
        clock: Callable[[], float],
        *,
        window: int,
        patience: float,
        stop: Callable[[], bool],
    ) -> None:
        """See `Sender.send`."""
        self._lanes = lanes
        self._source = iter(letters)
        self._commit = commit
        self._clock = clock
        self._window = window
        self._patience = patience
        self._stop = stop
        self._is_dry = False
        self._again: deque[Letter] = deque()
        self._slips: Counter[int] = Counter()
        self._most = [lane.server.connections for lane in lanes]
        self._loop = Loop()
        self._workers: list[Worker] = []
        self._places: dict[Worker, _Place] = {}
        self._told: list[Told] = []
        self._is_halted = False
        self._last_took = 0.0
        self._results: list[Result] = []
        self._counts: Counter[Outcome] = Counter()
        self._withdrawn = 0
        self._last_busy = clock()

    def go(self) -> Summary:
        """Send.

        Raises:
            RecordingFailed: The commit failed; what was out by then is in `unrecorded`.
        """
        try:
            while self._turn():
                pass
        except RecordingFailed as failure:
            self._end()
            raise RecordingFailed([*failure.unrecorded, *self._unheard()]) from failure.__cause__
        except BaseException:
            self._end()
            committed(self._commit, [*self._results, *self._unheard()], ())
            raise
        self._end()
        if self._again:
            self._counts[Outcome.UNTRIED] = len(self._again)
        now = self._clock()
        resting = {
            lane.server.name: lane.health.reason for lane in self._lanes if lane.health.rests(now)
        }
        return Summary(self._counts, self._withdrawn, resting)

    def _turn(self) -> bool:
        """Hand out, record, listen; return whether to go on."""
        now = self._clock()
        lane = None if self._stop() else self._open_lane(now)
        if lane:
            self._hire(lane, now)
        places = self._give(lane, now)
        if places or self._results:
            self._record(places)
        if out := self._out:
            self._last_busy = now
            self._listen(_POLL if out < len(self._places) else inf)
            return True
        return self._wait(lane, now)

    def _open_lane(self, now: float) -> Lane | None:
        return next((lane for lane in self._lanes if not lane.health.rests(now)), None)

    def _hire(self, lane: Lane, now: float) -> None:
        hired = sum(place.lane is lane for place in self._places.values())
        for _ in range(self._most[self._lanes.index(lane)] - hired):
            window = self._draw(lane, now)
            if not window:
                return
            worker = Worker(lane.server, self._clock, lambda: self._is_halted)
            self._workers.append(worker)
            self._places[worker] = _Place(lane, ahead=window)

    def _draw(self, lane: Lane, now: float) -> Sequence[Letter]:
        """Take the next letters, and a place in the rate for each."""
        count = lane.rate.free(now, self._window)
        letters = [self._again.popleft() for _ in range(min(count, len(self._again)))]
        if not self._is_dry and len(letters) < count:
            letters += islice(self._source, count - len(letters))
            self._is_dry = len(letters) < count
        lane.rate.hold(len(letters))
        return letters

    def _give(self, lane: Lane | None, now: float) -> dict[Worker, _Place]:
        """Give a window to each worker that has none out; return those that got one."""
        given = {}
        for worker, place in list(self._places.items()):
            if place.is_out:
                continue
            if place.lane is not lane or place.is_surplus:
                self._dismiss(worker)
                continue
            place.window, place.ahead = place.ahead or self._draw(lane, now), ()
            if place.window:
                given[worker] = place
            elif self._is_dry and not self._again:
                self._dismiss(worker)
        for place in given.values():
            place.ahead = self._draw(place.lane, now)
        return given

    def _record(self, places: dict[Worker, _Place]) -> None:
        starting = [letter for place in places.values() for letter in place.window]
        results, self._results = self._results, []
        start = monotonic()
        allowed = committed(self._commit, results, starting)
        self._last_took = monotonic() - start
        for worker, place in places.items():
            letters = [letter for letter in place.window if letter.id in allowed]
            withdrawn = len(place.window) - len(letters)
            self._withdrawn += withdrawn
            place.lane.rate.release(withdrawn)
            place.window = letters
            place.is_out = True
            order = Order(letters, place.ahead[0] if place.ahead else None)
            self._loop.start(worker.carry(order), self._told.append)

    def _listen(self, timeout: float) -> None:
        """Hear what is told; wait for the first, and a little for others to share its commit."""
        until = monotonic() + timeout
        while not self._told and (left := until - monotonic()) > 0:
            self._loop.turn(left)
        until = monotonic() + min(self._last_took, _GATHERING)
        while 0 < len(self._told) < self._out and (left := until - monotonic()) > 0:
            self._loop.turn(left)
        while self._told:
            self._hear(self._told.pop(0))

    @property
    def _out(self) -> int:
        """Windows that are out."""
        return sum(place.is_out for place in self._places.values())

    def _hear(self, told: Told) -> None:
        place = self._places[told.worker]
        place.is_out = False
        for letter, result in zip(place.window, told.results, strict=True):
            self._settle(place, letter, result)
        place.window = ()
        if told.trouble and not self._crowded(place, told.trouble.fault):
            trouble = told.trouble
            reason = f"{trouble.code or ''} {trouble.reason}".strip()
            place.lane.health.blame(trouble.fault, reason, self._clock())

    def _settle(self, place: _Place, letter: Letter, result: Result) -> None:
        lane = place.lane
        is_untried = result.outcome is Outcome.UNTRIED
        if is_untried and result.fault is not Fault.SLIP:
            lane.rate.release(1)
        else:
            lane.rate.spend(result.at)
        has_met = result.fault is not Fault.NONE or not is_untried
        if has_met and not self._crowded(place, result.fault):
            lane.health.learn(result, self._clock())
        self._slips[letter.id] += result.fault is Fault.SLIP
        if is_untried and self._slips[letter.id] >= _SLIPS:
            result = result._replace(outcome=Outcome.DEFERRED)
        if result.outcome is Outcome.UNTRIED:
            self._again.append(letter)
        else:
            self._slips.pop(letter.id, None)
            self._counts[result.outcome] += 1
        self._results.append(result)

    def _crowded(self, place: _Place, fault: Fault) -> bool:
        """Say whether one connection was too many; then the others go on without it."""
        others = [
            other
            for other in self._places.values()
            if other.lane is place.lane and other is not place and not other.is_surplus
        ]
        if fault is not Fault.CROWDED or not others:
            return False
        place.is_surplus = True
        self._most[self._lanes.index(place.lane)] = len(others)
        return True

    def _dismiss(self, worker: Worker) -> None:
        place = self._places.pop(worker)
        place.lane.rate.release(len(place.ahead))
        self._again.extendleft(reversed(place.ahead))
        self._loop.start(worker.leave(), lambda _: None)

    def _wait(self, lane: Lane | None, now: float) -> bool:
        """Wait a moment for a server or a place, or say that it is not worth it."""
        if self._stop() or (self._is_dry and not self._again):
            return False
        waits = [lane.rate.wait(now)] if lane else [each.health.wait(now) for each in self._lanes]
        wait = min(waits)
        if wait <= 0:
            return True
        if now + wait - self._last_busy > self._patience:
            return False
        self._listen(min(wait, _POLL))
        return True

    def _end(self) -> None:
        """Let each connection come to the end of its letter, and close it."""
        self._is_halted = True
        self._loop.finish()
        for worker in self._workers:
            self._loop.start(worker.leave(), lambda _: None)
        self._loop.finish()
        self._loop.close()

    def _unheard(self) -> Iterable[Result]:
        return [result for told in self._told for result in told.results]
