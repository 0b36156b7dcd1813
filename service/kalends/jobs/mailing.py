"""What the jobs around mail work with; the command line puts it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time

from kalends.delivery import Delivery, Marks, Origin
from kalends.digest import Calendar, Studio
from kalends.jobs.links import Links
from kalends.jobs.publication import Publication
from kalends.model import Selection
from kalends.store import Store
from kalends.store.states import OnDoubt


@dataclass(frozen=True, slots=True)
class Mailing:
    """The parts.

    Attributes:
        store: The ledger.
        publication: Gives what is public now.
        studio: Gives what mails of a language are made with.
        links: Makes the links in them.
        delivery: Where they go.
        origin: Who writes.
        marks: Return paths and Message-IDs.
        unsubscribe_mail: The address that takes unsubscriptions by mail.
        on_doubt: What becomes of a mail of which nobody knows whether it arrived.
        calendars: The feeds of a selection in a language, for the welcome.
        at: The local time proposed to new subscribers.
    """

    store: Store
    publication: Callable[[], Publication]
    studio: Callable[[str], Studio]
    links: Links
    delivery: Delivery
    origin: Origin
    marks: Marks
    unsubscribe_mail: str
    on_doubt: OnDoubt = OnDoubt.RESEND
    calendars: Callable[[Selection, str], Sequence[Calendar]] = lambda *_: ()
    at: time = time(8)
