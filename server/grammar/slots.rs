//! Which heading is which section: as people write them, not as the template does.

use super::Placeholders;
use super::cues::Cue;
use super::load::{Dialect, Grammars, Kind};
use super::names::normal_name;
use super::schema::{Role, SectionSpec};
use crate::syntax::{Block, BlockId, BlockKind, Inline, Outline, Parse, SectionId, SpanKind};
use crate::text::TextRange;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A section of a document and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The id of its spec, else of its family, else its heading in one word.
    pub id: String,
    /// Its place in the dialect's sections.
    pub spec: Option<usize>,
    /// The places of other sections of the dialect that it holds as well: `Rationale and alternatives`.
    pub also: Vec<usize>,
    /// Its family.
    pub family: Option<String>,
    /// What it does.
    pub roles: Vec<Role>,
    /// What heads it.
    pub head: Head,
    /// The heading or label as a reader sees it; `None` for what has none.
    pub title: Option<String>,
    /// Where its heading or label stands.
    pub head_range: TextRange,
    /// What stands below, subsections included.
    pub body: TextRange,
    /// What there is in it.
    pub state: SlotState,
    /// Whether `None` is an answer here.
    pub allows_none: bool,
}

/// What heads a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A heading.
    Section(SectionId),
    /// A bold lead-in, `**Context**`, or a labelled item, `1. Context:`.
    Label(BlockId),
    /// A metadata field that does a section's work.
    Field,
    /// Nothing: the paragraph under the title.
    Opening,
}

/// What there is in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlotState {
    /// Something.
    Filled,
    /// Nothing, comments apart.
    Empty,
    /// A word that stands for text to come.
    Stub,
    /// Template text.
    Placeholder,
    /// "None", "not applicable".
    NoneStated,
}

/// The sections of a document of `kind`, in document order. `dialect` is the one it follows.
#[must_use]
pub fn slots(
    grammars: &Grammars,
    kind: &Kind,
    dialect: Option<&Dialect>,
    placeholders: &Placeholders,
    parse: &Parse,
    outline: &Outline,
) -> Vec<Slot> {
    let matcher = Matcher { grammars, kind, dialect, placeholders, parse, outline };
    let title = matcher.title();
    let mut slots: Vec<Slot> =
        outline.iter().filter(|(id, _)| Some(*id) != title).filter_map(|(id, _)| matcher.section(id)).collect();
    matcher.named_after_title(&mut slots);
    matcher.give_way(&mut slots);
    matcher.labels(&mut slots);
    slots.extend(matcher.opening(&slots));
    slots.sort_by_key(|slot| slot.head_range.start);
    slots
}

/// What a name is matched to.
struct Match {
    spec: Option<usize>,
    also: Vec<usize>,
    family: Option<String>,
    roles: Vec<Role>,
    allows_none: bool,
}

/// What is written in a section.
struct Written {
    /// The text a reader sees, subsections' included.
    words: String,
    /// Whether something stands there that is no text: code, a table, a picture, a link.
    is_solid: bool,
    /// Whether all of it is template text.
    is_template: bool,
    /// Whether some of it is a list.
    is_listed: bool,
}

struct Matcher<'g> {
    grammars: &'g Grammars,
    kind: &'g Kind,
    dialect: Option<&'g Dialect>,
    placeholders: &'g Placeholders,
    parse: &'g Parse,
    outline: &'g Outline,
}

