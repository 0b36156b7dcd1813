"""Historical dates, their precision, days of the year, Old Style, yearly rules, time zones."""

from kalends.dates.days import (
    days_between,
    days_in_month,
    from_ordinal,
    ordinal,
    season_bounds,
)
from kalends.dates.edtf import parse
from kalends.dates.julian import from_old_style, gregorian_to_julian, julian_to_gregorian
from kalends.dates.monthdays import parse_month_day
from kalends.dates.types import (
    AllOf,
    Day,
    Edge,
    HistoricalDate,
    Interval,
    Leap,
    MonthDay,
    OneOf,
    Point,
    Precision,
    Yearless,
    is_leap,
    utc,
)
from kalends.dates.zones import zone, zone_names, zones_by_country

__all__ = [
    "AllOf",
    "Day",
    "Edge",
    "HistoricalDate",
    "Interval",
    "Leap",
    "MonthDay",
    "OneOf",
    "Point",
    "Precision",
    "Yearless",
    "days_between",
    "days_in_month",
    "from_old_style",
    "from_ordinal",
    "gregorian_to_julian",
    "is_leap",
    "julian_to_gregorian",
    "ordinal",
    "parse",
    "parse_month_day",
    "season_bounds",
    "utc",
    "zone",
    "zone_names",
    "zones_by_country",
]
