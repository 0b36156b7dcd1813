"""What the templates of pages see that only a static site has."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.model import Phrase
from kalends.timeline.contexts import Frame


@dataclass(frozen=True, slots=True)
class ChoiceContext:
    """`pages/choice.html`: the page at `/`, where a server would choose the language.

    Attributes:
        frame: Its `languages` are what there is to choose from.
    """

    frame: Frame


@dataclass(frozen=True, slots=True)
class MovedContext:
    """`pages/moved.html`: where the page of a former id was.

    Attributes:
        frame: Its `canonical` is where the event is now.
        title: The event's.
        path: Of the event's page.
    """

    frame: Frame
    title: Phrase
    path: str
