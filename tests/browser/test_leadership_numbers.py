"""Every number of the leadership page, words and tables, worked out again from results.sqlite and the sweep's."""

import math
import random
import re

from statistics import fmean, stdev

from pages import SHOP, compare, faultline
from printed_numbers import NUMBER, PrintedTest
from results_file import Results, quantile_interval, wilson
from sweep_file import Sweep, differences, quantile

BUDGET = 500
QUARTERS = 60
VARIED = {"velocity": (0.5, 2), "demand": (0.5, 2), "bypass": (0, 0.4)}


class LeadershipNumbersTest(PrintedTest):
    """Of a run whose last policy is settled to lose fewer orders, and a tornado of the same scenario."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = compare(SHOP, cls.folder / "results", QUARTERS)
        varied = [a for name, (low, high) in VARIED.items() for a in ("--vary", f"{name}={low}:{high}")]
        faultline("sweep", SHOP, *varied, "--design", "tornado", "--replications", 40, "--quiet", "--out", cls.folder / "torn")
        cls.page_file = cls.folder / "sheet.html"
        faultline("report", folder, "--for", "leadership", "--budget", BUDGET, "--sweep", cls.folder / "torn", "-o",
                  cls.page_file)
        cls.of = Results(folder / "results.sqlite")
        cls.sweep = Sweep(cls.folder / "torn" / "results.sqlite")
        cls.addClassCleanup(cls.of.database.close)
        cls.best = 2

    def setUp(self):
        super().setUp()
        page = self.open(self.page_file)
        self.said = page.locator("main").inner_text().replace("\xa0", " ")
        self.compared_in_words = 0

    def rows(self, caption, which=0):
        """With plain spaces in their heads."""
        return [{head.replace("\xa0", " "): cell for head, cell in row.items()} for row in super().rows(caption, which)]

    def words(self, pattern):
        """Numbers of the page's words, each # of a pattern one."""
        found = re.search(re.escape(pattern).replace(r"\#", rf"({NUMBER}(?: ?[kMG]\b)?)"), self.said)
        self.assertIsNotNone(found, pattern)
        self.compared_in_words += len(found.groups())
        return found.groups()

    def losses(self, p):
        return self.of.metric(p, "lost_orders_gross")

    def saved(self, p):
        pair = self.of.pair(0, p)
        return pair["lost_orders_a_minus_b"], pair["simultaneous_low"], pair["simultaneous_high"]

    def hours_more(self, p):
        return self.of.lead_time(p, 0.5) - self.of.lead_time(0, 0.5)

    def change(self, text, interval, p):
        """Orders more than the reference's, as `estimate` rounds them."""
        saved, low, high = self.saved(p)
        quarters = self.of.more(p, 0, "lost_orders_gross")
        self.assertAlmostEqual(saved, fmean(quarters), places=9)
        self.estimate((text, interval), -saved, stdev(quarters) / math.sqrt(len(quarters)), -high, -low)

    def over_budget(self, cell, p):
        over = sum(lost > BUDGET for lost in self.losses(p))
        if over >= 10:
            self.assertEqual(cell, f"about {round(100 * over / QUARTERS)} in 100")
        else:
            shown = int(re.fullmatch(r"under (\d+) in 100", cell)[1])
            self.assertGreaterEqual(shown, 100 * wilson(over, QUARTERS)[1])
            self.assertLess(shown - 1, 100 * wilson(over, QUARTERS)[1])
        self.compared += 1

    def test_policies(self):
        for p, row in self.by_policy("Lost orders of a quarter", head="policy"):
            self.plain(row["mean lost orders"], fmean(self.losses(p)))
            self.over_budget(row["chance over budget"][0], p)
            self.plain(row["lead time"], self.of.lead_time(p, 0.5), 2)
            if p:
                text, interval = row["change (95 %)"]
                self.change(text, interval.strip("()"), p)
        self.assertEqual(self.compared, 3 * 3 + 2 * 3)

    def test_quantiles(self):
        for p, row in self.by_policy("Quantiles of a quarter"):
            for head, share in (("Median", 0.5), ("90 %", 0.9), ("99 %", 0.99)):
                ends = quantile_interval(self.losses(p), share)
                self.assertEqual(row[head][1] == "N too small", ends is None)
                self.estimate(row[head], quantile(self.losses(p), share), 0, *(ends or ()))
            self.plain(row["Over budget"], sum(lost > BUDGET for lost in self.losses(p)) / QUARTERS)
            self.plain(row["Without loss"], self.losses(p).count(0) / QUARTERS)
        self.assertEqual(self.compared, 3 * (3 * 3 - 2 + 2))

    def test_differences(self):
        for p, row in self.by_policy("Against baseline", 1):
            saved, low, high = self.saved(p)
            quarters = self.of.more(p, 0, "lost_orders_gross")
            self.estimate(row["Orders saved"], saved, stdev(quarters) / math.sqrt(len(quarters)), low, high)
            self.mean(row["More lead time (h)"], self.of.more(0, p, "lead_time_median_hours"))
            self.assertEqual(row["Verdict"][0], self.of.pair(0, p)["verdict"])
        self.assertEqual(self.compared, 2 * 6)

    def test_front(self):
        """Its chances by another thousand resamples: both are binomial, and lie within 4 standard errors of each other."""
        hours = [self.of.metric(p, "lead_time_median_hours") for p in range(3)]
        losses = [self.losses(p) for p in range(3)]
        draws, on_front = random.Random(1), [0] * 3
        for _ in range(1000):
            quarters = draws.choices(range(QUARTERS), k=QUARTERS)
            means = [(fmean(map(lost.__getitem__, quarters)), fmean(map(there.__getitem__, quarters)))
                     for lost, there in zip(losses, hours)]
            for p, (lost, there) in enumerate(means):
                on_front[p] += not any(a <= lost and b <= there and (a, b) != (lost, there) for a, b in means)
        for p, row in self.by_policy("Lead time in hours"):
            self.mean(row["Lead time"], hours[p])
            self.mean(row["Lost orders"], losses[p])
            chance, again = float(row["On the front"][0].replace("\xa0%", "")) / 100, on_front[p] / 1000
            error = math.sqrt(max(again * (1 - again), 1e-3) * 2 / 1000)
            self.assertLess(abs(chance - again), 4 * error + 0.005)
        self.assertEqual(self.compared, 3 * 6)

    def test_tornado(self):
        rows = {row["Input"][0]: row for row in self.rows("Orders saved at the ends of each input")}
        self.assertEqual(set(rows), set(VARIED))
        for k, (name, *_) in enumerate(self.sweep.parameters):
            for head, end in zip(("At its low end", "At its high end"), VARIED[name]):
                base = [point for _, _, _, point in self.sweep.parameters]
                cell = next(c for c in self.sweep.cells if self.sweep.points[c][k] == end
                            and all(x == b for j, (x, b) in enumerate(zip(self.sweep.points[c], base)) if j != k))
                quarters = differences(self.sweep.losses[cell][0], self.sweep.losses[cell][self.best])
                value, text, interval = re.fullmatch(r"(.+): (.+) \((.+)\)", rows[name][head][0]).groups()
                self.assertEqual(float(value), end)
                self.mean((text, interval), quarters)
        self.assertEqual(self.compared, 3 * 2 * 3)

    def test_words(self):
        saved, low, high = self.saved(self.best)
        fewer, slower = self.words("layered-safeguards: # fewer lost orders a quarter, # h slower")
        self.plain((fewer, ""), saved)
        self.plain((slower, ""), self.hours_more(self.best), 2)
        shown, first, last, share = self.words("Saving # (# to #) lost orders a quarter, simultaneous 95 %: # % of what")
        for text, true in ((shown, saved), (first, low), (last, high)):
            self.number(text, true, 0)
        self.plain((share + "%", ""), saved / fmean(self.losses(0)), 2)
        hours, = self.words("It takes # more engineer hours a quarter")
        self.plain((hours, ""), fmean(self.of.more(0, self.best, "engineer_hours")))
        more, first, last, slower, quarters = self.words("two-person-review against baseline: # (# to #) more, # h slower; "
                                                         "about # quarters would settle it")
        self.change(more, f"{first} to {last}", 1)
        self.plain((slower, ""), self.hours_more(1), 2)
        saved, low, high = self.saved(1)
        matters = float(self.of.run["smallest_difference_that_matters_fraction"]) * fmean(self.losses(0))
        self.plain((quarters, ""), QUARTERS * ((high - low) / 2 / (abs(saved) - matters)) ** 2, 2)
        self.assertEqual(self.compared_in_words, 2 + 4 + 1 + 5)
