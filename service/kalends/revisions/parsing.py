"""From the text of events/revisions.json to the ledger, or to what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kalends.errors import Problem
from kalends.revisions.dumping import INSTANT, VERSION
from kalends.revisions.records import Change, Head, Ledger, Published, Reach, Record

_REMEDY = "restore it from version control (`git checkout -- {name}`), then run `kalends publish`"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

T = TypeVar("T")


def _json(text: str, path: Path) -> Any:  # noqa: ANN401 - any value
    """Return the value of a JSON text, or what is wrong with it."""
    try:
        found = json.loads(text)
        if _SURROGATE.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        return problem(path, f"is not JSON: {error.msg.lower()}", line=error.lineno)
    except RecursionError:
        return problem(path, "is nested too deeply")
    except UnicodeEncodeError:
        return problem(path, "holds half a character (a lone surrogate)")
    except ValueError:  # from int(): a number of thousands of digits
        return problem(path, "holds a number that nobody wrote")
    return found


def parse(text: str, path: Path) -> Ledger | Problem:
    """Return the ledger of a file's text, or what is wrong with it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(_CONFLICT):
            remedy = "keep either side of each conflict, then run `kalends publish`"
            return problem(path, "has an unresolved merge conflict", line[:40], number, remedy)
    found = _json(text, path)
    if isinstance(found, Problem):
        return found
    if not isinstance(found, dict) or not isinstance(found.get("version"), int):
        return problem(path, "is no file of Kalends: it has no version number")
    if found["version"] != VERSION:
        remedy = "use the Kalends that wrote it, or a later one"
        return problem(path, "has an unknown version", str(found["version"]), remedy=remedy)
    return _ledger(found, path)


def problem(
    path: Path, message: str, value: str = "", line: int = 0, remedy: str = "", entry: str = ""
) -> Problem:
    """Return what is wrong with the file; the usual remedy is to restore it."""
    remedy = remedy or _REMEDY.format(name=path.name)
    return Problem(path, line, 0, "", f"{path.name} {message}", value, remedy, entry=entry)


def _ledger(found: Mapping[str, Any], path: Path) -> Ledger | Problem:
    entry = ""
    try:
        records = {}
        for entry, fields in sorted(_as(dict, found.get("events", {})).items()):
            records[entry] = _record(_as(dict, fields))
        entry = ""
        head = found.get("site")
        return Ledger(records, _site(head) if head is not None else None)
    except (KeyError, TypeError, ValueError) as error:
        what = f"lacks {error}" if isinstance(error, KeyError) else f"is damaged: {error}"
        where = f"of event {entry!r}" if entry else "of the site"
        return problem(path, f"{what} in the block {where}", entry=entry)


def _record(fields: Mapping[str, Any]) -> Record:
    published = _as(dict, fields["published"])
    return Record(
        _as(str, fields["fingerprint"]),
        _sequence(fields["sequence"]),
        _moment(fields["created"]),
        _moment(fields["revised"]),
        Published(
            _as(str, published["date"]),
            _as(str, published["status"]),
            {_as(str, key): _as(str, text) for key, text in _as(dict, published["title"]).items()},
        ),
        _parsed_reach(_as(dict, fields["reach"])),
        _optional(fields, "embargo"),
        _optional(fields, "withdrawn"),
        tuple(_parsed_change(_as(dict, change)) for change in fields.get("changes", ())),
    )


def _parsed_reach(fields: Mapping[str, Any]) -> Reach:
    def names(key: str) -> tuple[str, ...]:
        return tuple(_as(str, name) for name in _as(list, fields.get(key, [])))

    weight = _as(int, fields.get("weight", 1))
    return Reach(
        names("kinds"), names("tags"), names("countries"), weight, _optional(fields, "moved")
    )


def _parsed_change(fields: Mapping[str, Any]) -> Change:
    texts = (_as(str, fields[name]) for name in ("field", "from", "to"))
    return Change(_moment(fields["at"]), *texts)


def _site(value: object) -> Head:
    fields = _as(dict, value)
    return Head(_as(str, fields["fingerprint"]), _moment(fields["revised"]))


def _optional(fields: Mapping[str, Any], name: str) -> datetime | None:
    return _moment(fields[name]) if name in fields else None


def _sequence(value: object) -> int:
    number = _as(int, value)
    if number < 0:
        raise ValueError(f"a sequence cannot be {number}")
    return number


def _moment(value: object) -> datetime:
    return datetime.strptime(_as(str, value), INSTANT).replace(tzinfo=UTC)


def _as(kind: type[T], value: object) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{str(value)[:40]!r} is no {kind.__name__}")
    return value
