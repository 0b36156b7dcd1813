"""Words on a strip: how wide they are, and where they fit without touching each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SIZE = 13.5
"""Of the letters."""
GAP = 14.0
"""Between two labels of a row, at least."""
PAD = 5.0
"""From a stem to its label."""
_NEAR = 4.0
"""Between a label and a stem that passes it, at least."""

# Widths as parts of the size, for a rather wide serif: too wide an estimate costs a little
# room, too narrow a one would make words touch.
_NARROW = frozenset("iljItfr.,:;'’‘|!()[]-/ ·і")
_WIDE = frozenset("mwMWжшщюфмыЖШЩЮФМЫ—@%№ңөәғӘҒҢӨ")


class Wanted(NamedTuple):
    """A label looking for a place: its stem stands at `x`."""

    x: float
    text: str


class Put(NamedTuple):
    """A label that has one.

    Attributes:
        place: Of the label among the wanted.
        row: The lowest is 0.
        x: Where the text begins, or ends if `end`.
        end: The text is left of its stem.
        span: From the stem to the far end of the text.
    """

    place: int
    row: int
    x: float
    end: bool
    span: tuple[float, float]


def width(text: str) -> float:
    """Return the width of a text, estimated so that it is rarely more."""
    return SIZE * sum(map(_width_of, text))


def put(wanted: Sequence[Wanted], room: float, rows: int) -> list[Put]:
    """Return the labels that find a place, the first wanted first served.

    A label stands beside its stem like a flag, right of it or else left. No two labels
    touch, and no stem runs through a label: one that reaches over another's stem is higher.

    Args:
        wanted: In the order of their weight.
        room: The width of the strip.
        rows: How many there may be.
    """
    flags: list[Put] = []
    for index, each in enumerate(wanted):
        length = PAD + width(each.text)
        for end in (False, True):
            span = (each.x - length, each.x) if end else (each.x, each.x + length)
            if span[0] < 0 or span[1] > room:
                continue
            new = Put(index, 0, each.x - PAD if end else each.x + PAD, end, span)
            found = _stacked([*flags, new], wanted, rows)
            if found is not None:
                flags = found
                break
    return sorted(flags)


def _stacked(flags: Sequence[Put], wanted: Sequence[Wanted], rows: int) -> list[Put] | None:
    """Return the flags in the lowest rows they can have, None where these are too few."""
    stems = {flag.place: wanted[flag.place].x for flag in flags}
    over = {
        flag.place: {
            other
            for other, x in stems.items()
            if other != flag.place and _overlap(flag.span, (x, x), _NEAR)
        }
        for flag in flags
    }
    waiting = sorted(flags, key=lambda flag: (stems[flag.place], flag.place))
    placed: dict[int, Put] = {}
    while waiting:
        flag = next((each for each in waiting if over[each.place] <= placed.keys()), None)
        if flag is None:
            return None  # two reach over each other's stems
        waiting.remove(flag)
        least = max((placed[other].row + 1 for other in over[flag.place]), default=0)
        taken = {each.row for each in placed.values() if _overlap(flag.span, each.span, GAP)}
        row = next((row for row in range(least, rows) if row not in taken), None)
        if row is None:
            return None
        placed[flag.place] = flag._replace(row=row)
    return list(placed.values())


def _overlap(one: tuple[float, float], other: tuple[float, float], gap: float) -> bool:
    return one[0] < other[1] + gap and other[0] < one[1] + gap


def _width_of(letter: str) -> float:
    if letter in _WIDE:
        return 0.92
    if letter in _NARROW:
        return 0.38
    if letter.isupper():
        return 0.74
    return 0.64 if letter > "\u0400" else 0.58
