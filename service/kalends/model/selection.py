"""Selection: one query for every output.

One grammar in addresses (`?tag=space&tag=treaty&tier=five`), in kalends.toml, on the
command line and in a subscription:

=========  ==========================================================
field      keeps the events or occurrences …
=========  ==========================================================
tag        that have any of the tags
all-tag    that have every one of the tags
not-tag    that have none of the tags
kind       of any of the kinds
country    whose place is in any of the countries (ISO 3166-1 alpha-2)
id         with any of the ids
tier       whose milestone is at least this: jubilee round five first plain
weight     of at least this weight, 0 to 5
year       that occur in any of the years: 2027, or 2025/2030
q          whose texts hold every one of the words, and “every phrase” in quotes
=========  ==========================================================

A field may be repeated; several fields must all agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kalends.errors import SelectionError
from kalends.model.event import Tier

FIELDS = (
    "tag",
    "all-tag",
    "not-tag",
    "kind",
    "country",
    "id",
    "tier",
    "weight",
    "year",
    "q",
)

TIERS = {tier.word: tier for tier in reversed(Tier) if tier is not Tier.COMING}
MOST_WEIGHT = 5
_MAX_YEAR = 9999
MOST_LETTERS = 200
QUOTES = '"“”„‟«»'
"""Marks that a phrase in `q` stands between, whichever of them is first and last."""
_TERM = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s{QUOTES}]+)")


class Years(NamedTuple):
    """Years from `first` to `last`, both inclusive."""

    first: int
    last: int

    def __str__(self) -> str:
        """Return the query's form: `2027` or `2025/2030`."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events and occurrences an output holds; the empty selection holds all.

    Values are sorted and unique, so that equal selections are equal values.
    """

    tags: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    tier: Tier = Tier.PLAIN
    weight: int = 0
    years: tuple[Years, ...] = ()
    text: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of `text`, and its phrases; a quotation mark without another one is none."""
        found = (phrase or word for phrase, word in _TERM.findall(self.text))
        return tuple(term for each in found if (term := " ".join(each.split())))

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]]) -> Selection:
        """Return the selection of (field, value) pairs.

        Whether tags, kinds and ids exist is not known here: see
        `kalends.occurrences.check_selection`.

        Raises:
            SelectionError: An unknown field, or a value the field cannot have.
        """
        values: dict[str, list[str]] = {field: [] for field in FIELDS}
        for field, value in pairs:
            if field not in values:
                raise SelectionError(field, _unknown_field(field))
            if not value.strip():
                raise SelectionError(field, f"{field} is empty")
            values[field].append(value.strip())
        return cls(
            tags=_unique(values["tag"]),
            all_tags=_unique(values["all-tag"]),
            not_tags=_unique(values["not-tag"]),
            kinds=_unique(values["kind"]),
            countries=_unique(value.upper() for value in values["country"]),
            ids=_unique(values["id"]),
            tier=max((_tier(value) for value in values["tier"]), default=Tier.PLAIN),
            weight=max((_weight(value) for value in values["weight"]), default=0),
            years=tuple(sorted({_years(value) for value in values["year"]})),
            text=_text(values["q"]),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the canonical (field, value) pairs, which `parse` reads back."""
        found = [("tag", tag) for tag in self.tags]
        found += [("all-tag", tag) for tag in self.all_tags]
        found += [("not-tag", tag) for tag in self.not_tags]
        found += [("kind", kind) for kind in self.kinds]
        found += [("country", country) for country in self.countries]
        found += [("id", event_id) for event_id in self.ids]
        found += [("tier", self.tier.word)] if self.tier > Tier.PLAIN else []
        found += [("weight", str(self.weight))] if self.weight else []
        found += [("year", str(years)) for years in self.years]
        found += [("q", self.text)] if self.text else []
        return found


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _unknown_field(field: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(field, FIELDS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(FIELDS)}"
    return f"there is no field {field!r}; {hint}"


def _tier(value: str) -> Tier:
    if value not in TIERS:
        message = f"there is no tier {value!r}; there are {', '.join(TIERS)}"
        raise SelectionError("tier", message, value=value)
    return TIERS[value]


def _weight(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value[:3]) <= MOST_WEIGHT):
        message = f"weight is 0 to {MOST_WEIGHT}, not {value[:20]!r}"
        raise SelectionError("weight", message, value=value)
    return int(value)


def _years(value: str) -> Years:
    first, _, last = value.partition("/")
    ends = [end for end in (first, last or first) if end.isascii() and end.isdigit()]
    if len(ends) == len(Years._fields) and all(len(end) <= len(str(_MAX_YEAR)) for end in ends):
        years = Years(int(ends[0]), int(ends[1]))
        if 1 <= years.first <= years.last:
            return years
    message = f"a year is written 2027 or 2025/2030, not {value[:20]!r}"
    raise SelectionError("year", message, value=value)


def _text(values: list[str]) -> str:
    text = " ".join(" ".join(values).split())
    if values and not text.strip(f" {QUOTES}"):
        raise SelectionError("q", "q is empty")
    if len(text) > MOST_LETTERS:
        raise SelectionError("q", f"q is longer than {MOST_LETTERS} characters", value=text)
    return text
