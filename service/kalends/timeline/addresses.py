"""Where pages are: paths below the site's address."""

from __future__ import annotations

from urllib.parse import urlsplit

from kalends.model import Site


def home_path(language: str) -> str:
    """Return the path of the first page."""
    return f"/{language}/"


def event_path(language: str, event_id: str) -> str:
    """Return the path of an event's page."""
    return f"/{language}/events/{event_id}/"


def download_path(language: str, event_id: str) -> str:
    """Return the path of an event's single download."""
    return f"/{language}/events/{event_id}.ics"


def subscribe_path(language: str) -> str:
    """Return the path of the form for digests by mail."""
    return f"/{language}/subscribe/"


def day_path(language: str, month: int, day: int) -> str:
    """Return the path of the page of a day of every year."""
    return f"/{language}/day/{month:02}-{day:02}/"


def month_path(language: str, year: int, month: int) -> str:
    """Return the path of the page of a month."""
    return f"/{language}/month/{year:04}-{month:02}/"


def year_path(language: str, year: int) -> str:
    """Return the path of the plan of a year."""
    return f"/{language}/year/{year:04}/"


def page_path(language: str, path: str) -> str:
    """Return the path of a page, given the one below its language."""
    return f"/{language}/{path}"


def local(site: Site, path: str) -> str:
    """Return a path as links have it, below the path of the site's address if it has one."""
    return f"{urlsplit(site.base_url).path}{path}"


def absolute(site: Site, path: str) -> str:
    """Return the whole address of a path."""
    return f"{site.base_url}{path}"
