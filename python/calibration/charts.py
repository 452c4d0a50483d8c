"""The charts of docs/calibration.md. Same input, same bytes: no dates, fixed ids."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

from calibration.sensitivity import POLICIES, Parameter, Setting  # noqa: E402
from calibration.targets import Target  # noqa: E402

COLOURS = {"met": "#0072b2", "missed": "#d55e00", "not settled": "#777777"}  # told apart by the colour-blind
POLICY_COLOURS = dict(zip(POLICIES[1:], ("#e69f00", "#009e73", "#0072b2"), strict=True))
pyplot.rcParams.update(
    {"svg.hashsalt": "faultline", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
)


def save(figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None, "Creator": None}, bbox_inches="tight", facecolor="white")
    pyplot.close(figure)


def held_out(targets: list[Target], path: Path) -> None:
    """Each target on a scale of its own: the field's band in grey from 0 to 1, the model's interval beside it."""
    figure, axes = pyplot.subplots(figsize=(7.5, 0.36 * len(targets) + 1))
    for row, target in enumerate(reversed(targets)):
        low, high = target.field
        width = high - low if high > low else max(abs(high), 1e-9) * 0.1
        scale = [(x - low) / width for x in (target.model.low, target.model.value, target.model.high)]
        clipped = [min(max(x, -2.0), 3.0) for x in scale]
        axes.barh(row, 1 if high > low else 0.1, left=0, height=0.55, color="#d9d9d9")
        colour = COLOURS.get(target.verdict, "#777777")
        axes.plot([clipped[0], clipped[2]], [row, row], color=colour, linewidth=2)
        marker = "o" if scale[1] == clipped[1] else (">" if scale[1] > 0 else "<")
        axes.plot(clipped[1], row, marker=marker, color=colour, markersize=6)
    axes.set_yticks(range(len(targets)), [target.name for target in reversed(targets)])
    axes.set_xlim(-2.15, 3.15)
    axes.set_xticks([0, 1], ["field's low", "field's high"])
    axes.set_title("Held-out targets: where the model lies beside the field (arrow: further out)", loc="left", fontsize=10)
    handles = [pyplot.Line2D([], [], color=c, marker="o", label=v) for v, c in COLOURS.items()]
    axes.legend(handles=handles, loc="lower right", frameon=False, fontsize=8)
    save(figure, path)


def tornado(central: Setting, rows: list[tuple[Parameter, Setting, Setting]], path: Path, most: int = 20) -> None:
    """What each policy saves at both ends of the parameters that move it most."""
    def reach(row) -> float:
        return max(abs(end.shift[p].value) for end in row[1:] for p in POLICIES[1:])

    chosen = sorted(rows, key=reach, reverse=True)[:most]
    figure, axes = pyplot.subplots(figsize=(7.5, 0.34 * len(chosen) + 1.2))
    for place, (_parameter, low, high) in enumerate(reversed(chosen)):
        for offset, policy in zip((0.25, 0, -0.25), POLICIES[1:], strict=True):
            ends = [100 * end.saved[policy].value for end in (low, high)]
            axes.plot(ends, [place + offset] * 2, color=POLICY_COLOURS[policy], linewidth=2)
            axes.plot(ends[0], place + offset, marker="o", markersize=4, color=POLICY_COLOURS[policy], fillstyle="none")
            axes.plot(ends[1], place + offset, marker="o", markersize=4, color=POLICY_COLOURS[policy])
    for policy in POLICIES[1:]:
        axes.axvline(100 * central.saved[policy].value, color=POLICY_COLOURS[policy], linewidth=0.8, linestyle=":")
    labels = [f"{p.name}: {p.low_label} to {p.high_label}" for p, _, _ in reversed(chosen)]
    axes.set_yticks(range(len(chosen)), labels)
    axes.set_xlabel("% of the baseline's lost orders saved (dotted: as fitted; open: low end, filled: high end)")
    axes.set_title("What each policy saves when one assumption moves", loc="left", fontsize=10)
    handles = [pyplot.Line2D([], [], color=c, label=p) for p, c in POLICY_COLOURS.items()]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.3, -0.09), ncols=3, frameon=False, fontsize=8)
    save(figure, path)


def fitting(steps, targets: tuple[float, float], path: Path) -> None:
    """Both fitted rates on their way to the target."""
    figure, panels = pyplot.subplots(1, 2, figsize=(7.5, 2.4))
    names = ("incidents per 1,000 human changes", "% of incidents triggered by a change")
    values = ([s.measured.per_change.scaled(1000) for s in steps], [s.measured.change_triggered.scaled(100) for s in steps])
    for axes, name, estimates_, target in zip(panels, names, values, targets, strict=True):
        places = list(range(len(steps)))
        axes.axhline(target, color="#009e73", linewidth=1)
        axes.errorbar(
            places, [e.value for e in estimates_],
            yerr=[[e.value - e.low for e in estimates_], [e.high - e.value for e in estimates_]],
            fmt="o", color="#0072b2", capsize=3,
        )
        axes.set_xticks(places, ["start", *[f"step {i}" for i in places[1:]]])
        axes.set_xlim(-0.4, len(places) - 0.6)
        axes.set_title(name, loc="left", fontsize=9)
    figure.tight_layout()
    save(figure, path)
