//! What would a request send? Its text as an item, each of its files as an upload.

use super::bytes::{self as inside, Source};
use super::{blobs, document, files, form, sides};
use crate::facts::{Facts, File, MOST_TEXT, Material};
use crate::file_name;
use crate::gate::{self, Ruled};
use crate::host::{Arg, Handle, Value, call, make};
use crate::natives::Native;
use crate::session;
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::{ActivityType, CannotScan};

/// What a body comes to.
#[derive(Debug, Default)]
pub struct Parts {
    /// Every attempt it stands for.
    pub facts: Vec<Facts>,
    /// Files among it that were not decided before.
    pub files: Vec<Handle>,
    /// What is to be sent in place of the body, so that it is what was decided about: the text of an object that
    /// turns itself into text, or a copy of what the page could change while files are read.
    pub fixed: Option<Value>,
}

impl Parts {
    fn one(facts: Facts) -> Self {
        Self {
            facts: vec![facts],
            ..Self::default()
        }
    }
}

/// Takes a body apart; `content_type` is what the page says it is, `url` where it goes.
#[must_use]
pub fn parts(body: Value, content_type: &str, url: &str) -> Parts {
    if !body.exists() {
        return Parts::default();
    }
    sides::toward(sides::of_url(url), || match body {
        Value::Undefined | Value::Null | Value::Thrown(_) => Parts::default(),
        Value::Bool(_) | Value::Number(_) | Value::Text(..) => of_text(body.converted()),
        Value::Object(object) => of_object(object, content_type, url),
    })
}

fn of_text(text: Value) -> Parts {
    match text {
        Value::Text(_, 0) => Parts::default(),
        Value::Text(..) => Parts::one(form::item(text)),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Object(_)
        | Value::Thrown(_) => Parts::default(), // it throws when it is sent, too
    }
}

fn of_object(object: Handle, content_type: &str, url: &str) -> Parts {
    if blobs::size(object).is_some() {
        return of_blob(object, content_type, url);
    }
    if !object.call(Native::FormDataHas, &["".into()]).threw() {
        return of_form_data(object);
    }
    let parameters = object.get(Native::ParamsText);
    if matches!(parameters, Value::Text(..)) {
        return of_text(parameters);
    }
    if let Some((length, bytes)) = bytes_of(object) {
        return of_bytes(length, bytes, content_type, url);
    }
    if matches!(object.get(Native::StreamLocked), Value::Bool(_)) {
        return Parts::one(unread(content_type, url));
    }
    if matches!(object.get(Native::NodeType), Value::Number(_)) {
        let serializer = make(Native::NewSerializer, &[]);
        let text = serializer.map(|it| it.call(Native::Serialize, &[object.into()]));
        return of_text(text.unwrap_or(Value::Undefined));
    }
    let text = Value::Object(object).converted();
    let fixed = matches!(text, Value::Text(..)).then_some(text);
    Parts {
        fixed,
        ..of_text(text)
    }
}

/// Whether a media type is text that people write or read.
#[must_use]
pub fn is_text(content_type: &str) -> bool {
    let kind = content_type.to_ascii_lowercase();
    kind.starts_with("text/")
        || ["json", "xml", "x-www-form-urlencoded", "javascript"]
            .iter()
            .any(|part| kind.contains(part))
}

fn unread(content_type: &str, url: &str) -> Facts {
    let facts = if is_text(content_type) {
        Facts::new(ActivityType::SendItem)
    } else {
        Facts::on(ActivityType::Upload, File::named(file_name::of_url(url)))
    };
    facts.with(Material::NotScanned(CannotScan::Unsupported))
}

fn of_blob(blob: Handle, content_type: &str, url: &str) -> Parts {
    let name = blob.get(Native::FileName).text_if();
    let kind = blob.get_text(Native::BlobType);
    let is_file = name.is_some();
    if is_file && files::is_decided(blob) {
        return Parts::default();
    }
    if !is_file
        && is_text(if content_type.is_empty() {
            &kind
        } else {
            content_type
        })
    {
        let facts = Facts::new(ActivityType::SendItem);
        return Parts::one(document::told(facts, blob));
    }
    let name = name.unwrap_or_else(|| file_name::of_url(url));
    Parts {
        facts: vec![files::named_upload(blob, name)],
        files: vec![blob],
        ..Parts::default()
    }
}

