"""The forms around mail: to subscribe, and to change what one gets."""

from __future__ import annotations

from kalends.timeline.addresses import home_path, local, subscribe_path
from kalends.timeline.mail_contexts import Fields, PreferencesContext, SubscribeContext
from kalends.timeline.notices import Setting, Who
from kalends.timeline.view import View, frame
from kalends.wording import Words


def subscribe_page(view: View, words: Words, fields: Fields | None) -> SubscribeContext:
    """Return the form to subscribe; `fields` is None where the site sends no mail."""
    title = words.text("Subscribe by e-mail")
    about = words.text("Anniversaries and coming dates in your inbox. Free, no account.")
    faulty = fields is not None and bool(fields.faults)
    shown = words.text("Error: {title}", title=title) if faulty else title
    return SubscribeContext(
        frame=frame(view, words, subscribe_path, shown, about),
        action=local(view.site, subscribe_path(words.language)),
        fields=fields,
        feeds=f"{local(view.site, home_path(words.language))}#subscribe",
    )


def preferences_page(
    at: Setting, who: Who, fields: Fields, *, saved: bool, paused: bool
) -> PreferencesContext:
    """Return the form to change what one gets."""
    title = at.words.text("Change what you get")
    shown = at.words.text("Error: {title}", title=title) if fields.faults else title
    return PreferencesContext(
        frame=frame(at.view, at.words, at.path_in, shown, private=True),
        action=at.paths.preferences,
        address=who.address,
        fields=fields,
        saved=saved,
        next_issue=who.next_issue,
        paused=paused,
        paused_until=who.paused_until,
        pause=at.paths.pause,
        unsubscribe=at.paths.unsubscribe,
        export=at.paths.export,
        erase=at.paths.erase,
    )
