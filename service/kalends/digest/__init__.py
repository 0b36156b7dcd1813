"""Occurrences and a cadence to one Message with places for tokens.

`compose` says what an issue tells, `edition` puts it in words and in a frozen mail that all
readers of the same cadence, days, language and selection share. What differs between them is
left open as tokens: `{{unsubscribe}}`, `{{preferences}}`, `{{pause}}` and `{{confirm}}`, each
an address that delivery fills in.
"""

from kalends.digest.content import Content, announced_before, compose
from kalends.digest.contexts import (
    Calendar,
    ConfirmContext,
    Context,
    CorrectionLine,
    DigestContext,
    Frame,
    Group,
    Line,
    Places,
    PlanContext,
    ReminderContext,
    WelcomeContext,
)
from kalends.digest.corrections import Correction
from kalends.digest.editions import edition
from kalends.digest.issues import Issue
from kalends.digest.letters import confirmation, welcome
from kalends.digest.sizes import MOST, ROOM, Oversize, size
from kalends.digest.studio import Studio

__all__ = [
    "MOST",
    "ROOM",
    "Calendar",
    "ConfirmContext",
    "Content",
    "Context",
    "Correction",
    "CorrectionLine",
    "DigestContext",
    "Frame",
    "Group",
    "Issue",
    "Line",
    "Oversize",
    "Places",
    "PlanContext",
    "ReminderContext",
    "Studio",
    "WelcomeContext",
    "announced_before",
    "compose",
    "confirmation",
    "edition",
    "size",
    "welcome",
]
