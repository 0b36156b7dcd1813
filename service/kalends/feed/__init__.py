"""Occurrences to iCalendar bytes."""

from kalends.feed.building import Builder, Feed, build, oversize, single, window_of
from kalends.feed.identity import calendar_uid, first_id, uid

__all__ = [
    "Builder",
    "Feed",
    "build",
    "calendar_uid",
    "first_id",
    "oversize",
    "single",
    "uid",
    "window_of",
]
