"""What commands print: colour and columns on a terminal, plain text through a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from kalends.errors import Problem, Severity

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

T = TypeVar("T")

_MANY = 1_000
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def progress(count: int, *, weight: int = 1) -> ProgressBar[int]:
    """Return a bar of so many steps, to be seen on a terminal alone and where they take a while.

    Args:
        count: Steps.
        weight: How many rows a step takes as long as.
    """
    is_hidden = count * weight < _MANY or not sys.stderr.isatty()
    return click.progressbar(length=count, file=sys.stderr, hidden=is_hidden)


def counted(items: Iterable[T], count: int, *, weight: int = 1) -> Iterator[T]:
    """Yield so many items beside a `progress` bar."""
    with progress(count, weight=weight) as bar:
        for item in items:
            yield item
            bar.update(1)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines whose columns, but the last, are padded to one width."""
    if not rows:
        return []
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]


def as_json(value: object) -> str:
    """Return JSON for scripts."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def problem_line(problem: Problem) -> str:
    """Return a problem with its place, severity and value marked."""
    where = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
    severity = click.style(problem.severity, fg=_COLOURS[problem.severity], bold=True)
    return str(problem).replace(
        f"{where}: {problem.severity}:", f"{click.style(where, bold=True)}: {severity}:", 1
    )


def plural(count: int, noun: str) -> str:
    """Return `1 event`, `2 events`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
