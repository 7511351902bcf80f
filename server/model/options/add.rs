//! Where one more option goes, in the form that the others have.

use super::{DecisionOption, OptionGroup, OptionMention, OptionName, OptionSource, Options};
use crate::grammar::{Grammars, Head};
use crate::model::{Entry, EntryForm, Matrix, added_item, added_option_to_matrix, as_markdown};
use crate::syntax::{BlockKind, Outline, Parse, plain_text};
use crate::text::{TextEdit, TextRange};

/// The edit that adds the option `name` to the list of `group`: behind the last option there, as an item, a row or a
/// heading like it; as a list where there is none yet.
#[must_use]
pub fn added_option(parse: &Parse, outline: &Outline, group: &OptionGroup, options: &Options, name: &str) -> TextEdit {
    let mentions = options.items.iter().flat_map(|item| &item.mentions);
    let last =
        mentions.filter(|mention| group.body.contains_range(mention.range)).max_by_key(|mention| mention.range.start);
    let found = last.and_then(|last| match last.source {
        OptionSource::Heading | OptionSource::ProsAndCons => behind_heading(parse, outline, last, name),
        _ => behind_item(parse, last, name).or_else(|| behind_row(parse, last, name)),
    });
    found.unwrap_or_else(|| at_end(parse, outline, group, name))
}

/// The edits that add the option `name` wherever `group` has its options: to its list, and to the tables that weigh them.
#[must_use]
pub fn added_everywhere(
    parse: &Parse,
    outline: &Outline,
    group: &OptionGroup,
    options: &Options,
    matrices: &[Matrix],
    name: &str,
) -> Vec<TextEdit> {
    let list = added_option(parse, outline, group, options, name);
    // a prompt may say more behind the name: `[another way]: [why not]`
    let bare = name.find("]:").and_then(|at| name.get(..=at)).unwrap_or(name);
    let own = matrices.iter().filter(|matrix| group.area.contains_range(matrix.range));
    let cells = own.flat_map(|matrix| added_option_to_matrix(parse, matrix, bare));
    std::iter::once(list).chain(cells).collect()
}

/// The name of an option as it is written where it is first named, without its lead-in, for another place.
#[must_use]
pub fn written_name(grammars: &Grammars, parse: &Parse, item: &DecisionOption) -> String {
    let own = OptionName::new(grammars, item.range.of(parse.text())).written;
    let is_apart = own.contains(['[', '<', '|', '\n', '\r']);
    let says_it = || own == item.name || plain_text(&own).trim() == item.name;
    if !is_apart && says_it() { own } else { as_markdown(&item.name) }
}

/// An option at the place where it is first named, as one of the things that its section lists.
#[must_use]
pub fn option_entry(text: &str, item: &DecisionOption) -> Option<Entry> {
    let mention = item.mentions.iter().find(|mention| mention.range == item.range)?;
    let form = match mention.source {
        OptionSource::List if mention.body.of(text).trim_start().starts_with('|') => EntryForm::Row,
        OptionSource::List => EntryForm::Item { task: None },
        OptionSource::Heading | OptionSource::ProsAndCons => EntryForm::Heading,
        OptionSource::LeadIn => EntryForm::Lead,
        OptionSource::Matrix | OptionSource::Chosen | OptionSource::Proposal => EntryForm::Row,
    };
    Some(Entry { form, name: mention.range, range: mention.range.cover(mention.body), parts: Vec::new() })
}

fn behind_item(parse: &Parse, last: &OptionMention, name: &str) -> Option<TextEdit> {
    let tree = parse.tree();
    let (item, _) =
        tree.ancestors(tree.at(last.range.start)?).find(|(_, block)| matches!(block.kind, BlockKind::Item { .. }))?;
    added_item(parse, item, name)
}

fn behind_row(parse: &Parse, last: &OptionMention, name: &str) -> Option<TextEdit> {
    let tree = parse.tree();
    let id = tree.at(last.range.start)?;
    let row = tree.get(id).filter(|block| block.kind == BlockKind::Row)?;
    let cells = row.range.of(parse.text()).matches('|').count().max(2);
    Some(TextEdit::insert(row.range.end, format!("\n| {name} |{}", "  |".repeat(cells.saturating_sub(2)))))
}

fn behind_heading(parse: &Parse, outline: &Outline, last: &OptionMention, name: &str) -> Option<TextEdit> {
    let (_, section) = outline.iter().find(|(_, section)| section.title_range == last.range)?;
    let marks = "#".repeat(usize::from(section.level));
    Some(append(parse.text(), section.range.end, &format!("{marks} {name}")))
}

fn at_end(parse: &Parse, outline: &Outline, group: &OptionGroup, name: &str) -> TextEdit {
    let own = match group.head {
        Head::Section(id) => outline.get(id).map_or(group.body, |section| section.own),
        _ => group.body,
    };
    append(parse.text(), own.end, &format!("* {name}"))
}

/// A block of its own at `at`, one blank line from what is around it.
pub(in crate::model) fn append(text: &str, at: usize, block: &str) -> TextEdit {
    let before = text.get(..at).unwrap_or("");
    let written = before.trim_end_matches([' ', '\t', '\n', '\r']).len();
    let behind = if text.get(at..).is_some_and(|rest| rest.trim().is_empty()) { "\n" } else { "\n\n" };
    TextEdit::replace(TextRange::new(written, at), format!("\n\n{block}{behind}"))
}
