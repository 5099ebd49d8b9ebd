//! Serves the demo apps alone, without a gateway, until Ctrl+C: `cargo run -p stepgate-demo --example demo [FOLDER]`.

use std::path::PathBuf;

#[tokio::main]
#[expect(
    clippy::print_stdout,
    reason = "the addresses are what this program is for"
)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/demo"), PathBuf::from);
    let demo = stepgate_demo::start(&folder).await?;
    println!("Files http://{}/", demo.files);
    println!("Notes http://{}/", demo.notes);
    tokio::signal::ctrl_c().await?;
    demo.shutdown().await;
    Ok(())
}
