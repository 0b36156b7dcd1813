"""Time zones as forms offer and take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kalends.dates import zone, zone_names, zones_by_country
from kalends.timeline.mail_contexts import Choice
from kalends.wording import Words


def zone_choices(
    chosen: str, own: str, words: Words, now: datetime, countries: Sequence[str] = ()
) -> tuple[Choice, ...]:
    """Return the zones that are likely, each with its clock at `now`.

    Those of the site's country come first, then the others, both from west to east.

    Args:
        chosen: It is among them, if there is such a zone.
        own: The site's; all zones of its country are among them, before all others.
        words: Of the page.
        now: Zones are told apart by their distance from UTC at this instant.
        countries: Whose zones are likely, too.
    """
    home = {own, *_zones_of(_countries_of(own))}
    near = home.union(_zones_of(countries), {chosen} & zone_names())
    ordered = sorted(
        near, key=lambda name: (name not in home, _minutes(name, now), words.city(name))
    )
    return tuple(Choice(each, zone_label(each, words, now), each == chosen) for each in ordered)


def zone_label(name: str, words: Words, now: datetime) -> str:
    """Return a zone as a form shows it: "Berlin, UTC+1"."""
    hours, minutes = divmod(abs(_minutes(name, now)), 60)
    sign = "−" if _minutes(name, now) < 0 else "+"
    clock = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"{words.city(name)}, {clock}"


def zone_named(text: str, words: Words) -> str:
    """Return the zone that people mean: "europe/berlin", "Berlin", "Берлин"; "" for none."""
    wanted = _plain(text)
    every = {_plain(name): name for name in sorted(zone_names())}
    if wanted in every:
        return every[wanted]
    for name in sorted(name for names in zones_by_country().values() for name in names):
        if wanted in {_plain(words.city(name)), _plain(name.rpartition("/")[2])}:
            return name
    return ""


def _plain(text: str) -> str:
    return "_".join(text.split()).casefold()


def _countries_of(name: str) -> list[str]:
    return [country for country, names in zones_by_country().items() if name in names]


def _zones_of(countries: Iterable[str]) -> list[str]:
    return [name for country in countries for name in zones_by_country().get(country, ())]


def _minutes(name: str, now: datetime) -> int:
    offset = now.astimezone(zone(name)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60
