#!/usr/bin/env bash
# The end-to-end bench (see run.py), then the JMH benchmarks. BENCH_ARGS and JMH_ARGS go to them.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mkdir -p bench/target
command -v go >/dev/null || { echo "go is missing: install it first (Debian: apt-get install golang-go)"; exit 1; }
# shellcheck disable=SC2086
python3 bench/run.py ${BENCH_ARGS:-}

echo
echo "JMH: planning and decoding"
mvn --batch-mode --no-transfer-progress --quiet -Dfast -pl bench -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
# shellcheck disable=SC2086
"$(bin/find-jdk)/bin/java" -XX:+UseCompactObjectHeaders -cp "bench/target/classes:$(cat bench/target/classpath)" \
  cambio.bench.JmhTable ${JMH_ARGS:--f 1 -wi 3 -w 2 -i 5 -r 2}
