#!/usr/bin/env bash
# Builds the agent into target/agent: agent.js, one classic script with the WebAssembly inside, for the gateway, and what
# it loads when it meets a file (see src/reader/pack.sh); and for the extension guard.js, tables.js, agent.wasm and agent-wasm2js.js, the same code without WebAssembly.
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
# A hash is seldom asked for in a page: small code instead of fast code.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" --cfg sha2_backend_soft=\"compact\""

# shellcheck disable=SC2086 # flags are words
$wasm_cargo build --quiet -p stepgate-agent --lib --profile agent --target wasm32-unknown-unknown ${STEPGATE_WASM_FLAGS:-}
wasm=$target/wasm32-unknown-unknown/agent/stepgate_agent.wasm

features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
    --enable-reference-types --enable-multivalue)
if [ "$wasm" -nt "$out/agent.wasm" ]; then
    "$bin/wasm-opt" -Oz "${features[@]}" --strip-debug --strip-producers "$wasm" -o "$out/agent.wasm"
fi
if [ "$out/agent.wasm" -nt "$out/agent-wasm2js.js" ]; then
    "$bin/wasm-opt" "${features[@]}" --signext-lowering --llvm-nontrapping-fptoint-lowering \
        --llvm-memory-copy-fill-lowering -Oz "$out/agent.wasm" -o "$out/agent-plain.wasm"
    "$bin/wasm2js" -Oz "${features[@]}" "$out/agent-plain.wasm" -o "$out/agent-wasm2js.raw.js"
    # Its module makes one instance of itself; ours is a function that makes one for the imports it is given.
    { sed -e '/^import /d' -e '/^var retasmFunc = /,$d' "$out/agent-wasm2js.raw.js" &&
        echo 'export const instantiate = (imports) => asmFunc(imports);'; } >"$out/agent-wasm2js.js"
fi

$cargo build --quiet -p stepgate-agent --bin pack
pack=$target/debug/pack
minify=("$bin/esbuild" --minify --target=es2022 --charset=utf8 --log-level=warning --allow-overwrite)
PACK=$pack bash src/reader/pack.sh
"$pack" page "$out/agent.src.js" "$out/reader.js" "$out/reader.wasm" "$out/reader-pdf.wasm"
"${minify[@]}" "$out/agent.src.js" --outfile="$out/agent.min.js"
"$pack" guard "$out/guard.src.js"
"${minify[@]}" "$out/guard.src.js" --outfile="$out/guard.js"
"$pack" tables "$out/tables.js"

"$pack" join "$out/agent.min.js" "$out/agent.wasm" "$out/agent.new.js"
# Left alone if it is the same, so that nothing that embeds it is built again.
if cmp -s "$out/agent.new.js" "$out/agent.js"; then
    rm "$out/agent.new.js"
else
    mv "$out/agent.new.js" "$out/agent.js"
fi

node - "$out/agent.js" "$out/agent.wasm" "$out/agent.min.js" "$out/guard.js" "$out/agent-wasm2js.js" \
    "$out/reader.js" "$out/reader.wasm" "$out/reader-pdf.wasm" <<'JS'
const { readFileSync } = require('fs');
const { gzipSync, brotliCompressSync } = require('zlib');
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  console.log(`${file}: ${bytes.length} bytes, gzip ${gzipSync(bytes, { level: 9 }).length}, brotli ${brotliCompressSync(bytes).length}`);
}
JS
