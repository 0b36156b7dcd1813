"""Titles, milestones, distances and interface texts in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.builders import event, period

from kalends.dates import Precision, zones_by_country
from kalends.errors import SettingsError, UnknownName
from kalends.model import Event, Kind, Milestones, Occurrence, Phrase, Site, Status, Tier
from kalends.occurrences import in_year
from kalends.wording import Words, words

LOCALES = Path(__file__).resolve().parents[2] / "templates" / "locale"
LANGUAGES = ("en", "ru", "kk")
STYLES = ("anniversary", "birth", "death", "founding", "memory")
SITE = Site(
    id="test",
    title={"en": "Test"},
    languages=LANGUAGES,
    kinds={style: Kind(style, {"ru": f"вид {style}"}, style) for style in STYLES},
    tags={"space": {"en": "Space", "ru": "Космос"}},
)
SPOKEN = {language: words(language, SITE, [LOCALES]) for language in LANGUAGES}
VICTORY = {"en": "Victory Day", "ru": "День Победы", "kk": "Жеңіс күні"}
THING = {"en": "Thing", "ru": "Вещь", "kk": "Зат"}


def numbered(n: int, kind: str = "anniversary", of: Event | None = None) -> Occurrence:
    """Return the n-th anniversary of an event, of 9 May 1945 if no other is given."""
    of = of or event(date="1945-05-09", title=VICTORY, kind=kind)
    day = date(min(1945 + n, 9999), 5, 9)
    return Occurrence(of, day.year, "", day, day, n, Tier.PLAIN, base=1945)


def in_words(of: Event, year: int) -> list[str]:
    """Return the titles of the year's first occurrence in English, Russian and Kazakh."""
    first = in_year(of, year, Milestones())[0]
    return [speech.title(first).text for speech in SPOKEN.values()]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Victory Day (1945): 80th anniversary"),
        ("ru", "День Победы (1945): 80 лет"),
        ("kk", "Жеңіс күні (1945): 80 жыл"),
    ],
)
def test_a_title_comes_first_then_its_year_then_the_milestone(language: str, expected: str) -> None:
    """A month view shows a dozen letters, and they say what it is."""
    assert SPOKEN[language].title(numbered(80)) == Phrase(expected, language)


ENGLISH_ORDINALS = """
1st 2nd 3rd 4th 11th 12th 13th 20th 21st 22nd 23rd 24th 80th 100th 101st 102nd 111th 112th
113th 121st 1000th 1011th 1021st
"""


@pytest.mark.parametrize("ordinal", ENGLISH_ORDINALS.split())
def test_english_anniversaries_are_ordinal_numbers(ordinal: str) -> None:
    """English endings follow CLDR: 11th, 12th and 13th in every hundred."""
    assert SPOKEN["en"].milestone(numbered(int(ordinal[:-2]))) == f"{ordinal} anniversary"


RUSSIAN_YEARS = """
1 год, 2 года, 3 года, 4 года, 5 лет, 10 лет, 11 лет, 12 лет, 13 лет, 14 лет, 20 лет, 21 год,
22 года, 25 лет, 80 лет, 81 год, 82 года, 100 лет, 101 год, 102 года, 111 лет, 112 лет,
114 лет, 121 год, 1000 лет, 1001 год
"""


@pytest.mark.parametrize("years", RUSSIAN_YEARS.replace("\n", " ").strip().split(", "))
def test_russian_years_agree_with_their_number(years: str) -> None:
    """Год, года or лет: by CLDR's rules, from the catalogue's three forms."""
    assert SPOKEN["ru"].milestone(numbered(int(years.split(maxsplit=1)[0]))) == years.strip()


@pytest.mark.parametrize("n", [1, 2, 5, 11, 21, 101])
def test_kazakh_years_never_change(n: int) -> None:
    """Жыл stands after every number alike."""
    assert SPOKEN["kk"].milestone(numbered(n)) == f"{n} жыл"


