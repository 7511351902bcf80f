//! A document that was edited is the document that its text would open as: text, blocks, sections, meaning, findings.

use super::pieces::{self, floor};
use super::same::difference;
use super::tape::Tape;
use staffwork::model::Surroundings;
use staffwork::text::{LineIndex, PositionEncoding, TextEdit, TextRange, apply};
use staffwork::workspace::{Change, Document, DocumentId, Edit, Force, Workspace};

/// A document and what is done to it. Every part of it can be left out or shortened, and it is still one.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Where the document lies.
    pub(crate) path: String,
    /// The text that it is opened with.
    pub(crate) text: String,
    /// What columns count.
    pub(crate) encoding: PositionEncoding,
    /// The edits of each change.
    pub(crate) changes: Vec<Vec<Step>>,
}

/// One edit.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Where it begins.
    pub(crate) place: Place,
    /// How much goes.
    pub(crate) extent: Extent,
    /// What comes.
    pub(crate) text: String,
}

/// Where an edit begins; numbers beyond the text begin again at its top.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// At a byte.
    Byte(usize),
    /// At the beginning of a line.
    LineStart(usize),
    /// At the end of a line.
    LineEnd(usize),
    /// Behind what the edit before put in, as when somebody types.
    Behind,
    /// At the end of the text.
    End,
}

/// How much of the text an edit takes away.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extent {
    /// So many bytes.
    Bytes(usize),
    /// So many lines.
    Lines(usize),
    /// The whole text, which the client sends without a range.
    Everything,
}

/// Holds everything that must hold of the plan that `bytes` are.
pub(crate) fn edits(bytes: &[u8]) {
    let plan = Plan::new(&mut Tape::new(bytes), 12);
    if let Err(why) = plan.hold() {
        panic!("{why}");
    }
}

impl Plan {
    /// The plan of up to `most` changes that `tape` decides on.
    pub(crate) fn new(tape: &mut Tape<'_>, most: usize) -> Self {
        let (text, path) = pieces::document(tape);
        let encodings = [PositionEncoding::Utf16, PositionEncoding::Utf8, PositionEncoding::Utf32];
        let encoding = tape.pick(&encodings);
        let mut changes = Vec::new();
        while !tape.is_done() && changes.len() < most {
            let edits = if tape.once_in(8) { 1 + tape.below(4) } else { 1 };
            changes.push((0..edits).map(|_| Step::new(tape)).collect());
        }
        Self { path, text, encoding, changes }
    }

    /// The same with every place and extent in bytes; only its last change where that is enough to fail.
    pub(crate) fn in_bytes(&self) -> Self {
        let (mut text, mut behind, mut changes, mut texts) = (self.text.clone(), 0, Vec::new(), Vec::new());
        for change in &self.changes {
            texts.push(text.clone());
            let mut done = Vec::new();
            for step in change {
                let range = step.range(&text, &LineIndex::new(&text), behind);
                if step.apply(&mut text, &mut behind, self.encoding).is_some() {
                    let (place, extent) = (Place::Byte(range.start), Extent::Bytes(range.len()));
                    done.push(Step { place, extent, text: step.text.clone() });
                }
            }
            changes.push(done);
        }
        for (change, text) in changes.iter().zip(texts) {
            let alone = Self { text, changes: vec![change.clone()], ..self.clone() };
            if alone.hold().is_err() {
                return alone;
            }
        }
        Self { changes, ..self.clone() }
    }

