#!/bin/sh
# The review queue beside SimPy, both as M/M/8 at utilisation .9, taken in turns within one run, by processor time.
# Usage: bench/peers/run.sh [build folder with bench_review] [rounds]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-"$here/../../build/bench"}
rounds=${2:-3}
venv=${FAULTLINE_PEERS_VENV:-"$build/peers-venv"}

if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet simpy==4.1.2
fi
bench=$(find "$build" -name bench_review -type f | head -n 1)
if [ -z "$bench" ]; then
  echo "no bench_review below $build: build it first (cmake --preset bench && cmake --build --preset bench)" >&2
  exit 1
fi

echo "round  faultline/s     SimPy/s  ratio  mean wait: faultline  SimPy  (exact .8769)"
round=1
while [ "$round" -le "$rounds" ]; do
  ours=$("$bench" --benchmark_filter=review_mm8 --benchmark_format=json 2>/dev/null |
    python3 -c 'import json, sys
row = json.load(sys.stdin)["benchmarks"][0]
print("%.0f %.4f" % (row["items_per_second"], row["mean_wait_hours"]))')
  theirs=$("$venv/bin/python" "$here/simpy_mm8.py" 200000)
  echo "$round $ours $theirs" |
    awk '{ printf "%5d  %11d  %10d  %5.0f  %20s  %s\n", $1, $2, $4, $2 / $4, $3, $5 }'
  round=$((round + 1))
done
