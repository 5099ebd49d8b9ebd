//! Where does it happen, as far as the gateway can tell?

use super::permit::Act;
use crate::site::Visit;
use stepgate_policy::{ActivityType, Content, Place, Side};

/// The page and the app of a visit.
pub struct Where<'a> {
    page: String,
    app: Side<'a>,
}

impl<'a> Where<'a> {
    /// The page is the one the request says it comes from, where that is one of the same app, else what it asks for;
    /// without the query. A browser says the truth, a program can say what it likes.
    pub fn of(visit: &'a Visit) -> Self {
        let asked = &visit.asked;
        let path = asked.from.as_deref().unwrap_or(asked.bare_path());
        let path = path.split(['?', '#']).next().unwrap_or_default();
        Self {
            page: visit.app.address(path),
            app: Side {
                origin: &visit.app.origin,
                app: &visit.app.name,
            },
        }
    }

    /// The place of `act`: one side of the move is this app, the other is not known. CSS selectors are of the page
    /// alone: none is ever known here.
    pub fn place<'p>(&'p self, act: &Act<'_>, content: Content<'_>) -> Place<'p> {
        let (source, destination) = match act.activity {
            ActivityType::Copy
            | ActivityType::Cut
            | ActivityType::Print
            | ActivityType::Download => (self.app, Side::default()),
            ActivityType::Paste | ActivityType::Upload | ActivityType::SendItem => {
                (Side::default(), self.app)
            }
            ActivityType::Custom(_) => (Side::default(), Side::default()),
        };
        Place {
            url: &self.page,
            source,
            destination,
            selectors: &[],
            data_size: act.size().or(size(content)),
        }
    }
}

fn size(content: Content<'_>) -> Option<u64> {
    match content {
        Content::Text(text) => u64::try_from(text.len()).ok(),
        Content::Examined(examined) => examined.length(),
        Content::None | Content::Part(_) | Content::NotScanned(_) => None,
    }
}
