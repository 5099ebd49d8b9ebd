//! What is there to try? Two apps, an identity provider and the gateway, on this machine only.

use crate::args::Run;
use crate::output;
use crate::shutdown::Shutdown;
use anyhow::Context as _;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use stepgate_demo::Demo;
use stepgate_gateway::{Config, Gateway, Running, StartError};
use stepgate_identity::provider::{Options, Provider, ProviderError};
use stepgate_protocol::paths;
use tokio::sync::oneshot;
use url::Url;

macro_rules! shipped {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../policies/", $name)))),*]
    };
}

/// The policies that ship with the product, by file name.
const SHIPPED: [(&str, &str); 6] = shipped![
    "audit-copy.json"
    "block-card-in-chat.json"
    "block-executable-upload.json"
    "block-paste-into-notes.json"
    "confidential-download-step-up.json"
    "print-step-up.json"
];

/// The people of the demo's identity provider, and what each is there to show.
const PEOPLE: [(&str, &str); 4] = [
    ("Alex Wilber", "unmanaged device"),
    ("Megan Bowen", "managed device"),
    ("Adele Vance", "administrator, reads the console"),
    ("Isaiah Langer", "may not pass the security check"),
];

/// Carries out `stepgate run`.
///
/// # Errors
/// When a port is in use, or the data folder cannot be written.
pub async fn run(arguments: Run) -> anyhow::Result<ExitCode> {
    let mut shutdown = Shutdown::listen()?;
    let data = &arguments.data;
    make_folder(data)?;
    let policies = policies(&arguments)?;
    let secret = format!("{:032x}", rand::random::<u128>());

    let provider = provider(&arguments, &secret).await?;
    let demo = stepgate_demo::start(data).await?;
    let config = data.join("stepgate.toml");
    let text = configuration(&arguments, &policies, &demo, &secret);
    write(&config, &text)?;

    let (stop_provider, provider_stopped) = oneshot::channel();
    let provider = tokio::spawn(provider.serve(async {
        let _ = provider_stopped.await;
    }));
    let gateway = Gateway::start(Config::read(&config)?)
        .await
        .map_err(gateway_trouble)?;
    output::print(&welcome(&arguments, &policies, &demo, &gateway))?;

    shutdown.requested().await?;
    output::print("\nstopping\n")?;
    gateway.shutdown().await;
    demo.shutdown().await;
    // The provider may have stopped by itself; there is nothing left to tell it then.
    let _ = stop_provider.send(());
    provider.await??;
    Ok(ExitCode::SUCCESS)
}

async fn provider(arguments: &Run, secret: &str) -> anyhow::Result<Provider> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.provider_port));
    let options = Options {
        issuer: Url::parse(&issuer(arguments))?,
        client_id: "stepgate-demo".into(),
        client_secret: secret.into(),
        redirect_uris: ["files", "notes", "gate"]
            .iter()
            .map(|app| Url::parse(&address_of(arguments, app))?.join(paths::CALLBACK))
            .collect::<Result<_, _>>()?,
    };
    Provider::bind(address, options)
        .await
        .map_err(|error| match error {
            ProviderError::PortInUse { port } => port_in_use(port, "--provider-port"),
            other => other.into(),
        })
}

fn gateway_trouble(error: StartError) -> anyhow::Error {
    match error {
        StartError::PortInUse(address) => port_in_use(address.port(), "--port"),
        other => other.into(),
    }
}

fn port_in_use(port: u16, option: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "port {port} is in use: stop what listens there, or choose another with `{option}`"
    )
}

/// The folder with the policies: the one asked for, or the shipped ones, written once so that they can be edited.
fn policies(arguments: &Run) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &arguments.policies {
        return absolute(folder);
    }
    let folder = arguments.data.join("policies");
    if !folder.exists() {
        make_folder(&folder)?;
        for (name, text) in SHIPPED {
            write(&folder.join(name), text)?;
        }
    }
    absolute(&folder)
}

/// The demo's configuration, kept as a file so that it can be read, copied and served by hand.
fn configuration(arguments: &Run, policies: &Path, demo: &Demo, secret: &str) -> String {
    let policies = toml::Value::from(policies.to_string_lossy().into_owned());
    let issuer = issuer(arguments);
    format!(
        r#"# Written by `stepgate run` at every start.
listen = "127.0.0.1:{port}"
policies = {policies}
default_behavior = "block"

[store]
path = "stepgate.sqlite"

[identity]
issuer = "{issuer}"
client_id = "stepgate-demo"
client_secret = "{secret}"

[console]
administrators = ["stepgate-admins"]

[[apps]]
name = "files"
title = "Files"
host = "files.localhost"
upstream = "http://{files}"
label_header = "x-sensitivity-label"

[[apps]]
name = "notes"
title = "Notes"
host = "notes.localhost"
upstream = "http://{notes}"

# For browser extensions, whose traffic does not pass the gateway.
[extension]
host = "gate.localhost"
key = "extension-key.pem"

[[extension.sites]]
name = "files"
title = "Files"
matches = ["http://files.direct.localhost/*"]

[[extension.sites]]
name = "notes"
title = "Notes"
matches = ["http://notes.direct.localhost/*"]
"#,
        port = arguments.port,
        files = demo.files,
        notes = demo.notes,
    )
}

fn welcome(arguments: &Run, policies: &Path, demo: &Demo, gateway: &Running) -> String {
    let files = address_of(arguments, "files");
    let notes = address_of(arguments, "notes");
    let mut text = format!(
        "\nStepgate is running, on this machine only.\n\n\
         \x20 Files             {files}\n\
         \x20 Notes             {notes}\n\
         \x20 Console           {files}{console}\n\
         \x20 Policies          {policies} (edit them: the gateway reads them again)\n\
         \x20 Sign-in           {issuer} (a provider for this demo, without passwords)\n\
         \x20 Files upstream    http://{files_upstream} (the app itself, not controlled)\n\
         \x20 Notes upstream    http://{notes_upstream}\n\
         {extension}\n\
         People to sign in as\n",
        console = paths::CONSOLE.trim_start_matches('/'),
        policies = policies.display(),
        issuer = issuer(arguments),
        files_upstream = demo.files,
        notes_upstream = demo.notes,
        extension = for_extensions(demo, gateway),
    );
    for (name, about) in PEOPLE {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<17} {about}");
    }
    text.push_str("\nready: press Ctrl+C to stop\n");
    text
}

/// What a browser extension is set up with, and where the apps are for it: at addresses of their own, not through the
/// gateway.
fn for_extensions(demo: &Demo, gateway: &Running) -> String {
    let Some(extension) = gateway.extension() else {
        return String::new();
    };
    format!(
        "  Extension gateway {}/\n\
         \x20 Extension key     {}\n\
         \x20 Files, direct     http://files.direct.localhost:{}/ (held by a browser extension)\n\
         \x20 Notes, direct     http://notes.direct.localhost:{}/\n",
        extension.origin,
        extension.public_key,
        demo.files.port(),
        demo.notes.port(),
    )
}

/// `localhost` rather than a name below it: the gateway looks it up through the system, which knows only this one.
fn issuer(arguments: &Run) -> String {
    format!("http://localhost:{}", arguments.provider_port)
}

fn address_of(arguments: &Run, app: &str) -> String {
    format!("http://{app}.localhost:{}/", arguments.port)
}

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("cannot use the folder `{}`", path.display()))
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(path).with_context(|| {
        format!(
            "cannot make the folder `{}`; choose another with `--data`",
            path.display()
        )
    })
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| {
        format!(
            "cannot write `{}`; choose another folder with `--data`",
            path.display()
        )
    })
}
