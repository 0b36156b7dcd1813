"""What pages weigh: octets after gzip, elements, styles and scripts, whatever the list's length."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES
from tests.browser.choice import families
from tests.browser.crawl import Outline
from tests.browser.faults import assert_none
from tests.browser.generated import generated
from tests.browser.sites import Place, served

from kalends.timeline import paths

KB = 1024
WEIGHTS = (
    ("", 6),
    ("events/.*", 4),
    ("subscribe/", 6),
    ("timeline/.*0s/", 20),
    ("timeline/", 20),  # 139 events
    ("year/.*", 16),
    (".*", 12),
)
"""Most KB of HTML by path below the language, the first that fits."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Place]]:
    """Return sites by the length of their lists."""
    folder = tmp_path_factory.mktemp("sites")
    with (
        served(generated(60), folder / "60") as few,
        served(generated(100), folder / "100") as some,
        served(generated(2_000), folder / "2000") as many,
    ):
        yield {60: few, 100: some, 2_000: many}


def weight(body: bytes) -> int:
    """Return the octets that go over the network."""
    return len(gzip.compress(body, 6, mtime=0))


def heaviest(place: Place, chosen: Sequence[str]) -> tuple[int, int]:
    """Return octets and elements of the heaviest of some pages, in any language."""
    answers = [
        place.get(f"/{language}/{path}")
        for path in chosen
        for language in place.view.site.languages
    ]
    assert all(answer.status == 200 for answer in answers)
    return (
        max(weight(answer.body) for answer in answers),
        max(Outline.of(answer.text).elements for answer in answers),
    )


def test_pages_of_the_shipped_list_are_light(place: Place) -> None:
    """Each page of the list that ships keeps within what its kind may weigh."""
    heavy = {}
    for job in families(place):
        most = next(most for form, most in WEIGHTS if re.fullmatch(form, job.path))
        octets, _ = heaviest(place, [job.path])
        if octets > most * KB:
            heavy[job.path] = f"{octets / KB:.1f} KB of {most}"

    assert_none(heavy)


def decades(place: Place) -> list[str]:
    """Return the decades' pages."""
    return [path for path in paths(place.view) if re.fullmatch("timeline/.*0s/", path)]


@pytest.mark.parametrize(
    ("count", "pages", "most_kb", "most_elements"),
    [
        (60, ["timeline/"], 16, 900),
        (100, ["timeline/"], 16, 1_300),
        (2_000, ["timeline/"], 20, 1_200),
        (2_000, ["decades"], 20, 2_000),
        (2_000, ["timeline/all/"], 120, 20_000),
        (2_000, [""], 6, 900),
    ],
)
def test_timelines_stay_light(
    sites: dict[int, Place], count: int, pages: list[str], most_kb: int, most_elements: int
) -> None:
    """A longer list makes more pages and not a heavier one; only the page of everything grows."""
    place = sites[count]
    octets, elements = heaviest(place, decades(place) if pages == ["decades"] else pages)

    assert octets <= most_kb * KB
    assert elements <= most_elements


def test_styles_and_scripts_of_a_page_are_light(place: Place) -> None:
    """No page loads more than 6 KB of styles and 3 KB of scripts."""
    heavy = {}
    for job in families(place):
        outline = Outline.of(place.get(f"/kk/{job.path}").text)
        for suffix, most in ((".css", 6), (".js", 3)):
            loaded = [link for link in outline.links if link.endswith(suffix)]
            octets = sum(weight(place.get(link).body) for link in loaded)
            if octets > most * KB:
                heavy[f"{job.path} {suffix}"] = f"{octets / KB:.1f} KB of {most}"

    assert_none(heavy)


def test_no_stylesheet_asks_for_more() -> None:
    """Styles load neither letters nor pictures nor other styles."""
    sheets: list[Path] = [*TEMPLATES.joinpath("assets").glob("*.css")]

    assert sheets
    assert_none({path.name for path in sheets if re.search(r"@import|url\(", path.read_text())})
