"""An address is known by its keyed hash, however it is written."""

from __future__ import annotations

import pytest
from tests.store.builders import KEY

from kalends.store.addresses import Hasher

HASHER = Hasher(KEY)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("a@example.org", "A@Example.ORG", True),
        ("a@example.org", " a@example.org\n", True),
        ("a@example.org", "b@example.org", False),
        ("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai", True),  # a bounce names the ASCII form
        ("é@example.org", "e\u0301@example.org", True),  # composed and not
        ("a@" + "x" * 80 + ".org", "a@" + "x" * 80 + ".org", True),  # no domain name at all
        ("no address", "No Address", True),
    ],
)
def test_writings_of_one_mailbox_hash_alike(one: str, other: str, alike: bool) -> None:
    """Who left stays away, however the next list writes the address."""
    assert (HASHER.address(one).hash == HASHER.address(other).hash) is alike


def test_an_address_is_kept_as_written() -> None:
    """Mail goes to the writing that its owner gave, without blanks around it."""
    assert HASHER.address(" Aida@Example.org ").text == "Aida@Example.org"


def test_a_hash_depends_on_the_key_and_on_what_it_is_of() -> None:
    """Nobody without the key can try addresses, or tell a network from an address."""
    hashes = {
        HASHER.address("a@example.org").hash,
        Hasher(KEY[::-1]).address("a@example.org").hash,
        HASHER.network("a@example.org"),
        HASHER.check(),
    }
    assert len(hashes) == 4
    assert {len(one) for one in hashes} == {64}
