//! What of what policies look for is there?

use crate::examination::Gathered;
use crate::filter::plain_name;
use crate::inspection::{Inspection, SearchIn};
use crate::sought::Sought;
use crate::tally::{Keep, Tally};
use crate::walk::Walk;
use crate::{Attempt, Bundle, CannotScan, Content, Examined, Extent, Inspected};
use std::borrow::Cow;
use stepgate_inspect::Entities;

/// What was found in what an attempt carries, for every policy that asked.
pub(crate) struct Search<'a> {
    attempt: &'a Attempt<'a>,
    /// What was examined before, by these policies.
    examined: Option<&'a Examined>,
    tallies: Vec<(u16, Tally)>,
    is_timed_out: bool,
}

/// Whether there is time to look further, asked until there is none.
struct Time<'a> {
    goes_on: &'a mut dyn FnMut() -> bool,
    is_over: bool,
}

impl Time<'_> {
    fn goes_on(&mut self) -> bool {
        self.is_over = self.is_over || !(self.goes_on)();
        !self.is_over
    }
}

impl<'a> Search<'a> {
    /// Looks for what the policies with these numbers ask for, as long as `goes_on` says so. What was examined before is not
    /// looked at again.
    pub(crate) fn new(
        bundle: &Bundle<'_>,
        attempt: &'a Attempt<'a>,
        asked: &[(u16, Inspection<'_>)],
        keep: Keep,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Self {
        let mut search = Self {
            attempt,
            examined: None,
            tallies: Vec::new(),
            is_timed_out: false,
        };
        let asked = asked.iter().filter(|(_, one)| is_asked(one, attempt));
        let mut asked: Vec<(u16, Inspection<'_>)> = asked.copied().collect();
        let places = match attempt.content {
            Content::Examined(examined) => {
                if examined.revision() == bundle.revision() {
                    search.take(examined, &asked);
                }
                asked.retain(|(_, one)| one.looks_in(SearchIn::FileName));
                [SearchIn::FileName].as_slice()
            }
            Content::None | Content::Text(_) | Content::Part(_) | Content::NotScanned(_) => {
                SearchIn::ALL.as_slice()
            }
        };
        if asked.is_empty() {
            return search;
        }
        let key = match keep {
            Keep::Counts => None,
            Keep::Evidence(key) => key,
        };
        let inspections = asked.iter().map(|(_, inspection)| *inspection);
        let sought = Sought::new(inspections, presets(bundle, attempt), key);
        let mut time = Time {
            goes_on,
            is_over: false,
        };
        for place in places {
            let mut gathered = Gathered::new(&sought, keep);
            let walk = Walk::new(&sought, *place);
            let text = text(attempt, *place);
            walk.all(&text, &mut || time.goes_on(), &mut |hit| gathered.take(hit));
            for ((number, _), tally) in asked.iter().zip(gathered.end()) {
                search.add(*number, &tally);
            }
        }
        search.is_timed_out |= time.is_over;
        search
    }

    /// Takes what was found before.
    fn take(&mut self, examined: &'a Examined, asked: &[(u16, Inspection<'_>)]) {
        self.examined = Some(examined);
        self.is_timed_out = examined.is_timed_out();
        for (number, _) in asked {
            if let Some(tally) = examined.tally(*number) {
                self.add(*number, tally);
            }
        }
    }

    fn add(&mut self, policy: u16, tally: &Tally) {
        let mut known = self.tallies.iter_mut();
        match known.find(|(number, _)| *number == policy) {
            Some((_, known)) => known.join(tally),
            None => self.tallies.push((policy, tally.clone())),
        }
    }

    /// What was found for a policy.
    pub(crate) fn tally(&self, policy: u16) -> Option<&Tally> {
        let mut tallies = self.tallies.iter();
        let mine = tallies.find(|(number, _)| *number == policy);
        mine.map(|(_, tally)| tally)
    }

    /// What looking came to for a policy that asked.
    pub(crate) fn inspected(&self, policy: u16, inspection: &Inspection<'_>) -> Inspected {
        if !is_asked(inspection, self.attempt) {
            return Inspected::NotAsked;
        }
        let count = self.tally(policy).map_or(0, Tally::count);
        if count >= inspection.minimum {
            return Inspected::Count(count);
        }
        if self.is_timed_out {
            return Inspected::Failed(CannotScan::TimedOut);
        }
        if !inspection.reads() {
            return Inspected::Count(count);
        }
        let extent = match self.attempt.content {
            Content::None => return Inspected::NotAsked,
            Content::Text(_) => Extent::Whole,
            Content::Part(_) => Extent::Part,
            Content::NotScanned(reason) => Extent::Not(reason),
            Content::Examined(_) => {
                let examined = self.examined.filter(|it| it.tally(policy).is_some());
                examined.map_or(Extent::Part, Examined::extent) // nobody looked for it
            }
        };
        match extent {
            Extent::Whole => Inspected::Count(count),
            Extent::Part => Inspected::Failed(CannotScan::Partial), // the rest may hold what is missing
            Extent::Not(reason) => Inspected::Failed(reason),
        }
    }
}

/// Whether there is anything to look into: where there is no file, there is no name; where nothing was read, there is nothing but
/// a name.
fn is_asked(inspection: &Inspection<'_>, attempt: &Attempt<'_>) -> bool {
    let has_name = inspection.looks_in(SearchIn::FileName) && attempt.file.is_some();
    has_name || inspection.reads() && attempt.content != Content::None
}

fn text<'a>(attempt: &Attempt<'a>, place: SearchIn) -> Cow<'a, str> {
    match (place, attempt.content) {
        (SearchIn::Content, Content::Text(text) | Content::Part(text)) => text.into(),
        (SearchIn::Content, Content::None | Content::NotScanned(_) | Content::Examined(_)) => {
            "".into()
        }
        (SearchIn::Metadata, _) => attempt.metadata.into(),
        (SearchIn::FileName, _) => attempt.file.map_or("".into(), |file| plain_name(&file)),
    }
}

/// Every preset that a policy which can concern the attempt asks for: preparing detectors takes longer than asking them for
/// more, and they are kept.
fn presets(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Entities {
    let policies = bundle.policies_for(attempt.activity, &attempt.session.app);
    let asked = policies
        .filter_map(|(_, policy)| Some(policy.ok()?.presets().bits()))
        .fold(0, |all, asked| all | asked);
    Entities::from_bits(asked)
}