# wording | n | en | ru | kk
BY_KIND = """
anniversary | 1   | 1st anniversary              | 1 год                    | 1 жыл
birth       | 200 | 200 years since the birth    | 200 лет со дня рождения  | туғанына 200 жыл
birth       | 1   | 1 year since the birth       | 1 год со дня рождения    | туғанына 1 жыл
death       | 100 | 100 years since the death    | 100 лет со дня смерти | қайтыс болғанына 100 жыл
death       | 21  | 21 years since the death     | 21 год со дня смерти  | қайтыс болғанына 21 жыл
founding    | 70  | 70 years since the founding  | 70 лет со дня основания  | құрылғанына 70 жыл
founding    | 2   | 2 years since the founding   | 2 года со дня основания  | құрылғанына 2 жыл
memory      | 80  | 80 years on                  | 80 лет                   | 80 жыл
memory      | 1   | 1 year on                    | 1 год                    | 1 жыл
""".strip().splitlines()


@pytest.mark.parametrize("row", BY_KIND)
def test_a_kind_has_its_own_wording(row: str) -> None:
    """A birth is no "anniversary of", and what is mourned is not celebrated."""
    kind, n, *expected = (cell.strip() for cell in row.split("|"))

    assert [each.milestone(numbered(int(n), kind)) for each in SPOKEN.values()] == expected


# written | year | en | ru | kk
UNDATED = """
2003-04 | 2028 | Thing (April 2003): 25th anniversary | Вещь (апрель 2003 г.): 25 лет | Зат (2003 ж. сәуір): 25 жыл
2003-04 | 2003 | Thing (April 2003) | Вещь (апрель 2003 г.) | Зат (2003 ж. сәуір)
2026-23 | 2026 | Thing (autumn 2026) | Вещь (осень 2026 г.) | Зат (2026 ж. күзі)
2026-24 | 2030 | Thing (winter 2025/26): 5th anniversary | Вещь (зима 2025/26 г.): 5 лет | Зат (2025/26 ж. қысы): 5 жыл
1594 | 2024 | Thing (1594): 430th anniversary | Вещь (1594): 430 лет | Зат (1594): 430 жыл
1465~ | 2030 | Thing (about 1465): 565th anniversary | Вещь (около 1465): 565 лет | Зат (шамамен 1465): 565 жыл
1995? | 2025 | Thing (1995?): 30th anniversary | Вещь (1995?): 30 лет | Зат (1995?): 30 жыл
2003-04~ | 2023 | Thing (about April 2003): 20th anniversary | Вещь (около апреля 2003 г.): 20 лет | Зат (шамамен 2003 ж. сәуір): 20 жыл
[2025-05-05..2025-05-09] | 2030 | Thing (a day in 5–9 May 2025): 5th anniversary | Вещь (один из дней 5–9 мая 2025 г.): 5 лет | Зат (2025 ж. 5–9 мамыр күндерінің бірі): 5 жыл
[2025-05,2025-06] | 2030 | Thing (May or June 2025): 5th anniversary | Вещь (май или июнь 2025 г.): 5 лет | Зат (2025 ж. мамыр немесе маусым): 5 жыл
1954/1960 | 2024 | Thing (1954): 70th anniversary | Вещь (1954): 70 лет | Зат (1954): 70 жыл
{1960,1961-12} | 2031 | Thing (December 1961): 70th anniversary | Вещь (декабрь 1961 г.): 70 лет | Зат (1961 ж. желтоқсан): 70 жыл
""".strip().splitlines()  # noqa: E501 - a table


@pytest.mark.parametrize("row", UNDATED)
def test_what_has_no_day_is_titled_with_its_month_or_year(row: str) -> None:
    """Calendars show it on the unit's first day, so the line says that it has none."""
    written, year, *expected = (cell.strip() for cell in row.split("|"))

    assert in_words(event(date=written, title=THING), int(year)) == expected


@pytest.mark.parametrize(
    ("written", "title", "unit"),
    [
        ("1825-12", "Thing (December 1825): 200th anniversary", "December 2025"),
        ("1825-21", "Thing (spring 1825): 200th anniversary", "spring 2025"),
        ("[1825-21]", "Thing (spring 1825): 200th anniversary", "spring 2025"),
        ("1825-22/1826-23", "Thing (summer 1825): 200th anniversary", "summer 2025"),
    ],
)
def test_an_old_style_month_is_said_by_its_name(written: str, title: str, unit: str) -> None:
    """December 1825 (Old Style) is remembered in December, and never said to be another month."""
    (found,) = in_year(event(date=written, title=THING, old_style=True), 2025, Milestones())

    assert (SPOKEN["en"].title(found).text, SPOKEN["en"].unit(found)) == (title, unit)


