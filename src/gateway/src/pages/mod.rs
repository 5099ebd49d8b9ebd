//! What does the gateway itself say to people?

mod extension;
mod layout;
mod notice;
mod question;
mod sign_in;
mod step_up;
mod stopped;
mod trouble;

pub use extension::connected;
pub use layout::{plain, private};
pub use notice::notice;
pub use question::{question_answered, question_over, reason_missing};
pub use sign_in::{sign_in_failed, sign_in_lost, sign_out_question, signed_out};
pub use step_up::{check_denied, check_done, check_over, check_popup_done, check_return};
pub use stopped::{Way, stopped};
pub use trouble::{
    app_down, forbidden, identity_down, not_an_administrator, not_found, refused_body,
    service_worker_refused, sign_in_first, state_unreadable, unknown_host, unknown_site,
    unreadable_page,
};
