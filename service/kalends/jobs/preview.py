"""Preview: which issue comes next that has something to tell, and what it would tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from kalends.digest import Content, Issue
from kalends.digest.outline import Outline, outline
from kalends.jobs.letters import studio_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.making import content_of
from kalends.jobs.publication import Publication
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
    rhythm = Rhythm(Cadence.WEEKLY, publication.site.timezone, mailing.at)
    first = following(rhythm, now)
    found = next_told(publication, rhythm, first, selection, studio.words.language, now)
    if found is None:
        return Preview(first, soon=True, outline=None)
    issue, content = found
    return Preview(issue, issue == first, outline(content, studio, _MOST))


def next_told(
    publication: Publication,
    rhythm: Rhythm,
    issue: Due,
    selection: Selection,
    language: str,
    now: datetime,
    *,
    far: timedelta = _FAR,
) -> tuple[Due, Content] | None:
    """Return the first issue with something to tell, as it would be made at `now`.

    Args:
        issue: The first that may be it.
        far: How long after it none is looked for any more.
    """
    events = [each for each in publication.catalogue if selected(each, selection)]
    last = issue.at + far
    while issue.at < last:
        told = Issue.of(rhythm.cadence, issue, issue.first, selection)
        content = content_of(publication, told, language, now, events)
        if content is not None:
            return issue, content
        issue = due(rhythm, issue.end)
    return None
