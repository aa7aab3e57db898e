#!/usr/bin/env bash
# example.sh LANGUAGE stream|unary [QUESTION]: runs the example of java, python, go or typescript, after `make sdk`.
# CAMBIO_GRPC is host:port (127.0.0.1:8080), CAMBIO_KEY the key, CAMBIO_MODEL the model.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
clients="$root/clients"
language=${1:?java, python, go or typescript}
mode=${2:?stream or unary}
shift 2
flag=()
[ "$mode" = stream ] || flag=(--unary)
built() { [ -e "$1" ] || { echo "$1 is missing: run \`make sdk\` first" >&2; exit 1; }; }
case $language in
  java)
    built "$clients/java/target/lib"
    jdk=$("$root/bin/find-jdk") || { echo "No JDK of version 25 or later found." >&2; exit 1; }
    exec "$jdk/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -cp "$clients/java/target/lib/*" "$clients/java/examples/StreamCompletion.java" "${flag[@]}" "$@"
    ;;
  python)
    built "$clients/python/src/cambio/v1"
    exec "$("$root/bin/python-tools" sdk)/bin/python" "$clients/python/examples/stream.py" "${flag[@]}" "$@"
    ;;
  go)
    built "$clients/go/bin/stream"
    exec "$clients/go/bin/stream" "${flag[@]}" "$@"
    ;;
  typescript)
    built "$clients/typescript/dist"
    exec node "$clients/typescript/dist/examples/stream.js" "${flag[@]}" "$@"
    ;;
  *) echo "unknown language $language (expected: java, python, go, typescript)" >&2; exit 1 ;;
esac
