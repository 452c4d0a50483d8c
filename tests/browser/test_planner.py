"""report.html, the page for those who plan."""

import json
import re
import shlex
import shutil
import sqlite3
import struct

from itertools import product

from pages import NAMES, SHOP, PageTest, compare, faultline, scenario_of_names
from test_leadership import metric


def reach(graph, coin_limit=12):
    """By victim and faulty service: the chance that a way of live calls leads from one to the other, over all sets."""
    names = [service["id"] for service in graph["services"]]
    calls = [(call["caller"], call["callee"], call.get("coupling", 1) * min(1, call.get("calls_per_request", 1)))
             for call in graph["calls"] if not call.get("async")]
    open_calls = [call for call in calls if 0 < call[2] < 1]
    assert len(open_calls) <= coin_limit
    chance = {(victim, faulty): 0.0 for victim in names for faulty in names}
    for coins in product((False, True), repeat=len(open_calls)):
        weight = 1.0
        live = [call for call in calls if call[2] == 1]
        for call, heads in zip(open_calls, coins):
            weight *= call[2] if heads else 1 - call[2]
            live += [call] if heads else []
        for victim in names:
            found = {victim}
            while more := {callee for caller, callee, _ in live if caller in found} - found:
                found |= more
            for faulty in found:
                chance[victim, faulty] += weight
    return chance


class PlannerTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenario = scenario_of_names(cls.folder / "scenario")
        cls.results = compare(cls.scenario, cls.folder / "results", 20)
        cls.page_file = cls.results / "report.html"

    def database(self):
        database = sqlite3.connect(self.results / "results.sqlite")
        self.addCleanup(database.close)
        return database

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_a_copied_table_has_values_and_ends_of_intervals_in_cells_of_their_own(self):
        page = self.open(self.page_file)
        seen = 0
        notes = set()
        for table in page.locator("table").all():
            head, *rows = self.copied(page, table)
            self.assertEqual({len(row) for row in rows}, {len(head)})
            for at in [i for i, name in enumerate(head) if name.endswith(" 95 % low")]:
                self.assertEqual([head[at - 1] + " 95 % low", head[at - 1] + " 95 % high"], head[at:at + 2])
                for row in rows:
                    self.assertEqual(bool(row[at]), bool(row[at + 1]), "no end of an interval stands alone")
                    if not row[at]:
                        continue
                    number = re.compile(r"-?[\d,.]+(?:e[+-]\d+)?( \w+| %)?")
                    for end in row[at:at + 2]:
                        self.assertIsNotNone(number.fullmatch(end), row)
                    self.assertEqual(number.fullmatch(row[at])[1], number.fullmatch(row[at + 1])[1], row)
                    seen += 1
                if head[at + 2:at + 3] == [head[at - 1] + " note"]:
                    notes |= {row[at + 2] for row in rows}
        self.assertGreater(seen, 20)
        self.assertIn("N too small", notes, "words stand in a column of their own")
        self.assertLessEqual(notes, {"", "N too small"})

    def test_no_command_is_cut_off_on_paper(self):
        page = self.open(self.page_file, 718)  # A4 less its margins
        page.emulate_media(media="print")
        cut = page.evaluate("""() => [...document.querySelectorAll('pre')].filter(e => e.scrollWidth > e.clientWidth + 1)
                               .map(e => e.textContent.slice(0, 60))""")
        self.assertEqual(cut, [])

    def test_fills_its_pages_on_paper(self):
        self.assert_prints_well(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)

    def test_nothing_overflows_with_names_that_cannot_be_hyphenated(self):
        names = ("baseline", "n" * 100, "two_person_review_of_each_change_and_more_of_it")
        scenario = scenario_of_names(self.folder / "long", names)
        self.assert_fits(compare(scenario, self.folder / "long-results", 20) / "report.html")

    def test_charts_can_be_read_on_a_phone(self):
        self.assert_charts_can_be_read(self.page_file)

    def test_size(self):
        self.assertLess(self.page_file.stat().st_size, 400_000)

    def test_same_bytes_at_any_number_of_threads(self):
        again = compare(self.scenario, self.folder / "again", 20, "--threads", "1") / "report.html"
        self.assertEqual(again.read_bytes(), self.page_file.read_bytes())

    def test_names_are_text(self):
        page = self.open(self.page_file)
        self.assertEqual(page.locator("main script, main img, main i").count(), 0)
        self.assertEqual(page.locator("#view bdi").all_text_contents(), [" " + name for name in NAMES])

    def test_tables_sort_by_click_and_by_key(self):
        page = self.open(self.page_file)
        table = page.locator("table").filter(
            has=page.locator("caption", has_text="services that see errors most often")).first
        column = table.locator("thead th").nth(1)

        def shares():
            cells = table.locator("tbody tr td:nth-child(2)").all()
            return [float(re.match(r"[\d.]+", cell.text_content()).group()) for cell in cells]

        before = sorted(shares())
        column.locator("button").click()
        self.assertEqual(shares(), before)
        self.assertEqual(column.get_attribute("aria-sort"), "ascending")
        column.locator("button").focus()
        page.keyboard.press("Enter")
        self.assertEqual(shares(), before[::-1])
        self.assertEqual(column.get_attribute("aria-sort"), "descending")

    def sorted_by(self, page, rows, column=0):
        """A table of these rows, before the script sees it, sorted by a click on a column."""
        html = "".join(f"<tr><th scope=row>{row[0]}</th>" + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>" for row in rows)
        text = self.page_file.read_text()
        at = text.index("<section>")
        head = "".join(f"<th scope=col>h{i}</th>" for i in range(len(rows[0])))
        path = self.folder / "sorted.html"
        path.write_text(text[:at] + f"<section><div><table id=made><caption>made</caption><thead><tr>{head}</tr></thead>"
                        f"<tbody>{html}</tbody></table></div></section>" + text[at:])
        page.goto(path.as_uri())
        page.locator("#made thead button").nth(column).click()
        return page.locator("#made tbody tr").evaluate_all("(rs, c) => rs.map(r => r.cells[c].textContent)", column)

    def test_numbers_sort_as_numbers_and_names_as_names(self):
        page = self.open(self.page_file)
        self.assertEqual(self.sorted_by(page, [("a", "2"), ("b", "1e-05"), ("c", "3.1e+02"), ("d", "-"), ("e", "0.5")], 1),
                         ["1e-05", "0.5", "2", "3.1e+02", "-"])
        self.assertEqual(self.sorted_by(page, [("a", "2\u00a0G"), ("b", "1.5 T"), ("c", "900 M"), ("d", "3 d"), ("e", "50 h")], 1),
                         ["50 h", "3 d", "900 M", "2\u00a0G", "1.5 T"])
        self.assertEqual(self.sorted_by(page, [("3d-render",), ("20",), ("2d-render",), ("10k-api",), ("cart",)]),
                         ["2d-render", "3d-render", "10k-api", "20", "cart"])
        self.assertEqual(self.sorted_by(page, [("10",), ("9",), ("100",)]), ["9", "10", "100"])

    def test_values_are_read_off_by_pointer_and_by_key(self):
        page = self.open(self.page_file)
        figure = page.locator("figure").filter(has=page.locator("svg[data-x]")).first
        slider = figure.locator("input[type=range]")
        output = figure.locator("output")
        self.assertEqual(slider.get_attribute("aria-label"), "values of: " + figure.locator("svg > title").text_content())
        slider.focus()
        page.keyboard.press("End")
        page.keyboard.press("Home")
        first = output.text_content()
        self.assertRegex(first, r"^lost orders in a quarter \S+ \u2192 chance of a worse quarter: baseline ")
        self.assertEqual(slider.get_attribute("aria-valuetext"), first)
        for _ in range(100):
            page.keyboard.press("ArrowRight")
        self.assertNotEqual(output.text_content(), first)
        # The chance at each loss is the share of quarters that lost more.
        losses = metric(self.database(), 0, "lost_orders_gross")
        for fraction in (0.3, 0.6, 0.8):
            box = figure.locator("svg").bounding_box()
            page.mouse.move(box["x"] + (66 + fraction * 376) / 640 * box["width"], box["y"] + box["height"] / 2)
            loss, chance = re.match(r"lost orders in a quarter (\S+) .*?: baseline (\S+?),", output.text_content()).groups()
            loss = float(loss.replace(",", ""))
            if chance == "-":
                continue
            shares = [sum(lost > loss * at for lost in losses) / len(losses) for at in (0.9, 1.1)]
            self.assertLessEqual(float(chance), shares[0] + 1 / len(losses) + 0.01)
            self.assertGreaterEqual(float(chance), shares[1] - 1 / len(losses) - 0.01)
        page.locator("#view input").first.uncheck()
        page.keyboard.press("Tab")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        self.assertNotIn("baseline ", output.text_content().split(":", 1)[1], "left out of the values too")

    def test_marks_of_a_map_are_told_one_after_another(self):
        page = self.open(self.page_file)
        figure = page.locator("figure").filter(has=page.locator("circle title")).first
        titles = figure.locator("circle > title").all_text_contents()
        slider = figure.locator("input[type=range]")
        slider.focus()
        page.keyboard.press("End")
        self.assertEqual(figure.locator("output").text_content(), titles[-1])
        self.assertEqual(figure.locator("circle.told").count(), 1)
        page.keyboard.press("Home")
        self.assertEqual(figure.locator("output").text_content(), titles[0])
        figure.locator("circle").filter(has=page.locator("title")).nth(2).hover()
        self.assertEqual(figure.locator("output").text_content(), titles[2])

    def test_themes_override_the_system(self):
        for scheme, own, chosen in (("light", "rgb(255, 255, 255)", 2), ("dark", "rgb(20, 23, 28)", 1)):
            page = self.open(self.page_file, scheme=scheme)
            colour = "getComputedStyle(document.body).backgroundColor"
            ink = "getComputedStyle(document.querySelector('svg .f-paper')).fill"
            self.assertEqual(page.evaluate(colour), own)
            for _ in range(chosen):
                page.locator("#view button").click()
            self.assertNotEqual(page.evaluate(colour), own)
            self.assertEqual(page.evaluate(colour), page.evaluate(ink), "charts follow")
            for _ in range(3 - chosen):
                page.locator("#view button").click()
            self.assertEqual(page.evaluate(colour), own)

    def test_a_policy_can_be_left_out(self):
        page = self.open(self.page_file)
        rows = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=NAMES[2], exact=True))
        shown = sum(row.is_visible() for row in rows.all())
        self.assertGreater(shown, 0)
        heads = page.locator("thead th[data-policy='2']")
        cells = "ths => ths.map(th => getComputedStyle(th.closest('table').tBodies[0].rows[0].cells[th.cellIndex]).display)"
        self.assertGreater(heads.count(), 0)
        faded = "gs => gs.map(g => +getComputedStyle(g).opacity)"
        page.locator("#view input").nth(2).focus()
        page.keyboard.press("Space")
        self.assertEqual(sum(row.is_visible() for row in rows.all()), 0)
        self.assertEqual(set(heads.evaluate_all(cells)), {"none"})
        self.assertEqual(set(page.locator("g[data-policy='2']").evaluate_all(faded)), {0.08})
        self.assertEqual(set(page.locator("g:not([data-policy='2'])").evaluate_all(faded)), {1})
        self.assertEqual(page.locator("figure[data-policy='2']:visible").count(), 0)
        page.keyboard.press("Space")
        self.assertEqual(sum(row.is_visible() for row in rows.all()), shown)

    def test_timelines_say_what_the_results_say(self):
        page = self.open(self.page_file)
        database = self.database()
        titles = [t for t in page.locator("svg > title").evaluate_all("ts => ts.map(t => t.textContent)")
                  if "lost" in t and ", p" in t and "a fault in" in t]
        told = database.execute("SELECT count(DISTINCT replication) FROM told_quarter WHERE run_case = 0 AND incident "
                                "IS NOT NULL").fetchone()[0]
        of_baseline = [t for t in titles if t.startswith("baseline, ")]
        self.assertEqual(len(of_baseline), told)
        commands = " ".join(page.locator("pre").all_text_contents())
        for replication, quantile, lost in database.execute(
                "SELECT replication, quantile, lost_orders FROM told_quarter WHERE run_case = 0"):
            self.assertIn(f"--policy baseline --replication {replication} ", commands)
            blob = database.execute("SELECT metrics FROM outcome WHERE run_case = 0 AND replication = ?",
                                    (replication,)).fetchone()[0]
            self.assertEqual(struct.unpack_from("<d", blob)[0], lost, quantile)

    def test_the_results_file_gives_the_scenario_that_the_commands_need(self):
        results = compare(self.scenario, self.folder / "overridden", 20, "--set", "/defects/beta=0.004")
        page = self.open(results / "report.html")
        database = sqlite3.connect(results / "results.sqlite")
        self.addCleanup(database.close)
        (select,) = re.findall(r'sqlite3 results.sqlite "(.*)" > scenario.json', page.locator("#reproduce").text_content())
        scenario = self.folder / "taken-out.json"
        scenario.write_text(database.execute(select).fetchone()[0])
        (sha256,) = database.execute("SELECT value FROM run WHERE key = 'scenario_sha256'").fetchone()
        self.assertIn("sha256: " + sha256, faultline("validate", scenario))
        self.assertIn(sha256, page.locator("#reproduce").text_content())
        command = shlex.split(page.locator("pre", has_text="faultline replay").first.text_content())
        command[2] = scenario
        command[command.index("trace.json")] = self.folder / "trace.json"
        self.assertIn("bit for bit", faultline(*command[1:], "--out", results))

    def test_spread_says_what_the_results_say(self):
        page = self.open(self.page_file)
        database = self.database()
        (incidents,) = database.execute("SELECT incidents FROM blast_case WHERE run_case = 0").fetchone()
        reached = dict(database.execute("SELECT name, sum(incidents) FROM blast_reach JOIN name ON kind = 'service' AND "
                                        "ordinal = victim WHERE run_case = 0 GROUP BY victim"))
        rows = page.locator("table").filter(
            has=page.locator("caption", has_text="Share of incidents in which a service sees errors")).locator("tbody tr")
        self.assertEqual(rows.count(), len(reached))
        for row in rows.all():
            share = 100 * reached[row.locator("th").text_content()] / incidents
            shown = float(re.match(r"[\d.]+", row.locator("td").nth(1).text_content()).group())
            self.assertLessEqual(abs(shown - share), 0.5 if share >= 10 else 0.05, row.text_content())

    def drilled(self, page):
        """Victims of the service that is chosen, as the table shows them: name to percent."""
        rows = page.locator("#drill table").first.locator("tbody tr").all()
        return {row.locator("th").text_content(): float(row.locator("td").nth(1).text_content().split("\u00a0")[0])
                for row in rows}

    def test_a_faulty_service_is_chosen_and_its_victims_are_those_of_the_model(self):
        page = self.open(self.page_file)
        graph = json.loads((self.scenario / "graph.json").read_text())
        chance = reach(graph)
        select = page.get_by_label("faulty service (most")
        self.assertEqual(sorted(select.locator("option").all_text_contents()), sorted(s["id"] for s in graph["services"]))
        for option in select.locator("option").all_text_contents():
            select.select_option(label=option)
            said = page.locator("#drill strong").text_content()
            self.assertTrue(said.startswith(f"When {option} fails, so do "), said)
            victims = {victim: 100 * p for (victim, faulty), p in chance.items()
                       if faulty == option and victim != option and p >= 0.01}
            shown = self.drilled(page)
            self.assertEqual(set(shown), set(victims))
            for victim, percent in victims.items():
                self.assertLessEqual(abs(shown[victim] - percent), 0.51 if percent >= 10 else 0.051, (option, victim))
            self.assertEqual(list(shown.values()), sorted(shown.values(), reverse=True))
            others = sum(p for (victim, faulty), p in chance.items() if faulty == option and victim != option)
            if victims:
                mean = float(re.search(r"on average ([\d.]+) other", said).group(1))
                self.assertLessEqual(abs(mean - others), 0.05 if others >= 1 else 0.005)

    def test_the_first_service_of_the_drill_is_where_most_lost_orders_start_and_script_says_the_same(self):
        page = self.open(self.page_file)
        (first,) = page.locator("table").filter(
            has=page.locator("caption", has_text="baseline: services where most lost orders start")).locator(
            "tbody tr").first.locator("th").all_text_contents()
        select = page.get_by_label("faulty service (most")
        self.assertEqual(select.locator("option").first.text_content(), first)
        drawn = page.locator("#drill strong").text_content(), page.locator("#drill tbody").first.inner_html()
        select.select_option(index=1)
        self.assertNotEqual(page.locator("#drill strong").text_content(), drawn[0])
        select.select_option(index=0)
        self.assertEqual((page.locator("#drill strong").text_content(),
                          page.locator("#drill tbody").first.inner_html().replace("> ", ">")),
                         (drawn[0], drawn[1].replace("\n", "").replace("> ", ">")))

    def test_the_drill_is_used_by_keys_and_from_the_map(self):
        page = self.open(self.page_file)
        select = page.get_by_label("faulty service (most")
        select.focus()
        page.keyboard.press("ArrowDown")
        self.assertEqual(select.evaluate("s => s.selectedIndex"), 1)
        name = select.evaluate("s => s.selectedOptions[0].text")
        self.assertTrue(page.locator("#drill strong").text_content().startswith(f"When {name} fails"))
        self.assertEqual(page.locator("#drill strong").get_attribute("aria-live"), "polite")
        for service in (0, 3):
            disc = page.locator("#maps svg").first.locator("circle").nth(service)
            name = disc.locator("title").text_content().split(": reached by")[0]
            disc.click()
            self.assertTrue(page.locator("#drill strong").text_content().startswith(f"When {name} fails"))
            self.assertEqual(select.evaluate("s => s.selectedOptions[0].text"), name)
            self.assertTrue(select.evaluate("s => s === document.activeElement"))

    def test_names_of_services_are_text_in_the_drill(self):
        hostile = "</script><img src=x onerror=alert(1)>"
        scenario = scenario_of_names(self.folder / "hostile")
        for name in ("scenario.json", "graph.json"):
            text = (scenario / name).read_text()
            (scenario / name).write_text(text.replace('"website"', json.dumps(hostile)))
        results = compare(scenario, self.folder / "hostile-results", 10)
        page = self.open(results / "report.html")
        select = page.get_by_label("faulty service (most")
        select.select_option(label=hostile)
        self.assertTrue(page.locator("#drill strong").text_content().startswith(f"When {hostile} fails"))
        self.assertEqual(page.locator("main script, main img").count(), 0)

    def test_a_page_with_history_and_changes_is_accessible_and_fits(self):
        results = compare(SHOP, self.folder / "history-results", 20)
        old = compare(SHOP, self.folder / "older-results", 20, "--set", "/defects/beta=0.004")
        incidents = self.folder / "incidents.csv"
        incidents.write_text("id,first_event,timezone,ttd_min,ttr_min\n" + "".join(
            f"i{month}-{day},2024-0{month}-{day}T09:00:00,UTC,5,{20 + 9 * (day % 9)}\n"
            for month in range(1, 10) for day in range(10, 29)))
        faultline("backtest", SHOP, "--incidents", incidents, "--until", "2024-06-03", "--replications", 20, "--quiet",
                  "-o", self.folder / "backtest.json")
        path = self.folder / "history.html"
        faultline("report", results, "--history", self.folder / "backtest.json", "--against", old, "-o", path)
        page = self.open(path)
        self.assertEqual(page.locator("figure", has_text="held-out week").count(), 1)
        runs = page.locator("table", has=page.locator("caption", has_text="The runs"))
        self.assertGreaterEqual(runs.locator("code.hash", has_text=re.compile("^[0-9a-f]{64}$")).count(), 4)
        self.assert_accessible(path)
        self.assert_fits(path)

    def test_the_summary_is_that_of_the_results(self):
        page = self.open(self.page_file)
        embedded = json.loads(page.locator("#summary").text_content())
        database = self.database()
        for p in range(len(NAMES)):
            losses = [struct.unpack_from("<d", blob)[0] for (blob,) in database.execute(
                "SELECT metrics FROM outcome WHERE run_case = ? ORDER BY replication", (p,))]
            self.assertAlmostEqual(embedded["policies"][p]["lost_orders"]["mean"], sum(losses) / len(losses), places=9)

    def test_results_of_an_earlier_build_have_no_timelines_and_say_so(self):
        old = self.folder / "old"
        old.mkdir()
        shutil.copy(self.results / "results.sqlite", old)
        database = sqlite3.connect(old / "results.sqlite")
        for table in ("told_quarter", "timeline", "blast_reach"):
            database.execute("DROP TABLE " + table)
        database.commit()
        database.close()
        faultline("report", old)
        page = self.open(old / "report.html")
        self.assertIn("This file has no timelines", page.locator("main").text_content())
