#!/usr/bin/env bash
# render.sh: prints Envoy's configuration for this machine.
#   LISTEN=127.0.0.1:8080  where callers come in
#   ADMIN_PORT=9901        Envoy's own admin port, on loopback
#   ROUTERS=host:port,...  the routers (IP addresses)
#   ACCESS_LOG=/dev/stdout
#   MAX_BODY_BYTES=20971520  the longest native REST body; the routers take as much (server.max_body)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
listen=${LISTEN:-127.0.0.1:8080}
descriptor="$root/proto/target/cambio.pb"
[ -f "$descriptor" ] || { echo "$descriptor is missing: run \`make build\` first" >&2; exit 1; }
routers=""
IFS=, read -ra addresses <<<"${ROUTERS:-127.0.0.1:8081,127.0.0.1:8082}"
for address in "${addresses[@]}"; do
  routers+="            - endpoint: {address: {socket_address: {address: ${address%:*}, port_value: ${address##*:}}}}"$'\n'
done
template=$(<"$root/envoy/envoy.yaml.in")
template=${template//@LISTEN_HOST@/${listen%:*}}
template=${template//@LISTEN_PORT@/${listen##*:}}
template=${template//@ADMIN_PORT@/${ADMIN_PORT:-9901}}
template=${template//@ACCESS_LOG@/${ACCESS_LOG:-/dev/stdout}}
template=${template//@MAX_BODY_BYTES@/${MAX_BODY_BYTES:-20971520}}
template=${template//@DESCRIPTOR@/$descriptor}
template=${template//@ROUTERS@/$routers}
printf '%s\n' "$template"
