"""An issue's content to an edition: rendered once, of a bounded size, known by its content."""

from __future__ import annotations

import json
from hashlib import sha256

from kalends.digest.content import Content
from kalends.digest.issues import Issue
from kalends.digest.sizes import fitting
from kalends.digest.studio import Studio
from kalends.digest.views import digest_context, plan_context, reminder_context
from kalends.model import Cadence, Edition, Message

_KEY_LENGTH = 40


def edition(content: Content, studio: Studio) -> Edition:
    """Return the edition of an issue.

    A selection of one event gets a reminder of it, a year its plan, all else a digest.

    Args:
        content: What is told; of what is too long the weightiest.
        studio: Of the language.

    Raises:
        Oversize: The mail is too large however little it tells.
        SettingsError: A template is not there, or cannot be read as one.
    """
    issue = content.issue
    message = fitting(lambda most: mail(content.cut(most), studio), content.longest)
    return Edition(
        key=_key(issue, message),
        cadence=issue.cadence,
        start=issue.start,
        end=issue.end,
        language=message.language,
        selection=issue.selection,
        message=message,
    )


def mail(content: Content, studio: Studio) -> Message:
    """Return the mail of a content, whatever its size."""
    if content.issue.cadence is Cadence.YEARLY:
        return studio.message("plan", plan_context(content, studio))
    if len(content.issue.selection.ids) == 1:
        return studio.message("reminder", reminder_context(content, studio))
    return studio.message("digest", digest_context(content, studio))


def _key(issue: Issue, message: Message) -> str:
    """Return a hash of everything that an edition is."""
    days = [str(day) for day in (issue.start, issue.end)]
    texts = [message.language, message.subject, message.text, message.html]
    whole = [issue.cadence.value, *days, issue.selection.pairs(), *texts]
    return sha256(json.dumps(whole).encode()).hexdigest()[:_KEY_LENGTH]
