//! A policy warns before something goes on.

use super::layout::{Page, Tone, escape};
use crate::store::Question;
use axum::body::Body;
use http::{Response, StatusCode};

/// The form that answers a question at `address`, with a field for the reason where one is asked for.
pub fn question_form(address: &str, wants_reason: bool) -> String {
    let reason = if wants_reason {
        "<label class=\"field\"><span>Why do you need to?</span>\
         <textarea name=\"justification\" rows=\"3\" maxlength=\"1000\" required></textarea></label>"
    } else {
        ""
    };
    format!(
        "<form method=\"post\" action=\"{}\">{reason}<div class=\"row\">\
         <button class=\"button primary\" type=\"submit\" name=\"answer\" value=\"goOn\">Go on</button>\
         <button class=\"button\" type=\"submit\" name=\"answer\" value=\"cancel\" formnovalidate>Cancel</button>\
         </div></form>",
        escape(address)
    )
}

/// The person goes on: what was stopped is done, or can be done now.
pub fn question_answered(title: &str, question: &Question) -> Response<Body> {
    let what = match question.object.as_str() {
        "" => "What you began",
        object => object,
    };
    let page = Page::new(Tone::Good, "You can go on").app(title);
    let back = format!("Back to {title}");
    if question.again {
        page.say(&format!(
            "{what} is on its way. If nothing happens, use the button."
        ))
        .go_on_to(&question.return_to)
        .link(&question.return_to, "Continue", true)
        .link(&question.back, &back, false)
    } else {
        page.say("What you sent was not kept. Go back and send it again: it will be let through.")
            .link(&question.back, &back, true)
    }
    .answer(StatusCode::OK)
}

/// The policy asks for a reason, and there is none.
pub fn reason_missing(title: &str, to: &str, back: &str) -> Response<Body> {
    Page::new(Tone::Check, "A reason is needed")
        .app(title)
        .say("Nothing was done. Your organization's security policy asks for a reason before you go on.")
        .link(to, "Give a reason", true)
        .link(back, &format!("Back to {title}"), false)
        .answer(StatusCode::BAD_REQUEST)
}

/// There is no such question, or it is over.
pub fn question_over(title: &str) -> Response<Body> {
    Page::new(Tone::Stop, "This question is over")
        .app(title)
        .say("It was answered already, took longer than five minutes, or belongs to another session. Nothing was done.")
        .link("/", &format!("Back to {title}"), true)
        .answer(StatusCode::NOT_FOUND)
}
