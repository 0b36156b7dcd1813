"""What an edition covers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kalends.model import Cadence, Due, Selection, Window

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Issue(NamedTuple):
    """The days and the selection that an edition is made for.

    Attributes:
        first: First day of the period, from which distances are counted.
        start: First day covered: before `first` where days were missed, after it where
            another issue covered the period's beginning.
        end: Day after the last one covered, and after the period's last.
    """

    cadence: Cadence
    first: date
    start: date
    end: date
    selection: Selection = Selection()

    @classmethod
    def of(cls, cadence: Cadence, due: Due, start: date, selection: Selection) -> Issue:
        """Return what an issue that is due covers from `start` on."""
        return cls(cadence, due.first, start, due.end, selection)

    @property
    def window(self) -> Window:
        """The days covered."""
        return Window(self.start, self.end)

    @property
    def last(self) -> date:
        """The period's last day."""
        return self.end - _DAY

    @property
    def before(self) -> date:
        """The first day of the period before the first that is covered."""
        day = min(self.start, self.first)
        match self.cadence:
            case Cadence.DAILY:
                return day - _DAY
            case Cadence.WEEKLY:
                return day - _WEEK
            case Cadence.MONTHLY:
                return (day.replace(day=1) - _DAY).replace(day=1)
            case Cadence.YEARLY:
                return date(day.year - 1, 1, 1)
