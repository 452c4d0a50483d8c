#!/usr/bin/env bash
# script/setup's choice among several names of a package, on a system that is made up. Usage: setup_test.sh ROOT
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir -p "$work/script" "$work/bin"
cp "$1/script/setup" "$work/script/"
echo 'made new-lib|old-lib' >"$work/script/packages.txt"
# What follows the packages is not looked at here.
printf '%s\n' 'use_toolchain() { exit 0; }' >"$work/script/common.sh"
fake() { printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1" && chmod +x "$work/bin/$1"; }
fake dpkg-query 'for package in $INSTALLED; do [ "$package" = "${@: -1}" ] && echo -n installed; done; true'
fake apt-cache 'for package in $KNOWN; do [ "$package" = "$2" ] && exit 0; done; exit 1'
fake apt-get 'echo "$@" >>"$LOG"'
fake sudo '"$@"'

# expect INSTALLED KNOWN CODE WHAT: the exit code, and what is installed, or part of what is said.
failed=0
expect() {
  local code=0 said
  : >"$work/log"
  said=$(INSTALLED=$1 KNOWN=$2 LOG=$work/log PATH=$work/bin:$PATH bash "$work/script/setup" made 2>&1) || code=$?
  local all="$said $(tr '\n' ' ' <"$work/log")"
  if [ "$code" -ne "$3" ] || [[ "$all" != *"$4"* ]]; then
    echo "installed: '$1', known: '$2': code $code, '$all'; expected $3 and '$4'" >&2
    failed=1
  fi
}
nothing() {
  expect "$1" "$2" 0 ""
  [ ! -s "$work/log" ] || { echo "installed: '$1', known: '$2': $(cat "$work/log")" >&2; failed=1; }
}

expect "" "new-lib old-lib" 0 "--no-install-recommends new-lib"
expect "" "old-lib" 0 "--no-install-recommends old-lib"
expect "old-lib" "new-lib old-lib" 0 "--no-install-recommends new-lib" # the one behind may hold less
expect "" "" 1 "this system offers no package for 'new-lib|old-lib'"
nothing "new-lib" "new-lib old-lib"
exit "$failed"
