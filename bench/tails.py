#!/usr/bin/env python3
"""What importance sampling of tails is worth, and how often its intervals cover.

    bench/tails.py worth march-2026 400            one run: plain quarters that each of its quarters is worth
    bench/tails.py coverage small-shop 400 100     100 runs of 400 quarters against one of 20,000

FAULTLINE names the program (build/release/faultline).
"""
import json
import os
import subprocess
import sys

PROGRAM = os.environ.get("FAULTLINE", "build/release/faultline")
REFERENCE_QUARTERS = 20000
REFERENCE_SEED = 1000003


def tails(scenario, quarters, seed, policies=()):
    """The answer of `faultline tails`."""
    command = [PROGRAM, "tails", scenario, "--replications", str(quarters), "--seed", str(seed), "--quiet", "--format", "json"]
    if policies:
        command += ["--policies", ",".join(policies)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def worth(scenario, quarters):
    """A line a policy and level: the figures, what they rest on, and the ratios of variances."""
    print("| policy | 1 in | quantile | tail mean | counts as | worth: chance | worth: tail mean |\n|---|---|---|---|---|---|---|")
    for policy in tails(scenario, quarters, 1)["policies"]:
        for level in policy["levels"]:
            figures = [f"{level[key]['mean'] / 1e6:.3g} M ({level[key]['ci95'][0] / 1e6:.3g} to {level[key]['ci95'][1] / 1e6:.3g})"
                       if level[key] else "refused" for key in ("quantile", "tail_mean")]
            ratios = [f"{level[key]:.0f}" if level[key] else "-"
                      for key in ("exceedance_worth_plain_quarters", "tail_mean_worth_plain_quarters")]
            print(f"| {policy['id']} | {1 / (1 - level['level']):.0f} | {' | '.join(figures)} | "
                  f"{level['beyond']['effective_quarters']:.0f} | {' | '.join(ratios)} |")


def coverage(scenario, quarters, runs):
    """How often intervals hold the value of a long run, for the first policy."""
    first = tails(scenario, 100, 1)["policies"][0]["id"]
    truth = tails(scenario, REFERENCE_QUARTERS, REFERENCE_SEED, [first])["policies"][0]["levels"]
    held, refused = {}, {}
    for seed in range(1, runs + 1):
        for level, true in zip(tails(scenario, quarters, seed, [first])["policies"][0]["levels"], truth):
            for key in ("quantile", "tail_mean"):
                name = f"{level['level']} {key}"
                if level[key] is None:
                    refused[name] = refused.get(name, 0) + 1
                else:
                    low, high = level[key]["ci95"]
                    held[name] = held.get(name, 0) + (low <= true[key]["mean"] <= high)
    for level in truth:
        for key in ("quantile", "tail_mean"):
            name = f"{level['level']} {key}"
            answered = runs - refused.get(name, 0)
            print(f"{name}: {level[key]['mean']:.0f} {level[key]['ci95']} held {held.get(name, 0)} of {answered}")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "worth":
        worth(sys.argv[2], int(sys.argv[3]))
    elif len(sys.argv) == 5 and sys.argv[1] == "coverage":
        coverage(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(__doc__)
