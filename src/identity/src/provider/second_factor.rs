//! Time-based one-time codes (RFC 6238): six digits, thirty seconds, one step of clock difference.

use std::collections::BTreeSet;
use totp_rs::{Builder, Totp};

/// Wrong codes in a row before the account is locked.
pub const TRIES: u32 = 5;
/// How long it is locked, in seconds.
const LOCKED_FOR: u64 = 30;
const STEP: u64 = 30;

/// One account's second factor.
#[derive(Debug)]
pub struct SecondFactor {
    totp: Totp,
    used: BTreeSet<u64>,
    wrong: u32,
    locked_until: u64,
}

/// What a code came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right, and now used up.
    Right,
    /// Wrong or expired; so many tries are left.
    Wrong(u32),
    /// It was right once (RFC 6238 section 5.2: a code counts one time).
    Used,
    /// Too many wrong ones.
    Locked,
}

impl SecondFactor {
    /// A factor with a secret of its own.
    pub fn new() -> Self {
        let secret: [u8; 20] = rand::random();
        let totp = Builder::new()
            .with_secret(secret.as_slice())
            .build_noncompliant();
        Self {
            totp,
            used: BTreeSet::new(),
            wrong: 0,
            locked_until: 0,
        }
    }

    /// Checks a code as a person types it. `now` is Unix time in seconds.
    pub fn check(&mut self, typed: &str, now: u64) -> Verdict {
        if now < self.locked_until {
            return Verdict::Locked;
        }
        let code: String = typed.chars().filter(char::is_ascii_digit).collect();
        match self.totp.check(&code, now) {
            None => self.count(now),
            Some(step) if self.used.contains(&step) => Verdict::Used,
            Some(step) => {
                self.wrong = 0;
                self.used.retain(|old| *old + 2 >= step);
                self.used.insert(step);
                Verdict::Right
            }
        }
    }

    /// The code an authenticator app would show, or the one after it if that is used up; `None` where every
    /// code that would be accepted now is used up.
    pub fn shown(&self, now: u64) -> Option<String> {
        let step = now / STEP;
        let unused = [step, step + 1, step.saturating_sub(1)]
            .into_iter()
            .find(|step| !self.used.contains(step))?;
        Some(self.totp.generate(unused * STEP).to_string())
    }

    /// Seconds until the next code.
    pub const fn next_code(now: u64) -> u64 {
        STEP - now % STEP
    }

    fn count(&mut self, now: u64) -> Verdict {
        self.wrong += 1;
        if self.wrong < TRIES {
            return Verdict::Wrong(TRIES - self.wrong);
        }
        self.wrong = 0;
        self.locked_until = now + LOCKED_FOR;
        Verdict::Locked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_010;

    fn code_at(factor: &SecondFactor, time: u64) -> String {
        factor.totp.generate(time).to_string()
    }

    #[test]
    fn a_code_is_right_one_step_around_its_time_and_no_further() {
        for (offset, expected) in [
            (0_i64, true),
            (-30, true),
            (30, true),
            (-60, false),
            (60, false),
        ] {
            let mut factor = SecondFactor::new();
            let code = code_at(&factor, NOW.checked_add_signed(offset).unwrap());
            assert_eq!(
                factor.check(&code, NOW) == Verdict::Right,
                expected,
                "{offset}"
            );
        }
    }

    #[test]
    fn a_code_counts_one_time() {
        let mut factor = SecondFactor::new();
        let code = code_at(&factor, NOW);
        assert_eq!(factor.check(&code, NOW), Verdict::Right);
        assert_eq!(factor.check(&code, NOW + 29), Verdict::Used);
    }

    #[test]
    fn the_code_that_is_shown_is_always_right() {
        let mut factor = SecondFactor::new();
        for _ in 0..3 {
            let code = factor.shown(NOW).unwrap();
            assert_eq!(factor.check(&code, NOW), Verdict::Right);
        }
        assert_eq!(factor.shown(NOW), None);
        assert!(factor.shown(NOW + 30).is_some());
    }

    #[test]
    fn spaces_in_a_code_do_not_matter() {
        let mut factor = SecondFactor::new();
        let code = code_at(&factor, NOW);
        let (left, right) = code.split_at(3);
        assert_eq!(
            factor.check(&format!(" {left} {right}"), NOW),
            Verdict::Right
        );
    }

    #[test]
    fn five_wrong_codes_lock_even_the_right_one_out_for_half_a_minute() {
        let mut factor = SecondFactor::new();
        for left in (1..TRIES).rev() {
            assert_eq!(factor.check("nonsense", NOW), Verdict::Wrong(left));
        }
        assert_eq!(factor.check("nonsense", NOW), Verdict::Locked);
        let code = code_at(&factor, NOW);
        assert_eq!(factor.check(&code, NOW), Verdict::Locked);
        assert_eq!(factor.check(&code, NOW + 30), Verdict::Right);
    }
}
