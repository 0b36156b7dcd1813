"""From the bytes of a file to text that is safe to parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path
from stat import S_ISREG

from kalends.errors import Problem

MAX_BYTES = 32 * 1024 * 1024
MAX_NESTING = 50
MAX_NAMED = 20
"""Of faults of one kind in one place so many are named, the others counted."""

TAB_INDENT = re.compile(r"^ *\t+ *(?=[^\s#])", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7} .*|\|{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_LEADING = re.compile(rf"^[ ?-]{{{MAX_NESTING},}}", re.MULTILINE)
_MARKS = {  # the longer first: UTF-32 begins like UTF-16
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_SAMPLE = 4096


def read_text(path: Path, name: Path) -> tuple[str | None, list[Problem]]:
    """Return the text of a list, or None with the problem that keeps it from being read.

    Args:
        path: The file.
        name: What problems call it.
    """
    data, problems = read_data(path, name)
    return (None, problems) if data is None else decode(data, name)


def read_data(path: Path, name: Path) -> tuple[bytes | None, list[Problem]]:
    """Return the bytes of a list, or None with the problem that keeps it from being read."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            remedy = "move it out of the folder of lists"  # opening a pipe may wait for ever
            return None, [Problem(name, 0, 0, "", "not a regular file", remedy=remedy)]
        if status.st_size > MAX_BYTES:
            message = f"the file has {status.st_size:,} bytes, more than {MAX_BYTES:,}"
            return None, [Problem(name, 0, 0, "", message, remedy="split it into several files")]
        return path.read_bytes(), []
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem(name, 0, 0, "", f"the file cannot be read: {reason}")]


def decode(data: bytes, name: Path) -> tuple[str | None, list[Problem]]:
    """Return the text of UTF-8 bytes, or None with what is wrong with them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, name)]
    if _wide(data):
        return None, [_not_utf8(data, data.index(0), name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults = _named(_CONTROL.finditer(text), text, name, _control)
    return (None if faults else text), faults


def without_conflicts(text: str, name: Path) -> tuple[str, list[Problem]]:
    """Return the text with the marks of merge conflicts blanked, and a problem for each."""
    problems = _named(_CONFLICT.finditer(text), text, name, _conflict)
    return (_CONFLICT.sub("", text) if problems else text), problems


def suspicious(text: str) -> bool:
    """Tell whether the text may nest deeper than `MAX_NESTING`; never wrong when it says no."""
    if _LEADING.search(text):
        return True
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(text))
    return max(_climb(steps), default=0) > MAX_NESTING


def few(problems: list[Problem]) -> list[Problem]:
    """Return the problems, of very many the first and how many more there are."""
    if len(problems) <= MAX_NAMED:
        return problems
    more = len(problems) - MAX_NAMED
    return [*problems[:MAX_NAMED], and_more(problems[MAX_NAMED], more)]


def and_more(problem: Problem, more: int) -> Problem:
    """Return the problem that stands for itself and others: `more` of them in all."""
    return replace(problem, message=f"and {more:,} more", value="", remedy="")


def _climb(steps: Iterator[int]) -> Iterator[int]:
    """Yield the depth after each step, where closing what is not open stays at nothing."""
    return accumulate(steps, lambda depth, step: max(0, depth + step), initial=0)


def _named(
    found: Iterable[re.Match[str]],
    text: str,
    name: Path,
    say: Callable[[str], tuple[str, str, str]],
) -> list[Problem]:
    """Name what a pattern found: `say` returns message, value and remedy of each."""
    rest = iter(found)
    first = list(islice(rest, MAX_NAMED + 1))
    places = _places(text, [match.start() for match in first])
    problems = []
    for match, (line, column) in zip(first, places, strict=True):
        message, value, remedy = say(match.group())
        problems.append(Problem(name, line, column, "", message, value, remedy))
    if len(problems) > MAX_NAMED:
        problems[-1] = and_more(problems[-1], 1 + sum(1 for _ in rest))
    return problems


def _places(text: str, indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the 1-based line and column of each of the rising indices, in one pass."""
    line, start, done = 1, 0, 0
    for index in indices:
        line += text.count("\n", done, index)
        start = max(start, text.rfind("\n", done, index) + 1)
        done = index
        yield line, index - start + 1


def _wide(data: bytes) -> bool:
    """Tell whether NULs among the first bytes are so many that they are half of characters."""
    sample = data[:_SAMPLE]
    return sample.count(0) * 5 > len(sample)


def _not_utf8(data: bytes, index: int, name: Path) -> Problem:
    line = data.count(b"\n", 0, index) + 1
    column = index - data.rfind(b"\n", 0, index)
    return Problem(
        name,
        line,
        column,
        "",
        f"not UTF-8: byte 0x{data[index]:02X}; the file seems to be in {_encoding(data)}",
        remedy="save the file as UTF-8",
    )


def _encoding(data: bytes) -> str:
    marked = next((word for mark, word in _MARKS.items() if data.startswith(mark)), "")
    nuls = data[:_SAMPLE].count(0)
    if marked or not nuls:
        return marked or "another encoding, such as Windows-1251"
    return "UTF-32" if nuls * 2 > len(data[:_SAMPLE]) else "UTF-16"


def _control(found: str) -> tuple[str, str, str]:
    remedy = "delete it; for a line break use the Enter key"
    return f"the control character U+{ord(found):04X}", "", remedy


def _conflict(found: str) -> tuple[str, str, str]:
    return "a merge conflict", found, "keep one of the two sides and delete this line"
