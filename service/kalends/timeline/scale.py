"""The scale of a strip: each chapter gets room by how much it holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kalends.timeline.chapters import Chapter, edtf_year

COLUMNS = 96
WIDTH = 1152
"""Of a strip: each of its columns is 12 wide."""
_LEAST = 6
_MOST_PARTS = 16
_ROOMY = 8
"""Up to so many parts nothing needs to be put together."""
_SLIGHT = 3
_LONG_PAST = 50


class Part(NamedTuple):
    """A part of the strip within which time is even.

    Attributes:
        first: Where it begins, in years.
        last: Where it ends.
        chapters: Those it shows; several where they hold little.
        held: How many events begin in it.
        edtf: Its name as a date.
        column: The first of its columns.
        columns: How many.
    """

    first: float
    last: float
    chapters: tuple[Chapter, ...]
    held: int
    edtf: str
    column: int = 0
    columns: int = 0

    @property
    def left(self) -> float:
        """Where it begins on the strip."""
        return self.column * WIDTH / COLUMNS

    @property
    def right(self) -> float:
        """Where it ends on the strip."""
        return (self.column + self.columns) * WIDTH / COLUMNS


class Scale:
    """From time to places on the strip."""

    def __init__(self, parts: Sequence[Part], *, even: bool = False) -> None:
        """Take the parts in order; `even` gives all of them the same room."""
        widths = _widths([1 if even else part.held for part in parts])
        self.parts: tuple[Part, ...] = tuple(
            part._replace(column=sum(widths[:index]), columns=widths[index])
            for index, part in enumerate(parts)
        )

    def x(self, when: float) -> float:
        """Return the place of a point of time; of one that is left out, where time goes on."""
        for part in self.parts:
            if when < part.first:
                return part.left
            if when < part.last:
                share = (when - part.first) / (part.last - part.first)
                return part.left + share * (part.right - part.left)
        return float(WIDTH)

    def holds(self, when: float) -> bool:
        """Tell whether a point of time is on the strip."""
        return any(part.first <= when < part.last for part in self.parts)

    @property
    def breaks(self) -> tuple[float, ...]:
        """The places where time is left out."""
        return tuple(after.left for part, after in pairwise(self.parts) if after.first > part.last)


def divided(held: Sequence[tuple[Chapter, Sequence[int]]], this_year: int) -> list[Part]:
    """Return the parts of a strip.

    Args:
        held: The chapters in order, none empty, each with the years of its events.
        this_year: The last part ends with it, or with its last event if that is later.
    """
    groups = [[each] for each in held]
    while (place := _to_merge(groups, this_year)) is not None:
        groups[place : place + 2] = [groups[place] + groups[place + 1]]
    parts = [_part(group) for group in groups]
    if parts and parts[-1].chapters[-1].last - parts[-1].chapters[-1].first > 0:
        latest = max([*held[-1][1], min(this_year, held[-1][0].last)])
        parts[-1] = parts[-1]._replace(last=float(min(latest + 1, held[-1][0].last + 1)))
    return parts


def _to_merge(groups: list[list[tuple[Chapter, Sequence[int]]]], this_year: int) -> int | None:
    """Return the place of the two groups to put together next, None where all is well."""
    sums = [sum(len(years) for _, years in group) for group in groups]
    pairs = [(sum(both), place) for place, both in enumerate(pairwise(sums))]
    if not pairs or len(groups) <= _ROOMY:
        return None
    if len(groups) > _MOST_PARTS:
        return min(pairs)[1]
    old = [
        (both, place)
        for both, place in pairs
        if both <= _SLIGHT and groups[place + 1][-1][0].last < this_year - _LONG_PAST
    ]
    return min(old)[1] if old else None


def _part(group: list[tuple[Chapter, Sequence[int]]]) -> Part:
    chapters = tuple(chapter for chapter, _ in group)
    years = [year for _, each in group for year in each]
    first, last = min(years), max(years)
    if len(group) == 1 and abs(chapters[0].last - chapters[0].first) < 10_000:
        only = chapters[0]
        return Part(only.first, only.last + 1, chapters, len(years), only.edtf)
    ends = dict.fromkeys((edtf_year(first), edtf_year(last)))
    return Part(first, last + 1, chapters, len(years), "/".join(ends))


def _widths(weights: Sequence[int]) -> list[int]:
    """Share out the columns: the least for each, the rest by weight, largest remainders first."""
    if not weights:
        return []
    rest = COLUMNS - _LEAST * len(weights)
    total = sum(weights) or 1
    shares = [rest * weight / total for weight in weights]
    widths = [_LEAST + int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (int(shares[i]) - shares[i], -i))
    for index in by_remainder[: COLUMNS - sum(widths)]:
        widths[index] += 1
    return widths
