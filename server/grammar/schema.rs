//! What a file in `grammars/` may say. The types are the format: reading, the JSON Schema, and the messages
//! about mistakes all come from them.
//!
//! A **kind** file (`grammars/adr.toml`) says what a sort of document is for, how to recognise it, and which
//! section families it uses. A **dialect** file (`grammars/adr/madr.toml`) says what one template of that kind
//! demands: its metadata and its sections, each with the guidance a hover shows and the skeleton a completion
//! inserts. Neither says *how* anything is checked: rules read them.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A sort of document: `grammars/<id>.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The name in configuration and output: `adr`.
    pub id: String,
    /// The name for people: `Architecture decision record`.
    pub title: String,
    /// One sentence: what the document is for.
    pub summary: String,
    /// Markdown, shown where somebody asks about the kind itself.
    #[serde(deserialize_with = "unwrapped")]
    pub guidance: String,
    /// The dialect that new documents follow, and that `dialect = "…"` in the configuration falls back to. Empty where
    /// the kind has none.
    #[serde(default)]
    pub default_dialect: String,
    /// Whether no rule speaks in its documents: they are known so that they are taken for nothing else.
    #[serde(default)]
    pub silent: bool,
    /// Kinds so like this one that a document between the two is of the one with more points, however small its lead.
    #[serde(default)]
    pub near: Vec<String>,
    /// What speaks for a document being of this kind.
    pub detect: Detect,
    /// The section families (of `grammars/families.toml`) that a document of this kind has, whatever its dialect.
    #[serde(default)]
    pub families: Vec<String>,
    /// What the kind calls a family's work where it differs: role overrides by family id.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<Role>>,
    /// How many options a document of this kind weighs at least; `None` where it weighs none.
    #[serde(default)]
    pub min_options: Option<usize>,
    /// Whether the proposal itself counts as one of the options.
    #[serde(default)]
    pub proposal_is_option: bool,
    /// What a new option is called until it has a name.
    #[serde(default)]
    pub option_prompt: String,
    /// What leaving things as they are is called in a list of options.
    #[serde(default)]
    pub status_quo_option: String,
    /// The label and the prompt of a reason against an option: snippet text.
    #[serde(default)]
    pub rejection_prompt: String,
    /// The label and the prompt of an option's description: snippet text.
    #[serde(default)]
    pub description_prompt: String,
}

/// What speaks for a kind. Weights are points; `grammars/families.toml` says how many make a kind certain.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detect {
    /// Names of folders, lower case, and the points for lying in one.
    #[serde(default)]
    pub folders: BTreeMap<String, f64>,
    /// Regular expressions over the file name (lower case, with extension), and their points.
    #[serde(default)]
    pub file_names: BTreeMap<String, f64>,
    /// Regular expressions over the title (as written), and their points.
    #[serde(default)]
    pub titles: BTreeMap<String, f64>,
    /// Metadata keys (normalised: lower case, words joined with `-`), and their points.
    #[serde(default)]
    pub keys: BTreeMap<String, f64>,
    /// Headings (normalised), and their points; negative ones speak against.
    #[serde(default)]
    pub headings: BTreeMap<String, f64>,
    /// Sibling files whose presence speaks for the kind, and their points.
    #[serde(default)]
    pub siblings: BTreeMap<String, f64>,
    /// Regular expressions over the text before the first section, below the title, and their points.
    #[serde(default)]
    pub opening: BTreeMap<String, f64>,
    /// Regular expressions over the file names (lower case) that links lead to, and the points where two files or more
    /// match one of them.
    #[serde(default)]
    pub links: BTreeMap<String, f64>,
}