/// Name and value of each member of a form, read by the browser itself.
fn members(data: Handle) -> Vec<(Value, Value)> {
    let args = [data.into(), Native::FormDataEach.into()];
    let Some(list) = call(Native::Members, Arg::Undefined, &args).object() else {
        return Vec::new();
    };
    (0..list.length() / 2)
        .map(|at| (list.element(2 * at), list.element(2 * at + 1)))
        .collect()
}

fn of_form_data(data: Handle) -> Parts {
    let (mut text, mut parts) = (String::new(), Parts::default());
    let members = members(data);
    for (_, value) in &members {
        match value.object() {
            None => {
                text.push_str(&value.text());
                text.push('\n');
            }
            Some(file) if files::is_decided(file) => {}
            Some(file) => {
                parts.facts.push(files::upload(file));
                parts.files.push(file);
            }
        }
    }
    if !text.trim().is_empty() {
        parts.facts.push(form::text_item(text));
    }
    if parts.facts.iter().any(|one| one.unread.is_some()) {
        parts.fixed = copied(&members).map(Value::Object);
    }
    parts
}

/// What is to be sent in place of a body that waits: a copy of what the page could change meanwhile. `None` where it
/// cannot.
#[must_use]
pub fn kept(body: Value, fixed: Option<Value>) -> Option<Value> {
    if fixed.is_some() {
        return fixed;
    }
    let object = body.object()?;
    if !object.call(Native::FormDataHas, &["".into()]).threw() {
        return copied(&members(object)).map(Value::Object);
    }
    let copy = match object.get(Native::ParamsText).handle() {
        Some(text) => make(Native::NewParams, &[text.into()]),
        None => bytes_of(object).and_then(|(length, bytes)| Source::Array(bytes, length).blob()),
    };
    copy.map(Value::Object)
}

/// A form with the same members, and the very same files.
fn copied(members: &[(Value, Value)]) -> Option<Handle> {
    let made = make(Native::NewFormData, &[])?;
    for (name, value) in members {
        made.call(Native::FormDataAppend, &[name.as_arg(), value.as_arg()]);
    }
    Some(made)
}

