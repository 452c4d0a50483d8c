"""Closed forms and small files for what script/calibrate computes."""

import json
import math
import unittest
from pathlib import Path

import numpy as np

from calibration import estimates, page, program, sensitivity, targets
from calibration.estimates import Estimate

ROOT = Path(__file__).resolve().parents[2]


class Estimates(unittest.TestCase):
    def setUp(self):
        self.random = np.random.Generator(np.random.Philox(7))

    def test_ratio_covers_its_truth_at_the_stated_rate(self):
        # 400 experiments at 95 %: a shortfall below 91.7 % (3 binomial standard errors) is a fault.
        covered = 0
        for _ in range(400):
            below = self.random.gamma(4, 1, 200)
            above = 0.5 * below + self.random.normal(0, 0.3, 200)
            found = estimates.ratio(above, below)
            covered += found.low <= 0.5 <= found.high
        self.assertGreater(covered, 400 * 0.95 - 3 * math.sqrt(400 * 0.95 * 0.05))

    def test_saved_shift_is_exactly_zero_against_itself(self):
        reference, other = self.random.gamma(1, 1, 50), self.random.gamma(1, 0.7, 50)
        shift = estimates.saved_shift((reference, other), (reference, other))
        self.assertEqual((shift.value, shift.low, shift.high), (0.0, 0.0, 0.0))

    def test_saved_shift_is_the_difference_of_both_savings(self):
        a, b, c = (self.random.gamma(1, 1, 50) for _ in range(3))
        shift = estimates.saved_shift((a, b), (a, c))
        self.assertAlmostEqual(shift.value, estimates.saved(a, c).value - estimates.saved(a, b).value, places=12)

    def test_ratio_of_ratios_of_equal_settings_is_one_without_width(self):
        a, b = self.random.gamma(3, 1, 50), self.random.gamma(3, 1, 50)
        found = estimates.ratio_of_ratios((a, b), (a, b))
        self.assertEqual((found.value, found.low, found.high), (1.0, 1.0, 1.0))

    def test_wilson_of_none_is_not_zero_wide(self):
        found = estimates.wilson(0, 100)
        self.assertEqual(found.low, 0.0)
        self.assertAlmostEqual(found.high, 0.0370, places=4)


class Targets(unittest.TestCase):
    def test_ninety_days_from_a_monday_hold_twenty_five_weekend_days(self):
        self.assertEqual(targets.horizon_days(0, 90), (65, 25))

    def test_verdict_by_where_the_interval_lies(self):
        def verdict(low, high):
            return targets.Target("", "", "", (1.0, 2.0), Estimate((low + high) / 2, low, high, 9), "").verdict

        self.assertEqual(verdict(1.1, 1.9), "met")
        self.assertEqual(verdict(0.5, 1.5), "not settled")
        self.assertEqual(verdict(2.1, 2.5), "missed")

    def test_median_and_share_of_a_histogram(self):
        edges = np.array([0.0, 1.0, 2.0, 4.0])
        counts = np.array([[1.0, 2.0, 1.0, 0.0], [1.0, 2.0, 1.0, 0.0]])
        self.assertEqual(targets.median_hours(edges, counts).value, 1.0)
        self.assertEqual(targets.share_within(edges, counts, 2.0).value, 0.75)


class EventLog(unittest.TestCase):
    def test_keeps_incidents_of_the_horizon_that_were_no_canary_catches(self):
        def story(time, severity, way):
            return (
                f'{{"event":"incident_story","began":{{"channel":"pipeline","time_hours":{time}}},"way":[{way}],'
                f'"phases":{{"recovered":{time + 2}}},"cost":{{"severity":{severity}}}}}'
            )

        change = '{"event":"change_submitted","origin":"human","lines":42}'
        lines = [
            '{"event":"policy_begins","horizon_begin_hours":100,"horizon_end_hours":200}',
            story(50, 3, change),
            story(150, 0, change),
            story(160, 2, change),
            story(170, 3, ""),
        ]
        found = program.read_quarter(lines).incidents
        self.assertEqual([(i.origin, i.lines, i.severity) for i in found], [("human", 42, 2), (None, None, 3)])
        self.assertEqual(found[0].recovered_hours - found[0].begin_hours, 2)


def resolved(value, folder: Path):
    """With parts of files in the place of references to them."""
    if isinstance(value, list):
        return [resolved(item, folder) for item in value]
    if not isinstance(value, dict):
        return value
    if "$file" in value:
        name, _, pointer = value["$file"].partition("#")
        return at(resolved(json.loads((folder / name).read_text(encoding="utf-8")), folder), pointer)
    return {key: resolved(item, folder) for key, item in value.items()}


def at(value, pointer: str):
    for token in pointer.split("/")[1:]:
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


class Parameters(unittest.TestCase):
    def test_both_lists_move_each_assumption_once_and_to_two_ends(self):
        folder = Path(sensitivity.__file__).parent
        lists = [sensitivity.load_parameters(folder / name) for name in ("parameters.json", "more-parameters.json")]
        parameters = [p for found in lists for p in found]
        self.assertEqual(len({p.name for p in parameters}), len(parameters))
        for p in parameters:
            self.assertEqual(p.low.keys(), p.high.keys(), p.name)
            self.assertNotEqual(p.low, p.high, p.name)


    def test_the_reference_scenario_states_the_same_ranges(self):
        folder = Path(sensitivity.__file__).parent
        scenario = ROOT / "scenarios/march-2026"
        document = resolved(json.loads((scenario / "scenario.json").read_text(encoding="utf-8")), scenario)
        for name in ("parameters.json", "more-parameters.json"):
            for parameter in sensitivity.load_parameters(folder / name):
                for pointer, low in parameter.low.items():
                    ends = sorted((low, parameter.high[pointer]))
                    self.assertEqual(at(document, pointer)["range"], ends, pointer)


class Page(unittest.TestCase):
    def test_fills_between_its_marks_and_leaves_the_rest(self):
        text = "before\n<!-- x -->\nold\n<!-- /x -->\nafter\n"
        filled = page.fill(text, {"x": "new"})
        self.assertEqual(filled, "before\n<!-- x -->\nnew\n<!-- /x -->\nafter\n")
        self.assertEqual(page.fill(filled, {"x": "new"}), filled)

    def test_says_which_mark_is_missing(self):
        with self.assertRaises(SystemExit) as caught:
            page.fill("", {"fitted": ""})
        self.assertIn("fitted", str(caught.exception))

    def test_shows_what_the_interval_allows(self):
        self.assertEqual(page.shown(Estimate(0.1234, 0.12, 0.13, 9), "%"), "12.3 % (12.0 to 13.0)")
        self.assertEqual(page.shown(Estimate(1.4567, 1.2, 1.7, 9), "h"), "1.46 h (1.20 to 1.70)")


if __name__ == "__main__":
    unittest.main()
