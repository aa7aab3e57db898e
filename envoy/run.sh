#!/usr/bin/env bash
# run.sh [ARGUMENTS]: Envoy in the foreground, installed on first use. The environment says where it listens and
# where the routers are (see render.sh); the arguments go to Envoy, e.g. `--mode validate`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
venv=$("$root/bin/python-tools" envoy)
mkdir -p "$root/.run"
config=$(mktemp "$root/.run/envoy-XXXXXX.yaml")
trap 'rm -f "$config"' EXIT
"$root/envoy/render.sh" >"$config"
# One Envoy of several on a machine would take over another's sockets with hot restart on.
exec_envoy=("$venv/bin/envoy" --config-path "$config" --disable-hot-restart --concurrency "${ENVOY_CONCURRENCY:-2}" --log-level "${ENVOY_LOG_LEVEL:-warning}" "$@")
"${exec_envoy[@]}" &
pid=$!
trap 'kill -TERM $pid 2>/dev/null' INT TERM
wait "$pid" || status=$?
# A signal ends the first wait before Envoy has ended.
wait "$pid" 2>/dev/null || true
exit "${status:-0}"
