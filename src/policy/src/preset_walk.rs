//! Looking for what detectors find, and for payment card numbers that the text calls something else.

use core::ops::Range;
use stepgate_inspect::payment_card::Cards;
use stepgate_inspect::{Confidence, Entity, Excerpt, Finding, Inspector, Scanner};

/// What detectors know of it.
pub(crate) struct PresetWalk<'s> {
    inspector: &'s Inspector,
    /// Until the text has ended.
    scanner: Option<Scanner<'s>>,
    fed: usize,
    cards: Option<CardWalk>,
}

/// The payment card numbers that are such by issuer, length and check digit while the text says they are something else:
/// whoever writes the text would get them past otherwise.
#[derive(Default)]
struct CardWalk {
    cards: Cards,
    /// Those of which it is not known yet whether they were found, too.
    waiting: Vec<(Range<usize>, String)>,
    /// Where detectors found some, in order.
    told: Vec<Range<usize>>,
}

impl<'s> PresetWalk<'s> {
    pub(crate) fn new(inspector: &'s Inspector) -> Self {
        let cards = inspector.wanted().contains(Entity::CreditCard);
        Self {
            inspector,
            scanner: Some(Scanner::new(inspector)),
            fed: 0,
            cards: cards.then(CardWalk::default),
        }
    }

    pub(crate) fn go_on(
        &mut self,
        excerpt: Excerpt<'_>,
        last: bool,
        each: &mut dyn FnMut(&Finding, &str),
    ) {
        let new = excerpt.from(self.fed);
        self.fed = excerpt.end();
        let Some(scanner) = &mut self.scanner else {
            return;
        };
        scanner.feed(new.as_bytes());
        let (mut found, mut certain) = (scanner.take(), scanner.certain());
        if last && let Some(scanner) = self.scanner.take() {
            found.extend(scanner.finish());
            certain = usize::MAX;
        }
        for found in &found {
            each(found, excerpt.get(found.start..found.end));
        }
        let Some(cards) = &mut self.cards else {
            return;
        };
        let of_cards = found.iter().filter(|one| one.entity == Entity::CreditCard);
        cards.told.extend(of_cards.map(|one| one.start..one.end));
        cards.read(new, excerpt, last);
        for (place, number) in cards.missed(certain) {
            for alone in self.inspector.scan(&number) {
                let found = Finding {
                    start: place.start + alone.start,
                    end: place.start + alone.end,
                    confidence: Confidence::Low,
                    ..alone
                };
                let value = number.get(alone.start..alone.end);
                each(&found, value.unwrap_or_default());
            }
        }
    }
}

impl CardWalk {
    /// Looks for card numbers in `new`, which `excerpt` ends with.
    fn read(&mut self, new: &str, excerpt: Excerpt<'_>, last: bool) {
        let waiting = &mut self.waiting;
        let mut wait = |place: Range<usize>| {
            let number = excerpt.get(place.clone()).to_owned();
            waiting.push((place, number));
        };
        self.cards.feed(new, &mut wait);
        if last {
            self.cards.finish(&mut wait);
        }
    }

    /// The numbers that end before `certain` and were not found.
    fn missed(&mut self, certain: usize) -> Vec<(Range<usize>, String)> {
        let known = self
            .waiting
            .partition_point(|(place, _)| place.end <= certain);
        let later = self.waiting.split_off(known);
        let mut missed = core::mem::replace(&mut self.waiting, later);
        missed.retain(|(place, _)| {
            let from = self.told.partition_point(|told| told.end <= place.start);
            let near = self.told.iter().skip(from);
            !near.take(1).any(|told| told.start < place.end)
        });
        let next = self
            .waiting
            .first()
            .map_or(certain, |(place, _)| place.start);
        let over = self.told.partition_point(|told| told.end <= next);
        self.told.drain(..over);
        missed
    }
}
