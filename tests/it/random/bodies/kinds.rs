//! A project's own kinds: whatever the files say, mistakes are told at their places, and documents are read all the same.

use super::pieces;
use super::sound::sound;
use super::tape::Tape;
use super::toml_text::{changed, told};
use staffwork::grammar::{OwnFile, files, own_kinds};
use staffwork::workspace::Force;
use std::sync::Arc;

/// Keys of kinds and dialects, and some that are none.
const KEYS: &[&str] = &[
    "id",
    "kind",
    "extends",
    "title",
    "summary",
    "guidance",
    "default_dialect",
    "families",
    "detect",
    "detect.headings",
    "detect.paths",
    "sections",
    "fields",
    "sections.items",
    "placeholders",
    "title_line",
    "carrier",
    "status",
    "silent",
    "colour",
    "min_options",
    "maturity",
    "file_name",
];

/// What somebody who begins would write.
const OWN: &[&str] = &[
    "id = \"spike\"\ntitle = \"Spike\"\nsummary = \"A question, and what was found.\"\n\n[detect]\npaths = [\"**/spikes/*.md\"]\n",
    "id = \"acme\"\nkind = \"adr\"\nextends = \"madr\"\ntitle = \"Acme\"\n\n[[sections]]\nid = \"money\"\ntitle = \"Money\"\n",
    "id = \"madr\"\nkind = \"adr\"\nextends = \"madr\"\n",
    "id = \"adr\"\nextends = \"adr\"\n",
    "id = \"a\"\nextends = \"b\"\n",
    "id = \"b\"\nextends = \"a\"\n",
    "",
];

/// Holds everything that must hold of the kinds that `bytes` are.
pub(crate) fn kinds(bytes: &[u8]) {
    let mut tape = Tape::new(bytes);
    let builtin = files();
    let mut own = Vec::new();
    for index in 0..=tape.below(3) {
        let base = if tape.once_in(3) { tape.pick(&builtin).1 } else { tape.pick(OWN) };
        let text = if tape.once_in(12) { pieces::raw(&mut tape, 80) } else { changed(&mut tape, base, KEYS, 6) };
        own.push(OwnFile { path: format!(".staffwork/kinds/{index}.toml"), text });
    }
    let read = own_kinds(&own);
    assert_eq!(read.mistakes.len(), own.len(), "one list of mistakes a file");
    for (file, mistakes) in own.iter().zip(&read.mistakes) {
        told(&file.text, mistakes);
    }
    if tape.once_in(8) {
        assert_eq!(own_kinds(&own).mistakes, read.mistakes, "read twice, told differently");
    }
    let (text, path) = pieces::document(&mut tape);
    let force = Force { grammars: Arc::clone(&read.grammars), ..Force::default() };
    sound(if tape.once_in(3) { "docs/spikes/1.md" } else { &path }, &text, force, &mut tape);
}