def test_an_undated_member_of_a_series_is_titled_with_its_own_season() -> None:
    """A forum planned for autumn 2026 says so, not the month of the first forum."""
    series = event(date="2003-04", title=THING, listed=["2003-04", "2026-23"])

    assert in_words(series, 2026)[0] == "Thing (autumn 2026)"


def test_an_undated_custom_names_its_month_in_the_year_it_counts_from() -> None:
    """The month stays though the year is another than the date's own."""
    custom = event(date="2003-04", title=THING, observance=True, counts_from=2001)

    assert in_words(custom, 2026)[0] == "Thing (April 2001): 25th anniversary"


# written | year and index | en | ru | kk
BOTH_ENDS = """
1941-06-22/1945-05-09 | 2025 | 0 | Thing (1941–1945): 80 years since the end | Вещь (1941–1945): 80 лет со дня окончания | Зат (1941–1945): аяқталғанына 80 жыл
1941-06-22/1945-05-09 | 2026 | 1 | Thing (1941–1945): 85 years since the beginning | Вещь (1941–1945): 85 лет со дня начала | Зат (1941–1945): басталғанына 85 жыл
1954/1960 | 2030 | 0 | Thing (1954–1960): 70 years since the end | Вещь (1954–1960): 70 лет со дня окончания | Зат (1954–1960): аяқталғанына 70 жыл
1941-09/1944-01 | 2024 | 0 | Thing (January 1944): 80 years since the end | Вещь (январь 1944 г.): 80 лет со дня окончания | Зат (1944 ж. қаңтар): аяқталғанына 80 жыл
1941-09/1944-01~ | 2024 | 0 | Thing (about January 1944): 80 years since the end | Вещь (около января 1944 г.): 80 лет со дня окончания | Зат (шамамен 1944 ж. қаңтар): аяқталғанына 80 жыл
2024-11-27/2024-11-28 | 2025 | 0 | Thing (2024): 1st anniversary | Вещь (2024): 1 год | Зат (2024): 1 жыл
""".strip().splitlines()  # noqa: E501 - a table


@pytest.mark.parametrize("row", BOTH_ENDS)
def test_start_and_end_of_a_long_interval_say_which_they_are(row: str) -> None:
    """Where both ends are remembered each line says which; a visit of two days is one event."""
    written, year, index, *expected = (cell.strip() for cell in row.split("|"))
    found = in_year(event(date=written, title=THING, ends=True), int(year), Milestones())

    assert [each.title(found[int(index)]).text for each in SPOKEN.values()] == expected


def test_the_end_of_a_life_is_a_death() -> None:
    """An interval of kind birth is a life: its end is not "the end"."""
    life = event(date="1845-08-10/1904-07-06", title=THING, kind="birth", ends=True)

    assert in_words(life, 2004)[0] == "Thing (1845–1904): 100 years since the death"


# written | year | en | ru | kk
ENDS_THEMSELVES = """
2027-06-01/2027-09-30 | 2027 | Thing, Thing: end | Вещь, Вещь: окончание | Зат, Зат: аяқталуы
2027-06/2027-09 | 2027 | Thing (June 2027), Thing (September 2027): end | Вещь (июнь 2027 г.), Вещь (сентябрь 2027 г.): окончание | Зат (2027 ж. маусым), Зат (2027 ж. қыркүйек): аяқталуы
/2027-09-30 | 2027 | Thing: end | Вещь: окончание | Зат: аяқталуы
""".strip().splitlines()  # noqa: E501 - a table


@pytest.mark.parametrize("row", ENDS_THEMSELVES)
def test_the_end_itself_is_not_worded_as_the_start(row: str) -> None:
    """Of an exhibition to come there are two lines, and the last day is not the first."""
    written, year, *expected = (cell.strip() for cell in row.split("|"))
    of = event(date=written, title=THING, ends=True)
    found = sorted(in_year(of, int(year), Milestones()), key=lambda each: each.ending)

    said = [", ".join(each.title(one).text for one in found) for each in SPOKEN.values()]
    assert said == expected
    assert SPOKEN["en"].milestone(found[-1]) == "end"


def test_the_end_of_a_life_itself_is_a_death() -> None:
    """The line of the year in which it ended."""
    life = event(date="1845-08-10/1904-07-06", title=THING, kind="birth", ends=True)

    assert in_words(life, 1904)[0] == "Thing: death"


