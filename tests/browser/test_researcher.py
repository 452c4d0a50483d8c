"""The researcher's page of a sweep: true to its file, safe with any name, and its snippet runs."""

import json
import re
import sqlite3
import struct
import subprocess
import sys

from pages import FAULTLINE, NAMES, PageTest, faultline, scenario_of_names

GRID = ("--vary", "velocity=0.5:4:4,log", "--vary", "review-capacity=0.5:2:3", "--design", "grid")
SAMPLE = ("--vary", "velocity=0.5:4,log", "--vary", "/defects/beta=0.001:0.004", "--design", "lhs", "--points", "10")
INDICES = ("--vary", "velocity=0.5:4,log", "--vary", "demand=0.5:2", "--design", "saltelli", "--points", "16",
           "--second-order")
SCREEN = ("--vary", "velocity=0.5:4,log", "--vary", "demand=0.5:2", "--design", "morris", "--points", "4")
SINGLE = ("--vary", "velocity=0.5:4:3,log", "--vary", "demand=0.5:2:3", "--design", "tornado")


def unpacked(blob):
    return struct.unpack(f"<{len(blob) // 8}d", blob)


class ResearcherTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_names(cls.folder / "scenario")
        cls.pages = {}
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

    def test_nothing_overflows(self):
        for page in self.pages.values():
            self.assert_fits(page)

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
        shown = page.locator("main").text_content()
        sha, = database.execute("SELECT value FROM sweep WHERE key = 'results_sha256'").fetchone()
        self.assertIn(sha, shown)
        # The map's table: three lines of four cells, the highest capacity first.
        table = page.locator("details table").filter(has_text="baseline: mean lost orders").first
        rows = [[cell.text_content() for cell in row.locator("td").all()] for row in table.locator("tbody tr").all()]
        self.assertEqual((len(rows), len(rows[0])), (3, 4))
        for line, row in enumerate(reversed(rows)):
            for at, text in enumerate(row):
                value = float(re.sub(r"[^\d.]", "", text.split(" ")[0])) * (1e3 if text.endswith(" k") else 1)
                self.assertAlmostEqual(value / means[3 * at + line, 0], 1, delta=0.06, msg=text)

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