impl Matcher<'_> {
    /// The section that is the document's title: the first, at level 1, unless it is a section's name.
    fn title(&self) -> Option<SectionId> {
        let (id, first) = self.outline.iter().next().filter(|(_, first)| first.level == 1)?;
        let others = self.outline.iter().skip(1).filter(|(_, section)| section.level == 1).count();
        (others == 0 || self.find(&first.title).is_none()).then_some(id)
    }

    fn section(&self, id: SectionId) -> Option<Slot> {
        let section = self.outline.get(id)?;
        let found = self.find(&section.title).or_else(|| self.find_joined(&section.title));
        let body = TextRange::new(section.heading_range.end, section.range.end);
        let matched = found.unwrap_or(Match {
            spec: None,
            also: Vec::new(),
            family: None,
            roles: vec![Role::Other],
            allows_none: false,
        });
        let id_text = self.id_of(&matched, &section.title);
        let matched =
            if self.lacks_links(&matched, body) { Match { roles: vec![Role::Other], ..matched } } else { matched };
        let state = self.state(body, &matched.roles);
        Some(Slot {
            id: id_text,
            spec: matched.spec,
            also: matched.also,
            family: matched.family,
            roles: matched.roles,
            head: Head::Section(id),
            title: Some(section.title.clone()),
            head_range: section.heading_range,
            body,
            state,
            allows_none: matched.allows_none,
        })
    }

    /// Whether a section that works by what it links to neither links to anything nor names another document.
    fn lacks_links(&self, matched: &Match, body: TextRange) -> bool {
        let family = matched.family.as_deref().and_then(|family| self.grammars.family(family));
        if !family.is_some_and(|family| family.linked) {
            return false;
        }
        let text = self.parse.text();
        let prose = |block: &&Block| !matches!(block.kind, BlockKind::Code { .. } | BlockKind::Html);
        let mut blocks = self.parse.tree().within(body).map(|(_, block)| block).filter(prose);
        !blocks.any(|block| {
            let spans = Inline::read(self.parse, block.range).spans;
            let links = spans.iter().any(|span| matches!(span.kind, SpanKind::Link { .. }));
            links || self.names_document(block.range.of(text))
        })
    }

    /// `ADR-0009`, `RFC 12`: a kind or a dialect with a number.
    fn names_document(&self, text: &str) -> bool {
        let kinds = || self.grammars.kinds.iter();
        let is_sort = |word: &str| {
            let word = word.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
            kinds().any(|kind| kind.spec.id == word || kind.dialect(&word).is_some())
        };
        let numbered =
            |at: usize| text.get(..at).unwrap_or_default().rsplit(char::is_whitespace).find(|word| !word.is_empty());
        let mut figures = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        figures.any(|at| numbered(at).is_some_and(is_sort))
    }

    fn id_of(&self, matched: &Match, title: &str) -> String {
        let spec = matched.spec.and_then(|index| self.dialect?.spec.sections.get(index));
        match (spec, &matched.family) {
            (Some(spec), _) => spec.id.clone(),
            (None, Some(family)) => family.clone(),
            (None, None) => normal_name(title).replace(' ', "-"),
        }
    }

    /// The section a heading or a label names.
    fn find(&self, title: &str) -> Option<Match> {
        let name = normal_name(title);
        if let Some(dialect) = self.dialect {
            if let Some(index) = dialect.named(&name) {
                let section = dialect.spec.sections.get(index)?;
                return Some(self.matched(dialect, index, section));
            }
            let family = self.grammars.family_of(&name)?;
            let of_family = |section: &SectionSpec| section.family.as_deref() == Some(family.id.as_str());
            let index = dialect.spec.sections.iter().position(of_family);
            if let Some((index, section)) = index.and_then(|index| Some((index, dialect.spec.sections.get(index)?))) {
                return Some(self.matched(dialect, index, section));
            }
        }
        let family = self.grammars.family_of(&name)?;
        Some(Match {
            spec: None,
            also: Vec::new(),
            family: Some(family.id.clone()),
            roles: self.kind.roles(family),
            allows_none: family.allows_none,
        })
    }

    fn matched(&self, dialect: &Dialect, index: usize, section: &SectionSpec) -> Match {
        let family = section.family.as_deref().and_then(|family| self.grammars.family(family));
        Match {
            spec: Some(index),
            also: Vec::new(),
            family: section.family.clone(),
            roles: dialect.roles(self.grammars, self.kind, section),
            allows_none: section.allows_none || family.is_some_and(|family| family.allows_none),
        }
    }

    /// `Rationale and alternatives`, `Risks / Drawbacks`: every part names a section.
    fn find_joined(&self, title: &str) -> Option<Match> {
        let name = title.replace(['/', ',', '&', '+'], " and ").to_lowercase();
        let parts: Vec<&str> = name.split(" and ").map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            return None;
        }
        let mut matches = parts.iter().map(|part| self.find(part)).collect::<Option<Vec<_>>>()?;
        let mut roles: Vec<Role> = matches.iter().flat_map(|found| found.roles.iter().copied()).collect();
        roles.dedup();
        let also = matches.iter().skip(1).filter_map(|found| found.spec).collect();
        let first = matches.swap_remove(0);
        Some(Match { also, roles, ..first })
    }

    /// Where no section makes the proposal, one that is named after the title does: `Alias declarations` below
    /// `Proposal: Alias declarations for Go`.
    fn named_after_title(&self, slots: &mut [Slot]) {
        let title = self.title().and_then(|id| self.outline.get(id)).map(|section| normal_name(&section.title));
        let makes_it = |slot: &Slot| slot.roles.contains(&Role::Decision);
        let Some(title) = title.filter(|_| self.kind.spec.proposal_is_option && !slots.iter().any(makes_it)) else {
            return;
        };
        let dialect = self.dialect.into_iter();
        let mut specs =
            dialect.flat_map(|dialect| dialect.spec.sections.iter().enumerate().map(move |it| (dialect, it)));
        let makes = |section: &SectionSpec, dialect: &Dialect| {
            dialect.roles(self.grammars, self.kind, section) == [Role::Decision] && section.required
        };
        let spec = specs.find(|(dialect, (_, section))| makes(section, dialect)).map(|(_, (index, _))| index);
        let titled: HashSet<&str> = title.split(' ').collect();
        let is_named = |slot: &&mut Slot| {
            let name = slot.title.as_deref().map(normal_name).unwrap_or_default();
            let words: Vec<&str> = name.split(' ').collect();
            slot.roles == [Role::Other] && words.len() >= 2 && words.iter().all(|word| titled.contains(word))
        };
        if let Some(slot) = slots.iter_mut().find(is_named) {
            slot.roles = vec![Role::Decision];
            slot.spec = spec;
        }
    }

    /// Of two headings that name one section of the dialect, the one at the template's level has it, else the higher; a subsection of the
    /// section itself never has. What gives way keeps its roles.
    fn give_way(&self, slots: &mut [Slot]) {
        let level = |slot: &Slot| match slot.head {
            Head::Section(id) => self.outline.get(id).map_or(9, |section| section.level),
            _ => 9,
        };
        let wanted = |slot: &Slot| {
            let spec = slot.spec.and_then(|index| self.dialect?.spec.sections.get(index));
            spec.map_or(2, |spec| spec.level)
        };
        let fit = |slot: &Slot| (level(slot).abs_diff(wanted(slot)), level(slot));
        let mut best: HashMap<usize, (u8, u8)> = HashMap::new();
        for (spec, fit) in slots.iter().filter_map(|slot| Some((slot.spec?, fit(slot)))) {
            best.entry(spec).and_modify(|best| *best = fit.min(*best)).or_insert(fit);
        }
        for slot in slots.iter_mut() {
            let best = slot.spec.and_then(|spec| best.get(&spec));
            if best.is_some_and(|best| fit(slot) > *best || level(slot) > wanted(slot) + 2) {
                slot.spec = None;
            }
        }
    }

    /// Sections headed by a bold lead-in or a labelled item, where no heading is that section.
    fn labels(&self, slots: &mut Vec<Slot>) {
        let mut found: Vec<Slot> = Vec::new();
        for (id, block) in self.parse.tree().roots() {
            match block.kind {
                BlockKind::Paragraph => found.extend(self.label(id, block.range)),
                BlockKind::List { ordered: true } => {
                    for (item, _) in self.parse.tree().children(id) {
                        let first = self.parse.tree().children(item).next();
                        found.extend(first.and_then(|(_, text)| self.label(item, text.range)));
                    }
                }
                _ => {}
            }
        }
        let ids: HashSet<&str> = slots.iter().map(|slot| slot.id.as_str()).collect();
        let by_section: HashMap<SectionId, &Slot> = slots
            .iter()
            .filter_map(|slot| match slot.head {
                Head::Section(id) => Some((id, slot)),
                _ => None,
            })
            .collect();
        found.retain(|label| {
            let around = self
                .outline
                .at(label.head_range.start)
                .into_iter()
                .flat_map(|id| std::iter::once(id).chain(self.outline.ancestors(id).map(|(id, _)| id)));
            let mut around = around.filter_map(|id| by_section.get(&id));
            !ids.contains(label.id.as_str()) && !around.any(|slot| self.holds(slot, label))
        });
        self.end_labels(&mut found);
        slots.extend(found);
    }

    /// Whether the section that a label stands in makes it no section: the label is a part of it that the template
    /// does not name.
    fn holds(&self, slot: &Slot, label: &Slot) -> bool {
        let spec = label.spec.and_then(|index| self.dialect?.spec.sections.get(index));
        let is_part = spec.is_some_and(|spec| spec.parent.as_deref() == Some(slot.id.as_str()));
        let holds = slot.roles.first() != Some(&Role::Other) || slot.spec.is_some();
        holds && !is_part
    }

    fn label(&self, id: BlockId, range: TextRange) -> Option<Slot> {
        let text = self.parse.text();
        let inline = Inline::read(self.parse, range);
        let first = inline.first(text)?;
        let (label, end) = if first.kind == SpanKind::Strong {
            (first.inner, first.range.end)
        } else if self.parse.tree().get(id).is_some_and(|block| matches!(block.kind, BlockKind::Item { .. })) {
            let written = range.of(text);
            let colon = written.find(':').filter(|at| *at <= 40)?;
            (TextRange::new(range.start, range.start + colon), range.start + colon + 1)
        } else {
            return None;
        };
        let title = label.of(text);
        let behind = TextRange::new(end, range.end).of(text);
        let stands_alone =
            behind.trim().is_empty() || behind.trim_start().starts_with([':', '\n']) || title.ends_with(':');
        let matched = self.find(title).filter(|_| stands_alone || behind.starts_with(char::is_whitespace))?;
        let body = TextRange::new(end, range.end);
        Some(Slot {
            id: self.id_of(&matched, title),
            spec: matched.spec,
            also: matched.also,
            family: matched.family,
            roles: matched.roles,
            head: Head::Label(id),
            title: Some(title.trim_end_matches(':').to_owned()),
            head_range: TextRange::new(label.start.min(first.range.start), end),
            body,
            state: SlotState::Filled,
            allows_none: matched.allows_none,
        })
    }

    /// A label's section goes on to the next label or heading.
    fn end_labels(&self, labels: &mut [Slot]) {
        let length = self.parse.text().len();
        let headings = self.outline.iter().map(|(_, section)| section.heading_range.start);
        let mut starts: Vec<usize> = headings.chain(labels.iter().map(|label| label.head_range.start)).collect();
        starts.sort_unstable();
        for label in labels.iter_mut() {
            let at = label.head_range.end;
            let next = starts.get(starts.partition_point(|start| *start < at)).copied();
            label.body = TextRange::new(at, next.unwrap_or(length).max(at));
            label.state = self.state(label.body, &label.roles);
        }
    }

    /// The paragraph under the title does the work of a context section where there is none.
    fn opening(&self, slots: &[Slot]) -> Option<Slot> {
        let has_context = slots.iter().any(|slot| slot.roles.contains(&Role::Context));
        let range = match self.title() {
            Some(title) => self.outline.get(title)?.own,
            None => self.outline.opening(),
        };
        let prose = self.parse.tree().roots().find(|(_, block)| {
            block.kind == BlockKind::Paragraph
                && range.contains_range(block.range)
                && block.range.of(self.parse.text()).split_whitespace().count() >= 12
        })?;
        (!has_context).then(|| Slot {
            id: "opening".to_owned(),
            spec: None,
            also: Vec::new(),
            family: None,
            roles: vec![Role::Context],
            head: Head::Opening,
            title: None,
            head_range: TextRange::empty(prose.1.range.start),
            body: TextRange::new(prose.1.range.start, range.end),
            state: SlotState::Filled,
            allows_none: false,
        })
    }

    fn state(&self, body: TextRange, roles: &[Role]) -> SlotState {
        let (written, heads) = (self.written(body), self.heads_others(body));
        let shown = written.words.trim();
        match () {
            () if written.is_solid => SlotState::Filled,
            () if shown.is_empty() && !heads => SlotState::Empty,
            () if !shown.is_empty() && written.is_template => SlotState::Placeholder,
            () if heads => SlotState::Filled,
            () if self.says_none(shown) => SlotState::NoneStated,
            () if self.is_stub(&written, roles) => SlotState::Stub,
            () => SlotState::Filled,
        }
    }

    fn heads_others(&self, body: TextRange) -> bool {
        self.outline.within(body).next().is_some()
    }

    fn written(&self, body: TextRange) -> Written {
        let mut written = Written { words: String::new(), is_solid: false, is_template: true, is_listed: false };
        for (_, block) in self.parse.tree().within(body) {
            match block.kind {
                BlockKind::Heading { .. } | BlockKind::Rule => {}
                BlockKind::Html => {
                    written.is_solid |= !block.range.of(self.parse.text()).trim_start().starts_with("<!--");
                }
                BlockKind::Code { .. } | BlockKind::Table => written.is_solid = true,
                _ => {
                    let inline = Inline::read(self.parse, block.range);
                    let shows = |kind: &SpanKind| {
                        matches!(kind, SpanKind::Image { .. } | SpanKind::Link { .. } | SpanKind::Code)
                    };
                    written.is_listed |= matches!(block.kind, BlockKind::List { .. });
                    written.is_solid |= inline.spans.iter().any(|span| shows(&span.kind));
                    written.is_template &= inline.plain.trim().is_empty() || self.is_template(block.range);
                    written.words.push_str(inline.plain.trim());
                    written.words.push(' ');
                }
            }
        }
        if let Some(words) = self.label_text(body).filter(|words| !words.is_empty() && written.words.trim().is_empty())
        {
            written.is_template = self.placeholders.is(&words);
            written.words = words;
        }
        written
    }

    /// Whether what is written stands for text to come: a phrase that says so, no word at all, or where a section has
    /// to tell something a single one.
    fn is_stub(&self, written: &Written, roles: &[Role]) -> bool {
        let shown = written.words.trim();
        if roles.iter().any(|role| matches!(role, Role::Status | Role::Date)) {
            return false;
        }
        let tells = |role: &Role| matches!(role, Role::Context | Role::Drivers | Role::Decision | Role::Consequences);
        let count = shown.split_whitespace().count();
        let describes = |role: &Role| matches!(role, Role::Context | Role::Drivers);
        // two words are a decision, or a consequence; a situation takes more
        let fewest = if roles.iter().any(describes) { 2 } else { 1 };
        let is_short = count <= fewest || count <= 3 && shown.ends_with(':');
        self.grammars.is(Cue::Stub, shown)
            || count <= 5 && self.is_note(shown)
            || !shown.chars().any(char::is_alphanumeric)
            || roles.iter().any(tells) && !written.is_listed && is_short && !shown.chars().any(|c| c.is_ascii_digit())
    }

    /// `TODO: write this`: a word for text to come in capitals, and what it is that comes.
    fn is_note(&self, shown: &str) -> bool {
        let word = shown.split_once(':').map_or("", |(word, _)| word.trim());
        let is_shouted = word.len() >= 3 && word.chars().all(char::is_uppercase);
        is_shouted && self.grammars.is(Cue::Stub, word)
    }

    /// The rest of a label's own line, which is no block of its own.
    fn label_text(&self, body: TextRange) -> Option<String> {
        let id = self.parse.tree().at(body.start)?;
        let block = self.parse.tree().get(id).filter(|block| block.range.start < body.start)?;
        let end = block.range.end.min(body.end).max(body.start);
        let rest = TextRange::new(body.start, end).of(self.parse.text());
        Some(rest.trim_start_matches(':').trim().to_owned())
    }

    /// Whether everything in `range` is template text.
    fn is_template(&self, range: TextRange) -> bool {
        let text = self.parse.text();
        let mut left = 0;
        let mut at = range.start;
        for found in self.placeholders.find(text, range) {
            left += self.letters_of_author(TextRange::new(at, found.start).of(text));
            at = found.end;
        }
        let lines = range.of(text).lines().map(|line| line.trim_start_matches(['-', '*', '+', ' ', '>']).trim());
        let mut lines = lines.filter(|line| !line.is_empty()).peekable();
        at > range.start && left + self.letters_of_author(TextRange::new(at, range.end).of(text)) <= 3
            || lines.peek().is_some() && lines.all(|line| self.placeholders.is(line))
    }

    /// Letters and figures beside template text that are no lead-in of the template itself: `Good, because`,
    /// `Chosen option:`.
    fn letters_of_author(&self, written: &str) -> usize {
        let lead_ins = [Cue::Pro, Cue::Con, Cue::Neutral, Cue::Because, Cue::Decided];
        let is_lead_in = |line: &str| lead_ins.iter().any(|cue| self.grammars.is(*cue, line));
        let own = |line: &str| line.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
        written.lines().map(own).filter(|line| !is_lead_in(line)).map(|line| letters(&line)).sum()
    }

    fn says_none(&self, shown: &str) -> bool {
        self.grammars.is(Cue::None, shown)
            || (self.grammars.begins(Cue::None, shown) && shown.split_whitespace().count() <= 12)
                && shown.contains([':', '.', ',', ';', '-', '–', '—'])
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}
