#!/usr/bin/env bash
# What can be done with this checkout? `./build.sh help` says it; every command runs alone on a new machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

WASM=wasm32-unknown-unknown
AGENT=target/agent/agent.js
WASM_CARGO=cargo

# --- words -----------------------------------------------------------------------------------------------------

say() { printf '== %s\n' "$*" >&2; }

fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Runs a step and says how long it took.
step() {
  local name=$1 started=$SECONDS
  shift
  say "$name"
  "$@"
  say "$name: $((SECONDS - started)) s"
}

# --- tools of the machine --------------------------------------------------------------------------------------

# install REASON PACKAGE...: from Debian's archive when that is possible, else one sentence that says what to do.
install() {
  local reason=$1
  shift
  has apt-get || fail "$reason needs what Debian calls '$*'; install it with your system's package manager, then run this again"
  [ "$(id -u)" -eq 0 ] || fail "$reason needs some packages; run 'sudo apt-get update && sudo apt-get install -y $*', then run this again"
  say "installing $* ($reason)"
  refresh_packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >target/apt.log 2>&1 ||
    fail "apt-get could not install '$*' (see target/apt.log); check the network, then run this again"
}

refresh_packages() {
  [ -z "${PACKAGES_FRESH:-}" ] || return 0
  apt-get update -q >target/apt.log 2>&1 || say "apt-get update failed (see target/apt.log); going on with the list at hand"
  PACKAGES_FRESH=yes
}

# need COMMAND REASON PACKAGE...: installs the packages when the command is missing.
need() {
  local name=$1
  shift
  has "$name" || install "$@"
}

need_cargo() {
  has cargo || fail "Rust is missing; install it with rustup as https://rustup.rs says, then run this again"
  need cc "linking" gcc libc6-dev
}

need_node_modules() {
  need node "packing the agent and driving browsers" nodejs
  need npm "packing the agent and driving browsers" npm
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 18 ] || fail "Node.js $major is too old; install Node.js 18 or newer, then run this again"
  cmp -s package-lock.json node_modules/.installed-lock && return 0
  say "npm ci (build tools and the browser driver; once per package-lock.json)"
  npm ci --no-audit --no-fund --loglevel=error || fail "npm could not install the modules; check the network, then run this again"
  cp package-lock.json node_modules/.installed-lock
}

need_browsers() {
  need chromium "journeys in Chromium" chromium chromium-driver
  need chromedriver "WebAssembly tests in Chromium" chromium-driver
  need firefox-esr "journeys in Firefox" firefox-esr
  need WebKitWebDriver "journeys in WebKitGTK" webkit2gtk-driver
  need Xvfb "browsers without a screen" xvfb
  need xclip "reading the clipboard in journeys" xclip
  need sqlite3 "reading the store in journeys" sqlite3
}

# --- the WebAssembly route -------------------------------------------------------------------------------------

# Sets WASM_CARGO, the cargo that compiles to WebAssembly here, and says which way that is.
choose_wasm_route() {
  [ -z "${WASM_ROUTE:-}" ] || return 0
  if [ -d "$(rustc --print target-libdir --target "$WASM" 2>/dev/null)" ]; then
    WASM_ROUTE="the installed $WASM target"
  elif has rustup && rustup target add "$WASM" >target/rustup.log 2>&1; then
    WASM_ROUTE="rustup's $WASM target, just added"
  else
    use_debian_wasm
  fi
  say "WebAssembly by $WASM_ROUTE"
}

use_debian_wasm() {
  dpkg -s rustc-web cargo-web rust-web-src lld >/dev/null 2>&1 ||
    install "compiling to WebAssembly without 'rustup target add $WASM'" rustc-web cargo-web rust-web-src lld
  cat >target/debian-cargo <<'TEXT'
#!/bin/sh
PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort \
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld exec /usr/bin/cargo "$@"
TEXT
  chmod +x target/debian-cargo
  WASM_CARGO=target/debian-cargo
  WASM_ROUTE="Debian's Rust, which compiles std itself (about 40 s the first time)"
}

# --- parts -----------------------------------------------------------------------------------------------------

