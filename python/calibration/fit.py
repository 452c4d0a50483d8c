"""The three fitted parameters. Nothing here looks at a figure that is held out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import estimates
from calibration.estimates import Estimate
from calibration.program import Overrides, Program, Quarter, Results

BETA = "/defects/beta"
BACKGROUND = "/background_incidents/per_day"
FLEET_SHARE = "/defects/scope/fleet_fraction_out_of_band"

INCIDENTS_PER_CHANGE = 0.004  # Z11: declared incidents per reviewed and tested change of a human
CHANGE_TRIGGERED = 0.70  # Z12
START_BETA, START_PER_DAY, START_FLEET_SHARE = 0.0025, 0.57, 0.02  # model, section 12: the same start every time
LARGE_EVENT_ORDERS = 6.3e6  # row 9.3
LARGE_EVENT_BAND = (0.01, 0.03)  # of quarters with a single event so large: chosen, not measured


@dataclass(frozen=True)
class Measured:
    """What the fits look at, at one setting."""

    per_change: Estimate
    change_triggered: Estimate


@dataclass(frozen=True)
class Step:
    beta: float
    per_day: float
    measured: Measured


@dataclass(frozen=True)
class Fit:
    beta: float
    per_day: float
    steps: list[Step]
    large_event: dict[float, Estimate]  # by share of out-of-band defects that strike the whole fleet
    fleet_share: float


def overrides_of(beta: float, per_day: float) -> Overrides:
    return ((BETA, beta), (BACKGROUND, per_day))


def measure(results: Results, quarters: list[Quarter], human_share: float) -> Measured:
    """Human changes of the pipeline are those that met peer review, times the share of them that people wrote alone."""

    def count(condition) -> np.ndarray:
        return np.array([float(sum(map(condition, quarter.incidents))) for quarter in quarters])

    human_changes = results.gate_met("baseline", "peer-review")[: len(quarters)] * human_share
    human = count(lambda i: i.channel == "pipeline" and i.origin == "human")
    by_change = count(lambda i: i.channel != "background")
    return Measured(
        estimates.ratio(human, human_changes), estimates.ratio(by_change, count(lambda i: True))
    )


def fit(program: Program, scenario: Path, replications: int, workers: int) -> Fit:
    """Incidents per change are proportional to beta as long as defects are rare, so a ratio step lands next to the
    target; a second one takes out what feedback bends, and the last step is only measured."""
    beta, per_day = START_BETA, START_PER_DAY
    steps: list[Step] = []
    for step in range(3):
        setting = overrides_of(beta, per_day)
        results = program.compare(scenario, replications, setting, ("baseline",))
        human = results.baseline_value("/organisation/streams/0/changes_per_developer_week")
        assisted = results.baseline_value("/organisation/streams/1/changes_per_developer_week")
        quarters = program.quarters(scenario, replications, "baseline", setting, workers)
        found = measure(results, quarters, human / (human + assisted))
        steps.append(Step(beta, per_day, found))
        if step < 2:
            factor = INCIDENTS_PER_CHANGE / found.per_change.value
            triggered = found.change_triggered.value
            beta = rounded(beta * factor)
            per_day = rounded(per_day * factor * triggered / (1 - triggered) * (1 - CHANGE_TRIGGERED) / CHANGE_TRIGGERED)
    fleet_share, large_event = fit_large_event(program, scenario, replications, beta, per_day)
    return Fit(beta, per_day, steps, large_event, fleet_share)


def fit_large_event(
    program: Program, scenario: Path, replications: int, beta: float, per_day: float
) -> tuple[float, dict[float, Estimate]]:
    """The band is wide and the published tail does not identify the share within it: the share stays where it is if the
    band holds the estimate, and otherwise moves by factors of two until it does. Half and twice it are shown."""
    found: dict[float, Estimate] = {}

    def at(share: float) -> float:
        setting = (*overrides_of(beta, per_day), (FLEET_SHARE, share))
        results = program.compare(scenario, 4 * replications, setting, ("baseline",))
        largest = results.metric("baseline", "largest_incident_orders")
        found[share] = estimates.wilson(int((largest >= LARGE_EVENT_ORDERS).sum()), len(largest))
        return found[share].value

    share = START_FLEET_SHARE
    low, high = LARGE_EVENT_BAND
    for _ in range(3):
        value = at(share)
        if low <= value <= high:
            break
        share = share * 2 if value < low else share / 2
    at(share / 2)
    at(share * 2)
    return share, dict(sorted(found.items()))


def rounded(value: float) -> float:
    """Three significant digits: more would claim a precision that the fit does not have."""
    return float(f"{value:.3g}")


def write(fit_: Fit, folders: list[Path]) -> None:
    """The fitted values as parts of the scenarios that use them."""
    last = fit_.steps[-1].measured
    quarters = last.per_change.quarters
    defects = {
        "beta": {
            "value": fit_.beta,
            "source": "estimated",
            "reason": f"fitted to Z11 after all baseline gates (script/calibrate, {quarters} quarters)",
        },
        "scope": {
            "fleet_fraction_out_of_band": {
                "value": fit_.fleet_share,
                "source": "assumed",
                "reason": "model, section 12; one quarter in 33 to 100 has an event of 6.3 M orders (script/calibrate)",
                "range": [0.005, 0.05],
                "range_shape": "log-uniform",
            }
        },
    }
    background = {
        "per_day": {
            "value": fit_.per_day,
            "source": "estimated",
            "reason": f"fitted to Z12: changes trigger 0.70 of incidents (script/calibrate, {quarters} quarters)",
        }
    }
    for folder in folders:
        (folder / "fitted").mkdir(exist_ok=True)
        for name, part in (("defects", defects), ("background-incidents", background)):
            text = re.sub(r"\[\s+([^\[\]]+?),\s+([^\[\]]+?)\s+\]", r"[\1, \2]", json.dumps(part, indent=2)) + "\n"
            (folder / "fitted" / f"{name}.json").write_text(text, encoding="utf-8")
