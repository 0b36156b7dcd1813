"""One call of delivery's `send`: where its letters come from, and where results go."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from kalends.delivery import CannotDeliver, Letter, Outcome, Result, wire_address
from kalends.jobs.mailing import Mailing
from kalends.jobs.results import recorded, unaddressable, unsendable
from kalends.jobs.scribe import Scribe
from kalends.store import StoreUnavailable, sending
from kalends.store.sending import Claim, Claimed

_LEASE = timedelta(minutes=15)  # longer than a window may take with a slow server
_PORTION = 500
_WAITED_FOR = (0,)
_EVERYTHING = (0, 1)

Clock = Callable[[], datetime]


class Errand:
    """What is claimed, written, announced and recorded on the way.

    Attributes:
        counts: Letters by what became of them.
        returned: How many came back untried, and may be claimed anew.
        withdrawn: Letters that the ledger did not let go.
        concluded: Results of mails of which no letter could be made, not yet recorded.
        failure: Why the ledger gives no more letters.
    """

    def __init__(self, mailing: Mailing, scribe: Scribe, worker: str, now: Clock) -> None:
        self._mailing = mailing
        self._scribe = scribe
        self._worker = worker
        self._now = now
        self._attempts: dict[int, int] = {}
        self._out: set[int] = set()  # handed to delivery, and not known to have left it
        self._untried: set[int] = set()
        self._claimed: deque[Claimed] = deque()
        self._waited_for: deque[Claimed] = deque()
        self.counts: Counter[Outcome] = Counter()
        self.returned = 0
        self.withdrawn = 0
        self.concluded: list[sending.Result] = []
        self.failure: StoreUnavailable | None = None

    def letters(self) -> Iterator[Letter]:
        """Yield letters as they are wanted, those first that somebody waits for.

        Where the ledger fails, they end and `failure` tells why: an exception would have
        delivery forget what became of the letters under way.
        """
        try:
            while self._waited_for or self._claimed or self._claim():
                mail = (self._waited_for or self._claimed).popleft()
                self._attempts[mail.id] = mail.attempt
                if mail.id in self._out:  # came back untried, and delivery has its letter still
                    continue
                letter = self._write(mail)
                if letter is not None:
                    self._out.add(mail.id)
                    yield letter
        except StoreUnavailable as error:
            self.failure = error

    def commit(self, results: Sequence[Result], window: Sequence[Letter]) -> set[int]:
        """Record results and announce a window: `kalends.delivery.Commit`.

        Whoever waits for a mail by then has it claimed, too.
        """
        at = self._now()
        known = [*self.concluded, *map(self.recorded, results)]
        numbers = [letter.id for letter in window]
        with self._mailing.store.transaction() as tx:
            allowed = sending.advance(tx, at, known, numbers, self._hold(at))
            urgent = sending.claim(tx, at, self._hold(at), _PORTION, _WAITED_FOR)
        self._waited_for += urgent
        self.concluded.clear()
        self._settle(results)
        self._withdraw(set(numbers) - allowed)
        return allowed

    def recorded(self, result: Result) -> sending.Result:
        """Return a result of this errand as the ledger keeps it."""
        return recorded(result, self._attempts[result.id], self._mailing.on_doubt)

    def _claim(self) -> bool:
        """Claim what may be sent by now, and say whether there was any."""
        at = self._now()
        with self._mailing.store.transaction() as tx:
            found = sending.claim(tx, at, self._hold(at), _PORTION, _EVERYTHING)
        self._claimed += sorted(found, key=lambda mail: (mail.purpose.priority, mail.edition_key))
        return bool(found)

    def _write(self, mail: Claimed) -> Letter | None:
        at = self._now()
        try:
            recipient = wire_address(mail.address)
        except CannotDeliver as error:
            self.concluded.append(unaddressable(mail, at, str(error)))
            self.counts[Outcome.BOUNCED] += 1
            return None
        try:
            return self._scribe.letter(mail, recipient, at)
        except CannotDeliver as error:
            self.concluded.append(unsendable(mail, at, str(error)))
            self.counts[Outcome.FAILED] += 1
            return None

    def _settle(self, results: Sequence[Result]) -> None:
        for result in results:
            if result.outcome is Outcome.UNTRIED:
                self._untried.add(result.id)
                self.returned += 1
            else:
                self.counts[result.outcome] += 1
                self._out.discard(result.id)
                self._untried.discard(result.id)

    def _withdraw(self, numbers: set[int]) -> None:
        """Forget letters that may not go; one that came back untried is only claimed anew."""
        self.withdrawn += len(numbers - self._untried)
        self._untried -= numbers
        self._out -= numbers

    def _hold(self, at: datetime) -> Claim:
        return Claim(self._worker, at + _LEASE)
