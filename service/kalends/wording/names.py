"""What Babel's locale data gives: names of months, weekdays and cities, and ordinals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kalends.errors import UnknownName
from kalends.model import unknown

if TYPE_CHECKING:
    from babel.core import Locale


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language.

    Attributes:
        months: As after a day, the first is January.
        months_alone: As without a day ("май" beside "мая").
        weekdays: The first is Monday.
        ordinal: The CLDR category of an ordinal number: `one` for 1, 21, 31 in English.
        zones: CLDR's zone names by IANA name, with a `city` where it differs from English.
        countries: By ISO 3166-1 alpha-2 code.
        group: Stands between the thousands of a great number; a space is never broken at.
    """

    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    ordinal: Callable[[int], str]
    zones: Mapping[str, Mapping[str, Any]]
    countries: Mapping[str, str]
    group: str = ","

    def city(self, zone: str) -> str:
        """Return the name of the city that a zone is called after."""
        known = self.zones.get(zone, {}).get("city")
        return str(known) if known else zone.rpartition("/")[2].replace("_", " ")


def check(language: str) -> None:
    """Raise UnknownName for a tag that Babel does not know."""
    _locale(language)


@cache
def locale_of(language: str) -> str:
    """Return a language with its likely country (CLDR): "kk_KZ", "pt_BR"; alone without one."""
    from babel.core import get_global, parse_locale

    name, given, *_ = parse_locale(language, sep="-")
    likely = get_global("likely_subtags").get(name)
    country = given or (parse_locale(likely)[1] if likely else None)
    return f"{name}_{country}" if country and country.isalpha() else name


def names(language: str) -> Names:
    """Read the names of a language; raises UnknownName for one that Babel does not know."""
    locale = _locale(language)
    months = locale.months["format"]["wide"]
    alone = locale.months["stand-alone"]["wide"]
    days = locale.days["format"]["wide"]
    return Names(
        tuple(months[month] for month in range(1, 13)),
        tuple(_cased(alone[month], months[month]) for month in range(1, 13)),
        tuple(days[day] for day in range(7)),
        locale.ordinal_form,
        _zones(locale),
        locale.territories,
        _group(locale),
    )


def _locale(language: str) -> Locale:
    from babel.core import Locale, UnknownLocaleError  # 10 ms

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        from babel.localedata import locale_identifiers

        tags = [tag.replace("_", "-").lower() for tag in locale_identifiers()]
        raise UnknownName(unknown("language", language, tags)) from None


def _zones(locale: Locale) -> dict[str, Mapping[str, Any]]:
    """Return names by zone, the renamed ones too: CLDR keeps the first key (UTS 35, part 2)."""
    from babel.core import get_global

    found = dict(locale.time_zones)
    for former, name in get_global("zone_aliases").items():
        if "city" in found.get(former, {}):
            found.setdefault(name, found[former])
    return found


def _group(locale: Locale) -> str:
    symbol = str(locale.number_symbols.get("latn", {}).get("group", ","))
    return "\u00a0" if symbol.isspace() else symbol


def _cased(alone: str, after_day: str) -> str:
    """Return `alone` for the middle of a line: CLDR has kk's capitalised, as for a heading."""
    return alone[0].lower() + alone[1:] if after_day[0].islower() else alone
