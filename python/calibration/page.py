"""docs/calibration.md and the figures in it."""

from __future__ import annotations

import math
from pathlib import Path

from calibration import charts, fit
from calibration.estimates import Estimate
from calibration.sensitivity import POLICIES, Parameter, Setting
from calibration.targets import Target, bracketed

LINE = 120


def shown(estimate: Estimate, unit: str) -> str:
    """A value with its interval, to the precision that the interval allows."""
    percent = unit in ("%", "+%")
    factor = 100.0 if percent else 1.0
    value, low, high = (factor * x for x in (estimate.value, estimate.low, estimate.high))
    width = high - low
    decimals = 3 if width == 0 or math.isnan(width) else min(4, max(0, 1 - math.floor(math.log10(width))))
    sign = "+" if unit == "+%" and value > 0 else ""
    tail = " %" if percent else f" {unit}" if unit else ""
    text = f"{sign}{value:.{decimals}f}{tail}"
    return text if width == 0 or math.isnan(width) else f"{text} ({low:.{decimals}f} to {high:.{decimals}f})"


def orders(estimate: Estimate) -> str:
    value, low, high = (x / 1e6 for x in (estimate.value, estimate.low, estimate.high))
    return f"{value:.2f} M ({low:.2f} to {high:.2f})"


def whole_percent(share: float) -> str:
    """Without the sign of a zero."""
    return f"{round(100 * share) + 0:d}"


def percent(estimate: Estimate) -> str:
    return f"{whole_percent(estimate.value)} ({whole_percent(estimate.low)} to {whole_percent(estimate.high)})"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def fitted_section(found: fit.Fit) -> str:
    steps = [
        [
            name,
            f"{step.beta:g}",
            f"{step.per_day:g}",
            shown(step.measured.per_change, "%"),
            shown(step.measured.change_triggered, "%"),
        ]
        for name, step in zip(["start", "after one step", "after two"], found.steps, strict=True)
    ]
    events = [
        [f"{share:g}" + (" (in use)" if share == found.fleet_share else ""), shown(value, "%"), f"{value.quarters:,}"]
        for share, value in found.large_event.items()
    ]
    return "\n\n".join(
        [
            table(
                ["", "`defects/beta`", "`background_incidents/per_day`", "Z11: incidents per human change (0.4 %)",
                 "Z12: triggered by a change (70 %)"],
                steps,
            ),
            "![Both rates on their way to the target](calibration/fit.svg)",
            table(["`fleet_fraction_out_of_band`", "quarters with one event of 6.3 M orders or more", "quarters"], events),
        ]
    )


def targets_section(targets: list[Target]) -> str:
    rows = [
        [t.name, t.row, t.measured, shown(t.model, t.unit), f"**{t.verdict}**" if t.verdict != "met" else "met"]
        for t in targets
    ]
    return table(["held out", "row", "field", "model (95 %)", "verdict"], rows)


def load_section(below: list[Target], above: list[Target]) -> str:
    rows = [
        [b.name.split(": ", 1)[1], b.row, b.measured, shown(b.model, b.unit), shown(a.model, a.unit), bracketed(b, a)]
        for b, a in zip(below, above, strict=True)
    ]
    names = [side[0].name.split(":", 1)[0] for side in (below, above)]
    return table(["under AI load", "row", "field", *names, "field's figure"], rows)


def prototype_section(loads, savings, channels, denser) -> str:
    earlier = {1: (".46", "2.4 h"), 2: (".82", "18.7 h"), 5: ("1.01", "28 h"), 10: ("", "")}
    first = loads[0].loss_per_1000.value
    rows = [
        [
            f"{load.times:g} x", earlier[int(load.times)][0], f"{load.utilisation.value:.2f}",
            earlier[int(load.times)][1], shown(load.median_review_hours, "h"), orders(load.lost_orders),
            f"{load.loss_per_1000.value / first:.2f}",
        ]
        for load in loads
    ]
    found = {"two-person-review": "5 to 9; 4.0 ± 2.3", "controlled-friction": "about 22; 18 ± 8",
             "layered-safeguards": "about 40; 38 ± 8"}
    saved_rows = [[policy, found[policy], percent(savings[policy])] for policy in POLICIES[1:]]
    second = {"pipeline": ".88", "rollout": ".14", "out_of_band": ".63", "background": "1.41"}
    channel_rows = [
        [name.replace("_", " "), second.get(name, "-"), orders(value)] for name, value in channels.items()
    ]
    dense_rows = [
        [d.label, orders(d.lost_orders), shown(d.serious_share, "%"), *[percent(d.saved[p]) for p in POLICIES[1:]]]
        for d in denser
    ]
    return "\n\n".join(
        [
            table(
                ["changes that people write", "busy, prototype", "busy", "median review, prototype", "median review",
                 "lost orders a quarter", "loss per change of people, against 1 x"],
                rows,
            ),
            table(["policy", "% saved: prototype; second program", "% saved here (95 %)"], saved_rows),
            table(["channel", "second program, M orders", "lost orders here"], channel_rows),
            table(
                ["graph", "lost orders a quarter", "severity 1 or 2", *[f"% saved, {p}" for p in POLICIES[1:]]],
                dense_rows,
            ),
        ]
    )


def order_text(setting: Setting, central: Setting) -> str:
    if setting.order == central.order:
        return "same"
    short = {"baseline": "baseline", "two-person-review": "two-person", "controlled-friction": "controlled",
             "layered-safeguards": "layered"}
    text = " < ".join(short[p] for p in setting.order)
    return f"**{text}**" + ("" if setting.settled else " (not settled)")


def sensitivity_section(central: Setting, rows: list[tuple[Parameter, Setting, Setting]]) -> str:
    def moved(setting: Setting, policy: str) -> str:
        shift = setting.shift[policy]
        settled = shift.low > 0 or shift.high < 0
        text = whole_percent(setting.saved[policy].value)
        return f"**{text}**" if settled else text

    def reach(row) -> float:
        return max(abs(end.shift[p].value) for end in row[1:] for p in POLICIES[1:])

    lines = []
    for parameter, low, high in sorted(rows, key=reach, reverse=True):
        cells = [f"{moved(low, p)} / {moved(high, p)}" for p in POLICIES[1:]]
        changed = [order_text(end, central) for end in (low, high)]
        order = "same" if changed == ["same", "same"] else " / ".join(changed)
        lines.append(
            [parameter.name, f"{parameter.low_label} / {parameter.central_label} / {parameter.high_label}", *cells, order]
        )
    middle = ["as fitted", "", *[percent(central.saved[p]) for p in POLICIES[1:]], " < ".join(central.order)]
    head = ["assumption", "low / as it is / high", *[f"% saved, {p}" for p in POLICIES[1:]], "order by lost orders"]
    return table(head, [middle, *lines])


def fill(template: str, parts: dict[str, str]) -> str:
    """Replaces what stands between `<!-- name -->` and `<!-- /name -->`; words outside belong to their writer."""
    for name, text in parts.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin not in template or end not in template:
            raise SystemExit(f"docs/calibration.md has no place for {name}")
        head, rest = template.split(begin, 1)
        template = head + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1]
    return template


def draw(folder: Path, found: fit.Fit, targets: list[Target], central: Setting, rows) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    charts.fitting(found.steps, (1000 * fit.INCIDENTS_PER_CHANGE, 100 * fit.CHANGE_TRIGGERED), folder / "fit.svg")
    charts.held_out(targets, folder / "held-out.svg")
    charts.tornado(central, rows, folder / "assumptions.svg")
