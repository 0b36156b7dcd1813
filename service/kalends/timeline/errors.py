"""The page that says what went wrong."""

from __future__ import annotations

from http import HTTPStatus

from kalends.timeline.contexts import ErrorContext
from kalends.timeline.view import View, frame
from kalends.wording import Words


def error_page(view: View, status: HTTPStatus, words: Words) -> ErrorContext:
    """Return the context of an error's page."""
    if status is HTTPStatus.NOT_FOUND:
        title = words.text("There is no such page")
        advice = words.text("It may have been moved, or the address has a typing error.")
    else:
        title = words.text("Something went wrong here")
        advice = words.text("It is not your fault. Try again in a few minutes.")
    return ErrorContext(frame(view, words, lambda _: "", title), status.value, title, advice)
