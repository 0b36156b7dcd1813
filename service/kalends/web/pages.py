"""Pages as responses."""

from __future__ import annotations

from http import HTTPStatus

from kalends.timeline import Asked, Context, Page, View, error_page, find, subscribe_page
from kalends.web.http import Response, response
from kalends.web.press import Press

MEDIA = "text/html; charset=utf-8"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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

    def find(self, language: str, path: str, query: str) -> Page | None:
        """Return the page at a path below its language; raises SelectionError for its query."""
        return find(Asked(self._view, self._press.words[language], query), path)

    def show(self, page: Page, language: str) -> Response:
        """Return a page as a response."""
        return self._page(page.template, page.context, language)

    def no_mail(self, language: str) -> Response:
        """Return what stands in the place of the form where the site sends no mail."""
        words = self._press.words[language]
        body = self._press.rendering.page(
            "pages/subscribe.html", subscribe_page(self._view, words, None), words
        )
        return _page(body, language)

    def error(self, status: HTTPStatus, language: str, advice: str = "") -> Response:
        """Return the page that says what went wrong, and what to do where that is known."""
        context = error_page(self._view, status, self._press.words[language], advice)
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
