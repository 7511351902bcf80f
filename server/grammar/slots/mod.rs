//! Which heading is which section: as people write them, not as the template does.

mod labels;
mod named;
mod written;

use super::Placeholders;
use super::load::{Dialect, Grammars, Kind};
use super::names::normal_name;
use super::schema::{Role, SectionSpec};
use crate::syntax::{Block, BlockId, BlockKind, Fact, Inline, Outline, Parse, Section, SectionId, SpanKind, headings};
use crate::text::TextRange;
use named::{Match, Names};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use written::Reading;

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
    let names = Names { grammars, kind, dialect };
    let reading = Reading { grammars, placeholders };
    let matcher = Matcher { names, parse, outline };
    let title = matcher.title();
    let below = reading.below_headings(parse, outline);
    let found = parse.facts(&NAMED, names.given(), |piece| named(names, piece));
    let found = found.iter().flat_map(|said| said.value.iter());
    let mut slots: Vec<Slot> = Vec::with_capacity(outline.len());
    for (((id, section), named), below) in
        outline.iter().zip(found).zip(&below).filter(|(((id, _), _), _)| Some(*id) != title)
    {
        let mut slot = matcher.section(id, section, named);
        slot.state = reading.state(below, outline.children(id).next().is_some(), &slot.roles);
        slots.push(slot);
    }
    matcher.named_after_title(title, &mut slots);
    matcher.give_way(&mut slots);
    slots.extend(labels::labels(names, reading, parse, outline, &slots));
    slots.extend(matcher.opening(title, &slots));
    slots.sort_by_key(|slot| slot.head_range.start);
    slots
}

/// What a heading names, and the id of the section it heads.
#[derive(Debug)]
struct Named {
    id: String,
    matched: Option<Match>,
}

static NAMED: Fact<Vec<Named>> = Fact::new();

/// What the headings of `piece` name, in order.
fn named(names: Names<'_>, piece: &Parse) -> Vec<Named> {
    let name = |title: &str| {
        let matched = names.of_heading(title);
        Named { id: names.id_of(matched.as_ref(), title), matched }
    };
    headings(piece).iter().map(|title| name(title)).collect()
}

struct Matcher<'g> {
    names: Names<'g>,
    parse: &'g Parse,
    outline: &'g Outline,
}

impl Matcher<'_> {
    /// The section that is the document's title: the first, at level 1, unless it is a section's name.
    fn title(&self) -> Option<SectionId> {
        let (id, first) = self.outline.iter().next().filter(|(_, first)| first.level == 1)?;
        let has_others = self.outline.iter().skip(1).any(|(_, section)| section.level == 1);
        (!has_others || self.names.find(&first.title).is_none()).then_some(id)
    }

    fn section(&self, id: SectionId, section: &Section, named: &Named) -> Slot {
        let body = TextRange::new(section.heading_range.end, section.range.end);
        let matched = named.matched.as_ref();
        let is_other = matched.is_none_or(|matched| self.lacks_links(matched, body));
        Slot {
            id: named.id.clone(),
            spec: matched.and_then(|matched| matched.spec),
            also: matched.map_or_else(Vec::new, |matched| matched.also.clone()),
            family: matched.and_then(|matched| matched.family.clone()),
            roles: matched.filter(|_| !is_other).map_or_else(|| vec![Role::Other], |matched| matched.roles.clone()),
            head: Head::Section(id),
            title: Some(section.title.to_string()),
            head_range: section.heading_range,
            body,
            state: SlotState::Filled,
            allows_none: matched.is_some_and(|matched| matched.allows_none),
        }
    }

    /// Whether a section that works by what it links to neither links to anything nor names another document.
    fn lacks_links(&self, matched: &Match, body: TextRange) -> bool {
        let family = matched.family.as_deref().and_then(|family| self.names.grammars.family(family));
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
        let kinds = || self.names.grammars.kinds.iter();
        let is_sort = |word: &str| {
            let word = word.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
            kinds().any(|kind| kind.spec.id == word || kind.dialect(&word).is_some())
        };
        let numbered =
            |at: usize| text.get(..at).unwrap_or_default().rsplit(char::is_whitespace).find(|word| !word.is_empty());
        let mut figures = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        figures.any(|at| numbered(at).is_some_and(is_sort))
    }

    /// Where no section makes the proposal, one that is named after the title does: `Alias declarations` below
    /// `Proposal: Alias declarations for Go`.
    fn named_after_title(&self, title: Option<SectionId>, slots: &mut [Slot]) {
        let title = title.and_then(|id| self.outline.get(id)).map(|section| normal_name(&section.title));
        let makes_it = |slot: &Slot| slot.roles.contains(&Role::Decision);
        let Some(title) = title.filter(|_| self.names.kind.spec.proposal_is_option && !slots.iter().any(makes_it))
        else {
            return;
        };
        let dialect = self.names.dialect.into_iter();
        let mut specs =
            dialect.flat_map(|dialect| dialect.spec.sections.iter().enumerate().map(move |it| (dialect, it)));
        let makes = |section: &SectionSpec, dialect: &Dialect| {
            dialect.roles(self.names.grammars, self.names.kind, section) == [Role::Decision] && section.required
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
            let spec = slot.spec.and_then(|index| self.names.dialect?.spec.sections.get(index));
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

    /// The paragraph under the title does the work of a context section where there is none.
    fn opening(&self, title: Option<SectionId>, slots: &[Slot]) -> Option<Slot> {
        let has_context = slots.iter().any(|slot| slot.roles.contains(&Role::Context));
        let range = match title {
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
}