def test_the_end_of_a_custom_without_a_number_is_an_end() -> None:
    """A fast has its two lines every year."""
    fast = event(date="2000-03-01/2000-04-18", title=THING, ends=True, observance=True)
    found = in_year(fast, 2027, Milestones())

    assert [SPOKEN["en"].title(each).text for each in found] == ["Thing", "Thing: end"]


def test_the_start_alone_of_a_long_interval_is_worded_plainly() -> None:
    """Nothing else is remembered of it, so it has the year of its start."""
    war = event(date="1941-06-22/1945-05-09", title=THING)

    assert in_words(war, 2026)[0] == "Thing (1941): 85th anniversary"


def test_years_before_christ_carry_their_era() -> None:
    """2000 years after 44 BC is 1957: there was no year 0."""
    assert in_words(event(date="-0043-03-15", title=THING), 1957) == [
        "Thing (44 BC): 2000th anniversary",
        "Вещь (44 г. до н. э.): 2000 лет",
        "Зат (б.з.б. 44 ж.): 2000 жыл",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Treaty (1992)", "Treaty (1992): 35th anniversary"),
        ("Treaty of 1992", "Treaty of 1992: 35th anniversary"),
        ("The 1992 treaty", "The 1992 treaty: 35th anniversary"),
        ("Order 19920", "Order 19920 (1992): 35th anniversary"),
    ],
)
def test_a_year_that_the_title_has_is_not_repeated(title: str, expected: str) -> None:
    """The year stands once, whole, wherever the editor put it."""
    assert in_words(event(title=title), 2027)[0] == expected


def test_a_month_is_told_though_the_title_has_the_year() -> None:
    """What has no day must name its month; a title with both needs nothing more."""
    assert in_words(event(date="2003-04", title="Forum 2003"), 2003)[0] == "Forum 2003 (April 2003)"
    assert (
        in_words(event(date="2003-04", title="Forum, April 2003"), 2003)[0] == "Forum, April 2003"
    )


def test_an_era_is_told_though_the_title_has_the_number() -> None:
    """44 ships are not the year 44 BC."""
    fleet = event(date="-0043-03-15", title="The 44 ships")

    assert in_words(fleet, 1957)[0] == "The 44 ships (44 BC): 2000th anniversary"


def test_braces_in_a_title_are_only_text() -> None:
    """What an editor writes is never taken for a place to fill."""
    assert in_words(event(title="{year} {milestone} {"), 2027)[0] == (
        "{year} {milestone} { (1992): 35th anniversary"
    )


def test_a_custom_without_a_year_to_count_from_is_its_title_alone() -> None:
    """Nauryz, not "Nauryz: 16 years"."""
    nauryz = event(date="2010-03-21", title="Nauryz", observance=True)

    assert in_words(nauryz, 2026)[0] == "Nauryz"


def test_brackets_hold_the_year_that_is_counted_from() -> None:
    """The number and the year in one line agree, whatever the date of the decree."""
    day = event(
        date="1962-04-09",
        title="Cosmonautics Day",
        observance=True,
        counts_from=1961,
        periods=(period("04-12"),),
    )

    assert in_words(day, 2026)[0] == "Cosmonautics Day (1961): 65th anniversary"


def test_the_event_itself_has_no_number() -> None:
    """A coming event is its title alone, and so it is said on its day."""
    assert in_words(event(date="2031-09-01", title=THING), 2031) == ["Thing", "Вещь", "Зат"]
    assert SPOKEN["en"].milestone(numbered(0)) == ""


# short | title and short titles | language | text and its language
SHORT = [
    (True, {"en": "Long", "ru": "Долгое"}, {"ru": "Ко"}, "ru", ("Ко (1992): 35 лет", "ru")),
    (False, {"en": "Long", "ru": "Долгое"}, {"ru": "Ко"}, "ru", ("Долгое (1992): 35 лет", "ru")),
    (True, {"en": "Long", "ru": "Долгое"}, {"en": "Lo"}, "ru", ("Долгое (1992): 35 лет", "ru")),
    (True, {"en": "Long"}, {"en": "Lo"}, "ru", ("Lo (1992): 35 лет", "en")),
    (False, {"en": "Long"}, {"en": "Lo"}, "kk", ("Long (1992): 35 жыл", "en")),
    (False, {"kk": "Ұзын"}, {}, "ru", ("Ұзын (1992): 35 лет", "kk")),
]


