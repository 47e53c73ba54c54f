#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Uses adage as a stranger would: installed into a fresh prefix and found by find_package, then by add_subdirectory.
# Also compiles each public header alone.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# use NAME OPTION...: configures, builds and runs tests/package.
use() {
  local folder=$work/$1
  shift
  cmake -S tests/package -B "$folder" -G Ninja "$@" >/dev/null
  cmake --build "$folder" -j "$jobs"
  "$folder/stranger"
}

configure release
build release adage adage_cli
say "compile each public header alone"
cmake --build --preset release -j "$jobs" --target all_verify_interface_header_sets

say "install into a prefix, then find_package"
cmake --install build/release --prefix "$work/prefix" >/dev/null
use installed -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix"
[[ -f $work/prefix/share/adage/activations.adage ]]
(cd / && "$work/prefix/bin/adage" eval 'x^2' --at x=3)

say "add_subdirectory"
launcher=()
if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
use subdirectory -DCMAKE_BUILD_TYPE=Debug -DADAGE_SOURCE="$root" -DADAGE_PRECOMPILE=ON "${launcher[@]}"
