"""What a selection keeps of events and occurrences, and which names it may use."""

from __future__ import annotations

import pytest
from tests.unit.builders import event, place

from kalends.errors import SelectionError
from kalends.model import Catalogue, Kind, Milestones, Selection, Site, Tier, Window, Years
from kalends.occurrences import check_selection, select, selected, starting

SITE = Site(
    id="s",
    title={"en": "S"},
    languages=("en", "ru", "kk"),
    kinds={"law": Kind("law")},
    tags={"nuclear": {"en": "Nuclear"}},
)
BAIKONUR = event(
    "baikonur",
    "1955-06-02",
    title={"en": "Founding of the Baikonur Cosmodrome", "ru": "Основание космодрома Байконур"},
    short={"kk": "Байқоңыр"},
    summary={
        "en": "The general staff’s\n  decision on the “Scientific” Range",
        "ru": "Самолёт, ёлка и всё такое",
    },
    note={"en": "Kazakhstan–Russia lease"},
    kind="founding",
    tags=("space", "baikonur"),
    place=place("KZ", "RU", name={"en": "Tyuratam", "kk": "Төретам"}),
    weight=3,
    formerly=("cosmodrome",),
)
TREATY = event("treaty", "1992-05-25", kind="treaty", tags=("treaties", "space"), weight=1)
CATALOGUE = Catalogue.of([BAIKONUR, TREATY])


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "baikonur treaty"),
        (Selection(tags=("space",)), "baikonur treaty"),
        (Selection(tags=("baikonur", "treaties")), "baikonur treaty"),
        (Selection(tags=("baikonur",)), "baikonur"),
        (Selection(tags=("nuclear",)), ""),
        (Selection(all_tags=("baikonur", "space")), "baikonur"),
        (Selection(all_tags=("treaties", "baikonur")), ""),
        (Selection(not_tags=("baikonur", "nuclear")), "treaty"),
        (Selection(tags=("space",), not_tags=("space",)), ""),
        (Selection(kinds=("founding",)), "baikonur"),
        (Selection(kinds=("founding", "treaty")), "baikonur treaty"),
        (Selection(countries=("RU", "DE")), "baikonur"),  # the treaty names no place
        (Selection(countries=("DE",)), ""),
        (Selection(ids=("treaty",)), "treaty"),
        (Selection(ids=("cosmodrome",)), "baikonur"),  # its former id
        (Selection(weight=1), "baikonur treaty"),
        (Selection(weight=2), "baikonur"),
        (Selection(weight=4), ""),
        (Selection(tags=("space",), kinds=("treaty",)), "treaty"),  # all fields must agree
        (Selection(tier=Tier.JUBILEE, years=(Years(1900, 1900),)), "baikonur treaty"),
    ],
)
def test_fields_keep_events(selection: Selection, expected: str) -> None:
    """Several values of a field are alternatives, several fields must all agree."""
    kept = [each.id for each in CATALOGUE if selected(each, selection)]

    assert kept == expected.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cosmodrome", True),
        ("COSMODROME founding", True),  # all the words, anywhere
        ("cosmodrome treaty", False),
        ("космодрома", True),  # a title in another language
        ("байқоңыр", True),  # a short title
        ("STAFF'S", True),  # a summary, with a typewriter's apostrophe
        ("kazakhstan-russia", True),  # a note, with a hyphen for the dash
        ("тёретам", False),
        ("төретам tyuratam", True),  # the place's names
        ("самолет", True),
        ("ЁЛКА", True),
        ("елка всё", True),
        ("байконыр", False),  # қ and ң are letters of their own
        ("баи\u0306конур", True),  # й written as и and a breve
        ("osmodr", True),  # a part of a word
        ('"baikonur cosmodrome"', True),
        ('"cosmodrome baikonur"', False),  # both words, and not so
        ("“Baikonur  Cosmodrome”", True),
        ("«космодрома байконур» founding", True),
        ("„космодрома байконур“", True),
        ('"baikonur cosmo"', True),  # a part of its last word too
        ('"staff\'s decision"', True),  # over the end of a line
        ('"the scientific range"', True),  # quoted in the text itself
        ("scientific range", True),
        ('"lease tyuratam"', False),  # over the end of a text
        ('"baikonur lease', True),  # a mark without its other one says nothing
        ("archive", False),  # sources are not its words
    ],
)
def test_words_are_found_in_every_language(text: str, found: bool) -> None:
    """Case, ё and е, dashes and apostrophes do not matter; marks on letters do."""
    assert selected(BAIKONUR, Selection(text=text)) is found


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), [0, 1, 2, 5, 9, 10, 25]),
        (Selection(tier=Tier.PLAIN), [0, 1, 2, 5, 9, 10, 25]),
        (Selection(tier=Tier.FIRST), [1, 5, 10, 25]),
        (Selection(tier=Tier.FIVE), [5, 10, 25]),
        (Selection(tier=Tier.ROUND), [10, 25]),
        (Selection(tier=Tier.JUBILEE), [25]),
        (Selection(years=(Years(1992, 1993), Years(2002, 2002))), [0, 1, 10]),
        (Selection(tier=Tier.FIVE, years=(Years(1992, 1999),)), [5]),
        (Selection(tags=("baikonur",)), []),
    ],
)
def test_tiers_and_years_keep_occurrences(selection: Selection, expected: list[int]) -> None:
    """A tier keeps what is at least as great, and coming events only where all are kept."""
    years = Window.years(1992, 2020)
    told = [
        each
        for each in starting([TREATY], years, Milestones())
        if each.n in (0, 1, 2, 5, 9, 10, 25)
    ]

    assert [each.n for each in select(told, selection)] == expected


