#!/usr/bin/env bash
# What leasing and settling a call takes: on a Redis of its own on loopback at 1,000 calls a second, then in memory (JMH).
# QUOTA_SECONDS sets how long (30). Asserts nothing: docs/evidence.md has the figures.
set -euo pipefail
cd "$(dirname "$0")/.."
export JAVA_HOME="$(bin/find-jdk)"
export PATH="$JAVA_HOME/bin:$PATH"
mkdir -p bench/target
mvn --batch-mode --no-transfer-progress --quiet -Dfast -pl bench -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/classpath
classpath="bench/target/classes:$(cat bench/target/classpath)"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
redis=$!
trap 'kill "$redis"' EXIT
java -XX:+UseCompactObjectHeaders -cp "$classpath" cambio.bench.QuotaLatency \
  "redis://127.0.0.1:$port" 1000 "${QUOTA_SECONDS:-30}" 2>/dev/null
java -XX:+UseCompactObjectHeaders -cp "$classpath" org.openjdk.jmh.Main QuotaBenchmark -f 1 -wi 3 -w 1 -i 3 -r 2
