"""What the templates of the pages about the site itself see; see `contexts`."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.timeline.contexts import Frame
from kalends.timeline.event_contexts import CorrectionFacts, Topic


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much of the list there is in a language.

    Attributes:
        language: Its tag.
        name: In the language itself.
        titles: Events that have a title in it.
        reviewed: Events whose text in it no native reader has still to see.
    """

    language: str
    name: str
    titles: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of events.

    Attributes:
        name: For class names.
        count: How many there are.
    """

    name: str
    topic: Topic
    count: int


@dataclass(frozen=True, slots=True)
class AboutContext:
    """`pages/about.html`: what the list holds, and by what method.

    Attributes:
        events: How many there are.
        sources: How many different sources they name.
        corrected: How many corrections there were.
        kinds: The most frequent first.
        spoken: The languages of the site.
        disputed: Events whose facts are disputed.
        corrections: The path of the page of all corrections.
    """

    frame: Frame
    events: int
    sources: int
    corrected: int
    kinds: tuple[Sort, ...]
    spoken: tuple[Spoken, ...]
    disputed: int
    corrections: str


@dataclass(frozen=True, slots=True)
class PrivacyContext:
    """`pages/privacy.html`.

    Attributes:
        mail: The site sends digests by mail.
        subscribe: The path of the page to subscribe.
    """

    frame: Frame
    mail: bool
    subscribe: str


@dataclass(frozen=True, slots=True)
class CorrectionsContext:
    """`pages/corrections.html`.

    Attributes:
        about: The path of the page about the list and its method.
        corrections: Newest first.
    """

    frame: Frame
    about: str
    corrections: tuple[CorrectionFacts, ...]
