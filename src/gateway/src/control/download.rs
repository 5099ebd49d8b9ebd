//! Is this answer a file for the person's disk, and may they have it?

use super::acts::{permit_all, under_every_name};
use super::disposition::Disposition;
use super::file_name::{names_in_path, names_in_query};
use super::look::look;
use super::permit::Act;
use super::readable::content_type;
use super::{Permit, Permitted, Refused};
use crate::inject::{Coding, media_type};
use crate::site::{Visit, text};
use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use stepgate_policy::{ActivityType, CannotScan, Content, Label};

/// Decides an answer of the app. What is no download, and what no policy is about, streams through.
pub async fn permit_download(
    visit: &Visit,
    response: Response<Body>,
) -> Result<Permitted<Response<Body>>, Refused> {
    let Some(names) = names_if_saved(visit, &response) else {
        return Ok(Permit::nothing_attempted().carry(response));
    };
    if !visit.is_watched(&ActivityType::Download) {
        return Ok(Permit::nothing_attempted().carry(response));
    }
    let labels = labels(visit, response.headers());
    let size = text(response.headers(), &CONTENT_LENGTH).and_then(|size| size.parse().ok());
    let mut acts = under_every_name(&ActivityType::Download, &names, size, &labels);
    for act in &mut acts {
        act.uses_grant &= visit.asked.method != Method::HEAD;
    }
    let (permit, response) = permit(visit, &acts, response).await?;
    Ok(keep_asking(permit, response))
}

/// Whether every browser saves the answer and none shows it. They differ where the type is another one or no word.
pub fn is_attachment(headers: &HeaderMap) -> bool {
    let mut all = dispositions(headers).peekable();
    all.peek().is_some() && all.all(|disposition| disposition.kind == "attachment")
}

/// What the answer says. Of several headers any could be the one that counts.
fn dispositions(headers: &HeaderMap) -> impl Iterator<Item = Disposition> {
    let values = headers.get_all(CONTENT_DISPOSITION).iter();
    values.map(|value| Disposition::parse(value.as_bytes()))
}

/// The names of the file, if browsers save the answer.
fn names_if_saved(visit: &Visit, response: &Response<Body>) -> Option<Vec<String>> {
    let headers = response.headers();
    let saved = dispositions(headers).any(|disposition| disposition.saves())
        || (visit.asked.saves_by_type && has_content(response.status()) && !is_shown(headers));
    if !saved {
        return None;
    }
    let mut names: Vec<String> = dispositions(headers)
        .flat_map(|disposition| disposition.names)
        .collect();
    if names.is_empty() {
        names = names_in_path(visit.asked.bare_path());
        let query = visit.asked.path.split_once('?');
        names.extend(names_in_query(query.map_or("", |(_, query)| query)));
    }
    Some(names)
}

fn has_content(status: StatusCode) -> bool {
    status.is_success() && status != StatusCode::NO_CONTENT && status != StatusCode::RESET_CONTENT
}

/// Types that browsers show in the window; they save every other.
fn is_shown(headers: &HeaderMap) -> bool {
    let Some(media_type) = media_type(headers) else {
        return false;
    };
    let saved_text = [
        "text/csv",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "text/rtf",
    ];
    let (kind, name) = media_type.split_once('/').unwrap_or((&media_type, ""));
    match kind {
        "text" => !saved_text.contains(&media_type.as_str()),
        "image" | "audio" | "video" => true,
        // Parts of a file are the file.
        "multipart" => name == "x-mixed-replace",
        "application" => {
            matches!(
                name,
                "pdf" | "json" | "xml" | "javascript" | "x-javascript" | "ecmascript" | "wasm"
            ) || name.ends_with("+json")
                || name.ends_with("+xml")
        }
        _ => false,
    }
}

/// What the app declares.
fn labels(visit: &Visit, headers: &HeaderMap) -> Vec<Label> {
    let name = visit.app.label_header();
    let values = name.into_iter().flat_map(|name| headers.get_all(name));
    let declared = values.map(|value| Label::declared(&String::from_utf8_lossy(value.as_bytes())));
    declared.collect()
}

/// A part of a file does not show what the file is, nor what is in the rest of it.
fn is_part(response: &Response<Body>) -> bool {
    response.status() == StatusCode::PARTIAL_CONTENT
}

/// Holds the body as far as policies look into it, and decides.
async fn permit(
    visit: &Visit,
    acts: &[Act<'_>],
    response: Response<Body>,
) -> Result<(Permit, Response<Body>), Refused> {
    if visit.asked.method == Method::HEAD || is_part(&response) {
        let unread = Content::NotScanned(CannotScan::Unsupported);
        let permit = permit_all(visit, acts, unread).await?;
        if is_part(&response) && visit.wants_bytes(acts) {
            for act in acts {
                let _default = visit.permit_unseen(act).await?;
            }
        }
        return Ok((permit, response));
    }
    if !visit.wants_bytes(acts) && !visit.wants_all(acts) {
        return Ok((permit_all(visit, acts, Content::None).await?, response));
    }
    let content_type = content_type(response.headers()).into_owned();
    let coding = Coding::of(response.headers()).ok();
    let (parts, body) = response.into_parts();
    let looked = look(visit, acts, body, coding, &content_type).await?;
    let mut acts = acts.to_vec();
    looked.inside.put_into(&mut acts);
    let permit = permit_all(visit, &acts, looked.content()).await?;
    Ok((permit, Response::from_parts(parts, looked.body)))
}

/// A file that was decided once must be decided the next time too, so the browser does not keep it.
fn keep_asking(permit: Permit, mut response: Response<Body>) -> Permitted<Response<Body>> {
    if permit.watched() {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    permit.carry(response)
}
