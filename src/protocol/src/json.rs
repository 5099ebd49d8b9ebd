//! Writing JSON without a library, for the page.

/// Writes the members of one object.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    first: bool,
}

impl<'a> Object<'a> {
    pub(crate) fn begin(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    /// Writes a name; the value is to be appended to what is returned.
    pub(crate) fn name(&mut self, name: &str) -> &mut String {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        string(self.out, name);
        self.out.push(':');
        self.out
    }

    pub(crate) fn string(&mut self, name: &str, value: &str) {
        string(self.name(name), value);
    }

    pub(crate) fn optional(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.string(name, value),
            None => self.name(name).push_str("null"),
        }
    }

    pub(crate) fn end(self) {
        self.out.push('}');
    }
}

/// Writes the items of one array.
pub(crate) fn array<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (at, value) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        item(out, value);
    }
    out.push(']');
}

pub(crate) fn string(out: &mut String, value: &str) {
    out.push('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\0'..='\x1f' => {
                out.push_str("\\u00");
                hex(out, u64::from(letter), 2);
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

pub(crate) fn number(out: &mut String, value: u64) {
    if value >= 10 {
        number(out, value / 10);
    }
    out.extend(char::from_digit((value % 10) as u32, 10));
}

pub(crate) const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Writes the last `digits` hexadecimal digits of `value`.
pub(crate) fn hex(out: &mut String, value: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = (value >> (place * 4) & 0xf) as u32;
        out.extend(char::from_digit(digit, 16));
    }
}
