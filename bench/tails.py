#!/usr/bin/env python3
"""What importance sampling of tails is worth, and how often its intervals cover.

    bench/tails.py worth march-2026 4000 [SEED]                    one run: plain quarters that each of its quarters is worth
    bench/tails.py coverage small-shop 400 100 160000 [LESS]   100 runs of 400 quarters against 160,000 plain ones

Coverage holds the runs' intervals against the mean of all runs and against all plain quarters. Beside them stand plain runs
LESS times (20) as long: 2,000 of them, drawn with replacement from the plain quarters, whose own figures are the truth that
their intervals are held against. In the place of a number of plain quarters may stand the folder of a finished `compare` of
the first policy. FAULTLINE names the program (build/release/faultline).
"""
import csv
import json
import math
import os
import random
import statistics
import sys
import tempfile

from program import faultline

PLAIN_SEED = 1000003
FIRST_SEED = 1
PLAIN_GROUPS = 2000
REFUSED = 6  # the exit code


def tails(scenario, quarters, seed, policies=()):
    """The answer of `faultline tails`, which ends with 6 where it refuses every figure."""
    chosen = ["--policies", ",".join(policies)] if policies else []
    return json.loads(faultline("tails", scenario, "--replications", str(quarters), "--seed", str(seed), "--quiet",
                                "--format", "json", *chosen, ends_with=(0, REFUSED)))


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
    """Gross lost orders of plain quarters: so many of them, or those in a folder of results."""
    with tempfile.TemporaryDirectory() as folder:
        results = quarters
        if quarters.isdigit():
            results = folder
            faultline("compare", scenario, "--policies", policy, "--replications", quarters, "--seed", str(PLAIN_SEED),
                      "--quiet", "--out", folder)
        faultline("export", results, "--format", "csv", "-o", folder)
        with open(os.path.join(folder, "replications.csv"), newline="", encoding="utf-8") as lines:
            return [float(line["lost_orders_gross"]) for line in csv.DictReader(lines)
                    if line["second_reviewer"] == "central" and line["policy"] == policy]


def order_statistics(size, level):
    """Ranks from the top whose values hold the quantile with 95 % (binomial, exact); None where the sample is too small."""
    chance, below, low, high = (1 - level), 0.0, None, None
    log_term = size * math.log(level)  # of no quarter beyond the quantile; its own number may be too small for a double
    for beyond in range(size + 1):
        if low is None and below + math.exp(log_term) > 0.025:
            low = beyond  # fewer are beyond with less than 2.5 %
        below += math.exp(log_term)
        if below >= 0.975:
            high = beyond
            break
        if beyond < size:
            log_term += math.log((size - beyond) / (beyond + 1) * chance / level)
    return (high, low - 1) if low else None


def plain_figures(ordered, level, ranks):
    """Quantile, by inversion, and the mean of what lies beyond it, each (figure, low, high), of losses from the largest down.

    The quantile's interval lies between order statistics, the tail mean's is that of a mean of
    quantile + (loss - quantile)+ / (1 - level), the tail mean's influence function.
    """
    size = len(ordered)
    share = 1 - level
    quantile = ordered[min(int(size * share + 1e-9), size - 1)]
    excess = [loss - quantile for loss in ordered[:max(1, int(size * share * 3))] if loss > quantile]
    mean, square = math.fsum(excess) / size, math.fsum(value * value for value in excess) / size
    half = 1.96 * math.sqrt((square - mean * mean) / size) / share
    tail_mean = quantile + mean / share
    low, high = (ordered[ranks[0]], ordered[ranks[1]]) if ranks else (None, None)
    return {"quantile": (quantile, low, high), "tail_mean": (tail_mean, tail_mean - half, tail_mean + half)}


def words(intervals, truths, refused=0):
    """Cells of a table: spread of the figures, mean width of their intervals, and how many of them hold each of the truths."""
    given = [own for own in intervals if own[1] is not None]
    if len(given) < 2:
        return ["-"] * (2 + len(truths))
    held = [sum(low <= truth <= high for _, low, high in given) for truth in truths]
    width = statistics.fmean(high - low for _, low, high in given)
    return [f"{statistics.stdev(own[0] for own in given):,.0f}", f"{width:,.0f}",
            *(f"{count} of {len(given)}" for count in held)]


def coverage(scenario, quarters, runs, plain, less):
    """How wide the intervals are and how often they hold, for the first policy, beside those of plain runs LESS times as long."""
    policy = tails(scenario, 100, FIRST_SEED)["policies"][0]["id"]
    answers = [tails(scenario, quarters, seed, [policy])["policies"][0]["levels"] for seed in range(FIRST_SEED, FIRST_SEED + runs)]
    pool = sorted(plain_losses(scenario, policy, plain), reverse=True)
    size = quarters * less
    draws = random.Random(PLAIN_SEED)
    groups = [[pool[at] for at in sorted(draws.choices(range(len(pool)), k=size))] for _ in range(PLAIN_GROUPS)]
    print(f"{policy}: {runs} runs of {quarters} quarters by importance sampling; {PLAIN_GROUPS} runs of {size} quarters drawn "
          f"from {len(pool)} plain ones; intervals of 95 %")
    print("| figure | all plain | mean of the runs | refused | spread | mean width | hold all plain | hold their mean | plain: spread "
          "| mean width | hold | times fewer at equal width |\n|" + "---|" * 12)
    for at, level in enumerate(answers[0]):
        truth = plain_figures(pool, level["level"], order_statistics(len(pool), level["level"]))
        ranks = order_statistics(size, level["level"])
        of_groups = [plain_figures(group, level["level"], ranks) for group in groups]
        for key, name in (("quantile", "quantile"), ("tail_mean", "tail mean")):
            given = [(answer[at][key]["mean"], *answer[at][key]["ci95"]) for answer in answers if is_there(answer[at][key])]
            true, low, high = truth[key]
            line = [f"{level['level']:.1%} {name}", f"{true:,.0f} ({low:,.0f} to {high:,.0f})"]
            plain_intervals = [own[key] for own in of_groups]
            of_plain = words(plain_intervals, [true])
            if len(given) < 2:
                print("|", " | ".join([*line, "-", str(runs - len(given)), "-", "-", "-", "-", *of_plain, "-"]), "|")
                continue
            mean = statistics.fmean(own[0] for own in given)
            own = words(given, [true, mean])
            error = 1.96 * statistics.stdev(figure[0] for figure in given) / len(given) ** 0.5
            widths = [statistics.fmean(high - low for _, low, high in some if low is not None)
                      if any(one[1] is not None for one in some) else float("nan") for some in (plain_intervals, given)]
            times = f"{less * (widths[0] / widths[1]) ** 2:,.0f}"
            print("|", " | ".join([*line, f"{mean:,.0f} +- {error:,.0f}", str(runs - len(given)), *own, *of_plain, times]), "|",
                  flush=True)


if __name__ == "__main__":
    if len(sys.argv) in (4, 5) and sys.argv[1] == "worth":
        worth(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) == 5 else FIRST_SEED)
    elif len(sys.argv) in (6, 7) and sys.argv[1] == "coverage":
        coverage(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], int(sys.argv[6]) if len(sys.argv) == 7 else 20)
    else:
        sys.exit(__doc__)
