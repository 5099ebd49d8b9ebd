//! One policy, taken apart and put together again.

use super::source::Sources;
use core::fmt;

/// A serialized policy: directives in their order, each a name and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    directives: Vec<Directive>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    name: String,
    words: Vec<String>,
}

impl Policy {
    /// Reads one policy. Directives that repeat a name are kept as they are; only the first counts.
    pub fn parse(text: &str) -> Self {
        let directives = text
            .split(';')
            .filter_map(|directive| {
                let mut words = directive.split_ascii_whitespace().map(str::to_owned);
                Some(Directive {
                    name: words.next()?,
                    words: words.collect(),
                })
            })
            .collect();
        Self { directives }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.directives.is_empty()
    }

    /// The first of `names` the policy has, with its sources.
    pub fn first_of<'n>(&self, names: &[&'n str]) -> Option<(&'n str, Sources<'_>)> {
        names
            .iter()
            .find_map(|name| self.sources(name).map(|sources| (*name, sources)))
    }

    fn sources(&self, name: &str) -> Option<Sources<'_>> {
        self.directives
            .iter()
            .find(|directive| directive.name.eq_ignore_ascii_case(name))
            .map(|directive| Sources(&directive.words))
    }

    /// Adds `source` to the directive `name`, which takes the place of `'none'`.
    pub fn add(&mut self, name: &str, source: String) {
        let found = self
            .directives
            .iter_mut()
            .find(|directive| directive.name.eq_ignore_ascii_case(name));
        if let Some(directive) = found {
            directive
                .words
                .retain(|word| !word.eq_ignore_ascii_case("'none'"));
            directive.words.push(source);
        }
    }

    /// Writes the directive `name` out as a copy of `from`, its fallback.
    pub fn write_out(&mut self, name: &str, from: &str) {
        let words = self
            .sources(from)
            .map_or_else(Vec::new, |sources| sources.0.to_vec());
        self.directives.push(Directive {
            name: name.to_owned(),
            words,
        });
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, directive) in self.directives.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&directive.name)?;
            for word in &directive.words {
                write!(f, " {word}")?;
            }
        }
        Ok(())
    }
}
