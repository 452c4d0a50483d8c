"""The researcher's page of a sweep: true to its file, safe with any name, and its snippet runs."""

import json
import math
import re
import sqlite3
import subprocess
import sys
from statistics import fmean

from pages import FAULTLINE, NAMES, PageTest, faultline, scenario_of_names
from sweep_file import Sweep, differences, half_width, quantile, shown, unpacked

GRID = ("--vary", "velocity=0.5:4:4,log", "--vary", "review-capacity=0.5:2:3", "--design", "grid")
SAMPLE = ("--vary", "velocity=0.5:4,log", "--vary", "/defects/beta=0.001:0.004", "--design", "lhs", "--points", "10")
INDICES = ("--vary", "velocity=0.5:4,log", "--vary", "demand=0.5:2", "--design", "saltelli", "--points", "16",
           "--second-order")
SCREEN = ("--vary", "velocity=0.5:4,log", "--vary", "demand=0.5:2", "--design", "morris", "--points", "4")
SINGLE = ("--vary", "velocity=0.5:4:3,log", "--vary", "demand=0.5:2:3", "--design", "tornado")

# Every table: caption and rows, each cell as its value and its interval.
TABLES = """() => [...document.querySelectorAll('table')].map(t => ({
    caption: t.caption.textContent,
    rows: [...t.tBodies[0].rows].map(r => [...r.cells].map(c => {
        const interval = c.querySelector('small')?.textContent || '';
        return [c.textContent.slice(0, c.textContent.length - interval.length).trim(), interval];
    })),
}))"""


class ResearcherTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_names(cls.folder / "scenario")
        cls.pages, cls.seen = {}, {}
        for name, design, policies in (("grid", GRID, 6), ("lhs", SAMPLE, 2), ("saltelli", INDICES, 2),
                                       ("morris", SCREEN, 2), ("tornado", SINGLE, 2)):
            cls.pages[name] = cls.page_of(name, design, policies)

    @classmethod
    def page_of(cls, name, design, policies, *more):
        out = cls.folder / name
        chosen = [word for policy in NAMES[:policies] for word in ("--policies", policy)]
        faultline("sweep", cls.scenario, *design, *chosen, "--replications", "16", "--quiet", "--out", out, *more)
        page = cls.folder / f"{name}.html"
        faultline("report", out, "--for", "researcher", "-o", page)
        return page

    def test_opens_without_complaint_and_is_accessible(self):
        for page in self.pages.values():
            self.assert_accessible(page)

    def test_cells_of_a_map_are_read_off_by_pointer_and_by_key(self):
        page = self.open(self.pages["grid"])
        figures = page.locator("figure").filter(has=page.locator("svg[data-cells]"))
        self.assertGreater(figures.count(), 2)
        for figure in figures.all():
            self.assertEqual(figure.get_attribute("aria-label"), figure.locator("svg > title").text_content())
        figure = figures.first
        table = figure.locator("xpath=following-sibling::details[1]//table")
        cells = table.evaluate("t => [...t.tBodies[0].rows].map(r => [...r.cells].slice(1).map(c => c.textContent))")
        self.assertEqual((len(cells), len(cells[0])), (3, 4))
        slider, output = figure.locator("input[type=range]"), figure.locator("output")
        slider.focus()
        page.keyboard.press("End")
        said = output.text_content()
        self.assertTrue(said.startswith("velocity 4, review-capacity 0.5 \u2192 "), said)
        self.assertTrue(said.endswith(" " + cells[2][3]), said)
        across, down = figure.locator("svg").get_attribute("data-cells").split(",")
        across, down = [float(x) for x in across.split()], [float(y) for y in down.split()]
        box = figure.locator("svg").bounding_box()
        zoom = box["width"] / float(figure.locator("svg").get_attribute("viewBox").split()[2])
        for row in range(3):
            for column in range(4):
                page.mouse.move(box["x"] + zoom * (across[column] + across[column + 1]) / 2,
                                box["y"] + zoom * (down[2 - row] + down[3 - row]) / 2)
                self.assertTrue(output.text_content().endswith(" \u2192 " + cells[row][column]), output.text_content())

    def test_nothing_overflows(self):
        for page in self.pages.values():
            self.assert_fits(page)
        dictionary = self.open(self.pages["grid"], 768).locator(".dictionary .scroll")
        self.assertLessEqual(dictionary.evaluate("d => d.scrollWidth - d.clientWidth"), 0, "fits a tablet")

    def test_has_every_section_in_order(self):
        for name, path in self.pages.items():
            page = self.open(path)
            headings = [h.text_content()[0] for h in page.locator("h2").all()]
            self.assertEqual(headings, list("012345678"), name)
            self.assertEqual(page.locator("h1").count(), 1)
            for figure in page.locator("figure svg").all():
                self.assertEqual(figure.get_attribute("role"), "img")

    def test_numbers_are_those_of_the_file(self):
        page = self.open(self.pages["grid"])
        database = sqlite3.connect(self.folder / "grid" / "results.sqlite")
        self.addCleanup(database.close)
        embedded = json.loads(page.locator("#summary").text_content())
        means = dict(((c, p), m) for c, p, m in database.execute("SELECT cell, policy, mean FROM cell_policy"))
        losses = {(c, p): unpacked(b) for c, p, b in
                  database.execute("SELECT cell, policy, lost_orders FROM cell_policy")}
        self.assertEqual(len(embedded["by_cell"]), 12)
        for cell in embedded["by_cell"]:
            for p, mean in enumerate(cell["mean_lost_orders"]):
                self.assertEqual(mean, means[cell["cell"], p])
            for p, (difference, interval) in enumerate(cell["less_reference_ci95"], 1):
                own, other = losses[cell["cell"], p], losses[cell["cell"], 0]
                wanted = sum(a - b for a, b in zip(own, other)) / len(own)
                self.assertAlmostEqual(difference, wanted, delta=1e-9 * (1 + abs(wanted)))
                self.assertLessEqual(interval[0], difference)
                self.assertGreaterEqual(interval[1], difference)
        sha, = database.execute("SELECT value FROM sweep WHERE key = 'results_sha256'").fetchone()
        self.assertIn(sha, page.locator("main").text_content())

    def tables(self, name):
        if name not in self.seen:
            self.seen[name] = self.open(self.pages[name]).evaluate(TABLES)
        return self.seen[name]

    def rows(self, tables, caption):
        return next(t["rows"] for t in tables if caption in t["caption"])

    def assert_shown(self, cell, truth, what):
        """A cell says the truth to within its last digit."""
        value, near = shown(cell[0])
        self.assertAlmostEqual(value, truth, delta=near + 1e-9 * abs(truth), msg=(cell, truth, what))

    def assert_interval(self, cell, middle, half, what):
        """Its ends as well, in the unit of its value."""
        unit = cell[0][-1] if cell[0][-1] in "kMG" else ""
        ends = cell[1].rstrip("kMG  ").split(" to ")
        coarsest = max(shown(text + unit)[1] for text in (cell[0].split(" ")[0], *ends))  # of a 0 nothing shows its unit
        for text, truth in zip(ends, (middle - half, middle + half), strict=True):
            value, near = shown(text + unit)
            near = coarsest if value == 0 else near
            self.assertAlmostEqual(value, truth, delta=near + 1e-6 * half, msg=(cell, truth, what))

    def test_design_card_is_that_of_the_file(self):
        for name in self.pages:
            sweep, tables = Sweep(self.folder / name / "results.sqlite"), self.tables(name)
            card = {row[0][0]: row[1][0] for row in self.rows(tables, "What was run")}
            self.assertTrue(card["Size"].startswith(f"{len(sweep.points)} cells"), card)
            self.assertTrue(card["Replications"].startswith(sweep.facts["replications"] + " quarters"), card)
            for row, (parameter, low, high, base) in zip(self.rows(tables, "What varied"), sweep.parameters, strict=True):
                self.assertEqual(row[0][0], parameter)
                for cell, truth in zip(row[1:4], (low, high, base)):
                    self.assert_shown(cell, truth, parameter)

    def test_response_and_robustness_are_those_of_the_file(self):
        for name in self.pages:
            sweep, tables = Sweep(self.folder / name / "results.sqlite"), self.tables(name)
            best = [sweep.best(c) for c in sweep.cells]
            limit = sweep.usual_loss()
            card = self.rows(tables, "where each policy loses least")
            regrets, enough = self.rows(tables, "Regret:"), self.rows(tables, "half, once and twice")
            medians, failing = self.rows(tables, "Median over the cells"), None
            if sweep.sample():
                failing = self.rows(tables, "is not good enough: it does not deliver")
            busy = self.rows(tables, "Queues that do not keep up")
            calm = self.rows(tables, "Quarters without a loss")
            for p, policy in enumerate(sweep.policies):
                what = (name, policy)
                means = [sweep.mean(c, p) for c in sweep.cells]
                self.assertEqual(card[p][0][0], policy)
                self.assertEqual(int(card[p][1][0]), best.count(p), what)
                if name != "grid":  # there cells are settled by resampling
                    settled = sum(sweep.settled(c) for c, b in zip(sweep.cells, best) if b == p)
                    self.assertEqual(int(card[p][2][0]), settled, what)
                for cell, pick in ((card[p][3], min), (card[p][4], max)):
                    at = pick(sweep.cells, key=lambda c: sweep.mean(c, p))
                    self.assert_shown(cell, sweep.mean(at, p), what)
                    if cell[1]:
                        self.assert_interval(cell, sweep.mean(at, p), half_width(sweep.losses[at][p]), what)
                own = sweep.regrets(p)
                self.assertEqual(int(regrets[p][1][0]), len(own), what)
                if own:
                    for cell, truth in zip(regrets[p][2:5], (fmean(own), quantile(own, 0.9), max(own))):
                        self.assert_shown(cell, truth, what)
                for cell, x in zip(enough[p][1:], (limit / 2, limit, 2 * limit)):
                    good = [sweep.delivers[c][p] and sweep.mean(c, p) <= x for c in sweep.cells]
                    self.assert_shown(cell, 100 * fmean(good), what)
                for cell, values in zip(medians[p][1:3], ([sweep.lead_time[c][p] for c in sweep.cells], means)):
                    self.assert_shown(cell, quantile(values, 0.5), what)
                    for text, share in zip(cell[1].split(" to "), (0.1, 0.9), strict=True):
                        self.assert_shown((text,), quantile(values, share), what)
                if failing:
                    wrong = [not sweep.delivers[c][p] or sweep.mean(c, p) > limit for c in sweep.sample()]
                    share = failing[p][1][0].split("(")
                    self.assertEqual(share[0].strip(), f"{sum(wrong)} of {len(wrong)}", what)
                    self.assert_shown((share[1],), 100 * fmean(wrong), what)
                self.assertEqual(int(busy[p][1][0]), sum(not sweep.delivers[c][p] for c in sweep.cells), what)
                self.assert_shown(busy[p][3], 100 * max(sweep.undelivered[c][p] for c in sweep.cells), what)
                none = [fmean(x == 0 for x in sweep.losses[c][p]) for c in sweep.cells]
                self.assertEqual(int(calm[p][1][0]), none.count(1.0), what)
                value, near = shown(calm[p][2][0], 2)
                self.assertAlmostEqual(value, 100 * fmean(none), delta=near, msg=what)

    def test_precision_is_that_of_the_file(self):
        for name in self.pages:
            sweep, tables = Sweep(self.folder / name / "results.sqlite"), self.tables(name)
            for row in self.rows(tables, "Half-width over the mean"):
                p, n = sweep.policies.index(row[0][0]), int(row[1][0])
                first = [sweep.losses[c][p][:n] for c in sweep.cells]
                widths = [half_width(x) / fmean(x) for x in first if any(x)]
                self.assertEqual(int(row[2][0]), len(widths), row)
                for cell, share in zip(row[3:5], (0.5, 0.9)):
                    value, near = shown(cell[0], 2)
                    self.assertAlmostEqual(value, 100 * quantile(widths, share), delta=near, msg=row)
            factors = self.rows(tables, "Variance-reduction factor")
            for p, row in enumerate(factors, 1):
                by_cell, together = sweep.factors(p)
                self.assertEqual(int(row[4][0]), len(sweep.cells) - len(by_cell), row)
                for cell, truth in zip(row[1:4], (min(by_cell), together, max(by_cell)) if by_cell else ()):
                    self.assert_shown(cell, truth, row)
                    self.assertLessEqual(min(by_cell), together)
                    self.assertLessEqual(together, max(by_cell))
            if sweep.sample():
                for p, row in enumerate(self.rows(tables, "standard deviation between points")):
                    between, within = sweep.variance_split(p)
                    self.assert_shown(row[1], math.sqrt(between), row)
                    self.assert_shown(row[2], math.sqrt(within), row)
                    value, near = shown(row[3][0], 2)
                    self.assertAlmostEqual(value, 100 * between / (between + within), delta=near, msg=row)

    def test_maps_are_those_of_the_file(self):
        sweep, tables = Sweep(self.folder / "grid" / "results.sqlite"), self.tables("grid")
        columns = 3  # levels of the second parameter: lines of a map, the highest first
        for p, policy in enumerate(sweep.policies):
            means = self.rows(tables, policy + ": mean lost orders; simulation")
            for line, row in enumerate(reversed(means)):
                for at, cell in enumerate(row[1:]):
                    self.assert_shown(cell, sweep.mean(columns * at + line, p), policy)
            if p == 0:
                continue
            for line, row in enumerate(reversed(self.rows(tables, f"{policy} less {sweep.policies[0]}: mean difference"))):
                for at, cell in enumerate(row[1:]):
                    losses = sweep.losses[columns * at + line]
                    gains = differences(losses[p], losses[0])
                    self.assert_shown(cell, fmean(gains), policy)
                    if cell[1]:
                        self.assert_interval(cell, fmean(gains), half_width(gains), policy)

    def test_charts_can_be_read_on_a_phone(self):
        for page in self.pages.values():
            self.assert_charts_can_be_read(page)

    def test_tables_sort_values_are_read_and_the_theme_is_chosen(self):
        for name, path in self.pages.items():
            page = self.open(path)
            table = page.locator("table").filter(has=page.locator("caption", has_text="where each policy loses least")).first
            count = table.locator("thead button", has_text=re.compile("^Least in|^Cells|^Loses least")).first
            count.focus()
            page.keyboard.press("Enter")
            cells = [int(c) for c in table.locator("tbody td:nth-child(2)").all_text_contents()]
            self.assertEqual(cells, sorted(cells), name)
            self.assertEqual(table.locator("th[aria-sort]").count(), 1)
            self.assert_theme_can_be_chosen(page)
            slider = page.locator("figure:has(svg[data-x]) input[type=range]").first
            slider.focus()
            page.keyboard.press("End")
            self.assertNotEqual(slider.get_attribute("aria-valuetext"), None, name)

    def test_fills_its_pages_on_paper(self):
        for page in self.pages.values():
            self.assert_prints_well(page)

    def test_names_are_text(self):
        for path in self.pages.values():
            page = self.open(path)
            self.assertEqual(page.locator("main script, main img, main i, main iframe").count(), 0)

    def test_snippet_runs(self):
        for name, path in self.pages.items():
            snippet = self.open(path).locator("#load").text_content()
            check = snippet + "print(len(design), len(table), len(losses))\n"
            said = subprocess.run([sys.executable, "-c", check], cwd=self.folder / name, check=True,
                                  capture_output=True, text=True).stdout.split()
            with sqlite3.connect(self.folder / name / "results.sqlite") as database:
                cells, = database.execute("SELECT COUNT(*) FROM cell").fetchone()
                rows, = database.execute("SELECT COUNT(*) FROM cell_policy").fetchone()
            self.assertEqual([int(n) for n in said], [cells, rows, rows], name)

    def test_command_makes_the_same_results_again(self):
        page = self.open(self.pages["lhs"])
        command = page.locator("section pre").last.text_content().strip()
        self.assertTrue(command.startswith("faultline sweep "))
        again = self.folder / "again"
        words = command.split(" ", 3)  # program, command, scenario, the rest
        subprocess.run(f"'{FAULTLINE}' sweep '{self.scenario}' {words[3]} --quiet --out '{again}'", shell=True,
                       check=True, capture_output=True)
        shas = []
        for results in (self.folder / "lhs", again):
            with sqlite3.connect(results / "results.sqlite") as database:
                shas += database.execute("SELECT value FROM sweep WHERE key = 'results_sha256'").fetchone()
        self.assertEqual(shas[0], shas[1])

    def test_same_bytes_within_size(self):
        again = self.page_of("once-more", GRID, 6, "--threads", "1")
        self.assertEqual(again.read_bytes(), self.pages["grid"].read_bytes())
        for name, page in self.pages.items():
            self.assertLess(page.stat().st_size, 1_500_000, name)
            self.assertNotIn(str(self.folder).encode(), page.read_bytes())