/// What one template of a kind demands: `grammars/<kind>/<id>.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// The name in configuration and output: `madr`.
    pub id: String,
    /// The kind it is a template of.
    pub kind: String,
    /// The name for people.
    pub title: String,
    /// One sentence: where it comes from and what it is good for.
    pub summary: String,
    /// What speaks for this dialect once the kind is known.
    #[serde(default)]
    pub detect: Detect,
    /// Points of `detect` that a document of it has at least: for a template whose headings everybody uses.
    #[serde(default)]
    pub least_evidence: f64,
    /// The first line of a new document, with snippet placeholders: `# ${1:Short title}`. Empty where the template has
    /// no heading of that sort and names the document in its metadata.
    pub title_line: String,
    /// Where metadata stands in a new document.
    #[serde(default)]
    pub carrier: Carrier,
    /// The metadata, in the order of the template.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldSpec>,
    /// The sections, in the order of the template.
    #[serde(rename = "section")]
    pub sections: Vec<SectionSpec>,
    /// Whether the order of its sections is part of its sense, so that a document should keep it.
    #[serde(default)]
    pub ordered: bool,
    /// Text of the published template that is there to be replaced, exactly as published. Compared without regard
    /// to white space at the ends.
    #[serde(default)]
    pub placeholders: Vec<String>,
    /// Whether this dialect asks for the full decision matrix: criteria, scores and a way back. What only the
    /// matrix asks for is one severity lower elsewhere.
    #[serde(default)]
    pub decision_matrix: bool,
}

/// Where a new document carries its metadata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// Nowhere.
    #[default]
    None,
    /// YAML between `---` lines.
    FrontMatter,
    /// `- Key: value` under the title.
    Bullets,
    /// `Key: value` lines under the title.
    Lines,
    /// A table of two columns under the title.
    Table,
    /// A file beside the document, such as `kep.yaml`.
    Sibling,
}

/// What a section does in a document, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The problem and its surroundings.
    Context,
    /// Forces, requirements, goals.
    Drivers,
    /// What was weighed against each other.
    Options,
    /// What the options were weighed by.
    Criteria,
    /// What is decided or proposed.
    Decision,
    /// What follows from it.
    Consequences,
    /// What may go wrong.
    Risks,
    /// How success is measured.
    SuccessMetrics,
    /// How far the document has come.
    Status,
    /// When it was written.
    Date,
    /// What happens when.
    Timeline,
    /// What is not decided yet.
    OpenQuestions,
    /// Other documents.
    References,
    /// Anything else.
    Other,
}

/// One metadata field.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// The key as the template writes it.
    pub key: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether a document without it is incomplete.
    #[serde(default)]
    pub required: bool,
    /// What a value looks like.
    #[serde(default)]
    pub form: Form,
    /// The values to choose from, as the template writes them.
    #[serde(default)]
    pub values: Vec<String>,
    /// Markdown: what belongs here.
    #[serde(deserialize_with = "unwrapped")]
    pub guidance: String,
    /// What a new document has there: snippet text.
    #[serde(default)]
    pub skeleton: String,
}

/// One section of a dialect.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionSpec {
    /// The name in output: `context`. Unique in its dialect.
    pub id: String,
    /// The heading, exactly as the template writes it.
    pub title: String,
    /// Other headings that are this section. The family's aliases count as well.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The section family whose work it does, for aliases and roles.
    #[serde(default)]
    pub family: Option<String>,
    /// What it does, where that is not what its family does.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Whether a document without it is incomplete.
    #[serde(default)]
    pub required: bool,
    /// Other sections of the dialect, by id: a document that has one of them does without this one.
    #[serde(default)]
    pub instead: Vec<String>,
    /// Whether "None" is an answer.
    #[serde(default)]
    pub allows_none: bool,
    /// The level of its heading.
    #[serde(default = "two")]
    pub level: u8,
    /// How many sentences it has, at least and at most, where the template says so.
    #[serde(default)]
    pub sentences: Option<[usize; 2]>,
    /// How many paragraphs it has at most, where the template says so.
    #[serde(default)]
    pub paragraphs: Option<usize>,
    /// The section it stands in, where it is a part of another.
    #[serde(default)]
    pub parent: Option<String>,
    /// Markdown, one to four sentences: what belongs here and why readers look for it.
    #[serde(deserialize_with = "unwrapped")]
    pub guidance: String,
    /// The questions that a good section answers.
    #[serde(default)]
    pub questions: Vec<String>,
    /// Markdown: a short section of a made-up document that answers them well.
    #[serde(default)]
    pub example: String,
    /// What completion inserts under the heading: snippet text with `${1:…}` placeholders.
    pub skeleton: String,
    /// What the section lists by name: criteria, or labelled bullets.
    #[serde(default, rename = "item")]
    pub items: Vec<ItemSpec>,
    /// Whether `items` are the parts of each thing that the section lists, such as a risk and its mitigation, rather
    /// than of the section itself.
    #[serde(default)]
    pub each: bool,
}

