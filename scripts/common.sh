# SPDX-License-Identifier: BSL-1.0
# Sourced by the other scripts: strict mode, the repository as working directory, one way to say what is done.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jobs=$(nproc 2>/dev/null || echo 2)

say() { printf '== %s\n' "$*"; }

# configure PRESET [OPTION...]: configures the first time, or when options are given; afterwards the build does it itself.
configure() {
  local preset=$1
  shift
  if [[ $# -gt 0 || ! -f build/$preset/build.ninja ]]; then
    say "configure the preset $preset into build/$preset"
    cmake --preset "$preset" "$@" >/dev/null
  fi
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  say "build the preset $preset${*:+: $*}"
  cmake --build --preset "$preset" -j "$jobs" ${1:+--target "$@"}
}
