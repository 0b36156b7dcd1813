"""ical.js, which reads calendars in Thunderbird, can be asked what it sees."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kalends//test//EN
NAME:Dates
BEGIN:VEVENT
UID:victory-day@example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20270509
SUMMARY:Victory Day (1945)\\, 82 years
SEQUENCE:2
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""


def test_ical_js_tells_name_and_events(
    tmp_path: Path, checkout: Path, require: Callable[[object, str], None]
) -> None:
    """A day without an end is read as one day, and escapes are undone."""
    node = shutil.which("node")
    require(node, "node is not installed")
    require((checkout / "tests/node/node_modules").is_dir(), "npm ci was not run in tests/node")
    file = tmp_path / "feed.ics"
    file.write_text(CALENDAR, newline="\r\n")

    command = [str(node), str(checkout / "tests/node/ical.mjs"), str(file)]
    seen = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)

    assert seen == {
        "name": "Dates",
        "events": [
            {
                "uid": "victory-day@example",
                "summary": "Victory Day (1945), 82 years",
                "start": "2027-05-09",
                "end": "2027-05-10",
                "sequence": 2,
                "status": "CONFIRMED",
            }
        ],
    }
