"""Tell what a text that is no EDTF date was meant to be.

The text is rewritten rule by rule (`rewrites`), and what then is a date is offered;
nothing is offered that would be refused in its turn. It is advice only: no date is
ever taken from a rewritten text.
"""

from __future__ import annotations

from collections.abc import Callable

from kalends.dates.points import Malformed
from kalends.dates.rewrites import RULES
from kalends.errors import DateError

_USUAL = "write it like 1992-05-25, 1992-05, 1992, 1465~ or 1954/1960 (EDTF)"


def explain(error: DateError, text: str, read: Callable[[str], object]) -> DateError:
    """Return the error to show for `text`.

    Args:
        error: Why `text` or a part of it was refused.
        text: The whole text.
        read: The parser, to try what could be offered.
    """
    if not text.strip():
        return DateError(text, "the date is empty", _USUAL)
    notes, candidates = zip(_rewrite(text, 0), _rewrite(text, 1), strict=True)
    offers, faults = _readable(dict.fromkeys(candidates), read)
    part = "" if error.value == text else f"{error.value}: "
    message = f"{part}{error.message}"
    if isinstance(error, Malformed) and (offers or not faults):
        message = next(filter(None, notes), message)
    elif isinstance(error, Malformed):
        message = faults[0].message
    remedy = f"write {' or '.join(offers)}" if offers else error.remedy
    return DateError(text, message, remedy or _USUAL)


def _rewrite(text: str, reading: int) -> tuple[str, str]:
    """Return the note of the first rule that changed the text, and the text in the end."""
    first = ""
    for rule in RULES:
        rewritten = rule.apply(text, reading)
        if rewritten != text:
            first = first or rule.note
            text = rewritten
    return first, text


def _readable(
    candidates: dict[str, None], read: Callable[[str], object]
) -> tuple[list[str], list[DateError]]:
    """Return the candidates that are dates, and why others that have the shape are none."""
    offers, faults = [], []
    for candidate in candidates:
        try:
            read(candidate)
        except DateError as error:
            if not isinstance(error, Malformed):
                faults.append(error)
        else:
            offers.append(candidate)
    return offers, faults
