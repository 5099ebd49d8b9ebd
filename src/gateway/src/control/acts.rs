//! What a body stands for, and the decision about it.

use super::form::PartHead;
use super::permit::Act;
use super::{Permit, Refused};
use crate::site::Visit;
use stepgate_policy::{ActivityType, Content, FileFacts, Label};

/// One act for each name of one file. The likeliest name comes last: it stands for all, and only it uses a grant up.
pub fn under_every_name<'a>(
    activity: &ActivityType,
    names: &'a [String],
    size: Option<u64>,
    labels: &'a [Label],
) -> Vec<Act<'a>> {
    let first = names.first().map(String::as_str);
    let act = |name: &'a String, also: Option<&'a str>| Act {
        activity: activity.clone(),
        file: Some(FileFacts {
            name,
            size,
            labels,
            ..FileFacts::default()
        }),
        moved: None,
        uses_grant: also.is_none(),
        also_named: also,
    };
    let others = names.iter().skip(1).map(|name| act(name, first));
    let likeliest = names.first().map(|name| act(name, None));
    others.chain(likeliest).collect()
}

/// A file goes to the app.
pub fn upload(names: &[String], size: Option<u64>) -> Vec<Act<'_>> {
    under_every_name(&ActivityType::Upload, names, size, &[])
}

/// A text goes to the app.
pub const fn send_item() -> Act<'static> {
    Act {
        activity: ActivityType::SendItem,
        file: None,
        moved: None,
        uses_grant: true,
        also_named: None,
    }
}

/// Neither names nor content can be seen.
pub async fn permit_unseen(visit: &Visit) -> Result<Permit, Refused> {
    for act in upload(&[String::new()], None) {
        let _file = visit.permit_unseen(&act).await?;
    }
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
    upload(&head.names, size)
}
