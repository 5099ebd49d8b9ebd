//! What a body stands for, and the decision about it.

use super::form::PartHead;
use super::permit::Act;
use super::{Permit, Refused};
use crate::site::Visit;
use stepgate_policy::{ActivityType, Content, FileFacts};

/// A file goes to the app.
pub fn upload(name: &str, size: Option<u64>) -> Act<'_> {
    Act {
        activity: ActivityType::Upload,
        file: Some(FileFacts {
            name,
            size,
            label: None,
        }),
        uses_grant: true,
    }
}

/// A text goes to the app.
pub const fn send_item() -> Act<'static> {
    Act {
        activity: ActivityType::SendItem,
        file: None,
        uses_grant: true,
    }
}

/// Neither names nor content can be seen.
pub async fn permit_unseen(visit: &Visit) -> Result<Permit, Refused> {
    let _file = visit.permit_unseen(&upload("", None)).await?;
    visit.permit_unseen(&send_item()).await
}

/// Decides every act; the last permit stands for all.
pub async fn permit_all(
    visit: &Visit,
    acts: &[Act<'_>],
    content: Content<'_>,
) -> Result<Permit, Refused> {
    let mut permit = Permit::nothing_attempted();
    for act in acts {
        permit = visit.permit(act, content).await?;
    }
    Ok(permit)
}

/// A part with a file name is a file, every other a text.
pub fn acts(head: &PartHead, size: Option<u64>) -> Vec<Act<'_>> {
    if head.names.is_empty() {
        return vec![send_item()];
    }
    head.names.iter().map(|name| upload(name, size)).collect()
}