agent_is_fresh() {
  [ -f "$AGENT" ] && [ -f target/agent/.packed ] || return 1
  local changed
  changed=$(find src/agent src/reader src/inspect src/policy src/protocol Cargo.toml Cargo.lock package-lock.json -type f -newer target/agent/.packed -print -quit)
  [ -z "$changed" ]
}

build_agent() {
  need_cargo
  agent_is_fresh && return 0
  need_node_modules
  choose_wasm_route
  step "packing the agent into $AGENT" pack_agent
}

# What changes while it is packed counts as newer, so the mark is set first and kept only when all went well.
pack_agent() {
  mkdir -p target/agent
  touch target/agent/.packing
  STEPGATE_WASM_CARGO=$WASM_CARGO bash src/agent/pack.sh
  mv target/agent/.packing target/agent/.packed
}

# need_extension_modules: what only the extension needs, apart, so that nothing else waits for it.
need_extension_modules() {
  need_node_modules
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail "Node.js $major is too old to check the extension; install Node.js 20 or newer, then run this again"
  cmp -s extension/package-lock.json extension/node_modules/.installed-lock && return 0
  say "npm ci in extension/ (once per extension/package-lock.json)"
  npm ci --prefix extension --no-audit --no-fund --loglevel=error || fail "npm could not install the modules of the extension; check the network, then run this again"
  cp extension/package-lock.json extension/node_modules/.installed-lock
}

build_extension() {
  build_agent
  need_extension_modules
  node extension/build.mjs
}

# Mozilla's own check, once for each content of the package.
lint_extension() {
  local seen=target/extension-linted
  cmp -s dist/stepgate-firefox.xpi "$seen" && return 0
  extension/node_modules/.bin/web-ext lint --source-dir dist/extension-firefox --no-config-discovery
  cp dist/stepgate-firefox.xpi "$seen"
}

build_stepgate() {
  build_agent
  cargo build --bin stepgate
}

# --- tests -----------------------------------------------------------------------------------------------------

test_native() { cargo test --workspace --quiet; }

test_wasm() {
  cargo build --quiet -p stepgate-bindgen
  describe_chromium >target/webdriver.json
  choose_wasm_route
  test_in_chromium -p stepgate-policy --test decide_cases
  test_in_chromium -p stepgate-inspect --lib
  test_browsers tests/reader
}

# test_in_chromium WHAT...: Rust tests, compiled to WebAssembly.
test_in_chromium() {
  env CHROMEDRIVER="$(command -v chromedriver)" \
    WASM_BINDGEN_TEST_WEBDRIVER_JSON="$PWD/target/webdriver.json" \
    WASM_BINDGEN_TEST_TIMEOUT=120 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$PWD/target/debug/stepgate-bindgen" \
    "$WASM_CARGO" test "$@" --target "$WASM"
}

# How the WebAssembly tests start Chromium, in WebDriver's words; its sandbox does not work for root.
describe_chromium() {
  local flags='"--headless=new","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"'
  [ "$(id -u)" -ne 0 ] || flags+=',"--no-sandbox"'
  printf '{"goog:chromeOptions":{"args":[%s]}}\n' "$flags"
}

# test_browsers FOLDER: every *.test.mjs below it.
test_browsers() {
  local files
  mapfile -t files < <(find "$1" -name '*.test.mjs' | sort)
  [ "${#files[@]}" -gt 0 ] || fail "no tests below $1"
  node --test --test-reporter=spec "${files[@]}"
}

