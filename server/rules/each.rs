//! Telling what the things that a section lists lack: once where all of them lack it, else at each.

use super::Ctx;
use crate::grammar::{Form, ItemSpec};
use crate::model::{Actions, Entry, RiskSource};
use crate::text::{TextEdit, TextRange};

/// What open entries are asked for, and the words in which it is told that they lack it.
pub(super) struct Asked {
    /// The part that the template requires.
    pub(super) form: Form,
    /// Whether an entry has it.
    pub(super) is_there: fn(&Actions<'_>, RiskSource<'_>, &Entry) -> bool,
    /// What none of many has, and what to do: `has an owner: name one person for each`.
    pub(super) of_all: &'static str,
    /// What one has not, and what to do: `has no owner: name one person`.
    pub(super) of_one: &'static str,
}

/// From so many on, entries that all lack the same are told once.
const MANY: usize = 3;

impl Ctx<'_> {
    /// Tells every open entry that lacks what is `asked`.
    pub(super) fn tell_each(&mut self, asked: &Asked) {
        let source = RiskSource { grammars: self.grammars(), parse: self.parse(), outline: self.outline() };
        for actions in self.model().actions(source) {
            let Some(item) = actions.required(asked.form) else { continue };
            let is_open = |entry: &&Entry| actions.is_open(source, entry) && !self.is_unwritten(entry.range);
            let open: Vec<&Entry> = actions.entries.iter().filter(is_open).collect();
            let lacks = |entry: &&Entry| !(asked.is_there)(&actions, source, entry);
            let bare: Vec<&Entry> = open.iter().copied().filter(lacks).collect();
            let mended = |entry: &Entry| actions.mended(source, entry, item);
            if bare.len() >= MANY && bare.len() == open.len() {
                let message = format!("none of the {} entries {}", bare.len(), asked.of_all);
                let edits = bare.iter().filter_map(|entry| mended(entry)).collect();
                self.tell_lack(actions.slot.head_range, message, item, edits);
                continue;
            }
            for entry in bare {
                let message = format!("`{}` {}", entry.shown(self.parse()), asked.of_one);
                self.tell_lack(entry.name, message, item, mended(entry).into_iter().collect());
            }
        }
    }

    fn tell_lack(&mut self, place: TextRange, message: String, item: &ItemSpec, edits: Vec<TextEdit>) {
        let mut report = self.report(place, message).help(item.guidance.trim()).dialect_demand();
        if !edits.is_empty() {
            report = report.fix_unsafe(format!("Add `{}`, to be filled in", item.title), edits);
        }
        report.done();
    }
}
