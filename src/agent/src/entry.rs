//! What happened in the page? Every hook and every wake, to the one file that knows about it.

use crate::browser::{
    async_clipboard, beacon, blobs, click, clipboard, clipboard_item, drag, drop, exec_command,
    extension, fetch, form, held_copy, item_texts, outbox, paste, print, redirect, save, socket,
    ui, upload, windows, xhr,
};
use crate::hooks::{Hook, Verdict};
use crate::host::Handle;
use crate::natives::Native;
use crate::wake::Wake;
use crate::{hold, newer, reading, report, session, step_up, warning};
use core::cell::Cell;
use stepgate_policy::{ActivityType, DefaultBehavior};

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Takes the boot, the first or a newer one, and answers what happens when no decision can be made.
pub fn start(boot: &'static [u8]) -> DefaultBehavior {
    let default = session::begin(boot);
    let next = if BEGUN.replace(true) {
        hold::renew();
        Wake::Printed // what may be printed can be another now
    } else {
        Wake::Idle
    };
    crate::browser::clock::later(0, next, 0);
    default
}

/// An event was heard.
pub fn event(hook: u32, event: Handle) {
    let Some(hook) = Hook::from_number(hook) else {
        return;
    };
    newer::used();
    match hook {
        Hook::Copy => clipboard::copying(event, ActivityType::Copy),
        Hook::Cut => clipboard::copying(event, ActivityType::Cut),
        Hook::Paste => {
            if !ui::entered(event) {
                paste::pasting(event);
            }
        }
        Hook::DragStart => drag::starting(event),
        Hook::DragEnd => drag::ended(),
        Hook::Drop => drop::dropping(event),
        Hook::KeyDown => {
            if !ui::key(event) {
                print::key(event);
            }
        }
        Hook::BeforePrint => print::beginning(event),
        Hook::AfterPrint => print::ended(),
        Hook::Click | Hook::AuxClick => {
            if !ui::clicked(event) {
                save::clicked(event);
            }
        }
        Hook::Input | Hook::Change => {
            if !ui::entered(event) {
                upload::chosen(event);
            }
        }
        Hook::Submit => form::submitting(event),
        Hook::Focus => {
            if event.get_object(Native::Target).is_some_and(is_window) {
                step_up::focused();
            }
        }
        Hook::VisibilityChange => {} // it is used, that is all
        Hook::PageHide => outbox::flush(),
        Hook::Navigate => save::navigating(event),
        Hook::Print
        | Hook::ExecCommand
        | Hook::WriteText
        | Hook::Write
        | Hook::ReadText
        | Hook::Read
        | Hook::ElementClick
        | Hook::DispatchEvent
        | Hook::ShowPicker
        | Hook::InputFiles
        | Hook::CreateObjectUrl
        | Hook::RevokeObjectUrl
        | Hook::ResponseBlob
        | Hook::XhrResponse
        | Hook::ShowSaveFilePicker
        | Hook::RequestSubmit
        | Hook::FormSubmit
        | Hook::Fetch
        | Hook::XhrOpen
        | Hook::XhrSetHeader
        | Hook::XhrSend
        | Hook::SendBeacon
        | Hook::SocketSend
        | Hook::WindowOpen
        | Hook::Person
        | Hook::Download
        | Hook::Standing
        | Hook::Attempt => {} // functions, not events
    }
}

fn is_window(target: Handle) -> bool {
    crate::host::call(
        Native::Same,
        crate::host::Arg::Undefined,
        &[target.into(), Native::Window.into()],
    )
    .truthy()
}