/// One labelled part of a section: a criterion, a bullet such as `Teams affected:`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemSpec {
    /// The name in output: `cost`.
    pub id: String,
    /// The label, exactly as the template writes it.
    pub title: String,
    /// Other labels.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether a section without it is incomplete.
    #[serde(default)]
    pub required: bool,
    /// What a value looks like.
    #[serde(default)]
    pub form: Form,
    /// The values to choose from.
    #[serde(default)]
    pub values: Vec<String>,
    /// Markdown: what belongs here.
    #[serde(deserialize_with = "unwrapped")]
    pub guidance: String,
    /// What completion inserts after the label.
    #[serde(default)]
    pub skeleton: String,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Any text.
    #[default]
    Text,
    /// A number with what it counts, or a comparison.
    Quantified,
    /// A whole number from 1 to 10.
    Score,
    /// A span of time.
    Duration,
    /// One or more risks by name.
    Risks,
    /// An answer with a reason: can it be undone, and how.
    Answer,
    /// A day, or an event that brings one.
    DateOrTrigger,
    /// A day: `2026-03-01`.
    Date,
    /// One word of the status vocabulary.
    Status,
    /// One of `values`.
    Choice,
    /// People.
    People,
    /// Yes or no, with details.
    YesNo,
    /// From a value to a value: `5k → 50k`.
    Change,
    /// High, Medium or Low.
    Rating,
    /// What is done so that a risk does not happen, or why it is accepted.
    Mitigation,
    /// What is done once a risk has happened.
    Contingency,
}

impl Form {
    /// The form in words, where it asks for more than any text.
    #[must_use]
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Quantified => Some("a number with what it counts, or a comparison"),
            Self::Score => Some("a whole number from 1 to 10"),
            Self::Duration => Some("a span of time, such as `2-3 weeks`"),
            Self::Risks => Some("one or more risks by name"),
            Self::Answer => Some("whether it can be undone, and how"),
            Self::DateOrTrigger => Some("a day, or an event that brings one"),
            Self::Date => Some("a day, such as `2026-03-01`"),
            Self::Status => Some("how far the document has come, in one word"),
            Self::Choice => Some("one of its values"),
            Self::People => Some("people by name"),
            Self::YesNo => Some("yes or no, then the details"),
            Self::Change => Some("from a value to a value, such as `5k → 50k`"),
            Self::Rating => Some("how much, in one word"),
            Self::Mitigation => Some("what is done about it, or why it is accepted"),
            Self::Contingency => Some("what is done once it has happened"),
        }
    }
}

/// `grammars/families.toml`: what sections are called, everywhere.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// Points above which a document is of a kind.
    pub threshold: f64,
    /// Points that are needed where nothing but headings speaks: no folder, no metadata, no title of that form.
    pub threshold_of_headings: f64,
    /// Points by which the best kind must lead the second.
    pub margin: f64,
    /// The families.
    #[serde(rename = "family")]
    pub families: Vec<Family>,
}

/// The headings that do one work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Its name: `options`.
    pub id: String,
    /// What it does.
    pub roles: Vec<Role>,
    /// Its headings as people write them.
    pub aliases: Vec<String>,
    /// Whether "None" is an answer.
    #[serde(default)]
    pub allows_none: bool,
    /// Whether it does its work only where it links to something or names another document.
    #[serde(default)]
    pub linked: bool,
    /// Markdown: what belongs here, for documents of no known dialect.
    #[serde(deserialize_with = "unwrapped")]
    pub guidance: String,
}

/// `grammars/vocabulary.toml`: states, keys and the words that mean them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// The states a document goes through.
    #[serde(rename = "state")]
    pub states: Vec<State>,
    /// The months of a year in their order.
    #[serde(rename = "month")]
    pub months: Vec<Month>,
    /// Metadata keys and their other spellings, normalised: lower case, words joined with `-`.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Words for High, Medium, Low and their like, worst first.
    pub ratings: BTreeMap<String, Vec<String>>,
    /// Units of measure by what they measure; `time` and `money` are asked for by name.
    pub units: BTreeMap<String, Vec<String>>,
    /// Relations between documents, and the phrases that stand before a link and mean one.
    pub relations: BTreeMap<String, Vec<String>>,
    /// What is written into a decision matrix that grows.
    pub matrix: MatrixWords,
}

