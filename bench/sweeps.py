#!/usr/bin/env python3
"""What a cell of a sweep costs, and how that grows with services, changes, cells and replications.

    bench/sweeps.py growth [THREADS]             one line a size: processor time a cell and a quarter, peak memory, file
    bench/sweeps.py shared [TURNS]               cells that share their draws beside cells that cannot, turn by turn
    bench/sweeps.py whole CELLS REPLICATIONS     one sweep of that size, with its time on the clock

Every sweep is of 50 services and 10 teams of 8 people (`scenarios/velocity-trap/ten-teams.json`) under its baseline unless
the line says otherwise. FAULTLINE names the program (build/release/faultline).
"""
import os
import sys
import tempfile
import time

from program import PROGRAM

SCENARIO = "scenarios/velocity-trap/ten-teams.json"
# Two numbers that draws do not depend on, and one that they do.
ALIKE = ("attention=0.5:2", "review-capacity=0.8:1.25")
UNLIKE = ("/organisation/review/stale_fraction=0.08:0.080001", "/organisation/review/habit_bypass_fraction=0.018:0.0180001")


def sweep(cells, replications, services=50, per_team=5, velocity=1, policies="baseline", vary=ALIKE, threads=1):
    """(processor seconds, seconds, peak bytes, bytes of the file) of a grid of about `cells` cells: levels x 2, so that they share."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [PROGRAM, "sweep", SCENARIO, "--design", "grid", "--policies", policies, "--replications", str(replications),
                     "--set", f"/graph/generate/services={services}", "--set", f"/graph/generate/services_per_team={per_team}",
                     "--vary", f"{vary[0]}:{cells // 2}", "--vary", f"{vary[1]}:2", "--threads", str(threads), "--quiet",
                     "--format", "json", "--out", folder]
        if velocity != 1:
            for stream in range(3):
                arguments += ["--set", f"/organisation/streams/{stream}/velocity_multiplier={velocity}"]
        begun = time.monotonic()
        child = os.posix_spawn(PROGRAM, arguments, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
        _, status, used = os.wait4(child, 0)
        if status != 0:
            sys.exit(f"{' '.join(arguments)} ended with {status}")
        return (used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss * 1024,
                os.path.getsize(os.path.join(folder, "results.sqlite")))


def growth(threads):
    print("| services | teams | velocity | policies | cells | replications | ms a cell | ms a quarter and policy | peak MB | file MB |\n"
          "|---|---|---|---|---|---|---|---|---|---|")
    five = "baseline,two-person-review,controlled-friction,layered-safeguards,limited-work"
    for services, per_team, velocity, policies, cells, replications in (
            (50, 5, 1, "baseline", 16, 100), (50, 5, 1, five, 16, 100),
            (50, 5, 1, "baseline", 16, 10), (50, 5, 1, "baseline", 16, 1000),
            (50, 5, 1, "baseline", 160, 100), (50, 5, 1, "baseline", 1600, 10),
            (500, 50, 1, "baseline", 16, 100), (5000, 500, 1, "baseline", 16, 100), (20000, 2000, 1, "baseline", 16, 20),
            (20000, 2000, 1, "baseline", 16, 100),
            (50, 5, 2, "baseline", 16, 100), (50, 5, 5, "baseline", 16, 100), (50, 5, 20, "baseline", 16, 20)):
        seconds, _, peak, size = sweep(cells, replications, services, per_team, velocity, policies, threads=threads)
        count = len(policies.split(","))
        print(f"| {services} | {services // per_team} | {velocity} | {count} | {cells} | {replications} | {1000 * seconds / cells:.1f} | "
              f"{1000 * seconds / cells / replications / count:.2f} | {peak / 1e6:.0f} | {size / 1e6:.2f} |", flush=True)


def shared(turns):
    print("| policies | draws shared: ms a cell | not shared | ratio |\n|---|---|---|---|")
    for policies in ("baseline", "baseline,two-person-review,layered-safeguards"):
        for _ in range(turns):
            alike, unlike = (1000 * sweep(16, 200, policies=policies, vary=vary)[0] / 16 for vary in (ALIKE, UNLIKE))
            print(f"| {policies.count(',') + 1} | {alike:.0f} | {unlike:.0f} | {unlike / alike:.2f} |", flush=True)


def whole(cells, replications):
    seconds, elapsed, peak, size = sweep(cells, replications, threads=0)
    print(f"{cells} cells of {replications} quarters: {elapsed:.0f} s, {seconds:.0f} s of processor time "
          f"({1000 * seconds / cells:.0f} ms a cell), {peak / 1e6:.0f} MB at most, a file of {size / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) in (2, 3) and sys.argv[1] == "growth":
        growth(int(sys.argv[2]) if len(sys.argv) == 3 else 1)
    elif len(sys.argv) in (2, 3) and sys.argv[1] == "shared":
        shared(int(sys.argv[2]) if len(sys.argv) == 3 else 3)
    elif len(sys.argv) == 4 and sys.argv[1] == "whole":
        whole(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(__doc__)
