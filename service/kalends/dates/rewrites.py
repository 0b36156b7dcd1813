"""What people write for dates, and what it is in EDTF: the rules behind the advice.

Rules are applied in order, each to what the one before left. A rule of two readings
(5 June or 6 May for `05/06/1992`) gives both, and both are offered if both are dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

_Replacement: TypeAlias = "str | Callable[[re.Match[str]], str]"

_MONTH_NAMES = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
)
_MONTHS = {
    name: number for names in _MONTH_NAMES for number, name in enumerate(names.split(), start=1)
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_GROUPS = {  # first and last month of a quarter, a quadrimester, a semester
    **{33 + quarter: (3 * quarter + 1, 3 * quarter + 3) for quarter in range(4)},
    **{37 + third: (4 * third + 1, 4 * third + 4) for third in range(3)},
    **{40 + half: (6 * half + 1, 6 * half + 6) for half in range(2)},
}
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th|-го)?"
_NAME = r"([^\W\d_]{3,})\.?"
_YEAR = r"([0-9]{4})(?![0-9])(?:\s*(?:года|г\.|г\b|жылы|жыл|ж\.))?"


class Rule(NamedTuple):
    """One habit of writing: where it is found, what it becomes, and what to say of it."""

    note: str
    pattern: re.Pattern[str]
    readings: tuple[_Replacement, _Replacement]

    def apply(self, text: str, reading: int) -> str:
        """Return `text` rewritten in the first (0) or the second (1) reading."""
        return self.pattern.sub(self.readings[reading], text)


def _rule(note: str, pattern: str, first: _Replacement, second: _Replacement | None = None) -> Rule:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Rule(note, compiled, (first, first if second is None else second))


def _day_month_name(match: re.Match[str]) -> str:
    day, name, year = match.groups()
    return _named(match, year, name, day)


def _month_name_day(match: re.Match[str]) -> str:
    name, day, year = match.groups()
    return _named(match, year, name, day)


def _month_name(match: re.Match[str]) -> str:
    name, year = match.groups()
    return _named(match, year, name, "")


def _named(match: re.Match[str], year: str, name: str, day: str) -> str:
    month = _MONTHS.get(name.lower()[:3])
    if month is None:
        return match[0]
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _before_christ(match: re.Match[str]) -> str:
    year = 1 - int(match[1])
    return f"-{-year:04}" if year else "0000"


def _padded(match: re.Match[str]) -> str:
    sign, year, month, day = match.groups()
    parts = [f"{sign}{year:0>4}", f"{month:0>2}"]
    return "-".join([*parts, f"{day:0>2}"] if day else parts)


def _group(match: re.Match[str]) -> str:
    year, number = match[1], int(match[2])
    if number <= 28:
        return f"{year}-{number - 4}"
    first, last = _GROUPS[number]
    return f"{year}-{first:02}/{year}-{last:02}"


def _exponent(match: re.Match[str]) -> str:
    sign, digits, power = match.groups()
    return f"Y{sign}{digits}{'0' * int(power)}" if int(power) <= 20 else match[0]


def _significant(match: re.Match[str]) -> str:
    known = int(match[2])
    return match[1][:known] + "X" * (4 - known)


def _numeric(order: tuple[int, int, int]) -> Callable[[re.Match[str]], str]:
    def rewrite(match: re.Match[str]) -> str:
        year, month, day = (match[group] for group in order)
        return f"{year}-{month:0>2}-{day:0>2}"

    return rewrite


def _forwards(match: re.Match[str]) -> str:
    start, between, end = match.groups()
    shared = min(len(start), len(end))
    return f"{end}{between}{start}" if start[:shared] > end[:shared] else match[0]


def _without_times(match: re.Match[str]) -> str:
    return re.sub(r"T[0-9:]+(?:Z|[+-][0-9:]+)?", "", match[0])


_HYPHENS = r"[\u2010\u2011\u2012\u2212]"
_ORDER = "a date is written year-month-day"
_ZEROS = "a date has four digits of the year and two each of month and day"
_ABOUT = "what is only about right is marked with a ~ after it"
_WORDS = "a date is written in digits, year-month-day"
_SLASH = "an interval is written with a slash and no spaces"
_CLOCK = "a time of day is written T06:07:00, with Z or an offset"
_DRAFT = "this is the spelling of the EDTF draft of 2012"

RULES = (
    Rule(
        "some of these characters only look like digits or signs of EDTF",
        re.compile(r"(?s).+"),
        (lambda match: unicodedata.normalize("NFKC", match[0]),) * 2,
    ),
    _rule("a date is written with plain hyphens", _HYPHENS, "-"),
    _rule(
        "a date is written with plain hyphens",
        r"(?<![0-9])([0-9]{4})\s?[–—]\s?([0-9]{1,2})\s?[–—]\s?([0-9]{1,2})(?![0-9])",
        r"\1-\2-\3",
    ),
    _rule("there is space around the date", r"^\s+|\s+$", ""),
    _rule(
        "a date has no spaces",
        r"\s*,\s*(?=[^,]*[\]}])|(?<=[\[{])\s+|\s+(?=[\]}])",
        lambda match: match[0].strip(),
    ),
    # words
    _rule(
        _ABOUT, r"(?<!\w)(?:circa|about|approx|ca|c|около|шамамен)\b\.?\s*(-?[0-9][0-9X-]*)", r"\1~"
    ),
    _rule(_ABOUT, r"(?<!\w)c([0-9]{4})(?!\w)", r"\1~"),
    _rule(
        "year 1 BC is 0000, 2 BC is -0001 and so on",
        r"(?<![\w-])([0-9]{1,4})\s*(?:BCE?\b\.?|до н\.?\s?э\.?)",
        _before_christ,
    ),
    _rule("a decade is written like 199X", r"(?<!\w)([0-9]{3})0['’]?s\b", r"\1X"),
    _rule(
        "a century is written like 18XX for the 19th",
        r"(?<!\w)([0-9]{1,2})(?:st|nd|rd|th)\s+(?:century|c\.)",
        lambda match: f"{max(int(match[1]) - 1, 0):02}XX",
    ),
    _rule(
        "a season is written 21 to 24",
        r"\b(spring|summer|autumn|fall|winter)\s+(?:of\s+)?([0-9]{4})(?![0-9])",
        lambda match: f"{match[2]}-{_SEASONS[match[1].lower()]}",
    ),
    _rule(_WORDS, rf"(?<!\w){_DAY}\s+{_NAME},?\s+{_YEAR}", _day_month_name),
    _rule(_WORDS, rf"(?<!\w){_NAME}\s+{_DAY},?\s+{_YEAR}", _month_name_day),
    _rule(_WORDS, rf"(?<!\w){_NAME},?\s+{_YEAR}", _month_name),
    # signs
    _rule("there is punctuation around the date", r"^['\"«“]+|['\"»”.,;]+$", ""),
    _rule("a set has a date before and after every comma", r",+(?=[,\]}])|(?<=[\[{]),+", ""),
    _rule("? and ~ together are written %", r"\?~|~\?", "%"),
    _rule(_DRAFT, r"(?<=/)(?:open|now)$", ".."),
    _rule(_DRAFT, r"(?<=/)unknown$|^unknown(?=/)", ""),
    _rule(
        "a digit that is not known is a capital X",
        r"(?<![A-Za-z])[0-9]*[ux][0-9ux]*(?![A-Za-z])",
        lambda match: match[0].upper().replace("U", "X"),
    ),
    _rule("the letter before a long year is a capital Y", r"\by(?=-?[0-9])", "Y"),
    # time of day
    _rule(_CLOCK, r"(?<=[0-9]{2})(?:t|\s+)(?=[0-9]{2}:[0-9]{2})", "T"),
    _rule(_CLOCK, r"(?<=:[0-9]{2})\s*(?:z|UTC|GMT)$", "Z"),
    _rule("a time of day needs its seconds", r"(T[0-9]{2}:[0-9]{2})(?![0-9:])", r"\1:00"),
    _rule("fractions of a second are not supported", r"(:[0-9]{2})[.,][0-9]+", r"\1"),
    _rule("an offset is written +05:00", r"(:[0-9]{2})\s*([+-][0-9]{2}):?([0-9]{2})$", r"\1\2:\3"),
    _rule("leap seconds are not supported", r"(:[0-9]{2}):60", r"\1:59"),
    _rule("intervals and sets are of days", r"(?s)^(?=.*[/\[{]).+$", _without_times),
    # intervals and numbers
    _rule(
        _SLASH,
        r"(?<=[0-9X?~%])(?:\s*[–—]\s*|\s+-\s+|\s+(?:to|until|till|по)\s+|\s*/\s*)(?=[0-9?~%-])",
        "/",
    ),
    _rule(_SLASH, r"^([^.,\[{]+)\.{2,3}([^.,\]}]+)$", r"\1/\2"),
    _rule(
        _ORDER, r"(?<![0-9])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![0-9])", _numeric((3, 2, 1))
    ),
    _rule(
        _ORDER,
        r"(?<![0-9])(?<![0-9]-)([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})(?![0-9])",
        _numeric((4, 3, 1)),
        _numeric((4, 1, 3)),
    ),
    _rule(
        _ORDER,
        r"(?<![0-9])([0-9]{4})([./\s])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])",
        _numeric((1, 3, 4)),
    ),
    _rule(
        _ORDER,
        r"(?<![0-9])([0-9]{1,2})\.([0-9]{4})(?![0-9])",
        lambda match: f"{match[2]}-{match[1]:0>2}",
    ),
    _rule(
        "the parts of a date are joined by hyphens",
        r"(?<![0-9Y-])([0-9]{4})(0[1-9]|1[0-2])([0-2][0-9]|3[01])(?![0-9])",
        r"\1-\2-\3",
    ),
    _rule(
        _ORDER, r"(?<![0-9])([0-9]{4})-(1[3-9]|2[0-9]|3[01])-(0[1-9]|1[0-2])(?![0-9])", r"\1-\3-\2"
    ),
    _rule(_SLASH, r"(?<=[0-9])-(?=[0-9]{4}(?![0-9]))", "/"),
    _rule("-0000 is no year", r"-0000", "0000"),
    _rule(
        "a part that is not known is left out",
        r"(?<![0-9])([0-9]{4}(?:-(?!00)[0-9]{2})?)(?:-00)+(?![0-9:])",
        r"\1",
    ),
    _rule(
        _ZEROS,
        r"^(-?)([0-9]{3}$|(?<=-)[0-9]{1,3}(?=-|$))",
        lambda match: f"{match[1]}{match[2]:0>4}",
    ),
    _rule(
        _ZEROS, r"(?<![0-9X-])(-?)([0-9]{3,4})-([0-9]{1,2})(?:-([0-9]{1,2}))?(?![0-9X])", _padded
    ),
    _rule(
        "the interval runs backwards", r"([0-9]{4}[^/.,]*)(/|\.\.)([0-9]{4}[^/.,\]}]*)", _forwards
    ),
    # shortened intervals
    _rule(
        "both ends of an interval are written in full",
        r"^([0-9]{4}-[0-9]{2})-([0-9]{2})[/-]([0-9]{2})$",
        r"\1-\2/\1-\3",
    ),
    _rule(
        "both ends of an interval are written in full",
        r"^([0-9]{4})-([0-9]{2}(?:-[0-9]{2})?)/([0-9]{2}(?:-[0-9]{2})?)$",
        r"\1-\2/\1-\3",
    ),
    _rule(
        "a month follows a hyphen, and both ends of an interval are written in full",
        r"^([0-9]{2})([0-9]{2})/([0-9]{2})$",
        r"\1\2-\3",
        r"\1\2/\1\3",
    ),
    _rule(
        "both ends of an interval are written in full",
        r"^([0-9]{2})([0-9]{2})-(1[3-9]|20|2[5-9]|[3-9][0-9])$",
        r"\g<0>",
        r"\1\2/\1\3",
    ),
    _rule("the date breaks off", r"(?<=.)[-–—]+$", "", "/.."),
    # long years, and parts of level 2 that are not supported
    _rule("a year of more than four digits starts with Y", r"^(-?[1-9][0-9]{4,})$", r"Y\1"),
    _rule("long years have no exponent", r"Y(-?)([0-9]+)E([0-9]{1,2})$", _exponent),
    _rule("long years have no leading zeros", r"Y(-?)0+(?=[1-9][0-9]{4})", r"Y\1"),
    _rule(
        "Y is for long years only",
        r"Y(-?)0*([0-9]{1,4})(?![0-9ES])",
        lambda match: f"{match[1]}{match[2]:0>4}",
    ),
    _rule("significant digits are not supported", r"(?<![0-9])([0-9]{4})S([1-3])$", _significant),
    _rule(
        "sub-year groupings are not supported",
        r"^([0-9]{4})-(2[5-8]|3[3-9]|4[01])(?![0-9-])",
        _group,
    ),
)