@pytest.mark.parametrize(("short", "title", "shorts", "language", "expected"), SHORT)
def test_a_title_says_which_language_it_is_in(
    short: bool,
    title: dict[str, str],
    shorts: dict[str, str],
    language: str,
    expected: tuple[str, str],
) -> None:
    """The default language's title stands in for a missing one, with numbers as asked for."""
    (found,) = in_year(event(title=title, short=shorts), 2027, Milestones())

    assert SPOKEN[language].title(found, short=short) == Phrase(*expected)


def test_a_retitled_event_has_its_new_title() -> None:
    """What is kept of an event is not said of its next version."""
    speech = words("en", SITE, [LOCALES])
    titles = [
        speech.title(numbered(80, of=event("same", "1945-05-09", title=title))).text
        for title in ("Old", "New", "Old")
    ]

    assert titles == [f"{each} (1945): 80th anniversary" for each in ("Old", "New", "Old")]


def test_text_is_plain() -> None:
    """Calendars show titles as they are: no narrow or no-break spaces."""
    for speech in SPOKEN.values():
        line = speech.title(numbered(80)).text + speech.weekday_day(date(2027, 5, 9))
        assert not set(line) & {"\u00a0", "\u202f", "\u2009"}


# language | days: words
DISTANCES = """
en | 0: today, 1: tomorrow, 2: in 2 days, 181: in 181 days, -1: yesterday, -2: 2 days ago
ru | 0: сегодня, 1: завтра, 2: через 2 дня, 5: через 5 дней, 181: через 181 день
ru | -1: вчера, -2: 2 дня назад, -21: 21 день назад, -30: 30 дней назад
kk | 0: бүгін, 1: ертең, 181: 181 күннен кейін, -1: кеше, -3: 3 күн бұрын
en | 9999: in 9999 days, 44963: in 44,963 days, -44963: 44,963 days ago
ru | 9999: через 9999 дней, 44963: через 44 963 дня
kk | 44963: 44 963 күннен кейін
""".strip().splitlines()


@pytest.mark.parametrize("row", DISTANCES)
def test_distances_are_told_from_today(row: str) -> None:
    """Near days have names, others a number with its word in the right form."""
    language, pairs = row.split(" | ")
    for pair in pairs.split(", "):
        days, expected = pair.split(": ")
        assert SPOKEN[language].distance(int(days)) == expected


# language | day: words, from 24 November 2026
AWAY = """
en | 2026-11-25: tomorrow, 2029-08-19: in 999 days, 2029-08-20: in 2 years
en | 2029-11-23: in 2 years, 2029-11-24: in 3 years, 2150-01-01: in 123 years
en | 2024-03-01: 998 days ago, 2024-02-28: 2 years ago, 1903-11-24: 123 years ago
en | 1903-11-25: 122 years ago
ru | 2029-08-20: через 2 года, 2031-12-01: через 5 лет, 2047-12-01: через 21 год
ru | 2005-11-24: 21 год назад, 2024-02-28: 2 года назад, 1903-01-01: 123 года назад
kk | 2150-01-01: 123 жылдан кейін, 1903-11-24: 123 жыл бұрын
""".strip().splitlines()


@pytest.mark.parametrize("row", AWAY)
def test_what_is_far_away_is_so_by_whole_years(row: str) -> None:
    """From 1,000 days on a distance is in years, rounded down by the calendar on both sides."""
    language, pairs = row.split(" | ")
    for pair in pairs.split(", "):
        day, expected = pair.split(": ")
        found = SPOKEN[language].away(date.fromisoformat(day), date(2026, 11, 24))
        assert found == expected


