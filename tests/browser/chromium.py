"""A browser that Python asks about pages; what it can be asked is in `tests/node/checks/`."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NODE = Path(__file__).resolve().parents[1] / "node"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Browser:
    """Chromium, driven by a program of Node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take the running program."""
        self._process = process
        self.version = self._answer()

    def ask(self, check: str, **asked: object) -> Any:  # noqa: ANN401 - each check has its answer
        """Return what a check found; raises AssertionError where it could not be made."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"check": check, **asked}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:  # noqa: ANN401 - as above
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the browser has gone"
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]


def program() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def running(path: str) -> Iterator[Browser]:
    """Run the Chromium at a path until the end of the block."""
    command = ["node", str(NODE / "browser.mjs"), path]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Browser(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)
