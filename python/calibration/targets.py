"""Figures that the field measured and that no parameter was tuned to, beside what the fitted scenario gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import estimates
from calibration.estimates import Estimate
from calibration.program import Overrides, Program, Quarter, Results

SATURDAY = 5
HUMAN, ASSISTED = "/organisation/streams/0", "/organisation/streams/1"


@dataclass(frozen=True)
class Target:
    """One figure. `field` is the band of what was measured; an end may be infinite."""

    name: str
    row: str
    measured: str
    field: tuple[float, float]
    model: Estimate
    unit: str
    why: str = ""

    @property
    def verdict(self) -> str:
        low, high = self.field
        if math.isnan(self.model.low):
            return "not measured"
        if low <= self.model.low and self.model.high <= high:
            return "met"
        if self.model.high < low or high < self.model.low:
            return "missed"
        return "not settled"


def horizon_days(start_weekday: int, days: int) -> tuple[int, int]:
    """Weekdays and weekend days of a horizon that begins on a weekday numbered from Monday = 0."""
    weekend = sum((start_weekday + day) % 7 >= SATURDAY for day in range(days))
    return days - weekend, weekend


def share_within(edges: np.ndarray, counts: np.ndarray, hours: float) -> Estimate:
    """Share of durations below `hours`; blocks of quarters are independent. Bins are 3 % wide or less."""
    return estimates.ratio(counts[:, edges < hours].sum(axis=1), counts.sum(axis=1))


def median_hours(edges: np.ndarray, counts: np.ndarray) -> Estimate:
    """Median of all durations together, from drawing blocks of quarters again."""
    generator = np.random.Generator(np.random.Philox(20260305))

    def median(total: np.ndarray) -> float:
        position = int(np.searchsorted(np.cumsum(total), total.sum() / 2))
        return float(edges[position])

    blocks = len(counts)
    again = [median(counts[generator.integers(0, blocks, blocks)].sum(axis=0)) for _ in range(400)]
    low, high = np.quantile(again, [0.025, 0.975])
    return Estimate(median(counts.sum(axis=0)), float(low), float(high), blocks)


def top_tenth_lines(results: Results) -> float:
    """Lines from which a change belongs to the largest tenth of what people and their AI tools write: streams are
    lognormal, at least 1 line, mixed by their rates."""

    def above(lines: float) -> float:
        weight = total = 0.0
        for stream in (HUMAN, ASSISTED):
            rate = results.baseline_value(f"{stream}/changes_per_developer_week")
            rate *= results.baseline_value(f"{stream}/velocity_multiplier")
            median = results.baseline_value(f"{stream}/lines/median_lines")
            log_sd = results.baseline_value(f"{stream}/lines/log_sd")
            weight += rate * 0.5 * math.erfc(math.log(lines / median) / log_sd / math.sqrt(2))
            total += rate
        return weight / total

    low, high = 1.0, 1e6
    for _ in range(100):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if above(middle) > 0.1 else (low, middle)
    return low


def riskiest_tenth(quarters: list[Quarter], threshold: float, worst_severity: int) -> Estimate:
    """Share of incidents of people's pipeline changes, at least that severe, caused by the largest tenth of them."""

    def count(condition) -> np.ndarray:
        return np.array([float(sum(map(condition, quarter.incidents))) for quarter in quarters])

    def severe(i) -> bool:
        return i.channel == "pipeline" and i.origin in ("human", "ai_assisted") and i.severity <= worst_severity

    return estimates.ratio(count(lambda i: severe(i) and i.lines >= threshold), count(severe))


def recovery_hours(quarters: list[Quarter]) -> list[np.ndarray]:
    """From the beginning of an incident to recovery, by quarter; those that never recover are left out."""
    times = [
        np.array([i.recovered_hours - i.begin_hours for i in quarter.incidents if i.recovered_hours is not None])
        for quarter in quarters
    ]
    return [t for t in times if len(t) > 0]


def ai_load(volume: float, size: float) -> Overrides:
    """More changes of both kinds, and an AI's help makes them this many times as long."""
    return (
        (f"{HUMAN}/velocity_multiplier", volume),
        (f"{ASSISTED}/velocity_multiplier", volume),
        (f"{ASSISTED}/lines/median_lines", 24 * size),
    )


