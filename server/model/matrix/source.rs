//! What the readers of matrices look at, and what they ask of it.

use super::nested::Nested;
use crate::grammar::{Cue, Grammars, Head, Role, Slot, only_letter};
use crate::model::options::{MOST_COMPARED, SURE};
use crate::model::{DecisionOption, OptionName, OptionSource};
use crate::syntax::{BlockId, Fact, Inline, Outline, Parse, Section, headings};
use crate::text::TextRange;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

/// A document as the readers of matrices see it.
pub(super) struct Source<'d> {
    pub(super) grammars: &'d Grammars,
    pub(super) parse: &'d Parse,
    pub(super) outline: &'d Outline,
    pub(super) sections: &'d [Slot],
    pub(super) known: Rc<[Known]>,
    /// The known options by what a name that is wholly alike has in common with theirs.
    by_key: Rc<HashMap<String, Vec<usize>>>,
    /// Where each known option is spoken of.
    pub(super) areas: Nested<usize>,
    places: Nested<Place>,
}

/// An option that the document names elsewhere.
pub(super) struct Known {
    pub(super) name: String,
    pub(super) range: TextRange,
    names: Vec<OptionName>,
}

/// What the section is for that something stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// Criteria and their weights.
    Criteria,
    /// Options, arguments, the decision.
    Weighing,
    /// Anything else.
    Elsewhere,
}

impl<'d> Source<'d> {
    pub(super) fn new(
        grammars: &'d Grammars,
        parse: &'d Parse,
        outline: &'d Outline,
        sections: &'d [Slot],
        options: &[DecisionOption],
    ) -> Self {
        let known: Rc<[Known]> = options.iter().map(|option| Known::new(grammars, parse, option)).collect();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, name) in
            known.iter().enumerate().flat_map(|(index, known)| known.names.iter().map(move |n| (index, n)))
        {
            name.keys().for_each(|key| by_key.entry(key).or_default().push(index));
        }
        let places: Vec<_> = sections.iter().filter_map(|slot| Some((slot.body, place_of(slot)?))).collect();
        let places = Nested::new(&places);
        let by_key = Rc::new(by_key);
        let mut source = Self { grammars, parse, outline, sections, known, by_key, areas: Nested::default(), places };
        let areas: Vec<_> = areas(&source, options).into_iter().map(|(index, range)| (range, index)).collect();
        source.areas = Nested::new(&areas);
        source
    }

    /// A piece of the document, with the same options: for readers that ask for no place in the document.
    pub(super) fn piece(&self, parse: &'d Parse) -> Self {
        let (known, by_key) = (Rc::clone(&self.known), Rc::clone(&self.by_key));
        let (areas, places) = (Nested::default(), Nested::default());
        Self { parse, known, by_key, areas, places, ..*self }
    }

    /// A number that stands for the names of the known options.
    pub(super) fn given(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.known.iter().for_each(|known| known.names.hash(&mut hasher));
        hasher.finish()
    }

    /// Whether there is anything to weigh or to weigh by.
    pub(super) fn may_weigh(&self) -> bool {
        self.known.len() >= 2 || self.of_criteria().next().is_some()
    }

    /// The sections of criteria.
    pub(super) fn of_criteria(&self) -> impl Iterator<Item = &'d Slot> {
        self.sections.iter().filter(|slot| slot.roles.contains(&Role::Criteria) && slot.head != Head::Field)
    }

    pub(super) fn text(&self) -> &'d str {
        self.parse.text()
    }

    /// What a reader sees of `range`, in one line.
    pub(super) fn plain(&self, range: TextRange) -> String {
        Inline::in_one_line(self.parse, range)
    }

    pub(super) fn is(&self, cue: Cue, written: &str) -> bool {
        self.grammars.is(cue, written)
    }

    /// The option of the document that `written` names.
    pub(super) fn option(&self, written: &str) -> Option<usize> {
        let name = OptionName::new(self.grammars, written);
        let letter = only_letter(written);
        let mut others = self.known.iter().flat_map(|known| &known.names);
        if letter.is_none() && !others.any(|other| name.may_surely_be(other)) {
            return None;
        }
        let likeness = |index: usize| {
            let known = self.known.get(index)?;
            let by_letter = letter.is_some() && known.names.iter().any(|other| other.ordinal == letter);
            let by_name = known.names.iter().map(|other| other.likeness(&name)).fold(0.0, f64::max);
            Some((index, if by_letter { 1.0 } else { by_name }))
        };
        let keys = name.keys().chain(letter.as_ref().map(|letter| format!("#{letter}")));
        let alike: Vec<usize> =
            keys.filter_map(|key| self.by_key.get(&key)).flatten().copied().take(MOST_COMPARED).collect();
        // nothing is more alike than the very name
        let equal = alike.iter().copied().filter(|index| likeness(*index).is_some_and(|(_, likeness)| likeness >= 1.0));
        if let Some(last) = equal.max() {
            return Some(last);
        }
        let candidates = if self.known.len() <= MOST_COMPARED { (0..self.known.len()).collect() } else { alike };
        let scored = candidates.into_iter().filter_map(likeness).filter(|(_, likeness)| *likeness >= SURE);
        scored.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(index, _)| index)
    }

    /// Whether `written` looks like an option whatever the document has: `Option B`, `Alternative 2: a queue`.
    pub(super) fn looks_like_option(&self, written: &str) -> bool {
        let word = written.split_whitespace().next().unwrap_or_default();
        self.is(Cue::OptionWord, word) && OptionName::new(self.grammars, written).ordinal.is_some()
    }

    /// The area of an option that `offset` lies in, the smallest of them.
    pub(super) fn area(&self, offset: usize) -> Option<usize> {
        self.areas.innermost(offset)
    }

    /// What the innermost section with a meaning is for that holds `offset`.
    pub(super) fn place(&self, offset: usize) -> Place {
        self.places.innermost(offset).unwrap_or(Place::Elsewhere)
    }

    /// Whether a block is quoted from somewhere else.
    pub(super) fn is_quoted(&self, block: BlockId) -> bool {
        self.parse.tree().is_quoted(block)
    }
}

