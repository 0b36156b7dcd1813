"""What a subscription is told when its time has come: the issue, its content, its edition.

Planning and simulation decide here alike. An edition is made once in a tick, whoever shares it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from kalends.digest import Content, Issue, compose, edition
from kalends.errors import SelectionError
from kalends.jobs.enclosing import complete
from kalends.jobs.letters import studio_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.publication import Publication
from kalends.model import Cadence, Due, Edition, Event, Message, Rhythm, Selection, Site
from kalends.schedule import covered, following, owed, period_of
from kalends.store.editions import selection_of

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_KEY_LENGTH = 40
_ERROR = 500  # characters kept of what went wrong


class Turn(NamedTuple):
    """What falls to a subscription at an instant.

    Attributes:
        due: The issue; None where it is too late for it, or its days are covered.
        start: First day that it covers.
        covered_until: First day that is uncovered then.
    """

    due: Due | None
    start: date
    covered_until: date
    next_due_at: datetime


def turn(rhythm: Rhythm, uncovered: date, now: datetime) -> Turn:
    """Return what is to be sent at `now`, and when the next is due.

    Args:
        uncovered: First day that no issue has covered.
    """
    due, later = owed(rhythm, uncovered, now), following(rhythm, now).at
    if due is None:
        return Turn(None, uncovered, uncovered, later)
    return Turn(due, covered(rhythm, uncovered, due), due.end, later)


class Made(NamedTuple):
    """What became of an issue.

    Attributes:
        key: Of its edition; "" where there is nothing to say.
        error: Why its edition could not be made, "" where it was: then deliveries wait for it.
    """

    key: str
    error: str = ""


class Maker:
    """Makes the editions of one tick."""

    def __init__(self, mailing: Mailing, now: datetime) -> None:
        self._mailing = mailing
        self._now = now
        self._publication = mailing.publication()
        self._made: dict[tuple[Issue, str], Made] = {}
        self._turns: dict[tuple[Rhythm, date], Turn] = {}
        self._selections: dict[str, Selection | None] = {}
        self._fresh: list[tuple[Edition, str]] = []

    @property
    def site(self) -> Site:
        """The site as it is published."""
        return self._publication.site

    def turn(self, rhythm: Rhythm, uncovered: date) -> Turn:
        """Return `turn` at this tick; many share it."""
        known = self._turns.get((rhythm, uncovered))
        if known is None:
            known = self._turns[rhythm, uncovered] = turn(rhythm, uncovered, self._now)
        return known

    def selection(self, query: str) -> Selection | None:
        """Return what a stored query selects; None where it means nothing any more."""
        if query not in self._selections:
            self._selections[query] = selection_in(query)
        return self._selections[query]

    def make(self, issue: Issue, language: str) -> Made:
        """Return the edition of an issue, made when first asked for. It never raises."""
        known = self._made.get((issue, language))
        if known is None:
            known = self._made[issue, language] = self._make(issue, language)
        return known

    def fresh(self) -> list[tuple[Edition, str]]:
        """Return the editions made since the last call, each with its error or ""."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def edition(self, issue: Issue, language: str) -> Edition | None:
        """Return the edition of an issue, None where there is nothing to say.

        Raises:
            Exception: Whatever the template does.
        """
        studio = studio_of(self._mailing, language)
        content = content_of(self._publication, issue, studio.words.language, self._now)
        if content is None:
            return None
        found = edition(content, studio)
        return complete(found, self._publication, studio.words, self._now)

    def _make(self, issue: Issue, language: str) -> Made:
        try:
            found = self.edition(issue, language)
        except Exception as error:  # noqa: BLE001 - a template may fail in any way
            reason = f"{type(error).__name__}: {error}"[:_ERROR]
            found = _missing(issue, language)
        else:
            reason = ""
        if found is None:
            return Made("")
        self._fresh.append((found, reason))
        return Made(found.key, reason)


def content_of(
    publication: Publication,
    issue: Issue,
    language: str,
    at: datetime,
    events: Iterable[Event] | None = None,
) -> Content | None:
    """Return what an issue tells of what is public, None where there is nothing to say.

    Args:
        events: Those that the issue selects, where they are known.
    """
    chosen = publication.catalogue if events is None else events
    return compose(chosen, publication.ledger, publication.site, language, issue, at)


def selection_in(query: str) -> Selection | None:
    """Return what a stored query selects; None where it means nothing to this version."""
    try:
        return selection_of(query)
    except SelectionError:
        return None


def issue_of(failed: Edition) -> Issue:
    """Return the issue of an edition that could not be made."""
    last = failed.end - _DAY
    first, _ = period_of(failed.cadence, last)
    if failed.cadence is Cadence.WEEKLY:  # whatever its first day of the week
        first = failed.end - _WEEK
    return Issue(failed.cadence, first, failed.start, failed.end, failed.selection)


def _missing(issue: Issue, language: str) -> Edition:
    """Return what stands for an edition that could not be made: the same for the same issue."""
    days = [str(day) for day in (issue.start, issue.end)]
    whole = ["failed", issue.cadence, *days, language, issue.selection.pairs()]
    key = sha256(json.dumps(whole).encode()).hexdigest()[:_KEY_LENGTH]
    nothing = Message("", "", "", language)
    return Edition(key, issue.cadence, issue.start, issue.end, language, issue.selection, nothing)
