# Shared by the scripts of this folder and by .ci/run; source it after setting `root` to the project's folder.

# at_least VERSION MINIMUM
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

cmake_version() { cmake --version 2>/dev/null | sed -n '1s/.* //p'; }

make_venv() { [ -x "$root/.venv/bin/pip" ] || python3 -m venv "$root/.venv"; }

# install_python_packages [FOLDER]: those of FOLDER/requirements.txt (notebooks) into .venv, unless they are there.
install_python_packages() {
  local requirements="$root/${1:-notebooks}/requirements.txt" stamp
  stamp="$root/.venv/$(basename "${1:-notebook}")-requirements"
  cmp -s "$requirements" "$stamp" && return
  "$root/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" && cp "$requirements" "$stamp"
}

# use_toolchain: the CMake of .venv when setup had to put one there, g++-12 where the default g++ is older, ccache, which
# knows a source again in a clone at another place.
use_toolchain() {
  [ ! -x "$root/.venv/bin/cmake" ] || PATH="$root/.venv/bin:$PATH"
  if [ -z "${CXX:-}" ] && ! at_least "$(g++ -dumpversion)" 12 && command -v g++-12 >/dev/null; then
    export CXX=g++-12
  fi
  if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_SLOPPINESS=pch_defines,time_macros
    export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$root}" CCACHE_NOHASHDIR=1
  fi
}

# configure PRESET [CMake arguments]: quiet unless it fails.
configure() {
  local preset=$1 log
  shift
  log=$(mktemp)
  if ! (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# build PRESET [arguments of cmake --build]
build() {
  local preset=$1
  shift
  (cd "$root" && cmake --build --preset "$preset" -j "$(nproc)" "$@")
}

say() { printf '\n== %s\n' "$*"; }
