"""The drawing over a timeline's list: strokes, and words that do not touch each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kalends.dates import Day
from kalends.model import Event, Phrase, Status, pick
from kalends.timeline import strokes
from kalends.timeline.labels import GAP, PAD, Put, Wanted, put, width
from kalends.timeline.placing import Placed, in_years
from kalends.timeline.scale import WIDTH, Scale
from kalends.timeline.strokes import by_kind, number
from kalends.timeline.timeline_contexts import Label, Path, Strip

_ROWS = 9
_ROW = 24
_OVER_AXIS = 16
_UNDER_AXIS = 14
_LANES = 6
_LANE = 24
_MOST_LABELS = 30
_FEW = 16
"""Up to so many events each may have a label."""
_LONGEST = 330.0
_FIRST_LOW_LANE, _LOW_LANE = 86, 7


class Wording(NamedTuple):
    """What the strip needs of a language.

    Attributes:
        language: Of the page.
        default: Of the site.
        today: What the present day is called.
    """

    language: str
    default: str
    today: str

    def title(self, event: Event) -> Phrase:
        """Return the short title that an event has in the language, else the whole one."""
        text = event.short if self.language in event.short else event.title
        return pick(text, self.language, self.default)


class Lane(NamedTuple):
    """Something that lasted, as a bar in a lane.

    Attributes:
        name: Where its name begins, or ends if `before`; None where it has no room.
    """

    placed: Placed
    lane: int
    left: float
    right: float
    name: float | None
    before: bool


def strip(
    placed: Sequence[Placed],
    scale: Scale,
    today: date,
    wording: Wording,
    path_to: Callable[[str], str],
) -> Strip:
    """Return the strip of a selection.

    Args:
        placed: In the order of time.
        scale: Of these events.
        today: Marked where it is on the strip.
        wording: For the labels.
        path_to: Returns where the label of an event leads.
    """
    shown = [each for each in placed if each.event.status is not Status.CANCELLED]
    now = in_years(Day.of(today), after=True)
    now_x = scale.x(now) if scale.holds(now) else None
    flags, keys = _flags(shown, scale, now_x, wording)
    y = (max((flag.row for flag in flags), default=-1) + 1) * _ROW + _OVER_AXIS
    dots = strokes.dots(shown, scale, y + _UNDER_AXIS)
    under = y + _UNDER_AXIS + dots.depth
    lanes = list(_lanes(shown, scale, wording))
    height = under + (max((lane.lane for lane in lanes), default=-1) + 1) * _LANE
    marks = [(keys[flag.place], flag) for flag in flags if flag.place < len(keys)]
    today_flag = next((flag for flag in flags if flag.place == len(keys)), None)
    return Strip(
        width=WIDTH,
        height=round(height),
        axis=strokes.axis(scale, y),
        breaks=strokes.breaks(scale, y),
        grid=strokes.grid(scale, y, height),
        stems="".join(
            f"M{number(scale.x(key.at))} {number(y)}V{number(_base(y, flag) - 11)}"
            for key, flag in marks
        ),
        labels=tuple(
            _label(flag, y, wording.title(key.event), path_to(key.event.id)) for key, flag in marks
        ),
        names=tuple(_names(lanes, under, wording, path_to)),
        diamonds=by_kind((key.event.kind, strokes.diamond(scale.x(key.at), y)) for key, _ in marks),
        dots=dots.dots,
        soft=dots.soft,
        bars=dots.bars,
        lanes=_bars(lanes, lambda lane: number(_lane_y(under, lane))),
        today=_today(now_x, y, height, today_flag),
        today_label=_label(today_flag, y, Phrase(wording.today, wording.language), "")
        if today_flag
        else None,
        low=strokes.low_bars(shown, scale),
        low_height=strokes.LOW,
        low_keys=by_kind(
            dict.fromkeys(
                (each.event.kind, f"M{round(scale.x(each.at))} 10h0")
                for each in shown
                if each.weighty
            )
        ),
        low_lanes=_bars(lanes, lambda lane: str(_low_y(lane))),
        low_today="" if now_x is None else f"M{number(now_x)} 0V{strokes.LOW}",
    )


def _flags(
    shown: Sequence[Placed], scale: Scale, now_x: float | None, wording: Wording
) -> tuple[list[Put], list[Placed]]:
    """Return the labels that found a place, and the key events that their indices mean.

    The index after the last key event is the present day's.
    """
    least = 0 if len(shown) <= _FEW else 2
    keys = [
        each
        for each in shown
        if each.event.weight >= least
        and not each.span
        and width(wording.title(each.event).text) <= _LONGEST
    ]
    keys.sort(key=lambda each: (-each.event.weight, each.order))
    keys = keys[:_MOST_LABELS]
    wanted = [Wanted(scale.x(key.at), wording.title(key.event).text) for key in keys]
    if now_x is None:
        return put(wanted, WIDTH, _ROWS), keys
    flags = put([Wanted(now_x, wording.today), *wanted], WIDTH, _ROWS)
    return [
        flag._replace(place=flag.place - 1 if flag.place else len(keys)) for flag in flags
    ], keys


def _lanes(shown: Sequence[Placed], scale: Scale, wording: Wording) -> Iterator[Lane]:
    """Yield what lasted, in lanes where nothing touches; what finds no room is left out."""
    free = [0.0] * _LANES
    for each in shown:
        if not each.span:
            continue
        left, right = strokes.ends(each, scale)
        length = PAD + width(wording.title(each.event).text)
        lane = next((lane for lane in range(_LANES) if free[lane] <= left), None)
        if lane is None:
            continue
        name, before, end = None, False, right
        if length <= _LONGEST and right + length <= WIDTH:
            name, end = right + PAD, right + length
        elif length <= _LONGEST and left - length >= free[lane]:
            name, before = left - PAD, True
        free[lane] = end + GAP
        yield Lane(each, lane, left, right, name, before)


def _base(y: float, flag: Put) -> float:
    """Return the base line of a label."""
    return y - _OVER_AXIS - flag.row * _ROW - 2


def _lane_y(under: float, lane: Lane) -> float:
    return under + (lane.lane + 0.5) * _LANE


def _low_y(lane: Lane) -> int:
    return _FIRST_LOW_LANE + lane.lane % 2 * _LOW_LANE


def _label(flag: Put, y: float, title: Phrase, path: str) -> Label:
    return Label(
        number(flag.x), number(_base(y, flag)), "end" if flag.end else "start", title, path
    )


def _bars(lanes: Sequence[Lane], y_of: Callable[[Lane], str]) -> tuple[Path, ...]:
    return by_kind(
        (lane.placed.event.kind, f"M{number(lane.left)} {y_of(lane)}H{number(lane.right)}")
        for lane in lanes
    )


def _names(
    lanes: Sequence[Lane], under: float, wording: Wording, path_to: Callable[[str], str]
) -> Iterator[Label]:
    """Yield the names of what lasted, where there is room for them."""
    for lane in lanes:
        if lane.name is not None:
            event, y = lane.placed.event, number(_lane_y(under, lane) + 4.5)
            anchor = "end" if lane.before else "start"
            yield Label(number(lane.name), y, anchor, wording.title(event), path_to(event.id))


def _today(x: float | None, y: float, height: float, flag: Put | None) -> str:
    """Return the line of the present day, up to its label."""
    if x is None:
        return ""
    top = _base(y, flag) - 11 if flag else y - 10
    return f"M{number(x)} {number(top)}V{number(height)}"
