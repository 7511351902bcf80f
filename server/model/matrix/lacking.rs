//! What a document weighs, or says that it weighs by, and a matrix of it has no place for yet.

use super::source::Source;
use super::{CriterionName, Exact, Matrix, labels};
use crate::grammar::{Cue, Grammars, ItemSpec, Role, Slot, SlotState, normal_name};
use crate::model::{
    CriterionMention, DecisionOption, Model, OptionSource, OptionsState, as_markdown, same_option, without_tab_stops,
};
use crate::syntax::{BlockKind, Inline, Outline, Parse, without_comments};
use crate::text::TextRange;

/// A criterion that a document names, for a place in a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedCriterion {
    /// What it is called, as Markdown, without its weight.
    pub name: String,
    /// The weight that it is given where it is named, as written there.
    pub weight: Option<String>,
    /// What is to be written into its cells, where the template says it.
    pub prompt: String,
}

/// A name is no longer than this many words; what is longer is a sentence.
const LONGEST: usize = 5;

impl DecisionOption {
    /// Whether a list, a heading or a lead-in names it, and not only a matrix or the choice.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        let lists = [OptionSource::List, OptionSource::Heading, OptionSource::LeadIn];
        self.mentions.iter().any(|mention| lists.contains(&mention.source))
    }

    /// Whether it is ruled out where it is described.
    #[must_use]
    pub fn is_ruled_out(&self, grammars: &Grammars, text: &str) -> bool {
        let says = |range: TextRange| {
            let said = without_comments(range.of(text));
            [Cue::Shortlist, Cue::Negated].iter().any(|cue| grammars.says(*cue, &said))
        };
        self.mentions.iter().any(|mention| says(mention.body))
    }
}

impl Model {
    /// The options that the document lists, has not ruled out, and does not weigh in `matrix`. None unless two of the
    /// listed ones are weighed there, and nothing where several questions are decided.
    #[must_use]
    pub fn unweighed_options(&self, grammars: &Grammars, text: &str, matrix: &Matrix) -> Vec<&DecisionOption> {
        let is_plain = self.options.state == OptionsState::Counted && self.options.groups.len() <= 1;
        let listed: Vec<&DecisionOption> =
            self.options.items.iter().filter(|item| is_plain && item.is_listed()).collect();
        let is_weighed = |item: &DecisionOption| {
            let names = |name: &str| matrix.options.iter().any(|option| same_option(grammars, name, &option.name));
            let own = |range: TextRange| matrix.options.iter().any(|option| option.range == range);
            item.mentions.iter().any(|mention| own(mention.range) || names(&mention.name))
        };
        let (weighed, others): (Vec<_>, Vec<_>) = listed.into_iter().partition(|item| is_weighed(item));
        if weighed.len() < 2 {
            return Vec::new();
        }
        others.into_iter().filter(|item| !item.is_ruled_out(grammars, text)).collect()
    }

    /// The criteria that the document names, or its dialect asks for, and `matrix` has no place for.
    #[must_use]
    pub fn unweighed_criteria(
        &self,
        grammars: &Grammars,
        parse: &Parse,
        outline: &Outline,
        matrix: &Matrix,
    ) -> Vec<NamedCriterion> {
        let names = self.criterion_names(grammars);
        let own: Vec<CriterionName> = matrix.criteria.iter().map(|criterion| names.of(&criterion.name)).collect();
        let is_scored = |name: &str| {
            let name = names.of(name);
            own.iter().any(|own| own.is_one(&name))
        };
        let mut lacking: Vec<NamedCriterion> = Vec::new();
        for list in [self.listed_criteria(grammars, parse, outline), self.drivers(parse, outline)] {
            let (scored, others): (Vec<_>, Vec<_>) = list.into_iter().partition(|one| is_scored(&one.name));
            // a list of which nothing is weighed is about something else
            if !scored.is_empty() {
                lacking.extend(others);
            }
        }
        let demanded = self.unasked_items(grammars, parse.text()).into_iter().filter(|item| !is_scored(&item.title));
        lacking.extend(demanded.map(NamedCriterion::of_item));
        let mut seen: Vec<CriterionName> = Vec::new();
        lacking.retain(|criterion| {
            let name = names.of(&criterion.name);
            let is_new = !seen.iter().any(|other| other.is_one(&name));
            seen.push(name);
            is_new
        });
        lacking
    }

    /// What the document weighs by, before there is a matrix: the criteria that it lists, else those of its dialect, else
    /// its drivers, where they are names.
    #[must_use]
    pub fn criteria_to_weigh_by(&self, grammars: &Grammars, parse: &Parse, outline: &Outline) -> Vec<NamedCriterion> {
        let listed = self.listed_criteria(grammars, parse, outline);
        if !listed.is_empty() {
            return listed;
        }
        let demanded: Vec<NamedCriterion> = self.demanded_items(grammars).map(NamedCriterion::of_item).collect();
        if demanded.is_empty() { self.drivers(parse, outline) } else { demanded }
    }

