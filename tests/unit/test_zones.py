"""Time zones by name, whatever the machine's own zone files say."""

from __future__ import annotations

import copy
import pickle
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from kalends.dates import zone, zone_names
from kalends.errors import DateError

OFFSETS = [
    ("Asia/Almaty", "2024-02-29T09:00:00", 6),
    ("Asia/Almaty", "2024-03-01T09:00:00", 5),  # Kazakhstan's single time zone
    ("Asia/Qyzylorda", "1957-10-05T00:28:34", 5),
    ("Europe/Moscow", "1945-05-09T00:43:00", 3),
    ("Europe/London", "2025-03-30T08:30:00", 1),
    ("UTC", "2024-03-01T09:00:00", 0),
]


@pytest.mark.parametrize(("name", "local", "hours"), OFFSETS)
def test_a_zone_has_the_hours_of_its_history(name: str, local: str, hours: int) -> None:
    """A zone's offset is that of the local time asked for."""
    moment = datetime.fromisoformat(local).replace(tzinfo=zone(name))

    assert moment.utcoffset() == timedelta(hours=hours)


@pytest.fixture
def stale_machine(tmp_path: Path) -> Iterator[None]:
    """Make this machine's zone files say that Almaty keeps UTC."""
    (tmp_path / "Asia").mkdir()
    utc = files("tzdata").joinpath("zoneinfo", "UTC").read_bytes()
    (tmp_path / "Asia" / "Almaty").write_bytes(utc)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    forget()
    yield
    zoneinfo.reset_tzpath()
    forget()


def forget() -> None:
    """Drop the zones read so far."""
    zone.cache_clear()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("stale_machine")
def test_stale_zone_files_of_the_machine_are_not_used() -> None:
    """A machine whose zone files are wrong does not make the hours wrong."""
    noon = datetime(2024, 3, 1, 12)  # noqa: DTZ001 -- local time, the zone follows

    assert noon.replace(tzinfo=zoneinfo.ZoneInfo.no_cache("Asia/Almaty")).utcoffset() == timedelta(
        0
    )
    assert noon.replace(tzinfo=zone("Asia/Almaty")).utcoffset() == timedelta(hours=5)


def test_every_zone_can_be_read() -> None:
    """All names of the package are zones, and each is the same object when asked again."""
    assert len(zone_names()) > 500
    for name in zone_names():
        assert zone(name).key == name
        assert zone(name) is zone(name)


def test_a_zone_can_be_copied_and_pickled() -> None:
    """A zone survives what records go through, as the same object."""
    almaty = zone("Asia/Almaty")

    assert copy.deepcopy(almaty) is almaty
    assert pickle.loads(pickle.dumps(almaty)) is almaty  # noqa: S301 -- our own pickle


SUGGESTIONS = [
    ("asia/almaty", "did you mean Asia/Almaty?"),
    ("Almaty", "did you mean Asia/Almaty?"),
    ("Asia/Almati", "did you mean Asia/Almaty?"),
    ("Europe/Almaty", "did you mean Asia/Almaty?"),
    ("New York", "did you mean America/New_York?"),
    ("Europe/Kyiw", "did you mean Europe/Kyiv?"),
    ("Etc/gmt+5", "did you mean Etc/GMT+5?"),
    ("GMT+5", "write an IANA name like Asia/Almaty"),  # Etc/GMT+5 is the other side of the globe
    ("Kazakhstan", "write an IANA name like Asia/Almaty"),
    ("", "write an IANA name like Asia/Almaty"),
]


@pytest.mark.parametrize(("name", "remedy"), SUGGESTIONS)
def test_a_near_name_is_suggested(name: str, remedy: str) -> None:
    """An unknown zone is refused with the name that was probably meant."""
    with pytest.raises(DateError, match="unknown time zone") as refused:
        zone(name)

    assert refused.value.remedy == remedy


PATHS = ["../zones", "../../etc/passwd", "/etc/localtime", "Asia", "Asia/", "Asia/../UTC", "UTC\0"]


@pytest.mark.parametrize("name", [*PATHS, "Asia\\Almaty", "A" * 1_000_000])
def test_a_path_is_no_zone(name: str) -> None:
    """Nothing but a known name opens a file; a long name is not repeated whole."""
    with pytest.raises(DateError) as refused:
        zone(name)

    assert len(refused.value.value) <= 64
