#!/usr/bin/env bash
# sdk.sh [java|python|go|typescript ...]: generates the stubs of the contracts, by default in all four languages, with
# pinned tools installed under .tools and no schema registry. What it writes is not committed.
#
# protoc is the one inside grpcio-tools, so that one pinned package serves three languages; Java's stubs come from the
# Maven build with its own pinned protoc.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
contracts="$root/proto/src/main/protobuf"
go_plugins=(google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.10 google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.5.1)
cd "$root"

protoc() { # protoc ARGUMENTS: runs the pinned protoc over the contracts and what they import
  "$venv/bin/python" -m grpc_tools.protoc -I "$contracts" -I "$imports" "$@"
}

fresh() { # fresh DIRECTORY: empties it, so that what left the contracts leaves the stubs
  rm -rf "$1"
  mkdir -p "$1"
}

java() {
  mvn --batch-mode --no-transfer-progress --quiet -DskipTests -Dfast package -pl clients/java -am
  echo "Java:       clients/java/target/lib and classes"
}

python() {
  fresh clients/python/src/cambio/v1
  protoc --python_out=clients/python/src --pyi_out=clients/python/src --grpc_python_out=clients/python/src "${ours[@]}"
  touch clients/python/src/cambio/v1/__init__.py
  echo "Python:     clients/python/src/cambio/v1"
}

go_stubs() {
  local go
  go=$(bin/find-go)
  for plugin in "${go_plugins[@]}"; do
    local name=${plugin##*/}
    bin/go-tool "${name%@*}" "$plugin" >/dev/null
  done
  fresh clients/go/cambiov1
  protoc --plugin=.tools/bin/protoc-gen-go --plugin=.tools/bin/protoc-gen-go-grpc \
    --go_out=clients/go --go_opt=module=cambio/clients/go \
    --go-grpc_out=clients/go --go-grpc_opt=module=cambio/clients/go "${ours[@]}"
  mkdir -p clients/go/bin
  (cd clients/go && "$go" build -o bin/stream ./examples/stream)
  echo "Go:         clients/go/cambiov1, example clients/go/bin/stream"
}

typescript() {
  local here="$root/clients/typescript"
  command -v npm >/dev/null || { echo "npm is missing: install Node.js 18 or later (Debian: apt-get install nodejs npm)" >&2; exit 1; }
  if ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed"; then
    (cd "$here" && npm ci --silent --no-audit --no-fund --ignore-scripts)
    cp "$here/package-lock.json" "$here/node_modules/.installed"
  fi
  fresh "$here/src/gen"
  protoc --plugin="$here/node_modules/.bin/protoc-gen-es" --es_out="$here/src/gen" --es_opt=target=ts,import_extension=js \
    "${ours[@]}" google/api/annotations.proto google/api/http.proto google/api/client.proto google/api/field_behavior.proto \
    google/api/launch_stage.proto google/api/resource.proto google/rpc/code.proto google/rpc/error_details.proto google/rpc/status.proto
  rm -rf "$here/dist"
  (cd "$here" && node_modules/.bin/tsc)
  echo "TypeScript: clients/typescript/src/gen, compiled to dist"
}

languages=("$@")
[ $# -gt 0 ] || languages=(java python go typescript)
ours=()
while IFS= read -r file; do ours+=("${file#"$contracts"/}"); done < <(find "$contracts" -name '*.proto' | sort)
if [ "${languages[*]}" != java ]; then
  venv=$(bin/python-tools sdk)
  imports=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
fi
for language in "${languages[@]}"; do
  case $language in
    java | python | typescript) "$language" ;;
    go) go_stubs ;;
    *) echo "sdk.sh: unknown language $language (expected: java, python, go, typescript)" >&2; exit 1 ;;
  esac
done
