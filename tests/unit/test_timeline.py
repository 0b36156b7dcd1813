"""The pages of timelines: what is on them, under which year, and how a selection is narrowed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.asgi import SITE, TEMPLATES, app_of, ask
from tests.unit.builders import event, period

from kalends.model import Catalogue, Event, Status
from kalends.timeline import Asked, Look, View, find, paths
from kalends.timeline.listing import opening
from kalends.timeline.timeline_contexts import Row, TimelineContext
from kalends.wording import words

ASSETS = {name: f"/{name}" for name in ("style.css", "favicon.svg", "timeline.css")}
WORDS = {name: words(name, SITE, [TEMPLATES / "locale"]) for name in SITE.languages}


def view(*events: Event, static: bool = False) -> View:
    """Return these events on a day."""
    look = Look(ASSETS, {}, static=static)
    return View(SITE, Catalogue.of(events), date(2026, 11, 23), look)


def page(
    *events: Event, path: str = "timeline/", query: str = "", language: str = "en"
) -> TimelineContext:
    """Return the context of a page of these events."""
    found = find(Asked(view(*events), WORDS[language], query), path)
    assert found is not None
    assert found.path == path
    assert isinstance(found.context, TimelineContext)
    return found.context


def rows(context: TimelineContext) -> list[Row]:
    """Return all rows of a page in order."""
    listed = [row for part in context.sections for year in part.years for row in year.rows]
    return [*listed, *context.customs, *context.undated]


def many(count: int, **fields: Any) -> list[Event]:  # noqa: ANN401 - whatever Event has
    """Return so many events, one a month from 1990 on."""
    return [
        event(f"e{number:04}", f"{1990 + number // 12}-{number % 12 + 1:02}-05", **fields)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("written", "fields", "expected"),
    [
        ("1992-05-25", {}, ("1990s", "1992", "25 May", "1992-05-25", "")),
        ("1992-05", {}, ("1990s", "1992", "May", "1992-05", "soft")),
        ("1992", {}, ("1990s", "1992", "1992", "1992", "soft")),
        ("1992-05-25?", {}, ("1990s", "1992", "25 May (uncertain)", "", "soft")),
        ("1992~", {}, ("1990s", "1992", "about 1992", "", "soft")),
        ("1992-05~", {}, ("1990s", "1992", "about May", "", "soft")),
        ("1992-22", {}, ("1990s", "1992", "summer", "", "soft")),
        ("{1986-12-16,1986-12-17}", {}, ("1980s", "1986", "16 and 17 December", "", "")),
        ("[1992-05,1992-06]", {}, ("1990s", "1992", "May or June", "", "soft")),
        ("[1992-05,1993-06]", {}, ("1990s", "1992", "May 1992 or June 1993", "", "soft")),
        ("1992-12/1993-01", {}, ("1990s", "1992", "December 1992 – January 1993", "", "span")),
        ("199X", {}, ("1990s", "", "1990s", "", "soft")),  # of the decade and no year of it
        ("1465~", {}, ("15th century", "1465", "about 1465", "", "soft")),
        ("-0043-03-15", {}, ("1st century BC", "44 BC", "15 March", "", "")),
        ("1962-10-16/1962-10-28", {}, ("1960s", "1962", "16–28 October", "", "")),
        ("1962-10-28/1962-11-03", {}, ("1960s", "1962", "28 October – 3 November", "", "")),
        ("1941-06-22/1945-05-09", {}, ("1940s", "1941", "22 June 1941 – 9 May 1945", "", "span")),
        ("1998/..", {}, ("1990s", "1998", "since 1998", "", "span")),
        ("1957-10-04T19:28:34Z", {}, ("1950s", "1957", "4 October", "1957-10-04", "")),
        (
            "1957-10-04T19:28:34Z",  # the day in the event's own zone
            {"zone": "Asia/Almaty"},
            ("1950s", "1957", "5 October", "1957-10-05", ""),
        ),
        (
            "1731-10-10",
            {"old_style": True},
            ("18th century", "1731", "10 (21) October", "1731-10-21", ""),
        ),
        (
            "1825-12-14/1825-12-16",
            {"old_style": True},
            ("19th century", "1825", "14 (26) – 16 (28) December", "", ""),
        ),
        (
            "1855-12-29",  # of another year by the Gregorian calendar, under which it stands
            {"old_style": True},
            ("19th century", "1856", "29 December 1855 (10 January 1856)", "1856-01-10", ""),
        ),
        ("1992-05-25", {"weight": 3}, ("1990s", "1992", "25 May", "1992-05-25", "weighty")),
        ("2027", {"status": Status.PLANNED}, ("2020s", "2027", "2027", "2027", "soft")),
        (
            "1992-05-25",
            {"status": Status.CANCELLED, "weight": 5},
            ("1990s", "1992", "25 May", "1992-05-25", "off"),
        ),
    ],
)
def test_event_stands_where_it_is_true(
    written: str, fields: dict[str, Any], expected: tuple[str, str, str, str, str]
) -> None:
    """A date is as precise as it is known, without the year that the heading says."""
    (section,) = page(event(date=written, **fields)).sections
    (year,) = section.years
    (row,) = year.rows

    assert (section.name, year.name, row.date, row.day, row.marks) == expected


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("{1986-12-16,1986-12-17}", "ru", "16 и 17 декабря"),
        ("{1986-12-16,1986-12-17}", "kk", "16 және 17 желтоқсан"),
        ("1992-05~", "ru", "около мая"),
        ("1992-05", "kk", "мамыр"),
        ("1992-05-25?", "kk", "25 мамыр (нақты емес)"),
    ],
)
def test_a_row_does_not_say_the_year_of_its_heading(
    written: str, language: str, expected: str
) -> None:
    """What surrounds a date stays in every language, and its year is said once."""
    (row,) = rows(page(event(date=written), language=language))

    assert row.date == expected


def test_what_is_known_least_exactly_stands_first() -> None:
    """A year without a day heads its year, a month without one its month."""
    dates = ("1995-03-02", "1995-03", "1995-01-01", "1995", "1994-12-31")
    found = rows(page(*(event(each, each) for each in dates)))

    assert [row.id for row in found] == [
        "1994-12-31",
        "1995",
        "1995-01-01",
        "1995-03",
        "1995-03-02",
    ]


def test_custom_stands_at_the_end_with_the_day_it_is_kept() -> None:
    """What comes every year belongs to none; one that counts its years has a first."""
    context = page(
        event("women", "XXXX-03-08", observance=True),
        event("cosmos", "1962-04-09", observance=True, periods=(period("04-12"),)),
        event("feast", "2005", observance=True, listed=("2026-05-27", "2027-05-16")),
        event("victory", "1945-05-09", observance=True, counts_from=1945),
    )

    assert [(row.id, row.date, row.since) for row in context.customs] == [
        ("women", "8 March", ""),
        ("cosmos", "12 April", "since 1962"),
        ("feast", "16 May 2027", "since 2005"),
    ]
    assert [section.name for section in context.sections] == ["1940s"]
    assert context.count == 4


def test_what_lasts_is_named_in_the_decades_it_reaches() -> None:
    """The reader of a decade sees what had begun before it."""
    context = page(event("war", "1939-09-01/1945-09-02"), event("un", "1945-10-24"))

    assert [[each.date for each in section.running] for section in context.sections] == [
        [],
        ["1 September 1939 – 2 September 1945"],
    ]


def test_centuries_with_little_in_them_are_not_divided() -> None:
    """Nine headings for nine events of long ago would be all headings."""
    few = [event(f"f{year}", str(year)) for year in range(1700, 1780, 10)]
    more = [event(f"m{year}", str(year)) for year in range(1800, 1890, 10)]

    assert [each.name for each in page(*few).sections] == ["18th century"]
    assert len(page(*more).sections) == 9


def test_long_list_has_its_weightiest_on_the_first_page() -> None:
    """Above 400 events the first page leads to decades, and to one page with everything."""
    events = [*many(395), *_weighty(10)]
    context = page(*events)

    assert {row.id for row in rows(context)} >= {each.id for each in _weighty(10)}
    assert len(rows(context)) == 60
    assert context.whole == "/en/timeline/all/"
    assert {section.whole for section in context.sections} <= {
        "",
        *(f"/en/timeline/{decade}s/" for decade in range(1990, 2030, 10)),
    }
    assert len(rows(page(*events, path="timeline/all/"))) == 405


def test_short_list_is_whole_on_the_first_page() -> None:
    """Up to 400 events nothing is left out, and the page of everything is that page."""
    moved = find(Asked(view(*many(400)), WORDS["en"]), "timeline/all/")

    assert len(rows(page(*many(400)))) == 400
    assert moved is not None
    assert moved.path == "timeline/"
    assert "timeline/all/" not in paths(view(*many(400)))


def test_decade_has_its_years_and_neighbours() -> None:
    """A decade's page leads to the ones before and after it that hold anything."""
    events = [event("a", "1965-01-01"), event("b", "1992-05-25"), event("c", "2004-01-01")]
    context = page(*events, path="timeline/1990s/")

    assert (context.title, [row.id for row in rows(context)]) == ("1990s", ["b"])
    assert context.earlier is not None
    assert context.later is not None
    assert (context.earlier.path, context.later.path) == (
        "/en/timeline/1960s/",
        "/en/timeline/2000s/",
    )
    assert [cell.name for cell in context.cells] == [str(year) for year in range(1990, 2000)]
    assert [cell.path for cell in context.cells if cell.path] == ["#y1992"]


