//! Access is monitored.

use super::layout::{Page, Tone, escape};
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_protocol::paths;

/// The notice before the first page of `title`; it goes on to `path`.
pub fn notice(title: &str, user: &str, path: &str) -> Response<Body> {
    let form = format!(
        "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"to\" value=\"{}\">\
         <label class=\"tick\"><input type=\"checkbox\" name=\"hide\" value=\"week\">\
         <span>Hide this notification for all apps for one week</span></label>\
         <button class=\"button primary\" type=\"submit\">Continue to {}</button></form>",
        paths::NOTICE,
        escape(path),
        escape(title)
    );
    Page::new(Tone::Note, &format!("Access to {title} is monitored"))
        .say(&format!(
            "Your organization protects its data in {title}. It records when you copy, print, download, upload or send \
             something here, and may stop it or ask you to prove who you are. What you write and read is not recorded."
        ))
        .form(&form)
        .foot(&format!("Signed in as {user}"))
        .answer(StatusCode::OK)
}
