"""Reminders, in feeds that ask for them; a reader's calendar rings at nine."""

from __future__ import annotations

from kalends.feed.writer import escape, line
from kalends.model import Occurrence, Phrase, Site

DAY_BEFORE = "day-before"
LEADS = "leads"


def alarms(
    variant: str, occurrence: Occurrence, title: Phrase, site: Site, *, timed: bool
) -> bytes:
    """Return the VALARMs of an occurrence.

    Args:
        variant: DAY_BEFORE for one at 09:00 the day before, LEADS for one at each lead
            time of the occurrence's tier.
        timed: The occurrence starts at an hour; its alarms are counted from that.
    """
    leads = (1,) if variant == DAY_BEFORE else site.milestones.leads(occurrence.tier)
    return b"".join(_alarm(_trigger(lead, timed=timed), title) for lead in leads)


def _trigger(lead: int, *, timed: bool) -> str:
    """Return the trigger, relative to DTSTART: midnight, or the hour of a timed one."""
    if timed:
        return f"TRIGGER:-P{lead}D" if lead else "TRIGGER:-PT1H"
    if lead == 0:
        return "TRIGGER;RELATED=START:PT9H"
    return f"TRIGGER:-P{lead - 1}DT15H" if lead > 1 else "TRIGGER:-PT15H"


def _alarm(trigger: str, title: Phrase) -> bytes:
    return b"".join(
        (
            b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n",
            line(f"DESCRIPTION;LANGUAGE={title.language}", escape(title.text)),
            trigger.encode(),
            b"\r\nEND:VALARM\r\n",
        )
    )
