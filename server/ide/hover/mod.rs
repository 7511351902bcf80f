//! What a place in a document is for: the template's guidance, what it still lacks, and what its words mean.
//!
//! Nothing has to be wrong for it. Each part below looks at one sort of thing and answers where the cursor is on it.

mod field;
mod item;
mod matrix;
mod option;
mod section;
mod title;
mod waiver;

use crate::text::TextRange;
use crate::workspace::{Document, FilePosition, Snapshot};

/// What is shown beside a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about, in bytes.
    pub range: TextRange,
    /// What there is to say.
    pub markdown: String,
}

/// What there is to say about `at`; ordinary Markdown is left alone.
#[must_use]
pub fn hover(snapshot: &Snapshot, at: &FilePosition) -> Option<Hover> {
    let document = snapshot.document(&at.id)?;
    document.kind()?;
    let place = Place { document, offset: at.offset };
    // What is inside comes before what is around: a label in a section's heading is the label.
    let parts = [waiver::hover, field::hover, title::hover, item::hover, option::hover, section::hover];
    let words = parts.into_iter().find_map(|part| part(&place));
    // What the numbers say there stands below what the words mean.
    match (words, matrix::hover(&place)) {
        (Some(words), Some(numbers)) => {
            let markdown = paragraphs([Some(words.markdown), Some(numbers.markdown)]);
            Some(Hover { range: words.range, markdown })
        }
        (words, numbers) => words.or(numbers),
    }
}

/// A place that somebody asks about.
struct Place<'d> {
    document: &'d Document,
    offset: usize,
}

impl Place<'_> {
    fn touches(&self, range: TextRange) -> bool {
        !range.is_empty() && range.touches(self.offset)
    }
}

/// Paragraphs of Markdown, without those that say nothing.
fn paragraphs(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// `` `one`, `other` ``; nothing for none.
fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
