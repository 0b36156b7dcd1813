"""The chapters of a timeline: decades, and centuries where these hold little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kalends.dates import parse
from kalends.timeline.placing import Chronicle, chronicle
from kalends.timeline.view import View
from kalends.wording import Words

_FEW = 8
"""A century with no more events is one chapter, once it is long past."""
_LONG_PAST = 100
_FIRST_PLAIN_YEAR = 100
_LAST_YEAR = 9999


class Chapter(NamedTuple):
    """A run of years.

    Attributes:
        first: Year, inclusive; astronomical.
        last: Year, inclusive.
        slug: Its name in addresses.
        edtf: What wording calls it by.
    """

    first: int
    last: int
    slug: str
    edtf: str

    def name(self, words: Words) -> str:
        """Return "1990s", "18th century"."""
        return words.date(parse(self.edtf))


class Chapters:
    """How a list is divided: the same for all of its selections."""

    def __init__(self, years: Iterable[int], this_year: int) -> None:
        """Take the years of all events of the list."""
        held = Counter(year // 100 for year in years)
        self._whole = {
            century
            for century, count in held.items()
            if count <= _FEW and century * 100 + 99 < this_year - _LONG_PAST
        }

    def of(self, year: int) -> Chapter:
        """Return the chapter that a year is in."""
        if year < _FIRST_PLAIN_YEAR or year > _LAST_YEAR or year // 100 in self._whole:
            return century_of(year)
        return decade_of(year)


def all_of(view: View) -> Chronicle:
    """Return the whole list as a chronicle, worked out once."""
    return view.once("chronicle", lambda: chronicle(view.events, view.today))


def chapters_of(view: View) -> Chapters:
    """Return how the list is divided, worked out once."""
    return view.once(
        "chapters",
        lambda: Chapters([each.first.year for each in all_of(view).placed], view.today.year),
    )


def decade_of(year: int) -> Chapter:
    """Return the decade of a year from 100 to 9999."""
    tens = year // 10
    return Chapter(tens * 10, tens * 10 + 9, f"{tens}0s", f"{tens:03}X")


def century_of(year: int) -> Chapter:
    """Return the century of a year; all that EDTF has no century for is one chapter."""
    if year < -_LAST_YEAR:
        return Chapter(-(10**9), -_LAST_YEAR - 1, "earliest", "../-9999")
    if year > _LAST_YEAR:
        return Chapter(_LAST_YEAR + 1, 10**9, "latest", "Y10000/..")
    if year < 0:
        hundreds = -year // 100
        first, last = -hundreds * 100 - 99, -hundreds * 100 or -1
        return Chapter(first, last, f"century-{hundreds + 1}-bc", f"-{hundreds:02}XX")
    hundreds = year // 100
    first = hundreds * 100
    return Chapter(first, first + 99, f"century-{hundreds + 1}", f"{hundreds:02}XX")


def year_of(year: int) -> Chapter:
    """Return a single year as a chapter."""
    return Chapter(year, year, f"y{year}", edtf_year(year))


def edtf_year(year: int) -> str:
    """Return a year as EDTF writes it."""
    if abs(year) > _LAST_YEAR:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"
