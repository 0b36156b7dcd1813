"""What a mail server hands over: reports of bounces and complaints, one message a request."""

from __future__ import annotations

import hmac
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qsl

from kalends.jobs.bounces import take
from kalends.jobs.mailing import Mailing
from kalends.web.http import Request, Response, text

PATH = "/mail/bounces"
MOST = 1_000_000
"""Octets of a report, which may quote a whole mail of ours."""
_SCHEME = "bearer "


def is_allowed(request: Request, secret: str) -> bool:
    """Tell whether a request names the secret; compared in a time that tells nothing of it."""
    named = request.header(b"authorization") or ""
    if not secret or named[: len(_SCHEME)].lower() != _SCHEME:
        return False
    return hmac.compare_digest(named[len(_SCHEME) :].strip().encode(), secret.encode())


def answer(mailing: Mailing, request: Request, secret: str, now: datetime) -> Response:
    """Take one report; without a secret there is no such place.

    What is no report about a mail of ours is refused with 422, so that the server keeps it for a
    person to read.

    Raises:
        StoreUnavailable: Nothing is recorded; the message should be brought again.
    """
    if not secret:
        return text(HTTPStatus.NOT_FOUND, "there is no such place")
    if not is_allowed(request, secret):
        challenge = ("www-authenticate", "Bearer")
        return text(HTTPStatus.UNAUTHORIZED, "the secret is missing or wrong", challenge)
    if request.method != "POST":
        allow = ("allow", "POST")
        return text(HTTPStatus.METHOD_NOT_ALLOWED, "a report is sent with POST", allow)
    recipient = dict(parse_qsl(request.query)).get("to", "")
    if take(mailing, request.body, now, recipient):
        return text(HTTPStatus.OK, "recorded")
    message = "not a report about a mail of this site; a person should read it"
    return text(HTTPStatus.UNPROCESSABLE_ENTITY, message)
