"""Every kind of page, wide and narrow, light and dark, as a browser and its helpers see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from tests.browser.choice import families, states
from tests.browser.chromium import Browser
from tests.browser.faults import assert_none
from tests.browser.sites import Place

pytestmark = pytest.mark.timeout(600)  # every page is opened in one go

Seen = Mapping[str, Mapping[str, Any]]
WINDOWS = tuple(product((390, 1280), ("light", "dark")))
MOST_REQUESTS = 4
SENT = " after a mistake"


@pytest.fixture(scope="module")
def seen(place: Place, browser: Browser) -> Seen:
    """Return what was seen of each page, by its name, window and language.

    Languages take turns over pages and windows, so that each page is seen in each.
    """
    languages = place.view.site.languages
    jobs = [
        job.at(
            place,
            languages[(number + turn) % len(languages)],
            width=width,
            scheme=scheme,
            narrow=turn == 0,
        )
        for number, job in enumerate([*families(place), *states(place)])
        for turn, (width, scheme) in enumerate(WINDOWS)
    ]
    names = [
        f"{job['url'].removeprefix(place.url)}{SENT if job['send'] else ''} "
        f"{job['width']} {job['scheme']}"
        for job in jobs
    ]
    found = dict(zip(names, browser.ask("look", pages=jobs), strict=True))
    assert len(found) == len(jobs)
    return found


def faults(seen: Seen, find: Callable[[Mapping[str, Any]], object]) -> dict[str, object]:
    """Return what is wrong, by page."""
    return {name: fault for name, facts in seen.items() if (fault := find(facts))}


def test_browser_has_nothing_to_complain_of(seen: Seen) -> None:
    """No error in the console: nothing is missing, fails, or is against the policy."""
    assert_none(faults(seen, lambda facts: facts["faults"]))


def test_nothing_comes_from_elsewhere(seen: Seen, place: Place) -> None:
    """A page takes at most four requests, all to its own site."""

    def strange(facts: Mapping[str, Any]) -> object:
        # The icon is asked for once for the whole site.
        requests = [url for url in facts["requests"] if not url.endswith("/favicon.svg")]
        foreign = [url for url in requests if not url.startswith(f"{place.url}/")]
        return foreign or (len(requests) > MOST_REQUESTS and requests)

    assert_none(faults(seen, strange))


def test_axe_finds_nothing(seen: Seen) -> None:
    """No rule of WCAG 2.2 A and AA nor of good practice that axe knows is broken."""
    assert_none(faults(seen, lambda facts: facts["violations"]))


def test_every_event_is_within_reach_of_screen_readers(seen: Seen) -> None:
    """Each event of a page has a link with a name in the accessibility tree."""
    assert_none(faults(seen, lambda facts: facts.get("hidden")))
    assert any("/events/" in name for name in seen)


def test_first_tab_leads_past_the_head(seen: Seen) -> None:
    """Who uses the keyboard comes to the content at once, and to a mistake without a key."""
    light = {name: facts["first"] for name, facts in seen.items() if "first" in facts}
    strange = {
        name: first
        for name, first in light.items()
        if first != ("#email" if SENT in name else "#content")
    }
    assert light
    assert_none(strange)


def test_focus_is_seen(seen: Seen) -> None:
    """Whatever has the focus has an outline of three pixels at least."""
    assert_none(faults(seen, lambda facts: facts.get("faint")))


def test_nothing_is_hard_to_hit(seen: Seen) -> None:
    """What is pressed is 24 pixels wide and high at least, save links within sentences."""
    assert_none(faults(seen, lambda facts: facts.get("small")))


def test_no_page_scrolls_sideways(seen: Seen) -> None:
    """Not at 320 pixels, not at twice the size, not with letters of twice the size."""
    assert_none(faults(seen, lambda facts: facts.get("wide")))
