#!/usr/bin/env python3
"""Makes one file of script of what the compiler made, with the WebAssembly deflated in it: what it is to be inflated by
stands in session.js. The same bytes each time.

Usage: web/pack.py SOURCES.js ENGINE.js SESSION.js -o MODULE.js; ENGINE.wasm lies beside ENGINE.js.
"""

import argparse
import base64
import pathlib
import zlib


def main():
    parser = argparse.ArgumentParser()
    for script in ("sources", "engine", "session"):
        parser.add_argument(script, type=pathlib.Path)
    parser.add_argument("-o", dest="module", type=pathlib.Path, required=True)
    given = parser.parse_args()
    packed = base64.b64encode(zlib.compress(given.engine.with_suffix(".wasm").read_bytes(), 9)).decode()
    parts = (given.sources.read_text(), given.engine.read_text(), f'const faultlinePacked = "{packed}";\n',
             given.session.read_text())
    given.module.write_text("".join(parts))


if __name__ == "__main__":
    main()
