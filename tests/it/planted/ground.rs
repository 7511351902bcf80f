//! Documents to plant defects in, and what a planted one looks like.

use crate::rules::read_on;
use rayon::prelude::*;
use staffwork::grammar::{Grammars, Head, SectionSpec, Slot, samples};
use staffwork::host;
use staffwork::model::{Model, Surroundings};
use staffwork::rules::{Diagnostic, run};
use staffwork::syntax::{BlockKind, Section};
use staffwork::text::{TextEdit, TextRange, apply};
use staffwork::workspace::{Document, DocumentId, Force};
use std::path::Path;

/// A well-formed document, and what is found in it.
pub(super) struct Ground {
    /// Its file below the project.
    pub(super) name: String,
    /// As it is read.
    pub(super) document: Document,
    /// What is found before anything is planted.
    pub(super) before: Vec<Diagnostic>,
    around: Surroundings,
}

/// A document with one defect.
pub(super) struct Plant {
    /// What was done, in the document's own words.
    pub(super) what: String,
    /// The text with the defect.
    pub(super) text: String,
    /// Where it is to be told; one of these is enough.
    pub(super) places: Vec<TextRange>,
    siblings: Vec<(String, String)>,
}

/// The good document of every dialect and every document of `tests/planted`, in byte order of their files. A planted
/// one lies in a folder that is named after its kind; what follows is its path in its project.
pub(super) fn grounds() -> Vec<Ground> {
    let good = samples().into_iter().filter(|(path, _)| path.ends_with(".good.md"));
    let mut grounds: Vec<Ground> = good
        .map(|(path, text)| {
            let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
            Ground::new(format!("grammars/{path}"), text, around)
        })
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/planted");
    let grammars = Grammars::builtin();
    for kind in &grammars.kinds {
        let folder = root.join(&kind.spec.id);
        for (path, text) in crate::shared::markdown(&folder) {
            let around = host::surroundings(&path, &folder, &grammars);
            let name = format!("tests/planted/{}/{}", kind.spec.id, around.path);
            grounds.push(Ground::new(name, &text, around));
        }
    }
    grounds.par_iter_mut().for_each(|ground| ground.before = run(&ground.document, read_on(&ground.document)));
    grounds
}

impl Ground {
    fn new(name: String, text: &str, around: Surroundings) -> Self {
        let document = Document::read(DocumentId::new(&around.path), text, around.clone(), Force::default());
        Self { name, document, before: Vec::new(), around }
    }

    /// The folder that it lies in says its kind.
    pub(super) fn kind(&self) -> &str {
        let below = self.name.trim_start_matches("tests/planted/").trim_start_matches("grammars/");
        below.split('/').next().unwrap_or_default()
    }

    pub(super) fn text(&self) -> &str {
        self.document.text()
    }

    pub(super) fn model(&self) -> &Model {
        self.document.model()
    }

    pub(super) fn siblings(&self) -> &[(String, String)] {
        &self.around.siblings
    }

    /// What is newly found in a planted document.
    pub(super) fn found(&self, plant: &Plant) -> Vec<Diagnostic> {
        let around = Surroundings { siblings: plant.siblings.clone(), ..self.around.clone() };
        let document = Document::read(self.document.id().clone(), &plant.text, around, Force::default());
        let mut found = run(&document, read_on(&self.document));
        let is_old =
            |one: &Diagnostic| self.before.iter().any(|old| old.code == one.code && old.message == one.message);
        found.retain(|one| !is_old(one));
        found
    }

    /// The document after `edits`; the defect is to be told at one of `places`, which are places of the old text.
    pub(super) fn plant(&self, what: impl Into<String>, edits: &[TextEdit], places: &[TextRange]) -> Plant {
        let places = places.iter().map(|place| moved(*place, edits)).collect();
        let text = apply(self.text(), edits);
        Plant { what: what.into(), text, places, siblings: self.around.siblings.clone() }
    }

