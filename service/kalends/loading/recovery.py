"""The events of a list that is no YAML as a whole, each read by itself.

An entry that does not parse as it stands is lost whole and never mended: the line at
fault may be the one that hides the event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml

from kalends.errors import Problem
from kalends.loading.nodes import Faulty, Located, Unreadable, compose
from kalends.loading.source import TAB_INDENT, few

_EVENTS = re.compile(r"""(["']?)events\1 *:\s*(?:#.*)?""")
_MARK = re.compile(r"( *)-(?: |$)")
_WITH_ID = re.compile(r"""( *)- +(?:\{ *)?["']?id["']? *:""")
_ID = re.compile(r"""[ \t]*(-\s+)?(?:\{ *)?["']?id["']? *: *["']?([a-z0-9-]+)["']? *(?:[,}#].*)?""")
_DOCUMENT = re.compile(r"(?:---|\.\.\.)\s*")
_LONGEST = 80


def recovered(text: str, name: Path, fault: Problem) -> Iterator[Located | Faulty]:
    """Yield the entries that are sound by themselves, and what is lost with its reasons.

    Args:
        text: The list.
        name: What problems call it.
        fault: What is wrong with the text as a whole, named where nothing else is.
    """
    lines = text.split("\n")
    begin = next((i for i, line in enumerate(lines) if _EVENTS.fullmatch(line)), None)
    found = [] if begin is None else list(_parts(lines, begin, name))
    if not any(isinstance(item, Faulty) for item in found):
        yield Faulty(tuple(few(_plainly(fault, lines, 0))))
    yield from found


def _parts(lines: list[str], begin: int, name: Path) -> Iterator[Located | Faulty]:
    head = [_outside(name, i, lines[i]) for i in range(begin) if _says_something(lines[i])]
    around = [*head, *_without_seams(lines, begin, name)]
    if around:
        yield Faulty(tuple(few(around)))
    starts = _starts(lines, begin)
    first = starts[0] if starts else len(lines)
    between = [i for i in range(begin + 1, first) if _says_something(lines[i])]
    if between:
        faults = [_outside(name, i, lines[i]) for i in between]
        yield from _lost(lines[begin + 1 : first], begin + 1, name, faults)
    for start, end in pairwise([*starts, len(lines)]):
        yield from _entry(lines[start:end], start, name)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "%")) and line[:3] != "---"


def _without_seams(lines: list[str], begin: int, name: Path) -> Iterator[Problem]:
    """Blank and name what begins a second list in the same file."""
    for i in range(begin + 1, len(lines)):
        if _DOCUMENT.fullmatch(lines[i]):
            remedy = f"remove the line `{lines[i].strip()}`; one file holds one list"
            yield Problem(name, i + 1, 1, "", "the end of a document", remedy=remedy)
        elif _EVENTS.fullmatch(lines[i]):
            yield Problem(name, i + 1, 1, "", "a field given twice", "events", "keep one")
        else:
            continue
        lines[i] = ""


def _starts(lines: list[str], begin: int) -> list[int]:
    """Return the lines at which entries begin, all in the column that most of them have."""
    marks = [
        (i, len(found.group(1)))
        for i, line in enumerate(lines)
        if i > begin and (found := _MARK.match(line))
    ]
    named = Counter(column for i, column in marks if _WITH_ID.match(lines[i]))
    columns = [column for column, _ in named.most_common(1)] or [column for _, column in marks]
    return [i for i, column in marks if column == columns[0]]


def _entry(lines: list[str], before: int, name: Path) -> Iterator[Located | Faulty]:
    try:
        root = compose("\n".join(lines), name, before)
    except Unreadable as error:
        yield from _lost(lines, before, name, _faults(lines, before, name, error.problem))
        return
    if isinstance(root, yaml.SequenceNode):
        yield from (Located(name, item, before) for item in root.value)


def _lost(
    lines: list[str], before: int, name: Path, problems: list[Problem]
) -> Iterator[Located | Faulty]:
    """Yield the entry that begins these lines as lost, and those that have run into it."""
    found = [(i, match) for i, line in enumerate(lines) if (match := _ID.fullmatch(line))]
    first = found[0][1].group(2) if found else ""
    yield Faulty(tuple(few(problems)), first, before + 1)
    for i, match in found[1:]:
        if match.group(1):
            line, entry = before + i + 1, match.group(2)
            message = "cannot be read for a fault of the event above"
            remedy = "events begin in the same column"
            yield Faulty((Problem(name, line, 1, "id", message, entry, remedy),), entry, line)


def _faults(lines: list[str], before: int, name: Path, fault: Problem | None) -> list[Problem]:
    """Return what keeps an entry from being read: lines that fall out of it, then the parser's."""
    astray = {i for i, line in enumerate(lines) if i and line[:1] not in {"", " ", "\t", "#"}}
    problems = [_outside(name, before + i, lines[i]) for i in sorted(astray)]
    if astray:
        rest = ["" if i in astray else line for i, line in enumerate(lines)]
        fault = _fault("\n".join(rest), before, name)
    if fault is not None:
        problems += _plainly(fault, lines, before)
    return sorted(problems, key=lambda problem: problem.line)


def _fault(text: str, before: int, name: Path) -> Problem | None:
    try:
        compose(text, name, before)
    except Unreadable as error:
        return error.problem
    return None


def _outside(name: Path, index: int, line: str) -> Problem:
    message = "a line that belongs to no event"
    remedy = "indent it like the other fields of its event, or delete it"
    return Problem(name, index + 1, 1, "", message, line.strip()[:_LONGEST], remedy)


def _plainly(fault: Problem, lines: list[str], before: int) -> list[Problem]:
    """Return the parser's fault or, where it is about a tab, every tab from there on."""
    tabs = [i for i, line in enumerate(lines) if TAB_INDENT.match(line)]
    index = fault.line - before - 1
    if index not in tabs:
        return [fault]
    message, remedy = "a tab in the indentation", "indent with spaces"
    return [
        Problem(fault.path, before + i + 1, lines[i].index("\t") + 1, "", message, remedy=remedy)
        for i in tabs
        if i >= index
    ]
