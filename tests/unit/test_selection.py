"""The grammar of selections: one query for addresses, settings and the command line."""

from __future__ import annotations

import pytest

from kalends.errors import SelectionError
from kalends.model import FIELDS, TIERS, Selection, Tier, Years

Pairs = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], Selection()),
        ([("tag", "treaty"), ("tag", "space")], Selection(tags=("space", "treaty"))),
        ([("tag", "space"), ("tag", "space")], Selection(tags=("space",))),
        ([("all-tag", "a"), ("not-tag", "b")], Selection(all_tags=("a",), not_tags=("b",))),
        ([("kind", "law"), ("id", "x-1")], Selection(kinds=("law",), ids=("x-1",))),
        ([("country", "kz"), ("country", "RU")], Selection(countries=("KZ", "RU"))),
        ([("tier", "five")], Selection(tier=Tier.FIVE)),
        ([("tier", "plain")], Selection()),
        ([("tier", "five"), ("tier", "round")], Selection(tier=Tier.ROUND)),  # both must agree
        ([("weight", "0")], Selection()),
        ([("weight", "2"), ("weight", "4")], Selection(weight=4)),
        ([("year", "2027")], Selection(years=(Years(2027, 2027),))),
        (
            [("year", "2027"), ("year", "2020/2025"), ("year", "2027/2027")],
            Selection(years=(Years(2020, 2025), Years(2027, 2027))),
        ),
        ([("q", "  Байконур \t 1955 "), ("q", "Key")], Selection(text="Байконур 1955 Key")),
        ([("tag", " space ")], Selection(tags=("space",))),
    ],
)
def test_a_query_is_read(pairs: Pairs, expected: Selection) -> None:
    """Values are sorted and unique, so that equal queries are equal selections."""
    assert Selection.parse(pairs) == expected


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("tag", "a"), ("tag", "b"), ("all-tag", "c"), ("not-tag", "d")],
        [("kind", "law"), ("country", "KZ"), ("id", "x"), ("tier", "jubilee"), ("weight", "5")],
        [("year", "862"), ("year", "2025/2030"), ("q", "день победы")],
    ],
)
def test_the_canonical_query_reads_back(pairs: Pairs) -> None:
    """`pairs` gives the fields in their fixed order, and `parse` the same selection of them."""
    selection = Selection.parse(reversed(pairs))

    assert selection.pairs() == pairs
    assert Selection.parse(selection.pairs()) == selection


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("tags", "space", "there is no field 'tags'; did you mean 'tag'?"),
        ("zzz", "1", f"there is no field 'zzz'; there are {', '.join(FIELDS)}"),
        ("tag", " ", "tag is empty"),
        ("q", "", "q is empty"),
        ("q", '"  "', "q is empty"),
        ("q", "«»", "q is empty"),
        ("tier", "big", "there is no tier 'big'; there are jubilee, round, five, first, plain"),
        ("tier", "coming", "there is no tier 'coming'"),
        ("weight", "6", "weight is 0 to 5, not '6'"),
        ("weight", "-1", "weight is 0 to 5, not '-1'"),
        ("weight", "٣", "weight is 0 to 5, not '٣'"),
        ("weight", "9" * 5000, f"weight is 0 to 5, not '{'9' * 20}'"),
        ("year", "27a", "a year is written 2027 or 2025/2030, not '27a'"),
        ("year", "0", "a year is written 2027 or 2025/2030, not '0'"),
        ("year", "10000", "a year is written"),
        ("year", "2030/2025", "a year is written"),
        ("year", "2025/2026/2027", "a year is written"),
        ("year", "/2025", "a year is written"),
        ("year", "٢٠٢٧", "a year is written"),
        ("q", "x" * 201, "q is longer than 200 characters"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_field(field: str, value: str, message: str) -> None:
    """The error names the field, the value cut short, and what is possible."""
    with pytest.raises(SelectionError) as caught:
        Selection.parse([(field, value)])

    assert caught.value.field == field
    assert str(caught.value).startswith(message)


def test_the_tiers_one_can_ask_for_are_listed_from_the_greatest() -> None:
    """The coming event is no tier to ask for."""
    assert list(TIERS) == ["jubilee", "round", "five", "first", "plain"]


@pytest.mark.parametrize(("years", "text"), [((2027, 2027), "2027"), ((862, 1147), "862/1147")])
def test_years_are_written_as_in_the_query(years: tuple[int, int], text: str) -> None:
    """One year alone, or first and last."""
    assert str(Years(*years)) == text
