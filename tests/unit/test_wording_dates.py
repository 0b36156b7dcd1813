"""Historical dates, days and months in words, in three languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.builders import event

from kalends.dates import Edge, Interval, Point, parse
from kalends.errors import DateError
from kalends.model import Milestones, Site
from kalends.occurrences import in_year
from kalends.wording import words

LOCALES = Path(__file__).resolve().parents[2] / "templates" / "locale"
LANGUAGES = ("en", "ru", "kk")
SITE = Site(id="test", title={"en": "Test"}, languages=LANGUAGES)
SPOKEN = {language: words(language, SITE, [LOCALES]) for language in LANGUAGES}


def rows(table: str) -> list[tuple[str, list[str]]]:
    """Read a table of what is written and what is said in each language."""
    lines = [line.split("|") for line in table.strip().splitlines()]
    return [(line[0].strip(), [cell.strip() for cell in line[1:]]) for line in lines]


# written | en | ru | kk
POINTS = """
1992-05-25 | 25 May 1992 | 25 мая 1992 г. | 1992 ж. 25 мамыр
2003-04 | April 2003 | апрель 2003 г. | 2003 ж. сәуір
1986-12 | December 1986 | декабрь 1986 г. | 1986 ж. желтоқсан
1594 | 1594 | 1594 г. | 1594 ж.
2026-21 | spring 2026 | весна 2026 г. | 2026 ж. көктемі
2026-22 | summer 2026 | лето 2026 г. | 2026 ж. жазы
2026-23 | autumn 2026 | осень 2026 г. | 2026 ж. күзі
2026-24 | winter 2025/26 | зима 2025/26 г. | 2025/26 ж. қысы
2000-24 | winter 1999/2000 | зима 1999/2000 г. | 1999/2000 ж. қысы
0061-24 | winter AD 61 | зима 61 г. н. э. | б.з. 61 ж. қысы
XXXX-12-11 | 11 December | 11 декабря | 11 желтоқсан
1961-04-12T06:07:00Z | 12 April 1961, 06:07 UTC | 12 апреля 1961 г., 06:07 UTC | 1961 ж. 12 сәуір, 06:07 UTC
1961-04-12T01:07:00+05:00 | 11 April 1961, 20:07 UTC | 11 апреля 1961 г., 20:07 UTC | 1961 ж. 11 сәуір, 20:07 UTC
1961-04-12T06:07:00 | 12 April 1961, 06:07 local time | 12 апреля 1961 г., 06:07 по местному времени | 1961 ж. 12 сәуір, жергілікті уақытпен 06:07
-0043-03-15 | 15 March 44 BC | 15 марта 44 г. до н. э. | б.з.б. 44 ж. 15 наурыз
-0043 | 44 BC | 44 г. до н. э. | б.з.б. 44 ж.
0000 | 1 BC | 1 г. до н. э. | б.з.б. 1 ж.
0061-04-12 | 12 April AD 61 | 12 апреля 61 г. н. э. | б.з. 61 ж. 12 сәуір
0862 | 862 | 862 г. | 862 ж.
Y170000002 | 170000002 | 170000002 г. | 170000002 ж.
"""  # noqa: E501 - a table

MARKED = """
1465~ | about 1465 | около 1465 г. | шамамен 1465 ж.
2026-05? | May 2026 (uncertain) | май 2026 г. (неточно) | 2026 ж. мамыр (нақты емес)
1465% | about 1465 (uncertain) | около 1465 г. (неточно) | шамамен 1465 ж. (нақты емес)
2003-04~ | about April 2003 | около апреля 2003 г. | шамамен 2003 ж. сәуір
2026-23~ | about autumn 2026 | около осени 2026 г. | шамамен 2026 ж. күзі
1936-11-10~ | about 10 November 1936 | около 10 ноября 1936 г. | шамамен 1936 ж. 10 қараша
XXXX-12-11~ | about 11 December | около 11 декабря | шамамен 11 желтоқсан
199X~ | about the 1990s | около 1990-х гг. | шамамен 1990-жылдар
19XX~ | about the 20th century | около XX века | шамамен XX ғасыр
"""

MASKED = """
199X | 1990s | 1990-е гг. | 1990-жылдар
19XX | 20th century | XX век | XX ғасыр
18XX | 19th century | XIX век | XIX ғасыр
13XX | 14th century | XIV век | XIV ғасыр
20XX | 21st century | XXI век | XXI ғасыр
1XXX | 2nd millennium | 2-е тысячелетие | 2-мыңжылдық
00XX | 1st century | I век | I ғасыр
-01XX | 2nd century BC | II век до н. э. | б.з.б. II ғасыр
-00XX | 1st century BC | I век до н. э. | б.з.б. I ғасыр
-1XXX | 2nd millennium BC | 2-е тысячелетие до н. э. | б.з.б. 2-мыңжылдық
-004X | 50–41 BC | 50–41 гг. до н. э. | б.з.б. 50–41 жж.
004X | AD 40 – AD 49 | 40 г. н. э. – 49 г. н. э. | б.з. 40 ж. – б.з. 49 ж.
000X | 1 BC – AD 9 | 1 г. до н. э. – 9 г. н. э. | б.з.б. 1 ж. – б.з. 9 ж.
1985-04-XX | April 1985 | апрель 1985 г. | 1985 ж. сәуір
1985-XX | 1985 | 1985 г. | 1985 ж.
1984-1X | 1984 | 1984 г. | 1984 ж.
156X-12-25 | 1560s | 1560-е гг. | 1560-жылдар
"""

INTERVALS = """
2024-11-27/2024-11-28 | 27–28 November 2024 | 27–28 ноября 2024 г. | 2024 ж. 27–28 қараша
2024-04-27/2024-05-03 | 27 April – 3 May 2024 | 27 апреля – 3 мая 2024 г. | 2024 ж. 27 сәуір – 3 мамыр
1941-06-22/1945-05-09 | 22 June 1941 – 9 May 1945 | 22 июня 1941 г. – 9 мая 1945 г. | 1941 ж. 22 маусым – 1945 ж. 9 мамыр
1941-07/1941-08 | July–August 1941 | июль–август 1941 г. | 1941 ж. шілде–тамыз
1941-09/1944-01 | September 1941 – January 1944 | сентябрь 1941 г. – январь 1944 г. | 1941 ж. қыркүйек – 1944 ж. қаңтар
1954/1960 | 1954–1960 | 1954–1960 гг. | 1954–1960 жж.
1954/1960-05 | 1954 – May 1960 | 1954 г. – май 1960 г. | 1954 ж. – 1960 ж. мамыр
1954~/1960~ | about 1954–1960 | около 1954–1960 гг. | шамамен 1954–1960 жж.
1954~/1960 | about 1954 – 1960 | около 1954 г. – 1960 г. | шамамен 1954 ж. – 1960 ж.
1954?/1960? | 1954–1960 (uncertain) | 1954–1960 гг. (неточно) | 1954–1960 жж. (нақты емес)
-0099/-0043 | 100–44 BC | 100–44 гг. до н. э. | б.з.б. 100–44 жж.
-0043/0014 | 44 BC – AD 14 | 44 г. до н. э. – 14 г. н. э. | б.з.б. 44 ж. – б.з. 14 ж.
2025-24/2026-21 | winter 2024/25 – spring 2026 | зима 2024/25 г. – весна 2026 г. | 2024/25 ж. қысы – 2026 ж. көктемі
2026-21/2026-22 | spring–summer 2026 | весна–лето 2026 г. | 2026 ж. көктемі–жазы
199X/2005 | 1990s–2005 | 1990-е гг. – 2005 г. | 1990-жылдар – 2005 ж.
2004-06-01/2004-06 | 1 June 2004 – June 2004 | 1 июня 2004 г. – июнь 2004 г. | 2004 ж. 1 маусым – 2004 ж. маусым
2004-05-15/2004-06 | 15 May – June 2004 | 15 мая – июнь 2004 г. | 2004 ж. 15 мамыр – маусым
2024-05-05/2024-05-05 | 5 May 2024 | 5 мая 2024 г. | 2024 ж. 5 мамыр
1954/1954 | 1954 | 1954 г. | 1954 ж.
1954~/1954~ | about 1954 | около 1954 г. | шамамен 1954 ж.
199X/199X | 1990s | 1990-е гг. | 1990-жылдар
"""  # noqa: E501 - a table

OPEN = """
2019/.. | since 2019 | с 2019 г. | 2019 жылдан бері
2019-05/.. | since May 2019 | с мая 2019 г. | 2019 ж. мамыр – осы уақытқа дейін
2019-05-06/.. | since 6 May 2019 | с 6 мая 2019 г. | 2019 ж. 6 мамыр – осы уақытқа дейін
2019~/.. | since about 2019 | примерно с 2019 г. | шамамен 2019 ж. – осы уақытқа дейін
2019?/.. | since 2019 (uncertain) | с 2019 г. (неточно) | 2019 жылдан бері (нақты емес)
199X/.. | since the 1990s | с 1990-х гг. | 1990-жылдар – осы уақытқа дейін
-0043/.. | since 44 BC | с 44 г. до н. э. | б.з.б. 44 ж. – осы уақытқа дейін
../1984 | until 1984 | до 1984 г. | 1984 жылға дейін
../1984-05 | until May 1984 | до мая 1984 г. | … – 1984 ж. мамыр
../1984~ | until about 1984 | примерно до 1984 г. | … – шамамен 1984 ж.
1984/ | 1984 – ? | 1984 г. – ? | 1984 ж. – ?
/1984-05 | ? – May 1984 | ? – май 1984 г. | ? – 1984 ж. мамыр
"""

SETS = """
[2025-05,2025-06] | May or June 2025 | май или июнь 2025 г. | 2025 ж. мамыр немесе маусым
[1584,1613,1622] | 1584, 1613 or 1622 | 1584, 1613 или 1622 г. | 1584, 1613 немесе 1622 ж.
[2024-09-11,2025-03-31] | 11 September 2024 or 31 March 2025 | 11 сентября 2024 г. или 31 марта 2025 г. | 2024 ж. 11 қыркүйек немесе 2025 ж. 31 наурыз
[2020-09-27,2020-09-29] | 27 or 29 September 2020 | 27 или 29 сентября 2020 г. | 2020 ж. 27 немесе 29 қыркүйек
[2001-03-26,2001-10-13] | 26 March or 13 October 2001 | 26 марта или 13 октября 2001 г. | 2001 ж. 26 наурыз немесе 13 қазан
[1667..1672] | a year in 1667–1672 | один из 1667–1672 гг. | 1667–1672 жж. бірі
[-0099..-0043] | a year in 100–44 BC | один из 100–44 гг. до н. э. | б.з.б. 100–44 жж. бірі
[1667,1668,1670..1672] | 1667, 1668 or a year in 1670–1672 | 1667 г., 1668 г. или один из 1670–1672 гг. | 1667 ж., 1668 ж. немесе 1670–1672 жж. бірі
[..1667,1670..1672] | 1667 or earlier or a year in 1670–1672 | 1667 г. или раньше или один из 1670–1672 гг. | 1667 ж. немесе одан бұрын немесе 1670–1672 жж. бірі
[2024-05-05..2024-05-09] | a day in 5–9 May 2024 | один из дней 5–9 мая 2024 г. | 2024 ж. 5–9 мамыр күндерінің бірі
[2024-05..2024-07] | a month in May–July 2024 | один из месяцев май–июль 2024 г. | 2024 ж. мамыр–шілде айларының бірі
[2026-21..2026-22] | some time in spring–summer 2026 | в промежутке весна–лето 2026 г. | 2026 ж. көктемі–жазы аралығында
[1941-06-22..1945-05] | some time in 22 June 1941 – May 1945 | в промежутке 22 июня 1941 г. – май 1945 г. | 1941 ж. 22 маусым – 1945 ж. мамыр аралығында
[1670..1670] | 1670 | 1670 г. | 1670 ж.
[2025-05,2025-05-XX] | May 2025 | май 2025 г. | 2025 ж. мамыр
[2026-05-01,2026-05-01,2026-05-02] | 1 or 2 May 2026 | 1 или 2 мая 2026 г. | 2026 ж. 1 немесе 2 мамыр
[2004-06-01,2004-06] | 1 June 2004 or June 2004 | 1 июня 2004 г. или июнь 2004 г. | 2004 ж. 1 маусым немесе 2004 ж. маусым
{1667..1672} | 1667–1672 | 1667–1672 гг. | 1667–1672 жж.
{2026-05-01,2026-05-01} | 1 May 2026 | 1 мая 2026 г. | 2026 ж. 1 мамыр
{199X,199X} | 1990s | 1990-е гг. | 1990-жылдар
[1584~,1613~] | about 1584 or 1613 | около 1584 или 1613 г. | шамамен 1584 немесе 1613 ж.
[1584?,1613] | 1584 (uncertain) or 1613 | 1584 г. (неточно) или 1613 г. | 1584 ж. (нақты емес) немесе 1613 ж.
[1584] | 1584 | 1584 г. | 1584 ж.
[..1984] | 1984 or earlier | 1984 г. или раньше | 1984 ж. немесе одан бұрын
[1984..] | 1984 or later | 1984 г. или позже | 1984 ж. немесе одан кейін
[..1984,1990] | 1984 or earlier or 1990 | 1984 г. или раньше или 1990 г. | 1984 ж. немесе одан бұрын немесе 1990 ж.
{1960,1961} | 1960 and 1961 | 1960 и 1961 гг. | 1960 және 1961 жж.
{1960,1961-12} | 1960 and December 1961 | 1960 г. и декабрь 1961 г. | 1960 ж. және 1961 ж. желтоқсан
{..1984} | 1984 and earlier | 1984 г. и раньше | 1984 ж. және одан бұрын
{1984..} | 1984 and later | 1984 г. и позже | 1984 ж. және одан кейін
"""  # noqa: E501 - a table

DATES = [row for table in (POINTS, MARKED, MASKED, INTERVALS, OPEN, SETS) for row in rows(table)]


@pytest.mark.parametrize(("written", "expected"), DATES)
def test_a_date_says_what_is_known_and_no_more(written: str, expected: list[str]) -> None:
    """Each language puts a date in its own order, with its own units and inflections."""
    assert [speech.date(parse(written)) for speech in SPOKEN.values()] == expected


YEARS = st.from_regex(r"-?[0-9X]{4}", fullmatch=True)
REST = st.sampled_from(
    ["", "-04", "-12", "-02-28", "-12-31", "-XX", "-XX-25", "-04-XX", "-1X", "-21", "-24"]
)
MARKS = st.sampled_from(["", "", "?", "~", "%"])
POINT = st.builds("{}{}{}".format, YEARS, REST, MARKS)
MOMENT = st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z")
END = POINT | st.sampled_from(["..", ""])
INTERVAL = st.builds("{}/{}".format, END, END)
MEMBER = POINT | st.builds("{}..{}".format, POINT, POINT)
SET = st.builds(
    lambda brackets, before, members, after: (
        brackets[0] + before + ",".join(members) + after + brackets[1]
    ),
    st.sampled_from(["[]", "{}"]),
    st.sampled_from(["", ".."]),
    st.lists(MEMBER, min_size=1, max_size=4),
    st.sampled_from(["", ".."]),
)


@given(st.one_of(POINT, MOMENT, INTERVAL, SET))
@example("-9999/Y170000002")
@example("[-0001,0000,0001]")
@example("{..1XXX,19XX~..1999-24?}")
def test_every_date_can_be_said_and_its_years_are_in_it(written: str) -> None:
    """Whatever the parser accepts has words in every language, and no year gets lost."""
    try:
        historical = parse(written)
    except DateError:
        return
    for speech in SPOKEN.values():
        text = speech.date(historical)
        assert text == text.strip()
        assert not re.search(r"[{}\u00a0\u202f]|  |None", text)
        if isinstance(historical, Point) and historical.year is not None:
            year = historical.at.year if historical.at else historical.year
            year -= historical.season == 24 and year > 100  # winter 2025/26 ends in 2026
            assert str(year if year > 0 else 1 - year) in text


@given(
    written=st.one_of(POINT, INTERVAL, SET),
    old=st.booleans(),
    year=st.sampled_from([1825, 1826, 1850, 2025]),
)
@example(written="1825-21", old=True, year=2025)
@example(written="[1825-21..1825-22]", old=False, year=2025)
def test_every_occurrence_of_any_date_can_be_said(written: str, old: bool, year: int) -> None:
    """Whatever is kept of a date, in either calendar, has a title and a unit."""
    try:
        of = event(date=written, old_style=old, ends=True)
    except DateError:
        return
    for found in in_year(of, year, Milestones()):
        assert all(speech.title(found).text.startswith("x") for speech in SPOKEN.values())
        assert all(speech.unit(found) for speech in SPOKEN.values())


def test_an_interval_without_ends_is_an_unknown_date() -> None:
    """No parser gives one; if code does, nothing false is said of it."""
    nowhen = Interval("../..", Edge.OPEN, Edge.OPEN)

    assert [speech.date(nowhen) for speech in SPOKEN.values()] == [
        "date unknown",
        "дата неизвестна",
        "күні белгісіз",
    ]


OLD_STYLE = """
1731-10-10 | 10 (21) October 1731 | 10 (21) октября 1731 г. | 1731 ж. 10 (21) қазан
1812-10-27 | 27 October (8 November) 1812 | 27 октября (8 ноября) 1812 г. | 1812 ж. 27 қазан (8 қараша)
1800-12-25 | 25 December 1800 (6 January 1801) | 25 декабря 1800 г. (6 января 1801 г.) | 1800 ж. 25 желтоқсан (1801 ж. 6 қаңтар)
1731-10-10~ | about 10 (21) October 1731 | около 10 (21) октября 1731 г. | шамамен 1731 ж. 10 (21) қазан
0200-03-01 | 1 March 200 | 1 марта 200 г. | 200 ж. 1 наурыз
1825-12-14/1825-12-16 | 14 (26) – 16 (28) December 1825 | 14 (26) – 16 (28) декабря 1825 г. | 1825 ж. 14 (26) – 16 (28) желтоқсан
1825-11-14/1825-12-16 | 14 (26) November – 16 (28) December 1825 | 14 (26) ноября – 16 (28) декабря 1825 г. | 1825 ж. 14 (26) қараша – 16 (28) желтоқсан
1812-10-27/1812-10-29 | 27 October (8 November) – 29 October (10 November) 1812 | 27 октября (8 ноября) – 29 октября (10 ноября) 1812 г. | 1812 ж. 27 қазан (8 қараша) – 29 қазан (10 қараша)
1800-10-02/1800-12-25 | 2 (14) October 1800 – 25 December 1800 (6 January 1801) | 2 (14) октября 1800 г. – 25 декабря 1800 г. (6 января 1801 г.) | 1800 ж. 2 (14) қазан – 1800 ж. 25 желтоқсан (1801 ж. 6 қаңтар)
1731-10-10/1731-10-10 | 10 (21) October 1731 | 10 (21) октября 1731 г. | 1731 ж. 10 (21) қазан
1731-10-10~/1731-10-12~ | about 10 (21) – 12 (23) October 1731 | около 10 (21) – 12 (23) октября 1731 г. | шамамен 1731 ж. 10 (21) – 12 (23) қазан
1731-10-10~/1731-10-12 | about 10 (21) October 1731 – 12 (23) October 1731 | около 10 (21) октября 1731 г. – 12 (23) октября 1731 г. | шамамен 1731 ж. 10 (21) қазан – 1731 ж. 12 (23) қазан
1731-10 | October 1731 (Old Style) | октябрь 1731 г. (по старому стилю) | 1731 ж. қазан (ескі стиль бойынша)
1731-10-10/1732 | 10 October 1731 – 1732 (Old Style) | 10 октября 1731 г. – 1732 г. (по старому стилю) | 1731 ж. 10 қазан – 1732 ж. (ескі стиль бойынша)
[1731-10-10,1731-10-12] | 10 or 12 October 1731 (Old Style) | 10 или 12 октября 1731 г. (по старому стилю) | 1731 ж. 10 немесе 12 қазан (ескі стиль бойынша)
"""  # noqa: E501 - a table


@pytest.mark.parametrize(("written", "expected"), rows(OLD_STYLE))
def test_an_old_style_day_stands_beside_the_gregorian_one(
    written: str, expected: list[str]
) -> None:
    """Both calendars are shown; what is coarser than a day says which one it is of."""
    of = event(date=written, old_style=True)

    assert [speech.event_date(of) for speech in SPOKEN.values()] == expected


# written, zone | en | ru | kk
MOMENTS = """
1957-10-04T19:28:34Z Asia/Qyzylorda | 5 October 1957, 00:28, Qyzylorda (4 October, 19:28 UTC) | 5 октября 1957 г., 00:28, Кызылорда (4 октября, 19:28 UTC) | 1957 ж. 5 қазан, 00:28, Қызылорда (4 қазан, 19:28 UTC)
1945-05-08T21:43:00Z Europe/Moscow | 9 May 1945, 00:43, Moscow (8 May, 21:43 UTC) | 9 мая 1945 г., 00:43, Москва (8 мая, 21:43 UTC) | 1945 ж. 9 мамыр, 00:43, Мәскеу (8 мамыр, 21:43 UTC)
1945-05-08T21:43:00Z Europe/Berlin | 8 May 1945, 23:43, Berlin (21:43 UTC) | 8 мая 1945 г., 23:43, Берлин (21:43 UTC) | 1945 ж. 8 мамыр, 23:43, Берлин (21:43 UTC)
1961-04-12T06:07:00Z UTC | 12 April 1961, 06:07 UTC | 12 апреля 1961 г., 06:07 UTC | 1961 ж. 12 сәуір, 06:07 UTC
1999-12-31T22:00:00Z Asia/Almaty | 1 January 2000, 04:00, Almaty (31 December 1999, 22:00 UTC) | 1 января 2000 г., 04:00, Алматы (31 декабря 1999 г., 22:00 UTC) | 2000 ж. 1 қаңтар, 04:00, Алматы (1999 ж. 31 желтоқсан, 22:00 UTC)
"""  # noqa: E501 - a table


@pytest.mark.parametrize(("written", "expected"), rows(MOMENTS))
def test_an_instant_stands_on_its_civil_day_and_in_utc(written: str, expected: list[str]) -> None:
    """The event's zone says the day; UTC follows, with its day only where that differs."""
    when, zone = written.split()
    of = event(date=when, zone=zone)

    assert [speech.event_date(of) for speech in SPOKEN.values()] == expected


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_first_and_last_instants_of_the_calendar_can_be_said(written: str) -> None:
    """Where no civil day exists, the instant stands in UTC alone."""
    for zone in ("America/New_York", "Asia/Tokyo"):
        assert "UTC" in SPOKEN["en"].event_date(event(date=written, zone=zone))


