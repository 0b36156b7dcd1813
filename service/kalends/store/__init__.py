"""The store: subscribers, editions, deliveries and what must not be mailed.

`store.open` gives transactions; the functions of each module take one first::

    with store.open(url, key) as opened, opened.transaction() as tx:
        subscribers.confirm(tx, number, now)

Instants are kept as whole seconds, and time is always an argument.
"""

from kalends.store.addresses import Address
from kalends.store.database import Store, Transaction, open, upgrade  # noqa: A004 - read as `store.open`
from kalends.store.errors import SchemaMismatch, StoreError, StoreUnavailable

__all__ = [
    "Address",
    "SchemaMismatch",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "Transaction",
    "open",
    "upgrade",
]
