#!/usr/bin/env bash
# Checks the contracts: layout, names and comments (buf lint), and that nothing a client relies on was broken since the
# tag contracts-baseline, or where a copy carries no tags the commit that the file of that name holds (buf breaking; the
# rule is in BREAKING.md). Needs node and npm, and once Maven for googleapis; no schema registry. buf is installed under
# .tools at the top of the repository.
set -euo pipefail

buf_version=1.75.0
baseline=contracts-baseline
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
sources=src/main/protobuf

buf=$root/.tools/buf-$buf_version/node_modules/.bin/buf
if [ ! -x "$buf" ]; then
  echo "proto: installing buf $buf_version under .tools"
  npm install --silent --no-audit --no-fund --ignore-scripts \
    --prefix "$root/.tools/buf-$buf_version" "@bufbuild/buf@$buf_version"
fi

# The Maven build unpacks the imports for protoc; buf reads the same files.
unpacked() { find "$here/target/protobuf-maven-plugin" -type d -name 'proto-google-common-protos-*' 2>/dev/null | head -n 1; }
[ -n "$(unpacked)" ] || (cd "$root" && mvn -q -B -pl proto generate-sources)
[ -n "$(unpacked)" ] || { echo "proto: the Maven build unpacked no googleapis; run: mvn -pl proto generate-sources" >&2; exit 1; }

lay_out() { # lay_out <directory of buf.yaml>: puts the imports where buf.yaml expects them
  rm -rf "$1/target/googleapis"
  mkdir -p "$1/target/googleapis/google"
  cp -R "$(unpacked)/google/api" "$(unpacked)/google/rpc" "$1/target/googleapis/google/"
}

cd "$here"
lay_out .
"$buf" lint
"$buf" format --diff --exit-code "$sources" || { echo "proto: not formatted; run: $buf format -w proto/$sources" >&2; exit 1; }
echo "proto: lint and format clean"

commit() { git -C "$root" rev-parse -q --verify "$1^{commit}" 2>/dev/null; }

base=$(commit "refs/tags/$baseline" || commit "$(cat contracts-baseline)" || true)
if [ -z "$base" ]; then
  # A shallow clone or an archive has neither; the check needs one that does.
  echo "proto: breaking check SKIPPED: this copy has neither the tag $baseline nor the commit in proto/contracts-baseline"
  exit 0
fi
before=target/baseline
rm -rf "$before"
mkdir -p "$before"
git -C "$root" archive "$base" "proto/$sources" | tar -x -C "$before" --strip-components=1
cp buf.yaml "$before/"
lay_out "$before"
"$buf" breaking --against "$before"
echo "proto: nothing broken since the baseline ($(git -C "$root" rev-parse --short "$base"))"
