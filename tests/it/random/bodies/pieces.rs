//! What random documents are made of: everything that means something to a reader of Markdown, and much that does not.

use super::tape::Tape;
use staffwork::grammar::samples;

/// Characters that are counted or broken differently by somebody.
const CHARACTERS: &[&str] = &[
    "a",
    "Z",
    "1",
    " ",
    "\t",
    "é",
    "e\u{301}",
    "ß",
    "漢",
    "𝄞",
    "👩‍👩‍👧",
    "🇩🇪",
    "\u{a0}",
    "\u{200b}",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\0",
    "\u{feff}",
    "\u{fffd}",
    "\u{202e}",
    ".",
    ":",
    "!",
    "-",
    "#",
    "*",
    "_",
    "`",
    "~",
    "|",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "\\",
    "/",
    "&",
    "\"",
    "'",
    "=",
    "+",
    "\n",
];

/// Marks that begin, end or change a block or a span.
const MARKS: &[&str] = &[
    "\n",
    "\n\n",
    "# ",
    "## ",
    "### ",
    "#",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    ">",
    "```\n",
    "```",
    "~~~\n",
    "````md\n",
    "    ",
    "\t",
    "  ",
    "---\n",
    "---",
    "+++\n",
    "===\n",
    "***\n",
    "|",
    "| ",
    "|---|---|\n",
    "<!--",
    "-->",
    "<!-- ",
    " -->",
    "<div>\n",
    "</div>\n",
    "<script>\n",
    "</script>\n",
    "<?",
    "<![CDATA[",
    "]]>",
    "<pre>",
    "[",
    "](",
    ")",
    "[a]: ",
    "[^1]: ",
    "**",
    "`",
    "``",
    "\\",
    "\\\n",
    "  \n",
    "[ ] ",
    "[x] ",
    ": ",
    "\n- ",
    "\n  - ",
    "\n> ",
    "\n# ",
    "\n## ",
    "\n---\n",
    "\n\n\n",
    "...\n",
];

/// Whole blocks.
const BLOCKS: &[&str] = &[
    "# Use Postgres\n\n",
    "## Context and Problem Statement\n\nWe need a store for *payments*.\n\n",
    "## Considered Options\n\n* Postgres\n* SQLite\n* Do nothing\n\n",
    "## Decision Outcome\n\nChosen option: \"Postgres\", because it is known.\n\n",
    "### Consequences\n\n* Good, because it is known\n* Bad, because of cost\n\n",
    "## Options\n\n### Option A: Postgres\n\nFine.\n\n### Option B: SQLite\n\nSmall.\n\n",
    "## Evaluation Criteria\n\n| Criterion | Weight | Postgres | SQLite |\n|---|---|---|---|\n| Cost | 40% | 3 | 5 |\n| Risk | 60% | 4 | |\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n",
    "## Status\n\nAccepted\n\n",
    "- Status: accepted\n- Date: 2026-03-04\n- Deciders: Ada, Bob\n\n",
    "Status: accepted\nDate: 2026-03-04\n\n",
    "---\nstatus: accepted\ndate: 2026-03-04\n---\n\n",
    "---\nstatus: [a, b\n---\n",
    "+++\nstatus = \"draft\"\n+++\n",
    "## Risks\n\n| Risk | Likelihood | Impact | Mitigation | Owner |\n|---|---|---|---|---|\n| Slow | High | 9 | | Ada |\n\n",
    "## Timeline\n\n- 2026-01-01 to 2026-02-01: build\n- 2026-04-01: ship\n\n",
    "## Metrics\n\n- Latency: 20 ms, from 40 ms\n- Cost\n\n",
    "```rust\nfn main() {}\n# no heading\n```\n\n",
    "```\nnever closed\n",
    "~~~\n```\n~~~\n\n",
    "    indented code\n\n",
    "> quoted\n> - list\n>\n> # heading\n\n",
    "- a\n  - b\n    - c\n\n      code\n- d\n\n",
    "1. one\n2. two\n\n   three\n10) ten\n\n",
    "- [ ] open\n- [x] done\n\n",
    "<!-- staffwork: allow few-options, empty-section because of the test -->\n\n",
    "<!-- a comment\n\nover blank lines\n-->\n\n",
    "<!-- never closed\n",
    "<details>\n<summary>more</summary>\n\n# inside\n\n</details>\n\n",
    "<script>\n# no\n\n# neither\n</script>\n",
    "Title\n=====\n\n",
    "Sub\n---\n\n",
    "Two\nlines\n---\n\n",
    "[a]: b.md \"t\"\n[c d]: <e f.md>\n\n",
    "See [a], [b](0001-b.md#x), ![c](d.png) and <https://example.org>.\n\n",
    "Footnote[^1].\n\n[^1]: here\n\n",
    "TBD\n\nTODO: write\n\n{placeholder} <!-- This is an optional element. -->\n\n",
    "Supersedes [ADR 3](0003-c.md). Superseded by ADR-0009.\n\n",
    "***\n\n* * *\n\n___\n\n",
    "**Status**: Proposed\n\n**Decision**: We will.\n\n",
    "a very long line of prose that goes on and on, as prose does, with `code` and *stress* and **more of it** and 20 %\n",
    "| Option | Cost (×3) | Risk (×1) | Total |\n|---|---|---|---|\n| A | 4 | 2 | 14 |\n| B | TBD | 2/10 | |\n\n",
    "- **Cost**: 4\n- **Risk**: 2 -- measured\n\n",
];

