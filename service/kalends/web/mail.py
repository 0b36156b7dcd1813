"""The pages around mail: forms, and the links in mails."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from kalends.errors import KalendsError
from kalends.jobs import signup
from kalends.jobs.links import Purpose, Target
from kalends.jobs.mailing import Mailing
from kalends.timeline import View, local, notices, subscribe_path
from kalends.web import bodies, forms, hook, languages, steps
from kalends.web.callers import is_own_form
from kalends.web.http import Request, Response, redirect, text
from kalends.web.press import Press
from kalends.web.visit import Visit

_LANGUAGE = r"/([a-z0-9-]{2,35})"
_SUBSCRIBE = re.compile(rf"{_LANGUAGE}/subscribe/?").fullmatch
_ZONE = re.compile(rf"{_LANGUAGE}/subscribe/zone").fullmatch
_SENT = re.compile(rf"{_LANGUAGE}/mail/sent/?").fullmatch
_STEP = re.compile(
    rf"{_LANGUAGE}/mail/(confirm|preferences|pause|unsubscribe)/([^/]{{1,300}})"
    r"(?:/(export|erase))?/?"
).fullmatch
_ONE_CLICK = ("List-Unsubscribe", "One-Click")
_HANDS = 4
_CALM = 0.3

log = logging.getLogger("kalends.web")


class Mail:
    """Answers the requests around mail, beside the loop: the ledger may have to be waited for."""

    def __init__(self, mailing: Mailing, *, calm: float = _CALM, secret: str = "") -> None:
        """Take the parts of mail.

        Args:
            mailing: The parts.
            calm: Seconds that the answer to a sign-up takes at least, so that its time does
                not tell whether a mail was made.
            secret: What mail servers name to bring reports; "" takes none.
        """
        self._mailing = mailing
        self._calm = calm
        self._secret = secret
        self._hands = ThreadPoolExecutor(_HANDS, "kalends-mail")

    def takes(self, path: str) -> bool:
        """Tell whether a path is one of these pages."""
        return path == hook.PATH or any(each(path) for each in (_SUBSCRIBE, _ZONE, _SENT, _STEP))

    def room(self, request: Request) -> int:
        """Return how many octets the body of a POST may have."""
        is_report = request.path == hook.PATH and hook.is_allowed(request, self._secret)
        return hook.MOST if is_report else bodies.MOST

    async def answer(self, request: Request, press: Press, view: View, now: datetime) -> Response:
        """Return the answer to GET, HEAD or POST."""
        loop = asyncio.get_running_loop()
        if request.path == hook.PATH:
            return await loop.run_in_executor(self._hands, self._report, request, now)
        working = loop.run_in_executor(self._hands, self._answer, request, press, view, now)
        if request.method == "POST" and _SUBSCRIBE(request.path):
            await asyncio.sleep(self._calm)
        return await working

    def close(self) -> None:
        """Take nothing more."""
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _report(self, request: Request, now: datetime) -> Response:
        try:
            return hook.answer(self._mailing, request, self._secret, now)
        except KalendsError as error:
            log.warning("a report cannot be recorded: %s", error)
            message = "the report cannot be recorded now; bring it again later"
            return text(HTTPStatus.SERVICE_UNAVAILABLE, message)

    def _answer(self, request: Request, press: Press, view: View, now: datetime) -> Response:
        tag = request.path.split("/", 2)[1]
        language = languages.best(tag, view.site.languages)
        visit = Visit(request, press, view, now, language)
        if tag not in view.site.languages:
            return visit.error(HTTPStatus.NOT_FOUND)
        try:
            return self._take(visit) if visit.is_post else self._route(visit)
        except KalendsError as error:  # its text names no address and no token
            log.warning("a page around mail cannot be made: %s", error)
            return visit.error(HTTPStatus.SERVICE_UNAVAILABLE)

    def _take(self, visit: Visit) -> Response:
        """Answer a POST if it is a form of ours."""
        request = visit.request
        media = (request.header(b"content-type") or "").partition(";")[0].strip().lower()
        if _is_one_click(request, media):
            return self._one_click(visit)
        if not is_own_form(request, visit.view.site.base_url):
            message = "the form was sent from another site; open the page here and try again"
            return text(HTTPStatus.FORBIDDEN, message)
        if media != forms.MEDIA:
            return text(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a form is sent as {forms.MEDIA}")
        try:
            pairs = forms.pairs_of(request.body.decode("ascii"))
        except ValueError:
            return text(HTTPStatus.BAD_REQUEST, "the form cannot be read")
        return self._route(replace(visit, pairs=pairs))

    def _route(self, visit: Visit) -> Response:
        path = visit.request.path
        if found := _STEP(path):
            return self._step(visit, *found.groups()[1:])
        if _SENT(path):
            visit = replace(visit, page="mail/sent/")
            return text(*_ONLY_GET) if visit.is_post else steps.sent(visit)
        if _ZONE(path):
            return text(*_ONLY_GET) if visit.is_post else steps.zone_found(visit)
        proper = subscribe_path(visit.language)
        if path != proper and not visit.is_post:
            return redirect(HTTPStatus.MOVED_PERMANENTLY, local(visit.view.site, proper))
        return steps.subscribe(self._mailing, visit)

    def _step(self, visit: Visit, purpose: str, token: str, further: str | None) -> Response:
        """Answer a link: one that is not ours is 404, one whose person is gone 410."""
        target = self._mailing.links.read(Purpose(purpose), token)
        page = f"mail/{purpose}/{token}" + (f"/{further}" if further else "")
        if target is None or (further and purpose != Purpose.PREFERENCES):
            visit = replace(visit, page=page)
            return visit.show(notices.broken(visit.setting), HTTPStatus.NOT_FOUND)
        visit = replace(visit, page=page, own=self._own(visit, target))
        member = signup.look(self._mailing, target)
        if member is None or (member.is_erased and not (visit.is_post and further == "erase")):
            return visit.show(notices.expired(visit.setting), HTTPStatus.GONE)
        return steps.STEPS[further or purpose](self._mailing, visit, member)

    def _own(self, visit: Visit, target: Target) -> dict[str, str]:
        """Return the paths of a person's own pages, by name."""
        tokens = {each: self._mailing.links.token(each, target) for each in Purpose}
        found = {
            each.value: local(visit.view.site, f"/{visit.language}/mail/{each}/{token}")
            for each, token in tokens.items()
        }
        base = found[Purpose.PREFERENCES.value]
        return {**found, "export": f"{base}/export", "erase": f"{base}/erase"}

    def _one_click(self, visit: Visit) -> Response:
        """End what a mail's List-Unsubscribe names (RFC 8058): no page, no redirect, no cookie."""
        found = _STEP(visit.request.path)
        purpose, token = found.groups()[1:3] if found else ("", "")
        target = None
        if purpose == Purpose.UNSUBSCRIBE:
            target = self._mailing.links.read(Purpose.UNSUBSCRIBE, token)
        if target is None:
            return text(HTTPStatus.NOT_FOUND, "there is no such subscription")
        signup.unsubscribe(self._mailing, target, visit.now)
        return text(HTTPStatus.OK, "unsubscribed")


_ONLY_GET = (
    HTTPStatus.METHOD_NOT_ALLOWED,
    "only GET and HEAD are answered here",
    ("allow", "GET, HEAD"),
)


def _is_one_click(request: Request, media: str) -> bool:
    """Tell whether a mail program asks; it may send either kind of form."""
    name, value = _ONE_CLICK
    if media == "multipart/form-data":
        return f'name="{name}"'.encode() in request.body and value.encode() in request.body
    return request.body.strip() == f"{name}={value}".encode()
