"""Long commands show how far they are, on a terminal and nowhere else."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kalends.cli import digest, output, subscribers

TOML = '[site]\nid = "test"\ntitle = "Dates"\nbase_url = "https://dates.example.org"\n'
LIST = """\
events:
  - id: victory-day
    date: 1945-05-09
    title: {en: Victory Day}
    sources: [{title: Source, url: https://example.org/}]
"""
WHEN = ("--as-of", "2027-05-01T00:00:00Z")


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a site with one subscriber to one event, and show bars for any number."""
    (tmp_path / "kalends.toml").write_text(TOML)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "list.yaml").write_text(LIST)
    monkeypatch.chdir(tmp_path)
    call(subscribers.command, "add", "a@example.org", "--cadence", "daily", *WHEN)
    monkeypatch.setattr(output, "_MANY", 1)
    return tmp_path


def call(command: Callable[..., object], *words: str) -> None:
    """Run a command in this process, with the terminal that the test has."""
    command([*words], standalone_mode=False)


@pytest.mark.parametrize(
    "words",
    [
        ("digest", "run", "--as-of", "2027-05-09T12:00:00Z"),
        ("digest", "simulate", *WHEN),
        ("subscribers", "export"),
    ],
    ids=lambda words: str(words[1]),
)
@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.usefixtures("site")
def test_a_terminal_shows_how_far_it_is(
    words: tuple[str, ...], *, is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the end; a file or a pipe gets no bar."""
    told = Terminal() if is_terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    call({"digest": digest, "subscribers": subscribers}[words[0]].command, *words[1:])
    assert ("100%" in told.getvalue()) is is_terminal


@pytest.mark.usefixtures("site")
def test_rows_on_a_terminal_are_not_broken_by_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """They show how far the export is."""
    told, rows = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stderr", told)
    monkeypatch.setattr(sys, "stdout", rows)
    call(subscribers.command, "export")
    assert "a@example.org" in rows.getvalue()
    assert told.getvalue() == ""