# first and last day | en | ru | kk
RANGES = """
1962-10-16 1962-10-28 | 16–28 October 1962 | 16–28 октября 1962 г. | 1962 ж. 16–28 қазан
2027-03-08 2027-03-08 | 8 March 2027 | 8 марта 2027 г. | 2027 ж. 8 наурыз
2026-04-26 2026-05-03 | 26 April – 3 May 2026 | 26 апреля – 3 мая 2026 г. | 2026 ж. 26 сәуір – 3 мамыр
2024-12-26 2025-01-02 | 26 December 2024 – 2 January 2025 | 26 декабря 2024 г. – 2 января 2025 г. | 2024 ж. 26 желтоқсан – 2025 ж. 2 қаңтар
"""  # noqa: E501 - a table


@pytest.mark.parametrize(("both", "expected"), rows(RANGES))
def test_a_range_says_a_common_month_or_year_once(both: str, expected: list[str]) -> None:
    """The shortest form that leaves nothing open."""
    first, last = map(date.fromisoformat, both.split())

    assert [speech.days(first, last) for speech in SPOKEN.values()] == expected


MONTHS = """
en | January February March April May June July August September October November December
ru | январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
kk | қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
"""


@pytest.mark.parametrize(("language", "names"), rows(MONTHS))
def test_a_month_alone_is_in_its_own_form(language: str, names: list[str]) -> None:
    """No genitive without a day, and no capital letter inside a line where there is none."""
    months = [SPOKEN[language].month(1986, month) for month in range(1, 13)]
    pattern = {"en": "{} 1986", "ru": "{} 1986 г.", "kk": "1986 ж. {}"}[language]

    assert months == [pattern.format(name) for name in names[0].split()]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Sunday, 9 May 2027"),
        ("ru", "воскресенье, 9 мая 2027 г."),
        ("kk", "2027 ж. 9 мамыр, жексенбі"),
    ],
)
def test_a_day_can_be_said_with_its_weekday(language: str, expected: str) -> None:
    """Each language has its own order."""
    assert SPOKEN[language].weekday_day(date(2027, 5, 9)) == expected
