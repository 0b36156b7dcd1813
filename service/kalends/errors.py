"""The exceptions of Kalends, and faults in the data as values.

The tree::

    KalendsError              anything Kalends refuses, with a message for people
    ├── DateError             a text that is no EDTF date (also a ValueError)
    ├── SelectionError        a query that names an unknown field or value
    ├── SettingsError         kalends.toml or the environment cannot be used
    ├── NotPublished          a publication was refused to protect subscribers
    ├── CannotBuild           the folder for a static site cannot be used (in `kalends.web`)
    ├── CannotListen          the address is taken or not ours (in `kalends.web`)
    ├── CannotDeliver         a message, an address or a server cannot be used
    │                         (in `kalends.delivery`, as RecordingFailed)
    ├── RecordingFailed       what was sent could not be recorded, and sending stopped
    ├── Oversize              a mail is too large however little it tells (in `kalends.digest`)
    ├── StoreError            the ledger cannot be used (in `kalends.store`)
    │   ├── StoreUnavailable  it is locked, full or out of reach
    │   └── SchemaMismatch    its schema is another version's
    ├── StoreError            the database cannot be used (in `kalends.store`, as are its kinds)
    │   ├── StoreUnavailable  locked, full or out of reach: a later try may succeed
    │   └── SchemaMismatch    older or newer than this Kalends, or somebody else's
    └── UnknownName           an event, a feed or a language that does not exist

A fault in an event list is not an exception: one bad entry must not silence
four hundred good ones. It is a `Problem`, collected and reported with all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = [
    "DateError",
    "KalendsError",
    "NotPublished",
    "Problem",
    "SelectionError",
    "SettingsError",
    "Severity",
    "UnknownName",
]


class KalendsError(Exception):
    """Anything Kalends refuses; the message says what, where and what to do."""


class DateError(KalendsError, ValueError):
    """A text that is no date: `value` is the text, `remedy` what to write instead."""

    def __init__(self, value: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.value = value
        self.message = message
        self.remedy = remedy


class SelectionError(KalendsError):
    """A query with an unknown field or value.

    Attributes:
        field: Names it.
        value: As it was asked for, cut short; "" where there is none.
        near: What may have been meant, or "".
    """

    def __init__(self, field: str, message: str, *, value: str = "", near: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.value = value[:40]
        self.near = near


class SettingsError(KalendsError):
    """Settings that cannot be used; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class NotPublished(KalendsError):
    """A publication was refused to protect what subscribers already hold."""


class UnknownName(KalendsError):
    """An event, feed or language that does not exist; the message suggests a near one."""


class Severity(StrEnum):
    """How much a problem weighs: an error makes `check` fail, a warning only with --strict."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the data.

    Attributes:
        path: The file, relative to the site where possible.
        line: 1-based; 0 when the fault is the file's as a whole.
        column: 1-based; 0 like `line`.
        field: Dotted path inside the entry (`sources.0.url`), or "".
        message: What is wrong, in lower case, without a full stop.
        value: The offending value as written, or "".
        remedy: What to do about it, or "".
        severity: `error` or `warning`.
        entry: The id of the event, where one is known.
    """

    path: Path
    line: int
    column: int
    field: str
    message: str
    value: str = ""
    remedy: str = ""
    severity: Severity = Severity.ERROR
    entry: str = ""

    def __str__(self) -> str:
        """Return `path:line:column: severity: field: message 'value'; remedy`."""
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        field = f"{self.field}: " if self.field else ""
        value = f" {self.value!r}" if self.value else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{where}: {self.severity}: {field}{self.message}{value}{remedy}"
