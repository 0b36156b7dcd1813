"""The open store: transactions, and the hashes of addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, exc, select

from kalends.store import engines, opening, schema
from kalends.store.addresses import Address, Hasher
from kalends.store.errors import StoreError, StoreUnavailable
from kalends.store.upserts import insert

Transaction = Connection
"""What the functions of this package take first."""
WAIT = 10.0
_PASSING = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)


class Store:
    """An open database. Any thread may use it; a transaction belongs to one thread.

    Every function of this package takes a transaction first, so that what belongs together
    is committed together.

    Attributes:
        engine: For whoever commits jobs of his own together with the ledger.
    """

    def __init__(self, engine: Engine, hasher: Hasher) -> None:
        self.engine = engine
        self._reader = engine.execution_options(reading=True)
        self._hasher = hasher

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Yield a transaction that is committed at the end, or undone by an exception.

        Raises:
            StoreUnavailable: The database is locked, full or out of reach; nothing is written.
        """
        with _explained(), self.engine.begin() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Yield a transaction for reading, which no writer holds up.

        Raises:
            StoreUnavailable: The database is out of reach.
        """
        with _explained(), self._reader.begin() as tx:
            yield tx

    def address(self, text: str) -> Address:
        """Return an address with its hash."""
        return self._hasher.address(text)

    def network(self, text: str) -> str:
        """Return the hash of a network, as the limits on sign-up count it."""
        return self._hasher.network(text)

    def scrub(self) -> None:
        """Empty SQLite's log, which holds former contents until it is written over.

        To be called after erasing; where a reader is in the way, the next call does it.
        """
        if self.engine.dialect.name == "sqlite":
            with _explained(), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self.close()


def open(  # noqa: A001 - read as `store.open`
    url: str, key: bytes, *, wait: float = WAIT
) -> Store:
    """Open a store; an empty database gets its tables, an existing one must have this schema.

    Args:
        url: `sqlite:///data/kalends.db` or `postgresql://user@host/name`.
        key: For the hashes of addresses: secret, and the same for the database's whole life.
        wait: Seconds to wait for another's lock.

    Raises:
        SchemaMismatch: The schema is older or newer, or the database somebody else's.
        StoreUnavailable: The database is out of reach.
        StoreError: The address or the key cannot be used.
    """
    hasher = Hasher(key)
    store = Store(engines.connect(url, wait), hasher)
    try:
        with _explained():
            opening.prepare(store.engine)
        _check_key(store, hasher)
    except BaseException:
        store.close()
        raise
    return store


def upgrade(url: str, *, wait: float = WAIT) -> str:
    """Bring a database to this version's schema and return its version.

    Raises:
        SchemaMismatch: It is newer than this version of Kalends, or somebody else's.
        StoreUnavailable: The database is out of reach.
    """
    engine = engines.connect(url, wait)
    try:
        with _explained():
            return opening.upgrade(engine)
    finally:
        engine.dispose()


def _check_key(store: Store, hasher: Hasher) -> None:
    """Refuse another key than the first: with it, nobody suppressed would be known any more."""
    table = schema.meta
    row = {"name": "address-key", "value": hasher.check()}
    stored = select(table.c.value).where(table.c.name == row["name"])
    with store.reading() as tx:
        known = tx.scalar(stored)
    if known is None:
        with store.transaction() as tx:
            tx.execute(insert(tx, table).values(row).on_conflict_do_nothing())
            known = tx.scalar(stored)
    if known != row["value"]:
        raise StoreError(
            "the key for address hashes is not the one this database was made with; "
            "with another key nobody who unsubscribed would be known: set the former key again"
        )


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the driver's faults that may pass into one of ours, without rows or parameters."""
    try:
        yield
    except _PASSING as error:
        cause = getattr(error, "orig", None) or error
        reason = str(cause).strip().split("\n", 1)[0]
        raise StoreUnavailable(f"the database cannot be used now: {reason}") from error
