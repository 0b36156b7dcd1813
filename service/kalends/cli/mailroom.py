"""The parts of mail, put together for a command."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from kalends import clock, store
from kalends.cli.desk import Desk
from kalends.config.mail import MailSettings, SmtpServer
from kalends.delivery import (
    Attachment,
    CannotDeliver,
    Commit,
    Delivery,
    Folder,
    Letter,
    Mailbox,
    Marks,
    Origin,
    Outcome,
    Reader,
    Result,
    Sender,
    Server,
    Summary,
    Tls,
    prepare,
    wire_address,
)
from kalends.digest import Calendar, Studio
from kalends.jobs import Publication
from kalends.jobs.links import Links
from kalends.jobs.mailing import Mailing
from kalends.jobs.pace import past
from kalends.model import FeedSpec, Message, Selection, Site, pick
from kalends.rendering import Rendering
from kalends.revisions import make_private
from kalends.store.states import OnDoubt


@contextmanager
def opened(
    desk: Desk,
    publication: Callable[[], Publication] | None = None,
    delivery: Delivery | None = None,
) -> Iterator[Mailing]:
    """Yield the parts of mail of a site; the ledger is closed at the end.

    Args:
        desk: The site.
        publication: Gives what is public; read once when first asked for where none is given.
        delivery: Where mail goes instead of where the settings say.

    Raises:
        KalendsError: The ledger cannot be opened, or the settings not be used.
    """
    settings = desk.settings.mail
    make_private(desk.settings.folders.data)
    with store.open(settings.database, settings.keys[-1]) as ledger:
        current = publication or cache(desk.publication)
        yield mailing(desk, ledger, current, delivery or delivery_of(settings, ledger))


def mailing(
    desk: Desk,
    ledger: store.Store,
    publication: Callable[[], Publication],
    delivery: Delivery,
) -> Mailing:
    """Return the parts of mail over an open ledger."""
    settings, site = desk.settings.mail, desk.site
    return Mailing(
        store=ledger,
        publication=publication,
        studio=studios(desk),
        links=Links(site.base_url, settings.keys),
        delivery=delivery,
        origin=origin(desk),
        marks=Marks(settings.keys, settings.bounces, host_of(site)),
        unsubscribe_mail=settings.unsubscribe,
        on_doubt=OnDoubt(settings.on_doubt),
        calendars=lambda selection, language: calendars(site, selection, language),
        at=settings.at,
    )


def host_of(site: Site) -> str:
    """Return the name of the site's host, for Message-IDs and List-Id."""
    return urlsplit(site.base_url).hostname or "localhost"


def origin(desk: Desk) -> Origin:
    """Return who writes."""
    settings, site = desk.settings.mail, desk.site
    host = host_of(site)
    name = settings.name or pick(site.title, site.language, site.language).text
    return Origin(
        settings.address, name, f"{site.id}.{host}", name, f"digest:{site.id}:kalends:{host}"
    )


def studios(desk: Desk) -> Callable[[str], Studio]:
    """Return what gives the studio of a language, made anew once the site's templates change."""
    own = desk.settings.folders.templates[0]
    kept: dict[str, tuple[object, Studio]] = {}

    def find(language: str) -> Studio:
        stamps = _stamps(own)
        known = kept.get(language)
        if known is None or known[0] != stamps:
            known = kept[language] = (stamps, studio(desk, language))
        return known[1]

    return find


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    """Return what tells that a mail's template or the words changed, without reading them."""
    found = []
    for part in ("mail", "locale"):
        for path in sorted((folder / part).glob("*")):
            with suppress(OSError):  # an editor may be replacing it
                status = path.stat()
                found.append((path.name, status.st_mtime_ns, status.st_size))
    return found


def studio(desk: Desk, language: str) -> Studio:
    """Return what mails of a language are made with."""
    return Studio(desk.site, desk.words(language), Rendering(desk.settings.folders.templates))


def calendars(site: Site, selection: Selection, language: str) -> list[Calendar]:
    """Return the feed of a selection, for the welcome."""
    from kalends.timeline import subscription

    spec = FeedSpec("all") if selection == Selection() else FeedSpec("", selection)
    found = subscription(spec, language, site)
    return [Calendar(found.title, found.url, found.google, found.outlook, found.office)]


def delivery_of(settings: MailSettings, ledger: store.Store | None = None) -> Delivery:
    """Return where mail goes: servers where there are any, else a folder of .eml files.

    Args:
        settings: Of mail.
        ledger: Knows what was sent in the last minute, so that the rate goes on from there.
    """
    if not settings.servers:
        return Folder(settings.folder, clock.seconds)
    servers = [_server(server, settings) for server in settings.servers]
    names = [server.name for server in servers]
    before = past(ledger, names, clock.now()) if ledger and settings.per_minute else {}
    return Sender(servers, clock.seconds, window=settings.window, past=before)


def _server(server: SmtpServer, settings: MailSettings) -> Server:
    return Server(
        server.host,
        server.port,
        Tls(server.tls),
        server.user,
        server.password,
        per_minute=settings.per_minute,
        connections=settings.connections,
    )


class Watched:
    """A delivery that tells of how many letters more it knows what became of them."""

    def __init__(self, delivery: Delivery, tell: Callable[[int], object]) -> None:
        self._delivery = delivery
        self._tell = tell

    def send(
        self,
        letters: Iterable[Letter],
        commit: Commit,
        *,
        patience: float = 0.0,
        stop: Callable[[], bool] = bool,
    ) -> Summary:
        """Send as the delivery does."""

        def told(results: Sequence[Result], window: Sequence[Letter]) -> Container[int]:
            may_go = commit(results, window)
            self._tell(sum(result.outcome is not Outcome.UNTRIED for result in results))
            return may_go

        return self._delivery.send(letters, told, patience=patience, stop=stop)


def mailbox_of(desk: Desk) -> Mailbox | None:
    """Return the mailbox that bounces come to, None where none is set."""
    settings = desk.settings.mail
    table = settings.imap
    if table is None:
        return None
    return Mailbox(
        table.host, table.user, settings.imap_password, table.port, table.folder, table.tls
    )


def send_test(desk: Desk, recipient: str, message: Message, file: Attachment | None = None) -> str:
    """Send one message, marked as a test and recorded nowhere, and return what became of it.

    Raises:
        KalendsError: The address or the settings cannot be used, or no server took it.
    """
    settings = desk.settings.mail
    now = clock.now()
    marks = Marks(settings.keys, settings.bounces, host_of(desk.site))
    marked = replace(message, subject=f"[Test] {message.subject}")
    reader = Reader(
        wire_address(recipient),
        marks.message_id(int(now.timestamp())),
        now,
        desk.site.base_url,
        f"mailto:{settings.unsubscribe}",
        {},
    )
    content = prepare(marked, origin(desk), file).personalise(reader)
    letter = Letter(0, settings.address, reader.address, content)
    results: list[Result] = []

    def commit(told: Sequence[Result], window: Sequence[Letter]) -> set[int]:
        results.extend(told)
        return {each.id for each in window}

    summary = delivery_of(settings).send([letter], commit)
    last = results[-1] if results else None
    if last is None or last.outcome is not Outcome.SENT:
        told = [f"{last.code or ''} {last.text}".strip()] if last else []
        reason = "; ".join(filter(None, [*told, *summary.resting.values()]))
        raise CannotDeliver(f"not sent to {recipient}: {reason}")
    where = settings.folder if not settings.servers else last.server
    return f"sent to {recipient} by {where}"