test_extension() {
  cargo build --quiet -p stepgate-agent --example cases
  node --test --test-reporter=spec extension/tests/*.test.mjs
}

# --- checks ----------------------------------------------------------------------------------------------------

check_rust() {
  cargo fmt --all --check
  cargo clippy --workspace --all-targets --quiet -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --quiet
}

check_agent() {
  choose_wasm_route
  "$WASM_CARGO" clippy -p stepgate-agent -p stepgate-reader --target "$WASM" --quiet -- -D warnings
  "$WASM_CARGO" clippy -p stepgate-reader --features pdf --target "$WASM" --quiet -- -D warnings
}

check_shell() {
  has shellcheck || { say "shellcheck is not installed: shell scripts not checked"; return 0; }
  git ls-files '*.sh' .ci/run | xargs shellcheck
}

check_licences() {
  cargo deny --version >/dev/null 2>&1 || { say "cargo-deny is not installed: licences and advisories not checked"; return 0; }
  cargo deny --log-level error check bans licenses sources
}

check_docs() {
  need node "checking documents" nodejs
  node tests/docs/check.mjs
}

# --- commands --------------------------------------------------------------------------------------------------

help() {
  cat <<'TEXT'
./build.sh run [OPTIONS]   builds, then starts the demo: two apps, an identity provider and the gateway
./build.sh build           builds the agent and the stepgate program into target/debug
./build.sh extension       builds the browser extension into dist/, for Chromium and for Firefox
./build.sh test [PART]     runs every test, or one part: native, wasm, extension, adversarial, journeys [FOLDER]
./build.sh check           format, lints, documentation, the extension's package, shell scripts, licences
./build.sh bench           prints sizes and speeds
TEXT
}

run() {
  build_stepgate
  exec target/debug/stepgate run "$@"
}

build() { build_stepgate; }

extension() {
  step "extension" build_extension
  step "Mozilla's check of the Firefox extension" lint_extension
}

run_tests() {
  local part=${1:-all}
  case $part in all | native | wasm | extension | adversarial | journeys) ;; *) fail "no part \`$part\`: native, wasm, extension, adversarial or journeys" ;; esac
  need_node_modules
  case $part in all | extension | adversarial | journeys) step "extension" build_extension ;; esac
  [ "$part" = extension ] || need_browsers
  [ "$part" = extension ] || step "build" build_stepgate
  is_part native && step "native tests" test_native
  is_part wasm && step "data cases in WebAssembly, in Chromium" test_wasm
  is_part extension && step "extension tests" test_extension
  is_part adversarial && step "adversarial tests" test_browsers tests/adversarial
  is_part journeys && step "journeys" test_browsers "${2:-tests/browser}"
  say "all of it passed"
}

is_part() { [ "$part" = all ] || [ "$part" = "$1" ]; }

check() {
  step "agent" build_agent
  step "rust" check_rust
  step "rust, for the page" check_agent
  extension
  step "shell" check_shell
  step "licences" check_licences
  step "documents" check_docs
}

build_decision() {
  cargo build --release -p stepgate-policy --example decision_time
  choose_wasm_route
  "$WASM_CARGO" build --release -p stepgate-policy --example decision_time --target "$WASM"
}

build_inspection() {
  cargo build --release -p stepgate-inspect --example scan_time --example corpus
  choose_wasm_route
  "$WASM_CARGO" build --profile agent -p stepgate-inspect --example scan_core --target "$WASM"
  # As src/agent/pack.sh does it: what is measured is what pages get.
  node_modules/.bin/wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue --strip-debug --strip-producers \
    "target/$WASM/agent/examples/scan_core.wasm" -o target/scan_core.wasm
}

bench() {
  PATH=$PATH:/usr/sbin
  need_node_modules
  need chromium "measuring the agent in Chromium" chromium
  need nginx "the proxy to compare with" nginx-light
  need wrk "the load on the gateway" wrk
  step "extension" build_extension
  step "stepgate, which signs policies for it" build_stepgate
  step "stepgate, optimised" cargo build --release --bin stepgate
  step "the decision, alone" build_decision
  step "the inspection, alone" build_inspection
  STEPGATE_BENCH_NATIVE=target/release/examples/decision_time \
    STEPGATE_BENCH_WASM=target/$WASM/release/examples/decision_time.wasm \
    STEPGATE_BENCH_SCAN=target/release/examples/scan_time \
    STEPGATE_BENCH_CORE=target/scan_core.wasm \
    STEPGATE_BENCH_CORPUS=target/release/examples/corpus \
    node tests/bench/bench.mjs "$@"
}

main() {
  mkdir -p target
  local command=${1:-help}
  [ $# -eq 0 ] || shift
  case $command in
    run | build | extension | check | bench | help) "$command" "$@" ;;
    test) run_tests "$@" ;;
    *) fail "no command \`$command\`; './build.sh help' lists them" ;;
  esac
}

main "$@"
