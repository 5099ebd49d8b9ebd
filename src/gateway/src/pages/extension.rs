//! A browser with the extension is connected.

use super::layout::{Page, Tone};
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_protocol::paths;

/// Says that this browser is connected, for which sites, and what that means.
pub fn connected(sites: &[&str], user: &str) -> Response<Body> {
    let sites = listed(sites);
    Page::new(Tone::Good, "This browser is connected")
        .say("You can close this page.")
        .say(&format!(
            "Your organization protects its data in {sites}. It records when you copy, print, download, upload or send \
             something there, and may stop it or ask you to prove who you are. What you write and read is not recorded."
        ))
        .link(paths::SIGN_OUT, "Sign out", false)
        .foot(&format!("Signed in as {user}"))
        .answer(StatusCode::OK)
}

/// `Files`, `Files and Notes`, `Files, Notes and Mail`.
fn listed(titles: &[&str]) -> String {
    match titles {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_reads_as_people_write_it() {
        assert_eq!(listed(&["Files"]), "Files");
        assert_eq!(listed(&["Files", "Notes"]), "Files and Notes");
        assert_eq!(listed(&["Files", "Notes", "Mail"]), "Files, Notes and Mail");
    }
}
