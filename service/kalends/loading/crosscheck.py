"""What only the whole list shows: unknown kinds, tags and references, missing translations."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from kalends.errors import Problem, Severity
from kalends.loading.fields import close, near
from kalends.loading.nodes import Located
from kalends.model import Event, Site


def crosscheck(
    events: dict[str, Event],
    located: Mapping[str, Located],
    site: Site,
    broken: Collection[str] = (),
    elsewhere: Container[str] = (),
) -> tuple[dict[str, Event], list[Problem]]:
    """Return the events, without references that lead nowhere, and the problems between them.

    Args:
        events: The sound ones by id; changed in place.
        located: Where each stands.
        site: Whose kinds, tags and languages they use.
        broken: Ids of faulty entries. What leads to one stays: a slip in one event is no
            change of another.
        elsewhere: Ids of events in other lists.
    """
    problems: list[Problem] = []
    owners = _former_ids(events, located, broken, problems)
    known = {**dict.fromkeys(events), **dict.fromkeys(owners), **dict.fromkeys(broken)}
    for event in list(events.values()):
        here = located[event.id]
        lost = [each for each in event.follows if each not in known and each not in elsewhere]
        found = list(_references(event, here, lost, known)) + list(_vocabulary(event, here, site))
        found += [*_translations(event, here, site), *_idle_zone(event, here)]
        problems += [replace(problem, entry=event.id) for problem in found]
        if lost:
            targets = tuple(target for target in event.follows if target not in lost)
            events[event.id] = replace(event, follows=targets)
    return events, problems


def _former_ids(
    events: dict[str, Event],
    located: Mapping[str, Located],
    broken: Container[str],
    problems: list[Problem],
) -> dict[str, str]:
    """Return who owns each former id; a claim that is refused is taken out of its event."""
    owners: dict[str, str] = {}
    for event in list(events.values()):
        for index, former in enumerate(event.formerly):
            here, loc = located[event.id], ("formerly", index)
            if former in events or former in broken:
                remedy = "a former id belongs to no other event; delete one of the two"
                fault = here.problem(loc, "the id of another event", former, remedy)
            elif owners.setdefault(former, event.id) != event.id:
                fault = here.problem(loc, f"claimed by {owners[former]} too", former, "keep one")
            else:
                continue
            problems.append(replace(fault, entry=event.id))
            kept = tuple(each for each in events[event.id].formerly if each != former)
            events[event.id] = replace(events[event.id], formerly=kept)
    return owners


def _references(
    event: Event, here: Located, lost: Collection[str], known: Iterable[str]
) -> Iterator[Problem]:
    for index, target in enumerate(event.follows):
        if target == event.id:
            yield here.problem(("follows", index), "an event cannot follow itself", target)
        elif target in lost:
            remedy = close(target, list(known))
            yield here.problem(("follows", index), "no such event", target, remedy)


def _vocabulary(event: Event, here: Located, site: Site) -> Iterator[Problem]:
    if site.kinds and event.kind not in site.kinds:
        yield _undeclared(here, ("kind",), "kind", event.kind, site.kinds)
    for index, tag in enumerate(event.tags):
        if site.tags and tag not in site.tags:
            yield _undeclared(here, ("tags", index), "tag", tag, site.tags)


def _idle_zone(event: Event, here: Located) -> Iterator[Problem]:
    """Warn of a zone that has no instant to give its day to."""
    dates = [event.date, *(other.date for other in event.alternatives)]
    if event.zone and not any("T" in str(date) for date in dates):
        message, remedy = "no date here has a time of day", "delete `timezone`"
        yield _warning(here.problem(("timezone",), message, event.zone, remedy))


def _undeclared(
    here: Located, loc: tuple[int | str, ...], what: str, name: str, known: Iterable[str]
) -> Problem:
    remedy = close(name, list(known)) or f"declare it under [{what}s] in kalends.toml"
    return _warning(here.problem(loc, f"a {what} that kalends.toml does not declare", name, remedy))


def _translations(event: Event, here: Located, site: Site) -> Iterator[Problem]:
    for name in ("title", "summary"):
        texts = getattr(event, name)
        missing = [language for language in site.languages if language not in texts]
        if texts and missing:
            message = f"no translation into {', '.join(missing)}"
            yield _warning(here.problem((name,), message))
        for language in sorted(set(texts) - set(site.languages)):
            remedy = near(language, list(site.languages))
            fault = here.problem((name, language), "not a language of the site", language, remedy)
            yield _warning(fault)


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)
