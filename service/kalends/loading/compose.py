"""Write a new entry into a list, touching no other line."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from kalends.errors import Problem
from kalends.loading.catalogue import read_entry
from kalends.loading.entries import entries
from kalends.loading.nodes import Faulty, Located, Value
from kalends.loading.source import decode, read_data
from kalends.model import Event, Site

FIRST_LINE = "# yaml-language-server: $schema=./schema.json"
_NEW = f"{FIRST_LINE}\nevents:\n"
ORDER = ("id", "date", "title", "kind", "tags", "sources")


class _Dumper(yaml.SafeDumper):
    """Quotes what needs it, but no dates: implicit types are not resolved when read back."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own class attribute
        key: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":bool"))]
        for key, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


def entry_text(values: Mapping[str, Value], indent: str = "  ") -> str:
    """Return an entry as lines, one a field, in the order people expect."""
    names = [*(name for name in ORDER if name in values), *(n for n in values if n not in ORDER)]
    lines = [f"{name}: {_flow(values[name])}" for name in names]
    first, *rest = lines
    return "".join(
        [f"{indent}- {first}\n", *(f"{indent}  {line}\n" for line in rest)],
    )


def new_event(
    values: Mapping[str, Value], path: Path, site: Site
) -> tuple[bytes, Event | None, list[Problem]]:
    """Return the bytes of the list `path` with a new entry at its end, its event, and faults.

    Nothing is written, and no byte that the list has becomes another. Problems are those of
    the new entry, or of the file where it cannot take one.
    """
    data, problems = read_data(path, path) if path.exists() else (b"", [])
    if data is None:
        return b"", None, problems
    before, problems = _located(data, path) if _begun(data) else ([], [])
    _, faults = _located(_NEW.encode() + entry_text(values).encode(), path)
    problems += [replace(fault, line=0, column=0) for fault in faults]
    if problems:
        return b"", None, problems
    grown = data + _addition(data, values)
    after, faults = _located(grown, path)
    if faults or len(after) != len(before) + 1 or _values(after[:-1]) != _values(before):
        remedy = "write the list in lines: `events:`, and below it one `- id: …` an event"
        return b"", None, [Problem(path, 0, 0, "", "nothing can be put at its end", remedy=remedy)]
    value, problems = after[-1].plain()
    event, found = read_entry(value, after[-1], site)
    return grown, event, problems + found


def _begun(data: bytes) -> bool:
    """Tell whether a file holds more than comments."""
    lines = (line.strip() for line in data.removeprefix(BOM_UTF8).splitlines())
    return any(line and not line.startswith(b"#") for line in lines)


def _located(data: bytes, path: Path) -> tuple[list[Located], list[Problem]]:
    """Return the entries of a list, and what is wrong with the list around them."""
    text, problems = decode(data, path)
    if text is None:
        return [], problems
    items = list(entries(text, path))
    faults = [fault for item in items if isinstance(item, Faulty) for fault in item.problems]
    return [item for item in items if isinstance(item, Located)], faults


def _values(items: list[Located]) -> list[Value]:
    return [_stripped(item.plain()[0]) for item in items]


def _stripped(value: Value) -> Value:
    """Return a value without the ends of its texts, where empty lines may have been added."""
    if isinstance(value, dict):
        return {name: _stripped(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    return value.rstrip() if value is not None else None


def _addition(data: bytes, values: Mapping[str, Value]) -> bytes:
    """Return what a new entry adds to a file, with the indentation and line ends it has."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    found = re.findall(r"^( *)-(?: |$)", text, re.MULTILINE)
    entry = entry_text(values, found[0] if found else "  ")
    if not _begun(data):
        entry = (_NEW if not text.strip() else "events:\n") + entry
    elif found and not text.endswith("\n\n"):
        entry = f"\n{entry}"
    if text and not text.endswith("\n"):
        entry = f"\n{entry}"
    return entry.replace("\n", _line_end(data)).encode()


def _line_end(data: bytes) -> str:
    if b"\r\n" in data:
        return "\r\n"
    return "\r" if b"\r" in data and b"\n" not in data else "\n"


def _flow(value: Value) -> str:
    """Return a value in YAML's flow style on one line."""
    dumped: str = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=True,
        allow_unicode=True,
        width=2**20,
        sort_keys=False,
    )
    return dumped.removesuffix("\n").removesuffix("\n...").strip()
