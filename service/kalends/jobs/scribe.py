"""Letters out of claimed deliveries: an edition's bytes made once, and what is each reader's."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

from kalends.delivery import CannotDeliver, Letter, Prepared, Reader, prepare
from kalends.jobs.enclosing import enclosed
from kalends.jobs.links import Links, Purpose, Target
from kalends.jobs.mailing import Mailing
from kalends.store import editions
from kalends.store.sending import Claimed

_PURPOSES = {purpose.value: purpose for purpose in Purpose}
_KEPT = 64  # editions, at most some 150 KB each


class _Sheet(NamedTuple):
    prepared: Prepared
    language: str


class _Places(dict[str, str]):
    """A reader's links, each signed when a mail has a place for it."""

    def __init__(self, links: Links, target: Target, language: str) -> None:
        super().__init__()
        self._of = links, target, language

    def __missing__(self, name: str) -> str:
        links, target, language = self._of
        if name not in _PURPOSES:
            raise KeyError(name)
        found = self[name] = links.link(_PURPOSES[name], target, language)
        return found


class Scribe:
    """Writes letters, and keeps the editions it used last."""

    def __init__(self, mailing: Mailing) -> None:
        self._mailing = mailing
        self._sheets: OrderedDict[str, _Sheet] = OrderedDict()

    def letter(self, mail: Claimed, recipient: str, at: datetime) -> Letter:
        """Return a delivery's letter.

        Args:
            mail: Whose, and which edition.
            recipient: The address as it goes over the wire.
            at: Its date.

        Raises:
            CannotDeliver: The edition is not there, or holds what no mail can.
            StoreUnavailable: The edition cannot be read now.
        """
        sheet, mailing = self._sheet(mail.edition_key, at), self._mailing
        target = Target(mail.ref, mail.subscription_id)
        places = _Places(mailing.links, target, sheet.language)
        leave = places[Purpose.UNSUBSCRIBE]
        token = leave.rpartition("/")[2]  # a link ends in its token
        reader = Reader(
            address=recipient,
            message_id=mailing.marks.message_id(mail.id),
            date=at,
            unsubscribe=leave,
            unsubscribe_mail=f"mailto:{mailing.unsubscribe_mail}?subject={token}",
            tokens=places,
        )
        content = sheet.prepared.personalise(reader)
        return Letter(mail.id, mailing.marks.return_path(mail.id), recipient, content)

    def _sheet(self, key: str, at: datetime) -> _Sheet:
        found = self._sheets.get(key)
        if found is None:
            found = self._sheets[key] = self._prepare(key, at)
            if len(self._sheets) > _KEPT:
                self._sheets.popitem(last=False)
        else:
            self._sheets.move_to_end(key)
        return found

    def _prepare(self, key: str, at: datetime) -> _Sheet:
        with self._mailing.store.reading() as tx:
            message, issue = editions.message(tx, key), editions.get(tx, key)
        if message is None:
            raise CannotDeliver(f"there is no edition {key}")
        file = enclosed(self._mailing, issue, at) if issue else None
        return _Sheet(prepare(message, self._mailing.origin, file), message.language)
