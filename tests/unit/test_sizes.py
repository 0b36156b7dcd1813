"""The room that a mail has, to the octet."""

from __future__ import annotations

import pytest

from kalends.digest.sizes import Oversize, fitting, size
from kalends.model import Message


def mail(html: str) -> Message:
    """Return a mail with a body."""
    return Message("Dates", "", html, "kk")


@pytest.mark.parametrize("longest", [1, 400])
@pytest.mark.parametrize("body", ["x" * 100_000, "ә" * 50_000])
def test_no_mail_is_longer_than_gmail_shows(body: str, longest: int) -> None:
    """100,000 octets, not signs, of HTML pass where nothing can be left out; one more does not."""
    assert size(fitting(lambda _: mail(body), longest)) == 100_000
    with pytest.raises(Oversize, match="has 100,001 octets"):
        fitting(lambda _: mail(f"{body}x"), longest)


def test_what_can_be_left_out_is_left_out_from_90_000_octets_on() -> None:
    """The rest is for the links of each reader."""
    assert size(fitting(lambda most: mail("x" * (most * 1000)), 90)) == 90_000
    assert size(fitting(lambda most: mail("x" * (most * 1000 + 1)), 90)) == 89_001
