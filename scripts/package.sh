#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Uses adage as a stranger would: installed into a fresh prefix and found by find_package, then by add_subdirectory.
# Also compiles each public header alone. The library built as a subdirectory is built for the thread sanitizer, so
# that the test of threads runs on it too.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without address randomisation where that may be asked for: the thread sanitizer of g++ 12 fails on wide randomisation.
fixed=()
if setarch -R true 2>/dev/null; then fixed=(setarch -R); fi

# use NAME OPTION...: configures, builds and runs tests/package.
use() {
  local folder=$work/$1
  shift
  cmake -S tests/package -B "$folder" -G Ninja "$@" >/dev/null
  cmake --build "$folder" -j "$jobs" --target stranger
  "${fixed[@]}" "$folder/stranger"
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
use subdirectory -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1 -fsanitize=thread' \
  -DADAGE_SOURCE="$root" -DADAGE_SANITIZE=thread -DADAGE_WERROR=ON -DADAGE_TBB=OFF -DADAGE_JIT=OFF \
  -DADAGE_BUILD_TESTS=ON -DADAGE_PRECOMPILE=ON "${launcher[@]}"

say "threads, under their sanitizer"
cmake --build "$work/subdirectory" -j "$jobs" --target threads_test
(cd tests && "${fixed[@]}" "$work/subdirectory/adage/tests/threads_test" --color_output=no)
