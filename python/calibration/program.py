"""Runs faultline and reads what it writes: results.sqlite and event logs, as docs/formats describes them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

Overrides = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Incident:
    """One line `incident_story` of an event log. Times are hours since the start of the simulation."""

    channel: str
    origin: str | None
    lines: float | None
    severity: int
    begin_hours: float
    recovered_hours: float | None


@dataclass
class Quarter:
    """Incidents of one quarter that began in its horizon and were no canary catches."""

    incidents: list[Incident] = field(default_factory=list)


class Results:
    """A finished results.sqlite."""

    def __init__(self, path: Path):
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.metric_names = self._names("metric")
        self.gates = self._names("gate")
        self.channels = self._names("channel")
        cases = self._db.execute(
            "SELECT r.ordinal, p.id FROM run_case r JOIN policy p ON p.ordinal = r.policy "
            "WHERE r.second_reviewer = 'central' ORDER BY r.ordinal"
        )
        self.cases = {policy: case for case, policy in cases}

    def _names(self, kind: str) -> list[str]:
        rows = self._db.execute("SELECT name FROM name WHERE kind = ? ORDER BY ordinal", (kind,))
        return [name for (name,) in rows]

    @property
    def policies(self) -> list[str]:
        return list(self.cases)

    def _array(self, policy: str, column: str, width: int) -> np.ndarray:
        rows = self._db.execute(
            f"SELECT {column} FROM outcome WHERE run_case = ? ORDER BY replication", (self.cases[policy],)
        )
        return np.array([np.frombuffer(blob, "<f8") if blob else np.zeros(width) for (blob,) in rows])

    @cached_property
    def _metrics(self) -> dict[str, np.ndarray]:
        return {policy: self._array(policy, "metrics", len(self.metric_names)) for policy in self.cases}

    def metric(self, policy: str, *names: str) -> np.ndarray:
        """Sum of the named metrics by quarter."""
        columns = [self.metric_names.index(name) for name in names]
        return self._metrics[policy][:, columns].sum(axis=1)

    def incidents(self, policy: str) -> np.ndarray:
        return self.metric(policy, "incidents_sev1", "incidents_sev2", "incidents_sev3")

    def gate_met(self, policy: str, prefix: str) -> np.ndarray:
        """Changes by quarter that met gates whose id begins so."""
        met = self._array(policy, "gate_met", len(self.gates))
        return met[:, [i for i, gate in enumerate(self.gates) if gate.startswith(prefix)]].sum(axis=1)

    def channel_loss(self, policy: str) -> dict[str, np.ndarray]:
        losses = self._array(policy, "loss_by_channel", len(self.channels))
        return {channel: losses[:, i] for i, channel in enumerate(self.channels)}

    def durations(self, policy: str, name: str) -> tuple[np.ndarray, np.ndarray]:
        """A histogram of durations: lower bin edges in hours, and counts by [block, bin]."""
        rows = self._db.execute(
            "SELECT bins FROM histogram WHERE run_case = ? AND name = ? ORDER BY block", (self.cases[policy], name)
        ).fetchall()
        counts = np.zeros((len(rows), 866))
        for block, (blob,) in enumerate(rows):
            entries = np.frombuffer(blob, "<f8").reshape(-1, 2)
            counts[block, entries[:, 0].astype(int)] = entries[:, 1]
        bins = np.arange(1, 866)
        edges = 2.0 ** (-10 + (bins - 1) // 32) * (1 + ((bins - 1) % 32) / 32)
        return np.concatenate([[0.0], edges]), counts

    def baseline_value(self, pointer: str) -> float:
        """A number of the resolved scenario, by pointer, given or by default."""
        row = self._db.execute("SELECT value FROM parameter_source WHERE pointer = ?", (pointer,)).fetchone()
        if row is None:
            raise KeyError(pointer)
        return float(row[0])

    def assumed(self) -> set[str]:
        rows = self._db.execute("SELECT pointer FROM parameter_source WHERE status = 'assumed'")
        return {pointer for (pointer,) in rows}


class Program:
    """The built program; keeps its runs in a folder, so that an interrupted calibration goes on where it stopped."""

    def __init__(self, binary: Path, kept: Path, seed: int):
        self._binary = binary
        self._kept = kept
        self._seed = seed

    def compare(
        self, scenario: Path, replications: int, overrides: Overrides = (), policies: tuple[str, ...] = ()
    ) -> Results:
        arguments = [str(scenario), "--replications", str(replications), "--seed", str(self._seed), "--quiet"]
        for pointer, value in overrides:
            arguments += ["--set", f"{pointer}={json.dumps(value)}"]
        if policies:
            arguments += ["--policies", ",".join(policies)]
        out = self._kept / hashlib.sha256(" ".join(arguments).encode()).hexdigest()[:16]
        command = [str(self._binary), "compare", *arguments, "--out", str(out)]
        print("  compare", " ".join(arguments[1:]), file=sys.stderr, flush=True)
        done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)
        if done.returncode == 3:  # kept by another build, or of a scenario that has changed since
            (out / "results.sqlite").unlink(missing_ok=True)
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
        return Results(out / "results.sqlite")

    def quarters(
        self, scenario: Path, replications: int, policy: str, overrides: Overrides, workers: int
    ) -> list[Quarter]:
        """Replays quarters one by one and keeps their incidents."""
        print(f"  replay {replications} quarters of {policy}", *overrides, file=sys.stderr, flush=True)
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(lambda r: self._replay(scenario, policy, r, overrides), range(replications)))

    def _replay(self, scenario: Path, policy: str, replication: int, overrides: Overrides) -> Quarter:
        log = self._kept / f"events-{replication}.jsonl"
        command = [
            *(str(self._binary), "replay", str(scenario), "--policy", policy, "--replication", str(replication)),
            *("--seed", str(self._seed), "--events", str(log), "--quiet", "--out", str(self._kept / "no-results")),
        ]
        for pointer, value in overrides:
            command += ["--set", f"{pointer}={json.dumps(value)}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
        with log.open(encoding="utf-8") as lines:
            quarter = read_quarter(lines)
        log.unlink()
        return quarter


def read_quarter(lines) -> Quarter:
    """Incidents of an event log that began in the horizon, canary catches left out."""
    quarter = Quarter()
    begin = end = 0.0
    for line in lines:
        if '"event":"policy_begins"' in line:
            event = json.loads(line)
            begin, end = event["horizon_begin_hours"], event["horizon_end_hours"]
        elif '"event":"incident_story"' in line:
            story = json.loads(line)
            began, cost, phases = story["began"], story["cost"], story["phases"]
            if cost["severity"] == 0 or not begin <= began["time_hours"] < end:
                continue
            change = next((e for e in story["way"] if e["event"] == "change_submitted"), None)
            quarter.incidents.append(
                Incident(
                    channel=began["channel"],
                    origin=change["origin"] if change else None,
                    lines=change["lines"] if change else None,
                    severity=cost["severity"],
                    begin_hours=began["time_hours"],
                    recovered_hours=phases.get("recovered"),
                )
            )
    return quarter
