#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Installs the Debian packages that are missing, and nothing when none is.
#   scripts/install-deps.sh        what building and testing need
#   scripts/install-deps.sh --ci   also clang, clang-format, fuzzing, PyTorch and Chromium
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config
  libboost1.81-dev libboost-test1.81-dev libfmt-dev libflint-dev libflint-arb-dev libcli11-dev libedit-dev
  llvm-19-dev libasmjit-dev libtbb-dev
  nlohmann-json3-dev
  gnuplot-nox graphviz
  python3 python3-pexpect
)
case "${1:-}" in
  --ci) packages+=(clang-14 clang-format-14 libclang-rt-14-dev python3-torch chromium) ;;
  "") ;;
  *) echo "usage: scripts/install-deps.sh [--ci]" >&2; exit 2 ;;
esac

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "== not a Debian system: please provide what these packages hold: ${packages[*]}"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  echo "== every needed package is installed"
  exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "Neither root nor sudo. As root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "== install ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; return 1; }
}
apt update
apt install -y --no-install-recommends "${missing[@]}"
