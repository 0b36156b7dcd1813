"""The drawing over a timeline: its scale, its words and its strokes."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from random import Random

import pytest
from tests.unit.builders import event

from kalends.model import Event, Status
from kalends.timeline.chapters import Chapter, Chapters, century_of, decade_of
from kalends.timeline.labels import PAD, Wanted, put, width
from kalends.timeline.placing import chronicle
from kalends.timeline.scale import COLUMNS, WIDTH, Scale, divided
from kalends.timeline.strip import Wording, strip
from kalends.timeline.timeline_contexts import Strip

TODAY = date(2026, 11, 23)


def scale(*years: int, this_year: int = 2026) -> Scale:
    """Return the scale of events in these years, in order."""
    chapters = Chapters(years, this_year)
    held: dict[Chapter, list[int]] = {}
    for year in years:
        held.setdefault(chapters.of(year), []).append(year)
    return Scale(divided(list(held.items()), this_year))


def drawn(*events: Event) -> Strip:
    """Return the strip of events."""
    placed = chronicle(events, TODAY).placed
    return strip(
        placed,
        scale(*(each.first.year for each in placed)),
        TODAY,
        Wording("en", "en", "today"),
        lambda event_id: f"#{event_id}",
    )


@pytest.mark.parametrize(
    ("year", "first", "last", "slug", "edtf"),
    [
        (1995, 1990, 1999, "1990s", "199X"),
        (862, 860, 869, "860s", "086X"),
        (1465, 1400, 1499, "century-15", "14XX"),
        (62, 0, 99, "century-1", "00XX"),
        (-43, -99, -1, "century-1-bc", "-00XX"),
        (-199, -199, -100, "century-2-bc", "-01XX"),
        (-20_000, -(10**9), -10_000, "earliest", "../-9999"),
        (20_000, 10_000, 10**9, "latest", "Y10000/.."),
    ],
)
def test_chapters_hold_their_years(year: int, first: int, last: int, slug: str, edtf: str) -> None:
    """A decade begins with its round year, a century has the years that EDTF gives it."""
    found = decade_of(year) if slug.endswith("0s") else century_of(year)

    assert found == (first, last, slug, edtf)
    assert first <= year <= last


def test_far_past_does_not_flatten_the_present() -> None:
    """What holds more has more room, and where time is left out the line is broken."""
    years = (1465, *[1992] * 20, *[2005] * 20, *[2015] * 20)
    found = scale(*years)
    past, nineties, *_ = found.parts

    assert sum(part.columns for part in found.parts) == COLUMNS
    assert past.columns < nineties.columns
    assert found.breaks == (nineties.left,)


def test_time_runs_from_left_to_right() -> None:
    """A later day is never left of an earlier one, and nothing is outside the strip."""
    found = scale(-500, 862, 1465, 1731, 1835, 1912, *range(1940, 2027))
    places = [found.x(when / 7) for when in range(-600 * 7, 2100 * 7)]

    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, WIDTH)


def test_strip_of_many_chapters_is_put_together() -> None:
    """However long the list, the links under the strip have room for their words."""
    found = scale(*range(1465, 2027, 3))

    assert len(found.parts) <= 16
    assert min(part.columns for part in found.parts) >= 5


def test_strip_ends_with_the_present_year() -> None:
    """The years of the present decade that are still to come are not drawn."""
    assert scale(2001, 2022).parts[-1].last == 2027
    assert scale(2001, 2028).parts[-1].last == 2029
    assert scale(1991, 1995).parts[-1].last == 2000
    assert scale(1991, 1995).holds(2026.9) is False


def test_words_do_not_touch_and_no_stem_runs_through_one() -> None:
    """Whatever is to be written, the labels that find room are legible."""
    random = Random(1)
    for _ in range(60):
        wanted = [
            Wanted(random.random() * WIDTH, "Сложное название"[: random.randint(3, 16)])
            for _ in range(30)
        ]
        found = put(wanted, WIDTH, 9)

        assert found
        for one, other in combinations(found, 2):
            apart = one.span[1] < other.span[0] or other.span[1] < one.span[0]
            assert apart or one.row != other.row
            for high, low in ((one, other), (other, one)):
                stem = wanted[high.place].x
                crosses = low.span[0] < stem < low.span[1] and high.row > low.row
                assert not crosses
        assert all(each.span[0] >= 0 and each.span[1] <= WIDTH for each in found)


def test_first_wanted_is_first_served() -> None:
    """Where there is room for one, it is the weightiest."""
    wanted = [Wanted(100, "first"), Wanted(110, "second")]

    assert [each.place for each in put(wanted, WIDTH, 1)] == [0]
    assert [each.place for each in put(wanted, WIDTH, 2)] == [0, 1]


def test_label_at_the_right_edge_hangs_to_the_left() -> None:
    """A word that would leave the strip stands before its stem."""
    (found,) = put([Wanted(WIDTH - 2, "declaration")], WIDTH, 3)

    assert found.end
    assert found.x == WIDTH - 2 - PAD


def test_cyrillic_is_wider() -> None:
    """Words of the same number of letters need more room in Russian and Kazakh."""
    assert width("соглашение") > width("settlement")
    assert width("Қазақстан") > width("Kazakhsta")


def test_each_event_has_a_dot_in_the_colour_of_its_kind() -> None:
    """Readers see how many and of which kind; the unsure are hollow, the cancelled left out."""
    found = drawn(
        event("a", "1992-05-25"),
        event("b", "1992-05-25", kind="visit"),
        event("c", "1995"),
        event("d", "1996-01-01", status=Status.CANCELLED),
    )

    assert {path.kind: path.d.count("M") for path in found.dots} == {"treaty": 2, "visit": 1}
    assert found.soft.count("M") == 1
    assert found.bars == ""


def test_too_many_dots_are_bars() -> None:
    """A column that would be too high is a bar, and so are all."""
    found = drawn(*(event(f"e{number:03}", "1992-05-25") for number in range(60)))

    assert found.dots == ()
    assert found.bars.count("M") == 1


def test_what_lasted_has_a_bar_with_its_name() -> None:
    """Long events lie in lanes; the name stands beside the bar, and not among the flags."""
    found = drawn(
        event("war", "1941-06-22/1945-05-09", weight=5), *(_day(year) for year in range(1940, 1949))
    )

    assert [path.kind for path in found.lanes] == ["treaty"]
    assert [label.title.text for label in found.names] == ["war"]
    assert "war" not in {label.title.text for label in found.labels}
    assert {label.path for label in found.names} == {"#war"}


def test_today_is_marked_where_it_is_on_the_strip() -> None:
    """The present day has its line; a strip that ends before it has none."""
    present, past = (
        drawn(event("a", "2001-01-01"), event("b", "2022-01-01")),
        drawn(event("a", "1992")),
    )

    assert present.today_label is not None
    assert present.today_label.title.text == "today"
    assert (past.today, past.today_label) == ("", None)


def test_strokes_stay_within_the_strip() -> None:
    """Nothing is drawn outside the box, so that nothing of it is cut."""
    found = drawn(*(_day(year, weight=3) for year in range(1900, 2027)), event("long", "1900/2026"))
    for path in (*found.dots, *found.lanes, *found.diamonds):
        for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)", path.d):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= found.height


def _day(year: int, weight: int = 1) -> Event:
    return event(f"d{year}", f"{year}-06-01", weight=weight)
