"""Occurrences to iCalendar bytes."""

from kalends.feed.addresses import (
    description_of,
    event_url,
    spec_of,
    specs,
    title_of,
    url_of,
)
from kalends.feed.building import Builder, Feed, build, oversize, single, window_of
from kalends.feed.identity import calendar_uid, first_id, uid

__all__ = [
    "Builder",
    "Feed",
    "build",
    "calendar_uid",
    "description_of",
    "event_url",
    "first_id",
    "oversize",
    "single",
    "spec_of",
    "specs",
    "title_of",
    "uid",
    "url_of",
    "window_of",
]
