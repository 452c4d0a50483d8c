#!/usr/bin/env bash
# The campaigns of bench/ on a handful of quarters: they run to their end and print what they say.
# Usage: bench_test.sh ROOT FAULTLINE
set -euo pipefail
cd "$1"
export FAULTLINE=$2 PYTHONDONTWRITEBYTECODE=1

# expect COUNT PATTERN COMMAND...: so many of its lines have the pattern.
failed=0
expect() {
  local said found
  said=$("${@:3}" 2>&1) || { echo "${*:3} ended with $?" >&2 && failed=1; }
  found=$(grep -cE -- "$2" <<<"$said" || true)
  if [ "$found" -ne "$1" ]; then
    printf '%s: %s lines have %s, expected %s:\n%s\n' "${*:3}" "$found" "$2" "$1" "$said" >&2
    failed=1
  fi
}
expect 1 '^4 cells of 3 quarters: ' python3 bench/sweeps.py whole 4 3
expect 10 '^\| [a-z-]+ \| (100|1000) ' python3 bench/tails.py worth online-boutique 100
# So few that every figure is refused, which is an answer too.
expect 4 '^\| 99\.[09]% (quantile|tail mean) \|.*\| 2 \|' python3 bench/tails.py coverage small-shop 100 2 4000 5
# Quantiles of the binomial distribution are 1522 and 1678 (sums of 50 digits); none at all is too rare for a double.
expect 1 '^\(1678, 1521\)$' python3 -c 'import sys; sys.path.insert(0, "bench"); import tails; print(tails.order_statistics(160000, 0.99))'
expect 1 "^.'baseline': .[0-9.]+, [0-9.]+..$" python3 -c \
  'import sys; sys.path.insert(0, "bench"); import velocity_losses as v; print(v.means(v.numbers(), 30, (2, 1, 0.5), ["baseline"]))'
exit "$failed"
