"""The catalogue to the contexts of pages, as pure functions of a `View`."""

from kalends.timeline.addresses import (
    absolute,
    download_path,
    event_path,
    home_path,
    local,
    page_path,
    subscribe_path,
)
from kalends.timeline.contexts import (
    Alternate,
    AlternativeDate,
    Context,
    Entry,
    ErrorContext,
    EventContext,
    Frame,
    HomeContext,
    LanguageLink,
    Look,
    NavLink,
    PlaceFacts,
    Related,
    Subscription,
    Year,
)
from kalends.timeline.errors import error_page
from kalends.timeline.event import event_page
from kalends.timeline.fields import Entered, fields
from kalends.timeline.home import home
from kalends.timeline.mail import preferences_page, subscribe_page
from kalends.timeline.mail_contexts import (
    Fields,
    MailPage,
    NoticeContext,
    PreferencesContext,
    SubscribeContext,
)
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.routes import asks, find, paths
from kalends.timeline.style import kind_rules
from kalends.timeline.subscribing import subscription, subscriptions
from kalends.timeline.view import View, frame, language_name

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
    "MailPage",
    "NavLink",
    "NoticeContext",
    "Page",
    "PlaceFacts",
    "PreferencesContext",
    "Related",
    "Route",
    "SubscribeContext",
    "Subscription",
    "View",
    "Year",
    "absolute",
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
    "page_path",
    "paths",
    "preferences_page",
    "subscribe_page",
    "subscribe_path",
    "subscription",
    "subscriptions",
]
