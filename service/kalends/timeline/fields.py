"""The fields of a subscription's form, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from kalends.model import Cadence
from kalends.timeline.clocks import zone_choices
from kalends.timeline.mail_contexts import Choice, Fact, Fields, Narrowing
from kalends.timeline.selecting import label
from kalends.timeline.view import View
from kalends.wording import Message, Words

_OFTEN = MappingProxyType(
    {
        Cadence.DAILY: (
            Message("every day", context="how often"),
            Message("On days that have something to tell."),
        ),
        Cadence.WEEKLY: (
            Message("every week", context="how often"),
            Message("What the week holds, at its beginning."),
        ),
        Cadence.MONTHLY: (
            Message("every month", context="how often"),
            Message("What the month holds, on its first day."),
        ),
        Cadence.YEARLY: (
            Message("once a year", context="how often"),
            Message("The plan of the coming year, on 1 December."),
        ),
    }
)
_TOPIC = "tag"


class Entered(NamedTuple):
    """What stands in the fields, right or wrong.

    Attributes:
        at: "08:00".
        weekday: "0" is Monday.
        selection: As (field, value) pairs.
        other_zone: In people's own words; it goes before `zone`.
    """

    address: str
    cadence: str
    language: str
    zone: str
    at: str
    weekday: str
    selection: tuple[tuple[str, str], ...] = ()
    other_zone: str = ""


def fields(
    entered: Entered,
    view: View,
    words: Words,
    now: datetime,
    countries: Sequence[str] = (),
    faults: Mapping[str, str] = MappingProxyType({}),
) -> Fields:
    """Return the fields of a form.

    Args:
        entered: What stands in them.
        view: Whose languages and topics may be chosen.
        words: Of the page.
        now: Zones are shown with their distance from UTC at this instant.
        countries: Whose zones are offered beside those of the site's own country.
        faults: What is wrong, by field.
    """
    return Fields(
        address=entered.address,
        cadences=tuple(_cadence(each, entered, words) for each in Cadence),
        languages=tuple(
            Choice(tag, name, tag == entered.language, language=tag)
            for tag, name in view.look.languages.items()
        ),
        zones=zone_choices(entered.zone, view.site.timezone, words, now, countries),
        other_zone=entered.other_zone,
        hours=tuple(Choice(each, each, each == entered.at) for each in _hours(entered.at)),
        weekdays=tuple(
            Choice(str(n), words.weekday(n), str(n) == entered.weekday) for n in range(7)
        ),
        topics=_topics(entered, view, words),
        narrowing=tuple(
            Narrowing(name, value, label(name, value, view, words))
            for name, value in entered.selection
            if name != _TOPIC
        ),
        time=entered.at,
        faults=faults,
    )


def facts(entered: Entered, view: View, words: Words) -> tuple[Fact, ...]:
    """Return what a subscription brings, in words."""
    names = [label(name, value, view, words) for name, value in entered.selection]
    found = [
        Fact(words.text("How often"), often(entered.cadence, words)),
        Fact(words.text("Topics"), ", ".join(names) or words.text("all", context="topics")),
        Fact(words.text("Time"), f"{entered.at}, {words.city(entered.zone)}"),
    ]
    if len(view.look.languages) > 1:
        language = view.look.languages.get(entered.language, entered.language)
        found.append(Fact(words.text("Language"), language))
    return tuple(found)


def often(cadence: str, words: Words) -> str:
    """Return "every week"."""
    message, _ = _OFTEN[Cadence(cadence)]
    return words.text(message.text, context=message.context)


def _cadence(cadence: Cadence, entered: Entered, words: Words) -> Choice:
    _, hint = _OFTEN[cadence]
    chosen = cadence.value == entered.cadence
    return Choice(cadence.value, often(cadence, words), chosen, words.text(hint.text))


def _hours(at: str) -> list[str]:
    """Return the full hours, and the time that is set where it is another one."""
    full = {f"{hour:02}:00" for hour in range(24)}
    return sorted(full | {at} if at else full)


def _topics(entered: Entered, view: View, words: Words) -> tuple[Choice, ...]:
    """Return the declared tags that public events have, and the chosen ones in any case."""
    chosen = {value for name, value in entered.selection if name == _TOPIC}
    used = {tag for event in view.events for tag in event.tags}
    known = [tag for tag in view.site.tags if tag in used | chosen] or sorted(used)
    return tuple(
        Choice(tag, words.tag(tag), tag in chosen) for tag in (*known, *sorted(chosen - set(known)))
    )
