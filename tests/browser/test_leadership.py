"""The leadership page: one sheet, true to its results, safe with any name."""

import json
import re
import sqlite3
import struct
import subprocess

from pages import FAULTLINE, LONG_NAMES, NAMES, PageTest, compare, faultline, scenario_of_names

MOST_BYTES = 40_000
UNITS = {"k": 1e3, "M": 1e6, "G": 1e9}


def figure(text):
    """A number as shown, and half of its last digit."""
    number, unit = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)\s*([kMG]?)", text.strip()).groups()
    digits = number.replace(",", "")
    size = UNITS.get(unit, 1)
    if "." in digits:
        place = 10.0 ** -len(digits.split(".")[1])
    else:
        place = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return float(digits) * size, 0.5001 * place * size


def metric(database, policy, name):
    """One figure of a policy by replication."""
    at = [n for (n,) in database.execute("SELECT name FROM name WHERE kind = 'metric' ORDER BY ordinal")].index(name)
    rows = database.execute("SELECT metrics FROM outcome WHERE run_case = ? ORDER BY replication", (policy,))
    return [struct.unpack_from("<d", blob, 8 * at)[0] for (blob,) in rows]


class LeadershipTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_names(cls.folder / "scenario")
        cls.results = compare(cls.scenario, cls.folder / "six")
        cls.page_file = cls.folder / "six.html"
        faultline("report", cls.results, "--for", "leadership", "--budget", "500", "-o", cls.page_file)

    def assert_near(self, shown, true):
        value, half = figure(shown)
        self.assertLessEqual(abs(value - true), half, f"{shown} of {true}")

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)

    def test_prints_on_one_page_with_two_to_six_policies(self):
        self.assertEqual(self.printed_pages(self.page_file), 1)
        for n in range(2, 6):
            results = compare(self.scenario, self.folder / f"of-{n}", 20, *self.only(n))
            page = self.folder / f"of-{n}.html"
            faultline("report", results, "--for", "leadership", "--decision", "Board of trade, from 1 June. " * 3,
                      "-o", page)
            self.assertEqual(self.printed_pages(page), 1, n)

    def test_six_very_long_names_are_one_page_within_size(self):
        results = compare(scenario_of_names(self.folder / "long", LONG_NAMES), self.folder / "of-long", 200)
        page = self.folder / "long.html"
        faultline("report", results, "--for", "leadership", "--budget", "500", "--decision",
                  "Board of trade, from 1 June. " * 3, "-o", page)
        self.assertEqual(self.printed_pages(page), 1)
        self.assertLess(len(page.read_bytes()), MOST_BYTES)
        self.assert_fits(page)
        varied = [a for name in ("velocity=0.5:2", "reviewers=0.5:2", "demand=0.5:2", "bypass=0:0.4", "coupling=0.5:1")
                  for a in ("--vary", name)]
        faultline("sweep", self.folder / "long", *varied, "--design", "tornado", "--replications", 10, "--quiet",
                  "--out", self.folder / "torn")
        faultline("report", results, "--for", "leadership", "--budget", "500", "--decision",
                  "Board of trade, from 1 June. " * 3, "--sweep", self.folder / "torn", "-o", page)
        self.assertIn("3 of 26 cells could not be run", page.read_text())
        self.assertLess(len(page.read_bytes()), MOST_BYTES)
        self.assertEqual(self.printed_pages(page), 1)
        self.assertIn("What would change the answer?", page.read_text())
        self.assert_charts_can_be_read(page)

    def only(self, n):
        return [f for name in NAMES[:n] for f in ("--policies", name)]

    def test_says_what_the_results_say(self):
        page = self.open(self.page_file)
        database = sqlite3.connect(self.results / "results.sqlite")
        self.addCleanup(database.close)
        exported = json.loads(subprocess.run([FAULTLINE, "export", self.results, "--format", "json"], check=True,
                                             capture_output=True).stdout)
        embedded = json.loads(page.locator("#summary").text_content())
        rows = page.locator("table.policies tbody tr").all()
        self.assertEqual(len(rows), len(NAMES))
        for p, row in enumerate(rows):
            losses = metric(database, p, "lost_orders_gross")
            mean = sum(losses) / len(losses)
            over = sum(loss > 500 for loss in losses) / len(losses)
            cells = [cell.text_content().replace("\u00a0", " ") for cell in row.locator("td").all()]
            self.assertAlmostEqual(embedded["policies"][p]["lost_orders_mean"] / mean, 1, places=12)
            self.assertAlmostEqual(embedded["policies"][p]["over_budget"], over, places=12)
            orders, money = re.fullmatch(r"(.+?) \(USD (.+)\)", cells[0]).groups()
            self.assert_near(orders, mean)
            self.assert_near(money, 12 * mean)
            if cells[2].startswith("about") and cells[2].endswith("in 100"):
                self.assertEqual(int(cells[2].split()[1]), round(100 * over))
            hours = exported["policies"][p]["lead_time_hours"]["p50"]
            value, unit = cells[3].split()
            self.assert_near(value, hours * {"min": 60, "h": 1, "d": 1 / 24}[unit])
            if p == 0:
                continue
            saved, low, high, verdict = database.execute(
                "SELECT lost_orders_a_minus_b, simultaneous_low, simultaneous_high, verdict FROM pair "
                "WHERE a = 0 AND b = ? AND second_reviewer = 'central'", (p,)).fetchone()
            self.assertEqual(embedded["policies"][p]["saved"], saved)
            self.assertEqual(embedded["policies"][p]["saved_simultaneous95"], [low, high])
            self.assertEqual(embedded["policies"][p]["verdict"], verdict)
            change, money, first, last = re.fullmatch(r"(.+?) \(USD (.+?)\) \((.+) to (.+)\)", cells[1]).groups()
            unit = last[-1] if last[-1] in UNITS else ""
            self.assert_near(change, -saved)
            self.assert_near(money, -12 * saved)
            self.assert_near(first + unit, -high)
            self.assert_near(last, -low)

    def test_names_are_text(self):
        page = self.open(self.page_file)
        self.assertEqual(page.locator("main script, main img, main i").count(), 0)
        names = [row.get_attribute("title") or row.text_content()
                 for row in page.locator("table.policies tbody th bdi").all()]
        self.assertEqual(names, list(NAMES))

    def test_the_table_sorts_by_click_and_by_key(self):
        page = self.open(self.page_file)
        losses = [p["lost_orders_mean"] for p in json.loads(page.locator("#summary").text_content())["policies"]]
        button = page.locator("table.policies thead button").nth(1)
        shown = "trs => trs.map(tr => tr.querySelector('bdi').title || tr.querySelector('bdi').textContent)"
        by_loss = [NAMES[p] for p in sorted(range(len(NAMES)), key=lambda p: losses[p])]
        rows = page.locator("table.policies tbody tr")
        button.click()
        self.assertEqual(rows.evaluate_all(shown), by_loss)
        button.focus()
        page.keyboard.press("Enter")
        self.assertEqual(rows.evaluate_all(shown), [NAMES[p] for p in sorted(range(len(NAMES)), key=lambda p: -losses[p])])
        self.assertEqual(page.locator("table.policies th[aria-sort]").get_attribute("aria-sort"), "descending")

    def test_the_table_is_copied_with_intervals_in_cells_of_their_own(self):
        page = self.open(self.page_file)
        head, *rows = self.copied(page, page.locator("table.policies"))
        self.assertEqual(head[2:5], ["change (95 %)", "change (95 %) 95 % low", "change (95 %) 95 % high"])
        self.assertEqual({len(row) for row in rows}, {len(head)})
        self.assertRegex(rows[2][3], r"^-?[\d.,]+")

    def test_values_are_read_by_key_and_by_pointer(self):
        page = self.open(self.page_file)
        panel = page.locator(".panel").nth(1)  # differences leave the reference out
        self.assertEqual(page.locator(".panel input[type=range]").count(), 3)
        slider, output = panel.locator("input"), panel.locator("output")
        slider.focus()
        page.keyboard.press("End")
        said = output.text_content()
        self.assertIn(panel.locator("tbody tr").last.locator("bdi").text_content(), said)
        self.assertEqual(slider.get_attribute("aria-valuetext"), said)
        panel.locator("path.f-p2, circle.f-p2").first.hover()
        self.assertIn(panel.locator("tbody tr").nth(1).locator("bdi").text_content(), output.text_content())

    def test_themes_override_the_system_and_nothing_of_it_is_printed(self):
        page = self.open(self.page_file)
        self.assert_theme_can_be_chosen(page)
        page.emulate_media(media="print")
        self.assertEqual(page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        self.assertEqual(page.locator(".tools:visible").count(), 0)

    def test_same_bytes_at_any_number_of_threads_and_within_size(self):
        again = compare(self.scenario, self.folder / "again", 40, "--threads", "1")
        page = self.folder / "again.html"
        faultline("report", again, "--for", "leadership", "--budget", "500", "-o", page)
        self.assertEqual(page.read_bytes(), self.page_file.read_bytes())
        self.assertLess(len(page.read_bytes()), MOST_BYTES)
        self.assertNotIn(str(self.folder).encode(), page.read_bytes())
