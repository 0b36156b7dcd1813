"""Preview: what the next issue would tell somebody who subscribes now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from kalends.digest import Issue
from kalends.digest.outline import Outline, outline
from kalends.jobs.letters import studio_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.making import content_of
from kalends.model import Cadence, Due, Rhythm, Selection
from kalends.occurrences import selected
from kalends.schedule import due, following

_FAR = timedelta(days=366)
_MOST = 6


class Preview(NamedTuple):
    """The first issue that has something to tell.

    Attributes:
        due: When it would come; the very next issue where none of a year has anything.
        soon: It is the very next.
        outline: None where nothing is to be told within a year.
    """

    due: Due
    soon: bool
    outline: Outline | None


def preview(mailing: Mailing, selection: Selection, language: str, now: datetime) -> Preview:
    """Return the next weekly issue of the site's own zone, as it would be made at `now`.

    Raises:
        SelectionError: The selection means nothing.
    """
    publication, studio = mailing.publication(), studio_of(mailing, language)
    events = [each for each in publication.catalogue if selected(each, selection)]
    rhythm = Rhythm(Cadence.WEEKLY, publication.site.timezone, mailing.at)
    first = following(rhythm, now)
    issue = first
    while issue.at - first.at < _FAR:
        told = Issue.of(rhythm.cadence, issue, issue.first, selection)
        content = content_of(publication, told, studio.words.language, now, events)
        if content is not None:
            return Preview(issue, issue == first, outline(content, studio, _MOST))
        issue = due(rhythm, issue.end)
    return Preview(first, soon=True, outline=None)
