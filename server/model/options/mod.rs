//! The options that a document weighs.

mod add;
mod choice;
mod find;
mod groups;
mod known;
mod names;
mod places;
mod reason;
mod repeats;
#[cfg(test)]
mod tests;

pub(in crate::model) use add::append;
pub use add::{added_everywhere, added_option, option_entry, written_name};
pub use groups::OptionGroup;
pub(in crate::model) use known::MOST_COMPARED;
pub use known::is_status_quo;
pub(in crate::model) use names::SURE;
pub use names::{OptionName, same_option};
pub use places::{NameFault, Renaming};
pub use repeats::repeated_options;

use super::{Matrix, Metadata};
use crate::grammar::{Cue, Grammars, Head, Kind, Placeholders, Role, Slot, SlotState};
use crate::syntax::{Outline, Parse};
use crate::text::TextRange;
use known::Known;
use serde::Serialize;

/// What a document weighs, and what it takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Whether they can be counted.
    pub state: OptionsState,
    /// Each option once, however often it is named.
    pub items: Vec<DecisionOption>,
    /// The questions that they answer, each with its options; one in most documents, none where no section lists options.
    pub groups: Vec<OptionGroup>,
    /// Whether one of the items is the proposal that the document makes itself.
    pub includes_proposal: bool,
    /// The option that is taken.
    pub chosen: Option<Choice>,
}

/// Whether options can be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionsState {
    /// They are named one by one.
    Counted,
    /// A section speaks of them in prose only.
    Prose,
    /// Their section is empty.
    Empty,
    /// There is no section of options.
    #[default]
    None,
}

/// An option.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionOption {
    /// As first written, without a lead-in such as `Option 2:`.
    pub name: String,
    /// Where it is first named.
    pub range: TextRange,
    /// Every place that names it, the first included.
    pub mentions: Vec<OptionMention>,
    /// Whether it is leaving things as they are.
    pub is_status_quo: bool,
}

/// A place that names an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionMention {
    /// What names it.
    pub source: OptionSource,
    /// As written there, lead-in included.
    pub name: String,
    /// Where the name stands.
    pub range: TextRange,
    /// Everything said of it there.
    pub body: TextRange,
}

/// What names an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionSource {
    /// An item of a list.
    List,
    /// A heading of its own.
    Heading,
    /// A bold or lettered lead-in.
    LeadIn,
    /// A heading among the pros and cons.
    ProsAndCons,
    /// A column or a row of a matrix.
    Matrix,
    /// The choice.
    Chosen,
    /// The proposal itself.
    Proposal,
}

/// What is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub range: TextRange,
    /// The item it is, where it is one of them.
    pub option: Option<usize>,
    /// Whether the document says so in as many words (`Chosen option: …`), rather than in running text.
    pub is_explicit: bool,
}

/// What the readers of this module look at.
#[derive(Clone, Copy)]
struct Source<'d> {
    grammars: &'d Grammars,
    placeholders: &'d Placeholders,
    parse: &'d Parse,
    outline: &'d Outline,
}

/// What a document names as options outside its matrices.
pub(super) struct Named<'s> {
    sections: &'s [Slot],
    groups: Vec<OptionGroup>,
    mentions: Vec<OptionMention>,
}

/// Looks for what a document names as options.
#[must_use]
pub(super) fn named<'s>(grammars: &Grammars, parse: &Parse, outline: &Outline, sections: &'s [Slot]) -> Named<'s> {
    let source = Source { grammars, placeholders: grammars.placeholders(), parse, outline };
    let own: Vec<&Slot> = sections.iter().filter(|slot| slot.roles.contains(&Role::Options)).collect();
    let (argued, listed): (Vec<&Slot>, Vec<&Slot>) = own.iter().partition(|slot| is_pros_and_cons(slot));
    let mut mentions: Vec<OptionMention> = listed.iter().flat_map(|slot| find::in_section(source, slot)).collect();
    mentions.extend(argued.iter().flat_map(|slot| find::among_arguments(source, slot)));
    if mentions.is_empty() {
        mentions = find::by_lead_in(source);
    }
    if mentions.is_empty() && own.is_empty() {
        mentions = find::introduced(source, sections);
    }
    Named { sections, groups: groups::groups(source, &own), mentions }
}

