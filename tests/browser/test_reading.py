"""What is read of the pages without scripts, on paper, from a deep link, in forced colours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES
from tests.browser.choice import families, states
from tests.browser.chromium import Browser
from tests.browser.faults import assert_none
from tests.browser.generated import generated
from tests.browser.sites import Place, served

from kalends.model import Selection
from kalends.occurrences import selected
from kalends.timeline import paths
from kalends.timeline.years import year_page
from kalends.wording import words

MOST_SHEETS = 7


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return a site of sixty events, as long as a list of a small museum."""
    with served(generated(60), tmp_path_factory.mktemp("sixty")) as found:
        yield found


def selections(place: Place) -> dict[str, Selection]:
    """Return what the pages of timelines select, by path below the language."""
    known = set(paths(place.view))
    pages = {
        "timeline/": Selection(),
        **{f"tag/{tag}/": Selection(tags=(tag,)) for tag in ("space", "treaties")},
        **{f"kind/{kind}/": Selection(kinds=(kind,)) for kind in ("visit", "observance")},
    }
    assert pages.keys() <= known
    return {**pages, "timeline/?tag=space&kind=space": Selection(tags=("space",), kinds=("space",))}


def test_every_event_is_listed_without_scripts(place: Place, browser: Browser) -> None:
    """A page of a selection has a link to each event of it, and to no other, scripts or not."""
    jobs = [
        {"url": f"{place.url}/ru/{path}", "script": script, "path": path}
        for path in selections(place)
        for script in (False, True)
    ]
    wrong = {}
    for job, read in zip(jobs, browser.ask("read", pages=jobs), strict=True):
        path = str(job["path"])
        events = [each for each in place.view.events if selected(each, selections(place)[path])]
        expected = {f"/ru/events/{event.id}/" for event in events}
        listed = {link for link in read["links"] if link.startswith("/ru/events/")}
        if not expected or listed != expected:
            wrong[f"{path} script={job['script']}"] = expected ^ listed

    assert_none(wrong)


def test_forms_are_whole_without_scripts(place: Place, browser: Browser) -> None:
    """Every field is there, and no button that only a script brings to life."""
    jobs = [
        {"url": f"{place.url}/{language}/subscribe/", "script": script}
        for language in place.view.site.languages
        for script in (False, True)
    ]
    told = browser.ask("read", pages=jobs)

    for plain, scripted in zip(told[::2], told[1::2], strict=True):
        assert plain["fields"] == scripted["fields"]
        assert {"email", "cadence", "language", "zone"} <= {*plain["fields"]}
        assert plain["dead"] == []


def test_deep_link_is_not_covered(place: Place, browser: Browser) -> None:
    """Who follows a link to an event on the timeline sees it, below what sticks to the top."""
    events = [event.id for event in place.view.events if not event.observance]
    jobs = [
        {"url": f"{place.url}/kk/timeline/#ev-{name}", "width": width, "name": name}
        for name in (events[0], events[len(events) // 2], events[-1])
        for width in (390, 1280)
    ]
    told = browser.ask("anchor", pages=jobs)

    assert_none(
        {
            f"{job['name']} {job['width']}": what
            for job, what in zip(jobs, told, strict=True)
            if what
        }
    )


def test_timeline_is_printed_on_a_few_sheets(
    sixty: Place, browser: Browser, tmp_path: Path, require: Callable[[object, str], None]
) -> None:
    """Sixty events take seven sheets of A4 at most, and each title is on paper."""
    require(shutil.which("pdftotext"), "pdftotext is not installed")
    paper = tmp_path / "timeline.pdf"
    browser.ask("print", url=f"{sixty.url}/ru/timeline/", path=str(paper))
    text = subprocess.run(
        ["pdftotext", "-raw", str(paper), "-"], check=True, capture_output=True, text=True
    ).stdout

    assert text.count("\f") <= MOST_SHEETS
    printed = _letters(text)
    titles = (event.title["ru"] for event in sixty.view.events)
    assert_none({title for title in titles if _letters(title) not in printed})


def test_plan_of_a_long_list_is_folded_and_printed_whole(
    browser: Browser, tmp_path: Path, require: Callable[[object, str], None]
) -> None:
    """A screen shows the chief dates of each month and counts the others; paper has them all."""
    require(shutil.which("pdftotext"), "pdftotext is not installed")
    paper = tmp_path / "plan.pdf"
    with served(generated(300), tmp_path / "ledger") as place:
        url = f"{place.url}/en/year/2027/"
        (read,) = browser.ask("read", pages=[{"url": url}])
        browser.ask("print", url=url, path=str(paper))
        plan = year_page(place.view, 2027, words("en", place.view.site, [TEMPLATES / "locale"]))
    text = subprocess.run(
        ["pdftotext", "-raw", str(paper), "-"], check=True, capture_output=True, text=True
    ).stdout
    listed = [link for link in read["links"] if "/events/" in link]

    titles = {each.title.text for of in plan.months for each in (*of.entries, *of.more)}
    assert 120 < len(listed) < 200 < len(titles)
    printed = _letters(text)
    assert_none({title for title in titles if _letters(title) not in printed})


def _letters(text: str) -> str:
    """Return a text without what line ends change."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_texts_are_read_in_forced_colours(place: Place, browser: Browser) -> None:
    """Where the system chooses the colours, all texts still stand out."""
    jobs = [
        job.at(place, "en", forced=True, scheme=scheme)
        for number, job in enumerate([*families(place), *states(place)])
        for scheme in (("light", "dark")[number % 2],)
    ]
    told = browser.ask("forced", pages=jobs)

    assert_none(
        {
            f"{job['path']} {job['scheme']}": what
            for job, what in zip(jobs, told, strict=True)
            if what
        }
    )
