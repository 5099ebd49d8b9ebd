//! Where do the parts of a multipart body begin and end? RFC 2046 section 5.1, RFC 7578.
//!
//! The parts are found while the bytes stream through: every byte comes out again, in order, and what could be the
//! beginning of a boundary is held until that is clear.

use super::disposition::{Disposition, is_ambiguous};
use bytes::{Bytes, BytesMut};

/// The most bytes the headers of one part may have.
const MAX_HEADERS: usize = 16 * 1024;

/// What was found next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A part begins. The bytes are the boundary and its headers.
    Part(PartHead, Bytes),
    /// Bytes of the part that has begun.
    Content(Bytes),
    /// The part that has begun is over.
    PartOver,
    /// The last part is over; the bytes are the closing boundary and anything behind it.
    Closed(Bytes),
}

/// What the headers of a part say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartHead {
    /// Its file names; empty for a text.
    pub names: Vec<String>,
    /// Its content type; may be empty.
    pub content_type: String,
}

/// The body is no multipart body with that boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first boundary, where nothing may stand.
    Start,
    /// At the first byte of a part's content.
    Fresh,
    /// In a part's content.
    Content,
    /// At the first boundary.
    First,
    /// At a later boundary.
    Headers,
    /// Behind the closing boundary.
    Closed,
}

/// Finds the parts of one body.
#[derive(Debug)]
pub struct Form {
    delimiter: Vec<u8>,
    buffer: BytesMut,
    state: State,
}

impl Form {
    /// For a body with this boundary.
    pub fn new(boundary: &str) -> Self {
        Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            buffer: BytesMut::new(),
            state: State::Start,
        }
    }

    /// Takes more bytes of the body.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// What is in the bytes so far; `None` when more are needed.
    pub fn next(&mut self) -> Result<Option<Found>, Malformed> {
        match self.state {
            State::Start => self.start(),
            State::Fresh => self.fresh(),
            State::Content => self.content(),
            State::First | State::Headers => self.headers(),
            State::Closed => self.rest(),
        }
    }

    /// Whether the body may end here.
    pub fn is_whole(&self) -> bool {
        self.state == State::Closed
    }

    /// The boundary as it stands at the beginning of a line.
    fn line(&self) -> &[u8] {
        self.delimiter.get(2..).unwrap_or_default()
    }

    /// Whether the bytes begin with the boundary's line; `None` when more are needed to say.
    fn begins_with_line(&self) -> Option<bool> {
        let line = self.line();
        let so_far = line.len().min(self.buffer.len());
        let same = self.buffer.get(..so_far) == line.get(..so_far);
        if same && so_far < line.len() {
            None
        } else {
            Some(same)
        }
    }

    fn start(&mut self) -> Result<Option<Found>, Malformed> {
        match self.begins_with_line() {
            None => Ok(None),
            Some(false) => Err(Malformed),
            Some(true) => {
                self.state = State::First;
                self.headers()
            }
        }
    }

    /// A boundary right behind the headers, without a line end of its own, is one to some readers only.
    fn fresh(&mut self) -> Result<Option<Found>, Malformed> {
        match self.begins_with_line() {
            None => Ok(None),
            Some(true) => Err(Malformed),
            Some(false) => {
                self.state = State::Content;
                self.content()
            }
        }
    }

    fn content(&mut self) -> Result<Option<Found>, Malformed> {
        // A boundary behind a bare line feed is one to some readers only.
        let line_feed = self.delimiter.get(1..).unwrap_or_default();
        if let Some(at) = find(&self.buffer, line_feed) {
            let at = at.checked_sub(1).ok_or(Malformed)?;
            if self.buffer.get(at) != Some(&b'\r') {
                return Err(Malformed);
            }
            if at > 0 {
                return Ok(Some(Found::Content(self.buffer.split_to(at).freeze())));
            }
            self.state = State::Headers;
            return Ok(Some(Found::PartOver));
        }
        // The delimiter may have begun in the last bytes.
        let sure = self.buffer.len().saturating_sub(self.delimiter.len() - 1);
        Ok((sure > 0).then(|| Found::Content(self.buffer.split_to(sure).freeze())))
    }

    fn headers(&mut self) -> Result<Option<Found>, Malformed> {
        let boundary = match self.state {
            State::First => self.line().len(),
            State::Start | State::Fresh | State::Content | State::Headers | State::Closed => {
                self.delimiter.len()
            }
        };
        let Some(behind) = self.buffer.get(boundary..) else {
            return Ok(None);
        };
        if let Some(behind) = behind.strip_prefix(b"--") {
            nothing_in(behind)?;
            self.state = State::Closed;
            return Ok(Some(Found::Closed(self.buffer.split().freeze())));
        }
        // Spaces may stand behind a boundary.
        let padding = behind
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let line_end = behind.get(padding..).unwrap_or_default();
        if line_end.len() >= 2 && !line_end.starts_with(b"\r\n") {
            return Err(Malformed);
        }
        // A part without headers ends its boundary's line with the empty line.
        match find(line_end, b"\r\n\r\n") {
            Some(end) => {
                let length = boundary + padding + end + 4;
                let head = self.buffer.split_to(length).freeze();
                let lines = head.get(boundary + padding..).unwrap_or_default();
                self.state = State::Fresh;
                Ok(Some(Found::Part(read_head(lines)?, head.clone())))
            }
            None if line_end.len() > MAX_HEADERS => Err(Malformed),
            None => Ok(None),
        }
    }

    fn rest(&mut self) -> Result<Option<Found>, Malformed> {
        nothing_in(&self.buffer)?;
        Ok((!self.buffer.is_empty()).then(|| Found::Closed(self.buffer.split().freeze())))
    }
}