@pytest.mark.parametrize(
    ("unit", "first", "last", "expected"),
    [
        (Precision.DAY, date(2025, 5, 9), date(2025, 5, 9), "9 May 2025"),
        (Precision.DAY, date(2025, 12, 31), date(2026, 1, 2), "31 December 2025 – 2 January 2026"),
        (Precision.MONTH, date(2028, 4, 1), date(2028, 4, 30), "April 2028"),
        (Precision.SEASON, date(2028, 3, 1), date(2028, 5, 31), "spring 2028"),
        (Precision.SEASON, date(2028, 12, 1), date(2029, 2, 28), "winter 2028/29"),
        (Precision.YEAR, date(2028, 1, 1), date(2028, 12, 31), "2028"),
    ],
)
def test_an_occurrence_says_its_days_or_its_unit(
    unit: Precision, first: date, last: date, expected: str
) -> None:
    """What has no day is never said on one."""
    found = Occurrence(event(), first.year, "", first, last, 1, Tier.FIRST, unit, 1992)

    assert SPOKEN["en"].unit(found) == expected


def test_kinds_and_tags_have_their_titles() -> None:
    """A title falls back to the default language, then to any, then to the name."""
    assert SPOKEN["ru"].kind("birth") == "вид birth"
    assert SPOKEN["kk"].kind("birth") == "вид birth"
    assert SPOKEN["kk"].tag("space") == "Space"
    assert (SPOKEN["ru"].kind("unheard"), SPOKEN["ru"].tag("unheard")) == ("unheard", "unheard")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tier_and_status_has_a_name(language: str) -> None:
    """No two of them are called alike."""
    speech = SPOKEN[language]

    assert len({speech.tier(tier) for tier in Tier}) == len(Tier)
    assert len({speech.status(status) for status in Status}) == len(Status)


