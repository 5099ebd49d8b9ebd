//! A page of the gateway asks.

use crate::clock;
use crate::control::Stopped;
use crate::site::Visit;
use crate::store::{Asks, Ways};
use crate::token;
use stepgate_protocol::paths;

/// How many questions one session may have open. A page that is opened again and again is not helped.
const LIMIT: i64 = 30;

/// Opens the question a stopped attempt leaves, and gives the address it is answered at. After it the person returns to
/// what was stopped, if asking again is all that takes, else to where they came from.
pub async fn ask(visit: &Visit, stopped: &Stopped) -> Result<Option<String>, sqlx::Error> {
    let Some(policy) = &stopped.policy else {
        return Ok(None);
    };
    let Some((action, _)) = super::asked_by(visit, policy, &stopped.activity) else {
        return Ok(None);
    };
    if action != stopped.decision.action {
        return Ok(None);
    }
    let (store, now) = (&visit.site.store, clock::now());
    if store.open_questions(visit.session.id, now).await? >= LIMIT {
        return Ok(None);
    }
    let again = visit.asked.method.is_safe();
    let asks = Asks {
        session: visit.session.id,
        app: &visit.app.name,
        policy,
        action,
        activity: &stopped.activity,
        object: &stopped.object,
    };
    let ways = Ways {
        return_to: if again {
            &visit.asked.path
        } else {
            visit.asked.back()
        },
        back: visit.asked.back(),
        again,
    };
    let id = token::id();
    store.open_question(&id, &asks, &ways, now).await?;
    Ok(Some(format!("{}/{id}", paths::ANSWERS)))
}
