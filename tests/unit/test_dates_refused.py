"""Texts that are no dates: each is refused with the reason and a remedy."""

from __future__ import annotations

import re

import pytest

from kalends.dates import parse, parse_month_day
from kalends.errors import DateError

# the text, what the message says of it, what is offered
OFFERS = """
2016-13-08               | there is no month 13            | 2016-08-13
-0000-01-01              | there is no year -0000          | 0000-01-01
1992-5-25                | four digits of the year         | 1992-05-25
1992-5                   | four digits of the year         | 1992-05
992-05-25                | four digits of the year         | 0992-05-25
-43-03-15                | four digits of the year         | -0043-03-15
25.05.1992               | year-month-day                  | 1992-05-25
25/05/1992               | year-month-day                  | 1992-05-25
05/25/1992               | year-month-day                  | 1992-05-25
05/06/1992               | year-month-day                  | 1992-06-05 or 1992-05-06
25-05-1992               | year-month-day                  | 1992-05-25
1992/05/25               | year-month-day                  | 1992-05-25
1992.05.25               | year-month-day                  | 1992-05-25
05.1992                  | year-month-day                  | 1992-05
19920525                 | joined by hyphens               | 1992-05-25
May 1992                 | written in digits               | 1992-05
25 May 1992              | written in digits               | 1992-05-25
25th May, 1992           | written in digits               | 1992-05-25
May 25, 1992             | written in digits               | 1992-05-25
25 мая 1992 г.           | written in digits               | 1992-05-25
25 мамыр 1992            | written in digits               | 1992-05-25
spring 1992              | a season is written             | 1992-21
1990s                    | a decade is written             | 199X
19th century             | a century is written            | 18XX
44 BC                    | 1 BC is 0000                    | -0043
1 BC                     | 1 BC is 0000                    | 0000
1992-05-25–1992-05-26    | an interval is written          | 1992-05-25/1992-05-26
1992-05-25 - 1992-05-26  | an interval is written          | 1992-05-25/1992-05-26
1992-05-25 / 1992-05-26  | an interval is written          | 1992-05-25/1992-05-26
1992-05-25-1992-05-26    | an interval is written          | 1992-05-25/1992-05-26
25.05.1992 – 26.05.1992  | an interval is written          | 1992-05-25/1992-05-26
2005-06-15 / 2005-06     | an interval is written          | 2005-06-15/2005-06
1954..1960               | an interval is written          | 1954/1960
1914-1918                | an interval is written          | 1914/1918
1954-60                  | there is no month 60            | 1954/1960
1914-39                  | groupings                       | 1914-09/1914-12 or 1914/1939
1901/05                  | a month follows a hyphen        | 1901-05 or 1901/1905
2004-06-11/12            | written in full                 | 2004-06-11/2004-06-12
2004-06-11/07-12         | written in full                 | 2004-06-11/2004-07-12
2005-06/2005-05          | runs backwards                  | 2005-05/2005-06
2005/2004-12             | runs backwards                  | 2004-12/2005
[1672..1670]             | runs backwards                  | [1670..1672]
2019/open                | draft of 2012                   | 2019/..
unknown/2019             | draft of 2012                   | /2019
1992–05–25               | plain hyphens                   | 1992-05-25
1992‐05‐25               | plain hyphens                   | 1992-05-25
１９９２-05-25           | only look like                  | 1992-05-25
"1992-05-25"             | punctuation                     | 1992-05-25
1992-05-25.              | punctuation                     | 1992-05-25
199x                     | capital X                       | 199X
19uu                     | capital X                       | 19XX
c. 1465                  | marked with a ~                 | 1465~
ca 1465                  | marked with a ~                 | 1465~
circa 1465               | marked with a ~                 | 1465~
около 1465               | marked with a ~                 | 1465~
1465?~                   | together are written %          | 1465%
1965?-                   | breaks off                      | 1965? or 1965?/..
1992-05-00               | there is no day 00              | 1992-05
1992-00-00               | there is no month 00            | 1992
2001-21-03               | a season has no days            | 2001-03-21
12345                    | starts with Y                   | Y12345
Y2020                    | more than four digits           | 2020
Y012345                  | more than four digits           | Y12345
y12345                   | capital Y                       | Y12345
Y17E7                    | exponent (E) are not supported  | Y170000000
1950S2                   | significant digits (S) are not  | 19XX
2001-27                  | groupings (25 to 41, here 27)   | 2001-23 or 2001/2027
2001-34                  | groupings (25 to 41, here 34)   | 2001-04/2001-06 or 2001/2034
[1984, 1985]             | no spaces                       | [1984,1985]
[1984,]                  | before and after every comma    | [1984]
1992-05-25T12:00Z        | needs its seconds               | 1992-05-25T12:00:00Z
1992-05-25 12:00:00      | a time of day is written        | 1992-05-25T12:00:00
1992-05-25t12:00:00z     | a time of day is written        | 1992-05-25T12:00:00Z
1992-05-25T12:00:00+0500 | an offset is written            | 1992-05-25T12:00:00+05:00
1992-05-25T12:00:00.5Z   | fractions of a second           | 1992-05-25T12:00:00Z
1992-05-25T23:59:60Z     | leap seconds are not supported  | 1992-05-25T23:59:59Z
1992-05-25T12:00:00Z/1993 | without a time of day          | 1992-05-25/1993
""".strip().splitlines()


@pytest.mark.parametrize("row", OFFERS)
def test_what_was_meant_is_offered(row: str) -> None:
    """A refusal says what is wrong and offers what was meant, and the offer is a date."""
    text, reason, offer = map(str.strip, row.split("|"))

    with pytest.raises(DateError, match=re.escape(reason)) as refused:
        parse(text)

    assert refused.value.value == text
    assert refused.value.remedy == f"write {offer}"
    for date in offer.split(" or "):
        assert str(parse(date)) == date


