"""What changed since it was last published: fingerprint, sequence, stamps, corrections."""

from kalends.revisions.comparing import Changes, behind, compare, difference, shrunk
from kalends.revisions.dumping import dump
from kalends.revisions.files import make_private, replace_file
from kalends.revisions.fingerprints import Fingerprints, fingerprint
from kalends.revisions.freshness import last_modified
from kalends.revisions.ledgerfile import read, write
from kalends.revisions.parsing import parse
from kalends.revisions.records import (
    Change,
    Head,
    Ledger,
    Published,
    Reach,
    Record,
    Stamp,
    old_style,
)
from kalends.revisions.stamping import stamp

__all__ = [
    "Change",
    "Changes",
    "Fingerprints",
    "Head",
    "Ledger",
    "Published",
    "Reach",
    "Record",
    "Stamp",
    "behind",
    "compare",
    "difference",
    "dump",
    "fingerprint",
    "last_modified",
    "make_private",
    "old_style",
    "parse",
    "read",
    "replace_file",
    "shrunk",
    "stamp",
    "write",
]