/// Some readers find further parts behind the closing boundary, so nothing may stand there.
fn nothing_in(epilogue: &[u8]) -> Result<(), Malformed> {
    let blank = epilogue.iter().all(u8::is_ascii_whitespace);
    if blank { Ok(()) } else { Err(Malformed) }
}

/// Where `wanted` is in `bytes`.
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        if bytes.get(from + at..)?.starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// Headers that one reader takes otherwise than another are refused: bare line ends, folded lines, odd quotes, a form in
/// the form, content that is encoded once more.
fn read_head(lines: &[u8]) -> Result<PartHead, Malformed> {
    let mut head = PartHead::default();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\r") else {
            if line.is_empty() {
                continue;
            }
            return Err(Malformed);
        };
        if line.is_empty() {
            continue;
        }
        let colon = line
            .iter()
            .position(|byte| *byte == b':')
            .ok_or(Malformed)?;
        let (name, value) = line.split_at_checked(colon).ok_or(Malformed)?;
        let value = value.get(1..).unwrap_or_default();
        if name.first().is_some_and(u8::is_ascii_whitespace) || line.contains(&b'\r') {
            return Err(Malformed);
        }
        match name.trim_ascii().to_ascii_lowercase().as_slice() {
            b"content-disposition" if is_ambiguous(value) => return Err(Malformed),
            b"content-disposition" => head.names.extend(Disposition::parse(value).names),
            b"content-type" => head.content_type = String::from_utf8_lossy(value).trim().to_owned(),
            b"content-transfer-encoding" if !is_as_it_is(value) => return Err(Malformed),
            _ => {}
        }
        if head
            .content_type
            .to_ascii_lowercase()
            .contains("multipart/")
        {
            return Err(Malformed);
        }
    }
    Ok(head)
}

/// Whether a `Content-Transfer-Encoding` leaves the bytes as they are.
fn is_as_it_is(value: &[u8]) -> bool {
    let value = value.trim_ascii().to_ascii_lowercase();
    matches!(value.as_slice(), b"" | b"7bit" | b"8bit" | b"binary")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--b\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nhello\r\n-- \r\n--b\r\n\
        content-disposition: form-data; name=f; filename=\"a.exe\"\r\nContent-Type: x/y\r\n\r\n\r\n--b--\r\n";

    fn read(body: &[u8], stride: usize) -> Result<(Vec<Found>, Vec<u8>), Malformed> {
        let mut form = Form::new("b");
        let (mut found, mut out) = (Vec::new(), Vec::new());
        for piece in body.chunks(stride) {
            form.push(piece);
            while let Some(next) = form.next()? {
                match &next {
                    Found::Part(_, bytes) | Found::Content(bytes) | Found::Closed(bytes) => {
                        out.extend_from_slice(bytes)
                    }
                    Found::PartOver => {}
                }
                found.push(next);
            }
        }
        if form.is_whole() {
            Ok((found, out))
        } else {
            Err(Malformed)
        }
    }

    #[test]
    fn parts_are_found_and_every_byte_comes_out_again_however_the_body_is_cut() {
        for stride in [1, 2, 5, 1000] {
            let (found, out) = read(BODY.as_bytes(), stride).unwrap();
            assert_eq!(out, BODY.as_bytes(), "by {stride}");
            let heads: Vec<_> = found
                .iter()
                .filter_map(|found| match found {
                    Found::Part(head, _) => {
                        Some((head.names.join("|"), head.content_type.as_str()))
                    }
                    Found::Content(_) | Found::PartOver | Found::Closed(_) => None,
                })
                .collect();
            assert_eq!(
                heads,
                [(String::new(), ""), ("a.exe".into(), "x/y")],
                "by {stride}"
            );
        }
    }

    #[test]
    fn what_readers_could_take_in_two_ways_is_refused() {
        for body in [
            "preamble\r\n--b\r\n\r\n\r\n--b--",
            "--c\r\n\r\nx\r\n--c--",
            "--bx\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data;\r\n filename=a.exe\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data; filename=a.txt\nX: y\r\n\r\nx\r\n--b--",
            "--b\r\nno colon\r\n\r\nx\r\n--b--",
            "--b\r\n\r\nnever closed",
            "--b\r\n\r\nx\n--b\r\nContent-Disposition: form-data; filename=a.exe\r\n\r\nx\r\n--b--",
            "--b\r\nX: y\r\n\r\n--b\r\nContent-Disposition: form-data; filename=a.exe\r\n\r\nx\r\n--b--",
        ] {
            assert_eq!(read(body.as_bytes(), 3), Err(Malformed), "{body}");
        }
    }
}
