#!/usr/bin/env bash
# Builds the agent: target/agent/agent.js, one classic script with the WebAssembly inside.
#
# CARGO, STEPGATE_WASM_CARGO and STEPGATE_WASM_FLAGS choose another cargo, and flags for the WebAssembly build.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo=${CARGO:-cargo}
wasm_cargo=${STEPGATE_WASM_CARGO:-$cargo}
target=${CARGO_TARGET_DIR:-target}
bin=node_modules/.bin
out=target/agent
mkdir -p "$out"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS:-} -Clink-arg=-zstack-size=65536 -Clink-arg=--stack-first"


# shellcheck disable=SC2086 # flags are words
$wasm_cargo build --quiet -p stepgate-agent --lib --profile agent --target wasm32-unknown-unknown ${STEPGATE_WASM_FLAGS:-}
wasm=$target/wasm32-unknown-unknown/agent/stepgate_agent.wasm

if [ -x "$bin/wasm-opt" ]; then
    if [ "$wasm" -nt "$out/agent.wasm" ]; then
        "$bin/wasm-opt" -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
            --enable-mutable-globals --enable-reference-types --enable-multivalue \
            --strip-debug --strip-producers "$wasm" -o "$out/agent.wasm"
    fi
else
    echo "pack: no wasm-opt (npm ci installs it); the agent is about a third larger" >&2
    cp "$wasm" "$out/agent.wasm"
fi

$cargo build --quiet -p stepgate-agent --bin pack
pack=$target/debug/pack
"$pack" script "$out/agent.src.js"
if [ -x "$bin/esbuild" ]; then
    "$bin/esbuild" "$out/agent.src.js" --minify --target=es2022 --charset=utf8 --log-level=warning --outfile="$out/agent.min.js" --allow-overwrite
else
    echo "pack: no esbuild (npm ci installs it); the script is not minified" >&2
    cp "$out/agent.src.js" "$out/agent.min.js"
fi

"$pack" join "$out/agent.min.js" "$out/agent.wasm" "$out/agent.new.js"
# Left alone if it is the same, so that nothing that embeds it is built again.
if cmp -s "$out/agent.new.js" "$out/agent.js"; then
    rm "$out/agent.new.js"
else
    mv "$out/agent.new.js" "$out/agent.js"
fi

node - "$out/agent.js" "$out/agent.wasm" "$out/agent.min.js" <<'JS'
const { readFileSync } = require('fs');
const { gzipSync, brotliCompressSync } = require('zlib');
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  console.log(`${file}: ${bytes.length} bytes, gzip ${gzipSync(bytes, { level: 9 }).length}, brotli ${brotliCompressSync(bytes).length}`);
}
JS
