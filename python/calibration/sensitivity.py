"""How the order of policies moves when one assumed parameter moves and everything else stays, luck included."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from calibration import estimates
from calibration.estimates import Estimate
from calibration.program import Overrides, Program, Results

POLICIES = ("baseline", "two-person-review", "controlled-friction", "layered-safeguards")


@dataclass(frozen=True)
class Parameter:
    """A parameter, or several that stand for one assumption, with the ends of what is thought possible."""

    name: str
    low: dict[str, object]
    high: dict[str, object]
    low_label: str
    high_label: str
    central_label: str


@dataclass(frozen=True)
class Setting:
    parameter: str
    label: str
    loss: Estimate
    saved: dict[str, Estimate]  # of the baseline's loss, by policy
    order: tuple[str, ...]  # by rising mean loss
    settled: bool  # every neighbour in that order differs by more than its 95 % interval
    shift: dict[str, Estimate]  # of what a policy saves, against the central setting on the same quarters


def load_parameters(path: Path) -> list[Parameter]:
    return [Parameter(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def judge(parameter: str, label: str, results: Results, central: Results) -> Setting:
    losses = {policy: results.metric(policy, "lost_orders_gross") for policy in POLICIES}
    order = tuple(sorted(POLICIES, key=lambda policy: losses[policy].mean()))
    settled = all(
        estimates.mean(losses[worse] - losses[better]).low > 0 for better, worse in zip(order, order[1:], strict=False)
    )
    saved = {policy: estimates.saved(losses["baseline"], losses[policy]) for policy in POLICIES[1:]}

    def pair(of: Results, policy: str):
        return of.metric("baseline", "lost_orders_gross"), of.metric(policy, "lost_orders_gross")

    shift = {p: estimates.saved_shift(pair(central, p), pair(results, p)) for p in POLICIES[1:]}
    return Setting(parameter, label, estimates.mean(losses["baseline"]), saved, order, settled, shift)


def one_at_a_time(
    program: Program, scenario: Path, replications: int, fitted: Overrides, parameters: list[Parameter]
) -> tuple[Setting, list[tuple[Parameter, Setting, Setting]]]:
    """The central setting, then both ends of every parameter, on the same quarters."""

    middle = program.compare(scenario, replications, fitted, POLICIES)

    def at(parameter: str, label: str, overrides: dict[str, object]) -> Setting:
        setting = (*fitted, *overrides.items())
        return judge(parameter, label, program.compare(scenario, replications, setting, POLICIES), middle)

    rows = [(p, at(p.name, p.low_label, p.low), at(p.name, p.high_label, p.high)) for p in parameters]
    return judge("as fitted", "", middle, middle), rows