/// What a section is for, where it has a meaning.
fn place_of(slot: &Slot) -> Option<Place> {
    match slot.roles.as_slice() {
        roles if roles.contains(&Role::Criteria) => Some(Place::Criteria),
        roles if roles.contains(&Role::Options) || roles.contains(&Role::Decision) => Some(Place::Weighing),
        roles => roles.iter().any(|role| *role != Role::Other).then_some(Place::Elsewhere),
    }
}

impl Known {
    fn new(grammars: &Grammars, parse: &Parse, option: &DecisionOption) -> Self {
        let mut names: Vec<OptionName> = Vec::new();
        for mention in option.mentions.iter().filter(|mention| mention.source != OptionSource::Proposal) {
            let (shown, written) = (&mention.name, Inline::plain(parse, mention.range));
            for name in [shown, &written].map(|name| OptionName::new(grammars, name)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Self { name: option.name.clone(), range: option.range, names }
    }
}

static TITLES: Fact<Vec<Arc<str>>> = Fact::new();

static OPTIONS: Fact<Vec<Option<usize>>> = Fact::new();

/// The options that headings name where options are weighed, and what stands below each.
fn headed(source: &Source<'_>) -> Vec<(usize, TextRange)> {
    let given = source.given();
    let first = source.outline.iter().next().map(|(_, section)| section.heading_range);
    let mut sections = source.outline.iter();
    let mut found = Vec::new();
    for said in source.parse.facts(&TITLES, 0, headings) {
        let own: Vec<&Section> = sections.by_ref().take(said.value.len()).map(|(_, section)| section).collect();
        let is_weighing = |section: &Section| source.place(section.heading_range.start) != Place::Elsewhere;
        if !own.iter().any(|section| is_weighing(section)) {
            continue;
        }
        let named = |_: &Parse| said.value.iter().map(|title| source.option(title)).collect();
        let options = said.piece.fact(&OPTIONS, given, named);
        for (section, option) in own.into_iter().zip(options.iter()).filter(|(section, _)| is_weighing(section)) {
            // the first heading is the document's title
            if let Some(index) = option.filter(|_| Some(section.heading_range) != first) {
                found.push((index, TextRange::new(section.heading_range.end, section.range.end)));
            }
        }
    }
    found
}

/// Where options are spoken of: under their headings, behind their lead-ins, in their items.
fn areas(source: &Source<'_>, options: &[DecisionOption]) -> Vec<(usize, TextRange)> {
    let mut found = Vec::new();
    let names = options.iter().flat_map(|option| &option.mentions).map(|mention| mention.range.start);
    let headings = source.outline.iter().map(|(_, section)| section.heading_range.start);
    let mut starts: Vec<usize> = names.chain(headings).collect();
    starts.sort_unstable();
    let all = options.iter().enumerate().flat_map(|(index, option)| option.mentions.iter().map(move |m| (index, m)));
    for (index, mention) in all {
        match mention.source {
            OptionSource::Heading | OptionSource::ProsAndCons | OptionSource::List => found.push((index, mention.body)),
            OptionSource::LeadIn => {
                let next = starts.get(starts.partition_point(|start| *start <= mention.range.start));
                let end = next.copied().unwrap_or(source.text().len());
                found.push((index, TextRange::new(mention.range.start, end)));
            }
            OptionSource::Matrix | OptionSource::Chosen | OptionSource::Proposal => {}
        }
    }
    found.extend(headed(source));
    found
}
