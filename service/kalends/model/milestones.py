"""Which numbers of years are milestones, and how early one hears of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kalends.model.event import Tier


@dataclass(frozen=True, slots=True)
class Step:
    """Every multiple of `every`, from `start` years on (inclusive)."""

    every: int
    start: int = 1

    def holds(self, n: int) -> bool:
        """Tell whether n ≥ 1 is one of the step's numbers."""
        return n >= self.start and n % self.every == 0


@dataclass(frozen=True, slots=True)
class TierRule:
    """The numbers of a tier and its lead times, in days before the occurrence."""

    steps: tuple[Step, ...] = ()
    numbers: tuple[int, ...] = ()
    leads: tuple[int, ...] = (0,)

    def holds(self, n: int) -> bool:
        """Tell whether n belongs to the tier by number."""
        return n in self.numbers or any(step.holds(n) for step in self.steps)


def _defaults() -> dict[Tier, TierRule]:
    return {
        Tier.JUBILEE: TierRule((Step(25), Step(10, 50)), leads=(180, 90, 30, 7, 1, 0)),
        Tier.ROUND: TierRule((Step(10),), leads=(90, 30, 7, 0)),
        Tier.FIVE: TierRule((Step(5),), leads=(30, 7, 0)),
        Tier.FIRST: TierRule(numbers=(1,), leads=(7, 0)),
        Tier.PLAIN: TierRule(leads=(0,)),
        Tier.COMING: TierRule(leads=(7, 0)),
    }


@dataclass(frozen=True, slots=True)
class Milestones:
    """The table of tiers; the greatest tier that holds a number wins."""

    rules: Mapping[Tier, TierRule] = field(default_factory=_defaults)

    def tier(self, n: int | None, promoted: Mapping[Tier, tuple[int, ...]]) -> Tier:
        """Return the tier of the n-th anniversary; `promoted` are an event's own numbers."""
        if n is None:
            return Tier.PLAIN
        if n == 0:
            return Tier.COMING
        for tier in (Tier.JUBILEE, Tier.ROUND, Tier.FIVE, Tier.FIRST):
            if n in promoted.get(tier, ()) or self.rules[tier].holds(n):
                return tier
        return Tier.PLAIN

    def leads(self, tier: Tier) -> tuple[int, ...]:
        """Return the tier's lead times in days, longest first."""
        return self.rules[tier].leads