def test_a_year_is_that_of_the_first_day() -> None:
    """What begins in December and ends in January is of the old year alone."""
    winter = event(date="2024-12-26/2025-01-02")
    told = starting([winter], Window.years(2024, 2024), Milestones())

    assert select(told, Selection(years=(Years(2024, 2024),))) == told
    assert not select(told, Selection(years=(Years(2025, 2025),)))


def test_selected_occurrences_keep_their_order() -> None:
    """Selecting only leaves out."""
    told = starting(CATALOGUE, Window.years(2020, 2024), Milestones())

    assert select(told, Selection(tags=("space",))) == told
    assert select(reversed(told), Selection()) == told[::-1]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(tags=("space", "nuclear"), all_tags=("treaties",), not_tags=("baikonur",)),
        Selection(kinds=("founding", "law", "treaty")),
        Selection(ids=("baikonur", "cosmodrome", "treaty")),
        Selection(countries=("KZ", "ZZ")),
    ],
)
def test_known_names_pass(selection: Selection) -> None:
    """Used or declared tags and kinds, present and former ids, and any two letters are known."""
    check_selection(selection, CATALOGUE, SITE)


@pytest.mark.parametrize(
    ("selection", "field", "message"),
    [
        (Selection(tags=("spcae",)), "tag", "there is no tag 'spcae'; did you mean 'space'?"),
        (Selection(all_tags=("zzz",)), "all-tag", "there is no tag 'zzz'"),
        (
            Selection(not_tags=("nucler",)),
            "not-tag",
            "there is no tag 'nucler'; did you mean 'nuclear'?",
        ),
        (
            Selection(kinds=("treatty",)),
            "kind",
            "there is no kind 'treatty'; did you mean 'treaty'?",
        ),
        (
            Selection(ids=("cosmodrom",)),
            "id",
            "there is no event 'cosmodrom'; did you mean 'cosmodrome'?",
        ),
        (
            Selection(countries=("KAZ",)),
            "country",
            "there is no country 'KAZ'; did you mean 'KZ'?; a country is two letters, like KZ",
        ),
        (Selection(countries=("K1",)), "country", "there is no country 'K1'"),
        (Selection(countries=("КЗ",)), "country", "there is no country 'КЗ'; a country is two"),
    ],
)
def test_an_unknown_name_is_refused_with_a_near_one(
    selection: Selection, field: str, message: str
) -> None:
    """The error names the field and the name as asked, and offers what exists."""
    with pytest.raises(SelectionError) as caught:
        check_selection(selection, CATALOGUE, SITE)

    assert caught.value.field == field
    assert str(caught.value).startswith(message)
