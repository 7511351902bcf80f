//! What a project has settled: `staffwork.toml`. The same keys are the editors' settings.

use super::places::Places;
use crate::grammar::KindSpec;
use crate::model::{NO_KIND, Surroundings};
use globset::{GlobBuilder, GlobMatcher};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much is asked of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
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
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct KindConfig {
    /// The dialect that every document of the kind follows.
    pub dialect: Option<String>,
    /// How many options a document weighs at least.
    pub min_options: Option<usize>,
}

/// What is settled for the files that a glob names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
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

/// What is shown in the text beside what stands in it; each can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct HintConfig {
    /// Total and rank of each option of a matrix.
    pub totals: bool,
    /// What is open in each row of a matrix.
    pub open_cells: bool,
    /// How far the document has come, over its title.
    pub progress: bool,
}

impl Default for HintConfig {
    /// All of them.
    fn default() -> Self {
        Self { totals: true, open_cells: true, progress: true }
    }
}

/// A lead in hundredths of the best total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub struct CloseCall(pub u32);

impl Default for CloseCall {
    /// What another opinion on one score takes away.
    fn default() -> Self {
        Self(5)
    }
}

/// `staffwork.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
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
    /// A lead of the best option of a matrix, in hundredths of its total, up to which the matrix decides nothing.
    #[serde(default)]
    pub close_call: CloseCall,
    /// What is shown in the text beside what stands in it.
    #[serde(default)]
    pub hints: HintConfig,
    /// The folder that globs begin in, below the root that paths begin at; empty for the root itself.
    #[serde(skip)]
    folder: String,
    /// What the configuration's file is called.
    #[serde(skip)]
    name: String,
    /// Where its settings stand.
    #[serde(skip)]
    places: Places,
    /// The globs of `files`, ready to match.
    #[serde(skip)]
    matchers: Vec<GlobMatcher>,
    /// The globs of `exclude`, ready to match.
    #[serde(skip)]
    excluded: Vec<GlobMatcher>,
}

impl Config {
    /// Makes the globs ready.
    ///
    /// # Errors
    ///
    /// The glob that cannot be read, and why.
    pub fn prepare(mut self) -> Result<Self, (String, String)> {
        self.matchers = self.files.iter().map(|rule| matcher(&rule.glob)).collect::<Result<_, _>>()?;
        self.excluded = self.exclude.iter().map(|glob| matcher(glob)).collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Says in which folder below the root the configuration lies, with `/`: its globs begin there.
    #[must_use]
    pub fn lying_in(mut self, folder: &str) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    /// Says what its file is called, as people are told.
    #[must_use]
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Says where its settings stand.
    #[must_use]
    pub(super) fn standing_at(mut self, places: Places) -> Self {
        self.places = places;
        self
    }

    /// What `around` becomes under this configuration: the kind and the dialects that it declares.
    #[must_use]
    pub fn surroundings(&self, mut around: Surroundings) -> Surroundings {
        let rules = || self.file_rules(&around.path);
        let kind = rules().filter_map(|rule| rule.kind.clone()).last();
        let kind = if self.excludes(&around.path) { Some(NO_KIND.to_owned()) } else { kind };
        let dialect = rules().filter_map(|rule| rule.dialect.clone()).last();
        let pinned = |(kind, settled): (&String, &KindConfig)| Some((kind.clone(), settled.dialect.clone()?));
        around.kind = kind;
        around.dialect = dialect;
        around.kind_dialects = self.kinds.iter().filter_map(pinned).collect();
        around
    }

    /// Whether the file at `path`, or a folder it lies in, is never looked at.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        let path = self.below(path);
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        folders.chain([path]).any(|part| self.excluded.iter().any(|glob| glob.is_match(part)))
    }

    /// The level that this configuration gives a rule for the file at `path`.
    #[must_use]
    pub fn level(&self, rule: &str, path: &str) -> Option<RuleLevel> {
        let own = self.file_rules(path).filter_map(|file| file.rules.get(rule).copied()).last();
        own.or_else(|| self.rules.get(rule).copied())
    }

    /// How many options a document of `kind` weighs at least: as settled, else as the kind has it; `None` where it
    /// weighs none.
    #[must_use]
    pub fn min_options(&self, kind: &KindSpec) -> Option<usize> {
        self.kinds.get(&kind.id).and_then(|kind| kind.min_options).or(kind.min_options)
    }

    /// The rules of `[[files]]` that match `path`, in the order they are written.
    pub fn file_rules<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c FileRule> {
        self.numbered_file_rules(path).map(|(_, rule)| rule)
    }

