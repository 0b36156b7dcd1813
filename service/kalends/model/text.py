"""Text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Text: TypeAlias = Mapping[str, str]
"""Language tag (BCP 47, lower case) to text; the site's default language is always there."""


class Phrase(NamedTuple):
    """A text in the language it is really in, for `lang` and LANGUAGE."""

    text: str
    language: str


def pick(text: Text, language: str, default: str) -> Phrase:
    """Return the text in `language`, else in `default`, else in any language it has."""
    for candidate in (language, default):
        if candidate in text:
            return Phrase(text[candidate], candidate)
    for candidate in sorted(text):
        return Phrase(text[candidate], candidate)
    return Phrase("", default)
