#!/usr/bin/env bash
# up.sh: Redis, two routers with a small local model behind them, and Envoy in front, in the background. Logs and pids
# are under .run; down.sh stops just these. CAMBIO_KEY fixes the key; PORT (8080) is Envoy's.
# A cambio.yaml at the top of the repository holds for both routers, but for where they listen and keep their data.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
source envoy/processes.sh
port=${PORT:-8080}
routers=(8081 8082)
admins=(9091 9092)
redis_port=${REDIS_PORT:-6399}
envoy_admin=${ADMIN_PORT:-9901}
mkdir -p "$run"

for name in envoy router-1 router-2 redis local-model; do
  if pid_of "$name" >/dev/null; then echo "$name is running already: make down stops it" >&2; exit 1; fi
done
command -v redis-server >/dev/null || { echo "redis-server is missing: install it (Debian: apt-get install redis-server)" >&2; exit 1; }
trap 'echo "Stopping what was started." >&2; envoy/down.sh >&2' ERR

key() { # The key of both routers: CAMBIO_KEY, else one that is made once and kept
  if [ -n "${CAMBIO_KEY:-}" ]; then
    echo "$CAMBIO_KEY"
    return
  fi
  if [ ! -s "$run/key" ]; then
    (umask 077 && echo "sk-cambio-v1-$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" >"$run/key")
  fi
  cat "$run/key"
}

router_config() { # router_config NUMBER PORT ADMIN: this router's own settings before those of cambio.yaml
  echo "version: 1"
  echo "server: {host: 127.0.0.1, port: $2}"
  echo "admin: {host: 127.0.0.1, port: $3}"
  echo "data: {directory: $run/router-$1}"
  echo "redis: {url: \"redis://127.0.0.1:$redis_port\", replicas: ${#routers[@]}}"
  [ -f cambio.yaml ] || return 0
  grep -q '^plugins:' cambio.yaml || echo "plugins: {directory: $root/plugins}"
  # Without the sections above: from their line to the next that is not indented.
  awk '/^[^ \t#]/ {ours = /^(version|server|admin|data|redis):/} !ours' cambio.yaml
}

CAMBIO_KEY=$(key)
export CAMBIO_KEY

if [ -z "${CAMBIO_LOCAL_MODEL_URL:-}" ] && venv=$(bin/python-tools local-model); then
  # The model ends with its parent, so it gets one that stays.
  start local-model bash -c '"$0" "$1" & wait' "$venv/bin/python" "$root/server/local-model/serve.py"
  wait_for local-model 180 grep -q '^http://' "$run/local-model.log"
  CAMBIO_LOCAL_MODEL_URL=$(grep -m 1 '^http://' "$run/local-model.log")
  export CAMBIO_LOCAL_MODEL_URL
fi

start redis redis-server --bind 127.0.0.1 --port "$redis_port" --save "" --appendonly no --dir "$run"
wait_for redis 60 redis-cli -p "$redis_port" ping

addresses=""
for i in "${!routers[@]}"; do
  n=$((i + 1))
  (umask 077 && router_config "$n" "${routers[i]}" "${admins[i]}" >"$run/router-$n.yaml")
  start "router-$n" bin/cambio serve --config "$run/router-$n.yaml"
  addresses+="${addresses:+,}127.0.0.1:${routers[i]}"
done
for i in "${!routers[@]}"; do
  wait_for "router-$((i + 1))" 180 curl -fsS "http://127.0.0.1:${admins[i]}/readyz"
done

export LISTEN="127.0.0.1:$port" ADMIN_PORT="$envoy_admin" ROUTERS="$addresses" ACCESS_LOG="$run/access.log"
bin/python-tools envoy >/dev/null
start envoy envoy/run.sh
wait_for envoy 120 curl -fsS "http://127.0.0.1:$port/healthz"

cat <<TEXT

Cambio is up: Envoy on http://127.0.0.1:$port before two routers (${routers[*]}), Redis on $redis_port. Logs are in .run.

  native REST   http://127.0.0.1:$port/cambio/v1     gRPC        127.0.0.1:$port
  OpenAI        http://127.0.0.1:$port/v1            OpenRouter  http://127.0.0.1:$port/api/v1
  metrics       http://127.0.0.1:${admins[0]}/metrics and ${admins[1]}
TEXT
if [ -f cambio.yaml ] && grep -q '^keys:' cambio.yaml; then
  echo "  key           one of those in cambio.yaml"
else
  echo "  key           $CAMBIO_KEY"
  cat <<TEXT

curl http://127.0.0.1:$port/cambio/v1/completions:stream -H "authorization: Bearer $CAMBIO_KEY" -H "content-type: application/json" \\
  -d '{"model": "cambio/tiny-chat", "messages": [{"role": "ROLE_USER", "content": [{"text": "Hello, who are you?"}]}]}'
TEXT
fi
