"""The planner's maps of velocity against review capacity, of a sweep."""

import re
import sqlite3

from pages import PageTest, compare, faultline, scenario_of_names


class PlannerMapsTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scenario = scenario_of_names(cls.folder / "scenario")
        results = compare(scenario, cls.folder / "results", 20)
        cls.sweep = cls.folder / "velocity"
        cls.page_file = cls.folder / "maps.html"
        faultline("sweep", scenario, "--vary", "velocity=0.5:4:4,log", "--vary", "review-capacity=0.5:2:3,log",
                  "--design", "grid", "--replications", "8", "--quiet", "--out", cls.sweep)
        faultline("report", results, "--sweep", cls.sweep, "--max-mean-lost-orders", "2000", "-o", cls.page_file)

    def test_are_accessible_and_fit(self):
        self.assert_accessible(self.page_file)
        self.assert_fits(self.page_file)

    def test_say_what_the_sweep_says(self):
        page = self.open(self.page_file)
        database = sqlite3.connect(self.sweep / "results.sqlite")
        self.addCleanup(database.close)
        means = [mean for (mean,) in database.execute("SELECT mean FROM cell_policy WHERE policy = 0 ORDER BY cell")]
        table = page.locator("table").filter(has=page.locator("caption", has_text="baseline: mean lost orders, 95"))
        rows = table.locator("tbody tr").all()
        self.assertEqual(len(rows), 3)
        for line, row in enumerate(reversed(rows)):
            cells = row.locator("td").all()
            self.assertEqual(len(cells), 4)
            for at, cell in enumerate(cells):
                number, thousands = re.match(r"([\d.,]+)\s?(k?)", cell.evaluate("c => c.firstChild.textContent")).groups()
                shown = float(number.replace(",", "")) * (1000 if thousands else 1)
                self.assertAlmostEqual(shown / means[at * 3 + line], 1, delta=0.1)

    def test_are_read_off_by_pointer(self):
        page = self.open(self.page_file)
        figure = page.locator("figure:visible").filter(has=page.locator("svg[data-cells]")).first
        svg, output = figure.locator("svg"), figure.locator("output")
        columns, rows = [[float(edge) for edge in part.split()] for part in svg.get_attribute("data-cells").split(",")]
        svg.scroll_into_view_if_needed()
        box = svg.bounding_box()
        zoom = box["width"] / svg.evaluate("s => s.viewBox.baseVal.width")
        said = set()
        for left, right in zip(columns, columns[1:]):
            for high, low in zip(rows, rows[1:]):
                page.mouse.move(box["x"] + zoom * (left + right) / 2, box["y"] + zoom * (high + low) / 2)
                said.add(output.text_content())
        self.assertEqual(len(said), 12, "each of the 4 by 3 cells has its own value")
        for text in said:
            self.assertRegex(text, r"^velocity \S+, review-capacity \S+ \u2192 \S+")
