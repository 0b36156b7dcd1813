"""How large a mail may be: Gmail cuts what is longer than 102 KB, links at the foot included."""

from __future__ import annotations

from collections.abc import Callable

from kalends.errors import KalendsError
from kalends.model import Message

ROOM = 90_000
"""Octets of HTML that a mail is cut to; tokens grow when they are filled."""
MOST = 100_000
"""Octets of HTML that no mail exceeds."""


class Oversize(KalendsError):
    """A mail that is too large however little it tells: the templates are."""


def fitting(make: Callable[[int], Message], longest: int) -> Message:
    """Return the longest mail that there is room for.

    Args:
        make: Returns the mail with at most so many lines in each of its parts.
        longest: So many lines the longest part has.

    Raises:
        Oversize: Not even one with a line in each part fits.
    """
    whole = make(longest)
    if size(whole) <= ROOM:
        return whole
    fits, fits_not = 1, longest
    best = make(1)
    while fits_not - fits > 1:
        middle = (fits + fits_not) // 2
        tried = make(middle)
        if size(tried) <= ROOM:
            fits, best = middle, tried
        else:
            fits_not = middle
    if size(best) > MOST:
        raise Oversize(
            f"the mail {best.subject!r} has {size(best):,} octets of HTML with next to nothing in "
            f"it, and {MOST:,} are the most; shorten the templates in `templates/mail/`"
        )
    return best


def size(message: Message) -> int:
    """Return the octets of a mail's HTML."""
    return len(message.html.encode())
