"""Write a new entry into a list, touching no other line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from kalends.errors import Problem
from kalends.loading.catalogue import read_entry
from kalends.loading.nodes import Located, Value, entries
from kalends.loading.source import read_text
from kalends.model import Event, Site

FIRST_LINE = "# yaml-language-server: $schema=./schema.json"
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


def appended(text: str, values: Mapping[str, Value]) -> str:
    """Return the text of a list with one more entry at its end; an empty text begins a list."""
    if not text.strip():
        text = f"{FIRST_LINE}\nevents:\n"
    elif not text.endswith("\n"):
        text += "\n"
    found = re.findall(r"^( *)- ", text, re.MULTILINE)
    indent = found[0] if found else "  "
    gap = "" if text.rstrip().endswith("events:") else "\n"
    return f"{text.rstrip()}\n{gap}{entry_text(values, indent)}"


def new_event(
    values: Mapping[str, Value], path: Path, site: Site
) -> tuple[str, Event | None, list[Problem]]:
    """Return the text of the list `path` with a new entry, its event, and what is wrong.

    Nothing is written. Problems are those of the new entry, or of the file where it
    cannot take one.
    """
    before, problems = read_text(path, path) if path.exists() else ("", [])
    if before is None:
        return "", None, problems
    text = appended(before, values)
    items = list(entries(text, path))
    faults = [item for item in items if isinstance(item, Problem)]
    if faults or not items:
        return "", None, faults
    *_, last = (item for item in items if isinstance(item, Located))
    value, problems = last.plain()
    event, found = read_entry(value, last, site)
    return text, event, problems + found


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
