#!/usr/bin/env bash
# down.sh: stops what up.sh started, and nothing else. Envoy first, so that no caller meets a router that is going.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/envoy/processes.sh"
for name in envoy router-2 router-1 redis local-model; do stop "$name"; done
