"""The what-if panel, alone and in the planner's page: its figures are the program's own, or it switches itself off."""

import json
import re
import sqlite3

from pages import NAMES, SHOP, PageTest, compare, faultline, scenario_of_names
from test_leadership import metric

QUARTERS = 24
BUDGET = 300
STATE = "document.getElementById('panel').dataset.state"


class PanelTest(PageTest):
    """What both kinds of page share."""

    def open(self, path, width=1000, scheme="light"):
        page = super().open(path, width, scheme)
        self.asked = []
        page.on("request", lambda request: request.url.startswith("blob:") or self.asked.append(request.url))
        page.wait_for_function(STATE + " !== 'checking'", timeout=120_000)
        return page

    def finish(self, page):
        page.wait_for_function(STATE + " === 'done'", timeout=300_000)
        self.assertEqual(page.evaluate("document.getElementById('panel').dataset.n"), str(QUARTERS))

    def cells(self, page, name):
        return [float(c.get_attribute("data-value")) for c in page.locator(f"#answers td[data-cell={name}]").all()]

    def move(self, page, lever, position):
        page.evaluate("""([lever, position]) => { const input = document.getElementById('lever-' + lever);
                         input.value = position; input.dispatchEvent(new Event('input')); }""", [lever, position])

    def assert_native(self, page, name):
        """Every figure shown is what the program makes of the scenario that the page hands out."""
        page.locator("#copy").click()
        page.wait_for_function("!document.getElementById('copied').hidden")
        setting = self.folder / f"{name}.json"
        setting.write_text(page.evaluate("document.getElementById('document').value"))
        command = page.locator("#same").text_content()
        seed = re.fullmatch(rf"faultline compare my-setting\.json --replications {QUARTERS} --seed (\d+)", command).group(1)
        database = sqlite3.connect(compare(setting, self.folder / name, QUARTERS, "--seed", seed) / "results.sqlite")
        self.addCleanup(database.close)
        for p in range(len(NAMES)):
            lost = metric(database, p, "lost_orders_gross")
            lead = metric(database, p, "lead_time_median_hours")
            over = sum(orders > BUDGET for orders in lost) / len(lost)
            for cell, true in (("yours", sum(lost) / len(lost)), ("lead", sum(lead) / len(lead)), ("over", over)):
                shown = self.cells(page, cell)[p]
                self.assertLessEqual(abs(shown - true), 1e-9 * abs(true), f"{name}: {cell} of policy {p}")
        return self.cells(page, "yours")


