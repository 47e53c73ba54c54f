#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Builds everything in build/release and runs every test. Arguments are handed to ctest, e.g. -R grammar.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/install-deps.sh
configure release
build release
say "run every test"
ctest --preset release -j "$jobs" "$@"
