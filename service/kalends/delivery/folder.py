"""Letters to a folder of .eml files, one each: for a site without a mail server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from kalends.delivery.letters import Commit, Fault, Letter, Outcome, Result, Summary
from kalends.delivery.windows import send_serially

_UNSAFE = re.compile(r"[^\w@.+-]")


class Folder:
    """A folder that takes letters; the same letter again is the same file."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        """Name the folder, which is made when first needed.

        Args:
            path: The folder.
            clock: Seconds since 1970, for results.
        """
        self.path = path
        self._clock = clock

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,  # noqa: ARG002 - a folder never keeps one waiting
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Write each letter to `<id>-<recipient>.eml`, whole or not at all.

        Raises:
            RecordingFailed: The commit failed.
        """
        return send_serially(letters, commit, self._write, stop)

    def _write(self, letter: Letter) -> Result:
        name = f"{letter.id:08}-{_UNSAFE.sub('_', letter.recipient)[:80]}.eml"
        temporary = self.path / f".{name}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(letter.content)
            temporary.replace(self.path / name)
        except OSError as error:
            reason = f"cannot write to {self.path}: {error.strerror}"
            return Result(
                letter.id, Outcome.DEFERRED, self._clock(), "folder", text=reason, fault=Fault.SLIP
            )
        return Result(letter.id, Outcome.SENT, self._clock(), "folder", text=name)