    /// Does it, and compares with a document opened afresh: after each change, or now and then, so that changes also
    /// follow one another without anybody asking between. `Err` says what differs and after what.
    pub(crate) fn hold(&self) -> Result<(), String> {
        let (edited, fresh) = (DocumentId::new("edited"), DocumentId::new("fresh"));
        let mut workspace = Workspace::default();
        workspace.set_encoding(self.encoding);
        let open = |workspace: &mut Workspace, id: &DocumentId, version, text: &str| {
            let around = Surroundings { path: self.path.clone(), ..Surroundings::default() };
            let (id, text) = (id.clone(), text.to_owned());
            workspace.apply(Change::Opened { id, version, text, around, force: Force::default() });
        };
        open(&mut workspace, &edited, 0, &self.text);
        let (mut text, mut behind) = (self.text.clone(), 0);
        let last = self.changes.len();
        for ((at, version), change) in (1..=last).zip(1_i32..).zip(&self.changes) {
            let before = text.clone();
            let mut sent = Vec::new();
            for step in change {
                sent.extend(step.apply(&mut text, &mut behind, self.encoding));
            }
            workspace.apply(Change::Edited { id: edited.clone(), version, edits: sent.clone() });
            if at % 3 == 1 && at < last {
                continue;
            }
            open(&mut workspace, &fresh, version, &text);
            let snapshot = workspace.snapshot();
            let (Some(one), Some(other)) = (snapshot.document(&edited), snapshot.document(&fresh)) else {
                return Err("a document is not open".to_owned());
            };
            if *other.written() != *text {
                return Err(format!("the text is {:?}\ninstead of {text:?}", other.written()));
            }
            let around = Surroundings { path: self.path.clone(), ..Surroundings::default() };
            let read = Document::read(fresh.clone(), &text, around, Force::default());
            if let Some(found) = difference(one, other).or_else(|| difference(one, &read)) {
                let encoding = self.encoding;
                return Err(format!(
                    "{found}\n  after {sent:?} ({encoding:?}) in\n{before:?}\n  which makes\n{text:?}"
                ));
            }
        }
        Ok(())
    }
}

impl Step {
    fn new(tape: &mut Tape<'_>) -> Self {
        let place = match tape.below(10) {
            0..=2 => Place::Byte(tape.below(1 << 16)),
            3..=5 => Place::LineStart(tape.below(1 << 16)),
            6 => Place::LineEnd(tape.below(1 << 16)),
            7..=8 => Place::Behind,
            _ if tape.once_in(2) => Place::Byte(0),
            _ => Place::End,
        };
        let extent = match tape.below(32) {
            0..=17 => Extent::Bytes(0),
            18..=23 => Extent::Bytes(1 + tape.below(4)),
            24..=25 => Extent::Bytes(tape.below(400)),
            26..=28 => Extent::Lines(1),
            29..=30 => Extent::Lines(tape.below(20)),
            _ if tape.once_in(4) => Extent::Everything,
            _ => Extent::Bytes(0),
        };
        let text = match (extent, tape.below(3)) {
            (Extent::Everything, _) => pieces::blocks(tape, 6),
            (Extent::Bytes(0), _) | (_, 0) => pieces::piece(tape),
            _ => String::new(),
        };
        Self { place, extent, text }
    }

    /// Keeps its place while `gone` goes from the text before it.
    pub(crate) fn follow(&mut self, gone: TextRange) {
        if let Place::Byte(at) = &mut self.place {
            *at -= at.saturating_sub(gone.start).min(gone.len());
        }
    }

    /// Does it to `text`; the edit as a client sends it. `None` where it begins or ends between the two halves of a line
    /// end, for which the protocol has no position.
    fn apply(&self, text: &mut String, behind: &mut usize, encoding: PositionEncoding) -> Option<Edit> {
        let lines = LineIndex::new(text);
        let range = self.range(text, &lines, *behind);
        let place = |offset| lines.line_column(text, offset, encoding);
        let is_sendable = |offset| lines.offset(text, place(offset), encoding) == offset;
        if matches!(self.extent, Extent::Everything) {
            (*text, *behind) = (self.text.clone(), self.text.len());
            return Some(Edit { range: None, text: self.text.clone() });
        }
        if !is_sendable(range.start) || !is_sendable(range.end) {
            return None;
        }
        let sent = Edit { range: Some((place(range.start), place(range.end))), text: self.text.clone() };
        *text = apply(text, &[TextEdit::replace(range, self.text.clone())]);
        *behind = range.start + self.text.len();
        Some(sent)
    }

    fn range(&self, text: &str, lines: &LineIndex, behind: usize) -> TextRange {
        if matches!(self.extent, Extent::Everything) {
            return TextRange::new(0, text.len());
        }
        let start = match self.place {
            Place::Byte(byte) => byte % (text.len() + 1),
            Place::LineStart(line) => lines.start(line % lines.lines()),
            Place::LineEnd(line) => {
                let line = line % lines.lines();
                lines.start(line) + lines.text(text, line).len()
            }
            Place::Behind => behind,
            Place::End => text.len(),
        };
        let start = floor(text, start);
        let end = match self.extent {
            Extent::Bytes(bytes) => floor(text, start + bytes),
            Extent::Lines(count) => {
                let line = lines.line(start) + count;
                if line < lines.lines() { lines.start(line).max(start) } else { text.len() }
            }
            Extent::Everything => text.len(),
        };
        TextRange::new(start, end)
    }
}
