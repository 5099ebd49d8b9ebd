//! What does the policy that acts say to the person?

use crate::site::Visit;
use stepgate_policy::{ActivityType, Placeholder, PolicyView, fill, shown};

/// What a policy says, in the person's language, its placeholders filled. Plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The heading; may be empty.
    pub title: String,
    /// What happened and what to do; may be empty.
    pub body: String,
    /// Address of a page that says more; may be empty.
    pub learn_more: String,
}

impl Message {
    /// What `policy` says about `activity` on `object`.
    pub fn of(
        visit: &Visit,
        policy: &PolicyView<'_>,
        activity: &ActivityType,
        object: &str,
    ) -> Self {
        let message = policy.messages().in_language(&visit.asked.language);
        let (file, activity) = (shown(object), activity.to_string());
        let filled = |text: &str| {
            fill(text, |placeholder| match placeholder {
                Placeholder::File => &file,
                Placeholder::App => &visit.app.title,
                Placeholder::Policy => policy.name(),
                Placeholder::Activity => &activity,
            })
        };
        Self {
            title: filled(message.title),
            body: filled(message.body),
            learn_more: message.learn_more.to_owned(),
        }
    }
}
