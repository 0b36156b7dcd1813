"""What is remembered between two days, by whom selected, how big a milestone?"""

from kalends.occurrences.finding import following, in_year, on, runs_out, starting
from kalends.occurrences.marks import own_days
from kalends.occurrences.selecting import check_selection, select, selected

__all__ = [
    "check_selection",
    "following",
    "in_year",
    "on",
    "own_days",
    "runs_out",
    "select",
    "selected",
    "starting",
]