def at_rest(fitted: Results, quarters: list[Quarter]) -> list[Target]:
    """Targets at the reference's own load; `fitted` has a baseline at the fitted parameters."""
    weekdays, weekend_days = horizon_days(0, 90)  # from Monday, 2026-03-09
    incidents = fitted.incidents("baseline")
    weekend = fitted.metric("baseline", "incidents_weekend")
    edges, turnaround = fitted.durations("baseline", "review_turnaround_hours")
    threshold = top_tenth_lines(fitted)
    recovery = recovery_hours(quarters)
    within_two = estimates.ratio(
        np.array([float((hours < 2).sum()) for hours in recovery]), np.array([float(len(hours)) for hours in recovery])
    )
    serious = fitted.metric("baseline", "incidents_sev1", "incidents_sev2")
    log_sd = estimates.mean(np.array([np.log(hours).std(ddof=1) for hours in recovery if len(hours) > 2]))
    alpha_s = fitted.baseline_value("/defects/alpha") * fitted.baseline_value(f"{HUMAN}/lines/log_sd")
    return [
        Target(
            "Incidents of a weekend day over those of a weekday", "1.12", "0.209 (53,034 incidents)", (0.2026, 0.2155),
            estimates.ratio(weekend, incidents - weekend).scaled(weekdays / weekend_days), "",
        ),
        Target("Review turnaround, median", "3.1", "under 4 h", (0, 4), median_hours(edges, turnaround), "h"),
        Target(
            "Changes reviewed within 24 h", "3.1", "70 % or more", (0.7, 1), share_within(edges, turnaround, 24), "%",
        ),
        Target(
            "Severe incidents (1 or 2) by the largest tenth of changes", "8.1, 8.2", "28 to 42 %", (0.28, 0.42),
            riskiest_tenth(quarters, threshold, 2), "%",
        ),
        Target(
            "All incidents by the largest tenth of changes", "8.1, 8.2", "28 to 42 % (of severe ones)", (0.28, 0.42),
            riskiest_tenth(quarters, threshold, 3), "%",
        ),
        Target(
            "alpha x log-sd of size", "8.1, 8.2", "0.70 to 1.08", (0.70, 1.08),
            Estimate(alpha_s, alpha_s, alpha_s, 0), "",
        ),
        Target(
            "Incidents seen at a service that start in another", "7.8", "31.5 % of 152 incidents", (0.246, 0.393),
            estimates.ratio(fitted.metric("baseline", "incidents_seen_elsewhere"), incidents), "%",
        ),
        Target(
            "Incidents of severity 1 or 2", "4.13", "27 % (53,034 incidents)", (0.266, 0.274),
            estimates.ratio(serious, incidents), "%",
        ),
        Target(
            "Time to recover, median", "Z13", "1.05 h (0.5 to 2.5)", (0.5, 2.5),
            estimates.quantile_of_quarters(recovery, 0.5), "h",
        ),
        Target("Time to recover, log-sd", "Z13", "1.3 (1.1 to 1.6)", (1.1, 1.6), log_sd, ""),
        Target("Recovered within 2 h", "5.8", "0.5 to 0.7", (0.5, 0.7), within_two, "%"),
    ]


def under_load(
    program: Program, scenario: Path, replications: int, setting: Overrides
) -> tuple[list[Target], list[Target]]:
    """Two rows of AI load against the same organisation without: the field's effects lie between them if the model is
    right."""

    def run(volume: float, size: float) -> Results:
        return program.compare(scenario, replications, (*setting, *ai_load(volume, size)), ("baseline",))

    rest = run(1, 1)

    def median_turnaround(results: Results) -> np.ndarray:
        return results.metric("baseline", "review_turnaround_median_hours")

    def row(label: str, results: Results) -> list[Target]:
        ones = np.ones(replications)

        def change(name: str) -> Estimate:
            pair = (results.metric("baseline", name), ones)
            return estimates.ratio_of_ratios(pair, (rest.metric("baseline", name), ones)).minus_one()

        share = estimates.ratio_of_ratios(
            (results.metric("baseline", "reviews_bypassed"), results.metric("baseline", "reviews_needed")),
            (rest.metric("baseline", "reviews_bypassed"), rest.metric("baseline", "reviews_needed")),
        ).minus_one()
        turnaround = estimates.ratio_of_ratios(
            (median_turnaround(results), ones), (median_turnaround(rest), ones)
        ).minus_one()
        more = estimates.ratio_of_ratios(
            (results.incidents("baseline"), ones), (rest.incidents("baseline"), ones)
        ).minus_one()
        return [
            Target(f"{label}: merges without review, number", "2.2", "+31 %", (0.31, 0.31), change("reviews_bypassed"), "+%"),
            Target(f"{label}: merges without review, share", "2.2", "+31 %", (0.31, 0.31), share, "+%"),
            Target(f"{label}: review time, median", "2.1, 2.2", "+91 to +441 %", (0.91, 4.41), turnaround, "+%"),
            Target(f"{label}: incidents a month", "2.2", "+58 %", (0.58, 0.58), more, "+%"),
        ]

    return (
        row("1.26 x the changes, AI's 1.5 x as long", run(1.26, 1.5)),
        row("1.98 x the changes, AI's 2.5 x as long", run(1.98, 2.5)),
    )


def bracketed(below: Target, above: Target) -> str:
    """Whether the field's figure lies between the two rows, by their estimates."""
    ends = sorted((below.model.value, above.model.value))
    low, high = below.field
    if ends[0] <= high and low <= ends[1]:
        return "between the rows"
    return "below both rows" if high < ends[0] else "above both rows"
