"""From YAML text to plain values that know where they stand. Sole user of PyYAML.

The C parser composes the nodes; implicit types are not resolved, so that dates, years
and `no` stay text. Aliases, tags and duplicate keys are refused, nesting is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kalends.errors import Problem
from kalends.loading.source import MAX_NESTING, few, suspicious

Value: TypeAlias = "dict[str, Value] | list[Value] | str | None"
Loc: TypeAlias = tuple[int | str, ...]

_OPENED = {
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
}
"""Where something was not closed, the fault lies where it was opened."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
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
class Faulty:
    """Part of a list that cannot be read.

    Attributes:
        problems: What is wrong with it.
        entry: The id of the event that is lost with it, or "".
        line: Where that event begins, 1-based.
    """

    problems: tuple[Problem, ...]
    entry: str = ""
    line: int = 0


@dataclass(slots=True)
class _Faults:
    named: list[Problem] = field(default_factory=list)
    alias: Problem | None = None
    seen: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Located:
    """A node of the file `name`: its plain value and the places of its parts.

    Attributes:
        name: The file.
        node: The node.
        before: Lines of the file before the text that the node was read from.
    """

    name: Path
    node: yaml.Node
    before: int = 0

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
        return self.before + node.start_mark.line + 1, node.start_mark.column + 1

    def problem(
        self, loc: Loc, message: str, value: object = "", remedy: str = "", *, key: bool = False
    ) -> Problem:
        """Return an error at `loc`."""
        shown = _shown(value) or _shown(self._written(loc))
        return Problem(self.name, *self.place(loc, key=key), _dotted(loc), message, shown, remedy)

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
        faults = _Faults()
        value = self._plain(self.node, (), faults)
        return value, few(faults.named)

    def _plain(self, node: yaml.Node, loc: Loc, faults: _Faults) -> Value:
        if id(node) in faults.seen:
            remedy = "write the value out; aliases are refused"
            if faults.alias is None:
                faults.alias = self.problem(loc, "an alias", remedy=remedy)
                faults.named.append(faults.alias)
            return None
        faults.seen.add(id(node))
        if node.tag not in PLAIN_TAGS:
            remedy = "remove it; values need no tag"
            fault = at(self.name, node, "a tag", node.tag, remedy, before=self.before, loc=loc)
            faults.named.append(fault)
            return None
        if isinstance(node, yaml.ScalarNode):
            return None if node.style is None and node.value in NULLS else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            return [self._plain(item, (*loc, index), faults) for index, item in items]
        return self._mapping(node, loc, faults)

    def _mapping(self, node: yaml.Node, loc: Loc, faults: _Faults) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for key, value in node.value:
            name = word(key)
            if name is None:
                fault = at(self.name, key, "a key that is no plain word", before=self.before)
                faults.named.append(fault)
            elif name in result:
                message = "a field given twice"
                fault = at(self.name, key, message, name, "keep one", before=self.before)
                faults.named.append(fault)
            else:
                result[name] = self._plain(value, (*loc, name), faults)
        return result


def compose(text: str, name: Path, before: int = 0) -> yaml.Node | None:
    """Return the root node, None for an empty text.

    Args:
        text: The file, or a part of it.
        name: What problems call it.
        before: Lines of the file before the text.

    Raises:
        Unreadable: The text is no YAML, or nests too deep.
    """
    if suspicious(text):
        _check_nesting(text, name, before)
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.YAMLError as error:
        raise Unreadable(_syntax(error, name, before)) from None
    finally:
        loader.dispose()
    return node


def _check_nesting(text: str, name: Path, before: int) -> None:
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
                line = before + mark.line + 1
                raise Unreadable(Problem(name, line, mark.column + 1, "", message))
    except yaml.YAMLError as error:
        raise Unreadable(_syntax(error, name, before)) from None
    finally:
        loader.dispose()


def _syntax(error: yaml.YAMLError, name: Path, before: int) -> Problem:
    message = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    mark = marks[context in _OPENED] or marks[0] or marks[1]
    remedy = next((hint for part, hint in _HINTS.items() if part in f"{message} {context}"), "")
    line, column = (before + mark.line + 1, mark.column + 1) if mark else (0, 0)
    message = f"not YAML: {message}" + (f" ({context})" if context else "")
    return Problem(name, line, column, "", message, remedy=remedy)


def at(
    name: Path,
    node: yaml.Node,
    message: str,
    value: str = "",
    remedy: str = "",
    *,
    before: int = 0,
    loc: Loc = (),
) -> Problem:
    """Return an error at a node, found without a search."""
    line, column = before + node.start_mark.line + 1, node.start_mark.column + 1
    return Problem(name, line, column, _dotted(loc), message, _shown(value), remedy)


def word(key: yaml.Node) -> str | None:
    """Return the text of a key, None where it is no plain word."""
    plain = isinstance(key, yaml.ScalarNode) and key.tag in PLAIN_TAGS
    return str(key.value) if plain else None


def _dotted(loc: Loc) -> str:
    """Return a place within an entry as one word, fit to be printed."""
    text = ".".join(str(step) for step in loc if step != "")
    return text if text.isprintable() else ascii(text)[1:-1]


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
