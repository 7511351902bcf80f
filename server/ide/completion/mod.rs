//! What may be typed next: sections of the template, options, criteria, cells of a matrix, labelled parts, fields and
//! their values.
//!
//! Each source looks at the cursor's line and the sections around it, and offers nothing where it does not belong: in
//! code, in prose, in ordinary Markdown. An offer replaces the whole of what was typed for it, markers included, and
//! its filter text begins with them, so that clients that match either way show it.

mod cursor;
mod field;
mod heading;
mod item;
mod matrix;
mod option;
mod template;
mod value;
mod waiver;

use crate::text::{TextEdit, TextRange, keep_line_ends, line_end, with_line_ends};
use crate::workspace::{FilePosition, Snapshot};
use cursor::{Cursor, Lead};
use jiff::civil::Date;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Something that may be typed next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// As a list shows it.
    pub label: String,
    /// What it is.
    pub kind: CompletionItemKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// Markdown: what belongs there.
    pub documentation: Option<String>,
    /// Puts the items in order, compared byte for byte.
    pub sort_text: String,
    /// What clients compare with the text from the beginning of the edit to the cursor.
    pub filter_text: String,
    /// What is done when it is taken.
    pub edit: CompletionEdit,
    /// Whether the edit has places to fill in.
    pub is_snippet: bool,
    /// What changes with it on other lines.
    pub elsewhere: Vec<TextEdit>,
}

/// What is done when an item is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionEdit {
    /// What goes: a part of one line, around the cursor.
    pub range: TextRange,
    /// What comes, with places to fill in.
    pub snippet: String,
    /// What comes where the client knows no snippets.
    pub text: String,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionItemKind {
    /// A heading with its section.
    Section,
    /// A metadata key, or the label of a part.
    Field,
    /// A value.
    Value,
    /// An option.
    Option,
    /// A criterion.
    Criterion,
    /// A whole document.
    Template,
    /// A person.
    Person,
}

/// What may be typed at `at`, what is missing next first.
#[must_use]
pub fn completion(snapshot: &Snapshot, at: &FilePosition, today: Date) -> Vec<CompletionItem> {
    let Some(document) = snapshot.document(&at.id) else { return Vec::new() };
    let cursor = Cursor::new(document, at.offset, today);
    let offers = offers(&cursor);
    let word = offers.typed.unwrap_or(cursor.word);
    let mut all = offers.all;
    let end = line_end(document.text());
    for offer in &mut all {
        offer.snippet = with_line_ends(&offer.snippet, end);
        keep_line_ends(document.text(), &mut offer.elsewhere);
    }
    ordered(all, word, cursor.lead)
}

/// What the sources offer, and the word to compare it with where that is not the line's.
#[derive(Default)]
struct Offers<'d> {
    all: Vec<Offer>,
    typed: Option<&'d str>,
}

/// An item before its place in the order is known.
struct Offer {
    label: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    documentation: Option<String>,
    /// What was typed for it, then the rest of it.
    filter: String,
    range: TextRange,
    snippet: String,
    /// What changes with it on other lines.
    elsewhere: Vec<TextEdit>,
    /// The lower the earlier.
    rank: Rank,
}

/// What is missing most comes first; equals keep the order of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A required part of what the cursor is in.
    RequiredHere,
    /// A part of what the cursor is in.
    Here,
    /// A required section.
    Required,
    /// A section that belongs at the cursor.
    Optional,
    /// Anything else.
    Elsewhere,
}

fn offers<'d>(cursor: &Cursor<'d>) -> Offers<'d> {
    if let Some(waivers) = waiver::offers(cursor) {
        return waivers;
    }
    if cursor.is_in_code() {
        return Offers::default();
    }
    let mut all = template::offers(cursor);
    if cursor.document.kind().is_none() || (!all.is_empty() && cursor.lead == Lead::Blank) {
        return Offers { all, typed: None };
    }
    if let Some(cells) = matrix::in_row(cursor) {
        return cells;
    }
    if let Some(values) = value::offers(cursor) {
        return values;
    }
    if cursor.is_in_front_matter() {
        return Offers { all: field::in_front_matter(cursor), typed: None };
    }
    all.extend(field::at_top(cursor));
    all.extend(matrix::on_blank_line(cursor).unwrap_or_else(|| item::offers(cursor)));
    all.extend(option::offers(cursor));
    all.extend(heading::offers(cursor));
    Offers { all, typed: None }
}

/// The offers that go with `word`, the best first.
fn ordered(mut offers: Vec<Offer>, word: &str, lead: Lead) -> Vec<CompletionItem> {
    offers.sort_by_key(|offer| offer.rank);
    let word = word.trim();
    if !word.is_empty() {
        if lead != Lead::Heading {
            offers.retain(|offer| begins_word(&offer.label, word));
        }
        offers = by_likeness(offers, word);
    }
    offers.into_iter().enumerate().map(|(index, offer)| offer.item(index)).collect()
}

/// Whether a word of `label` begins with `typed`: outside headings a looser likeness would speak up in prose.
fn begins_word(label: &str, typed: &str) -> bool {
    let (label, typed) = (label.to_lowercase(), typed.to_lowercase());
    let starts = label.match_indices(&typed).map(|(at, _)| at);
    let mut starts = starts.filter(|at| !label.get(..*at).unwrap_or("").ends_with(char::is_alphanumeric));
    starts.next().is_some()
}

fn by_likeness(offers: Vec<Offer>, word: &str) -> Vec<Offer> {
    let pattern = Atom::new(word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u16, Offer)> = offers
        .into_iter()
        .filter_map(|offer| Some((pattern.score(Utf32Str::new(&offer.label, &mut buffer), &mut matcher)?, offer)))
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, offer)| offer).collect()
}

impl Offer {
    fn item(self, index: usize) -> CompletionItem {
        let text = crate::model::without_tab_stops(&self.snippet);
        CompletionItem {
            label: self.label,
            kind: self.kind,
            detail: self.detail,
            documentation: self.documentation,
            sort_text: format!("{index:04}"),
            filter_text: self.filter,
            is_snippet: text != self.snippet,
            edit: CompletionEdit { range: self.range, snippet: self.snippet, text },
            elsewhere: self.elsewhere,
        }
    }
}
