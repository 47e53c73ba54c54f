#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Formats every C++ file of the repository; with --check only says which ones are not formatted.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mode=(-i)
if [[ ${1:-} == --check ]]; then mode=(--dry-run -Werror); fi
git ls-files -z --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs -0 clang-format-14 "${mode[@]}"
