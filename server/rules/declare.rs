//! What a rule is, and what it sees while it looks.

use super::report::{Found, Report};
use super::severity::{completeness_steps, of_level};
use super::{Diagnostic, Severity};
use crate::grammar::{Cue, Grammars, Role, Slot};
use crate::model::{Model, OptionGroup, OptionsState, WaivedCode};
use crate::syntax::{BlockKind, ByRange, Fact, Outline, Parse, without_comments};
use crate::text::TextRange;
use crate::workspace::{Config, Document, RuleLevel};
use jiff::civil::Date;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, kebab-case; reads well after "allow".
    pub code: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Markdown: what it finds, why that matters, what to do.
    pub docs: &'static str,
    /// A document that it speaks up in.
    pub bad: &'static str,
    /// The same document mended.
    pub good: &'static str,
    /// How loud it is before profile and maturity.
    pub severity: Severity,
    /// Whether it finds what is not there yet, or what is wrong.
    pub class: Class,
    /// The quietest it gets by itself.
    pub floor: Severity,
    /// The kinds it looks at; empty for all.
    pub kinds: &'static [&'static str],
    /// Whether it looks at ordinary Markdown too.
    pub any_text: bool,
    /// Whether a waiver can speak for what it finds: what is wrong with waivers is not waived.
    pub can_be_waived: bool,
    /// Whether it looks when the others have, and knows which waivers spoke for something.
    pub looks_last: bool,
    /// The function that looks.
    pub check: fn(&mut Ctx<'_>),
}

impl Rule {
    /// What most rules have in common: they look at every kind, find what is wrong, and get as quiet as a hint.
    pub(super) const USUAL: Self = Self {
        code: "",
        summary: "",
        docs: "",
        bad: "",
        good: "",
        severity: Severity::Warning,
        class: Class::Correctness,
        floor: Severity::Hint,
        kinds: &[],
        any_text: false,
        can_be_waived: true,
        looks_last: false,
        check: |_| {},
    };

    /// Where its documentation can be read, once the project has a home page: a dead link is worse than none.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let home = Some(env!("CARGO_PKG_HOMEPAGE")).filter(|home| !home.is_empty())?;
        Some(format!("{home}/rules/{}", self.code))
    }
}

/// What a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something is not there yet: told louder or quieter with the project's profile and the document's maturity.
    Completeness,
    /// Something is wrong, at any age.
    Correctness,
}

static SAYS: Fact<ByRange<bool>> = Fact::new();
static SAID: Fact<ByRange<Vec<TextRange>>> = Fact::new();

/// Words: so much prose beside the options that are counted may well name others.
const MUCH_PROSE: usize = 60;

/// What a rule sees: one document, what is in force for it, and where findings go.
#[derive(Debug)]
pub struct Ctx<'d> {
    rule: &'static Rule,
    config: &'d Config,
    document: &'d Document,
    today: Date,
    used: &'d [TextRange],
    level: Option<Severity>,
    steps: i8,
    found: Vec<Found>,
}

impl<'d> Ctx<'d> {
    /// The context of `rule` in `document`; `None` where the rule does not look.
    pub(super) fn new(rule: &'static Rule, document: &'d Document, today: Date, used: &'d [TextRange]) -> Option<Self> {
        let config = document.config();
        let is_looked_at = match document.kind() {
            Some(kind) => rule.kinds.is_empty() || rule.kinds.iter().any(|id| kind.is_a(id)),
            None => rule.any_text,
        };
        if !is_looked_at {
            return None;
        }
        let level = match config.level(rule.code, &document.around().path) {
            Some(level) => Some(of_level(level)?),
            None => None,
        };
        let status = document.model().metadata.status.as_ref().and_then(|status| status.normal.as_deref());
        let maturity = document.grammars().maturity(status);
        let steps = match rule.class {
            Class::Completeness => completeness_steps(config.profile, maturity),
            Class::Correctness => 0,
        };
        Some(Self { rule, config, document, today, used, level, steps, found: Vec::new() })
    }

