"""What people enter, read into what they want; every fault is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import NamedTuple
from urllib.parse import parse_qsl

from kalends.dates import zone_names
from kalends.errors import SelectionError
from kalends.jobs.members import Wanted
from kalends.jobs.signup import read_address
from kalends.model import FIELDS, Cadence, Catalogue, Selection, Site
from kalends.occurrences import check_selection
from kalends.timeline import Entered, zone_named
from kalends.wording import Words

MEDIA = "application/x-www-form-urlencoded"
TRAP = "homepage"
"""The field that people do not see; browsers know no such name and leave it empty."""
OTHER_ZONE = "other-zone"
_MOST_FIELDS = 300
_LONGEST = 320  # the characters of the longest address; what is longer is cut and refused
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])").fullmatch
_WEEKDAYS = {str(number) for number in range(7)}

Pairs = Sequence[tuple[str, str]]


class Read(NamedTuple):
    """A form that was read.

    Attributes:
        entered: As it stands in the fields.
        address: In its usual writing, "" where it is faulty or not asked for.
        wanted: None where there is a fault.
        faults: What is wrong, by the id of the field, in the order of the form.
    """

    entered: Entered
    address: str
    wanted: Wanted | None
    faults: Mapping[str, str]


def pairs_of(text: str) -> Pairs:
    """Return the fields of a form or of a query; raises ValueError where it is none."""
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)


def queried(query: str) -> Pairs:
    """Return the fields of a query, none where it cannot be read."""
    try:
        return pairs_of(query)
    except ValueError:
        return ()


def value(pairs: Pairs, name: str, default: str = "") -> str:
    """Return the first value of a field."""
    found = next((text for field, text in pairs if field == name), default)
    return found.strip()[:_LONGEST]


def entered_in(pairs: Pairs, before: Entered) -> Entered:
    """Return what stands in the fields: as sent, and `before` for what was not sent."""
    plain = {name: value(pairs, name, getattr(before, name)) for name in _NAMES}
    selection = tuple(
        (field, text.strip()[:_LONGEST])
        for field, text in pairs
        if field in FIELDS and text.strip()
    )
    return Entered(
        value(pairs, "email"),
        **plain,
        selection=tuple(dict.fromkeys(selection)),
        other_zone=value(pairs, OTHER_ZONE),
    )


_NAMES = ("cadence", "language", "zone", "at", "weekday")


def entered_of(wanted: Wanted, address: str = "") -> Entered:
    """Return the fields that say what is wanted."""
    return Entered(
        address,
        wanted.cadence.value,
        wanted.language,
        wanted.zone,
        f"{wanted.at:%H:%M}",
        str(wanted.weekday),
        tuple(wanted.selection.pairs()),
    )


def read(
    entered: Entered, words: Words, site: Site, events: Catalogue, *, with_address: bool
) -> Read:
    """Return what the fields say, and what is wrong with them.

    Args:
        entered: What stands in them.
        words: Of the page.
        site: Its languages and declared topics may be chosen.
        events: The public ones; a selection may name what they have.
        with_address: The form asks for one.
    """
    faults: dict[str, str] = {}
    address = read_address(entered.address) if with_address else ""
    if address is None:
        faults["email"] = words.text("Enter a whole e-mail address, like name@example.org")
    if entered.cadence not in set(Cadence):
        faults["cadence"] = words.text("Choose how often the mails are to come")
    if entered.language not in site.languages:
        faults["language"] = words.text("Choose one of the languages")
    zone = zone_named(entered.other_zone, words) if entered.other_zone else entered.zone
    if not zone:
        faults[OTHER_ZONE] = words.text("Name a city with a time zone of its own, like Berlin")
    elif zone not in zone_names():
        faults["zone"] = words.text("Choose a time zone from the list")
    if not _TIME(entered.at):
        faults["at"] = words.text("Choose an hour from the list")
    if entered.weekday not in _WEEKDAYS:
        faults["weekday"] = words.text("Choose a day of the week")
    selection = _selection(entered, site, events)
    if selection is None:
        faults["topics"] = words.text("Choose topics from the list")
    if faults or selection is None:
        return Read(entered, address or "", None, faults)
    hour, minute = map(int, entered.at.split(":"))
    wanted = Wanted(
        entered.language,
        zone,
        Cadence(entered.cadence),
        selection,
        time(hour, minute),
        int(entered.weekday),
    )
    return Read(entered, address or "", wanted, faults)


def _selection(entered: Entered, site: Site, events: Catalogue) -> Selection | None:
    try:
        found = Selection.parse(entered.selection)
        check_selection(found, events, site)
    except SelectionError:
        return None
    return found
