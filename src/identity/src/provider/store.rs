//! Who is in the middle of what. In memory: a restart forgets everyone.

use crate::provider::Ask;
use crate::provider::account::{ACCOUNTS, Account};
use crate::provider::second_factor::SecondFactor;
use crate::provider::step::{Progress, SignedIn};
use data_encoding::BASE64URL_NOPAD;
use std::collections::HashMap;

/// How long a request may stay unanswered, in seconds.
const INTERACTION_LIFETIME: u64 = 600;
/// How long a code is good, in seconds (RFC 6749 section 4.1.2 allows ten minutes at most).
const CODE_LIFETIME: u64 = 60;
/// How long a browser stays signed in, in seconds.
const SESSION_LIFETIME: u64 = 12 * 3600;

/// One browser.
#[derive(Debug)]
pub struct Browser {
    /// Every form must carry it.
    pub csrf: String,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    began: u64,
}

/// A request on its way to an answer.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// The browser it came from.
    pub browser: String,
    /// The request.
    pub ask: Ask,
    /// What has happened.
    pub progress: Progress,
    /// What to tell the person on the next page.
    pub notice: Option<String>,
    began: u64,
}

/// A code, and what it stands for.
#[derive(Debug)]
pub struct Granted {
    /// The request it answers.
    pub ask: Ask,
    /// Who it is for, as they were.
    pub person: SignedIn,
    began: u64,
}

/// Everything.
#[derive(Debug)]
pub struct Store {
    browsers: HashMap<String, Browser>,
    interactions: HashMap<String, Interaction>,
    codes: HashMap<String, Granted>,
    factors: HashMap<&'static str, SecondFactor>,
}

impl Store {
    /// Nobody is signed in.
    pub fn new() -> Self {
        let factors = ACCOUNTS
            .iter()
            .map(|account| (account.id, SecondFactor::new()))
            .collect();
        Self {
            browsers: HashMap::new(),
            interactions: HashMap::new(),
            codes: HashMap::new(),
            factors,
        }
    }

    /// Forgets what is too old.
    pub fn expire(&mut self, now: u64) {
        self.browsers
            .retain(|_, browser| now < browser.began + SESSION_LIFETIME);
        self.interactions
            .retain(|_, one| now < one.began + INTERACTION_LIFETIME);
        self.codes
            .retain(|_, code| now < code.began + CODE_LIFETIME);
    }

    /// The browser with this cookie.
    pub fn browser(&mut self, id: &str) -> Option<&mut Browser> {
        self.browsers.get_mut(id)
    }

    /// The cookie for this browser: the one it has, or a new one.
    pub fn admit(&mut self, cookie: Option<String>, now: u64) -> String {
        if let Some(known) = cookie.filter(|id| self.browsers.contains_key(id)) {
            return known;
        }
        let id = secret();
        let browser = Browser {
            csrf: secret(),
            signed_in: None,
            began: now,
        };
        self.browsers.insert(id.clone(), browser);
        id
    }

    /// Keeps a request and gives the name of its pages.
    pub fn open(&mut self, browser: String, ask: Ask, now: u64) -> String {
        let id = secret();
        let progress = Progress::default();
        let interaction = Interaction {
            browser,
            ask,
            progress,
            notice: None,
            began: now,
        };
        self.interactions.insert(id.clone(), interaction);
        id
    }

    /// The request with this name, for the browser it came from only.
    pub fn interaction(&mut self, id: &str, browser: &str) -> Option<&mut Interaction> {
        self.interactions
            .get_mut(id)
            .filter(|interaction| interaction.browser == browser)
    }

    /// The request has its answer.
    pub fn close(&mut self, id: &str) {
        self.interactions.remove(id);
    }

    /// A one-use code.
    pub fn grant(&mut self, ask: Ask, person: SignedIn, now: u64) -> String {
        let code = secret();
        self.codes.insert(
            code.clone(),
            Granted {
                ask,
                person,
                began: now,
            },
        );
        code
    }

    /// Takes a code out: whatever comes of it, it is used.
    pub fn take_code(&mut self, code: &str) -> Option<Granted> {
        self.codes.remove(code)
    }

    /// An account's second factor.
    pub fn factor(&mut self, account: &Account) -> Option<&mut SecondFactor> {
        self.factors.get_mut(account.id)
    }
}

/// 256 random bits.
pub fn secret() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}
