"""The page that says what went wrong."""

from __future__ import annotations

from http import HTTPStatus

from kalends.errors import SelectionError
from kalends.model import MOST_LETTERS, MOST_WEIGHT, TIERS
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


def refusal(error: SelectionError, words: Words) -> str:
    """Return what is wrong with the query of an address, and what would be right."""
    if error.field == "q" and error.value:
        return words.ntext(
            "A search has room for {n} character.",
            "A search has room for {n} characters.",
            MOST_LETTERS,
        )
    part = f"{error.field}={error.value}"
    told = words.text("“{part}” in the address means nothing here.", part=part)
    return f"{told} {_remedy(error, words)}".rstrip()


def _remedy(error: SelectionError, words: Words) -> str:
    if error.near:
        return words.text("Did you mean “{name}”?", name=error.near)
    match error.field:
        case "tier":
            return words.text("There are: {names}.", names=", ".join(TIERS))
        case "weight":
            return words.text("The weight is a number from 0 to {most}.", most=MOST_WEIGHT)
        case "year":
            return words.text("A year is written 2027, several years 2025/2030.")
        case "country":
            return words.text("A country is two letters, like KZ.")
        case _:
            return ""
