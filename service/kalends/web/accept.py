"""What a client accepts, each name with its weight (RFC 9110 section 12.4.2)."""

from __future__ import annotations

_MOST = 32


def weights(value: str) -> dict[str, float]:
    """Return the weight of each name in a header, 0 to 1, in lower case and as sent.

    A weight that cannot be read is 0; of what is named twice the first counts.
    """
    found: dict[str, float] = {}
    for item in value.split(",")[:_MOST]:
        name, _, parameters = item.partition(";")
        if name.strip():
            found.setdefault(name.strip().lower(), _weight(parameters))
    return found


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
