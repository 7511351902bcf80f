//! How loud a finding is.

use crate::grammar::Maturity;
use crate::workspace::{Profile, RuleLevel};
use serde::Serialize;

/// How loud a finding is, quietest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A hint beside the text; never counted as a problem.
    Hint,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// As it is written everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Louder by `steps`, or quieter where they are negative; it stays between hint and error.
    #[must_use]
    pub fn shifted(self, steps: i8) -> Self {
        match self as i8 + steps {
            ..=0 => Self::Hint,
            1 => Self::Info,
            2 => Self::Warning,
            _ => Self::Error,
        }
    }
}

/// The severity a setting names; `None` for off.
#[must_use]
pub(super) const fn of_level(level: RuleLevel) -> Option<Severity> {
    match level {
        RuleLevel::Off => None,
        RuleLevel::Hint => Some(Severity::Hint),
        RuleLevel::Info => Some(Severity::Info),
        RuleLevel::Warning => Some(Severity::Warning),
        RuleLevel::Error => Some(Severity::Error),
    }
}

/// By how many steps what is not there yet is told louder: the project's profile and the document's maturity.
#[must_use]
pub(super) const fn completeness_steps(profile: Profile, maturity: Maturity) -> i8 {
    let profile = match profile {
        Profile::Light => -1,
        Profile::Standard => 0,
        Profile::Full => 1,
    };
    let maturity = match maturity {
        Maturity::Draft => -1,
        Maturity::Proposed | Maturity::Closed => 0,
        Maturity::Settled => 1,
    };
    profile + maturity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_stay_between_hint_and_error() {
        assert_eq!(Severity::Error.shifted(2), Severity::Error);
        assert_eq!(Severity::Hint.shifted(-1), Severity::Hint);
        assert_eq!(Severity::Warning.shifted(-1), Severity::Info);
        assert_eq!(Severity::Info.shifted(2), Severity::Error);
    }

    #[test]
    fn a_draft_in_a_light_project_hears_least() {
        assert_eq!(completeness_steps(Profile::Light, Maturity::Draft), -2);
        assert_eq!(completeness_steps(Profile::Full, Maturity::Settled), 2);
        assert_eq!(completeness_steps(Profile::Standard, Maturity::Closed), 0);
    }
}