/// The body with what was found masked, if that lets it go ahead; then it is recorded. Bytes, blobs and streams cannot
/// be masked. `fixed` is what is sent in its place.
#[must_use]
pub fn masked(body: Value, fixed: Option<Value>, ruled: &[Ruled]) -> Option<Value> {
    let body = fixed.unwrap_or(body);
    let done = match body {
        Value::Object(object) if blobs::size(object).is_some() => None,
        Value::Object(object) if !object.call(Native::FormDataHas, &["".into()]).threw() => {
            masked_form(object, ruled)
        }
        Value::Object(object) => match object.get(Native::ParamsText) {
            Value::Text(text, units) => {
                let text = mask_one(crate::abi::text(text, units), ruled)?;
                make(Native::NewParams, &[(&text).into()]).map(Value::Object)
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Object(_)
            | Value::Thrown(_) => None,
        },
        Value::Text(..) => {
            let text = mask_one(body.text(), ruled)?;
            Some(call(Native::ToText, Arg::Undefined, &[(&text).into()]))
        }
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Thrown(_) => {
            None
        }
    };
    if done.is_some() {
        gate::masked(ruled);
    }
    done
}

fn mask_one(text: String, ruled: &[Ruled]) -> Option<String> {
    gate::mask(ruled, || vec![text])?.pop()
}

fn masked_form(data: Handle, ruled: &[Ruled]) -> Option<Value> {
    let members = members(data);
    let texts = || {
        let texts = members.iter().filter(|(_, value)| value.object().is_none());
        texts.map(|(_, value)| value.text()).collect()
    };
    let mut masked = gate::mask(ruled, texts)?.into_iter();
    let made = make(Native::NewFormData, &[])?;
    for (name, value) in &members {
        let text = match value.object() {
            Some(_) => None,
            None => Some(masked.next()?),
        };
        let value = text.as_ref().map_or(value.as_arg(), Arg::from);
        made.call(Native::FormDataAppend, &[name.as_arg(), value]);
    }
    Some(Value::Object(made))
}

/// The bytes behind a buffer or a view, and how many.
fn bytes_of(object: Handle) -> Option<(u32, Handle)> {
    if let Value::Number(length) = object.get(Native::BufferLength) {
        return Some((length as u32, make(Native::NewBytes, &[object.into()])?));
    }
    let array = [Native::ViewLength, Native::ViewBuffer, Native::ViewOffset];
    let view = [
        Native::DataViewLength,
        Native::DataViewBuffer,
        Native::DataViewOffset,
    ];
    bytes_in(object, array).or_else(|| bytes_in(object, view))
}

/// The bytes of a view, if these getters are its own.
fn bytes_in(object: Handle, [length, buffer, offset]: [Native; 3]) -> Option<(u32, Handle)> {
    let length = object.get(length).number_if()?;
    let buffer = object.get_object(buffer)?;
    let offset = object.get(offset).as_arg();
    Some((
        length as u32,
        make(Native::NewBytes, &[buffer.into(), offset, length.into()])?,
    ))
}

/// The text in bytes, if they are few enough.
fn text_of(length: u32, bytes: Handle) -> Material {
    if length > MOST_TEXT {
        return Material::NotScanned(CannotScan::TooLarge);
    }
    let bytes = crate::abi::bytes(bytes, length);
    blobs::readable(String::from_utf8_lossy(&bytes).into_owned())
}

fn of_bytes(length: u32, bytes: Handle, content_type: &str, url: &str) -> Parts {
    if length == 0 {
        return Parts::default();
    }
    let facts = if is_text(content_type) {
        Facts::new(ActivityType::SendItem)
    } else {
        let mut file = File::named(file_name::of_url(url));
        file.size = Some(u64::from(length));
        let facts = Facts::on(ActivityType::Upload, file);
        inside::told(facts, Source::Array(bytes, length))
    };
    if !document::is_asked(&facts) {
        return Parts::one(facts);
    }
    let head = crate::abi::bytes(bytes, length.min(FILE_HEAD as u32));
    if matches!(file_type(&head), "text" | "script")
        && let Material::Text(text) = text_of(length, bytes)
    {
        return Parts::one(facts.with(Material::Text(text)));
    }
    let Some(blob) = Source::Array(bytes, length).blob() else {
        return Parts::one(facts.with(Material::NotScanned(CannotScan::TooLarge)));
    };
    let facts = document::told(facts, blob);
    Parts {
        fixed: facts.unread.is_some().then_some(Value::Object(blob)),
        ..Parts::one(facts)
    }
}

/// A message of bytes: what text there is in it.
#[must_use]
pub fn message(object: Handle) -> Facts {
    let facts = Facts::new(ActivityType::SendItem);
    if !session::asks_for_content(&facts) {
        return facts;
    }
    if blobs::size(object).is_some() {
        return facts.with(blobs::read(object));
    }
    match bytes_of(object) {
        Some((length, bytes)) => facts.with(text_of(length, bytes)),
        None => facts.with(Material::of(Value::Object(object).converted())),
    }
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn text_is_told_from_bytes_by_its_media_type() {
        for text in [
            "text/plain",
            "application/json; charset=utf-8",
            "application/problem+json",
            "Text/HTML",
        ] {
            assert!(is_text(text), "{text}");
        }
        for bytes in [
            "",
            "application/octet-stream",
            "image/png",
            "application/pdf",
        ] {
            assert!(!is_text(bytes), "{bytes}");
        }
    }
}
