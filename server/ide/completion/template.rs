//! A whole document, where there is none yet.

use super::{CompletionItemKind, Cursor, Lead, Offer, Rank};
use crate::grammar::{Dialect, Kind};
use crate::model::{NO_KIND, template};
use std::sync::Arc;

/// The templates of the kind that the place of an empty document suggests; of every kind where it suggests none.
pub(super) fn offers(cursor: &Cursor<'_>) -> Vec<Offer> {
    let typed = cursor.document.text().trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '\u{feff}'));
    let is_begun = matches!(cursor.lead, Lead::Blank | Lead::Heading);
    let silent = cursor.document.around().kind.as_deref() == Some(NO_KIND);
    if !typed.is_empty() || !is_begun || silent {
        return Vec::new();
    }
    let kinds = kinds(cursor);
    kinds
        .iter()
        .flat_map(|kind| dialects(cursor, kind).into_iter().map(|dialect| offer(cursor, kind, dialect)))
        .collect()
}

fn kinds<'d>(cursor: &Cursor<'d>) -> Vec<&'d Kind> {
    let verdict = &cursor.document.model().verdict;
    let grammars = cursor.document.grammars();
    if let Some(kind) = cursor.document.kind() {
        return vec![kind];
    }
    match verdict.points.first().and_then(|(id, _)| grammars.kind(id)) {
        Some(likely) => vec![likely.as_ref()],
        None => grammars.kinds.iter().map(Arc::as_ref).collect(),
    }
}

/// The dialects of a kind, the one that this document is to follow first.
fn dialects<'d>(cursor: &Cursor<'d>, kind: &'d Kind) -> Vec<&'d Dialect> {
    let wanted = cursor.document.around().dialect.as_deref();
    let mut dialects: Vec<&Dialect> = kind.dialects.iter().map(Arc::as_ref).collect();
    dialects.sort_by_key(|dialect| wanted != Some(dialect.spec.id.as_str()));
    dialects
}

fn offer(cursor: &Cursor<'_>, kind: &Kind, dialect: &Dialect) -> Offer {
    let label = format!("{}: {}", kind.spec.title, dialect.spec.title);
    let filter = if cursor.marker.is_empty() { label.clone() } else { format!("{} {label}", cursor.marker) };
    Offer {
        filter,
        label,
        kind: CompletionItemKind::Template,
        detail: Some("the whole template".to_owned()),
        documentation: Some(format!("{}\n\n{}", dialect.spec.summary.trim(), kind.spec.guidance.trim())),
        range: cursor.replaced(),
        snippet: template(&dialect.spec).trim_end().to_owned(),
        elsewhere: Vec::new(),
        rank: Rank::RequiredHere,
    }
}
