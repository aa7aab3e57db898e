#!/usr/bin/env bash
# The end-to-end bench (see run.py), then the JMH benchmarks. BENCH_ARGS and JMH_ARGS go to them.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mkdir -p bench/target
command -v go >/dev/null || { echo "go is missing: install it first (Debian: apt-get install golang-go)"; exit 1; }
# shellcheck disable=SC2086
python3 bench/run.py ${BENCH_ARGS:-}
