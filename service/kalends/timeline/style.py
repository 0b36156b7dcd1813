"""The part of the stylesheet that the settings write: the colour of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from kalends.model import Kind


def kind_rules(kinds: Iterable[Kind]) -> str:
    """Return a rule for each kind with a colour; what is no plain colour name is left out."""
    return "".join(
        f".kind-{kind.name}{{--kind:{kind.colour.lower()}}}\n"
        for kind in kinds
        if kind.colour.isascii() and kind.colour.isalpha()
    )