class WhatIfTest(PanelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scenario = scenario_of_names(cls.folder / "scenario")
        cls.page_file = cls.folder / "what-if.html"
        faultline("what-if", scenario, "--replications", QUARTERS, "--budget", BUDGET, "-o", cls.page_file)

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)

    def test_sliders_give_the_figures_of_the_program(self):
        page = self.open(self.page_file)
        published = self.cells(page, "yours")
        self.assertEqual(self.cells(page, "change"), [0] * len(NAMES))
        page.locator("#lever-velocity").focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        self.assertEqual(page.locator("#lever-velocity").get_attribute("aria-valuetext"), "2 times as many")
        self.finish(page)
        twice = self.assert_native(page, "velocity")
        self.assertNotEqual(twice, published)
        for was, now, change in zip(published, twice, self.cells(page, "change")):
            self.assertAlmostEqual(now - was, change, delta=1e-9 * now)
        self.assertIn(f"{QUARTERS} of {QUARTERS} quick replications in this page. Not the published result.",
                      page.locator("#progress").text_content())

        for lever, keys in (("reviewers", ["ArrowLeft"] * 8), ("review-capacity", ["ArrowRight"] * 5), ("catch-rate", ["ArrowRight"] * 9), ("bake-time", ["End"])):
            page.locator("#lever-" + lever).focus()
            for key in keys:
                page.keyboard.press(key)
        page.locator("#close-channels").check()
        self.finish(page)
        self.assertNotEqual(self.assert_native(page, "all"), twice)

        page.locator("#reset").click()
        page.wait_for_function(STATE + " === 'ready'")
        self.assertEqual(self.cells(page, "yours"), published)
        self.assertEqual(page.locator("#lever-velocity-value").text_content(), "as published")
        self.assert_native(page, "published")
        self.assertEqual(self.asked, [])

    def test_the_policy_looked_at_comes_first(self):
        page = self.open(self.page_file)
        page.locator("#shown").select_option("3")
        page.evaluate("""() => { window.seen = []; new MutationObserver(() => window.seen.push(
            [document.getElementById('progress').textContent,
             ...[...document.querySelectorAll('#answers tbody tr')].map(row => row.querySelector('[data-cell=yours]').textContent)]))
            .observe(document.getElementById('progress'), { childList: true }); }""")
        self.move(page, "velocity", 75)
        self.finish(page)
        said, *first = page.evaluate("window.seen[0]")
        self.assertRegex(said, f"^[12] of {QUARTERS} quick replications in this page of {NAMES[3]}, of others fewer so far. Not the published result.$")
        self.assertEqual([p for p, text in enumerate(first) if text != "running"], [3], first)
        self.assertRegex(first[3], r"^[\d.,]+( k| M)?(no interval yet|-?[\d.,]+( k| M)? to [\d.,]+( k| M)?)$")
        figure, interval, all_of_them = (int(page.evaluate(f"document.getElementById('panel').dataset.{mark}Milliseconds"))
                                         for mark in ("figure", "first", "all"))
        self.assertLessEqual(figure, interval)
        self.assertLessEqual(interval, all_of_them)
        self.assertEqual(page.locator("#answers td[data-cell=yours]", has_text="running").count(), 0)
        self.assert_native(page, "looked-at")

    def test_a_new_setting_ends_the_one_before(self):
        page = self.open(self.page_file)
        for position in (75, 0, 55):
            self.move(page, "velocity", position)
            page.wait_for_timeout(100)
        self.assertEqual(page.locator("#lever-velocity-value").text_content(), "3 times as many")
        self.finish(page)
        self.assert_native(page, "thrice")

    def test_every_slider_is_taken_from_end_to_end(self):
        page = self.open(self.page_file)
        for lever in page.locator("#panel input[type=range]").all():
            for key in ("Home", "End"):
                page.locator("#reset").click()
                page.wait_for_function(STATE + " === 'ready'")
                lever.focus()
                page.keyboard.press(key)
                page.wait_for_function(f"['done', 'refused'].includes({STATE}) || {STATE} === 'ready'", timeout=300_000)
                self.assertNotEqual(page.evaluate(STATE), "refused", page.locator("#state").text_content())

    def test_draws_both_curves(self):
        page = self.open(self.page_file)
        self.assertEqual(page.locator("#chart svg").get_attribute("role"), "img")
        self.assertGreater(page.locator("#chart path.published").bounding_box()["width"], 50)
        self.assertEqual(page.locator("#chart path.yours").evaluate("e => getComputedStyle(e).strokeDasharray"), "7px, 4px")
        self.assertEqual(page.locator("#chart path.published").evaluate("e => getComputedStyle(e).strokeDasharray"), "none")
        self.assertIn(f"published, {QUARTERS} quarters", page.locator("#chart desc").text_content())
        for p, name in enumerate(NAMES):
            page.locator("#shown").select_option(str(p))
            self.assertTrue(page.locator("#chart title").text_content().startswith(name))

    def tampered(self, part, change):
        """The page with one figure of the published run made another one."""
        text = self.page_file.read_text()
        begin = text.index(">", text.index('id="data"')) + 1
        end = text.index("</script>", begin)
        data = json.loads(text[begin:end])
        figures = data[part][1]
        at = next(i for i, figure in enumerate(figures) if figure)
        figures[at] *= change
        path = self.folder / f"{part}-{change}.html"
        path.write_text(text[:begin] + json.dumps(data).replace("<", "\\u003c") + text[end:])
        return path

    def test_switches_itself_off_when_a_figure_differs(self):
        for part in ("checks", "published"):
            page = self.open(self.tampered(part, 1 + 1e-8))
            self.assertEqual(page.evaluate(STATE), "off", part)
            said = page.locator("#off").text_content()
            self.assertIn("The sliders have switched themselves off. Replaying the published setting, quarter 1", said)
            self.assertIn("The program itself gives these answers", said)
            for control in page.locator("#panel input, #panel button").all():
                self.assertTrue(control.is_disabled())
            page = self.open(self.tampered(part, 1 + 1e-11))
            self.assertEqual(page.evaluate(STATE), "ready", part)

    def test_says_so_when_the_simulator_does_not_start(self):
        text = self.page_file.read_text()
        path = self.folder / "broken.html"
        path.write_text(text.replace('id="module">\n', 'id="module">\nthrow new Error("no simulator");\n'))
        page = super().open(path)
        page.wait_for_function(STATE + " === 'off'")
        self.assertIn("no simulator", page.locator("#off").text_content())

    def test_says_so_where_nothing_can_be_unpacked(self):
        context = self.browser.new_context()
        self.addCleanup(context.close)
        page = context.new_page()
        page.add_init_script("delete window.DecompressionStream")
        page.goto(self.page_file.as_uri())
        self.assertEqual(page.evaluate(STATE), "off")
        said = page.locator("#off").text_content()
        self.assertIn("This browser cannot unpack the simulator", said)
        self.assertIn("The program itself gives these answers: see the command below.", said)
        self.assertIn("faultline", page.locator("#what-if > pre").text_content())

    def test_a_number_off_the_grid_opens_as_published(self):
        path = self.folder / "off-grid.html"
        faultline("what-if", SHOP, "--set", "/stealth/human/ceiling=0.705", "--replications", 2, "-o", path)
        page = self.open(path)
        self.assertEqual(page.evaluate(STATE), "ready")
        self.assertEqual(page.locator("#lever-catch-rate-value").text_content(), "70.5 % of defects")
        self.assertEqual(page.locator("#answers td[data-cell=yours]").first.text_content(), "as published")
        page.locator("#lever-catch-rate").focus()
        page.keyboard.press("ArrowRight")
        self.assertEqual(page.locator("#lever-catch-rate-value").text_content(), "71 % of defects")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(STATE + " === 'ready'")
        self.assertEqual(page.locator("#lever-catch-rate-value").text_content(), "70.5 % of defects")

    def test_copies_nothing_when_the_setting_was_refused(self):
        text = self.page_file.read_text()
        begin = text.index(">", text.index('id="data"')) + 1
        end = text.index("</script>", begin)
        data = json.loads(text[begin:end])
        data["levers"][0]["positions"][-1] = 1e300
        path = self.folder / "refused.html"
        path.write_text(text[:begin] + json.dumps(data).replace("<", "\\u003c") + text[end:])
        page = self.open(path)
        page.locator("#lever-velocity").focus()
        page.keyboard.press("End")
        page.wait_for_function(STATE + " === 'refused'")
        self.assertIn("does not take this setting", page.locator("#state").text_content())
        self.assertTrue(page.locator("#copy").is_disabled())
        self.assertFalse(page.locator("#copied").is_visible())
        page.keyboard.press("ArrowLeft")
        self.finish(page)
        self.assert_native(page, "after-refusal")

    def test_without_script_it_names_the_command(self):
        context = self.browser.new_context(java_script_enabled=False)
        self.addCleanup(context.close)
        page = context.new_page()
        page.goto(self.page_file.as_uri())
        self.assertFalse(page.locator("#panel").is_visible())
        self.assertIn(f"--replications {QUARTERS} --seed", page.locator("#what-if > pre").text_content())
        self.assertEqual(page.locator("#answers tbody tr").count(), len(NAMES))


