"""The whole years that a site's feeds hold."""

from __future__ import annotations

from datetime import datetime

from kalends.dates import zone
from kalends.model import Site, Window


def window_of(site: Site, now: datetime) -> Window:
    """Return the whole years that feeds hold at `now`, by the site's own calendar."""
    year = now.astimezone(zone(site.timezone)).year
    return Window.years(year - site.years_back, year + site.years_ahead)
