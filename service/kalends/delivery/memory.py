"""Letters to a list: for tests and for trying out what would be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kalends.delivery.letters import Commit, Letter, Outcome, Result, Summary
from kalends.delivery.windows import send_serially


class Memory:
    """Keeps what it is given.

    Attributes:
        letters: All letters taken, in order.
    """

    def __init__(
        self, answers: Mapping[str, Outcome] | None = None, clock: Callable[[], float] = float
    ) -> None:
        """Begin with no letters.

        Args:
            answers: Outcome by recipient, where it is not SENT.
            clock: Seconds since 1970, for results.
        """
        self.letters: list[Letter] = []
        self._answers = answers or {}
        self._clock = clock

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,  # noqa: ARG002 - a list never keeps one waiting
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Keep each letter whose answer is SENT.

        Raises:
            RecordingFailed: The commit failed.
        """
        return send_serially(letters, commit, self._keep, stop)

    def _keep(self, letter: Letter) -> Result:
        outcome = self._answers.get(letter.recipient, Outcome.SENT)
        if outcome is Outcome.SENT:
            self.letters.append(letter)
        hard = outcome is Outcome.BOUNCED
        return Result(letter.id, outcome, self._clock(), "memory", hard=hard)
