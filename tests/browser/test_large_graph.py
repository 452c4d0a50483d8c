"""report.html of a graph of a thousand services."""

import csv
import json
import shutil
import sqlite3

from pages import SHOP, PageTest, compare, faultline


class LargeGraphTest(PageTest):
    def test_every_service_of_a_large_graph_is_found(self):
        scenario = self.folder / "thousand"
        shutil.copytree(SHOP.parent / "starter", scenario)
        faultline("generate", "--services", "1000", "--seed", "1", "-o", scenario / "graph.json")
        path = compare(scenario, self.folder / "thousand-results", 3) / "report.html"
        self.assertLess(path.stat().st_size, 400_000)
        self.assert_accessible(path)
        self.assert_fits(path)
        page = self.open(path)
        fold = page.locator("details", has_text="Find a service")
        fold.evaluate("d => d.open = true")
        rows, output = fold.locator("tbody tr:visible"), fold.locator("output")
        self.assertEqual(rows.count(), 60)
        self.assertEqual(output.text_content(), "1000 services are searched, 60 shown")
        database = sqlite3.connect(self.folder / "thousand-results" / "results.sqlite")
        self.addCleanup(database.close)
        incidents = dict(database.execute("SELECT run_case, incidents FROM blast_case"))
        names = [s["id"] for s in json.loads((scenario / "graph.json").read_text())["services"]]
        for name in [*names[::97], names[-1]]:
            fold.get_by_role("searchbox").fill(name)
            found = rows.filter(has=page.get_by_role("rowheader", name=name, exact=True))
            self.assertEqual(found.count(), 1, name)
            for case, of in incidents.items():
                (reached,) = database.execute(
                    "SELECT coalesce(sum(incidents), 0) FROM blast_reach JOIN name ON kind = 'service' AND ordinal = victim "
                    "WHERE run_case = ? AND name = ?", (case, name)).fetchone()
                shown = found.locator("td").nth(1 + case).text_content()
                self.assertEqual(shown[-2:], "\u00a0%")
                self.assertAlmostEqual(float(shown[:-2]), 100 * reached / of, delta=0.5, msg=name)
        fold.get_by_role("searchbox").fill("e")
        self.assertRegex(output.text_content(), r"^1000 services are searched, \d+ found in the text, the first 50 shown$")
        fold.get_by_role("searchbox").fill("")
        self.assertEqual(rows.count(), 60)
        # Whatever is searched for, the copy has every service once.
        page.evaluate("""() => Object.defineProperty(navigator, 'clipboard',
                         {value: {writeText: text => { window.copied = text; return Promise.resolve(); }}})""")
        for wanted in ("", names[-1]):
            fold.get_by_role("searchbox").fill(wanted)
            fold.locator(".tools button").first.click()
            head, *copied = csv.reader(page.evaluate("window.copied").splitlines())
            self.assertEqual({len(row) for row in copied}, {len(head)})
            self.assertEqual(sorted(row[0] for row in copied), sorted(names))