/// A function was called.
pub fn call(hook: u32, this: Handle, list: Handle, native: Handle) -> Verdict {
    let Some(hook) = Hook::from_number(hook) else {
        return Verdict::GoOn;
    };
    match hook {
        Hook::Print => print::printing(this, list, native),
        Hook::ExecCommand => exec_command::running(this, list, native),
        Hook::WriteText => async_clipboard::writing_text(this, list, native),
        Hook::Write => async_clipboard::writing(this, list, native),
        Hook::ReadText => async_clipboard::reading(this, list, native, false),
        Hook::Read => async_clipboard::reading(this, list, native, true),
        Hook::ElementClick => click::clicking(this),
        Hook::DispatchEvent => click::dispatching(this, list),
        Hook::ShowPicker => click::picking(this),
        Hook::InputFiles => upload::reading(this, native),
        Hook::CreateObjectUrl => blobs::addressing(this, list, native),
        Hook::RevokeObjectUrl => {
            blobs::revoking(list);
            Verdict::GoOn
        }
        Hook::ResponseBlob => blobs::of_response(this, list, native),
        Hook::XhrResponse => blobs::of_request(this, list, native),
        Hook::ShowSaveFilePicker => save::picking(this, list, native),
        Hook::RequestSubmit => form::requesting(),
        Hook::FormSubmit => form::submitting_silently(this, list, native),
        Hook::Fetch => fetch::fetching(this, list, native),
        Hook::XhrOpen => {
            xhr::opening(this, list);
            Verdict::GoOn
        }
        Hook::XhrSetHeader => {
            xhr::heading(this, list);
            Verdict::GoOn
        }
        Hook::XhrSend => xhr::sending(this, list, native),
        Hook::SendBeacon => beacon::sending(this, list, native),
        Hook::SocketSend => socket::sending(this, list, native),
        Hook::WindowOpen => windows::opening(this, list, native),
        Hook::Person => extension::is_person(list),
        Hook::Download => extension::downloading(list),
        Hook::Standing => extension::standing(),
        Hook::Attempt => extension::attempted(list),
        Hook::Copy
        | Hook::Cut
        | Hook::Paste
        | Hook::DragStart
        | Hook::DragEnd
        | Hook::Drop
        | Hook::KeyDown
        | Hook::BeforePrint
        | Hook::AfterPrint
        | Hook::Click
        | Hook::AuxClick
        | Hook::Input
        | Hook::Change
        | Hook::Submit
        | Hook::Focus
        | Hook::VisibilityChange
        | Hook::PageHide
        | Hook::Navigate => Verdict::GoOn, // events
    }
}

/// Something the agent waited for came.
pub fn wake(kind: u32, data: u32, value: Handle) {
    let Some(wake) = Wake::from_number(kind) else {
        return;
    };
    match wake {
        Wake::Nothing => {}
        Wake::Idle => idle(),
        Wake::Flush | Wake::FlushAgain => outbox::flush(),
        Wake::Acknowledged => outbox::answered(value),
        Wake::NotAcknowledged => outbox::unanswered(),
        Wake::TransactionNamed => step_up::named(data, value),
        Wake::TransactionFailed => step_up::failed(data),
        Wake::RedirectNamed => step_up::redirect_named(data, value),
        Wake::StatusNamed => step_up::status(data, value),
        Wake::StatusFailed => step_up::unanswered(data),
        Wake::StatusDue | Wake::Done => step_up::poll(data),
        Wake::Unfocused => step_up::finish(data),
        Wake::BackNamed => redirect::back(value),
        Wake::ClipboardWritten => held_copy::written(),
        Wake::ClipboardRefused => held_copy::refused(),
        Wake::Fetched => fetch::answered(data, value),
        Wake::FetchFailed => fetch::failed(data, value),
        Wake::Repeated => fetch::repeat_answered(data, value),
        Wake::RepeatFailed => fetch::repeat_failed(data, value),
        Wake::RequestEnded => xhr::ended(value),
        Wake::BlobMade => blobs::made(data, value),
        Wake::ClipboardRead => async_clipboard::was_read(data, value),
        Wake::ClipboardUnread => async_clipboard::was_not_read(data, value),
        Wake::ItemRead => async_clipboard::item_read(data, value),
        Wake::ItemUnread => async_clipboard::item_unread(data, value),
        Wake::ItemsRead => clipboard_item::items_read(data, value),
        Wake::ItemsUnread => clipboard_item::items_unread(data, value),
        Wake::PartRead => item_texts::part_read(data, value),
        Wake::PartText => item_texts::part_text(data, value),
        Wake::PartUnread => item_texts::part_unread(data, value),
        Wake::CutNow => clipboard::cut_now(),
        Wake::Submitted => form::submitted(data),
        Wake::NoticeOver => ui::notice::over(data),
        Wake::DetachedInput => upload::chosen(value),
        Wake::Printable => print::printable(data),
        Wake::Printed => print::prepare(),
        Wake::PoliciesDue => newer::due(),
        Wake::PoliciesNamed => newer::answered(value),
        Wake::PoliciesFailed => newer::unanswered(),
        Wake::AnswerKept => warning::kept(data),
        Wake::FileLooked => reading::looked(data, value),
        Wake::FileRead => reading::was_read(data, value),
        Wake::FileLate => reading::late(data),
        Wake::ReadingSlow => reading::slow(data),
    }
}

/// The first free moment: what other pages left behind, and what this browser does not let us hold.
fn idle() {
    if !outbox::is_carried() {
        outbox::adopt();
        redirect::look();
        newer::begin();
    }
    print::prepare();
    let gaps = outbox::gaps();
    if !gaps.is_empty() {
        report::gaps(&gaps);
    }
}