/// What is written over the columns, before the rows and into the cells of a decision matrix that grows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixWords {
    /// Over the criteria.
    pub criterion: String,
    /// Over the weights.
    pub weight: String,
    /// Before, or over, the totals.
    pub total: String,
    /// The answer to a question that does not arise.
    pub not_applicable: String,
    /// The units that spans of time are given in, the shortest first.
    pub durations: Vec<String>,
    /// How an answer begins whether something can be undone.
    pub answers: Vec<String>,
    /// Where the name of a new criterion is to be written.
    pub new_criterion: String,
    /// Where the name of a new option is to be written.
    pub new_option: String,
    /// Where it is to be written what decides between two options that are close.
    pub decider: String,
}

/// A month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Month {
    /// Its names in all languages, lower case.
    pub words: Vec<String>,
}

/// One normalised state and the words of all vocabularies that mean it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// `accepted`.
    pub id: String,
    /// One sentence: what it means for a reader.
    pub meaning: String,
    /// Words that mean it, lower case.
    pub words: Vec<String>,
    /// Wrong spellings seen in the wild, lower case; each is told, with the right word.
    #[serde(default)]
    pub misspellings: BTreeMap<String, String>,
    /// States that may follow.
    #[serde(default)]
    pub next: Vec<String>,
    /// How ripe a document in it is, for severities.
    pub maturity: Maturity,
}

/// How ripe a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Maturity {
    /// Being written: what is missing is told one severity lower.
    Draft,
    /// Up for discussion.
    Proposed,
    /// In force: what is missing is told one severity higher.
    Settled,
    /// Over: rejected, withdrawn, superseded.
    Closed,
}

impl SectionSpec {
    /// Whether `heading` is its title or one of its aliases, word for word but for case.
    #[must_use]
    pub fn is_titled(&self, heading: &str) -> bool {
        let heading = super::names::normal_name(heading);
        std::iter::once(&self.title).chain(&self.aliases).any(|name| super::names::normal_name(name) == heading)
    }
}

impl ItemSpec {
    /// Its title and its other labels, normalised.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        std::iter::once(&self.title).chain(&self.aliases).map(|name| super::names::normal_name(name))
    }

    /// Whether `label` is one of its labels.
    #[must_use]
    pub fn is_called(&self, label: &str) -> bool {
        let label = super::names::normal_name(label);
        self.names().any(|name| name == label)
    }

    /// Whether one of its labels stands in `text`, as whole words.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = format!(" {} ", super::names::normal_name(text));
        self.names().any(|name| text.contains(&format!(" {name} ")))
    }
}

const fn two() -> u8 {
    2
}

/// Markdown with each paragraph on one line, however long the lines of its file are.
fn unwrapped<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from).map(|text| unwrap(&text))
}

fn unwrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    let mut goes_on = false;
    for line in text.trim().lines() {
        let is_fence = line.trim_start().starts_with("```");
        let joins = goes_on && !is_code && !is_fence && !stands_alone(line);
        if !out.is_empty() {
            out.push(if joins { ' ' } else { '\n' });
        }
        out.push_str(if joins { line.trim() } else { line.trim_end() });
        is_code ^= is_fence;
        goes_on = !is_fence && !line.trim().is_empty() && !line.trim_start().starts_with(['|', '#']);
    }
    out
}

/// Whether a line of Markdown begins a block of its own.
fn stands_alone(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && [". ", ") "].iter().any(|mark| digits.starts_with(mark));
    let is_marked = ["- ", "* ", "+ ", "|", "#", ">", "    "].iter().any(|mark| line.starts_with(mark));
    line.trim().is_empty() || is_numbered || is_marked
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn paragraphs_lose_their_line_breaks_and_nothing_else_does() {
        let text = "One\ntwo.\n\nThree:\n- four\n  five\n- six\n1. seven\n\n```\na\nb\n```\nEnd\nhere.\n";
        let expected = "One two.\n\nThree:\n- four five\n- six\n1. seven\n\n```\na\nb\n```\nEnd here.";
        assert_eq!(unwrap(text), expected);
    }
}
