"""What an edition says, before it is put in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kalends.digest.corrections import Correction, corrections
from kalends.digest.issues import Issue
from kalends.model import Cadence, Event, Occurrence, Selection, Site, Status, Window
from kalends.occurrences import select, selected, starting
from kalends.revisions import Ledger


@dataclass(frozen=True, slots=True)
class Content:
    """What is told; an occurrence is told once.

    Attributes:
        days: Begin on the covered days and are not past, in order of time.
        ahead: Begin later and are announced now, weightiest first.
        undated: Belong to a month, season or year that begins on the covered days.
        corrections: What was published wrong and is right now, oldest first.
        left_out: How many more there would be, had there been room.
    """

    issue: Issue
    days: tuple[Occurrence, ...] = ()
    ahead: tuple[Occurrence, ...] = ()
    undated: tuple[Occurrence, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left_out: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.days or self.ahead or self.undated or self.corrections)

    def __len__(self) -> int:
        """Return how many things are told."""
        return sum(map(len, (self.days, self.ahead, self.undated, self.corrections)))

    @property
    def events(self) -> list[Event]:
        """The event of each thing that is told."""
        occurrences = (*self.days, *self.ahead, *self.undated)
        return [each.event for each in occurrences] + [each.event for each in self.corrections]

    @property
    def longest(self) -> int:
        """How many the longest of the four parts tells."""
        return max(map(len, (self.days, self.ahead, self.undated, self.corrections)))

    def cut(self, most: int) -> Content:
        """Return the content with at most `most` in each part: the weightiest of each."""
        kept = replace(
            self,
            days=_weightiest(self.days, most),
            ahead=self.ahead[:most],
            undated=_weightiest(self.undated, most),
            corrections=self.corrections[:most],
        )
        return replace(kept, left_out=self.left_out + len(self) - len(kept))


def compose(
    events: Iterable[Event], ledger: Ledger, site: Site, language: str, issue: Issue, at: datetime
) -> Content | None:
    """Return what an issue says to readers of a language, None where there is nothing.

    What is over by the first day of the period is left out, were its days covered or not.
    The plan of a year has what occurs in it, and neither notices ahead nor corrections.

    Args:
        events: Those that `at` does not make public are passed over.
        ledger: Of what was published, for corrections.
        site: Its milestones say how early one hears, its zone when days begin.
        language: Whose changed titles are told of.
        issue: The days and the selection.
        at: The instant it is made at, aware.
    """
    if issue.start >= issue.end:
        return None
    public = [event for event in events if event.public_at(at)]
    plan = issue.cadence is Cadence.YEARLY
    window = Window(issue.start, issue.end + _longest_lead(site))
    found = _occurrences(public, issue.selection, site, window)
    told = [each for each in found if each.first < issue.end and each.last >= issue.first]
    told = [each for each in told if _takes_place(each) or each.n == 0]
    chosen = [event for event in public if selected(event, issue.selection)]
    content = Content(
        issue,
        days=tuple(each for each in told if not each.undated),
        ahead=() if plan else _weighed(each for each in found if _announced(each, issue, site)),
        undated=tuple(each for each in told if each.undated),
        corrections=() if plan else tuple(corrections(chosen, ledger, site, language, issue)),
    )
    return content or None


def announced_before(
    events: Iterable[Event],
    site: Site,
    selection: Selection,
    day: date,
    at: datetime,
    *,
    since: date | None = None,
) -> tuple[Occurrence, ...]:
    """Return what a new reader has missed the first notice of, in order of time.

    Args:
        events: Those that `at` does not make public are passed over.
        site: Its milestones say how early one hears.
        selection: What the reader asked for.
        day: The first that the reader's issues cover.
        at: The instant it is told at, aware.
        since: The first day that is told of, the reader's today; `day` where None.
    """
    public = [event for event in events if event.public_at(at)]
    window = Window(since or day, day + _longest_lead(site))
    return tuple(
        each
        for each in _occurrences(public, selection, site, window)
        if not each.undated and _takes_place(each) and _missed(each, day, site)
    )


def _missed(occurrence: Occurrence, day: date, site: Site) -> bool:
    """Tell whether the longest of its lead times, if it has any, was over before `day`."""
    longest = max(site.milestones.leads(occurrence.tier), default=0)
    return (occurrence.first - day).days < longest and longest > 0


def _occurrences(
    events: Iterable[Event], selection: Selection, site: Site, window: Window
) -> list[Occurrence]:
    return select(starting(events, window, site.milestones), selection)


def _announced(occurrence: Occurrence, issue: Issue, site: Site) -> bool:
    """Tell whether one of the lead times falls on a day that the issue covers."""
    if occurrence.undated or occurrence.first < issue.end or not _takes_place(occurrence):
        return False
    leads = site.milestones.leads(occurrence.tier)
    return any(occurrence.first - timedelta(lead) in issue.window for lead in leads)


def _takes_place(occurrence: Occurrence) -> bool:
    """Tell whether it was not called off, which has no anniversary and is not ahead."""
    return occurrence.event.status is not Status.CANCELLED


def _longest_lead(site: Site) -> timedelta:
    rules = site.milestones.rules.values()
    return timedelta(max((lead for rule in rules for lead in rule.leads), default=0))


def _weight(occurrence: Occurrence) -> tuple[int, int, date, str, str]:
    event = occurrence.event
    return (-event.weight, -occurrence.tier, occurrence.first, event.id, occurrence.part)


def _weighed(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    return tuple(sorted(occurrences, key=_weight))


def _weightiest(occurrences: tuple[Occurrence, ...], most: int) -> tuple[Occurrence, ...]:
    """Return the weightiest, in the order they had."""
    if len(occurrences) <= most:
        return occurrences
    kept = {id(each) for each in _weighed(occurrences)[:most]}
    return tuple(each for each in occurrences if id(each) in kept)
