"""The form to change what one gets by mail."""

from __future__ import annotations

from kalends.timeline.mail_contexts import Fields, PreferencesContext
from kalends.timeline.notices import Setting, Who
from kalends.timeline.view import frame


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
