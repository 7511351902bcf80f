//! Random edits: what is found in the end is what is found in the same text freshly opened.

use super::client::Client;
use super::model::{ENCODINGS, Text, able};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

const EDITED: &str = "file:///w/edited/docs/adr/0001-order.md";
const FRESH: &str = "file:///w/afresh/docs/adr/0001-order.md";
const EDITS: usize = 300;
/// After so many edits the two are compared.
const EACH: usize = 15;

const START: &str = "# 1. Use Postgres\r\n\n## Status\n\nacepted\n\n## Context\r\rö𝄞x 👩‍🚀\r\n\n## Considered options\n\n- Postgres\n\
                     - TBD\r\n\n## Decision\rWe will. e\u{301}\n\n| a | b |\n|---|---|\n| 1 | |\n";
const PIECES: [&str; 24] = [
    "",
    "",
    "a",
    "é",
    "𝄞",
    "e\u{301}",
    "👩‍🚀",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "# ",
    "## Status\n\n",
    "- x\n",
    "|",
    "```\n",
    "<!--",
    "---\n",
    "> ",
    "\u{2028}",
    "\u{feff}",
    "\0",
    "text ",
    "TBD",
];

/// What to replace by what, in characters and pieces of texts whatever they are.
fn plan() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, usize)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, 0..PIECES.len()), EDITS)
}

#[test]
fn random_edits_leave_what_a_fresh_document_has() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for encoding in ENCODINGS {
        let mut client = Client::able(able(encoding));
        let mut own = Text::new(START, encoding);
        client.open(EDITED, &own.text);
        for (version, (place, length, piece)) in
            plan().new_tree(&mut runner).expect("a plan").current().into_iter().enumerate()
        {
            let borders: Vec<usize> = own.text.char_indices().map(|(at, _)| at).chain([own.text.len()]).collect();
            let start = place.index(borders.len());
            let end = (start + length).min(borders.len() - 1);
            let Some(change) = own.replace(borders[start]..borders[end], PIECES[piece]) else { continue };
            client.change(EDITED, i64::try_from(version).unwrap(), json!([change]));
            if version % EACH == 0 || version + 1 == EDITS {
                compare(&mut client, &own);
            }
        }
        client.lives();
        client.leave();
    }
}

#[test]
fn changes_of_one_message_follow_one_another() {
    for encoding in ENCODINGS {
        let mut client = Client::able(able(encoding));
        let mut own = Text::new("# A 𝄞 title\r\n\r\n## Context\n", encoding);
        client.open(EDITED, &own.text);
        let mut changes: Vec<Value> = Vec::new();
        for (word, by) in [("A", "Ä\r"), ("𝄞", "\u{2028}"), ("title", "👩‍🚀\n# Title"), ("Context", "")] {
            let start = own.text.find(word).unwrap();
            changes.extend(own.replace(start..start + word.len(), by));
        }
        client.change(EDITED, 1, json!(changes));
        compare(&mut client, &own);
        client.change(EDITED, 2, json!([{"text": "x"}, {"range": null, "text": "# All of it\n"}]));
        own.text = "# All of it\n".to_owned();
        compare(&mut client, &own);
        client.lives();
        client.leave();
    }
}

/// Diagnostics and symbols of the edited document are those of one that is opened with our own text.
fn compare(client: &mut Client, own: &Text) {
    client.open(FRESH, &own.text);
    let (edited, fresh) = (client.diagnostics(EDITED), client.diagnostics(FRESH));
    assert_eq!(edited.to_string().replace(EDITED, FRESH), fresh.to_string(), "{:?}", own.text);
    let (edited, fresh) = (client.symbols(EDITED), client.symbols(FRESH));
    assert_eq!(edited, fresh, "{:?}", own.text);
}
