"""Milestones: which numbers of years count how much, and how early one hears of them."""

from __future__ import annotations

import pytest

from kalends.model import Milestones, Step, Tier, TierRule

DEFAULT = Milestones()


@pytest.mark.parametrize(
    ("tier", "numbers"),
    [
        (Tier.JUBILEE, (25, 50, 60, 70, 75, 80, 90, 100, 110, 125, 150, 175, 300, 1000)),
        (Tier.ROUND, (10, 20, 30, 40)),
        (Tier.FIVE, (5, 15, 35, 45, 55, 65, 85, 95, 105)),
        (Tier.FIRST, (1,)),
        (Tier.PLAIN, (2, 3, 4, 6, 9, 11, 22, 33, 49, 51, 99, 101)),
        (Tier.COMING, (0,)),
    ],
)
def test_the_default_table(tier: Tier, numbers: tuple[int, ...]) -> None:
    """Jubilees are 25 and its multiples and the tens from 50 on; then tens, fives, the first."""
    assert {n: DEFAULT.tier(n, {}) for n in numbers} == dict.fromkeys(numbers, tier)


def test_the_unnumbered_is_plain() -> None:
    """What has no number is no milestone, whatever is promoted."""
    assert DEFAULT.tier(None, {Tier.JUBILEE: (35,)}) is Tier.PLAIN


def test_tiers_are_in_order() -> None:
    """Jubilee is above round, round above five, five above first, first above plain."""
    assert Tier.JUBILEE > Tier.ROUND > Tier.FIVE > Tier.FIRST > Tier.PLAIN > Tier.COMING


@pytest.mark.parametrize(
    ("n", "promoted", "expected"),
    [
        (35, {Tier.JUBILEE: (35,)}, Tier.JUBILEE),
        (36, {Tier.JUBILEE: (35,)}, Tier.PLAIN),
        (33, {Tier.FIVE: (33,)}, Tier.FIVE),
        (50, {Tier.FIVE: (50,)}, Tier.JUBILEE),  # nothing is made less
        (33, {Tier.FIVE: (33,), Tier.ROUND: (33,)}, Tier.ROUND),
        (0, {Tier.JUBILEE: (0,)}, Tier.COMING),
    ],
)
def test_an_event_promotes_numbers_of_its_own(
    n: int, promoted: dict[Tier, tuple[int, ...]], expected: Tier
) -> None:
    """A promoted number has the greatest tier that anything gives it."""
    assert DEFAULT.tier(n, promoted) is expected


@pytest.mark.parametrize(
    ("tier", "leads"),
    [
        (Tier.JUBILEE, (180, 90, 30, 7, 1, 0)),
        (Tier.ROUND, (90, 30, 7, 0)),
        (Tier.FIVE, (30, 7, 0)),
        (Tier.FIRST, (7, 0)),
        (Tier.PLAIN, (0,)),
        (Tier.COMING, (7, 0)),
    ],
)
def test_greater_milestones_are_told_earlier(tier: Tier, leads: tuple[int, ...]) -> None:
    """Each tier has its lead times in days, longest first, the day itself among them."""
    assert DEFAULT.leads(tier) == leads


def test_the_table_is_configuration() -> None:
    """A step begins where it says, and single numbers stand beside the steps."""
    table = Milestones(
        {
            **DEFAULT.rules,
            Tier.JUBILEE: TierRule((Step(100, 200),), leads=(365, 0)),
            Tier.FIRST: TierRule(numbers=(1, 3)),
        }
    )

    assert [table.tier(n, {}) for n in (100, 200, 250, 3)] == [
        Tier.ROUND,
        Tier.JUBILEE,
        Tier.ROUND,
        Tier.FIRST,
    ]
    assert table.leads(Tier.JUBILEE) == (365, 0)
