//! What of what policies look for is there?

use crate::filter::plain_name;
use crate::gathered::{Gathered, Tallied};
use crate::inspection::{Inspection, SearchIn};
use crate::sought::Sought;
use crate::tally::{Keep, Tally};
use crate::walk::Walk;
use crate::{Attempt, Bundle, CannotScan, Content, Inspected};
#[cfg(feature = "load")]
use crate::{Examined, Extent};
use std::borrow::Cow;
use stepgate_inspect::Entities;

/// What was found in what an attempt carries, for every policy that asked.
pub(crate) struct Search<'a> {
    attempt: &'a Attempt<'a>,
    /// What was examined before, by these policies.
    #[cfg(feature = "load")]
    examined: Option<&'a Examined>,
    tallies: Vec<Tallied>,
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
        let asked = asked.iter().filter(|(_, one)| is_asked(one, attempt));
        let asked: Vec<&(u16, Inspection<'_>)> = asked.collect();
        let tallied = |(policy, inspection): &&(u16, Inspection<'_>)| Tallied {
            policy: *policy,
            evidence: inspection.evidence,
            tally: Tally::default(),
        };
        let mut search = Self {
            attempt,
            #[cfg(feature = "load")]
            examined: None,
            tallies: asked.iter().map(tallied).collect(),
            is_timed_out: false,
        };
        #[cfg(feature = "load")]
        search.take(bundle);
        if asked.is_empty() {
            return search;
        }
        let key = match keep {
            Keep::Counts => None,
            Keep::Evidence(key) => key,
        };
        let inspections = &mut asked.iter().map(|(_, inspection)| inspection);
        let sought = Sought::new(inspections, presets(bundle, attempt), key);
        let mut time = Time {
            goes_on,
            is_over: false,
        };
        let mut gathered = Gathered::new(search.tallies, keep);
        for place in SearchIn::ALL {
            gathered.next_text();
            let walk = Walk::new(&sought, place);
            if let Some(text) = text(attempt, place) {
                walk.all(&text, &mut || time.goes_on(), &mut |hit| gathered.take(hit));
            }
        }
        search.tallies = gathered.end();
        search.is_timed_out |= time.is_over;
        search
    }

    /// Takes what was examined before, if it was by these policies.
    #[cfg(feature = "load")]
    fn take(&mut self, bundle: &Bundle<'_>) {
        if let Content::Examined(examined) = self.attempt.content
            && examined.revision() == bundle.revision()
        {
            self.examined = Some(examined);
            self.is_timed_out = examined.is_timed_out();
            for one in &mut self.tallies {
                if let Some(tally) = examined.tally(one.policy) {
                    one.tally = tally.clone();
                }
            }
        }
    }

    /// What was found, for each policy that asked.
    pub(crate) fn into_tallies(self) -> Vec<Tallied> {
        self.tallies
    }

    /// What was found for a policy.
    pub(crate) fn tally(&self, policy: u16) -> Option<&Tally> {
        let mut tallies = self.tallies.iter();
        let mine = tallies.find(|one| one.policy == policy);
        mine.map(|one| &one.tally)
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
        let partial = Inspected::Failed(CannotScan::Partial); // the rest may hold what is missing
        match self.attempt.content {
            Content::None => Inspected::NotAsked,
            Content::Text(_) => Inspected::Count(count),
            Content::Part(_) => partial,
            Content::NotScanned(reason) => Inspected::Failed(reason),
            #[cfg(feature = "load")]
            Content::Examined(_) => {
                let examined = self.examined.filter(|it| it.tally(policy).is_some());
                match examined.map(Examined::extent) {
                    Some(Extent::Whole) => Inspected::Count(count),
                    Some(Extent::Part) | None => partial, // or nobody looked for it
                    Some(Extent::Not(reason)) => Inspected::Failed(reason),
                }
            }
        }
    }
}

/// Whether there is anything to look into: where there is no file, there is no name; where nothing was read, there is nothing but
/// a name.
fn is_asked(inspection: &Inspection<'_>, attempt: &Attempt<'_>) -> bool {
    let has_name = inspection.looks_in(SearchIn::FileName) && attempt.file.is_some();
    has_name || inspection.reads() && attempt.content != Content::None
}

/// What stands there as text; nothing where that was examined before.
fn text<'a>(attempt: &Attempt<'a>, place: SearchIn) -> Option<Cow<'a, str>> {
    Some(match (place, attempt.content) {
        (SearchIn::FileName, _) => attempt.file.map_or("".into(), |file| plain_name(&file)),
        #[cfg(feature = "load")]
        (SearchIn::Content | SearchIn::Metadata, Content::Examined(_)) => return None,
        (SearchIn::Content, Content::Text(text) | Content::Part(text)) => text.into(),
        (SearchIn::Content, Content::None | Content::NotScanned(_)) => "".into(),
        (SearchIn::Metadata, _) => attempt.metadata.into(),
    })
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
