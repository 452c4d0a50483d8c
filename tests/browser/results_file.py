"""What a run's results.sqlite says, worked out again in plain Python from the outcomes that it keeps."""

import math
import sqlite3

from collections import Counter
from statistics import covariance, fmean, stdev, variance

from sweep_file import differences, t_quantile, unpacked


def ratio_error(own, other):
    """Standard error of mean own / mean other."""
    ratio = fmean(own) / fmean(other)
    return stdev([a - ratio * b for a, b in zip(own, other)]) / fmean(other) / math.sqrt(len(own))


def ratio_interval(own, other):
    """Fieller's, at 95 %."""
    n, a, b = len(own), fmean(own), fmean(other)
    t2 = t_quantile(0.975, n - 1) ** 2 / n
    square, mixed, rest = b * b - t2 * variance(other), a * b - t2 * covariance(own, other), a * a - t2 * variance(own)
    root = math.sqrt(mixed * mixed - square * rest)
    return (mixed - root) / square, (mixed + root) / square


def quantile_interval(values, p):
    """By ranks from sums of the binomial law, at 95 %; None of too few values."""
    n = len(values)
    if n <= math.log(0.025) / math.log(p):
        return None
    below = [0.0]  # [k]: fewer than k
    for k in range(n + 1):
        below.append(below[-1] + math.comb(n, k) * p ** k * (1 - p) ** (n - k))
    low, high = max(k for k in range(n + 1) if below[k] <= 0.025), min(k for k in range(n + 1) if below[k] >= 0.975)
    return sorted(values)[low - 1], sorted(values)[high - 1]


def wilson(k, n, z=1.959963984540054):
    middle, half = k / n + z * z / 2 / n, z * math.sqrt(k / n * (1 - k / n) / n + z * z / 4 / n / n)
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def bin_edge(i):
    return 2.0 ** (-10 + (i - 1) // 32) * (1 + (i - 1) % 32 / 32)


class Results:
    """results.sqlite, case by case."""

    def __init__(self, path):
        self.database = sqlite3.connect(path)
        self.run = dict(self.database.execute("SELECT key, value FROM run"))
        self.policies = [p for p, in self.database.execute("SELECT id FROM policy ORDER BY ordinal")]
        self.low = dict(self.database.execute("SELECT policy, ordinal FROM run_case WHERE second_reviewer = 'low'"))
        self.metrics = self.names("metric")

    def names(self, kind):
        return [n for n, in self.database.execute("SELECT name FROM name WHERE kind = ? ORDER BY ordinal", (kind,))]

    def arrays(self, case, column):
        return [unpacked(b) for b, in self.database.execute(
            f"SELECT {column} FROM outcome WHERE run_case = ? ORDER BY replication", (case,))]

    def metric(self, case, name):
        return [row[self.metrics.index(name)] for row in self.arrays(case, "metrics")]

    def entry(self, case, column, at, pairs=False):
        """One entry by replication; of arrays of pairs, or empty if 0, too."""
        rows = self.arrays(case, column)
        return [dict(zip(row[::2], row[1::2])).get(at, 0.0) if pairs else row[at] if row else 0.0 for row in rows]

    def share(self, case, part, whole):
        return sum(self.metric(case, part)) / sum(self.metric(case, whole))

    def more(self, a, b, name):
        """Of b than of a, by replication."""
        return differences(self.metric(b, name), self.metric(a, name))

    def costliest(self, case, most):
        """Services where most lost orders start."""
        services = self.names("service")
        means = [fmean(self.entry(case, "loss_by_service", s, pairs=True)) for s in range(len(services))]
        return [services[s] for s in sorted(range(len(services)), key=lambda s: -means[s])[:most]]

    def losses(self, policy, worth, n):
        """Of its first quarters; of the central case where the low one was not run for all of them."""
        low = worth == "low" and n <= int(self.run["low_replications"])
        return self.metric(self.low.get(policy, policy) if low else policy, "lost_orders_gross")[:n]

    def review_hours(self, case):
        """In a week, of each reviewer of all teams by replication; of each at a desk, its name, and the share of its time."""
        weeks = self.run["horizon_days"] / 7
        desks = list(self.database.execute("SELECT name, people, hours_per_week FROM desk WHERE kind = 'team' ORDER BY ordinal"))
        of_desk = [self.entry(case, "review_hours_by_desk", d) for d in range(len(desks))]
        people = sum(n for _, n, _ in desks)
        means = [fmean(hours) / n / weeks for hours, (_, n, _) in zip(of_desk, desks)]
        return ([sum(quarter) / people / weeks for quarter in zip(*of_desk)],
                [(mean, name, mean / most) for mean, (name, _, most) in zip(means, desks)])

    def lead_time(self, case, p):
        """Of all changes together, straight within a bin."""
        bins = Counter()
        for blob, in self.database.execute("SELECT bins FROM histogram WHERE run_case = ? AND name = 'lead_time_hours'", (case,)):
            values = unpacked(blob)
            bins.update(dict(zip(map(int, values[::2]), values[1::2])))
        left = p * bins.total()
        for i, count in sorted(bins.items()):
            if count >= left:
                low = bin_edge(i) if i else 0.0
                return low + (bin_edge(i + 1) - low) * left / count
            left -= count

    def pair(self, a, b, worth="central"):
        rows = self.database.execute("SELECT * FROM pair WHERE a = ? AND b = ? AND second_reviewer = ?", (a, b, worth))
        return dict(zip([name for name, *_ in rows.description], rows.fetchone()))

    def reached(self, case):
        """By service: incidents that reached it, and those that began in it."""
        rows = self.database.execute("SELECT origin, victim, incidents FROM blast_reach WHERE run_case = ?", (case,)).fetchall()
        reached, started = Counter(), Counter()
        for origin, victim, incidents in rows:
            reached[victim] += incidents
            started[victim] += incidents if origin == victim else 0
        return reached, started

    def radius(self, case, low, high):
        """Incidents that reached so many services."""
        return sum(k for k, in self.database.execute(
            "SELECT incidents FROM blast_radius WHERE run_case = ? AND services BETWEEN ? AND ?", (case, low, high)))
