#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The main job: derive, simplify and check the gradient of every activation in the catalogue, and print the table.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/install-deps.sh
configure release
build release adage_cli
say "build/release/adage catalog"
build/release/adage catalog
