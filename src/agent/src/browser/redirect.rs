//! Where no window can be opened: the page is left for the step-up, and come back to.

use super::ui::dialog::{self, Dialog, Press};
use super::ui::notice;
use super::{held_save, net, place, print};
use crate::hold::{Hold, Resume};
use crate::host::{Arg, Handle, call};
use crate::natives::Native;
use crate::text;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::ActivityType;
use stepgate_protocol::{Denial, StepUpStatus, paths};

const KEY: &str = "stepgate:away";

/// What is remembered of an attempt while the page is gone: never its content.
#[derive(Clone, Debug, Default)]
struct Away {
    transaction: String,
    activity: String,
    object: String,
    address: String,
    page: String,
    scroll: (u32, u32),
}

thread_local! {
    static BACK: RefCell<Option<Away>> = const { RefCell::new(None) };
}

/// Leaves for the step-up.
pub fn leave(hold: &Hold, transaction: &str, address: &str) {
    let scroll = |native| call(native, Native::Window, &[]).number();
    let lines = [
        transaction.to_owned(),
        hold.activity.keyword().to_owned(),
        one_line(&hold.object),
        one_line(&hold.resume.address()),
        place::full_address(),
        whole(scroll(Native::ScrollX)),
        whole(scroll(Native::ScrollY)),
    ];
    let kept = lines.join("\n");
    call(
        Native::StorageSet,
        Native::SessionStorage,
        &[KEY.into(), (&kept).into()],
    );
    place::go(address);
}

fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

fn whole(number: f64) -> String {
    let mut text = String::new();
    let mut rest = number.max(0.0) as u64;
    loop {
        text.insert(0, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            return text;
        }
    }
}

fn read(kept: &str) -> Option<Away> {
    let mut lines = kept.split('\n');
    Some(Away {
        transaction: lines.next()?.into(),
        activity: lines.next()?.into(),
        object: lines.next()?.into(),
        address: lines.next()?.into(),
        page: lines.next()?.into(),
        scroll: (lines.next()?.parse().ok()?, lines.next()?.parse().ok()?),
    })
}

/// At the start of a page: was it left for a step-up? Then the gateway says how that went.
pub fn look() {
    let kept = call(Native::StorageGet, Native::SessionStorage, &[KEY.into()]);
    let Some(away) = kept.text_if().as_deref().and_then(read) else {
        return;
    };
    if away.page != place::full_address()
        || !away
            .transaction
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric())
    {
        return;
    }
    call(Native::StorageRemove, Native::SessionStorage, &[KEY.into()]);
    let status = [paths::STEP_UP, "/", &away.transaction, "/status"].concat();
    BACK.set(Some(away));
    net::get(&status, (Wake::BackNamed, 0), (Wake::Nothing, 0));
}

/// The gateway said how the step-up went.
pub fn back(answer: Handle) {
    let Some(answer) = net::Answer::good(answer) else {
        return;
    };
    let Some(away) = BACK.with_borrow(Clone::clone) else {
        return;
    };
    let Some(activity) = ActivityType::parse(&away.activity) else {
        return;
    };
    match StepUpStatus::parse(&answer) {
        Some(StepUpStatus::Granted { .. }) => welcome(&away, &activity),
        Some(StepUpStatus::Denied(denial)) => {
            BACK.take();
            notice::plain(
                text::CHECK_FAILED,
                &text::denied(denial, &activity, &away.object),
            );
        }
        Some(StepUpStatus::Pending) | None => {
            BACK.take();
            notice::plain(
                text::CHECK_CANCELLED,
                &text::denied(Denial::Cancelled, &activity, &away.object),
            );
        }
    }
}

/// The same place, and the attempt waits for a click: browsers want a fresh gesture.
fn welcome(away: &Away, activity: &ActivityType) {
    let scroll = [
        f64::from(away.scroll.0).into(),
        f64::from(away.scroll.1).into(),
    ];
    call(Native::ScrollTo, Arg::Undefined, &scroll);
    let buttons: &[(Press, &str)] = if resume(away, activity).is_some() {
        &[
            (Press::Close, text::CANCEL),
            (Press::Continue, text::CONTINUE),
        ]
    } else {
        &[(Press::Close, text::CLOSE)]
    };
    dialog::show(&Dialog {
        title: text::CHECK_PASSED,
        what: &text::can_now(activity, &away.object),
        why: None,
        status: "",
        field: None,
        buttons,
    });
}

fn resume(away: &Away, activity: &ActivityType) -> Option<Resume> {
    match activity {
        ActivityType::Print => Some(Resume::Print(print::HeldPrint::page())),
        ActivityType::Download => (!away.address.is_empty())
            .then(|| Resume::Save(held_save::HeldSave::again(away.address.clone()))),
        ActivityType::Copy
        | ActivityType::Cut
        | ActivityType::Paste
        | ActivityType::Upload
        | ActivityType::SendItem
        | ActivityType::Custom(_) => None,
    }
}

/// The click on "Continue": finishes what was begun, if the policies of now let it.
pub fn go_on() {
    dialog::close();
    let Some(away) = BACK.take() else { return };
    let Some(activity) = ActivityType::parse(&away.activity) else {
        return;
    };
    let Some(resume) = resume(&away, &activity) else {
        return;
    };
    let mut facts = crate::facts::Facts::new(activity);
    if !away.object.is_empty() {
        facts.file = Some(crate::facts::File::named(away.object.clone()));
    }
    crate::gate::resume_after_redirect(facts, resume);
}
