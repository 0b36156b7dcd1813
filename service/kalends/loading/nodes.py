"""From YAML text to plain values that know where they stand. Sole user of PyYAML.

The C parser composes the nodes; implicit types are not resolved, so that dates, years
and `no` stay text. Aliases, tags and duplicate keys are refused, nesting is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kalends.errors import Problem
from kalends.loading.source import MAX_NESTING, suspicious

Value: TypeAlias = "dict[str, Value] | list[Value] | str | None"
Loc: TypeAlias = tuple[int | str, ...]

_ID = re.compile(r"^[ -]*id: *([a-z0-9-]+) *$", re.MULTILINE)
_OPENED = {
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
}
"""Where something was not closed, the fault lies where it was opened."""

_ALIAS = "an alias"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_HINTS = {
    "cannot start any token": "indent with spaces; quote a text that begins with a special sign",
    "mapping values are not allowed": "quote a text that holds a colon and a space",
    "could not find expected ':'": "every field is written `name: value`",
    "did not find expected key": "fields of one entry begin in the same column",
    "did not find expected '-'": "entries of the list begin in the same column",
    "did not find expected ',' or": "close the bracket or brace; quote texts with commas",
    "unexpected end of stream": "close the quotation mark",
    "unknown escape character": "use single quotes, where a backslash is only a backslash",
    "undefined alias": "quote a text that begins with an asterisk",
    "expected a single document": "remove the line `---`; one file holds one list",
}


class _Loader(yaml.CSafeLoader):
    """The C parser without implicit types."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own class attribute


class Unreadable(Exception):
    """The text is no YAML that we take; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Located:
    """A node of the file `name`: its plain value and the places of its parts."""

    name: Path
    node: yaml.Node

    def place(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Return the 1-based line and column of the part at `loc`, or of what holds it."""
        node = self.node
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            key_node, node = found
            if key and step == loc[-1] and key_node is not None:
                node = key_node
        return node.start_mark.line + 1, node.start_mark.column + 1

    def problem(
        self, loc: Loc, message: str, value: object = "", remedy: str = "", *, key: bool = False
    ) -> Problem:
        """Return an error at `loc`."""
        line, column = self.place(loc, key=key)
        field = ".".join(str(step) for step in loc if step != "")
        shown = _shown(value) or _shown(self._written(loc))
        return Problem(self.name, line, column, field, message, shown, remedy)

    def _written(self, loc: Loc) -> str:
        """Return the scalar, or the list of scalars, that stands at `loc`, else ""."""
        node = self.node
        for step in loc:
            found = _child(node, step) if step != "" else (None, node)
            if found is None:
                return ""
            node = found[1]
        if isinstance(node, yaml.SequenceNode):
            scalars = all(isinstance(item, yaml.ScalarNode) for item in node.value)
            return f"[{','.join(item.value for item in node.value)}]" if scalars else ""
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def plain(self) -> tuple[Value, list[Problem]]:
        """Return the value, and the duplicate keys, tags and first alias in it as problems."""
        problems: list[Problem] = []
        value = self._plain(self.node, (), problems, set())
        aliases = [problem for problem in problems if problem.message == _ALIAS]
        return value, [problem for problem in problems if problem not in aliases[1:]]

    def _plain(self, node: yaml.Node, loc: Loc, problems: list[Problem], seen: set[int]) -> Value:
        if id(node) in seen:
            problems.append(
                self.problem(loc, _ALIAS, remedy="write the value out; aliases are refused")
            )
            return None
        seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            problems.append(self.problem(loc, "a tag", node.tag, "remove it; values need no tag"))
            return None
        if isinstance(node, yaml.ScalarNode):
            return None if node.style is None and node.value in _NULLS else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [
                self._plain(item, (*loc, index), problems, seen)
                for index, item in enumerate(node.value)
            ]
        return self._mapping(node, loc, problems, seen)

    def _mapping(
        self, node: yaml.Node, loc: Loc, problems: list[Problem], seen: set[int]
    ) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None or key.tag not in _PLAIN_TAGS:
                problems.append(_at(self.name, key, "a key that is no plain word"))
            elif name in result:
                problems.append(_at(self.name, key, "a field given twice", name, "keep one"))
            else:
                result[name] = self._plain(value, (*loc, name), problems, seen)
        return result


