"""The messages that wording itself needs; each is translated in the catalogues."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from kalends.dates import Precision
from kalends.model import Status, Tier
from kalends.wording.messages import Message


class Bound(NamedTuple):
    """The ways to put the known end of an interval that is open at the other."""

    date: Message
    about: Message
    year: Message


class Choice(NamedTuple):
    """The ways to put a set of dates."""

    join: Message
    earlier: Message
    later: Message


# Years: put together first, then placed among days and months. One, and several:
YEAR = Message("{year}", context="year")
YEARS = Message("{year}", context="years")
YEAR_BC = Message("{year} BC", context="year")
YEARS_BC = Message("{year} BC", context="years")
YEAR_AD = Message("AD {year}", context="year")

# Days, and whatever has a year beside it: a day and month, a month, a season.
DAY_MONTH = Message("{day} {month}", context="date")
IN_YEAR = Message("{part} {year}", context="date")
WEEKDAY = Message("{weekday}, {day}", context="date")
MOMENT = Message("{day}, {time} UTC", context="date")
LOCAL_MOMENT = Message("{day}, {time} local time", context="date")
CIVIL_MOMENT = Message("{day}, {time}, {city} ({utc})", context="date")
OLD_NEW = Message("{old} ({new})", context="date")
OLD_STYLE = Message("{date} (Old Style)", context="date")

# Languages that inflect need two forms: on its own, and after a preposition.
SEASONS = (
    {
        21: Message("spring", context="season"),
        22: Message("summer", context="season"),
        23: Message("autumn", context="season"),
        24: Message("winter", context="season"),
    },
    {
        21: Message("spring", context="season after a preposition"),
        22: Message("summer", context="season after a preposition"),
        23: Message("autumn", context="season after a preposition"),
        24: Message("winter", context="season after a preposition"),
    },
)
DECADES = (
    Message("{year}s", context="date"),
    Message("the {year}s", context="date after a preposition"),
)
CENTURIES = (
    (
        Message("{ordinal} century", context="date"),
        Message("{ordinal} century BC", context="date"),
    ),
    (
        Message("the {ordinal} century", context="date after a preposition"),
        Message("the {ordinal} century BC", context="date after a preposition"),
    ),
)
MILLENNIA = (
    (
        Message("{ordinal} millennium", context="date"),
        Message("{ordinal} millennium BC", context="date"),
    ),
    (
        Message("the {ordinal} millennium", context="date after a preposition"),
        Message("the {ordinal} millennium BC", context="date after a preposition"),
    ),
)

# What surrounds a date.
ABOUT = Message("about {date}", context="date")
UNCERTAIN = Message("{date} (uncertain)", context="date")
UNKNOWN = Message("date unknown", context="date")
SINCE = Bound(
    Message("since {date}", context="date"),
    Message("since about {date}", context="date"),
    Message("since {year}", context="date"),
)
UNTIL = Bound(
    Message("until {date}", context="date"),
    Message("until about {date}", context="date"),
    Message("until {year}", context="date"),
)
ONE_OF = Choice(
    Message("{first} or {last}", context="date"),
    Message("{date} or earlier", context="date"),
    Message("{date} or later", context="date"),
)
ALL_OF = Choice(
    Message("{first} and {last}", context="date"),
    Message("{date} and earlier", context="date"),
    Message("{date} and later", context="date"),
)

# One unknown day, month or year of a run of them, which is no interval; anything else of it.
ONE_IN = MappingProxyType(
    {
        Precision.DAY: Message("a day in {dates}", context="date"),
        Precision.MONTH: Message("a month in {dates}", context="date"),
        Precision.YEAR: Message("a year in {dates}", context="date"),
    }
)
SOMETIME_IN = Message("some time in {dates}", context="date")

# One for each CLDR category that a language may tell ordinal numbers apart by.
ORDINALS = MappingProxyType(
    {
        "zero": Message("{n}th", context="ordinal zero"),
        "one": Message("{n}st", context="ordinal one"),
        "two": Message("{n}nd", context="ordinal two"),
        "few": Message("{n}rd", context="ordinal few"),
        "many": Message("{n}th", context="ordinal many"),
        "other": Message("{n}th", context="ordinal other"),
    }
)

ESSENTIAL = (YEAR, YEARS, YEAR_BC, DAY_MONTH, IN_YEAR, WEEKDAY, *SEASONS[0].values(), ABOUT)
"""Without these a language's own names of months would stand in an English order."""

# Titles.
NUMBERED = Message("{title} ({year}): {milestone}", context="title")
NUMBERED_WITHOUT_YEAR = Message("{title}: {milestone}", context="title")
WITH_DATE = Message("{title} ({date})", context="title")
BEGINNING = Message(
    "{n} year since the beginning", "{n} years since the beginning", context="milestone"
)
END = Message("{n} year since the end", "{n} years since the end", context="milestone")
DEATH = Message("{n} year since the death", "{n} years since the death", context="milestone")
STYLES = MappingProxyType(
    {
        "anniversary": Message(
            "{ordinal} anniversary", "{ordinal} anniversary", context="milestone"
        ),
        "birth": Message(
            "{n} year since the birth", "{n} years since the birth", context="milestone"
        ),
        "death": DEATH,
        "founding": Message(
            "{n} year since the founding", "{n} years since the founding", context="milestone"
        ),
        "memory": Message("{n} year on", "{n} years on", context="milestone"),
    }
)
STARTS = MappingProxyType({**STYLES, "anniversary": BEGINNING, "memory": BEGINNING})
"""The start of something whose end is remembered too."""
ENDS = MappingProxyType({**dict.fromkeys(STYLES, END), "birth": DEATH})
THE_END = MappingProxyType(
    {
        **dict.fromkeys(STYLES, Message("end", context="milestone")),
        "birth": Message("death", context="milestone"),
    }
)
"""The end itself, whose start is itself in the list too."""

# Distances, tiers, statuses.
TODAY = Message("today", context="distance")
TOMORROW = Message("tomorrow", context="distance")
YESTERDAY = Message("yesterday", context="distance")
IN_DAYS = Message("in {n} day", "in {n} days", context="distance")
DAYS_AGO = Message("{n} day ago", "{n} days ago", context="distance")
IN_YEARS = Message("in {n} year", "in {n} years", context="distance")
YEARS_AGO = Message("{n} year ago", "{n} years ago", context="distance")
TIERS = MappingProxyType(
    {
        Tier.COMING: Message("Coming event", context="tier"),
        Tier.PLAIN: Message("Any year", context="tier"),
        Tier.FIRST: Message("First anniversary", context="tier"),
        Tier.FIVE: Message("Multiple of five years", context="tier"),
        Tier.ROUND: Message("Round anniversary", context="tier"),
        Tier.JUBILEE: Message("Major anniversary", context="tier"),
    }
)
STATUSES = MappingProxyType(
    {
        Status.CONFIRMED: Message("confirmed", context="status"),
        Status.PLANNED: Message("planned", context="status"),
        Status.DISPUTED: Message("disputed", context="status"),
        Status.CANCELLED: Message("cancelled", context="status"),
    }
)
