"""Sites behind an address of this machine, for a browser to open and a crawler to walk."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from tests.asgi import NOW, TEMPLATES, Answer, Clock, ask
from tests.unit.mailings import Service, opened

from kalends.cli.desk import Desk
from kalends.dates import zone
from kalends.digest import Studio
from kalends.jobs import Publication, publish, signup
from kalends.jobs.links import Purpose, Target
from kalends.jobs.members import Wanted
from kalends.model import Cadence, Catalogue, Selection
from kalends.rendering import Rendering
from kalends.store import Store, subscribers
from kalends.timeline import View
from kalends.web import App, Server
from kalends.web.mail import Mail
from kalends.web.press import Press
from kalends.wording import words

CHECKOUT = TEMPLATES.parent


@cache
def shipped() -> Publication:
    """Return the list that ships, as published on the day of the tests."""
    return publish(Desk.at(CHECKOUT).workspace, NOW, write=False)


def view_of(publication: Publication, *, mail: bool = True) -> View:
    """Return what the pages of a publication are made from."""
    site = publication.site
    public = Catalogue({each.id: each for each in publication.catalogue if each.public_at(NOW)})
    look = Press(site, [TEMPLATES], mail=mail).look
    today = NOW.astimezone(zone(site.timezone)).date()
    return View(site, public, today, look, ledger=publication.ledger)


@dataclass(frozen=True)
class Place:
    """A site that is being served, its clock standing still.

    Attributes:
        url: Without a slash at its end.
    """

    url: str
    app: App
    view: View
    service: Service

    def get(self, target: str) -> Answer:
        """Ask the application without the way over the network."""
        return ask(self.app, target)

    def person(self, address: str, *steps: Callable[[Place, Target], object]) -> Target:
        """Sign somebody up, and go on with these steps."""
        wanted = Wanted("en", "Asia/Almaty", Cadence.WEEKLY, Selection())
        signup.sign_up(self.service.mailing, signup.Asked(address, wanted), NOW)
        with self.service.store.reading() as tx:
            found = subscribers.find(tx, self.service.store.address(address).hash)
        assert found is not None
        target = Target(found.ref, None)
        for step in steps:
            step(self, target)
        return target

    def step(self, purpose: Purpose, target: Target, further: str = "") -> str:
        """Return the path of somebody's page below its language."""
        return f"mail/{purpose}/{self.service.mailing.links.token(purpose, target)}{further}"


def confirm(place: Place, target: Target) -> None:
    """Let somebody confirm."""
    signup.confirm(place.service.mailing, target, NOW)


def pause(place: Place, target: Target) -> None:
    """Let somebody pause for a month."""
    signup.pause(place.service.mailing, target, NOW.date() + timedelta(30), NOW)


def leave(place: Place, target: Target) -> None:
    """Let somebody unsubscribe."""
    signup.unsubscribe(place.service.mailing, target, NOW, everything=True)


@contextmanager
def served(publication: Publication, folder: Path) -> Iterator[Place]:
    """Serve a publication with mail, on a free port, until the end of the block."""
    port = free_port()
    site = replace(publication.site, base_url=f"http://127.0.0.1:{port}")
    publication = replace(publication, site=site)
    with opened(folder) as store:
        service = _service(store, publication)
        mail = Mail(service.mailing, calm=0)
        app = App(publication, [TEMPLATES], Clock(NOW), mail)
        server = Server(app, "127.0.0.1", port)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield Place(site.base_url, app, view_of(publication), service)
        finally:
            server.stop()
            thread.join()


def _service(store: Store, publication: Publication) -> Service:
    rendering, locales = Rendering([TEMPLATES]), [TEMPLATES / "locale"]
    site = publication.site
    service = Service(
        store,
        publication=publication,
        studio=cache(lambda language: Studio(site, words(language, site, locales), rendering)),
    )
    service.clock.at = NOW
    return service


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
