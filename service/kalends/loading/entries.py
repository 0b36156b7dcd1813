"""The items of a list, and what is wrong with the list around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from kalends.errors import Problem
from kalends.loading.fields import close
from kalends.loading.nodes import NULLS, Faulty, Located, Unreadable, at, compose, word
from kalends.loading.recovery import recovered
from kalends.loading.schema import EventEntry
from kalends.loading.source import few

_NO_EVENTS = "the file holds no `events:`"
_REMEDY = "a list begins with `events:` and one `- id: …` an event"


def entries(text: str, name: Path) -> Iterator[Located | Faulty]:
    """Yield each item of the top-level `events`, and what is wrong with the file around them.

    Where the file as a whole is no YAML, each item is read by itself, so that one slip
    of the pen costs one event and not the list.
    """
    try:
        root = compose(text, name)
    except Unreadable as error:
        yield from recovered(text, name, error.problem)
        return
    if isinstance(root, yaml.MappingNode):
        yield from _in_mapping(root, name)
    elif root is not None:
        yield Faulty((at(name, root, _NO_EVENTS, remedy=_REMEDY),))
    else:
        yield Faulty((Problem(name, 1, 1, "", _NO_EVENTS, remedy=_REMEDY),))


def _in_mapping(root: yaml.MappingNode, name: Path) -> Iterator[Located | Faulty]:
    lists = [value for key, value in root.value if word(key) == "events"]
    if not lists:
        yield Faulty((at(name, root, _NO_EVENTS, remedy=_REMEDY),))
    items = lists[0].value if lists and isinstance(lists[0], yaml.SequenceNode) else []
    around, astray = _around(root, name)
    if around:
        yield Faulty(tuple(few(around)))
    if items and astray:
        *items, last = items
        yield Faulty(tuple(few(astray)), _id(last), last.start_mark.line + 1)
    yield from (Located(name, item) for item in items)


def _around(root: yaml.MappingNode, name: Path) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with the file's own fields, and with those meant for the last event.

    A field of an event that begins in the first column falls out of the event above it.
    """
    around: list[Problem] = []
    astray: list[Problem] = []
    seen: set[str] = set()
    for key, value in root.value:
        field = word(key)
        if field is None:
            around.append(at(name, key, "a key that is no plain word"))
        elif field in seen:
            around.append(at(name, key, "a field given twice", field, "keep one"))
        elif field == "events":
            around += _of_list(value, name)
        elif "events" in seen and close(field, list(EventEntry.model_fields)):
            remedy = "indent it like the other fields of the event above"
            astray.append(at(name, key, "a field of an event outside of it", field, remedy))
        else:
            remedy = "the only field here is `events`"
            around.append(at(name, key, "unknown field", field, remedy))
        seen.add(field or "")
    return around, astray


def _of_list(value: yaml.Node, name: Path) -> list[Problem]:
    empty = isinstance(value, yaml.ScalarNode) and value.value in NULLS
    if empty or isinstance(value, yaml.SequenceNode):
        return []
    return [at(name, value, "`events` is not a list", remedy="put `- ` before each event")]


def _id(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found = (value for key, value in pairs if word(key) == "id")
    return next((str(value.value) for value in found if isinstance(value, yaml.ScalarNode)), "")