# the text, what the message says of it, what the remedy says
REASONS = """
2016-02-39                | February 2016 has 29 days       | check the day
2024-02-30                | February 2024 has 29 days       | check the day
2023-02-29                | February 2023 has 28 days       | check the day
1900-02-29                | February 1900 has 28 days       | add calendar: julian
31.02.1992                | February 1992 has 29 days       | (EDTF)
19X1-02-29                | no February of 19X1 has a day 29 | check the day
1985-XX-32                | no month of 1985 has a day 32   | check the day
XXXX-02-30                | no February has a day 30        | check the day
XXXX-1                    | not a date in EDTF              | (EDTF)
ides 1992                 | not a date in EDTF              | (EDTF)
XXXX-13-01                | there is no month 13            | from 01 to 12
1984-2X                   | there is no month 2X            | from 01 to 12
1992-05-25T25:00Z         | there is no hour 25             | from 00 to 23
1992-05-25T24:00:00Z      | there is no hour 24             | from 00 to 23
1992-05-25T12:60:00Z      | there is no minute 60           | from 00 to 59
1992-05-25T12:00:61Z      | there is no second 61           | from 00 to 59
1992-05-25T12:00:00+24    | there is no offset +24          | 23:59
1992-05-32T12:00:00Z      | May 1992 has 31 days            | check the day
0001-01-01T00:00:00+01:00 | a year from 1 to 9999           | write the day
-0043-03-15T12:00:00Z     | a year from 1 to 9999           | write the day
1992-05-25T12             | not a date and time             | (EDTF)
/                         | needs a date at one end         | like 2019/..
../..                     | needs a date at one end         | like 2019/..
2019//2020                | an interval has two ends        | (EDTF)
1992/2016-02-30           | 2016-02-30: February 2016 has   | check the day
1992/P1Y                  | P1Y: not a date in EDTF         | (EDTF)
1992-05-25/XXXX-06-01     | XXXX-06-01: a date without its  | like XXXX-12-11
[]                        | the set names no date           | like [1584,1613]
{}                        | the set names no date           | like [1584,1613]
[..]                      | the set names no date           | like [1584,1613]
[..1984..]                | open on both sides              | keep one ..
[1984..1985..1986]        | 1985..1986: not a date in EDTF  | (EDTF)
[[1984]]                  | [1984]: not a date in EDTF      | (EDTF)
?2004?                    | marked twice                    | keep one mark
XXXX                      | without its millennium          | like XXXX-12-11
XXXX-12                   | without its millennium          | like XXXX-12-11
XX85                      | without its millennium          | like XXXX-12-11
2001-29~                  | groupings (25 to 41, here 29)   | a season 21 to 24
Y17E99                    | exponent (E) are not supported  | (EDTF)
92-05-25                  | not a date in EDTF              | (EDTF)
1992-W21                  | not a date in EDTF              | (EDTF)
tomorrow                  | not a date in EDTF              | (EDTF)
""".strip().splitlines()


@pytest.mark.parametrize("row", REASONS)
def test_what_cannot_be_guessed_is_explained(row: str) -> None:
    """Where nothing can be offered, the remedy says what to look at, or how dates look."""
    text, reason, remedy = map(str.strip, row.split("|"))

    with pytest.raises(DateError, match=re.escape(reason)) as refused:
        parse(text)

    assert remedy in refused.value.remedy


@pytest.mark.parametrize("text", [" 1992-05-25", "1992-05-25 ", "1992-05-25\n", "\t1992-05-25"])
def test_space_around_a_date_is_refused(text: str) -> None:
    """A date is taken to the letter: even a space beside it is refused, with the date."""
    with pytest.raises(DateError, match="space around") as refused:
        parse(text)

    assert refused.value.remedy == "write 1992-05-25"


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_date_is_refused(text: str) -> None:
    """Nothing is no date."""
    with pytest.raises(DateError, match="the date is empty"):
        parse(text)


@pytest.mark.parametrize("text", ["9" * 10_000_000, "[" + "1984," * 2_000_000, "1984/" * 50])
def test_a_long_text_is_refused_unread(text: str) -> None:
    """A text of more than 200 characters is refused by its length, and not quoted whole."""
    with pytest.raises(DateError, match="at most 200 characters") as refused:
        parse(text)

    assert len(refused.value.value) < 50


MONTH_DAYS = [
    ("4-12", "not a month and day", "write 04-12"),
    ("-04-12", "not a month and day", "write 04-12"),
    ("12.04", "not a month and day", "write 04-12"),
    ("1961-04-12", "not a month and day", "write 04-12"),
    ("XXXX-04-12", "not a month and day", "write 04-12"),
    ("02-30", "no February has a day 30", "check the day"),
    ("13-01", "there is no month 13", "months run from 01 to 12"),
    ("00-01", "there is no month 00", "months run from 01 to 12"),
    ("04-00", "there is no day 00", "leave out what is not known"),
    ("", "not a month and day", "write month and day like 04-12"),
    ("０4-12", "not a month and day", "write month and day like 04-12"),
]


@pytest.mark.parametrize(("text", "message", "remedy"), MONTH_DAYS)
def test_a_day_of_the_year_is_refused_with_a_remedy(text: str, message: str, remedy: str) -> None:
    """A month and day that no year has, or written otherwise, is refused like a date."""
    with pytest.raises(DateError) as refused:
        parse_month_day(text)

    assert (refused.value.message, refused.value.remedy) == (message, remedy)
