//! What random input has found, so that it is not found twice.

use super::bodies::sound::sound;
use super::bodies::tape::Tape;
use staffwork::grammar::Grammars;
use staffwork::syntax::{Kept, Parse};
use staffwork::workspace::{Force, config_schema, read_config};

#[test]
fn places_lie_inside_behind_a_byte_order_mark() {
    for text in [
        "\u{feff}+++\n\u{fffd}\nstatus: accepted\n\n# Use Postgres\n",
        "\u{feff}---\n\0\u{fffd}\nkey: 1\n\0\n---\n## Context and Problem Statement\n\nWe need a store.\n",
    ] {
        sound("docs/decisions/0007-use-postgres.md", text, Force::default(), &mut Tape::new(&[7, 7, 7]));
    }
}

#[test]
fn a_status_in_a_heading_that_is_written_otherwise_than_it_is_read_lies_inside() {
    for text in [
        "----\rstatus: accepted\rallow: {few-options: because}\r\0: \u{feff}\ra\ra\ra\r----\r# Use Postgres\n\n",
        "---\ndate: 2026-03-04\n...\nstatus: accepted\nkey: value # comment\n\0\0\0\nkey: \"\\u00e9\\x41\\\n\
         \0\0\0\u{fffd}\u{fffd}\0\0\0\0\n---\n# Use Postgres\n\n",
        "## Status: ac\\_\\_cepted &amp;\u{1d11e}\n\n## Context\n\nWe need a store.\n",
    ] {
        sound("docs/decisions/0007-use-postgres.md", text, Force::default(), &mut Tape::new(&[7, 7, 7]));
    }
}

#[test]
fn a_mistake_that_quotes_several_lines_is_told_in_one() {
    let schema = config_schema(&Grammars::builtin(), &["few-options"]);
    let mistakes = read_config("[rules]\nfew-options = \"\"\"\nlong\nlonger\"\"\"\n", &schema).unwrap_err();
    let expected = "`few-options` cannot be `long, longer`: use one of `off`, `hint`, `info`, `warning`, `error`";
    assert_eq!(mistakes[0].message, expected);
}

#[test]
fn what_looks_like_front_matter_behind_a_blank_is_a_rule_across_the_page() {
    let texts = [" ß", "---\nstatus: accepted\ndate: 2026-03-04\n---\n\n"];
    let parse = Parse::open(texts[0].into());
    let edited = parse.edited(format!(" {}ß", texts[1]).into(), Kept { before: 1, behind: 2 });
    let fresh = Parse::new(edited.shared_text());
    assert_eq!(edited.tree(), fresh.tree());
}