class PanelInReportTest(PanelTest):
    """A run of two of three policies, the last of them first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.results = compare(SHOP, cls.folder / "run", QUARTERS, "--policies", "layered-safeguards,baseline")
        cls.page_file = cls.folder / "report.html"
        faultline("report", cls.results, "--what-if", "--budget", BUDGET, "-o", cls.page_file)

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)

    def test_its_figures_are_those_of_the_results_and_move(self):
        page = self.open(self.page_file)
        self.assertEqual(page.evaluate(STATE), "ready", page.locator("#off").text_content())
        self.assertIn(f"all {QUARTERS} of this run's quarters, as the results file has them", page.locator("#what-if").text_content())
        database = sqlite3.connect(self.results / "results.sqlite")
        self.addCleanup(database.close)
        for p, shown in enumerate(self.cells(page, "yours")):
            lost = metric(database, p, "lost_orders_gross")
            self.assertAlmostEqual(shown, sum(lost) / len(lost), delta=1e-9 * shown)
        self.move(page, "velocity", 35)
        self.finish(page)
        page.locator("#copy").click()
        page.wait_for_function("!document.getElementById('copied').hidden")
        setting = self.folder / "setting.json"
        setting.write_text(page.evaluate("document.getElementById('document').value"))
        again = sqlite3.connect(compare(setting, self.folder / "again", QUARTERS, "--policies", "layered-safeguards,baseline",
                                        "--seed", page.locator("#same").text_content().split()[-1]) / "results.sqlite")
        self.addCleanup(again.close)
        for p, shown in enumerate(self.cells(page, "yours")):
            lost = metric(again, p, "lost_orders_gross")
            self.assertAlmostEqual(shown, sum(lost) / len(lost), delta=1e-9 * shown)
        self.assertEqual(self.asked, [])

    def test_tables_of_the_panel_sort_and_stay_right(self):
        page = self.open(self.page_file)
        self.move(page, "velocity", 35)
        self.finish(page)
        before = self.cells(page, "yours")
        for _ in range(2):
            page.locator("#answers thead button").first.click()
        self.assertEqual(sorted(self.cells(page, "yours")), sorted(before))
        self.move(page, "velocity", 36)
        self.finish(page)
        rows = page.locator("#answers tbody tr").all()
        self.assertEqual({row.locator("th").text_content() for row in rows}, {"baseline", "layered-safeguards"})

    def test_switches_itself_off_when_the_results_are_of_another_engine(self):
        path = self.folder / "other.html"
        text = self.page_file.read_text()
        at = text.index('"checks":[[') + len('"checks":[[')
        path.write_text(text[:at] + "1" + text[at:])
        page = self.open(path)
        self.assertEqual(page.evaluate(STATE), "off")
        self.assertIn("more than 1 part in 1,000,000,000 apart", page.locator("#off").text_content())
        self.assertIn("faultline compare small-shop", page.locator("#what-if > pre").text_content())

    def test_without_script_there_is_the_command_and_no_panel(self):
        context = self.browser.new_context(java_script_enabled=False)
        self.addCleanup(context.close)
        page = context.new_page()
        page.goto(self.page_file.as_uri())
        for hidden in ("#panel", "#figures", "#curves"):
            self.assertFalse(page.locator(hidden).is_visible())
        self.assertTrue(page.locator("#what-if > pre").is_visible())
        self.assertIn("--set PLACE=VALUE", page.locator("#what-if noscript").text_content())
