"""What an issue would tell, in a few lines, for those who have not subscribed."""

from __future__ import annotations

from typing import NamedTuple

from kalends.digest.content import Content
from kalends.digest.contexts import Line
from kalends.digest.lines import line
from kalends.digest.studio import Studio
from kalends.digest.subjects import reminder_subject, subject


class Outline(NamedTuple):
    """The subject of a mail, and its lines.

    Attributes:
        lines: Each with the id of its event.
        more: How many lines are left out.
    """

    subject: str
    lines: tuple[tuple[str, Line], ...]
    more: int


def outline(content: Content, studio: Studio, most: int) -> Outline:
    """Return what a daily, weekly or monthly issue tells, in the order of its mail.

    Args:
        content: What is told; corrections are not among the lines.
        studio: Of the language.
        most: Lines.
    """
    told = (*content.days, *content.ahead, *content.undated)
    headline = reminder_subject if len(content.issue.selection.ids) == 1 else subject
    lines = tuple((each.event.id, line(each, studio, content.issue.first)) for each in told[:most])
    return Outline(headline(content, studio), lines, len(content) - len(lines) + content.left_out)
