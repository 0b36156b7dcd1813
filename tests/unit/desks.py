"""A site with mail, as a browser meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from tests.asgi import TEMPLATES, Answer, ask, post
from tests.unit.mailings import NOW, Service, opened

from kalends.jobs import signup
from kalends.jobs.links import Purpose, Target
from kalends.jobs.members import Member, Wanted
from kalends.model import Cadence, Selection
from kalends.store import subscribers
from kalends.store.schema import metadata
from kalends.web import App
from kalends.web.mail import Mail

AIDA = "aida@example.org"
ASKED = {
    "email": AIDA,
    "homepage": "",
    "cadence": "weekly",
    "language": "en",
    "zone": "Asia/Almaty",
}
ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


@dataclass
class Desk:
    """A mail service and the application in front of it."""

    service: Service
    app: App

    def get(self, target: str, **headers: str) -> Answer:
        """Ask for a page."""
        return ask(self.app, target, **headers)

    def sign_up(self, **fields: str) -> Answer:
        """Send the form to subscribe."""
        return post(self.app, "/en/subscribe/", ASKED | fields)

    def subscriber(self, *, confirmed: bool = True, selection: Selection | None = None) -> Target:
        """Add a subscriber."""
        wanted = Wanted("en", "Asia/Almaty", Cadence.WEEKLY, selection or Selection())
        signup.sign_up(self.service.mailing, signup.Asked(AIDA, wanted), NOW)
        with self.service.store.reading() as tx:
            found = subscribers.find(tx, self.service.store.address(AIDA).hash)
        assert found is not None
        target = Target(found.ref, None)
        if confirmed:
            signup.confirm(self.service.mailing, target, NOW)
        return target

    def member(self, target: Target) -> Member:
        """Return where somebody stands."""
        found = signup.look(self.service.mailing, target)
        assert found is not None
        return found

    def path(self, purpose: Purpose, target: Target, further: str = "") -> str:
        """Return the path of somebody's page."""
        token = self.service.mailing.links.token(purpose, target)
        return f"/en/mail/{purpose}/{token}{further}"

    def everything(self) -> dict[str, list[Any]]:
        """Return all rows of the ledger."""
        with self.service.store.reading() as tx:
            return {
                table.name: list(tx.execute(sa.select(table))) for table in metadata.sorted_tables
            }


@contextmanager
def served(folder: Path) -> Iterator[Desk]:
    """Yield a site with mail whose ledger is in a folder, with nobody in it."""
    with opened(folder) as store:
        service = Service(store)
        mail = Mail(service.mailing, calm=0)
        yield Desk(service, App(service.publication, [TEMPLATES], service.clock, mail))
        mail.close()


def title_of(answer: Answer) -> str:
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", answer.text)
    assert found is not None
    return found[1].partition(" · ")[0]


def heading(answer: Answer) -> str:
    """Return the heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text)
    assert found is not None
    return found[1].replace("\u00a0", " ")


def same(answer: Answer) -> tuple[object, ...]:
    """Return all that a client sees of an answer."""
    return answer.status, dict(answer.headers), answer.body
