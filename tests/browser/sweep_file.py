"""What a sweep's file says, worked out again in plain Python from the losses that it keeps; and numbers as pages show
them."""

import math
import re
import sqlite3
import struct
from statistics import fmean, variance

UNDELIVERED_LIMIT = 0.05


def unpacked(blob):
    return struct.unpack(f"<{len(blob) // 8}d", blob)


def shown(text, digits=3):
    """A number as text says it, and how far the truth may lie from it: half a unit of its last digit, where zeros at its
    end may be rounded and at most `digits` digits are shown."""
    found = re.match(r"(-?[\d,]*\.?\d+(?:e-?\d+)?)[  ]?([kMG]?)", text.strip())
    assert found, text
    number, unit = found[1].replace(",", ""), {"": 1, "k": 1e3, "M": 1e6, "G": 1e9}[found[2]]
    value = float(number)
    decimals = len(number.split(".")[1]) if "." in number else -(len(number) - len(number.rstrip("0")))
    most = 0 if value == 0 else math.floor(math.log10(abs(value))) - digits + 1  # exponent of the last of the digits
    half = 0.5 * 10.0 ** (-max(decimals, 0) if value == 0 else max(-decimals, most))
    return value * unit, half * unit * (1 + 1e-9)


def t_quantile(probability, degrees):
    """Student's t, by Simpson's rule and bisection."""
    scale = math.gamma((degrees + 1) / 2) / (math.sqrt(degrees * math.pi) * math.gamma(degrees / 2))

    def below(x, steps=400):
        h = x / steps
        heights = [scale * (1 + (i * h) ** 2 / degrees) ** (-(degrees + 1) / 2) for i in range(steps + 1)]
        return 0.5 + h / 3 * (heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2]))

    low, high = 0.0, 1.0
    while below(high) < probability:  # far beyond it steps are too wide to be right
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < probability else (low, middle)
    return low


def quantile(values, p):
    return sorted(values)[max(1, math.ceil(len(values) * p - 1e-9)) - 1]


def half_width(values, confidence=0.95):
    return t_quantile(1 - (1 - confidence) / 2, len(values) - 1) * math.sqrt(variance(values) / len(values))


def differences(own, other):
    return [a - b for a, b in zip(own, other)]


class Sweep:
    """Every cell that was run; `losses[cell][policy]` by replication."""

    def __init__(self, path):
        with sqlite3.connect(path) as database:
            self.policies = [p for p, in database.execute("SELECT id FROM policy ORDER BY ordinal")]
            self.parameters = list(database.execute("SELECT name, low, high, base FROM parameter ORDER BY ordinal"))
            self.facts = dict(database.execute("SELECT key, value FROM sweep"))
            self.points = {c: unpacked(p) for c, p in database.execute("SELECT ordinal, point FROM cell")}
            self.losses, self.delivers, self.undelivered, self.lead_time = {}, {}, {}, {}
            for cell, policy, blob, submitted, left, hours in database.execute(
                    "SELECT cell, policy, lost_orders, changes_submitted_mean, changes_undelivered_mean,"
                    " lead_time_median_hours_mean FROM cell_policy ORDER BY cell, policy"):
                self.losses.setdefault(cell, []).append(unpacked(blob))
                share = left / submitted if submitted else 0.0
                self.undelivered.setdefault(cell, []).append(share)
                self.delivers.setdefault(cell, []).append(share <= UNDELIVERED_LIMIT)
                self.lead_time.setdefault(cell, []).append(hours)
        self.cells = sorted(self.losses)

    def mean(self, cell, policy):
        return fmean(self.losses[cell][policy])

    def candidates(self, cell):
        """Those that deliver, or all where none does."""
        return [p for p, delivers in enumerate(self.delivers[cell]) if delivers] or list(range(len(self.policies)))

    def best(self, cell):
        return min(self.candidates(cell), key=lambda p: self.mean(cell, p))

    def settled(self, cell):
        best = self.best(cell)
        rivals = [p for p in self.candidates(cell) if p != best]
        for rival in rivals:
            gains = differences(self.losses[cell][rival], self.losses[cell][best])
            if fmean(gains) - half_width(gains, 1 - 0.05 / len(rivals)) <= 0:
                return False
        return True

    def regrets(self, policy):
        return [self.mean(c, policy) - self.mean(c, self.best(c)) for c in self.cells if policy in self.candidates(c)]

    def usual_loss(self):
        """The reference's in its median cell."""
        return quantile([self.mean(c, 0) for c in self.cells], 0.5)

    def factors(self, policy):
        """Of common random numbers by cell, and together."""
        parts = []
        for c in self.cells:
            own, other = self.losses[c][policy], self.losses[c][0]
            parts.append((variance(own) + variance(other), variance(differences(own, other))))
        varies = [(a, b) for a, b in parts if b > 1e-24 * a]
        return [a / b for a, b in varies], sum(a for a, _ in varies) / sum(b for _, b in varies) if varies else None

    def sample(self):
        """Cells that stand for the ranges."""
        if self.facts["design"] == "saltelli":
            stride = 2 + len(self.parameters) * (2 if self.facts["second_order"] == "1" else 1)
            return [c for c in self.cells if c % stride < 2]
        return [] if self.facts["design"] in ("morris", "tornado") else self.cells

    def variance_split(self, policy):
        """Between points and between quarters, two-way."""
        rows = [self.losses[c][policy] for c in self.sample()]
        n, draws = len(rows[0]), len(rows)
        of_draws, of_quarters = [fmean(r) for r in rows], [fmean(column) for column in zip(*rows)]
        overall = fmean(of_draws)
        residual = sum((x - a - b + overall) ** 2 for r, a in zip(rows, of_draws) for x, b in zip(r, of_quarters))
        residual /= (draws - 1) * (n - 1)
        within = sum((x - a) ** 2 for r, a in zip(rows, of_draws) for x in r) / (draws * (n - 1))
        return max(0.0, variance(of_draws) - residual / n), within
