#!/usr/bin/env python3
"""What-if pages in Chromium: from the move of a slider to the first figure with an interval, and until the sliders work.

Usage: .venv/bin/python bench/what_if_first_figure.py PAGE.html...   (script/setup browser). Each page five times: 1.5 times
the changes, and 4 times. Prints milliseconds, least to most, and the load of the machine.
"""

import os
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

STATE = "document.getElementById('panel').dataset.state"
MOVE = """times => { const panel = document.getElementById('panel'), input = document.getElementById('lever-velocity');
  const positions = JSON.parse(document.getElementById('data').textContent).levers[0].positions;
  delete panel.dataset.firstMilliseconds;
  input.value = positions.indexOf(times); input.dispatchEvent(new Event('input')); }"""
FIRST = "document.getElementById('panel').dataset.firstMilliseconds"


def main(paths):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                                             args=["--no-sandbox", "--disable-gpu"])
        for path in paths:
            took = {"open": [], 1.5: [], 4: []}
            for _ in range(5):
                page = browser.new_page()
                page.goto(pathlib.Path(path).resolve().as_uri())
                page.wait_for_function(STATE + " !== 'checking'", timeout=300_000)
                if page.evaluate(STATE) != "ready":
                    sys.exit(page.locator("#off").text_content())
                took["open"].append(page.evaluate("performance.now()"))
                for times in (1.5, 4):
                    page.evaluate(MOVE, times)
                    page.wait_for_function(FIRST + " !== undefined", timeout=300_000)
                    took[times].append(int(page.evaluate(FIRST)))
                page.close()
            shown = {name: " ".join(f"{value:.0f}" for value in sorted(values)) for name, values in took.items()}
            print(f"{path}: ready after {shown['open']} ms; first figure at 1.5 times the changes {shown[1.5]}, "
                  f"at 4 times {shown[4]}; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
