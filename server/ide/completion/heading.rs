//! The template's sections that the document does not have.

use super::{CompletionItemKind, Cursor, Lead, Offer, Rank};
use crate::grammar::{Head, SectionSpec};
use crate::model::{escaped, level, without_tab_stops};

/// The title where there is none, and every section that is missing, on an empty line or behind `#`.
pub(super) fn offers(cursor: &Cursor<'_>) -> Vec<Offer> {
    if !matches!(cursor.lead, Lead::Blank | Lead::Heading) {
        return Vec::new();
    }
    let Some(template) = cursor.document.template() else { return Vec::new() };
    let missing = template.spec.sections.iter().enumerate().filter(|(_, spec)| is_open(cursor, spec));
    let sections = missing.map(|(index, spec)| section(cursor, spec, rank(cursor, index, spec)));
    title(cursor, &template.spec.title_line).into_iter().chain(sections).collect()
}

/// The first line of a document that has no title yet.
fn title(cursor: &Cursor<'_>, title_line: &str) -> Option<Offer> {
    let title = cursor.document.model().metadata.title.as_ref();
    let has_title = title.is_some_and(|title| !title.text.is_empty() && !cursor.is_on_line(title.range));
    let is_first = cursor.sections().next().is_none()
        && cursor.document.model().metadata.fields.iter().all(|field| field.field.key_range.end <= cursor.offset);
    let snippet = title_line.trim();
    if has_title || !is_first || cursor.marker.len() > 1 || !snippet.starts_with('#') {
        return None;
    }
    let label = without_tab_stops(snippet.lines().next()?);
    let documentation = cursor.document.kind().map(|kind| kind.spec.summary.clone());
    Some(Offer { documentation, ..heading(cursor, &label, snippet, Rank::RequiredHere, "title") })
}

/// Whether a section may still be written: it is not there, what the cursor's line heads apart, and where it is a
/// part of another, that one is.
fn is_open(cursor: &Cursor<'_>, spec: &SectionSpec) -> bool {
    let model = cursor.document.model();
    let is_there = |spec: &SectionSpec| model.sections_for(spec).any(|slot| !cursor.is_on_line(slot.head_range));
    let parent = spec.parent.as_ref().and_then(|id| cursor.document.template()?.section(id));
    !is_there(spec) && parent.is_none_or(is_there)
}

/// What the document must have comes first; of what it may have, what belongs between the sections around.
fn rank(cursor: &Cursor<'_>, index: usize, spec: &SectionSpec) -> Rank {
    let sections = &cursor.document.model().sections;
    let mut above = sections.iter().rev().filter(|slot| slot.head_range.end <= cursor.line.start);
    let mut below = sections.iter().filter(|slot| slot.head_range.start >= cursor.line.end);
    let follows = above.find_map(|slot| slot.spec).is_none_or(|before| before < index);
    let precedes = below.find_map(|slot| slot.spec).is_none_or(|behind| index < behind);
    let slots = cursor.slots();
    let in_parent = spec.parent.as_ref().is_none_or(|parent| slots.iter().any(|slot| slot.id == *parent));
    match (spec.required, follows && precedes && in_parent) {
        (true, _) => Rank::Required,
        (false, true) => Rank::Optional,
        (false, false) => Rank::Elsewhere,
    }
}

fn section(cursor: &Cursor<'_>, spec: &SectionSpec, rank: Rank) -> Offer {
    let marks = "#".repeat(usize::from(level(cursor.document.outline(), cursor.document.model(), spec)));
    let line = format!("{marks} {}", escaped(&spec.title));
    let body = spec.skeleton.trim();
    let snippet = if body.is_empty() || is_written_below(cursor) { line } else { format!("{line}\n\n{body}") };
    let detail = match (cursor.document.dialect(), spec.required) {
        (Some(_), true) => "required section",
        (Some(_), false) => "optional section",
        (None, _) => "section",
    };
    let documentation = Some(documentation(spec));
    Offer { documentation, ..heading(cursor, &format!("{marks} {}", spec.title), &snippet, rank, detail) }
}

fn heading(cursor: &Cursor<'_>, label: &str, snippet: &str, rank: Rank, detail: &str) -> Offer {
    let name = label.trim_start_matches('#').trim_start();
    let filter = if cursor.marker.is_empty() { label.to_owned() } else { format!("{} {name}", cursor.marker) };
    let lead = if is_blank_line(cursor.above().lines().next_back()) { "" } else { "\n" };
    let below = cursor.below().trim_start_matches('\r');
    let end = if is_blank_line(below.strip_prefix('\n').and_then(|below| below.lines().next())) { "" } else { "\n" };
    // What a heading's line goes on with is replaced too: it is the old heading.
    let range = crate::text::TextRange::new(cursor.replaced().start, cursor.line.end);
    Offer {
        label: label.to_owned(),
        kind: CompletionItemKind::Section,
        detail: Some(detail.to_owned()),
        documentation: None,
        filter,
        range,
        snippet: format!("{lead}{snippet}{end}"),
        elsewhere: Vec::new(),
        rank,
    }
}

fn is_blank_line(line: Option<&str>) -> bool {
    line.is_none_or(|line| line.trim().is_empty())
}

/// Whether the section that the cursor's line heads has text already: then it wants a heading and nothing more.
fn is_written_below(cursor: &Cursor<'_>) -> bool {
    let next = cursor.below().trim_start();
    let headings = &cursor.document.model().sections;
    let is_head = |at: usize| headings.iter().any(|slot| slot.head_range.start == at && slot.head != Head::Opening);
    !next.is_empty() && !next.starts_with('#') && !is_head(cursor.document.text().len() - next.len())
}

fn documentation(spec: &SectionSpec) -> String {
    let mut out = spec.guidance.trim().to_owned();
    for question in &spec.questions {
        out.push_str(if out.contains("\n- ") { "\n- " } else { "\n\n- " });
        out.push_str(question);
    }
    out
}
