"""Pages as responses."""

from __future__ import annotations

from http import HTTPStatus

from kalends.model import Event
from kalends.timeline import Context, View, error_page, event_page, home, subscribe_page
from kalends.web.http import Response, response
from kalends.web.press import Press

MEDIA = "text/html; charset=utf-8"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
POLICY = ("content-security-policy", _POLICY)
SAFE = (
    POLICY,
    ("referrer-policy", "strict-origin-when-cross-origin"),
)
_ASK_AGAIN = ("cache-control", "no-cache")  # with an ETag: a 304 unless something changed
NOT_KEPT = ("cache-control", "no-store")


class Pages:
    """The pages of one publication at one moment."""

    def __init__(self, press: Press, view: View) -> None:
        """Take what the pages show, and the templates that show it."""
        self._press = press
        self._view = view

    def home(self, language: str) -> Response:
        """Return the first page."""
        words = self._press.words[language]
        context = home(self._view, words, self._press.subscriptions[language])
        return self._page("pages/home.html", context, language)

    def event(self, event: Event, language: str) -> Response:
        """Return an event's page."""
        context = event_page(self._view, event, self._press.words[language])
        return self._page("pages/event.html", context, language)

    def no_mail(self, language: str) -> Response:
        """Return what stands in the place of the form where the site sends no mail."""
        words = self._press.words[language]
        body = self._press.rendering.page(
            "pages/subscribe.html", subscribe_page(self._view, words, None), words
        )
        return _page(body, language)

    def error(self, status: HTTPStatus, language: str) -> Response:
        """Return the page that says what went wrong."""
        context = error_page(self._view, status, self._press.words[language])
        return self._page("pages/error.html", context, language, status)

    def _page(
        self, template: str, context: Context, language: str, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return _page(
            self._press.rendering.page(template, context, self._press.words[language]),
            language,
            status,
        )


def _page(body: str, language: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    kept = _ASK_AGAIN if status is HTTPStatus.OK else NOT_KEPT
    return response(status, body.encode(), MEDIA, kept, *SAFE, ("content-language", language))
