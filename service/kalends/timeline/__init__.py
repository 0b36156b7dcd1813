"""The catalogue to the contexts of pages, as pure functions of a `View`."""

from kalends.rendering import Context
from kalends.timeline.addresses import (
    absolute,
    download_path,
    event_path,
    home_path,
    local,
    page_path,
    subscribe_path,
)
from kalends.timeline.clocks import zone_label, zone_named
from kalends.timeline.contexts import (
    Alternate,
    Entry,
    ErrorContext,
    Frame,
    HomeContext,
    LanguageLink,
    Look,
    NavLink,
    Subscription,
    Year,
)
from kalends.timeline.errors import error_page, refusal
from kalends.timeline.event import event_page
from kalends.timeline.event_contexts import AlternativeDate, EventContext, PlaceFacts
from kalends.timeline.fields import Entered, fields
from kalends.timeline.home import home
from kalends.timeline.mail import preferences_page
from kalends.timeline.mail_contexts import (
    Fields,
    NoticeContext,
    PreferencesContext,
)
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.routes import asks, find, paths
from kalends.timeline.selecting import asked_selection, named, query_of, spec_of
from kalends.timeline.style import kind_rules
from kalends.timeline.subscribe import subscribe_page
from kalends.timeline.subscribe_contexts import NextIssue, SubscribeContext, Told
from kalends.timeline.subscribing import subscription, subscriptions
from kalends.timeline.view import View, frame, language_name
from kalends.timeline.years import year_feeds

__all__ = [
    "Alternate",
    "AlternativeDate",
    "Asked",
    "Context",
    "Entered",
    "Entry",
    "ErrorContext",
    "EventContext",
    "Fields",
    "Frame",
    "HomeContext",
    "LanguageLink",
    "Look",
    "NavLink",
    "NextIssue",
    "NoticeContext",
    "Page",
    "PlaceFacts",
    "PreferencesContext",
    "Route",
    "SubscribeContext",
    "Subscription",
    "Told",
    "View",
    "Year",
    "absolute",
    "asked_selection",
    "asks",
    "download_path",
    "error_page",
    "event_page",
    "event_path",
    "fields",
    "find",
    "frame",
    "home",
    "home_path",
    "kind_rules",
    "language_name",
    "local",
    "named",
    "page_path",
    "paths",
    "preferences_page",
    "query_of",
    "refusal",
    "spec_of",
    "subscribe_page",
    "subscribe_path",
    "subscription",
    "subscriptions",
    "year_feeds",
    "zone_label",
    "zone_named",
]
