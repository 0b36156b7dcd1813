"""Occurrences to iCalendar bytes."""

from kalends.feed.building import Builder, Feed, build, oversize, single

__all__ = [
    "Builder",
    "Feed",
    "build",
    "oversize",
    "single",
]
