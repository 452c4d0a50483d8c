"""The page that lays variants side by side: true to their results, safe with any name, and read as the other pages are."""

import json
import sqlite3
from statistics import fmean

from pages import LONG_NAMES, NAMES, PageTest, compare, scenario_of_names
from sweep_file import shown
from test_leadership import metric

VARIANTS = ("calm", "busy", "wild")


def scenario_of_variants(folder, names):
    path = scenario_of_names(folder, names) / "scenario.json"
    scenario = json.loads(path.read_text())
    scenario["variants"] = [
        {"id": name, "title": f"<b>{name}</b> weeks </script> of a title that goes on", "value": beta * 1000,
         "set": {"/defects/beta": {"value": beta, "source": "assumed", "reason": "to see <i>more</i> faults"},
                 "/stealth/human/ceiling": 0.9}}
        for name, beta in zip(VARIANTS, (0.001, 0.002, 0.004))]
    path.write_text(json.dumps(scenario))
    return folder


class VariantsTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_variants(cls.folder / "scenario", NAMES[:4])
        cls.results = compare(cls.scenario, cls.folder / "variants", 12)
        cls.page_file = cls.results / "report.html"

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)
        scenario = scenario_of_variants(self.folder / "long", LONG_NAMES)
        self.assert_fits(compare(scenario, self.folder / "of-long", 10) / "report.html")

    def test_charts_can_be_read_on_a_phone(self):
        self.assert_charts_can_be_read(self.page_file)

    def test_fills_its_pages_on_paper(self):
        self.assert_prints_well(self.page_file)

    def test_names_are_text_and_every_row_has_one(self):
        page = self.open(self.page_file)
        self.assertEqual(page.locator("main script, main img, main i, main table b b").count(), 0)
        self.assertEqual([text for text in page.locator("tbody th").all_text_contents() if not text.strip()], [])
        for name in VARIANTS:
            links = page.locator(f"a[href='{name}/report.html']")
            self.assertEqual(links.all_text_contents(), [name] * 2, "one for each value that it sets")
            self.assertTrue((self.results / name / "report.html").exists())

    def test_says_what_the_results_say(self):
        page = self.open(self.page_file)
        embedded = json.loads(page.locator("#summary").text_content())
        section = page.locator("section", has=page.locator("h2", has_text="Lost orders")).first
        rows = section.locator("tbody tr").all()
        self.assertEqual(len(rows), len(VARIANTS))
        for row, variant, name in zip(rows, embedded["variants"], VARIANTS, strict=True):
            self.assertEqual((row.locator("th").text_content(), variant["id"]), (name, name))
            with sqlite3.connect(self.results / name / "results.sqlite") as database:
                for p, cell in enumerate(row.locator("td").all()):
                    mean = fmean(metric(database, p, "lost_orders_gross"))
                    self.assertAlmostEqual(variant["policies"][p]["lost_orders"]["mean"], mean, delta=1e-9 * mean)
                    value, near = shown(cell.evaluate("c => c.firstChild.textContent"))
                    self.assertAlmostEqual(value, mean, delta=near)

    def test_tables_sort_and_are_copied_with_intervals_in_cells_of_their_own(self):
        page = self.open(self.page_file)
        table = page.locator("section", has=page.locator("h2", has_text="Lost orders")).first.locator("table")
        lost = [v["policies"][0]["lost_orders"]["mean"] for v in json.loads(page.locator("#summary").text_content())["variants"]]
        button = table.locator("thead button").nth(1)
        for descending in (False, True):
            button.focus()
            page.keyboard.press("Enter")
            wanted = [VARIANTS[v] for v in sorted(range(3), key=lambda v: lost[v], reverse=descending)]
            self.assertEqual(table.locator("tbody th").all_text_contents(), wanted)
        head, *rows = self.copied(page, table)
        self.assertEqual(head[:4], ["Variant", "baseline", "baseline 95 % low", "baseline 95 % high"])
        self.assertEqual([len(row) for row in rows], [len(head)] * 3)

    def test_values_are_read_and_the_theme_is_chosen(self):
        page = self.open(self.page_file)
        at_the_right, _ = self.said_at_the_ends(page)
        for name in ("baseline", NAMES[1][:20]):
            self.assertIn(name, at_the_right)
        self.assert_theme_can_be_chosen(page)

    def test_same_bytes_at_any_number_of_threads_and_within_size(self):
        again = compare(self.scenario, self.folder / "again", 12, "--threads", "1") / "report.html"
        self.assertEqual(again.read_bytes(), self.page_file.read_bytes())
        self.assertLess(self.page_file.stat().st_size, 400_000)
        self.assertNotIn(str(self.folder).encode(), self.page_file.read_bytes())
