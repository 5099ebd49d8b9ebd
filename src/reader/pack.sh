#!/usr/bin/env bash
# Builds the reader into target/agent: reader.wasm, reader-pdf.wasm, and reader.js, the worker that runs them. PACK is the
# agent's packer.
#
# CARGO, STEPGATE_WASM_CARGO and STEPGATE_WASM_FLAGS choose another cargo, and flags for the WebAssembly build.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo=${STEPGATE_WASM_CARGO:-${CARGO:-cargo}}
target=${CARGO_TARGET_DIR:-target}
bin=node_modules/.bin
out=target/agent
mkdir -p "$out"
# A worker has the stack of a thread. What locks a PDF is met seldom: small code instead of fast code.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Clink-arg=-zstack-size=1048576 -Clink-arg=--stack-first"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" --cfg sha2_backend_soft=\"compact\" --cfg aes_backend_soft=\"compact\""

features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
    --enable-reference-types --enable-multivalue)

# module NAME [FLAG...]: one build of the module. Left alone if it is the same, so that what is made of it is, too.
module() {
    local name=$1
    shift
    # shellcheck disable=SC2086 # flags are words
    $cargo build --quiet -p stepgate-reader --lib --profile reader --target wasm32-unknown-unknown "$@" ${STEPGATE_WASM_FLAGS:-}
    local built=$target/wasm32-unknown-unknown/reader/stepgate_reader.wasm
    cmp -s "$built" "$out/$name.raw.wasm" && [ -f "$out/$name.wasm" ] && return 0
    "$bin/wasm-opt" -Oz "${features[@]}" --strip-debug --strip-producers "$built" -o "$out/$name.wasm"
    cp "$built" "$out/$name.raw.wasm"
}

module reader
module reader-pdf --features pdf

modules=$("$PACK" addresses "$out/reader.wasm" "$out/reader-pdf.wasm")
"$bin/esbuild" src/reader/js/worker.js --bundle --format=iife --minify --target=es2022 --charset=utf8 --legal-comments=none \
    --log-level=warning --define:MODULES="$modules" --outfile="$out/reader.js"
