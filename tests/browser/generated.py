"""Lists of any length, made of the titles and texts of the list that ships."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.asgi import publication
from tests.browser.sites import shipped

from kalends.dates import parse
from kalends.jobs import Publication
from kalends.model import Event, Period, Status

ERAS = ((1465, 1900, 1), (1901, 1990, 2), (1991, 2026, 7))
"""First and last year, and how many of ten events are within."""


def generated(count: int) -> Publication:
    """Return a list of `count` events, the same in every run."""
    rng = Random(count)
    patterns = [each for each in shipped().catalogue if not each.observance]
    events = [_event(patterns[number % len(patterns)], number, rng) for number in range(count)]
    return publication(events, site=replace(shipped().site, feeds={}))


def _event(pattern: Event, number: int, rng: Random) -> Event:
    date = parse(_date(rng))
    return replace(
        pattern,
        id=f"{pattern.id}-{number}",
        date=date,
        written=date,
        old_style=False,
        title={language: f"{text}, {number}" for language, text in pattern.title.items()},
        short={},
        weight=rng.choice((0, 0, 1, 1, 2, 3, 4, 5)),
        status=Status.CONFIRMED,
        periods=(Period(),),
        listed=(),
        alternatives=(),
        follows=(),
        formerly=(),
    )


def _date(rng: Random) -> str:
    first, last, _ = rng.choices(ERAS, [share for *_, share in ERAS])[0]
    year, month, day = rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28)
    forms = ["{0}-{1:02}-{2:02}"] * 22 + ["{0}", "{0}-{1:02}", "{0}/{3}"]
    return rng.choice(forms).format(year, month, day, year + rng.randint(1, 12))
