//! A text and what is in it.

#[derive(Default)]
pub struct Text {
    pub text: String,
    spans: Vec<(&'static str, usize, usize)>,
}

impl Text {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A value that is to be found.
    pub fn value(&mut self, entity: &'static str, value: &str) {
        let start = self.text.chars().count();
        self.spans
            .push((entity, start, start + value.chars().count()));
        self.text.push_str(value);
    }

    /// `before`, the value, `after`: where `template` has `{}`.
    pub fn fill(&mut self, template: &str, entity: &'static str, value: &str) {
        let (before, after) = template.split_once("{}").unwrap();
        self.push(before);
        self.value(entity, value);
        self.push(after);
    }

    pub fn line(&self, id: u64) -> String {
        let spans: Vec<serde_json::Value> =
            self.spans.iter().map(|(entity, start, end)| serde_json::json!({"entity": entity, "start": start, "end": end})).collect();
        serde_json::json!({"id": id, "text": self.text, "spans": spans}).to_string()
    }
}
