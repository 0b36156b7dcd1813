"""The strokes of a strip as SVG path data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kalends.timeline.placing import Placed, in_years
from kalends.timeline.scale import WIDTH, Scale
from kalends.timeline.timeline_contexts import Path

BIN = 8
"""From one dot to the next."""
_TALLEST = 14
"""Dots in a column; where there are more, all are drawn as bars."""
_MOST_DOTS = 200
_BARS = 96.0
"""The height of the tallest bar."""
_LOW_BIN = 24
LOW = 100
"""The height of the compact strip."""
_LOW_TOP, _LOW_BOTTOM = 24, 76


class Dots(NamedTuple):
    """All events: as dots by kind, with the unsure ones again to be hollowed out, or as bars."""

    depth: float
    dots: tuple[Path, ...]
    soft: str
    bars: str


def number(value: float) -> str:
    """Return a number as SVG has it, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def by_kind(strokes: Iterable[tuple[str, str]]) -> tuple[Path, ...]:
    """Return the strokes of each kind as one path."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, stroke in strokes:
        found[kind].append(stroke)
    return tuple(Path(kind, "".join(found[kind])) for kind in sorted(found))


def dots(placed: Sequence[Placed], scale: Scale, top: float) -> Dots:
    """Return a dot for each event, hanging in columns from `top`."""
    columns = _columns(placed, scale, BIN)
    tallest = max(map(len, columns.values()), default=0)
    if tallest > _TALLEST or len(placed) > _MOST_DOTS:
        unit = _BARS / tallest
        bars = "".join(
            f"M{number(x)} {number(top)}v{max(round(len(held) * unit), 1)}"
            for x, held in sorted(columns.items())
        )
        return Dots(_BARS + 10, (), "", bars)
    strokes = [
        (each, f"M{number(x)} {number(top + BIN * (row + 0.5))}h0")
        for x, held in sorted(columns.items())
        for row, each in enumerate(held)
    ]
    soft = "".join(stroke for each, stroke in strokes if each.soft)
    kinds = by_kind((each.event.kind, stroke) for each, stroke in strokes)
    return Dots(tallest * BIN + 12, kinds, soft, "")


def low_bars(placed: Sequence[Placed], scale: Scale) -> str:
    """Return the bars of the compact strip: how many events."""
    columns = _columns(placed, scale, _LOW_BIN)
    tallest = max(map(len, columns.values()), default=1)
    unit = (_LOW_BOTTOM - _LOW_TOP) / tallest
    return "".join(
        f"M{number(x)} {_LOW_BOTTOM}V{_LOW_BOTTOM - max(round(len(held) * unit), 3)}"
        for x, held in sorted(columns.items())
    )


def axis(scale: Scale, y: float) -> str:
    """Return the line of time, with a tick where a part begins."""
    ticks = "".join(f"M{number(part.left)} {number(y - 5)}v10" for part in scale.parts[1:])
    return f"M0 {number(y)}H{WIDTH}{ticks}"


def breaks(scale: Scale, y: float) -> str:
    """Return two slanting strokes at each place where time is left out."""
    return "".join(
        f"M{number(x + shift - 3)} {number(y + 7)}l6 -14" for x in scale.breaks for shift in (-3, 3)
    )


def grid(scale: Scale, y: float, height: float) -> str:
    """Return faint lines from the axis down, where parts begin."""
    return "".join(f"M{number(part.left)} {number(y)}V{number(height)}" for part in scale.parts[1:])


def diamond(x: float, y: float) -> str:
    """Return a diamond."""
    return f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6z"


def ends(each: Placed, scale: Scale) -> tuple[float, float]:
    """Return the ends of what lasted on the strip, so that it can be seen."""
    left = scale.x(in_years(each.first))
    right = max(scale.x(in_years(each.last, after=True)), left + BIN)
    return min(left, WIDTH - BIN), min(right, WIDTH)


def _columns(placed: Sequence[Placed], scale: Scale, size: int) -> dict[float, list[Placed]]:
    """Return the events by the middle of the column of this width that they fall into."""
    found: dict[float, list[Placed]] = defaultdict(list)
    for each in placed:
        column = min(int(scale.x(each.at) // size), WIDTH // size - 1)
        found[(column + 0.5) * size].append(each)
    return found