def site_folder(folder: Path, language: str, *entries: str) -> Path:
    """Write a catalogue of these entries, with two plural forms, and return its folder."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    rule = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    text = "\n\n".join([head + rule, *entries, ""])
    (folder / f"{language}.po").write_text(text, encoding="utf-8")
    return folder


MEMORY = 'msgctxt "milestone"\nmsgid "{n} year on"\nmsgid_plural "{n} years on"\n'


def test_a_site_overrides_single_messages(tmp_path: Path) -> None:
    """For each message the first folder that has it wins, plural rule included."""
    folder = site_folder(
        tmp_path, "ru", MEMORY + 'msgstr[0] "год спустя"\nmsgstr[1] "спустя лет: {n}"'
    )
    speech = words("ru", SITE, [folder, LOCALES])

    assert speech.milestone(numbered(2, "memory")) == "спустя лет: 2"
    assert speech.milestone(numbered(1, "memory")) == "год спустя"
    assert speech.milestone(numbered(2)) == "2 года"


def test_the_message_of_a_plain_language_serves_its_regions(tmp_path: Path) -> None:
    """pt-br reads pt-br.po, then pt.po."""
    site_folder(tmp_path, "pt", 'msgid "More"\nmsgstr "Mais"', 'msgid "Less"\nmsgstr "Menos"')
    site_folder(tmp_path, "pt-br", 'msgid "More"\nmsgstr "Saiba mais"')
    speech = words("pt-br", SITE, [tmp_path])

    assert (speech.text("More"), speech.text("Less"), speech.spoken) == (
        "Saiba mais",
        "Menos",
        "pt-br",
    )


def test_a_language_without_a_catalogue_speaks_english(tmp_path: Path) -> None:
    """Titles are in it where they exist; nothing around them is half translated."""
    speech = words("de", SITE, [LOCALES, tmp_path / "absent"])
    treaty = event(title={"en": "Treaty", "de": "Vertrag"})
    (found,) = in_year(treaty, 2027, Milestones())

    assert speech.title(found) == Phrase("Vertrag (1992): 35th anniversary", "de")
    assert (speech.language, speech.spoken) == ("de", "en")
    assert speech.day(date(2027, 5, 9)) == "9 May 2027"
    assert SPOKEN["en"].spoken == "en"


def test_a_catalogue_without_dates_leaves_them_english(tmp_path: Path) -> None:
    """German months in an English order would be neither: "9. Mai" needs its own pattern."""
    folder = site_folder(tmp_path, "de", 'msgid "More"\nmsgstr "Mehr"')
    speech = words("de", SITE, [folder])

    assert (speech.text("More"), speech.day(date(2027, 5, 9))) == ("Mehr", "9 May 2027")


@pytest.mark.parametrize("language", ["xx", "english", "../../etc/passwd", "", "e n"])
def test_an_unknown_language_is_refused(language: str) -> None:
    """What Babel does not know is a mistake, and no file is opened for it."""
    with pytest.raises(UnknownName, match="there is no language"):
        words(language, SITE, [LOCALES])


# entry | what the message must say
UNUSABLE = [
    ('msgid "More {a}"\nmsgstr "Подробнее {b}"', "{b}"),
    ('msgid "More {a}"\nmsgstr "Подробнее {a"', "unbalanced braces"),
    ('msgid "More"\nmsgstr "Подробнее {0.__class__}"', "{0.__class__}"),
    (MEMORY + 'msgstr[0] "год"\nmsgstr[1] "{years} лет"', "{years}"),
    ('msgid "More"\nmsgstr: "Подробнее"', "not a message catalogue"),
    ('msgid "More"\n\nmsgid "Less"\nmsgstr "Меньше"', "missing msgstr for msgid 'More'"),
]


@pytest.mark.parametrize(("entry", "wrong"), UNUSABLE)
def test_a_catalogue_that_would_fail_in_use_is_refused_with_its_place(
    tmp_path: Path, entry: str, wrong: str
) -> None:
    """An editor hears of the file and line at the start, not a reader of a broken page."""
    folder = site_folder(tmp_path, "ru", entry)
    with pytest.raises(SettingsError) as refused:
        words("ru", SITE, [folder])

    (problem,) = refused.value.problems
    assert problem.path == folder / "ru.po"
    assert problem.line > 5
    assert wrong in str(problem)


@pytest.mark.parametrize("rule", ["nplurals=2; plural=n;", "nplurals=2; plural=n %% ;"])
def test_a_plural_rule_that_would_fail_in_use_is_refused(tmp_path: Path, rule: str) -> None:
    """A rule must be one, and must not ask for forms that the catalogue has not."""
    folder = site_folder(tmp_path, "ru", 'msgid "A"\nmsgstr "Б"')
    path = folder / "ru.po"
    path.write_text(path.read_text(encoding="utf-8").replace("nplurals=2; plural=(n != 1);", rule))
    with pytest.raises(SettingsError, match="plural"):
        words("ru", SITE, [folder])


def test_fuzzy_and_empty_messages_are_not_used(tmp_path: Path) -> None:
    """A translation that awaits review does not show, and an empty one is none."""
    folder = site_folder(tmp_path, "ru", '#, fuzzy\nmsgid "A"\nmsgstr "Б"', 'msgid "C"\nmsgstr ""')
    speech = words("ru", SITE, [folder])

    assert (speech.text("A"), speech.text("C")) == ("A", "C")


def test_texts_fill_their_places_and_choose_their_form() -> None:
    """A text that is not translated stays English, in the English form."""
    speech: Words = SPOKEN["ru"]

    assert speech.text("Unheard of {what}", what="{x}") == "Unheard of {x}"
    assert speech.ntext("{n} x in {where}", "{n} xs in {where}", 1, where="y") == "1 x in y"
    assert speech.ntext("{n} x in {where}", "{n} xs in {where}", 5, where="y") == "5 xs in y"
    assert speech.ntext("in {n} day", "in {n} days", 22, context="distance") == "через 22 дня"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", ("Berlin", "Берлин", "Берлин")),
        ("America/Indiana/Indianapolis", ("Indianapolis", "Индианаполис", "Индианаполис")),
        ("Asia/Kolkata", ("Kolkata", "Калькутта", "Калькутта")),  # renamed; CLDR has it as before
        ("Asia/Calcutta", ("Kolkata", "Калькутта", "Калькутта")),
        ("Europe/Kyiv", ("Kyiv", "Киев", "Киев")),
        ("America/Ciudad_Juarez", ("Ciudad Juárez", "Сьюдад-Хуарес", "Сьюдад-Хуарес")),
    ],
)
def test_city_of_a_zone_has_its_name_in_each_language(
    zone: str, expected: tuple[str, str, str]
) -> None:
    """Zones that were renamed keep their names in words."""
    assert tuple(SPOKEN[language].city(zone) for language in LANGUAGES) == expected


def test_no_city_of_a_countrys_zone_is_left_in_english() -> None:
    """But one that CLDR has no name for yet."""
    names = [name for of in zones_by_country().values() for name in of]

    for language in ("ru", "kk"):
        latin = {name for name in names if SPOKEN[language].city(name).isascii()}
        assert latin <= {"America/Coyhaique"}
