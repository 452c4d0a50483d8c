"""Results and pages to look at, and a browser to look with."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import axe_playwright_python
from playwright.sync_api import sync_playwright

FAULTLINE = os.environ["FAULTLINE"]
SHOP = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "small-shop"
AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
WIDTHS = (360, 768, 1440)
# Long, laden with HTML, written from right to left, and what would close a script or a comment.
NAMES = (
    "baseline",
    "the-same-with-a-second-reviewer-who-looks-at-each-and-every-change-of-all-teams-whatever-its-size-or-risk",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "מדיניות עם סקירה כפולה ופריסה מדורגת",
    "</script><!-- \"quoted\" & 'half' <b>bold",
    "سياسة الإصدار الطبقية مع ضمانات كثيرة جدا وأسماء طويلة",
)
# As long as the longest of them, which wraps wherever it stands.
LONG_NAMES = tuple(f"policy-{n}{NAMES[1][8:]}" for n in range(6))


def scenario_of_names(folder, names=NAMES):
    """The small shop with six policies that are hard to print, and prices, in `folder`."""
    shutil.copytree(SHOP, folder)
    path = folder / "scenario.json"
    scenario = json.loads(path.read_text())
    policies = scenario["policies"]
    scenario["policies"] = [dict(policies[i % len(policies)], id=name) for i, name in enumerate(names)]
    scenario["baseline"] = names[0]
    for policy in scenario["policies"][2:]:
        policy["title"] = "<i>title</i> of " + policy["id"]
    scenario["title"] = "A shop </title><script>alert(3)</script> עם שם"
    scenario["economics"] = {"margin_per_order": 12, "cost_per_engineer_hour": 90, "cost_of_delay_per_change_day": 5}
    path.write_text(json.dumps(scenario))
    return folder


def faultline(*arguments):
    return subprocess.run([FAULTLINE, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def compare(scenario, out, replications=40, *more):
    faultline("compare", scenario, "--replications", replications, "--out", out, "--quiet", *more)
    return out


class PageTest(unittest.TestCase):
    """One browser and one folder for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        executable = shutil.which("chromium") or shutil.which("chromium-browser")
        cls.browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        cls.addClassCleanup(cls.browser.close)

    def open(self, path, width=1000, scheme="light"):
        """The page, having asked for nothing and complained of nothing."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.addCleanup(context.close)
        page = context.new_page()
        asked = []
        complaints = []
        # A worker made of text that the page itself holds is no request.
        page.on("request", lambda request: request.url.startswith("blob:") or asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        self.assertEqual(asked, [path.as_uri()])
        self.assertEqual(complaints, [])
        return page

    def assert_accessible(self, path):
        for scheme in ("light", "dark"):
            page = self.open(path, scheme=scheme)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.evaluate(AXE)
            # Colours alone hang on the scheme.
            rules = "{}" if scheme == "light" else "{runOnly: ['color-contrast']}"
            found = page.evaluate(f"axe.run(document, {rules})")["violations"]
            said = [(v["id"], v["help"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]
            self.assertEqual(said, [], scheme)

    def assert_fits(self, path):
        """Nothing reaches beyond the window, folds open, but within a box that scrolls by itself; there each cell can be
        seen whole, and what wraps or shrinks (commands, hashes, charts on screens wider than a phone) does not scroll."""
        for width in WIDTHS:
            page = self.open(path, width)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            beyond = page.evaluate(
                """() => [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, svg, .more')
                     && getComputedStyle(e).position !== 'absolute'
                     && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
                     .map(e => e.outerHTML.slice(0, 120))"""
            )
            self.assertEqual(beyond, [], width)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
            cut = page.evaluate(
                """phone => [...document.querySelectorAll('pre:not(.more), code.hash, figure, .scroll :is(th, td)')]
                     .filter(e => {
                       const box = e.closest('.scroll'), cell = e.matches('th, td, code');
                       return cell ? box && e.getBoundingClientRect().width > box.clientWidth + 0.5
                                   : e.scrollWidth > e.clientWidth + 1 && !(phone && e.matches('figure.scroll'));
                     }).map(e => e.outerHTML.slice(0, 120))""", width < 640)
            self.assertEqual(cut, [], width)

    def assert_charts_can_be_read(self, path):
        """Letters of charts are not scaled below 9 px, on a phone and on a tablet."""
        for width in WIDTHS[:2]:
            least = self.open(path, width).evaluate("""() => Math.min(...[...document.querySelectorAll('figure > svg')]
                .filter(s => s.clientWidth).map(s =>
                Math.min(...[...s.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)))
                * s.getBoundingClientRect().width / s.viewBox.baseVal.width))""")
            self.assertGreaterEqual(least, 9, width)

    def said_at_the_ends(self, page):
        """What the first chart with values says where keys take its slider: at its right end and at its left end."""
        figure = page.locator("figure:has(svg[data-x])").first
        slider = figure.locator("input[type=range]")
        slider.focus()
        said = []
        for key in ("End", "Home"):
            page.keyboard.press(key)
            said.append(slider.get_attribute("aria-valuetext"))
            self.assertEqual(figure.locator("output").text_content(), said[-1])
        self.assertNotEqual(said[0], said[1])
        return said

    def assert_theme_can_be_chosen(self, page):
        colour = "getComputedStyle(document.body).backgroundColor"
        self.assertEqual(page.evaluate(colour), "rgb(255, 255, 255)")
        for _ in range(2):
            page.locator("#view button").click()
        self.assertEqual(page.evaluate(colour), "rgb(20, 23, 28)")
        self.assertEqual(page.evaluate(colour), page.evaluate("getComputedStyle(document.querySelector('.f-paper')).fill"))

    def copied(self, page, table):
        """A table as its button copies it: lines of cells."""
        page.evaluate("""() => Object.defineProperty(navigator, 'clipboard', {configurable: true,
                         value: {writeText: text => { window.copied = text; return Promise.resolve(); }}})""")
        table.evaluate("t => { for (let e = t; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true; }")
        table.evaluate("t => t.nextElementSibling.querySelector('button').click()")
        return list(csv.reader(page.evaluate("window.copied").splitlines()))

    def printed_pages(self, path):
        pdf = self.open(path).pdf(prefer_css_page_size=True)
        return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/")

    def assert_prints_well(self, path):
        """Pages are filled but for what a chart or short table leaves at their ends, and those are in one piece."""
        page = self.open(path, 703)  # A4 less margins of 12 mm: 186 by 273 mm
        page.emulate_media(media="print")
        filled = page.evaluate("document.documentElement.scrollHeight") / 1032
        self.assertLessEqual(self.printed_pages(path), 1.3 * filled + 1)
        parted = page.evaluate("""() => [...document.querySelectorAll('figure, main table')]
            .filter(e => e.getBoundingClientRect().height > 0 && (e.tagName === 'FIGURE' || e.tBodies[0].rows.length <= 16)
                         && getComputedStyle(e).breakInside !== 'avoid').map(e => e.outerHTML.slice(0, 100))""")
        self.assertEqual(parted, [])
        self.assertEqual(page.locator(".tools:visible").count(), 0)
        self.assertEqual(page.evaluate("""() => [...document.querySelectorAll('main *')].filter(e => !e.closest('svg') &&
            e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 100))"""), [])
