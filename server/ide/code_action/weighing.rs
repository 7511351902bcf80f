//! What can be done where options are listed, weighed and chosen: a matrix of them, one more of them, and a word about the
//! one that was not taken.

use super::{CodeAction, refactoring};
use crate::grammar::{Cue, Head, Role, Slot};
use crate::model::{BuiltMatrix, OptionsState, added_everywhere};
use crate::syntax::BlockKind;
use crate::text::{TextEdit, TextRange, keep_line_ends};
use crate::workspace::Document;

/// What can be done in the section that `range` lies in.
pub(super) fn actions(document: &Document, range: TextRange) -> Vec<CodeAction> {
    if document.kind().is_none() || document.model().is_template || is_aside(document, range.start) {
        return Vec::new();
    }
    let sections = &document.model().sections;
    let is_here = |slot: &&Slot| slot.head != Head::Field && slot.head_range.cover(slot.body).touches(range.start);
    let roles: Vec<Role> = sections.iter().filter(is_here).flat_map(|slot| slot.roles.iter().copied()).collect();
    let is_in_matrix = document.model().matrices.iter().any(|matrix| matrix.range.touches(range.start));
    let mut actions: Vec<CodeAction> = Vec::new();
    if roles.contains(&Role::Options) || roles.contains(&Role::Criteria) {
        actions.extend(built(document));
    }
    if roles.contains(&Role::Options) {
        actions.extend(another(document));
    }
    if roles.contains(&Role::Options) || is_in_matrix {
        actions.extend(status_quo(document));
    }
    if roles.contains(&Role::Decision) || is_in_matrix {
        actions.extend(explained(document));
    }
    actions
}

/// Whether `offset` lies in a quote, in code or in HTML.
fn is_aside(document: &Document, offset: usize) -> bool {
    let tree = document.parse().tree();
    let Some(id) = tree.at(offset) else { return false };
    let kind = tree.get(id).map(|block| block.kind);
    tree.is_quoted(id) || matches!(kind, Some(BlockKind::Quote | BlockKind::Code { .. } | BlockKind::Html))
}

/// The matrix of the document's options, with places to fill in.
fn built(document: &Document) -> Option<CodeAction> {
    let model = document.model();
    let BuiltMatrix { edit, snippet } =
        model.built_matrix(document.grammars(), document.parse(), document.outline())?;
    let mut with_places = TextEdit { range: edit.range, text: snippet };
    keep_line_ends(document.text(), std::iter::once(&mut with_places));
    let mut action = refactoring(document, "Build a matrix of the options".to_owned(), vec![edit]);
    action.edit.snippet = Some(with_places.text);
    Some(action)
}

/// One more option, to be named.
fn another(document: &Document) -> Option<CodeAction> {
    let prompt = document.kind()?.spec.option_prompt.clone();
    added(document, "Add an option".to_owned(), &prompt)
}

/// Leaving things as they are, where that is no option yet.
fn status_quo(document: &Document) -> Option<CodeAction> {
    let name = document.kind()?.spec.status_quo_option.clone();
    let options = &document.model().options;
    let is_there = options.items.iter().any(|item| item.is_status_quo);
    let title = format!("Add the option `{name}`");
    if is_there { None } else { added(document, title, &name) }
}

fn added(document: &Document, title: String, name: &str) -> Option<CodeAction> {
    let (options, matrices) = (&document.model().options, &document.model().matrices);
    // of several questions it is not told which one is meant
    let [group] = options.groups.as_slice() else { return None };
    let is_listed = matches!(options.state, OptionsState::Counted) && group.head != Head::Field;
    let edits = || added_everywhere(document.parse(), document.outline(), group, options, matrices, name);
    (is_listed && !name.is_empty()).then(|| refactoring(document, title, edits()))
}

/// The sentence that says why the best by the scores was not taken.
fn explained(document: &Document) -> Option<CodeAction> {
    let model = document.model();
    let pick = model.unexplained_pick(document.grammars(), document.parse())?;
    // a document that speaks of low scores as good ones may mean any of them
    if document.grammars().says(Cue::LowerBetter, document.text()) {
        return None;
    }
    let edit = model.explanation(document.parse(), &pick)?;
    Some(refactoring(document, format!("Say why `{}` was not taken", pick.best.name), vec![edit]))
}
