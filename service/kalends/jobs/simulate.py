"""Simulate: what would go to whom from a day to a day, with nothing written and nothing sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

from kalends.digest import Issue
from kalends.jobs.letters import language_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.making import content_of, selection_in, turn
from kalends.jobs.plan import rhythm_of
from kalends.jobs.publication import Publication
from kalends.model import Event, Rhythm, Selection
from kalends.occurrences import selected
from kalends.schedule import current, instant
from kalends.store import subscriptions

_BATCH = 5_000
_DAY = timedelta(days=1)
_MOMENT = timedelta(seconds=1)
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Group(NamedTuple):
    """Subscriptions that get the same mails at the same instants."""

    rhythm: Rhythm
    language: str
    query: str


Watch: TypeAlias = Callable[[Collection[tuple[Group, int]]], Iterable[tuple[Group, int]]]


def _unwatched(groups: Collection[tuple[Group, int]]) -> Iterable[tuple[Group, int]]:
    return groups


class Mails(NamedTuple):
    """One issue of one group.

    Attributes:
        at: When it is sent, UTC.
        period: Its first day.
        readers: How many get it.
        things: How much it tells; 0 for an issue with nothing to say, which is not sent.
    """

    at: datetime
    group: Group
    period: date
    readers: int
    things: int


def simulate(mailing: Mailing, start: date, end: date, watch: Watch = _unwatched) -> list[Mails]:
    """Return the issues of each group that are sent on the site's days in [start, end).

    Everybody who is active now counts, as if everything before had gone out in time, and with
    what is public now.

    Args:
        mailing: The parts.
        start: The first day.
        end: The day after the last one.
        watch: Goes through the groups for us, to show how far that is.

    Raises:
        StoreUnavailable: The ledger is out of reach.
    """
    reckoner = _Reckoner(mailing.publication())
    zone_name = reckoner.publication.site.timezone
    first, last = (instant(day, time(), zone_name) for day in (start, end))
    found = [
        Mails(at, group, issue.first, readers, reckoner.things(issue, group.language, at))
        for group, readers in watch(_groups(mailing).items())
        for at, issue in _issues(group, first, last)
    ]
    return sorted(found, key=lambda mails: (mails.at, mails.group))


class _Reckoner:
    """Reckons how much an issue tells, once for all zones and hours."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self._told: dict[tuple[Issue, str], int] = {}
        self._events: dict[Selection, list[Event]] = {}
        records = publication.ledger.records.values()
        changes = [change.at for record in records for change in record.changes]
        self._corrected = max(changes).date() + _DAY if changes else date.min

    def things(self, issue: Issue, language: str, at: datetime) -> int:
        """Return how much an issue tells; languages differ by corrections alone."""
        key = issue, language if issue.before <= self._corrected else ""
        if key not in self._told:
            content = content_of(
                self.publication, issue, language, at, self._selected(issue.selection)
            )
            self._told[key] = 0 if content is None else len(content)
        return self._told[key]

    def _selected(self, selection: Selection) -> list[Event]:
        if selection not in self._events:
            events = self.publication.catalogue
            self._events[selection] = [each for each in events if selected(each, selection)]
        return self._events[selection]


def _groups(mailing: Mailing) -> Counter[Group]:
    site = mailing.publication().site
    groups: Counter[Group] = Counter()
    after = None
    with mailing.store.reading() as tx:
        while batch := subscriptions.due(tx, _EVER, _BATCH, after):
            for each in batch:
                rhythm = rhythm_of(each, site.timezone)
                language = language_of(each.language, site)
                groups[Group(rhythm, language, each.subscription.selection)] += 1
            after = batch[-1].cursor
    return groups


def _issues(group: Group, first: datetime, last: datetime) -> Iterator[tuple[datetime, Issue]]:
    """Yield what planning would decide at each due instant in [first, last)."""
    selection = selection_in(group.query)
    if selection is None:
        return
    rhythm = group.rhythm
    uncovered = current(rhythm, first - _MOMENT).end
    at = turn(rhythm, uncovered, first - _MOMENT).next_due_at
    while at < last:
        step = turn(rhythm, uncovered, at)
        if step.due is not None:
            yield at, Issue.of(rhythm.cadence, step.due, step.start, selection)
        uncovered, at = step.covered_until, step.next_due_at
