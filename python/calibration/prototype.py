"""What earlier programs of the same model found, and what this one finds at the same points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import estimates
from calibration.estimates import Estimate
from calibration.program import Overrides, Program, Results
from calibration.targets import ASSISTED, HUMAN, median_hours


@dataclass(frozen=True)
class Load:
    """The baseline at a multiple of the changes that people write."""

    times: float
    utilisation: Estimate
    median_review_hours: Estimate
    lost_orders: Estimate
    loss_per_1000: Estimate  # of people's changes that met peer review: automated ones, as many as ever, would dilute it


def at_load(program: Program, scenario: Path, replications: int, fitted: Overrides, times: float) -> Load:
    velocity = tuple((f"{stream}/velocity_multiplier", times) for stream in (HUMAN, ASSISTED))
    results = program.compare(scenario, replications, (*fitted, *velocity), ("baseline",))

    def ratio(above: str, below: str) -> Estimate:
        return estimates.ratio(results.metric("baseline", above), results.metric("baseline", below))

    return Load(
        times,
        ratio("review_hours_worked", "review_hours_available"),
        median_hours(*results.durations("baseline", "review_turnaround_hours")),
        estimates.mean(results.metric("baseline", "lost_orders_gross")),
        ratio("lost_orders_submitted", "reviews_needed").scaled(1000),
    )


def channel_means(results: Results, policy: str) -> dict[str, Estimate]:
    return {channel: estimates.mean(loss) for channel, loss in results.channel_loss(policy).items()}


def saved_by(results: Results) -> dict[str, Estimate]:
    reference = results.metric("baseline", "lost_orders_gross")
    return {
        policy: estimates.saved(reference, results.metric(policy, "lost_orders_gross"))
        for policy in results.policies
        if policy != "baseline"
    }


@dataclass(frozen=True)
class Denser:
    """The reference on graphs that spread failures further: what explains a larger loss, and whether savings move."""

    label: str
    lost_orders: Estimate
    serious_share: Estimate  # of incidents, severity 1 or 2
    saved: dict[str, Estimate]


def denser(
    program: Program, scenario: Path, replications: int, fitted: Overrides, label: str, more: Overrides
) -> Denser:
    policies = ("baseline", "two-person-review", "controlled-friction", "layered-safeguards")
    results = program.compare(scenario, replications, (*fitted, *more), policies)
    serious: np.ndarray = results.metric("baseline", "incidents_sev1", "incidents_sev2")
    return Denser(
        label,
        estimates.mean(results.metric("baseline", "lost_orders_gross")),
        estimates.ratio(serious, results.incidents("baseline")),
        saved_by(results),
    )
