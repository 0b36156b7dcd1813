"""Chains of events: what led to an event, and what followed from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kalends.dates import Day
from kalends.model import Event, pick
from kalends.timeline.addresses import event_path, local
from kalends.timeline.event_contexts import Stage
from kalends.timeline.view import View
from kalends.wording import Words

_UNKNOWN = Day(9999, 12, 31)


def chain(event: Event, view: View, words: Words) -> tuple[Stage, ...]:
    """Return the stages before and after an event with itself, none where it stands alone."""
    events, followers = view.events.events, view.once("followers", lambda: _followers(view))
    before = _reached(event.id, lambda each: events[each].follows if each in events else ())
    after = _reached(event.id, lambda each: followers.get(each, ()))
    found = [events[each] for each in {event.id, *before, *after} if each in events]
    if len(found) < 2:
        return ()
    found.sort(key=lambda each: (each.date.earliest or _UNKNOWN, each.id))
    return tuple(_stage(each, event, view, words) for each in found)


def _stage(stage: Event, event: Event, view: View, words: Words) -> Stage:
    return Stage(
        pick(stage.title, words.language, view.site.language),
        local(view.site, event_path(words.language, stage.id)),
        words.event_date(stage),
        stage is event,
    )


def _reached(start: str, steps: Callable[[str], Iterable[str]]) -> set[str]:
    """Return all ids that steps lead to, however many; a circle ends where it began."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = set(steps(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def _followers(view: View) -> dict[str, list[str]]:
    """Return the ids of the events that follow each."""
    found: dict[str, list[str]] = {}
    for event in view.events:
        for former in event.follows:
            found.setdefault(former, []).append(event.id)
    return found
