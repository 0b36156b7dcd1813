"""The next issue of a digest as the page to subscribe shows it, made once for a publication."""

from __future__ import annotations

from datetime import datetime

from kalends.dates import zone
from kalends.digest import Line
from kalends.jobs.mailing import Mailing
from kalends.jobs.preview import Preview, preview
from kalends.model import Phrase, Selection
from kalends.timeline import NextIssue, Told, View, event_path, local
from kalends.wording import Words

_KEPT = 500


def next_issue(
    mailing: Mailing, view: View, words: Words, selection: Selection, now: datetime
) -> NextIssue:
    """Return what somebody who subscribes to a selection would get first."""
    kept = view.once("next issues", dict[str, NextIssue])
    key = f"{words.language} {now:%d%H} {selection.pairs()}"
    if key in kept:
        return kept[key]
    found = _shown(preview(mailing, selection, words.language, now), view, words)
    if len(kept) < _KEPT:
        kept[key] = found
    return found


def _shown(found: Preview, view: View, words: Words) -> NextIssue:
    day = found.due.at.astimezone(zone(view.site.timezone)).date()
    lines = found.outline.lines if found.outline else ()
    return NextIssue(
        day=words.weekday_day(day),
        soon=found.soon,
        subject=found.outline.subject if found.outline else "",
        lines=tuple(
            Told(
                title=_title(line),
                path=local(view.site, event_path(words.language, event_id)),
                when=line.weekday,
                distance=line.distance,
            )
            for event_id, line in lines
        ),
        more=found.outline.more if found.outline else 0,
    )


def _title(line: Line) -> Phrase:
    """Return a title as mails have it, with the status where that is worth a word."""
    status = f" ({line.status})" if line.status else ""
    return line.full._replace(text=f"{line.full.text}{status}")
