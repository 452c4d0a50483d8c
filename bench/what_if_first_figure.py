#!/usr/bin/env python3
"""What-if pages in Chromium: from the move of a slider to the first figure, to the first with an interval, to one of every
policy, and until the sliders work.

Usage: .venv/bin/python bench/what_if_first_figure.py PAGE.html...   (script/setup browser). Each page five times: 1.5, 2 and 4
times the changes. Prints milliseconds, least to most, and the load of the machine.
"""

import os
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

STATE = "document.getElementById('panel').dataset.state"
MOVE = """times => { const panel = document.getElementById('panel'), input = document.getElementById('lever-velocity');
  const positions = JSON.parse(document.getElementById('data').textContent).levers[0].positions;
  for (const mark of ['figure', 'first', 'all']) delete panel.dataset[mark + 'Milliseconds'];
  input.value = positions.indexOf(times); input.dispatchEvent(new Event('input')); }"""
MARKS = {"figure": "first figure", "first": "first interval", "all": "every policy"}
MARK = "document.getElementById('panel').dataset.{}Milliseconds"
TIMES = (1.5, 2, 4)


def main(paths):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                                             args=["--no-sandbox", "--disable-gpu"])
        for path in paths:
            opened = []
            took = {(times, mark): [] for times in TIMES for mark in MARKS}
            for _ in range(5):
                page = browser.new_page()
                page.goto(pathlib.Path(path).resolve().as_uri())
                page.wait_for_function(STATE + " !== 'checking'", timeout=300_000)
                if page.evaluate(STATE) != "ready":
                    sys.exit(page.locator("#off").text_content())
                opened.append(page.evaluate("performance.now()"))
                for times in TIMES:
                    page.evaluate(MOVE, times)
                    page.wait_for_function(MARK.format("all") + " !== undefined", timeout=300_000)
                    for mark in MARKS:
                        took[times, mark].append(int(page.evaluate(MARK.format(mark))))
                page.close()
            print(f"{path}: ready after {row(opened)} ms; load {os.getloadavg()[0]:.1f}")
            for times in TIMES:
                print(f"  {times} times the changes: " +
                      "; ".join(f"{name} {row(took[times, mark])}" for mark, name in MARKS.items()), flush=True)


def row(values):
    return " ".join(f"{value:.0f}" for value in sorted(values))


if __name__ == "__main__":
    main(sys.argv[1:])
