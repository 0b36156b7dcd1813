"""Yearly recurrence rules: RFC 5545 RRULE values without DTSTART, COUNT and UNTIL."""

from __future__ import annotations

import re
from datetime import date, datetime

MAX_YEARLY = 12

_ADVICE = {
    "DTSTART": "leave it out; `since:` gives the first year",
    "UNTIL": "leave it out; write `until:` with the last year",
    "COUNT": "leave it out; write `until:` with the last year",
    "BYHOUR": "leave it out; an event is kept on days",
    "BYMINUTE": "leave it out; an event is kept on days",
    "BYSECOND": "leave it out; an event is kept on days",
}
_PARTS = {
    "FREQ": r"YEARLY",
    "INTERVAL": r"[1-9][0-9]{0,2}",
    "BYMONTH": r"(1[0-2]|[1-9])(,(1[0-2]|[1-9]))*",
    "BYMONTHDAY": r"-?(3[01]|[12]?[0-9])(,-?(3[01]|[12]?[0-9]))*",
    "BYDAY": r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU))*",  # noqa: E501 -- one grammar on one line
    "BYYEARDAY": r"-?[1-9][0-9]{0,2}(,-?[1-9][0-9]{0,2})*",
    "BYWEEKNO": r"-?[1-9][0-9]?(,-?[1-9][0-9]?)*",
    "BYSETPOS": r"-?[1-9][0-9]{0,2}(,-?[1-9][0-9]{0,2})*",
    "WKST": r"(MO|TU|WE|TH|FR|SA|SU)",
}


def rule_problem(rule: str) -> str | None:
    """Return why an RRULE value cannot be used, or None where it can."""
    seen = set()
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name in _ADVICE:
            return f"the rule's {name} is not wanted; {_ADVICE[name]}"
        if name not in _PARTS:
            return f"{part[:30]!r} is no part of a rule; a rule is written FREQ=YEARLY;BYMONTH=7;…"
        if not re.fullmatch(_PARTS[name], value):
            return f"{value[:30]!r} is no value of {name}; only yearly rules are taken"
        if name in seen:
            return f"{name} is given twice"
        seen.add(name)
    if "FREQ" not in seen:
        return "the rule does not begin with FREQ=YEARLY"
    return _count_problem(rule)


def _count_problem(rule: str) -> str | None:
    counts = [len(rule_days(rule, year)) for year in (2023, 2024, 2026)]
    if "INTERVAL" in rule:
        return None
    if max(counts) > MAX_YEARLY:
        return f"the rule gives {max(counts)} days a year, more than {MAX_YEARLY}"
    if not any(counts) and not any(len(rule_days(rule, year)) for year in range(2000, 2028)):
        return "the rule never gives a day"
    return None


def rule_days(rule: str, year: int, since: int | None = None) -> list[date]:
    """Return the days of `year` that a rule gives, oldest first.

    Args:
        rule: A value without fault, see `rule_problem`.
        year: 1 to 9999.
        since: The year from which INTERVAL is counted; None: `year` itself.
    """
    from dateutil.rrule import rrulestr

    first = since if since is not None and 1 <= since <= year else year
    interval = re.search(r"INTERVAL=(\d+)", rule)
    if interval and (year - first) % int(interval[1]):
        return []
    yearly = re.sub(r";?INTERVAL=\d+", "", rule)
    found = rrulestr(yearly, dtstart=datetime(year, 1, 1))  # noqa: DTZ001 -- a day, no instant
    last = datetime(year, 12, 31)  # noqa: DTZ001
    return [moment.date() for moment in found.between(datetime(year, 1, 1), last, inc=True)]  # noqa: DTZ001
