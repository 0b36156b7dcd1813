"""What the templates of the pages around mail see, each context the fields of one template.

They are an interface like those in `kalends.timeline.contexts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kalends.timeline.contexts import Frame


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose.

    Attributes:
        value: What the form sends.
        label: In words.
        chosen: It is chosen when the page is opened.
        hint: What it means, "" where the label says it.
        language: Of the label.
    """

    value: str
    label: str
    chosen: bool
    hint: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a selection says beside topics: "only this event"; ticked, so that it can be dropped.

    Attributes:
        field: The name of the field.
        value: What the form sends.
        label: In words.
    """

    field: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a subscription's form.

    Attributes:
        address: As entered, "" before and where it is not asked for.
        zones: The likely ones, and the one that is set.
        other_zone: As entered, in place of those.
        hours: The local times.
        weekdays: The first days of a weekly digest.
        topics: None chosen stands for everything.
        time: The local time proposed: "08:00".
        faults: What is wrong, by the id of the field, in the order of the form.
    """

    address: str
    cadences: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    zones: tuple[Choice, ...]
    other_zone: str
    hours: tuple[Choice, ...]
    weekdays: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    narrowing: tuple[Narrowing, ...]
    time: str
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PreferencesContext:
    """`pages/preferences.html`.

    Attributes:
        action: The path that the form is sent to.
        address: Hardly readable to others: "a…@example.org".
        saved: What was chosen has just been kept.
        next_issue: "Monday, 7 December 2026", "" where nothing is due.
        paused: A pause lasts.
        paused_until: "7 December 2026", "" for a pause without an end.
        pause: The path of the page to pause, which ends a pause too.
        unsubscribe: The path of the page to leave.
        export: The path that a download of everything is asked from, by POST.
        erase: The path of the page to have everything erased.
    """

    frame: Frame
    action: str
    address: str
    fields: Fields
    saved: bool
    next_issue: str
    paused: bool
    paused_until: str
    pause: str
    unsubscribe: str
    export: str
    erase: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is: "How often", "every week"."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button that does something, as a form of its own.

    Attributes:
        action: The path that it is sent to.
        name: Of what it sends, "" for nothing.
        value: What it sends.
        quiet: It is not what most people came for.
    """

    label: str
    action: str
    name: str = ""
    value: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A plain link."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """`pages/notice.html`: one step, with a button or without.

    Attributes:
        title: What happened, or what is asked.
        lead: The most important sentence.
        texts: Further sentences.
        facts: What it is about.
        question: Above the choices.
        choices: Sent with the first button; none where nothing is to be chosen.
        ways: Where to go on.
    """

    frame: Frame
    title: str
    lead: str
    texts: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    question: str = ""
    choices: tuple[Choice, ...] = ()
    buttons: tuple[Button, ...] = ()
    ways: tuple[Way, ...] = ()
