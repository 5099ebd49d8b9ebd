//! May policies come into force? Only if they decide every case beside them as its author expects.

use super::{CaseFile, CaseResult, LoadErrors, PolicySet};
use crate::CorruptBundle;
use std::fmt;
use std::path::Path;

/// Why policies must not come into force.
#[derive(Clone, Debug)]
pub enum CasesError {
    /// A file with cases is wrong.
    Load(LoadErrors),
    /// What was compiled cannot be read back.
    Corrupt(CorruptBundle),
    /// These cases do not come out as expected. Never empty.
    Failed(Vec<CaseResult>),
}

impl fmt::Display for CasesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(errors) => errors.fmt(f),
            Self::Corrupt(error) => error.fmt(f),
            Self::Failed(failed) => {
                f.write_str("the policies do not decide what their cases expect:")?;
                failed.iter().try_for_each(|case| write!(f, "\n{case}"))
            }
        }
    }
}

impl std::error::Error for CasesError {}

impl From<LoadErrors> for CasesError {
    fn from(errors: LoadErrors) -> Self {
        Self::Load(errors)
    }
}

impl From<CorruptBundle> for CasesError {
    fn from(error: CorruptBundle) -> Self {
        Self::Corrupt(error)
    }
}

impl PolicySet {
    /// Decides every case in `paths`, files and folders as [`CaseFile::load`] takes them.
    ///
    /// # Errors
    /// [`CasesError`] where a case does not come out as expected or cannot be read.
    pub fn pass_cases<P: AsRef<Path>>(&self, paths: &[P]) -> Result<(), CasesError> {
        let mut failed = Vec::new();
        for file in CaseFile::load(paths)? {
            let results = file.run(self)?;
            failed.extend(results.into_iter().filter(|result| !result.passed));
        }
        if failed.is_empty() {
            Ok(())
        } else {
            Err(CasesError::Failed(failed))
        }
    }
}
