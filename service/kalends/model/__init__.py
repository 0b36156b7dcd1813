"""Frozen records that everyone shares."""

from kalends.model.catalogue import Catalogue, nearest, unknown
from kalends.model.digest import Cadence, Due, Edition, Message, Rhythm
from kalends.model.event import (
    Alternative,
    Event,
    Image,
    Listed,
    Origin,
    Period,
    Place,
    Source,
    Status,
    Tier,
)
from kalends.model.feeds import (
    event_url,
    feed_description,
    feed_spec,
    feed_specs,
    feed_title,
    feed_url,
    year_feed,
)
from kalends.model.identity import calendar_uid, first_id, uid, uids
from kalends.model.milestones import Milestones, Step, TierRule
from kalends.model.occurrence import Occurrence, Window
from kalends.model.selection import (
    FIELDS,
    MOST_LETTERS,
    MOST_WEIGHT,
    QUOTES,
    TIERS,
    Selection,
    Years,
)
from kalends.model.site import FeedSpec, Kind, Site
from kalends.model.text import Phrase, Text, pick

__all__ = [
    "FIELDS",
    "MOST_LETTERS",
    "MOST_WEIGHT",
    "QUOTES",
    "TIERS",
    "Alternative",
    "Cadence",
    "Catalogue",
    "Due",
    "Edition",
    "Event",
    "FeedSpec",
    "Image",
    "Kind",
    "Listed",
    "Message",
    "Milestones",
    "Occurrence",
    "Origin",
    "Period",
    "Phrase",
    "Place",
    "Rhythm",
    "Selection",
    "Site",
    "Source",
    "Status",
    "Step",
    "Text",
    "Tier",
    "TierRule",
    "Window",
    "Years",
    "calendar_uid",
    "event_url",
    "feed_description",
    "feed_spec",
    "feed_specs",
    "feed_title",
    "feed_url",
    "first_id",
    "nearest",
    "pick",
    "uid",
    "uids",
    "unknown",
    "year_feed",
]
