//! What a project has settled: `staffwork.toml`. The same keys are the editors' settings.

use crate::model::Surroundings;
use globset::{Glob, GlobMatcher};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How much is asked of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What is missing is told one severity lower.
    Light,
    /// As the rules say.
    #[default]
    Standard,
    /// What is missing is told one severity higher.
    Full,
}

/// How loudly a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// Not at all.
    Off,
    /// As a hint.
    Hint,
    /// As information.
    Info,
    /// As a warning.
    Warning,
    /// As an error.
    Error,
}

/// What is settled for a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindConfig {
    /// The dialect that every document of the kind follows.
    pub dialect: Option<String>,
    /// How many options a document weighs at least.
    pub min_options: Option<usize>,
}

/// What is settled for the files that a glob names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileRule {
    /// A glob over paths below the configuration's folder: `docs/adr/*.md`.
    pub glob: String,
    /// The kind these files are; `"none"` keeps them silent.
    pub kind: Option<String>,
    /// The dialect these files follow.
    pub dialect: Option<String>,
    /// Rules that speak differently in these files.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleLevel>,
}

/// `staffwork.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// How much is asked of documents.
    #[serde(default)]
    pub profile: Profile,
    /// Rules and how loudly they speak.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleLevel>,
    /// What is settled for a kind, by its id.
    #[serde(default)]
    pub kinds: BTreeMap<String, KindConfig>,
    /// What is settled for some files; of several that match, the last decides.
    #[serde(default)]
    pub files: Vec<FileRule>,
    /// Globs of files that are never looked at.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// At most so many hints a document are shown.
    #[serde(default)]
    pub max_hints: Option<usize>,
    /// The globs of `files`, ready to match.
    #[serde(skip)]
    matchers: Vec<Option<GlobMatcher>>,
}

impl Config {
    /// Makes the globs ready.
    ///
    /// # Errors
    ///
    /// The glob that cannot be read, and why.
    pub fn prepare(mut self) -> Result<Self, (String, String)> {
        let compile = |rule: &FileRule| {
            Glob::new(&rule.glob)
                .map(|glob| Some(glob.compile_matcher()))
                .map_err(|why| (rule.glob.clone(), why.to_string()))
        };
        self.matchers = self.files.iter().map(compile).collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// What `around` becomes under this configuration: the kind and the dialect that it declares.
    #[must_use]
    pub fn surroundings(&self, mut around: Surroundings) -> Surroundings {
        let rules = || self.file_rules(&around.path);
        let kind = rules().filter_map(|rule| rule.kind.clone()).last();
        let dialect = rules().filter_map(|rule| rule.dialect.clone()).last();
        around.kind = kind;
        around.dialect = dialect;
        around
    }

    /// The level that this configuration gives a rule for the file at `path`.
    #[must_use]
    pub fn level(&self, rule: &str, path: &str) -> Option<RuleLevel> {
        let own = self.file_rules(path).filter_map(|file| file.rules.get(rule).copied()).last();
        own.or_else(|| self.rules.get(rule).copied())
    }

    /// The rules of `[[files]]` that match `path`, in the order they are written.
    pub fn file_rules<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c FileRule> {
        let matching = self.files.iter().zip(&self.matchers);
        matching.filter(move |(_, glob)| glob.as_ref().is_some_and(|glob| glob.is_match(path))).map(|(rule, _)| rule)
    }
}
