"""The page that says what went wrong."""

from __future__ import annotations

from http import HTTPStatus

from kalends.timeline.contexts import ErrorContext
from kalends.timeline.view import View, frame
from kalends.wording import Words


def error_page(view: View, status: HTTPStatus, words: Words, advice: str = "") -> ErrorContext:
    """Return the context of an error's page; `advice` in place of the usual one."""
    if status is HTTPStatus.NOT_FOUND:
        title = words.text("There is no such page")
        usual = words.text("It may have been moved, or the address has a typing error.")
    elif status is HTTPStatus.GONE:
        title = words.text("This event has been withdrawn")
        usual = words.text(
            "It was in the list once and is not any more. Calendars that hold it will let it go."
        )
    elif status is HTTPStatus.BAD_REQUEST:
        title = words.text("This address asks for something that is not there")
        usual = words.text("It may have been moved, or the address has a typing error.")
    else:
        title = words.text("Something went wrong here")
        usual = words.text("It is not your fault. Try again in a few minutes.")
    return ErrorContext(
        frame(view, words, lambda _: "", title), status.value, title, advice or usual
    )
