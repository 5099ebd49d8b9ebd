//! How do the tests reach the apps?

use reqwest::header::{AsHeaderName, HeaderMap};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use stepgate_demo::Demo;
use tempfile::TempDir;

/// Both apps over a folder of their own.
pub(crate) struct Apps {
    pub(crate) demo: Demo,
    pub(crate) client: Client,
    pub(crate) folder: TempDir,
}

impl Apps {
    pub(crate) async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let demo = stepgate_demo::start(folder.path()).await.unwrap();
        Self {
            demo,
            client: Client::new(),
            folder,
        }
    }

    pub(crate) fn files(&self, path: &str) -> String {
        format!("http://{}{path}", self.demo.files)
    }

    pub(crate) fn notes(&self, path: &str) -> String {
        format!("http://{}{path}", self.demo.notes)
    }

    pub(crate) async fn get(&self, url: String, headers: &[(&str, &str)]) -> Response {
        let request = headers
            .iter()
            .fold(self.client.get(url), |request, (name, value)| {
                request.header(*name, *value)
            });
        request.send().await.unwrap()
    }

    pub(crate) async fn read(&self, url: String) -> Value {
        serde_json::from_slice(&self.get(url, &[]).await.bytes().await.unwrap()).unwrap()
    }

    pub(crate) async fn upload(&self, names: &[&str], body: &[u8]) -> Response {
        let mut form = Vec::new();
        for name in names {
            form.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes());
            form.extend(body);
            form.extend(b"\r\n");
        }
        form.extend(b"--edge--\r\n");
        let request = self.client.post(self.files("/api/uploads"));
        request
            .header("content-type", "multipart/form-data; boundary=edge")
            .body(form)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn send(&self, text: &str) -> Response {
        let request = self
            .client
            .post(self.files("/api/messages"))
            .header("content-type", "application/json");
        request
            .body(json!({ "text": text }).to_string())
            .send()
            .await
            .unwrap()
    }
}

pub(crate) fn text(headers: &HeaderMap, name: impl AsHeaderName) -> &str {
    headers.get(name).unwrap().to_str().unwrap()
}
