"""A linter of our own calendars' bytes.

Parsers forgive: none of them sees a bare line feed, an over-long line, a split escape or a
missing VALUE. This one knows the anatomy of our feeds and forgives nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kalends.model.colours import COLOURS

WIDTH = 75
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
TEXT = re.compile(r"(?:[^\\;,\n]|\\[\\;,n])*")
TEXTS = re.compile(r"(?:[^\\;\n]|\\[\\;,n])*")
NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"]+)*):(.*)", re.DOTALL)
DAY = re.compile(r"\d{8}")
MOMENT = re.compile(r"\d{8}T\d{6}Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TRIGGER = re.compile(r"-?P(?:\d+D)?(?:T\d+H)?")
GEO = re.compile(r"-?\d+(?:\.\d+)?;-?\d+(?:\.\d+)?")

LANGUAGE = r";LANGUAGE=[a-z]{2,3}(?:-[a-z0-9]+)*"
HEAD = {
    "VERSION": ("", re.compile(r"2\.0")),
    "PRODID": ("", re.compile(r"-//[^/]+//Kalends//[A-Z-]+")),
    "CALSCALE": ("", re.compile("GREGORIAN")),
    "UID": ("", UUID),
    "LAST-MODIFIED": ("", MOMENT),
    "NAME": (LANGUAGE, TEXT),
    "X-WR-CALNAME": ("", TEXT),
    "DESCRIPTION": (LANGUAGE, TEXT),
    "X-WR-CALDESC": ("", TEXT),
    "URL": ("", re.compile(r"https?://[!-~]+/")),
    "SOURCE": (";VALUE=URI", re.compile(r"https?://[!-~]+")),
    "REFRESH-INTERVAL": (";VALUE=DURATION", re.compile("P1D")),
    "X-PUBLISHED-TTL": ("", re.compile("P1D")),
    "COLOR": ("", re.compile("|".join(COLOURS))),
    "X-APPLE-CALENDAR-COLOR": ("", re.compile("#[0-9A-F]{6}")),
}
HEAD_OPTIONAL = {"DESCRIPTION", "X-WR-CALDESC", "COLOR", "X-APPLE-CALENDAR-COLOR"}
DOWNLOAD = ("VERSION", "PRODID", "CALSCALE")
ENTRY = {
    "UID": ("", UUID),
    "DTSTAMP": ("", MOMENT),
    "CREATED": ("", MOMENT),
    "LAST-MODIFIED": ("", MOMENT),
    "SEQUENCE": ("", re.compile(r"\d+")),
    "DTSTART": ("(?:;VALUE=DATE)?", re.compile(r"\d{8}(?:T\d{6}Z)?")),
    "DTEND": (";VALUE=DATE", DAY),
    "SUMMARY": (LANGUAGE, TEXT),
    "DESCRIPTION": (LANGUAGE, TEXT),
    "LOCATION": (LANGUAGE, TEXT),
    "GEO": ("", GEO),
    "URL": ("", re.compile(r"https?://[!-~]+/")),
    "CATEGORIES": ("", TEXTS),
    "CLASS": ("", re.compile("PUBLIC")),
    "STATUS": ("", re.compile("CONFIRMED|TENTATIVE|CANCELLED")),
    "TRANSP": ("", re.compile("TRANSPARENT")),
    "X-MICROSOFT-CDO-BUSYSTATUS": ("", re.compile("FREE")),
    "X-MICROSOFT-CDO-ALLDAYEVENT": ("", re.compile("TRUE|FALSE")),
}
ENTRY_OPTIONAL = {"DTEND", "LOCATION", "GEO"}
ALARM = {
    "ACTION": ("", re.compile("DISPLAY")),
    "DESCRIPTION": (LANGUAGE, TEXT),
    "TRIGGER": ("(?:;RELATED=START)?", TRIGGER),
}
Grammar = dict[str, tuple[str, re.Pattern[str]]]


class Line(NamedTuple):
    """A property: its name, parameters with their semicolons, and raw value."""

    name: str
    parameters: str
    value: str


class Part(NamedTuple):
    """A component: its name, its own lines, and the components in it."""

    name: str
    lines: list[Line]
    parts: list[Part]

    def values(self) -> dict[str, str]:
        """Return the raw values by name."""
        return {line.name: line.value for line in self.lines}


def problems(body: bytes, *, download: bool = False) -> list[str]:
    """Return everything that is wrong with a calendar, an empty list where nothing is.

    Args:
        download: It is a single event's, whose head must not make a calendar of its own.
    """
    found = list(_bytes(body))
    if found:
        return found
    lines = body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    try:
        calendar = tree(lines)
    except ValueError as error:
        return [str(error)]
    return [*_calendar(calendar, download=download), *_entries(calendar)]


def _bytes(body: bytes) -> Iterator[str]:
    if not body.endswith(b"\r\n"):
        yield "the last line has no end"
    if body.startswith(b"\xef\xbb\xbf"):
        yield "there is a byte order mark"
    for number, line in enumerate(body.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if b"\n" in line or b"\r" in line:
            yield f"line {number} holds a bare CR or LF"
        if len(line) > WIDTH:
            yield f"line {number} has {len(line)} octets"
        if not line:
            yield f"line {number} is empty"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"line {number} splits a character"
            continue
        if FORBIDDEN.search(text):
            yield f"line {number} holds a control character"
        if (len(text) - len(text.rstrip("\\"))) % 2:
            yield f"line {number} splits an escape"


def tree(lines: list[str]) -> Part:
    """Return the component that unfolded lines make; raises ValueError."""
    stack = [Part("", [], [])]
    for text in lines:
        match = NAME.fullmatch(text)
        if not match:
            raise ValueError(f"{text[:40]!r} is no property")
        line = Line(*match.groups())
        if line.name == "BEGIN":
            part = Part(line.value, [], [])
            stack[-1].parts.append(part)
            stack.append(part)
        elif line.name == "END":
            if stack.pop().name != line.value:
                raise ValueError(f"END:{line.value} ends something else")
        else:
            stack[-1].lines.append(line)
    if len(stack) != 1 or stack[0].lines or [part.name for part in stack[0].parts] != ["VCALENDAR"]:
        raise ValueError("there is not one VCALENDAR")
    return stack[0].parts[0]


def _calendar(calendar: Part, *, download: bool) -> Iterator[str]:
    head = {name: HEAD[name] for name in DOWNLOAD} if download else HEAD
    yield from _lines(calendar, head, HEAD_OPTIONAL)
    values = calendar.values()
    pairs = (
        ("NAME", "X-WR-CALNAME"),
        ("DESCRIPTION", "X-WR-CALDESC"),
        ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    )
    for one, other in pairs:
        if values.get(one) != values.get(other):
            yield f"{one} and {other} differ"
    colour, apple = values.get("COLOR", ""), values.get("X-APPLE-CALENDAR-COLOR", "")
    if COLOURS.get(colour, "") != apple.removeprefix("#").lower():
        yield "COLOR and X-APPLE-CALENDAR-COLOR differ"


def _entries(calendar: Part) -> Iterator[str]:
    uids = Counter(part.values().get("UID") for part in calendar.parts)
    yield from (f"the UID {uid} is there {n} times" for uid, n in uids.items() if n > 1)
    for part in calendar.parts:
        if part.name != "VEVENT":
            yield f"there is a {part.name}"
            continue
        yield from _lines(part, ENTRY, ENTRY_OPTIONAL)
        yield from _entry(part.values(), calendar.values().get("LAST-MODIFIED"))
        for alarm in part.parts:
            if alarm.name != "VALARM":
                yield f"there is a {alarm.name} in a VEVENT"
            yield from _lines(alarm, ALARM, set())


def _entry(values: dict[str, str], last_modified: str | None) -> Iterator[str]:
    if values.get("DTSTAMP") != values.get("LAST-MODIFIED"):
        yield "DTSTAMP and LAST-MODIFIED differ"
    if values.get("CREATED", "") > values.get("LAST-MODIFIED", ""):
        yield "an event was revised before it was created"
    if last_modified and values.get("LAST-MODIFIED", "") > last_modified:
        yield "an event was revised after the calendar"
    start, end = values.get("DTSTART", ""), values.get("DTEND")
    all_day = bool(DAY.fullmatch(start))
    if all_day is (end is None):
        yield "a day has a DTEND, an instant has none"
    elif end is not None and end <= start:
        yield "DTEND is exclusive, and after DTSTART"
    if (values.get("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE") is not all_day:
        yield "X-MICROSOFT-CDO-ALLDAYEVENT says something else than DTSTART"


def _lines(part: Part, grammar: Grammar, optional: set[str]) -> Iterator[str]:
    """Yield what is wrong with the lines of a component: which, how many, in what order."""
    names = [line.name for line in part.lines]
    known = [name for name in grammar if name in names]
    if names != known:
        yield f"{part.name} has {', '.join(names)} where {', '.join(known)} was expected"
    missing = grammar.keys() - names - optional
    yield from (f"{part.name} has no {name}" for name in sorted(missing))
    for line in part.lines:
        parameters, value = grammar.get(line.name, ("", TEXT))
        if not re.fullmatch(parameters, line.parameters):
            yield f"{line.name} has the parameters {line.parameters!r}"
        if not value.fullmatch(line.value):
            yield f"{line.name} cannot be {line.value[:60]!r}"
        dated = ";VALUE=DATE" in line.parameters
        if line.name == "DTSTART" and dated is not bool(DAY.fullmatch(line.value)):
            yield "DTSTART and its VALUE differ"
