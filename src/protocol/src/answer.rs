//! What a person said to a warning, as the page reports it.

use crate::json::Object;

/// What the page posts to [`paths::ANSWERS`](crate::paths::ANSWERS): the person was warned and goes on. What the policy
/// asks for is the policy's, and the gateway looks it up itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct AnswerReport {
    /// Id of the activity this is recorded as, 32 small hexadecimal digits: what is reported twice is recorded once.
    pub id: Option<String>,
    /// Id of the policy that asked.
    pub policy: String,
    /// The activity's wire name.
    pub activity: String,
    /// The file's name, or empty.
    pub object: String,
    /// The reason, where one was asked for.
    pub justification: Option<String>,
}

impl AnswerReport {
    /// It as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::begin(&mut out);
        object.optional("id", self.id.as_deref());
        object.string("policy", &self.policy);
        object.string("activity", &self.activity);
        object.string("object", &self.object);
        object.optional("justification", self.justification.as_deref());
        object.end();
        out
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::AnswerReport;

    #[test]
    fn an_answer_reads_back_as_it_was_written() {
        for reason in [None, Some("the auditor \"asked\"\n".to_owned())] {
            let report = AnswerReport {
                id: reason.as_ref().map(|_| "0".repeat(32)),
                policy: "warn".into(),
                activity: "custom:share".into(),
                object: "Größe.pdf".into(),
                justification: reason,
            };
            let read: AnswerReport = serde_json::from_str(&report.to_json()).unwrap();
            assert_eq!(read, report);
        }
    }
}
