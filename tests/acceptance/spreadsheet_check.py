"""Reads results.xlsx with nothing of faultline's and holds every number against results.sqlite.

Usage: spreadsheet_check.py RESULTS.sqlite RESULTS.xlsx. Prints the number of cells compared; fails at the first that
differs by more than the 16 digits of the file.
"""
import math
import sqlite3
import struct
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def column_of(reference):
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = 26 * number + ord(letter) - 64
    return number - 1


def read_sheets(path):
    """Rows of each sheet by name: numbers as float, text as str, empty cells as None. No cell may hold a formula."""
    with zipfile.ZipFile(path) as book:
        strings = ["".join(t.text or "" for t in item.iter(MAIN + "t"))
                   for item in tree.fromstring(book.read("xl/sharedStrings.xml"))]
        names = [s.get("name") for s in tree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        sheets = {}
        for i, name in enumerate(names):
            page = tree.fromstring(book.read(f"xl/worksheets/sheet{i + 1}.xml"))
            assert not list(page.iter(MAIN + "f")), f"{name} holds a formula"
            rows = {}
            for cell in page.iter(MAIN + "c"):
                value = cell.find(MAIN + "v")
                if value is not None:
                    row = int(cell.get("r").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                    is_text = cell.get("t") == "s"
                    rows.setdefault(row, {})[column_of(cell.get("r"))] = (
                        strings[int(value.text)] if is_text else float(value.text))
            sheets[name] = [rows.get(r, {}) for r in range(1, max(rows, default=0) + 1)]
    return sheets


class Checker:
    def __init__(self):
        self.compared = 0

    def same(self, found, expected, what):
        if isinstance(expected, (int, float)) and expected is not None:
            ok = isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
        else:
            ok = found == (expected or None)
        assert ok, f"{what}: the sheet has {found!r}, the database {expected!r}"
        self.compared += 1


def main(database, spreadsheet):
    db = sqlite3.connect(database)
    sheets = read_sheets(spreadsheet)
    check = Checker()
    run = dict(db.execute("SELECT key, value FROM run"))
    ids = [i for (i,) in db.execute("SELECT id FROM policy ORDER BY ordinal")]
    metrics = [n for (n,) in db.execute("SELECT name FROM name WHERE kind = 'metric' ORDER BY ordinal")]
    services = [n for (n,) in db.execute("SELECT name FROM name WHERE kind = 'service' ORDER BY ordinal")]
    head = {text: at for at, text in sheets["Policies"][0].items()}
    plain = lambda text: "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text

    losses = {}
    for p, policy in enumerate(ids):
        row = sheets["Policies"][p + 1]
        check.same(row[0], plain(policy), "policy")
        rows = [struct.unpack(f"<{len(blob) // 8}d", blob) for (blob,) in
                db.execute("SELECT metrics FROM outcome WHERE run_case = ? ORDER BY replication", (p,))]
        column = lambda name: [r[metrics.index(name)] for r in rows]
        mean = lambda values: math.fsum(values) / len(values)
        losses[p] = column("lost_orders_gross")
        sorted_loss = sorted(losses[p])
        quantile = lambda q: sorted_loss[math.ceil(q * len(sorted_loss) - 1e-9) - 1]
        for title, expected in [("mean lost orders (orders a quarter)", mean(losses[p])),
                                ("mean net lost orders (orders)", mean(column("lost_orders_net"))),
                                ("p50 (orders)", quantile(0.5)), ("p90 (orders)", quantile(0.9)),
                                ("p99 (orders)", quantile(0.99)),
                                ("engineer hours (hours a quarter)", mean(column("engineer_hours"))),
                                ("customer errors (requests a quarter)", mean(column("customer_errors")))]:
            check.same(row[head[title]], expected, f"{policy}, {title}")
        by_service = [0.0] * len(services)
        for (blob,) in db.execute("SELECT loss_by_service FROM outcome WHERE run_case = ?", (p,)):
            for at, value in struct.iter_unpack("<2d", blob):
                by_service[int(at)] += value / len(rows)
        for s, name in enumerate(services):
            check.same(sheets["Services"][s + 1][0], plain(name), "service")
            check.same(sheets["Services"][s + 1][p + 1], by_service[s], f"{policy}, loss at {name}")

    pairs = db.execute("SELECT a, b, second_reviewer, replications, lost_orders_a_minus_b, simultaneous_low, "
                       "simultaneous_high, saved_fraction, saved_low, saved_high, verdict, reason FROM pair").fetchall()
    order = sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2]))
    rows = sorted(sheets["Differences"][1:], key=lambda row: (ids.index(row[0].lstrip("'")), ids.index(row[1].lstrip("'")), row[2]))
    assert len(rows) == len(order)
    for row, pair in zip(rows, order):
        for at, expected in enumerate((ids[pair[0]], ids[pair[1]], *pair[2:])):
            check.same(row.get(at), plain(expected) if isinstance(expected, str) else expected, f"pair, column {at}")

    curve = [row for row in sheets["Exceedance"][1:] if row[1] == "aggregate"]
    assert curve
    for row in curve:
        values = losses[ids.index(row[0].lstrip("'"))]
        above = sum(value > row[2] * (1 + 1e-13) for value in values)
        check.same(row[6], above, "quarters above")
        check.same(row[3], above / len(values), "chance of more")

    sources = db.execute("SELECT pointer, value, status, source, is_default FROM parameter_source ORDER BY ordinal")
    for row, (pointer, value, status, source, is_default) in zip(sheets["Inputs"][1:], sources, strict=True):
        check.same(row[0], pointer, "input")
        try:
            check.same(row.get(1), float(value), pointer)
        except ValueError:
            check.same(row.get(1), plain(value), pointer)
        mark = status if isinstance(status, str) else ["evidence", "measured", "estimated", "assumed"][status]
        check.same(row[2], mark, pointer)
        check.same(row.get(3), plain(source) if source else None, pointer)
        check.same(row[4], "default" if is_default else "scenario", pointer)

    provenance = {row[0]: row.get(1) for row in sheets["Provenance"][1:]}
    check.same(provenance["results, SHA-256"], run["results_sha256"], "results hash")
    check.same(provenance["seed"], run["seed"], "seed")
    check.same(provenance["replications"], float(run["replications"]), "replications")
    print(check.compared, "cells")


main(*sys.argv[1:])
