"""The list as loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kalends.errors import UnknownName
from kalends.model.event import Event


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All valid events, drafts and embargoed ones included, by id in the order of ids."""

    events: Mapping[str, Event] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Catalogue:
        """Return the catalogue of these events; a later one of the same id wins."""
        by_id = {event.id: event for event in events}
        return cls({id_: by_id[id_] for id_ in sorted(by_id)})

    def keeping(self, previous: Catalogue) -> Catalogue:
        """Return the same catalogue with the event objects of `previous` where they are equal.

        What is kept by event object elsewhere, such as the blocks of feeds, stays good.
        """
        return Catalogue(
            {
                id_: old if (old := previous.events.get(id_)) == event else event
                for id_, event in self.events.items()
            }
        )

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events in the order of their ids."""
        return iter(self.events.values())

    def __len__(self) -> int:
        """Return how many events there are."""
        return len(self.events)

    def __getitem__(self, event_id: str) -> Event:
        """Return the event of this id, present or former; raises UnknownName."""
        if event_id in self.events:
            return self.events[event_id]
        for event in self:
            if event_id in event.formerly:
                return event
        raise UnknownName(unknown("event", event_id, self.events))


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for a name that does not exist, with a near one where there is one."""
    near = nearest(name, known)
    hint = f"; did you mean {near!r}?" if near else ""
    return f"there is no {what} {name!r}{hint}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant, "" where none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")
