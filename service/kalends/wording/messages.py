"""The messages of one language, with English standing in for what is not translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias


class Message(NamedTuple):
    """A message as code asks for it: English, with `{named}` places.

    Attributes:
        text: The English text; of a message with a number, the singular.
        plural: The English plural, "" where no number decides the form.
        context: Tells equal English texts apart (gettext's msgctxt).
    """

    text: str
    plural: str = ""
    context: str = ""


class Translation(NamedTuple):
    """The forms of one message and the rule that chooses among them by a number."""

    forms: tuple[str, ...]
    choose: Callable[[int], int]


Key: TypeAlias = tuple[str, str]
"""Context and English text."""


class Messages:
    """The patterns of one language.

    Args:
        translations: What is translated; everything else stays English.
    """

    def __init__(self, translations: Mapping[Key, Translation]) -> None:
        self._translations = translations

    def __bool__(self) -> bool:
        """Tell whether anything is translated."""
        return bool(self._translations)

    def pattern(self, message: Message, n: int | None = None) -> str:
        """Return the text with its places still open; `n` chooses the plural form."""
        found = self._translations.get((message.context, message.text))
        if found is None:
            return message.plural if message.plural and n != 1 else message.text
        if n is None or len(found.forms) == 1:
            return found.forms[0]
        return found.forms[found.choose(n)]

    def cover(self, messages: Iterable[Message]) -> bool:
        """Tell whether all of these are translated."""
        return all((message.context, message.text) in self._translations for message in messages)
