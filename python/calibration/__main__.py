"""Fits, checks and writes it all down. See script/calibrate."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from calibration import fit, page, prototype, sensitivity, targets
from calibration.program import Overrides, Program

GRAPH = "/graph/generate"
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/calibrate", description=__doc__)
    parser.add_argument("--quarters", type=int, default=200, help="of every fit and target (200)")
    parser.add_argument("--pairs", type=int, default=120, help="quarters at both ends of every assumption (120)")
    parser.add_argument("--parameters", type=int, default=None, help="look at so many assumptions alone")
    parser.add_argument("--all-assumptions", action="store_true", help="also those of more-parameters.json")
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios/march-2026")
    parser.add_argument("--also", type=Path, action="append", help="scenarios that get the fitted values too")
    parser.add_argument("--page", type=Path, default=ROOT / "docs/calibration.md", help="filled in between its marks")
    parser.add_argument("--kept", type=Path, default=ROOT / "build/calibration", help="folder of finished runs")
    parser.add_argument("--faultline", type=Path, default=ROOT / "build/release/faultline")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-write", action="store_true", help="leave the scenarios as they are")
    options = parser.parse_args()

    begin = time.monotonic()
    options.kept.mkdir(parents=True, exist_ok=True)
    program = Program(options.faultline, options.kept, options.seed)
    scenario, quarters, workers = options.scenario, options.quarters, os.cpu_count() or 1

    print("Fitting")
    found = fit.fit(program, scenario, quarters, workers)
    if not options.no_write:
        also = options.also if options.also is not None else [ROOT / "scenarios/velocity-trap"]
        fit.write(found, [scenario, *also])
    setting = (*fit.overrides_of(found.beta, found.per_day), (fit.FLEET_SHARE, found.fleet_share))

    print("Held-out targets")
    fitted = program.compare(scenario, 4 * quarters, setting, sensitivity.POLICIES)
    told = program.quarters(scenario, 2 * quarters, "baseline", setting, workers)
    at_rest = targets.at_rest(fitted, told)
    below, above = targets.under_load(program, scenario, quarters, setting)

    print("Earlier programs")
    loads = [prototype.at_load(program, scenario, quarters, setting, times) for times in (1, 2, 5, 10)]
    graphs: list[tuple[str, Overrides]] = [
        ("1,000 services, 335 of tier 1", ()),
        (
            "335 services, all of tier 1, the same 80 teams",
            ((f"{GRAPH}/services", 335), (f"{GRAPH}/services_per_team", 335 / 80), (f"{GRAPH}/tier1_fraction", 1)),
        ),
        ("hard calls .50 and .30", ((f"{GRAPH}/hard_fraction_tier1", 0.5), (f"{GRAPH}/hard_fraction_elsewhere", 0.3))),
        ("coupling of soft calls .20", ((f"{GRAPH}/soft_coupling", 0.2),)),
    ]
    denser = [prototype.denser(program, scenario, quarters, setting, label, more) for label, more in graphs]

    print("One assumption at a time")
    tables = {}
    lists = {"assumptions": "parameters.json"}
    if options.all_assumptions:
        lists["more-assumptions"] = "more-parameters.json"
    for part, name in lists.items():
        parameters = sensitivity.load_parameters(Path(__file__).with_name(name))[: options.parameters]
        tables[part] = sensitivity.one_at_a_time(program, scenario, options.pairs, setting, parameters)

    page.draw(options.page.with_suffix(""), found, at_rest, *tables["assumptions"])
    parts = {
        "fitted": page.fitted_section(found),
        "held-out": page.targets_section(at_rest),
        "ai-load": page.load_section(below, above),
        "prototype": page.prototype_section(
            loads, prototype.saved_by(fitted), prototype.channel_means(fitted, "baseline"), denser
        ),
        **{part: page.sensitivity_section(central, rows) for part, (central, rows) in tables.items()},
    }
    text = options.page.read_text(encoding="utf-8")
    options.page.write_text(page.fill(text, parts), encoding="utf-8")
    print(f"Wrote {options.page} in {(time.monotonic() - begin) / 60:.0f} min")


if __name__ == "__main__":
    main()