def test_decade_of_an_undivided_century_is_found() -> None:
    """Whoever asks for the 1730s is sent to the century that they are shown in."""
    asked = Asked(view(event(date="1731")), WORDS["en"])
    moved = find(asked, "timeline/1730s/")

    assert moved is not None
    assert moved.path == "timeline/century-18/"
    assert find(asked, "timeline/1990s/") is None
    assert find(asked, "timeline/nix/") is None


SPACE = event("sputnik", "1957-10-04", tags=("space",))
NUCLEAR = event("visit", "2024-11-27", tags=("nuclear", "space"), kind="visit")
TREATY = event("treaty", "1992-05-25", tags=("nuclear",))


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("tag/space/", "", ["sputnik", "visit"]),
        ("kind/treaty/", "", ["sputnik", "treaty"]),
        ("timeline/", "tag=space&kind=visit", ["visit"]),
        ("timeline/", "tag=space&all-tag=nuclear", ["visit"]),
        ("timeline/", "weight=2", []),
        ("timeline/", "tier=jubilee", ["sputnik"]),  # its 70th is in 2027
        ("timeline/", "year=2028", ["sputnik", "treaty", "visit"]),
        ("timeline/", "utm_source=x", ["sputnik", "treaty", "visit"]),
        ("search/", "q=putni", ["sputnik"]),
        ("search/", "q=", []),
    ],
)
def test_selection_shows_what_its_feed_holds(path: str, query: str, expected: list[str]) -> None:
    """A page of a selection has the same events as the feeds that stand beside it."""
    context = page(SPACE, NUCLEAR, TREATY, path=path, query=query)

    assert [row.id for row in rows(context)] == expected


