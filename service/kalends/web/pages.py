"""Pages as responses."""

from __future__ import annotations

from http import HTTPStatus

from kalends.model import Site
from kalends.timeline import Asked, Context, Page, View, error_page, find
from kalends.web.http import Response, response
from kalends.web.press import Press

MEDIA = "text/html; charset=utf-8"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = ("content-security-policy", _POLICY)
GUARDS = (
    POLICY,
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
)
SAFE = (
    *GUARDS,
    ("referrer-policy", "strict-origin-when-cross-origin"),
)
_ONLY_TLS = ("strict-transport-security", "max-age=31536000")
_ASK_AGAIN = ("cache-control", "no-cache")  # with an ETag: a 304 unless something changed
NOT_KEPT = ("cache-control", "no-store")
OWN_COPY = ("cache-control", "private, no-cache")


def secured(site: Site) -> tuple[tuple[str, str], ...]:
    """Return the header that keeps browsers to https (RFC 6797), where the site is there."""
    return (_ONLY_TLS,) if site.base_url.startswith("https:") else ()


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

    def error(self, status: HTTPStatus, language: str, advice: str = "") -> Response:
        """Return the page that says what went wrong, and what to do where that is known."""
        context = error_page(self._view, status, self._press.words[language], advice)
        return self._page("pages/error.html", context, language, status)

    def _page(
        self, template: str, context: Context, language: str, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        body = self._press.rendering.page(template, context, self._press.words[language])
        return self._response(body, language, status)

    def _response(self, body: str, language: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
        kept = _ASK_AGAIN if status is HTTPStatus.OK else NOT_KEPT
        guards = (*SAFE, *secured(self._view.site))
        spoken = ("content-language", language)
        return response(status, body.encode(), MEDIA, kept, *guards, spoken)