/// Reads the options of a document: the ones that are `named`, and what the matrices add to them.
#[must_use]
pub(super) fn read(
    grammars: &Grammars,
    kind: &Kind,
    parse: &Parse,
    outline: &Outline,
    named: &Named<'_>,
    matrices: &[Matrix],
    metadata: &Metadata,
) -> Options {
    let source = Source { grammars, placeholders: grammars.placeholders(), parse, outline };
    let sections = named.sections;
    let own: Vec<&Slot> = sections.iter().filter(|slot| slot.roles.contains(&Role::Options)).collect();
    let mut groups = named.groups.clone();
    let mut known = Known::new(grammars, &groups);
    for mention in &named.mentions {
        known.add(mention.clone());
    }
    for mention in matrices.iter().flat_map(of_matrix) {
        known.add_to_known(mention);
    }
    let mut items = known.into_items(&mut groups);
    for item in &mut items {
        item.is_status_quo |= is_in_place(source, item);
    }
    let state = state(&own, &items);
    let mut options = Options { state, items, groups, includes_proposal: false, chosen: None };
    options.chosen = choice::read(source, kind, sections, &mut options.items);
    add_proposal(kind, sections, metadata, &mut options);
    options
}

/// Whether an option is described as what is there already.
fn is_in_place(source: Source<'_>, item: &DecisionOption) -> bool {
    let described = [OptionSource::List, OptionSource::Heading, OptionSource::LeadIn, OptionSource::ProsAndCons];
    let own = item.mentions.iter().filter(|mention| described.contains(&mention.source));
    own.map(|mention| mention.body).any(|body| source.grammars.says(Cue::InPlace, body.of(source.parse.text())))
}

fn is_pros_and_cons(slot: &Slot) -> bool {
    slot.family.as_deref() == Some("pros-and-cons")
}

fn state(own: &[&Slot], items: &[DecisionOption]) -> OptionsState {
    let holds = |slot: &&&Slot| matches!(slot.state, SlotState::Filled | SlotState::NoneStated);
    match () {
        () if !items.is_empty() => OptionsState::Counted,
        () if own.is_empty() => OptionsState::None,
        () if own.iter().any(|slot| slot.state == SlotState::Filled) => OptionsState::Prose,
        () if own.iter().filter(holds).count() == 0 => OptionsState::Empty,
        () => OptionsState::Empty,
    }
}

fn of_matrix(matrix: &Matrix) -> impl Iterator<Item = OptionMention> + '_ {
    matrix.options.iter().map(|option| OptionMention {
        source: OptionSource::Matrix,
        name: option.name.clone(),
        range: option.range,
        body: option.range,
    })
}

/// What the document proposes is one of the options, where the kind has it so.
fn add_proposal(kind: &Kind, sections: &[Slot], metadata: &Metadata, options: &mut Options) {
    let proposes = |slot: &&Slot| {
        slot.roles.contains(&Role::Decision) && !slot.roles.contains(&Role::Options) && slot.head != Head::Field
    };
    let Some(slot) = sections.iter().find(proposes) else { return };
    if !kind.spec.proposal_is_option || options.state != OptionsState::Counted {
        return;
    }
    let name = metadata.title.as_ref().map_or_else(|| kind.spec.title.clone(), |title| title.text.clone());
    let range = slot.head_range;
    let mention = OptionMention { source: OptionSource::Proposal, name: name.clone(), range, body: slot.body };
    options.items.push(DecisionOption { name, range, mentions: vec![mention], is_status_quo: false });
    options.includes_proposal = true;
}
