"""The catalogue to the contexts of pages, as pure functions of a `View`."""

from kalends.timeline.addresses import (
    absolute,
    download_path,
    event_path,
    home_path,
    local,
    subscribe_path,
)
from kalends.timeline.contexts import (
    AlternativeDate,
    Context,
    Entry,
    ErrorContext,
    EventContext,
    Frame,
    HomeContext,
    LanguageLink,
    Look,
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
from kalends.timeline.style import kind_rules
from kalends.timeline.view import View, frame, language_name

__all__ = [
    "AlternativeDate",
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
    "NoticeContext",
    "PlaceFacts",
    "PreferencesContext",
    "Related",
    "SubscribeContext",
    "Subscription",
    "View",
    "Year",
    "absolute",
    "download_path",
    "error_page",
    "event_page",
    "event_path",
    "fields",
    "frame",
    "home",
    "home_path",
    "kind_rules",
    "language_name",
    "local",
    "preferences_page",
    "subscribe_page",
    "subscribe_path",
]