    /// The document with `text` in the file beside it at `index`; told at the title.
    pub(super) fn plant_beside(&self, what: impl Into<String>, index: usize, text: String) -> Plant {
        let mut siblings = self.around.siblings.clone();
        siblings[index].1 = text;
        Plant { what: what.into(), text: self.text().to_owned(), places: vec![self.title()], siblings }
    }

    /// Where the document as a whole is spoken of.
    pub(super) fn title(&self) -> TextRange {
        let first = self.text().len() - self.text().trim_start().len();
        self.model().metadata.title.as_ref().map_or(TextRange::empty(first), |title| title.range)
    }

    /// The section that `slot` is, where it has a heading.
    pub(super) fn section(&self, slot: &Slot) -> Option<&Section> {
        match slot.head {
            Head::Section(id) => self.document.outline().get(id),
            _ => None,
        }
    }

    /// The required sections that stand under one heading of their own and do no other's work.
    pub(super) fn required(&self) -> Vec<(&SectionSpec, &Slot, &Section)> {
        let Some(dialect) = self.document.dialect() else { return Vec::new() };
        let is_there = |id: &String| {
            let other = dialect.spec.sections.iter().find(|other| other.id == *id);
            other.is_some_and(|other| self.model().sections_for(other).next().is_some())
        };
        // what another section stands in for is not asked for
        let is_needed = |spec: &&SectionSpec| spec.required && !spec.instead.iter().any(is_there);
        dialect.spec.sections.iter().filter(is_needed).filter_map(|spec| self.only(spec)).collect()
    }

    /// The one section that does the work of `spec` and nothing else's.
    pub(super) fn only<'g>(&'g self, spec: &'g SectionSpec) -> Option<(&'g SectionSpec, &'g Slot, &'g Section)> {
        let mut doing = self.model().sections_for(spec);
        let slot = doing.next().filter(|slot| slot.also.is_empty() && doing.next().is_none())?;
        Some((spec, slot, self.section(slot)?))
    }

    /// The whole lines that `range` touches, the last line end included.
    pub(super) fn lines(&self, range: TextRange) -> TextRange {
        let text = self.text();
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
        TextRange::new(start, end)
    }

    /// The smallest block of `kind` around `range`.
    pub(super) fn block(&self, range: TextRange, is: fn(&BlockKind) -> bool) -> Option<TextRange> {
        let blocks = self.document.parse().tree().iter().map(|(_, block)| block);
        let around = blocks.filter(|block| is(&block.kind) && block.range.contains_range(range));
        around.min_by_key(|block| block.range.len()).map(|block| block.range)
    }
}

impl Plant {
    /// Whether `finding` is told where the defect is: on a line of one of its places.
    pub(super) fn is_told_by(&self, finding: &Diagnostic) -> bool {
        let line = |range: TextRange| {
            let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = self.text[range.end..].find('\n').map_or(self.text.len(), |at| range.end + at);
            TextRange::new(start, end)
        };
        self.places.iter().any(|place| line(*place).meets(line(finding.range)))
    }
}

/// Where `range` has gone after `edits`; what is inserted at its ends belongs to it.
fn moved(range: TextRange, edits: &[TextEdit]) -> TextRange {
    let grown = |before: &dyn Fn(TextRange) -> bool| {
        let own = edits.iter().filter(|edit| before(edit.range));
        own.fold(0_isize, |sum, edit| sum + edit.text.len().cast_signed() - edit.range.len().cast_signed())
    };
    let cut = |at: usize| {
        let inside = edits.iter().find(|edit| edit.range.start < at && at < edit.range.end);
        inside.map_or(at, |edit| edit.range.start)
    };
    let (start, end) = (cut(range.start), cut(range.end));
    let start = start.saturating_add_signed(grown(&|edit| edit.end <= start && edit.start < start));
    let end = end.saturating_add_signed(grown(&|edit| edit.end <= end));
    TextRange::new(start, end.max(start))
}

/// One of `count`, always the same for the same words.
pub(super) fn picked(words: &str, count: usize) -> usize {
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    usize::try_from(hash % count.max(1) as u64).unwrap()
}
