"""Time zones by their IANA names, from the tzdata package and from nowhere else.

A server's own zone files may be years old: with those of before 2024 Almaty is an hour
off since 1 March 2024. The package is a dependency and updated like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from kalends.errors import DateError

_LONGEST = 64


class _PackagedZone(ZoneInfo):
    """A zone that can be copied and pickled, which one read from a file otherwise cannot."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.key,)


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; the same object for the same name.

    Raises:
        DateError: There is no such zone (also a ValueError); the remedy names a near one.
    """
    if name not in zone_names():  # so no other path is ever opened
        raise DateError(name[:_LONGEST], "unknown time zone", _remedy(name))
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return _PackagedZone.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Return all IANA names, links like `Asia/Calcutta` included."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@cache
def zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """Return the zones of each country (ISO 3166-1 alpha-2) that people there tell apart."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, name, *_ = line.split("\t")
            found[country] = (*found.get(country, ()), name)
    return MappingProxyType(found)


def _remedy(name: str) -> str:
    from difflib import get_close_matches

    wanted = name[:_LONGEST].lower().replace(" ", "_")
    everything = {known.lower(): known for known in zone_names()}
    if wanted in everything:
        return f"did you mean {everything[wanted]}?"
    # Etc/GMT+5 is west of Greenwich, never what people mean by GMT+5
    places = {
        low: known for low, known in sorted(everything.items()) if "/" in low and low[:4] != "etc/"
    }
    cities = {low.rpartition("/")[2]: known for low, known in places.items()}
    city = wanted.rpartition("/")[2]
    near = [cities[close] for close in get_close_matches(city, cities, 1, 0.75)]
    near = near or [places[close] for close in get_close_matches(wanted, places, 3, 0.75)]
    return f"did you mean {' or '.join(near)}?" if near else "write an IANA name like Asia/Almaty"