def test_selection_is_narrowed_and_widened_by_links() -> None:
    """Each part can be taken out; kinds and topics of what is shown narrow it, with counts."""
    wide = page(SPACE, NUCLEAR, TREATY)
    narrow = page(SPACE, NUCLEAR, TREATY, path="tag/space/")
    both = page(SPACE, NUCLEAR, TREATY, query="tag=space&kind=visit")

    assert [(chip.path, chip.count) for chip in wide.kinds] == [
        ("/en/kind/treaty/", 2),
        ("/en/kind/visit/", 1),
    ]
    assert [(chip.title, chip.path, chip.count) for chip in wide.topics] == [
        ("Nuclear", "/en/tag/nuclear/", 2),
        ("Space", "/en/tag/space/", 2),
    ]
    assert [chip.path for chip in narrow.kinds] == [
        "/en/timeline/?tag=space&kind=treaty",
        "/en/timeline/?tag=space&kind=visit",
    ]
    assert [chip.path for chip in narrow.topics] == ["/en/timeline/?tag=space&all-tag=nuclear"]
    assert [(chip.title, chip.path) for chip in both.active] == [
        ("Space", "/en/kind/visit/"),
        ("Visits", "/en/tag/space/"),
    ]


def test_selection_names_its_feeds() -> None:
    """The calendar of what is shown is found from the page, with a name or without."""
    tag = page(SPACE, NUCLEAR, path="tag/nuclear/").frame.alternates[0].url
    query = page(SPACE, NUCLEAR, query="tag=nuclear&kind=visit").frame.alternates[0].url

    assert tag == "https://example.org/feeds/tag-nuclear.en.ics"
    assert query == "https://example.org/events.ics?tag=nuclear&kind=visit&lang=en"


