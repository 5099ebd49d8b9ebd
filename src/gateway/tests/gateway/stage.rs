//! A gateway with everything round it.

use crate::app::App;
use crate::browser::Browser;
use axum::Router;
use std::path::Path;
use stepgate_gateway::{Config, Gateway, Running};
use stepgate_identity::provider::{Options, Provider};
use tempfile::TempDir;

/// Everything one test needs, in a folder of its own.
pub struct Stage {
    pub gateway: Running,
    pub folder: TempDir,
    pub app: App,
    pub port: u16,
}

impl Stage {
    /// With these policies (the members of a `policies` list) and this app.
    pub async fn start(policies: &str, router: Router) -> Self {
        Self::start_with(policies, router, "").await
    }

    /// As [`Self::start`], in front of what listens on `port`. The stage's own app is left out.
    pub async fn start_before(policies: &str, port: u16) -> Self {
        let app = App::start(Router::new()).await;
        Self::open(policies, app, port, "").await
    }

    /// As [`Self::start`], with lines added to the top of the configuration.
    pub async fn start_with(policies: &str, router: Router, lines: &str) -> Self {
        let app = App::start(router).await;
        let upstream = app.port;
        Self::open(policies, app, upstream, lines).await
    }

    async fn open(policies: &str, app: App, upstream: u16, lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("policies")).unwrap();
        write_policies(folder.path(), policies);
        let issuer = start_provider().await;
        let config = configuration(lines, &issuer, upstream);
        let config = Config::parse(&config, &folder.path().join("stepgate.toml")).unwrap();
        let gateway = Gateway::start(config).await.unwrap();
        let port = gateway.addr().port();
        Self {
            gateway,
            folder,
            app,
            port,
        }
    }

    /// A browser nobody is signed in with.
    pub fn browser(&self) -> Browser {
        Browser::at(self.port)
    }

    /// A browser in which this person is signed in and has gone on from the notice.
    pub async fn browser_of(&self, person: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(person, "/").await;
        browser.accept_notice("/").await;
        browser
    }

    /// Replaces the policies on disk.
    pub fn write_policies(&self, policies: &str) {
        write_policies(self.folder.path(), policies);
    }

    /// The public origin of the app.
    pub fn origin(&self) -> String {
        format!("http://files.localhost:{}", self.port)
    }
}

fn write_policies(folder: &Path, policies: &str) {
    // In one step, as careful editors do.
    let new = folder.join("new.json");
    std::fs::write(&new, format!("{{\"policies\":[{policies}]}}")).unwrap();
    std::fs::rename(new, folder.join("policies/all.json")).unwrap();
}

/// The configuration every test starts from.
pub fn configuration(lines: &str, issuer: &str, app: u16) -> String {
    format!(
        r#"
        listen = "127.0.0.1:0"
        policies = "policies"
        {lines}
        [store]
        path = "stepgate.sqlite"
        [identity]
        issuer = "{issuer}"
        client_id = "gateway"
        client_secret = "secret of the gateway"
        [console]
        administrators = ["stepgate-admins"]
        [[apps]]
        name = "files"
        title = "Files"
        host = "files.localhost"
        upstream = "http://127.0.0.1:{app}"
        label_header = "x-sensitivity-label"
        [[apps]]
        name = "gone"
        title = "Gone"
        host = "gone.localhost"
        upstream = "http://127.0.0.1:9"
        "#
    )
}

async fn start_provider() -> String {
    let options = Options {
        issuer: "http://127.0.0.1:0".parse().unwrap(),
        client_id: "gateway".into(),
        client_secret: "secret of the gateway".into(),
        redirect_uris: ["files", "gone", "gate"]
            .map(|app| {
                format!("http://{app}.localhost:0/.stepgate/callback")
                    .parse()
                    .unwrap()
            })
            .into(),
    };
    let provider = Provider::bind("127.0.0.1:0".parse().unwrap(), options)
        .await
        .unwrap();
    let port = provider.local_addr().port();
    tokio::spawn(provider.serve(std::future::pending()));
    format!("http://127.0.0.1:{port}")
}
