#!/usr/bin/env python3
"""Lost orders of the velocity trap, with the luck of single faults averaged out.

    bench/velocity_losses.py cliff [QUARTERS]     from 1 to 10 times the changes, at half to four times the review capacity
    bench/velocity_losses.py causes [QUARTERS]    the rows of scenarios/velocity-trap/causes.csv

`cliff` prints means and the slopes of log lost orders over log velocity, with 95 % intervals of which each holds alone.
FAULTLINE names the program (build/release/faultline).
"""
import csv
import json
import math
import pathlib
import sqlite3
import sys
import tempfile

from program import faultline

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCENARIO = ROOT / "scenarios/velocity-trap/ten-teams.json"
STEPS = 6  # in each direction of a cliff: velocities a factor of 10^(1/6) apart
CAPACITIES = (0.5, 1, 2, 4)
PEOPLE = ("human", "ai_assisted")


def numbers():
    """Every number of the scenario by its pointer, defaults too, as a run keeps them; and the origins of its streams."""
    with tempfile.TemporaryDirectory() as folder:
        faultline("compare", str(SCENARIO), "--replications", "1", "--quiet", "--out", folder)
        with sqlite3.connect(f"file:{folder}/results.sqlite?mode=ro", uri=True) as results:
            values = dict(results.execute("SELECT pointer, value FROM parameter_source"))
            scenario = json.loads(results.execute("SELECT value FROM run WHERE key = 'scenario_json'").fetchone()[0])
    return values, [stream["origin"] for stream in scenario["organisation"]["streams"]]


def settings(scenario, people, automated, capacity):
    """What `sweep` sets for velocity:human+ai_assisted, velocity:automated and review-capacity."""
    values, origins = scenario
    for number, origin in enumerate(origins):
        factor = people if origin in PEOPLE else automated if origin == "automated" else 1.0
        yield f"/organisation/streams/{number}/velocity_multiplier={factor!r}"
    for pointer, value in values.items():
        if pointer.startswith("/organisation/") and pointer.endswith("/review_hours_per_week"):
            yield f"{pointer}={float(value) * capacity!r}"


def means(scenario, quarters, point, policies=()):
    """Mean lost orders and its standard error, by policy."""
    chosen = ["--policies", ",".join(policies)] if policies else []
    sets = [word for setting in settings(scenario, *point) for word in ("--set", setting)]
    answer = json.loads(faultline("means", str(SCENARIO), "--replications", str(quarters), "--quiet", "--format", "json",
                                  *chosen, *sets))
    return {policy["id"]: (policy["lost_orders"]["mean"], (policy["lost_orders"]["ci95"][1] -
                                                           policy["lost_orders"]["ci95"][0]) / 3.92)
            for policy in answer["policies"]}


def cliff(scenario, quarters):
    velocities = [10 ** (step / STEPS) for step in range(STEPS + 1)]
    width = math.log(velocities[1])
    for capacity in CAPACITIES:
        line = [means(scenario, quarters, (velocity, 1.0, float(capacity))) for velocity in velocities]
        for policy in line[0]:
            figures = [at[policy] for at in line]
            lost = ", ".join(f"{mean:,.0f} +- {1.96 * error:,.0f}" for mean, error in figures)
            slopes = [(math.log(b[0] / a[0]) / width, 1.96 * math.hypot(a[1] / a[0], b[1] / b[0]) / width)
                      for a, b in zip(figures, figures[1:])]
            steepest = max(slopes)
            print(f"{capacity:g} x {policy}: {lost}; slopes " +
                  ", ".join(f"{slope:.2f} +- {half:.2f}" for slope, half in slopes) +
                  f"; steepest {steepest[0]:.2f} +- {steepest[1]:.2f}", flush=True)


def causes(scenario, quarters):
    first = None
    with open(SCENARIO.with_name("causes.csv"), newline="", encoding="utf-8") as rows:
        for row in list(csv.reader(rows))[1:]:
            at = means(scenario, quarters, tuple(map(float, row)),
                       ("baseline", "two-person-review", "layered-safeguards"))
            first = first or at
            print(",".join(row) + ": " + "; ".join(
                f"{policy} {mean:,.0f}, {mean / first[policy][0]:.2f} +- "
                f"{1.96 * mean / first[policy][0] * math.hypot(error / mean, first[policy][1] / first[policy][0]):.2f}"
                for policy, (mean, error) in at.items()), flush=True)


if __name__ == "__main__":
    commands = {"cliff": (cliff, 100), "causes": (causes, 200)}
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in commands:
        sys.exit(__doc__)
    command, usual = commands[sys.argv[1]]
    command(numbers(), int(sys.argv[2]) if len(sys.argv) > 2 else usual)
