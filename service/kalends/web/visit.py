"""One request to a page around mail, and what it is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from kalends.timeline import Context, View, error_page, home_path, local, subscribe_path
from kalends.timeline.notices import Paths, Setting
from kalends.web.forms import Pairs
from kalends.web.http import Request, Response, redirect, response
from kalends.web.pages import GUARDS, MEDIA, NOT_KEPT, OWN_COPY, secured
from kalends.web.press import Press
from kalends.wording import Words

# `same-origin` tells nobody else of a token. With `no-referrer` browsers send `Origin: null`
# with the forms of a page, and ours could not be told from a stranger's over plain http.
_DISCREET = (*GUARDS, ("referrer-policy", "same-origin"))
PRIVATE = (NOT_KEPT, *_DISCREET)
# The answer to a form cannot be asked for again: without a copy, the button to go back leads to
# the browser's own error page, and what was typed is gone.
_SENT_BACK = (OWN_COPY, *_DISCREET)
TEMPLATES = {
    "SubscribeContext": "pages/subscribe.html",
    "PreferencesContext": "pages/preferences.html",
    "NoticeContext": "pages/notice.html",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    Attributes:
        view: What is public, and today.
        language: Of the path; one of the site's.
        pairs: The fields of the form that came with it.
        page: The path in a language, without it: `mail/sent/`.
        own: The paths of the person's own pages, by name.
    """

    request: Request
    press: Press
    view: View
    now: datetime
    language: str
    pairs: Pairs = ()
    page: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the page."""
        return self.press.words[self.language]

    @property
    def is_post(self) -> bool:
        """Whether something is to be done; everything else only looks."""
        return self.request.method == "POST"

    @property
    def setting(self) -> Setting:
        """What a step's page is shown with."""
        site, language = self.view.site, self.language
        paths = Paths(
            local(site, home_path(language)), local(site, subscribe_path(language)), **self.own
        )
        return Setting(self.view, self.words, paths, lambda code: f"/{code}/{self.page}")

    def show(self, context: Context, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Return a page for nobody to keep, but a form with mistakes for the way back to it."""
        template = TEMPLATES[type(context).__name__]
        body = self.press.rendering.page(template, context, self.words).encode()
        return self._response(status, body)

    def error(self, status: HTTPStatus, advice: str = "") -> Response:
        """Return the page that says what went wrong, and what to do where that is known."""
        context = error_page(self.view, status, self.words, advice)
        body = self.press.rendering.page("pages/error.html", context, self.words).encode()
        return self._response(status, body)

    def _response(self, status: HTTPStatus, body: bytes) -> Response:
        """Return a page; one with tokens stays as it is, for a packed length tells of them."""
        spoken = ("content-language", self.language)
        kept = _SENT_BACK if status is HTTPStatus.UNPROCESSABLE_ENTITY else PRIVATE
        guards = (*kept, *secured(self.view.site))
        found = response(status, body, MEDIA, *guards, spoken)
        return replace(found, codings=False) if self.own else found

    def go(self, path: str) -> Response:
        """Return a redirect after something was done, to a path below the site's address."""
        return redirect(HTTPStatus.SEE_OTHER, local(self.view.site, path), *PRIVATE)
