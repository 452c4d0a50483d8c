"""Figures with their intervals. Quarters are independent of each other; what happens within one is not, so every
interval comes from the spread between quarters."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its 95 % interval, and the number of quarters behind it."""

    value: float
    low: float
    high: float
    quarters: int

    def scaled(self, factor: float) -> Estimate:
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.quarters)

    def minus_one(self) -> Estimate:
        return Estimate(self.value - 1, self.low - 1, self.high - 1, self.quarters)


def mean(values: np.ndarray) -> Estimate:
    """Mean over quarters, with a normal interval."""
    n = len(values)
    half = Z95 * values.std(ddof=1) / math.sqrt(n) if n > 1 else math.nan
    middle = float(values.mean())
    return Estimate(middle, middle - half, middle + half, n)


def ratio(above: np.ndarray, below: np.ndarray) -> Estimate:
    """Ratio of two totals over the same quarters, by the delta method on the ratio itself."""
    n = len(above)
    total = float(below.sum())
    if total == 0:
        return Estimate(math.nan, math.nan, math.nan, n)
    value = float(above.sum()) / total
    residual = above - value * below
    half = Z95 * residual.std(ddof=1) * math.sqrt(n) / total if n > 1 else math.nan
    return Estimate(value, value - half, value + half, n)


def ratio_of_ratios(above: tuple[np.ndarray, np.ndarray], below: tuple[np.ndarray, np.ndarray]) -> Estimate:
    """(a / b) / (c / d) where quarter i of both settings shares its luck: delta method on the logarithm, paired."""
    n = len(above[0])
    parts = [(above[0], 1), (above[1], -1), (below[0], -1), (below[1], 1)]
    influence = sum(sign * (x / x.mean() - 1) for x, sign in parts)
    log_value = sum(sign * math.log(x.mean()) for x, sign in parts)
    half = Z95 * float(influence.std(ddof=1)) / math.sqrt(n)
    return Estimate(math.exp(log_value), math.exp(log_value - half), math.exp(log_value + half), n)


def saved(reference: np.ndarray, other: np.ndarray) -> Estimate:
    """Share of the reference's loss that the other policy saves, paired by quarter."""
    left = ratio(other, reference)
    return Estimate(1 - left.value, 1 - left.high, 1 - left.low, left.quarters)


def wilson(successes: int, trials: int) -> Estimate:
    """A share of independent trials."""
    if trials == 0:
        return Estimate(math.nan, 0.0, 1.0, 0)
    share = successes / trials
    spread = Z95 * Z95 / trials
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), trials)


def quantile_of_quarters(samples: list[np.ndarray], probability: float, draws: int = 400) -> Estimate:
    """Quantile of all samples together; its interval from drawing whole quarters again, since samples of one quarter
    belong together."""
    generator = np.random.Generator(np.random.Philox(20260305))
    pooled = float(np.quantile(np.concatenate(samples), probability))
    again = []
    for _ in range(draws):
        chosen = generator.integers(0, len(samples), len(samples))
        again.append(np.quantile(np.concatenate([samples[i] for i in chosen]), probability))
    low, high = np.quantile(again, [0.025, 0.975])
    return Estimate(pooled, float(low), float(high), len(samples))


def saved_shift(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]
) -> Estimate:
    """How far the share that a policy saves moves between two settings whose quarters share their luck. Each pair holds
    the reference's losses and the policy's."""
    n = len(before[0])
    value = 0.0
    influence = np.zeros(n)
    for (reference, other), sign in ((before, -1), (after, 1)):
        left = other.mean() / reference.mean()
        value += sign * (1 - left)
        influence -= sign * (other - left * reference) / reference.mean()
    half = Z95 * float(influence.std(ddof=1)) / math.sqrt(n)
    return Estimate(value, value - half, value + half, n)
