"""The messages that are chosen by cadence or field; each is translated in the catalogues."""

from __future__ import annotations

from types import MappingProxyType

from kalends.model import Cadence
from kalends.wording import Message, Words

TODAY = Message("Today: {title}", context="subject")
TODAY_AND = Message(
    "Today: {title}, and {n} more", "Today: {title}, and {n} more", context="subject"
)
WEEK = Message("This week: {title}", context="subject")
WEEK_AND = Message(
    "This week: {title}, and {n} more", "This week: {title}, and {n} more", context="subject"
)
MONTH = Message("This month: {title}", context="subject")
MONTH_AND = Message(
    "This month: {title}, and {n} more", "This month: {title}, and {n} more", context="subject"
)
AHEAD = Message("Coming up: {title}", context="subject")
AHEAD_AND = Message(
    "Coming up: {title}, and {n} more", "Coming up: {title}, and {n} more", context="subject"
)
ONE_AND = Message("{title}, and {n} more", "{title}, and {n} more", context="subject")
CORRECTION = Message("Correction: {title}", context="subject")
CORRECTION_AND = Message(
    "Correction: {title}, and {n} more", "Correction: {title}, and {n} more", context="subject"
)
PLAN = Message("Plan for {year}: {n} date", "Plan for {year}: {n} dates", context="subject")
DISTANT = Message("{title}, {distance}", context="subject")
IN_PERIOD = MappingProxyType(
    {
        Cadence.DAILY: (TODAY, TODAY_AND),
        Cadence.WEEKLY: (WEEK, WEEK_AND),
        Cadence.MONTHLY: (MONTH, MONTH_AND),
    }
)

LABELS = MappingProxyType(
    {
        Cadence.DAILY: Message("Daily digest", context="mail"),
        Cadence.WEEKLY: Message("Weekly digest", context="mail"),
        Cadence.MONTHLY: Message("Monthly digest", context="mail"),
        Cadence.YEARLY: Message("Year plan", context="mail"),
    }
)
PLAN_HEADING = Message("Plan for {year}", context="mail")
REMINDER = Message("Reminder", context="mail")
SUBSCRIPTION = Message("Subscription", context="mail")
OFTEN = MappingProxyType(
    {
        Cadence.DAILY: Message("every day", context="how often"),
        Cadence.WEEKLY: Message("every week", context="how often"),
        Cadence.MONTHLY: Message("every month", context="how often"),
        Cadence.YEARLY: Message("once a year", context="how often"),
    }
)
FIELDS = MappingProxyType(
    {
        "date": Message("Date", context="correction"),
        "status": Message("Status", context="correction"),
        "title": Message("Title", context="correction"),
    }
)


def say(words: Words, message: Message, **values: object) -> str:
    """Return a message with its places filled."""
    return words.text(message.text, context=message.context, **values)


def count(words: Words, message: Message, n: int, **values: object) -> str:
    """Return a message in the form for the number n."""
    return words.ntext(message.text, message.plural, n, context=message.context, **values)
