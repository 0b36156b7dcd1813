"""Places for what differs between the readers of one mail, through templates and inlining.

A template sees marks that no text of a list can hold: control characters are refused there.
When all is rendered the marks become the tokens `{{name}}` that delivery fills, and a `{{`
that came with a text, which delivery would take for a token, is parted by a word joiner.
"""

from __future__ import annotations

import re
from dataclasses import fields

from kalends.digest.contexts import Places

_OPEN, _CLOSE = "\x02", "\x03"
_JOINER = "\u2060"
_BRACE = re.compile(r"\{(?=\{)")
_MARK = re.compile(f"{_OPEN}([a-z]+){_CLOSE}")

PLACES = Places(**{field.name: f"{_OPEN}{field.name}{_CLOSE}" for field in fields(Places)})
"""The marks."""


def with_tokens(rendered: str) -> str:
    """Return a rendered text with tokens for its marks."""
    return _MARK.sub(r"{{\1}}", _BRACE.sub(f"{{{_JOINER}", rendered))
