//! What does a header field say that is a list?

use http::{HeaderMap, HeaderName};

/// The members of a list-based field, which may stand in several lines with several members each (RFC 9110 section 5.6.1).
/// Blanks around them are taken off; empty members stay.
pub fn members(headers: &HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> {
    headers.get_all(name).iter().flat_map(|line| {
        String::from_utf8_lossy(line.as_bytes())
            .split(',')
            .map(|member| member.trim().to_owned())
            .collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::members;
    use http::header::VARY;
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn members_of_all_lines_are_told_in_their_order() {
        let mut headers = HeaderMap::new();
        for line in ["origin , accept", "", "cookie"] {
            headers.append(VARY, HeaderValue::from_static(line));
        }
        let told: Vec<String> = members(&headers, &VARY).collect();
        assert_eq!(told, ["origin", "accept", "", "cookie"]);
    }
}