/// The ends that lines have.
const ENDS: &[&str] = &["\n", "\n", "\r\n", "\r"];

/// A piece of text, from a character to a part of a whole document.
pub(crate) fn piece(tape: &mut Tape<'_>) -> String {
    let text = match tape.below(16) {
        0..=3 => tape.pick(CHARACTERS).to_owned(),
        4..=8 => tape.pick(MARKS).to_owned(),
        9..=12 => tape.pick(BLOCKS).to_owned(),
        13 => slice(tape, 200),
        14 => (0..tape.below(4)).map(|_| tape.pick(MARKS)).collect(),
        _ => ["we", " will", " use", " Postgres", "\n"][tape.below(5)].to_owned(),
    };
    ended(tape, text)
}

/// A document to begin with, and a path for it.
pub(crate) fn document(tape: &mut Tape<'_>) -> (String, String) {
    let (path, sample) = tape.pick(&samples());
    let text = match tape.below(16) {
        0 => String::new(),
        1..=5 => sample.to_owned(),
        6..=12 => blocks(tape, 12),
        13 => slice(tape, 4000),
        14 => long_without_headings(tape),
        _ if tape.once_in(3) => samples().iter().cycle().skip(tape.below(40)).take(24).map(|(_, text)| *text).collect(),
        _ => format!("{sample}\n{}", blocks(tape, 6)),
    };
    let paths = [path, "docs/decisions/0007-use-postgres.md", "rfcs/0012-bus.md", "README.md", "strategy/2026.md"];
    (ended(tape, text), tape.pick(&paths).to_owned())
}

/// Up to `most` blocks, with marks strewn in.
pub(crate) fn blocks(tape: &mut Tape<'_>, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..=tape.below(most) {
        if tape.once_in(4) {
            text.push_str(tape.pick(MARKS));
        }
        text.push_str(tape.pick(BLOCKS));
    }
    text
}

/// More than a screenful in which no heading gives a parser a rest.
fn long_without_headings(tape: &mut Tape<'_>) -> String {
    let quiet: Vec<&str> = BLOCKS.iter().copied().filter(|block| !block.contains('#')).collect();
    let length = 4_000 + tape.below(12_000);
    let mut text = String::new();
    while text.len() < length {
        text.push_str(if tape.is_done() { "prose, and nothing else\n" } else { tape.pick(&quiet) });
    }
    text
}

/// A part of a sample, up to `most` bytes.
fn slice(tape: &mut Tape<'_>, most: usize) -> String {
    let (_, sample) = tape.pick(&samples());
    let start = floor(sample, tape.below(sample.len()));
    let end = floor(sample, start + tape.below(most));
    sample[start..end].to_owned()
}

/// The text with other line ends, perhaps.
fn ended(tape: &mut Tape<'_>, text: String) -> String {
    let end = tape.pick(ENDS);
    if end == "\n" { text } else { text.replace('\n', end) }
}

/// The border of a character at `byte` or before it; the end of the text where `byte` lies beyond.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Up to `most` bytes of the tape itself; what is not UTF-8 is replaced.
pub(crate) fn raw(tape: &mut Tape<'_>, most: usize) -> String {
    let bytes: Vec<u8> = (0..tape.below(most + 1)).map(|_| tape.byte()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
