"""QR codes: the sole user of segno."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from kalends.timeline.subscribe_contexts import Code

_QUIET = 4
"""Modules of light around a code (ISO/IEC 18004 section 9.1)."""


@lru_cache(maxsize=256)
def code(address: str) -> Code:
    """Return an address as a QR code."""
    import segno  # 20 ms

    matrix = segno.make_qr(address, error="l").matrix
    path = "".join(_row(number, row) for number, row in enumerate(matrix))
    return Code(len(matrix) + 2 * _QUIET, path)


def _row(number: int, row: bytearray) -> str:
    """Return the lines through the dark runs of a row, each from the end of the one before."""
    found, at = "", 0
    start = f"M{_QUIET} {number + _QUIET}.5"
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            found += f"{start if not found else ''}{f'm{at} 0' if at else ''}h{length}"
            at = 0
        else:
            at += length
    return found
