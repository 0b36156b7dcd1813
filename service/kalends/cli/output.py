"""What commands print: colour and columns on a terminal, plain text through a pipe."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from kalends.errors import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


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