    fn numbered_file_rules<'c>(&'c self, path: &'c str) -> impl Iterator<Item = (usize, &'c FileRule)> {
        let path = self.below(path);
        let rules = self.files.iter().zip(&self.matchers).enumerate();
        rules.filter(move |(_, (_, glob))| glob.is_match(path)).map(|(index, (rule, _))| (index, rule))
    }

    /// The line that pins `dialect` for the file at `path`, a document of `kind`: `staffwork.toml:4: adr.dialect = "madr"`.
    #[must_use]
    pub fn dialect_setting(&self, kind: &str, dialect: &str, path: &str) -> Option<String> {
        let is_it = |written: &Option<String>| written.as_deref() == Some(dialect);
        let own = self.numbered_file_rules(path).filter(|(_, rule)| is_it(&rule.dialect)).last();
        let of_kind =
            || self.kinds.get(kind).filter(|kind| is_it(&kind.dialect)).map(|_| format!("kinds.{kind}.dialect"));
        self.setting(&own.map(|(index, _)| format!("files.{index}.dialect")).or_else(of_kind)?)
    }

    /// The line that says what kind the file at `path` is.
    #[must_use]
    pub fn kind_setting(&self, path: &str) -> Option<String> {
        let (index, _) = self.numbered_file_rules(path).filter(|(_, rule)| rule.kind.is_some()).last()?;
        self.setting(&format!("files.{index}.kind"))
    }

    /// The line that names the profile.
    #[must_use]
    pub fn profile_setting(&self) -> Option<String> {
        self.setting("profile")
    }

    /// The line that says how many options documents of `kind` weigh at least.
    #[must_use]
    pub fn min_options_setting(&self, kind: &str) -> Option<String> {
        self.setting(&format!("kinds.{kind}.min-options"))
    }

    /// The line of `[[files]]` that names the file at `path`.
    #[must_use]
    pub fn files_setting(&self, path: &str) -> Option<String> {
        let (index, _) = self.numbered_file_rules(path).last()?;
        self.setting(&format!("files.{index}.glob"))
    }

    /// The line that gives a rule its level for the file at `path`.
    #[must_use]
    pub fn level_setting(&self, rule: &str, path: &str) -> Option<String> {
        let own = self.numbered_file_rules(path).filter(|(_, file)| file.rules.contains_key(rule)).last();
        let own = own.map(|(index, _)| format!("files.{index}.rules.{rule}"));
        self.setting(&own.unwrap_or_else(|| format!("rules.{rule}")))
    }

    fn setting(&self, key: &str) -> Option<String> {
        Some(format!("{}:{}", self.name, self.places.get(key)?))
    }

    /// `path` as globs see it: below the configuration's folder.
    fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&self.folder).map_or(path, |rest| rest.trim_start_matches('/'))
    }
}

/// A glob as git reads it: `*` stays within a folder, `**` does not.
fn matcher(glob: &str) -> Result<GlobMatcher, (String, String)> {
    let compiled = GlobBuilder::new(glob.trim_end_matches('/')).literal_separator(true).build();
    compiled.map(|glob| glob.compile_matcher()).map_err(|why| (glob.to_owned(), why.kind().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(toml: &str) -> Config {
        toml::from_str::<Config>(toml).unwrap().prepare().unwrap()
    }

    #[test]
    fn of_several_files_rules_the_last_decides() {
        let config = config(
            "exclude = [\"docs/old\"]\n[rules]\nfew-options = \"off\"\n[[files]]\nglob = \"docs/**\"\nkind = \"adr\"\n\
             [[files]]\nglob = \"docs/*.md\"\nkind = \"rfc\"\nrules = { few-options = \"hint\" }\n",
        );
        let kind =
            |path: &str| config.surroundings(Surroundings { path: path.to_owned(), ..Surroundings::default() }).kind;
        assert_eq!(kind("docs/a.md").as_deref(), Some("rfc"));
        assert_eq!(kind("docs/adr/a.md").as_deref(), Some("adr"));
        assert_eq!(kind("a.md"), None);
        assert_eq!(kind("docs/old/a.md").as_deref(), Some("none"));
        assert_eq!(config.level("few-options", "docs/a.md"), Some(RuleLevel::Hint));
        assert_eq!(config.level("few-options", "docs/adr/a.md"), Some(RuleLevel::Off));
    }

    #[test]
    fn globs_begin_where_the_configuration_lies() {
        let config = config("exclude = [\"old/\", \"*.draft.md\"]").lying_in("docs");
        assert!(config.excludes("docs/old/a.md"));
        assert!(config.excludes("docs/a.draft.md"));
        assert!(!config.excludes("docs/new/a.draft.md"));
        assert!(!config.excludes("docs/old.md"));
    }
}
