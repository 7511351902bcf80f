//! Where the cursor is: its line, what was typed on it, and the sections around it.

use crate::grammar::{Head, Slot};
use crate::syntax::{BlockKind, Section, SectionId};
use crate::text::TextRange;
use crate::workspace::Document;
use jiff::civil::Date;

/// How the text before the cursor begins its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// With nothing, and nothing stands behind the cursor either.
    Blank,
    /// `## `
    Heading,
    /// `- `, `* `, `1. `
    Bullet,
    /// `| `
    Row,
    /// With a word.
    Text,
}

/// A cursor in a document.
pub(super) struct Cursor<'d> {
    pub(super) document: &'d Document,
    pub(super) today: Date,
    /// The byte it stands before.
    pub(super) offset: usize,
    /// Its line, without the end.
    pub(super) line: TextRange,
    pub(super) lead: Lead,
    /// The white space that its line begins with.
    pub(super) indent: &'d str,
    /// What makes the lead: `##`, `-`, `|`; empty for words.
    pub(super) marker: &'d str,
    /// What was typed behind the marker.
    pub(super) word: &'d str,
}

impl<'d> Cursor<'d> {
    pub(super) fn new(document: &'d Document, offset: usize, today: Date) -> Self {
        let text = document.text();
        let lines = document.parse().lines();
        let number = lines.line(offset.min(text.len()));
        let start = lines.start(number);
        let line = TextRange::new(start, start + lines.text(text, number).len());
        let offset = offset.clamp(line.start, line.end);
        let typed = text.get(line.start..offset).unwrap_or("");
        let rest = text.get(offset..line.end).unwrap_or("");
        let content = typed.trim_start();
        let indent = typed.get(..typed.len() - content.len()).unwrap_or("");
        let (lead, marker) = lead(content, rest, indent);
        let word = content.get(marker.len()..).unwrap_or("").trim_start();
        Self { document, today, offset, line, lead, indent, marker, word }
    }

    /// What an offer replaces: from the first marker on its line, to the end where nothing more stands there.
    pub(super) fn replaced(&self) -> TextRange {
        let start = if self.lead == Lead::Blank { self.line.start } else { self.line.start + self.indent.len() };
        TextRange::new(start, if self.rest().trim().is_empty() { self.line.end } else { self.offset })
    }

    /// What stands behind the cursor on its line.
    pub(super) fn rest(&self) -> &'d str {
        self.document.text().get(self.offset..self.line.end).unwrap_or("")
    }

    /// The text before the cursor's line.
    pub(super) fn above(&self) -> &'d str {
        self.document.text().get(..self.line.start).unwrap_or("")
    }

    /// The text after the cursor's line, its end included.
    pub(super) fn below(&self) -> &'d str {
        self.document.text().get(self.line.end..).unwrap_or("")
    }

    /// Whether the cursor is in code or in HTML, a fence that is still open included.
    pub(super) fn is_in_code(&self) -> bool {
        let tree = self.document.parse().tree();
        let before = tree.iter().rev().find(|(_, block)| block.range.start < self.offset);
        let Some((_, last)) = before else { return false };
        let is_open = || self.document.parse().content(last).end == last.range.end;
        match last.kind {
            BlockKind::Code { fenced: true } => self.offset <= last.range.end || is_open(),
            BlockKind::Code { fenced: false } | BlockKind::Html => last.range.touches(self.offset),
            _ => false,
        }
    }

    /// Whether the cursor is between the fences of front matter, the second of which may not be there yet.
    pub(super) fn is_in_front_matter(&self) -> bool {
        let mut lines = self.above().trim_start_matches('\u{feff}').lines();
        let is_fence = |line: &str| line.trim_end() == "---";
        let is_yaml = |line: &str| line.trim().is_empty() || line.contains(':') || line.starts_with([' ', '-', '#']);
        if !lines.next().is_some_and(is_fence) {
            return false;
        }
        let known = self.document.parse().front_matter().is_some_and(|found| self.offset < found.range.end);
        known || lines.all(|line| !is_fence(line) && !line.starts_with("# ") && is_yaml(line))
    }

    /// The sections the cursor is in, innermost first. What its own line heads, or turns into a heading while it is
    /// being typed, is none.
    pub(super) fn sections(&self) -> impl Iterator<Item = (SectionId, &'d Section)> + use<'d> {
        let outline = self.document.outline();
        let line = self.line;
        let last = outline.iter().rev().find(|(_, section)| section.heading_range.end <= line.start);
        last.into_iter().flat_map(|(id, section)| std::iter::once((id, section)).chain(outline.ancestors(id)))
    }

    /// What these sections are, innermost first, a bold lead-in's before them.
    pub(super) fn slots(&self) -> Vec<&'d Slot> {
        let slots = &self.document.model().sections;
        let is_label = |slot: &&Slot| {
            matches!(slot.head, Head::Label(_))
                && slot.head_range.end <= self.line.start
                && slot.body.touches(self.offset)
        };
        let labels = slots.iter().rev().filter(is_label);
        let headed = self.sections().filter_map(|(id, _)| slots.iter().find(|slot| slot.head == Head::Section(id)));
        labels.chain(headed).collect()
    }

    /// Whether the cursor is above the first section, where metadata stands.
    pub(super) fn is_at_top(&self) -> bool {
        let mut sections = self.sections();
        match sections.next() {
            None => true,
            Some((SectionId(0), first)) => first.level == 1,
            Some(_) => false,
        }
    }

    /// Whether `range` is on the cursor's line.
    pub(super) fn is_on_line(&self, range: TextRange) -> bool {
        range.start <= self.line.end && self.line.start <= range.end && !range.is_empty()
    }
}

fn lead<'t>(content: &'t str, rest: &str, indent: &str) -> (Lead, &'t str) {
    let marker = |length: usize| content.get(..length).unwrap_or("");
    let behind = |length: usize| content.get(length..).unwrap_or("");
    let ends = |length: usize| behind(length).is_empty() || behind(length).starts_with([' ', '\t']);
    let marks = content.len() - content.trim_start_matches('#').len();
    let digits = content.len() - content.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match () {
        () if content.is_empty() && rest.trim().is_empty() => (Lead::Blank, ""),
        () if (1..=6).contains(&marks) && ends(marks) && indent.len() < 4 => (Lead::Heading, marker(marks)),
        () if content.starts_with('|') => (Lead::Row, marker(1)),
        () if content.starts_with(['-', '*', '+']) && ends(1) => (Lead::Bullet, marker(1)),
        () if (1..=3).contains(&digits) && behind(digits).starts_with(['.', ')']) && ends(digits + 1) => {
            (Lead::Bullet, marker(digits + 1))
        }
        () => (Lead::Text, ""),
    }
}