def compose(text: str, name: Path) -> yaml.Node | None:
    """Return the root node, None for an empty text; raises Unreadable."""
    if suspicious(text):
        _check_nesting(text, name)
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.YAMLError as error:
        raise Unreadable(_syntax(error, name)) from None
    finally:
        loader.dispose()
    return node


def entries(text: str, name: Path) -> Iterator[Located | Problem]:
    """Yield each item of the top-level `events`, and problems of the file around them.

    Where the file as a whole is no YAML, each item is read by itself, so that one slip
    of the pen costs one event and not the list.
    """
    try:
        root = compose(text, name)
    except Unreadable as error:
        found = list(_recovered(_pieces(text), name))
        if not any(isinstance(item, Problem) for item in found):
            yield error.problem
        yield from found
        return
    yield from _items(root, name)


def _items(root: yaml.Node | None, name: Path) -> Iterator[Located | Problem]:
    remedy = "a list begins with `events:` and one `- id: …` an event"
    if root is None:
        yield Problem(name, 1, 1, "", "the file holds no `events:`", remedy=remedy)
        return
    if not isinstance(root, yaml.MappingNode):
        yield _at(name, root, "the file holds no `events:`", remedy=remedy)
        return
    seen = set()
    for key, value in root.value:
        if key.value in seen:
            yield _at(name, key, "a field given twice", key.value, "keep one")
        elif key.value != "events":
            yield _at(name, key, "unknown field", key.value, "the only field here is `events`")
        elif isinstance(value, yaml.SequenceNode):
            yield from (Located(name, item) for item in value.value)
        elif not (isinstance(value, yaml.ScalarNode) and value.value in _NULLS):
            yield _at(name, value, "`events` is not a list", remedy="put `- ` before each event")
        seen.add(str(key.value))
    if "events" not in seen:
        yield _at(name, root, "the file holds no `events:`", remedy=remedy)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (lines before, text) of each item under `events:`, found by indentation alone."""
    lines = text.split("\n")
    begin = next((i for i, line in enumerate(lines) if line.rstrip() == "events:"), None)
    if begin is None:
        return
    first = next((line for line in lines[begin + 1 :] if line.lstrip().startswith("- ")), None)
    if first is None:
        return
    marker = first[: len(first) - len(first.lstrip())] + "- "
    starts = [i for i in range(begin + 1, len(lines)) if lines[i].startswith(marker)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        inner = [line if line.startswith((" ", "-")) else "" for line in lines[start:end]]
        yield start, "\n".join(line for line in inner if line.rstrip() != "---")


def _recovered(pieces: Iterable[tuple[int, str]], name: Path) -> Iterator[Located | Problem]:
    for before, piece in pieces:
        try:
            root = compose("\n" * before + piece, name)
        except Unreadable as error:
            found = _ID.search(piece)
            yield replace(error.problem, entry=found.group(1) if found else "")
            continue
        if isinstance(root, yaml.SequenceNode):
            yield from (Located(name, item) for item in root.value)


def _check_nesting(text: str, name: Path) -> None:
    """Raise Unreadable where the text nests too deep; the event parser does not recurse."""
    depth = 0
    loader = _Loader(text)
    try:
        while loader.check_event():
            event: Any = loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_NESTING:
                message = f"nested more than {MAX_NESTING} deep"
                mark: Any = event.start_mark
                raise Unreadable(Problem(name, mark.line + 1, mark.column + 1, "", message))
    except yaml.YAMLError as error:
        raise Unreadable(_syntax(error, name)) from None
    finally:
        loader.dispose()


def _syntax(error: yaml.YAMLError, name: Path) -> Problem:
    message = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    mark = marks[context in _OPENED] or marks[0] or marks[1]
    remedy = next((hint for part, hint in _HINTS.items() if part in f"{message} {context}"), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = f"not YAML: {message}" + (f" ({context})" if context else "")
    return Problem(name, line, column, "", message, remedy=remedy)


def _at(name: Path, node: yaml.Node, message: str, value: str = "", remedy: str = "") -> Problem:
    mark = node.start_mark
    return Problem(name, mark.line + 1, mark.column + 1, "", message, _shown(value), remedy)


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _shown(value: object, limit: int = 80) -> str:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
