#!/usr/bin/env python3
"""What importance sampling of tails is worth, and how often its intervals cover.

    bench/tails.py worth march-2026 4000 [SEED]                    one run: plain quarters that each of its quarters is worth
    bench/tails.py coverage small-shop 400 100 160000 [LESS]   100 runs of 400 quarters against 160,000 plain ones

Coverage holds the runs' intervals against all plain quarters and against one run as long as all runs, and says how far the
runs' figures spread beside those of plain quarters in groups LESS times (20) as large as a run. FAULTLINE names the program (build/release/faultline).
"""
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("FAULTLINE", "build/release/faultline")
PLAIN_SEED = 1000003
FIRST_SEED = 1


def faultline(*arguments):
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def tails(scenario, quarters, seed, policies=()):
    """The answer of `faultline tails`."""
    chosen = ["--policies", ",".join(policies)] if policies else []
    return json.loads(faultline("tails", scenario, "--replications", str(quarters), "--seed", str(seed), "--quiet",
                                "--format", "json", *chosen))


def is_there(figure):
    """Whether it was not refused."""
    return figure is not None and figure["mean"] is not None


def worth(scenario, quarters, seed):
    """A line a policy and level: the figures, what they rest on, and the ratios of variances."""
    print("| policy | 1 in | quantile | tail mean | counts as | worth: chance | worth: tail mean |\n|---|---|---|---|---|---|---|")
    for policy in tails(scenario, quarters, seed)["policies"]:
        for level in policy["levels"]:
            figures = [f"{level[key]['mean']:,.3g} ({level[key]['ci95'][0]:,.3g} to {level[key]['ci95'][1]:,.3g})"
                       if is_there(level[key]) else "refused" for key in ("quantile", "tail_mean")]
            ratios = [f"{level[key]:.0f}" if level[key] else "-"
                      for key in ("exceedance_worth_plain_quarters", "tail_mean_worth_plain_quarters")]
            print(f"| {policy['id']} | {1 / (1 - level['level']):.0f} | {' | '.join(figures)} | "
                  f"{level['beyond']['effective_quarters']:.0f} | {' | '.join(ratios)} |", flush=True)


def plain_losses(scenario, policy, quarters):
    """Gross lost orders of plain quarters, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        faultline("compare", scenario, "--policies", policy, "--replications", str(quarters), "--seed", str(PLAIN_SEED),
                  "--quiet", "--out", folder)
        faultline("export", folder, "--format", "csv", "-o", folder)
        with open(os.path.join(folder, "replications.csv"), newline="", encoding="utf-8") as lines:
            return [float(line["lost_orders_gross"]) for line in csv.DictReader(lines)
                    if line["second_reviewer"] == "central"]


def plain_figures(losses, level):
    """Quantile, by inversion, and the mean of what lies beyond it."""
    ordered = sorted(losses, reverse=True)
    beyond = len(ordered) * (1 - level)
    quantile = ordered[min(int(beyond + 1e-9), len(ordered) - 1)]
    return {"quantile": quantile,
            "tail_mean": quantile + sum(loss - quantile for loss in ordered if loss > quantile) / beyond}


def spread(values):
    return statistics.stdev(values) if len(values) > 1 else float("nan")


def coverage(scenario, quarters, runs, plain_quarters, less):
    """How often intervals hold the figure of plain quarters and of one run as long as all, for the first policy, and the
    spread of runs and of plain groups."""
    policy = tails(scenario, 100, FIRST_SEED)["policies"][0]["id"]
    plain = plain_losses(scenario, policy, plain_quarters)
    size = quarters * less
    groups = [plain[i:i + size] for i in range(0, len(plain) - size + 1, size)]
    long_run = tails(scenario, quarters * runs, PLAIN_SEED, [policy])["policies"][0]["levels"]
    answers = [tails(scenario, quarters, seed, [policy])["policies"][0]["levels"] for seed in range(FIRST_SEED, FIRST_SEED + runs)]
    print(f"{policy}: {runs} runs of {quarters} quarters; {len(groups)} groups of {size} plain quarters; one run of "
          f"{quarters * runs} quarters; each with its interval of 95 %")
    print("| figure | plain | long run | mean of runs | refused | held plain | held long run | spread of runs | of plain groups |"
          "\n|---|---|---|---|---|---|---|---|---|")
    for at, level in enumerate(answers[0]):
        true = plain_figures(plain, level["level"])
        of_groups = [plain_figures(group, level["level"]) for group in groups]
        for key, name in (("quantile", "quantile"), ("tail_mean", "tail mean")):
            given = [answer[at][key] for answer in answers if is_there(answer[at][key])]
            long = long_run[at][key]
            name = f"{level['level']:.1%} {name}"
            if not given or not is_there(long):
                print(f"| {name} | {true[key]:,.0f} | {'refused' if not is_there(long) else long['mean']} | - | {runs - len(given)} "
                      "| - | - | - | - |")
                continue
            held = [sum(own["ci95"][0] <= value <= own["ci95"][1] for own in given) for value in (true[key], long["mean"])]
            means = [own["mean"] for own in given]
            plain_spread = spread([own[key] for own in of_groups])
            print(f"| {name} | {true[key]:,.0f} +- {1.96 * plain_spread / len(of_groups) ** 0.5:,.0f} | {long['mean']:,.0f} "
                  f"({long['ci95'][0]:,.0f} to {long['ci95'][1]:,.0f}) | {statistics.fmean(means):,.0f} +- "
                  f"{1.96 * spread(means) / len(means) ** 0.5:,.0f} | {runs - len(given)} | {held[0]} of {len(given)} | "
                  f"{held[1]} of {len(given)} | {spread(means):,.0f} | {plain_spread:,.0f} |")


if __name__ == "__main__":
    if len(sys.argv) in (4, 5) and sys.argv[1] == "worth":
        worth(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) == 5 else FIRST_SEED)
    elif len(sys.argv) in (6, 7) and sys.argv[1] == "coverage":
        coverage(sys.argv[2], *map(int, sys.argv[3:6]), int(sys.argv[6]) if len(sys.argv) == 7 else 20)
    else:
        sys.exit(__doc__)