def test_query_is_not_for_search_engines() -> None:
    """Tags and kinds have addresses of their own; their combinations are without number."""
    app = app_of(SPACE, NUCLEAR)

    assert "noindex" in ask(app, "/en/timeline/?tag=space&kind=visit").text
    assert "noindex" not in ask(app, "/en/tag/space/").text
    assert ask(app, "/en/timeline/?tag=nix").status == 400
    assert ask(app, "/en/tag/nix/").status == 404


def test_files_have_no_forms_and_no_queries() -> None:
    """Of a site of files every link leads to a file."""
    site = view(SPACE, NUCLEAR, TREATY, static=True)
    found = find(Asked(site, WORDS["en"], "kind=visit"), "tag/space/")

    assert found is not None
    assert isinstance(found.context, TimelineContext)
    assert found.context.search is None
    assert (found.context.kinds, found.context.topics) == ((), ())
    assert find(Asked(site, WORDS["en"]), "search/") is None


@pytest.mark.parametrize("language", SITE.languages)
def test_every_event_has_its_row_and_link(language: str) -> None:
    """Without scripts all events are there; what the drawing repeats is hidden from readers."""
    events = many(40, weight=4)
    text = ask(app_of(*events), f"/{language}/timeline/").text
    drawing = "".join(re.findall("<svg.*?</svg>", text, re.DOTALL))

    for each in events:
        assert f'id="ev-{each.id}"' in text
        assert f'href="/{language}/events/{each.id}/"' in text
    assert drawing.count("<svg") == drawing.count('aria-hidden="true"') == 2
    assert drawing.count("<a ") == drawing.count('tabindex="-1"') > 0
    assert "style=" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("One sentence here. " + "x" * 200, "One sentence here."),
        ("Подписан в г. Алма-Ате " + "я" * 200, "Подписан в г. Алма-Ате " + "я" * 200),
        ("Первая фраза. Вторая фраза. " + "я" * 170, "Первая фраза. Вторая фраза."),
    ],
)
def test_summary_ends_with_a_sentence(text: str, expected: str) -> None:
    """Of a long summary whole sentences are shown, one at least, and no dots stand for the rest."""
    assert opening(text, 180) == expected


def _weighty(count: int) -> list[Event]:
    return [event(f"w{number}", f"{2000 + number}-07-01", weight=5) for number in range(count)]


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        (
            "tag=spase",
            "en",
            "“tag=spase” in the address means nothing here. Did you mean “space”?",
        ),
        ("tag=qqq", "en", "“tag=qqq” in the address means nothing here."),
        ("tag=spac", "ru", "«tag=spac» в адресе здесь ничего не значит. Может быть, «space»?"),
        ("tag=qqq", "kk", "Мекенжайдағы «tag=qqq» мұнда ештеңе білдірмейді."),
        ("tag=%20", "en", "“tag=” in the address means nothing here."),
        (
            "tier=great",
            "en",
            (
                "“tier=great” in the address means nothing here. "
                "There are: jubilee, round, five, first, plain."
            ),
        ),
        (
            "weight=9",
            "ru",
            "«weight=9» в адресе здесь ничего не значит. Вес – число от 0 до 5.",
        ),
        (
            "year=soon",
            "kk",
            (
                "Мекенжайдағы «year=soon» мұнда ештеңе білдірмейді. "
                "Жыл 2027 деп, бірнеше жыл 2025/2030 деп жазылады."
            ),
        ),
        (
            "country=Kaz",
            "en",
            "“country=KAZ” in the address means nothing here. A country is two letters, like KZ.",
        ),
        ("q=" + "x" * 201, "ru", "Поиск вмещает 200 знаков."),
    ],
)
def test_what_an_address_cannot_mean_is_said_in_the_language(
    query: str, language: str, expected: str
) -> None:
    """The page names the part of the address, a near value or what is possible, in its words."""
    answer = ask(app_of(SPACE, NUCLEAR), f"/{language}/timeline/?{query}")
    lead = re.search(r'<p class="lead">(.*?)</p>', answer.text)

    assert answer.status == 400
    assert lead is not None
    assert lead[1].replace("\u00a0", " ") == expected