    fn demanded_items(&self, grammars: &Grammars) -> impl Iterator<Item = &ItemSpec> {
        let items = self.demanded_criteria(grammars).map_or(&[][..], |section| section.items.as_slice());
        items.iter().filter(|item| item.required)
    }

    /// The criteria that are listed by name; none where some of them are sentences. What a matrix calls a criterion is a name,
    /// however long.
    #[must_use]
    pub fn named_criteria(&self) -> Vec<&CriterionMention> {
        let all: Vec<&CriterionMention> = self.criteria.iter().filter(|mention| !mention.name.is_empty()).collect();
        let weighed = self.matrices.iter().flat_map(|matrix| &matrix.criteria);
        let scored: Vec<String> = weighed.map(|criterion| normal_name(&criterion.name)).collect();
        let is_one =
            |mention: &&CriterionMention| is_name(&mention.name) || scored.contains(&normal_name(&mention.name));
        if all.iter().all(is_one) { all } else { Vec::new() }
    }

    /// The criteria that the sections of criteria list by name, each once.
    fn listed_criteria(&self, grammars: &Grammars, parse: &Parse, outline: &Outline) -> Vec<NamedCriterion> {
        let named = self.named_criteria();
        if named.is_empty() {
            return Vec::new();
        }
        let source = Source::new(grammars, parse, outline, &self.sections, &self.options.items);
        let is_own = |mention: &&CriterionMention| {
            source.of_criteria().any(|slot| slot.body.contains_range(mention.range))
                && !is_in_header(parse, mention.range)
                && !self.is_unwritten(mention.range)
        };
        let own: Vec<&CriterionMention> = named.into_iter().filter(is_own).collect();
        let read: Vec<_> = own.iter().map(|mention| labels::criterion(&source, mention.range)).collect();
        let are_weighted = read.iter().filter(|criterion| criterion.weight.is_some()).count() >= 2;
        let is_percent = |mention: &&CriterionMention| {
            mention.answer.as_ref().is_some_and(|answer| answer.unit.as_deref() == Some("%") && answer.value.is_some())
        };
        let are_told = own.len() >= 2 && own.iter().all(is_percent);
        let mut listed: Vec<NamedCriterion> = Vec::new();
        for (mention, criterion) in own.into_iter().zip(read) {
            let name = if are_weighted { criterion.name } else { mention.name.clone() };
            let group = criterion.weight_range.filter(|_| are_weighted);
            let in_label = group.zip(criterion.weight).map(|(range, weight)| percent(range.of(parse.text()), weight));
            let told =
                mention.answer.as_ref().filter(|_| are_told).and_then(|answer| Some(format!("{}%", answer.value?)));
            let same = |other: &NamedCriterion| normal_name(&other.name) == normal_name(&name);
            if !name.is_empty() && !listed.iter().any(same) {
                let (name, weight) = (as_markdown(&name), in_label.or(told));
                listed.push(NamedCriterion { name, weight, prompt: String::new() });
            }
        }
        listed
    }

    /// What drives the decision, where that is told in names.
    fn drivers(&self, parse: &Parse, outline: &Outline) -> Vec<NamedCriterion> {
        let drives = |slot: &&Slot| slot.roles == [Role::Drivers] && slot.state == SlotState::Filled;
        let entries = self.sections.iter().filter(drives).flat_map(|slot| self.entries(parse, outline, slot));
        let names: Vec<String> = entries.map(|entry| driver(parse, entry.name)).collect();
        if names.len() < 2 || !names.iter().all(|name| is_name(name)) {
            return Vec::new();
        }
        let of = |name: String| NamedCriterion { name: as_markdown(&name), weight: None, prompt: String::new() };
        names.into_iter().map(of).collect()
    }

    /// Whether text of the template stands in `range`.
    fn is_unwritten(&self, range: TextRange) -> bool {
        self.placeholders.iter().any(|found| range.meets(*found))
    }
}

impl NamedCriterion {
    fn of_item(item: &ItemSpec) -> Self {
        Self { name: item.title.clone(), weight: None, prompt: without_tab_stops(&item.skeleton) }
    }
}

/// The name that an entry begins with.
fn driver(parse: &Parse, name: TextRange) -> String {
    let plain = Inline::read(parse, name).plain;
    let line = plain.lines().next().unwrap_or_default();
    let end = [": ", " - ", " – ", " — "].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line).trim().trim_end_matches([':', '.']).to_owned()
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.split_whitespace().count())
}

/// A weight in figures, as a share of a hundred where it was `written` so.
pub(super) fn percent(written: &str, weight: Exact) -> String {
    format!("{weight}{}", if written.contains('%') { "%" } else { "" })
}

/// Whether `range` stands in the header of a table.
fn is_in_header(parse: &Parse, range: TextRange) -> bool {
    let tree = parse.tree();
    let row = tree.at(range.start).and_then(|id| tree.get(id)).filter(|block| block.kind == BlockKind::Row);
    row.is_some_and(|row| {
        let table = row.parent.and_then(|table| tree.get(table));
        table.is_some_and(|table| table.range.start == row.range.start)
    })
}
