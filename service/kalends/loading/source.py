"""From the bytes of a file to text that is safe to parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from kalends.errors import Problem

MAX_BYTES = 32 * 1024 * 1024
MAX_NESTING = 50

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t+ *(?=[^\s#])", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_LEADING = re.compile(rf"^[ ?-]{{{MAX_NESTING},}}", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, name: Path) -> tuple[str | None, list[Problem]]:
    """Return the text of a list, or None with the problem that keeps it from being read.

    Args:
        path: The file.
        name: What problems call it.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [
                Problem(
                    name,
                    0,
                    0,
                    "",
                    f"the file has {size:,} bytes, more than {MAX_BYTES:,}",
                    remedy="split it into several files",
                )
            ]
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem(name, 0, 0, "", f"the file cannot be read: {reason}")]
    return decode(data, name)


def decode(data: bytes, name: Path) -> tuple[str | None, list[Problem]]:
    """Return the text of UTF-8 bytes, or None with what is wrong with them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, name)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults = [_control(text, found, name) for found in _CONTROL.finditer(text)]
    if faults:
        return None, faults[:10]
    return text, []


def tab_problems(text: str, name: Path) -> list[Problem]:
    """Name every line that is indented with a tab, which YAML does not allow."""
    return [
        Problem(
            name,
            *position(text, found.start() + found.group().index("\t")),
            "",
            "a tab in the indentation",
            remedy="indent with spaces",
        )
        for found in _TAB_INDENT.finditer(text)
    ]


def without_conflicts(text: str, name: Path) -> tuple[str, list[Problem]]:
    """Return the text with the marks of merge conflicts blanked, and a problem for each."""
    found = list(_CONFLICT.finditer(text))
    remedy = "keep one of the two sides and delete this line"
    problems = [
        Problem(name, *position(text, mark.start()), "", "a merge conflict", mark.group(), remedy)
        for mark in found
    ]
    return (_CONFLICT.sub("", text) if found else text), problems


def suspicious(text: str) -> bool:
    """Tell whether the text may nest deeper than `MAX_NESTING`; never wrong when it says no."""
    if _LEADING.search(text):
        return True
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(text))
    return max(_climb(steps), default=0) > MAX_NESTING


def _climb(steps: Iterator[int]) -> Iterator[int]:
    """Yield the depth after each step, where closing what is not open stays at nothing."""
    return accumulate(steps, lambda depth, step: max(0, depth + step), initial=0)


def position(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column of an index."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _not_utf8(data: bytes, index: int, name: Path) -> Problem:
    line = data.count(b"\n", 0, index) + 1
    column = index - data.rfind(b"\n", 0, index)
    encoding = "UTF-16" if data.startswith(_UTF16) else "another encoding, such as Windows-1251"
    return Problem(
        name,
        line,
        column,
        "",
        f"not UTF-8: byte 0x{data[index]:02X}; the file seems to be in {encoding}",
        remedy="save the file as UTF-8",
    )


def _control(text: str, found: re.Match[str], name: Path) -> Problem:
    return Problem(
        name,
        *position(text, found.start()),
        "",
        f"the control character U+{ord(found.group()):04X}",
        remedy="delete it; for a line break use the Enter key",
    )
