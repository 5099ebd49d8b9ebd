//! The way of a person through the pages: from `/authorize` to an answer.

use crate::provider::ask::Query as AskQuery;
use crate::provider::reply::{answered, cookie, page, refuse, remember};
use crate::provider::second_factor::Verdict;
use crate::provider::step::{self, Progress, SignedIn, Step};
use crate::provider::store::{Interaction, Store};
use crate::provider::{Issuing, Refusal, account, pages};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The person said no.
const CANCELLED: Refusal = Refusal("access_denied", "the person cancelled");

/// What a form sends.
#[derive(Deserialize)]
pub struct Answer {
    csrf: String,
    answer: String,
    code: Option<String>,
}

/// `GET /authorize`.
pub async fn begin(
    State(issuing): State<Arc<Issuing>>,
    headers: HeaderMap,
    Query(query): Query<AskQuery>,
) -> Response {
    let back = match query.back(&issuing.options) {
        Ok(back) => back,
        Err(why) => return pages::refused(&why),
    };
    let issuer = issuing.options.issuer_name();
    let ask = match query.ask(back.clone()) {
        Ok(ask) => ask,
        Err(refusal) => return refuse(issuer, &back, refusal),
    };
    let (mut store, now) = issuing.store();
    let browser = store.admit(cookie(&headers), now);
    let silent = ask.silent;
    let id = store.open(browser.clone(), ask, now);
    let mut response = match at(&mut store, &id, &browser, now) {
        None => pages::ended(),
        Some(place) => {
            let step = if silent {
                step::silently(place.step)
            } else {
                place.step
            };
            answered(issuer, &mut store, &id, &place.interaction.ask, step, now)
                .unwrap_or_else(|| page(&id))
        }
    };
    remember(&mut response, &browser);
    response
}

/// `GET /interaction/<id>`: the page of the next step.
pub async fn show(
    State(issuing): State<Arc<Issuing>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let (mut store, now) = issuing.store();
    let browser = cookie(&headers).unwrap_or_default();
    let Some(place) = at(&mut store, &id, &browser, now) else {
        return pages::ended();
    };
    let ask = &place.interaction.ask;
    match place.step {
        Step::ChooseAccount => pages::choose_account(&place, &id),
        Step::SecondFactor => {
            let account = place.person.map(|person| person.account);
            let factor = account.and_then(|account| store.factor(account));
            let code = factor.and_then(|factor| factor.shown(now));
            pages::second_factor(&place, &id, code.as_deref(), now)
        }
        Step::Terms => pages::terms(&place, &id),
        Step::Blocked => pages::blocked(&place, &id),
        step @ (Step::Refuse(_) | Step::Finish(_)) => answered(
            issuing.options.issuer_name(),
            &mut store,
            &id,
            ask,
            step,
            now,
        )
        .unwrap_or_else(pages::ended),
    }
}

/// `POST /interaction/<id>`: what the person chose or typed.
pub async fn answer(
    State(issuing): State<Arc<Issuing>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Response {
    let (mut store, now) = issuing.store();
    let browser = cookie(&headers).unwrap_or_default();
    let place = at(&mut store, &id, &browser, now).filter(|place| place.csrf == form.csrf);
    let Some(place) = place else {
        return pages::ended();
    };
    let issuer = issuing.options.issuer_name();
    if let Some(refusal) = take(&mut store, &place, &id, &form, now) {
        store.close(&id);
        return refuse(issuer, &place.interaction.ask.back, refusal);
    }
    let Some(place) = at(&mut store, &id, &browser, now) else {
        return pages::ended();
    };
    answered(
        issuer,
        &mut store,
        &id,
        &place.interaction.ask,
        place.step,
        now,
    )
    .unwrap_or_else(|| page(&id))
}

/// Where a request stands.
pub struct Place {
    /// The request.
    pub interaction: Interaction,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// What every form must carry.
    pub csrf: String,
    step: Step,
}

fn at(store: &mut Store, id: &str, browser: &str, now: u64) -> Option<Place> {
    let known = store.browser(browser)?;
    let (person, csrf) = (known.signed_in, known.csrf.clone());
    let interaction = store.interaction(id, browser)?.clone();
    let step = step::next(&interaction.ask, person, interaction.progress, now);
    Some(Place {
        interaction,
        person,
        csrf,
        step,
    })
}

/// Carries out one answer. A refusal ends the request.
fn take(store: &mut Store, place: &Place, id: &str, form: &Answer, now: u64) -> Option<Refusal> {
    match (place.step, form.answer.as_str()) {
        (Step::Blocked, _) => Some(step::MAY_NOT),
        (_, "cancel") | (Step::Terms, "decline") => Some(CANCELLED),
        (Step::ChooseAccount, chosen) => {
            choose(store, place, id, chosen, now);
            None
        }
        (Step::SecondFactor, "verify") => verify(
            store,
            place,
            id,
            form.code.as_deref().unwrap_or_default(),
            now,
        ),
        (Step::Terms, "accept") => {
            change(store, place, |person| person.terms = true);
            None
        }
        // An answer to a page that is no longer the one to answer.
        (Step::SecondFactor | Step::Terms | Step::Refuse(_) | Step::Finish(_), _) => None,
    }
}

fn choose(store: &mut Store, place: &Place, id: &str, chosen: &str, now: u64) {
    let Some(account) = account::find(chosen) else {
        return;
    };
    let before = place.person.filter(|person| person.account == account);
    let (second_factor, terms) = before.map_or((false, false), |person| {
        (person.second_factor, person.terms)
    });
    let person = SignedIn {
        account,
        auth_time: now,
        second_factor,
        terms,
    };
    let name = &place.interaction.browser;
    if let Some(browser) = store.browser(name) {
        browser.signed_in = Some(person);
    }
    if let Some(interaction) = store.interaction(id, name) {
        interaction.progress.chosen = true;
    }
}

fn verify(store: &mut Store, place: &Place, id: &str, code: &str, now: u64) -> Option<Refusal> {
    let account = place.person?.account;
    let verdict = store.factor(account)?.check(code, now);
    let interaction = store.interaction(id, &place.interaction.browser)?;
    interaction.notice = match verdict {
        Verdict::Locked => return Some(step::LOCKED),
        Verdict::Wrong(1) => Some("That code is not right. One try is left.".into()),
        Verdict::Wrong(left) => Some(format!("That code is not right. {left} tries are left.")),
        Verdict::Used => Some("That code has been used. Enter the next one.".into()),
        Verdict::Right => None,
    };
    if verdict == Verdict::Right {
        interaction.progress = Progress {
            proved: true,
            ..interaction.progress
        };
        change(store, place, |person| {
            person.second_factor = true;
            person.auth_time = now;
        });
    }
    None
}

fn change(store: &mut Store, place: &Place, change: impl FnOnce(&mut SignedIn)) {
    let browser = store.browser(&place.interaction.browser);
    if let Some(person) = browser.and_then(|browser| browser.signed_in.as_mut()) {
        change(person);
    }
}
