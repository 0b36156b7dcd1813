"""The queries that the API takes, as OpenAPI describes them and as Kalends reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kalends.errors import SelectionError
from kalends.model import FIELDS, TIERS, Catalogue, Selection, Site, Window
from kalends.occurrences import check_selection

MOST = 500
_USUAL = 50
_LONGEST = timedelta(days=3_660)
_A_YEAR = timedelta(days=365)
_LAST = date(9998, 12, 31)
ONCE = ("lang", "limit", "offset", "from", "to")
"""Fields beside those of a selection, which have one value."""
_DAY: dict[str, Any] = {"format": "date"}


class Language(BaseModel):
    """The language of what is answered."""

    model_config = ConfigDict(extra="forbid")

    lang: str = Field("", description="The language of texts; the site's default without it.")


class Paging(Language):
    """Which part of a long answer."""

    limit: int = Field(_USUAL, ge=1, le=MOST, description="How many items at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many items are passed over.")


def _texts(description: str, alias: str | None = None) -> Any:  # noqa: ANN401 - as pydantic has it
    return Field(default_factory=list, alias=alias, description=description)


class Chosen(Paging):
    """A selection. Every field may be repeated, and all fields must agree."""

    tag: Annotated[list[str], _texts("Events that have any of the tags.")]
    all_tag: Annotated[list[str], _texts("Events that have every one of the tags.", "all-tag")]
    not_tag: Annotated[list[str], _texts("Events that have none of the tags.", "not-tag")]
    kind: Annotated[list[str], _texts("Events of any of the kinds.")]
    country: Annotated[list[str], _texts("Places in any of the countries: `KZ`.")]
    id: Annotated[list[str], _texts("Events with any of the ids, present or former.")]
    tier: Annotated[list[str], _texts(f"Milestones of at least this tier: {', '.join(TIERS)}.")]
    weight: Annotated[list[str], _texts("Events of at least this weight, 0 to 5.")]
    year: Annotated[list[str], _texts("What occurs in any of the years: `2027`, `2025/2030`.")]
    q: Annotated[
        list[str],
        _texts("Events whose texts hold every one of the words, and every phrase in quotes."),
    ]


class Between(Chosen):
    """A selection of what begins between two days."""

    start: str = Field(
        "",
        alias="from",
        json_schema_extra=_DAY,
        description="The first day; today without it, or the first of `year`.",
    )
    end: str = Field(
        "",
        alias="to",
        json_schema_extra=_DAY,
        description="The last day, at most ten years later; a year later without it.",
    )


def once(pairs: Iterable[tuple[str, str]]) -> None:
    """Check that no field that has one value is given several.

    Raises:
        SelectionError: One is; of two languages neither would be the right one.
    """
    given = Counter(name for name, _ in pairs)
    for name in ONCE:
        if given[name] > 1:
            raise SelectionError(name, f"{name} is given {given[name]} times; give it once")


def selection(pairs: Iterable[tuple[str, str]], catalogue: Catalogue, site: Site) -> Selection:
    """Return the selection among the fields of a query.

    Raises:
        SelectionError: A value that a field cannot have, or a name that does not exist.
    """
    found = Selection.parse((name, value) for name, value in pairs if name in FIELDS)
    check_selection(found, catalogue, site)
    return found


def window(start: str, end: str, chosen: Selection, today: date) -> Window:
    """Return the days that are asked for, `start` and `end` both inclusive.

    Raises:
        SelectionError: One of them is no day, or they are more than ten years apart.
    """
    if chosen.years and not start and not end:
        return of_years(chosen)
    first = _day("from", start) if start else today
    last = _day("to", end) if end else min(first + _A_YEAR, _LAST)
    if last < first:
        raise SelectionError("to", f"to, {last}, is before from, {first}; exchange the two")
    if last - first > _LONGEST:
        raise SelectionError("to", "more than ten years are asked for; ask for them one by one")
    return Window(first, last + timedelta(days=1))


def of_years(chosen: Selection) -> Window:
    """Return the years that a selection names, from the first to the last.

    Raises:
        SelectionError: They are more than ten.
    """
    first = min(years.first for years in chosen.years)
    last = max(years.last for years in chosen.years)
    if last - first >= _LONGEST // _A_YEAR:
        raise SelectionError("year", "more than ten years are asked for; ask for them one by one")
    return Window.years(first, last)


def _day(field: str, value: str) -> date:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found > _LAST or value != found.isoformat():
        raise SelectionError(field, f"{field} is a day like 2027-05-09, not {value[:20]!r}")
    return found
