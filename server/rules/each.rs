//! Telling what the things that a section lists lack: once where all of them lack it, else at each.

use super::Ctx;
use crate::grammar::Form;
use crate::model::{Actions, Entry, RiskSource};
use crate::text::TextEdit;

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
            let bare: Vec<&Entry> =
                open.iter().copied().filter(|entry| !(asked.is_there)(&actions, source, entry)).collect();
            let mended = |entry: &&Entry| actions.mended(source, entry, item);
            if bare.len() >= MANY && bare.len() == open.len() {
                let message = format!("none of the {} entries {}", bare.len(), asked.of_all);
                let edits: Vec<TextEdit> = bare.iter().filter_map(mended).collect();
                let report = self.report(actions.slot.head_range, message).help(item.guidance.trim()).dialect_demand();
                let title = format!("Add `{}` to each, to be filled in", item.title);
                if edits.is_empty() {
                    report.done()
                } else {
                    report.fix_unsafe(title, edits).done()
                }
                continue;
            }
            for entry in bare {
                let message = format!("`{}` {}", entry.shown(self.parse()), asked.of_one);
                let edit = mended(&entry);
                let report = self.report(entry.name, message).help(item.guidance.trim()).dialect_demand();
                match edit {
                    Some(edit) => {
                        report.fix_unsafe(format!("Add `{}`, to be filled in", item.title), vec![edit]).done()
                    }
                    None => report.done(),
                }
            }
        }
    }
}
