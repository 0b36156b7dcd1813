"""Sending one after another, for what needs no server: windows, each committed beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import islice

from kalends.delivery.letters import Commit, Letter, Outcome, RecordingFailed, Result, Summary

WINDOW = 8


def send_serially(
    letters: Iterable[Letter],
    commit: Commit,
    deliver: Callable[[Letter], Result],
    stop: Callable[[], bool],
) -> Summary:
    """Send in windows of eight; each is committed with the results of the one before.

    Raises:
        RecordingFailed: The commit did.
    """
    source = iter(letters)
    results: list[Result] = []
    counts: Counter[Outcome] = Counter()
    withdrawn = 0
    while window := [] if stop() else list(islice(source, WINDOW)):
        allowed = committed(commit, results, window)
        results = [deliver(letter) for letter in window if letter.id in allowed]
        counts.update(result.outcome for result in results)
        withdrawn += len(window) - len(results)
    if results:
        committed(commit, results, [])
    return Summary(counts, withdrawn)


def committed(
    commit: Commit, results: Sequence[Result], starting: Sequence[Letter]
) -> Container[int]:
    """Call the commit.

    Raises:
        RecordingFailed: It raised; the results it was given are not recorded.
    """
    try:
        return commit(results, starting)
    except Exception as error:
        raise RecordingFailed(results) from error
