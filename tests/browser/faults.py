"""Faults, told all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def assert_none(faults: Collection[str] | Mapping[str, object]) -> None:
    """Fail with every fault on a line of its own."""
    lines = (
        [f"{name}: {fault}" for name, fault in faults.items()]
        if isinstance(faults, Mapping)
        else sorted(faults)
    )
    assert not lines, "\n".join(lines)
