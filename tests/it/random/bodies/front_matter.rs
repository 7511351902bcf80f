//! Front matter: whatever stands there is survived; keys and values that are written come back.

use super::pieces;
use super::sound::sound;
use super::tape::Tape;
use staffwork::syntax::FrontMatter;
use staffwork::workspace::Force;
use std::fmt::Write as _;

/// What somebody could type between two fences, and what somebody should not.
const LINES: &[&str] = &[
    "status: accepted",
    "date: 2026-03-04",
    "title: \"a: b\"",
    "deciders: [ada, bob]",
    "tags:\n  - x\n  - y",
    "staffwork:\n  allow: [few-options]",
    "allow: {few-options: because}",
    "anchor: &a [*a]",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: [*d, *d]",
    "text: |\n  one\n  two",
    "text: >-\n  folded\n\n  text",
    "? complex\n: value",
    "- a list",
    "{flow: mapping}",
    "key: !!binary aGVsbG8=",
    "merge: {<<: *x}",
    "key: 'it''s'",
    "key: \"\\u00e9\\x41\\",
    "key",
    ": value",
    "key:value",
    "  indented: 1",
    "\ttab: 1",
    "# comment",
    "key: value # comment",
    "...",
    "---",
    "+++",
    "status = \"draft\"",
    "[table]",
    "[[array]]",
    "date = 2026-03-04",
    "x = { y = 1, z = [1, 2] }",
    "a.b.c = 1",
    "key: 99999999999999999999999999",
    "key: .nan",
    "no: yes",
    "key: {{placeholder}}",
    "status: {proposed | rejected | accepted}",
    "é: ç",
    "\"quoted key\": 1",
    "\0: \u{feff}",
];

/// Words that mean themselves in YAML.
const WORDS: &[&str] = &["accepted", "ada", "use Postgres", "naïve", "a-b_c", "0007-x", "x/y", "v1.2.3", "漢字"];

/// Holds everything that must hold of the front matter that `bytes` are.
pub(crate) fn front_matter(bytes: &[u8]) {
    let mut tape = Tape::new(bytes);
    let written = tape.once_in(2).then(|| written(&mut tape));
    let text = written.as_ref().map_or_else(|| anything(&mut tape), |(text, _)| text.clone());
    let document = sound("docs/decisions/0007-use-postgres.md", &text, Force::default(), &mut tape);
    let again = FrontMatter::find(&text);
    assert_eq!(document.parse().front_matter(), again.as_ref());
    if let Some((text, expected)) = written {
        let found = again.unwrap_or_else(|| panic!("no front matter in {text:?}"));
        let read: Vec<_> = found.entries.iter().map(|entry| (entry.key.clone(), entry.value.text())).collect();
        assert_eq!(read, expected, "of {text:?}");
        assert_eq!(found.error, None, "of {text:?}");
        for entry in &found.entries {
            assert_eq!(entry.key_range.of(&text).trim_matches('"'), entry.key, "of {text:?}");
        }
    }
}

/// Fences, perhaps, and lines of all sorts.
fn anything(tape: &mut Tape<'_>) -> String {
    let mut text = if tape.once_in(8) { "\u{feff}".to_owned() } else { String::new() };
    let fence = tape.pick(&["---", "---", "---", "+++", "--- ", "-- -", "----"]);
    let end = tape.pick(&["\n", "\n", "\r\n", "\r"]);
    text.push_str(fence);
    text.push_str(end);
    for _ in 0..tape.below(8) {
        match tape.below(8) {
            0 => text.push_str(&pieces::piece(tape)),
            1 => text.push_str(&pieces::raw(tape, 24)),
            _ => text.push_str(&tape.pick(LINES).replace('\n', end)),
        }
        text.push_str(end);
    }
    if !tape.once_in(6) {
        text.push_str(tape.pick(&[fence, fence, fence, "---", "...", "+++"]));
        text.push_str(end);
    }
    text + &pieces::blocks(tape, 3)
}

/// Front matter that is right, and the keys and values that it holds.
fn written(tape: &mut Tape<'_>) -> (String, Vec<(String, String)>) {
    let end = tape.pick(&["\n", "\n", "\r\n", "\r"]);
    let (mut body, mut expected) = (String::new(), Vec::new());
    for index in 0..=tape.below(6) {
        let key = format!("{}-{index}", tape.pick(&["status", "title", "reviewed", "été", "X"]));
        let (one, other) = (tape.pick(WORDS), tape.pick(WORDS));
        let (value, read) = match tape.below(7) {
            0 => (String::new(), String::new()),
            1 => (format!(" \"{one}: {other}\""), format!("{one}: {other}")),
            2 => (format!(" '{one}'"), one.to_owned()),
            3 => (format!(" [{one}, {other}]"), format!("{one}, {other}")),
            4 => (format!("{end}  - {one}{end}  - {other}"), format!("{one}, {other}")),
            5 => (format!(" {one} # {other}"), one.to_owned()),
            _ => (format!(" {one}"), one.to_owned()),
        };
        write!(body, "{key}:{value}{end}").expect("a string takes everything");
        expected.push((key, read));
    }
    (format!("---{end}{body}---{end}{end}# Use Postgres{end}"), expected)
}
