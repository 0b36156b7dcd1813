"""What is remembered between two days, by whom selected, how big a milestone?"""

from kalends.occurrences.finding import following, in_year, on, runs_out, starting
from kalends.occurrences.marks import Mark, marks, own_days
from kalends.occurrences.selecting import check_selection, select, selected
from kalends.occurrences.windows import window_of

__all__ = [
    "Mark",
    "check_selection",
    "following",
    "in_year",
    "marks",
    "on",
    "own_days",
    "runs_out",
    "select",
    "selected",
    "starting",
    "window_of",
]
