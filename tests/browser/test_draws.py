"""The page of parameter draws: true to its file, safe with any name, and read as the other pages are."""

import json
import sqlite3
from statistics import fmean

from pages import LONG_NAMES, NAMES, PageTest, compare, scenario_of_names
from sweep_file import shown


class DrawsTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_names(cls.folder / "scenario", NAMES[:4])
        cls.results = compare(cls.scenario, cls.folder / "draws", 12, "--parameter-draws", 12)
        cls.page_file = cls.results / "report.html"

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)
        scenario = scenario_of_names(self.folder / "long", LONG_NAMES[:2])
        self.assert_fits(compare(scenario, self.folder / "of-long", 10, "--parameter-draws", 10) / "report.html")

    def test_charts_can_be_read_on_a_phone(self):
        self.assert_charts_can_be_read(self.page_file)

    def test_fills_its_pages_on_paper(self):
        self.assert_prints_well(self.page_file)

    def test_names_are_text(self):
        self.assertEqual(self.open(self.page_file).locator("main script, main img, main i").count(), 0)

    def test_says_what_the_file_says(self):
        page = self.open(self.page_file)
        embedded = json.loads(page.locator("#summary").text_content())
        rows = page.locator("table", has=page.locator("caption", has_text="Gross lost orders")).locator("tbody tr").all()
        self.assertEqual(len(rows), 4)
        with sqlite3.connect(self.results / "results.sqlite") as database:
            for p, row in enumerate(rows):
                # The first cell is the scenario as it stands.
                central, *drawn = [mean for (mean,) in database.execute(
                    "SELECT mean FROM cell_policy WHERE policy = ? ORDER BY cell", (p,))]
                self.assertEqual(len(drawn), 12)
                lost = embedded["policies"][p]["outputs"]["lost_orders"]
                self.assertAlmostEqual(lost["central_mean"] / central, 1, places=12)
                self.assertAlmostEqual(lost["mean_over_draws"] / fmean(drawn), 1, places=12)
                self.assertEqual(row.locator("th").text_content(), NAMES[p])
                value, near = shown(row.locator("td").first.text_content())
                self.assertAlmostEqual(value, fmean(drawn), delta=near)

    def test_tables_sort_and_are_copied(self):
        page = self.open(self.page_file)
        table = page.locator("table", has=page.locator("caption", has_text="Gross lost orders"))
        means = [p["outputs"]["lost_orders"]["mean_over_draws"]
                 for p in json.loads(page.locator("#summary").text_content())["policies"]]
        button = table.locator("thead button").nth(1)
        button.focus()
        page.keyboard.press("Enter")
        names = table.locator("tbody th").all_text_contents()
        self.assertEqual(names, [NAMES[p] for p in sorted(range(4), key=lambda p: means[p])])
        self.assertEqual(table.locator("th[aria-sort]").get_attribute("aria-sort"), "ascending")
        head, *rows = self.copied(page, table)
        self.assertEqual(head[:3], ["Policy", "Mean over draws", "95 % of draws"])
        self.assertEqual([len(row) for row in rows], [len(head)] * 4)
        self.assertEqual(rows[0][0].removeprefix("'"), names[0])

    def test_values_are_read_and_the_theme_is_chosen(self):
        page = self.open(self.page_file)
        # One line stands for the scenario, those of the draws are not told one by one.
        self.assertRegex(self.said_at_the_ends(page)[1],
                         r"^lost orders in a quarter \S+ → chance of a worse quarter: as it stands [\d.]+$")
        self.assert_theme_can_be_chosen(page)

    def test_the_command_is_one_line_with_names_that_a_shell_takes(self):
        command = self.open(self.page_file).locator("pre").last.text_content().strip()
        self.assertRegex(command, r"^faultline compare \S+ --parameter-draws 12 --policies '.*' --replications 12 --seed \d+$")
        self.assertNotIn("\n", command)

    def test_same_bytes_at_any_number_of_threads_and_within_size(self):
        again = compare(self.scenario, self.folder / "again", 12, "--parameter-draws", 12, "--threads", "1") / "report.html"
        self.assertEqual(again.read_bytes(), self.page_file.read_bytes())
        self.assertLess(self.page_file.stat().st_size, 400_000)
        self.assertNotIn(str(self.folder).encode(), self.page_file.read_bytes())
