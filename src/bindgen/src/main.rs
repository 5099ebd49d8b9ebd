//! Which tool runs the WebAssembly tests? wasm-bindgen's own runner, of the version that `Cargo.lock` pins.
fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
