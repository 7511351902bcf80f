//! Running text, sentence by sentence.

use crate::grammar::{Cue, Grammars};
use crate::syntax::{BlockKind, Inline, Parse};
use crate::text::{self, TextRange};

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub range: TextRange,
    /// As written, with blanks for every byte of code, HTML and the targets of links.
    pub words: String,
}

/// The sentences in `range`, in document order: of paragraphs and of items. Quotes, tables and code hold none.
#[must_use]
pub fn sentences(grammars: &Grammars, parse: &Parse, range: TextRange) -> Vec<Sentence> {
    let is_own = |block: &BlockKind| *block == BlockKind::Paragraph;
    let blocks = parse.tree().inside(range).filter(|(_, block)| is_own(&block.kind));
    let blocks = blocks.filter(|(id, _)| !parse.tree().is_quoted(*id));
    blocks.flat_map(|(_, block)| of_paragraph(grammars, parse, block.range)).collect()
}

fn of_paragraph(grammars: &Grammars, parse: &Parse, range: TextRange) -> Vec<Sentence> {
    let shown = shown(parse, range);
    let found = text::sentences(&shown, |word| grammars.is(Cue::Abbreviation, word));
    let sentence = |own: TextRange| Sentence {
        range: TextRange::new(range.start + own.start, range.start + own.end),
        words: own.of(&shown).to_owned(),
    };
    found.into_iter().map(sentence).collect()
}

/// The text of `range` with blanks for what is no running text, byte for byte.
fn shown(parse: &Parse, range: TextRange) -> String {
    let inline = Inline::read(parse, range);
    let mut out = String::with_capacity(range.len());
    for (at, character) in range.of(parse.text()).char_indices() {
        let own = TextRange::new(range.start + at, range.start + at + character.len_utf8());
        if inline.is_verbatim(own) {
            out.extend(std::iter::repeat_n('_', own.len()));
        } else {
            out.push(character);
        }
    }
    out
}
