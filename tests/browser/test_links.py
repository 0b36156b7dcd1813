"""Everything that can be reached from the first pages, page by page, without a browser."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.browser.crawl import Walk, walk
from tests.browser.faults import assert_none
from tests.browser.sites import Place

from kalends.timeline import paths

pytestmark = pytest.mark.timeout(600)  # every page is opened in one go


@pytest.fixture(scope="module")
def walked(place: Place) -> Walk:
    """Return the whole site."""
    return walk(place, [f"/{language}/" for language in place.view.site.languages])


def test_no_link_is_broken(walked: Walk) -> None:
    """Each link leads to something that is there, at once, without being sent on."""
    assert_none(walked.broken)


def test_every_page_is_reached(walked: Walk, place: Place) -> None:
    """No page is known to the sitemap alone."""
    known = {
        f"/{language}/{path}"
        for language in place.view.site.languages
        for path in paths(place.view)
    }
    assert_none(known - walked.pages.keys())
    assert len(known) > 3 * len(place.view.events)


def test_every_anchor_is_there(walked: Walk) -> None:
    """A link into a page finds its place there."""
    lost = {
        f"{page} → {target}#{anchor}"
        for page, target, anchor in walked.anchors
        if target in walked.pages and anchor not in walked.pages[target].ids
    }
    assert_none(lost)
    assert walked.anchors


def test_pages_are_whole(walked: Walk, place: Place) -> None:
    """One h1, no id twice, languages that exist, no style or script within the page."""
    faults = {}
    for path, page in walked.pages.items():
        twice = [name for name, count in Counter(page.ids).items() if count > 1]
        strange = set(page.languages) - {*place.view.site.languages}
        if twice or strange or page.inline or page.headings != 1:
            faults[path] = (page.headings, twice, strange, page.inline)
    assert_none(faults)


def test_pages_are_in_the_language_of_their_path(walked: Walk) -> None:
    """The first language that a page tells is its own."""
    wrong = {
        path for path, page in walked.translated.items() if page.languages[0] != path.split("/")[1]
    }
    assert_none(wrong)


def test_pages_know_their_address(walked: Walk, place: Place) -> None:
    """The canonical address is the page's own; only answers to questions may go without."""
    wrong = {
        path: page.canonical
        for path, page in walked.translated.items()
        if page.canonical not in _addresses(place, path)
    }
    assert_none(wrong)


def _addresses(place: Place, path: str) -> tuple[str, ...]:
    plain, asks, _ = path.partition("?")
    return (f"{place.url}{path}", f"{place.url}{plain}", *([""] if asks else []))


def test_translations_know_each_other(walked: Walk, place: Place) -> None:
    """What a page names as its translation names it, too."""
    lonely = {}
    for path, page in walked.translated.items():
        for language, address in page.alternates.items():
            other = walked.pages.get(address.removeprefix(place.url))
            if other is None or other.alternates != page.alternates:
                lonely[path] = f"{language}: {address}"
    assert_none(lonely)
    assert all(page.alternates for path, page in walked.translated.items() if "?" not in path)
