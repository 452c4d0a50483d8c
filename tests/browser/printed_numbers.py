"""Numbers in the tables of a run's page against what its results say, as exactly as they are printed."""

import math
import re

from statistics import fmean, stdev

from pages import PageTest
from results_file import ratio_error, wilson
from sweep_file import half_width

NUMBER = r"-?[\d,]*\.?\d+(?:e[+-]?\d+)?"
UNITS = {"": 1, "k": 1e3, "M": 1e6, "%": 0.01, "min": 1 / 60, "h": 1, "d": 24}
READ = """() => [...document.querySelectorAll('table')].map(t => [t.caption.textContent, [...t.rows].map(r => [...r.cells].map(
            c => [[...c.childNodes].filter(n => n.nodeName !== 'SMALL').map(n => n.textContent).join(''),
                  c.querySelector('small')?.textContent ?? '']))])"""


def exponent(value, digits):
    """Of the last of so many digits of a value, after rounding."""
    return int(f"{value:.{digits - 1}e}".split("e")[1]) - digits + 1 if value else -99


class PrintedTest(PageTest):
    """Of the tables of `page_file` and the Results `of`; a cell is its text and its interval. `compared` counts numbers."""

    def setUp(self):
        self.compared = 0
        self.tables = self.open(self.page_file).evaluate(READ)

    def rows(self, caption, which=0):
        """By head of the column, of the table whose caption begins so."""
        head, *rows = [rows for name, rows in self.tables if name.startswith(caption)][which]
        return [dict(zip([text for text, _ in head], row)) for row in rows]

    def number(self, text, true, place):
        """Half a unit of the last digit: of `place`, or further right where the text has more decimals."""
        found = re.fullmatch(rf"({NUMBER})\s?(\S*)", text.strip())
        self.assertIsNotNone(found, text)
        unit = UNITS[found[2]]
        decimals = len(found[1].partition(".")[2])
        half = 0.5 * min(10.0 ** place, unit * 10.0 ** -decimals if decimals else math.inf)
        self.assertLessEqual(abs(float(found[1].replace(",", "")) * unit - true), half * (1 + 1e-9), f"{text} of {true}")
        self.compared += 1

    def plain(self, cell, true, digits=3):
        unit = UNITS[re.search(r"[a-z%]*$", cell[0])[0]]  # digits count in the unit shown
        self.number(cell[0], true, exponent(true / unit, digits) + math.log10(unit))

    def estimate(self, cell, true, error, low=None, high=None, unit=1):
        """Two digits of the error, three of the value at most; the ends of an interval at one place."""
        text, interval = cell
        of_error = exponent(error / unit, 2) if error else -99
        shift = math.log10(unit)
        self.number(text, true, max(of_error, exponent(true / unit, 3)) + shift)
        if low is not None:
            ends = re.fullmatch(rf"({NUMBER}) to ({NUMBER})(\s?\S*)", interval)
            self.assertIsNotNone(ends, interval)
            for end, true in ((ends[1], low), (ends[2], high)):
                furthest = max(abs(low), abs(high)) if error else true
                self.number(end + ends[3], true, max(of_error, exponent(furthest / unit, 3)) + shift)

    def mean(self, cell, values, confidence=0.95, least=-math.inf):
        """With Student's interval."""
        true, half = fmean(values), half_width(values, confidence)
        self.estimate(cell, true, stdev(values) / math.sqrt(len(values)), max(least, true - half), true + half)

    def share(self, cell, k, n):
        low, high = wilson(k, n)
        self.plain((cell[0], ""), k / n, 2)
        for end, true in zip(cell[1].replace("\xa0%", "").split(" to "), (low, high)):
            self.plain((end + "%", ""), true, 2)

    def saved(self, cell, a, b, worth):
        """The figures of table pair, its share worked out again from the losses."""
        pair = self.of.pair(a, b, worth)
        own, other = (self.of.losses(p, worth, pair["replications"]) for p in (b, a))
        self.assertAlmostEqual(pair["saved_fraction"], 1 - fmean(own) / fmean(other), places=9)
        # One digit of its error is enough for a percentage.
        self.estimate(cell, pair["saved_fraction"], 10 * ratio_error(own, other), pair["saved_low"], pair["saved_high"], 0.01)

    def saved_orders(self, cell, a, b):
        """With the interval of table pair that holds for all pairs at once, whose draws are not worked out again."""
        pair, saved = self.of.pair(a, b), self.of.more(b, a, "lost_orders_gross")
        ends = pair["simultaneous_low"], pair["simultaneous_high"]
        self.assertAlmostEqual(pair["lost_orders_a_minus_b"], fmean(saved), places=9)
        self.estimate(cell, fmean(saved), stdev(saved) / math.sqrt(len(saved)), *ends)
        return saved

    def by_policy(self, caption, first=0, head="Policy"):
        rows = self.rows(caption)
        self.assertEqual([row[head][0] for row in rows], self.of.policies[first:])
        return enumerate(rows, first)