    /// Begins a finding at `range`. The message says what is wrong in one clause, the document's own words in
    /// backticks, lower case, no full stop, then what to do.
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> Report<'_> {
        let kind = self.document.kind().map_or("", |kind| kind.spec.id.as_str());
        let level = self.config.level_setting(self.rule.code, &self.document.around().path);
        let (in_its_template, of_dialect) = (self.is_default_dialect(), self.of_dialect(kind, level.as_ref()));
        let finding = Diagnostic {
            code: self.rule.code,
            severity: self.rule.severity,
            range,
            message: message.into(),
            help: None,
            demanded_by: level.unwrap_or_else(|| format!("kind {kind}")),
            related: Vec::new(),
            fixes: Vec::new(),
        };
        self.found.push((finding, 0));
        Report { found: &mut self.found, in_its_template, of_dialect }
    }

    /// Who asks for what the dialect asks for: the setting that pins it, else the one that gives the rule its level.
    fn of_dialect(&self, kind: &str, level: Option<&String>) -> String {
        let dialect = self.document.dialect().map_or("", |dialect| dialect.spec.id.as_str());
        let pinned = self.config.dialect_setting(kind, dialect, &self.document.around().path);
        pinned.or_else(|| level.cloned()).unwrap_or_else(|| format!("dialect {dialect}"))
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'d str {
        self.document.text()
    }

    /// Its blocks.
    #[must_use]
    pub fn parse(&self) -> &'d Parse {
        self.document.parse()
    }

    /// Its headings.
    #[must_use]
    pub fn outline(&self) -> &'d Outline {
        self.document.outline()
    }

    /// What it means.
    #[must_use]
    pub fn model(&self) -> &'d Model {
        self.document.model()
    }

    /// What is known of kinds and words.
    #[must_use]
    pub fn grammars(&self) -> &'d Grammars {
        self.document.grammars()
    }

    /// What is in force.
    #[must_use]
    pub fn config(&self) -> &'d Config {
        self.config
    }

    /// The day that counts as today.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }

    /// Whether the waiver that names `code` speaks for something, or for a rule that is turned off here.
    #[must_use]
    pub fn is_used(&self, code: &WaivedCode) -> bool {
        let level = self.config.level(&code.code, &self.document.around().path);
        self.used.contains(&code.range) || level == Some(RuleLevel::Off)
    }

    /// Where the document as a whole is spoken of: its title, where everybody looks; without one, its first line.
    #[must_use]
    pub fn title_range(&self) -> TextRange {
        let first_line = || {
            let text = self.text();
            let begun = text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']).len();
            let at = if begun == 0 { 0 } else { text.len() - begun };
            let line = text.get(at..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or("");
            TextRange::new(at, at + line.trim_end().len())
        };
        self.model().metadata.title.as_ref().map_or_else(first_line, |title| title.range)
    }

    /// The lists of options that hold fewer than are asked for, with how many they hold: one list in most documents.
    #[must_use]
    pub fn few_options(&self) -> Vec<(&'d OptionGroup, usize)> {
        let Some(kind) = self.document.kind() else { return Vec::new() };
        let Some(least) = self.config.min_options(&kind.spec) else { return Vec::new() };
        let options = &self.model().options;
        let proposal = usize::from(if options.items.is_empty() {
            kind.spec.proposal_is_option
        } else {
            options.includes_proposal
        });
        let count = |group: &'d OptionGroup| match (options.state, options.groups.len()) {
            (OptionsState::Counted, 0 | 1) => Some((group, options.items.len())),
            (OptionsState::Counted, _) => Some((group, group.items.len() + proposal)),
            (OptionsState::Empty, _) => Some((group, proposal)),
            _ => None,
        };
        let is_alone = |group: &OptionGroup| self.says_in(Cue::OnlyOption, group.body);
        let counted = options.groups.iter().filter_map(count);
        counted.filter(|(group, count)| *count < least && !is_alone(group) && !self.tells_more(group)).collect()
    }

    /// Whether more stands in a list of options as prose than is said of the ones that can be counted: it may well name
    /// others.
    fn tells_more(&self, group: &OptionGroup) -> bool {
        let options = &self.model().options;
        let mentions: Vec<TextRange> = options
            .items
            .iter()
            .flat_map(|item| &item.mentions)
            .map(|mention| mention.body.cover(mention.range))
            .collect();
        let words = |range: TextRange| range.of(self.text()).split_whitespace().count();
        let paragraphs = self.parse().tree().within(group.body).filter(|(_, block)| block.kind == BlockKind::Paragraph);
        let outside = paragraphs.filter(|(_, block)| !mentions.iter().any(|body| body.meets(block.range)));
        let outside: usize = outside.map(|(_, block)| words(block.range)).sum();
        outside >= MUCH_PROSE && outside * 2 > words(group.body)
    }

    /// Whether text of the template stands in `range`: that is a finding of its own, and nothing else is said of it.
    #[must_use]
    pub fn is_unwritten(&self, range: TextRange) -> bool {
        let placeholders = &self.model().placeholders;
        let first = placeholders.partition_point(|found| found.start < range.start);
        let mut within =
            placeholders.iter().skip(first).take_while(|found| found.start < range.end.max(range.start + 1));
        within.any(|found| range.contains_range(*found))
    }

    /// The first section with `role`.
    #[must_use]
    pub fn section(&self, role: Role) -> Option<&'d Slot> {
        self.model().section(role)
    }

    /// Whether `text` says what `cue` listens for; comments say nothing.
    #[must_use]
    pub fn says(&self, cue: Cue, text: &str) -> bool {
        self.grammars().says(cue, &without_comments(text))
    }

    /// Whether what stands in `range` says what `cue` listens for: remembered for as long as nothing there is edited.
    #[must_use]
    pub fn says_in(&self, cue: Cue, range: TextRange) -> bool {
        let grammars = self.grammars();
        let says = |parse: &Parse, range: TextRange| grammars.says(cue, &without_comments(range.of(parse.text())));
        *self.parse().fact_in(&SAYS, cue as u64, range, says).value
    }

    /// Whether some block of the document says what `cue` listens for, asides included.
    #[must_use]
    pub fn document_says(&self, cue: Cue) -> bool {
        let grammars = self.grammars();
        let says = |text: &str| grammars.says(cue, &without_comments(text).replace(['(', ')', '[', ']'], " "));
        let said = |parse: &Parse, range: TextRange| {
            if !grammars.may_say(cue, range.of(parse.text())) {
                return Vec::new();
            }
            let blocks = parse.tree().within(range).map(|(_, block)| block.range);
            blocks.filter(|range| says(range.of(parse.text()))).collect()
        };
        let whole = TextRange::new(0, self.text().len());
        !self.parse().gather_in(&SAID, cue as u64, whole, said).is_empty()
    }

    /// Whether the document follows the framework's own template, the default of its kind.
    #[must_use]
    pub fn is_default_dialect(&self) -> bool {
        let default = self.document.kind().and_then(|kind| kind.default_dialect());
        default.is_some_and(|default| self.document.dialect().is_some_and(|dialect| dialect.spec.id == default.spec.id))
    }

    /// The findings, each as loud as everything together makes it.
    pub(super) fn finish(self) -> impl Iterator<Item = Diagnostic> {
        let Self { rule, level, steps, found, .. } = self;
        found.into_iter().map(move |(mut finding, lowered)| {
            let is_hint = lowered == i8::MIN;
            let own = if is_hint { Severity::Hint } else { finding.severity.shifted(steps + lowered).max(rule.floor) };
            finding.severity = if is_hint { own } else { level.unwrap_or(own) };
            finding
        })
    }
}
