//! What speaks for something and what against it: items, labels and headings of pros and cons.

use crate::grammar::{Cue, Grammars, normal_name};
use crate::syntax::{BlockKind, Parse};
use crate::text::TextRange;

/// How many arguments there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// What speaks for it.
    pub pros: usize,
    /// What speaks against it.
    pub cons: usize,
    /// What does neither.
    pub neutral: usize,
    /// What does not say which it does.
    pub plain: usize,
}

impl Arguments {
    /// Whether they are marked as pros and cons.
    #[must_use]
    pub const fn are_marked(self) -> bool {
        self.pros + self.cons > 0
    }

    const fn count(&mut self, side: Option<Side>) {
        match side {
            Some(Side::For) => self.pros += 1,
            Some(Side::Against) => self.cons += 1,
            Some(Side::Neither) => self.neutral += 1,
            None => self.plain += 1,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    For,
    Against,
    Neither,
}

/// The arguments in `range`: what an item begins with counts, else the label or heading that stands above it.
#[must_use]
pub fn arguments(grammars: &Grammars, parse: &Parse, range: TextRange) -> Arguments {
    let mut found = Arguments::default();
    let mut above: Option<Side> = None;
    let mut label: Option<(TextRange, Option<Side>)> = None;
    let mut counted = TextRange::empty(range.start);
    for (_, block) in parse.tree().inside(range) {
        let written = block.range.of(parse.text());
        let inside = label.filter(|(item, _)| item.contains_range(block.range));
        match block.kind {
            BlockKind::Heading { .. } => above = side(grammars, parse.content(block).of(parse.text())),
            BlockKind::Item { .. } if !counted.is_empty() && counted.contains_range(block.range) => {}
            BlockKind::Item { .. } => {
                let own = side(grammars, written);
                if own.is_some() && inside.is_none() && is_label(written) {
                    label = Some((block.range, own));
                } else {
                    found.count(own.or(inside.and_then(|(_, side)| side)).or(above));
                    counted = block.range;
                }
            }
            BlockKind::Paragraph if inside.is_none() && !counted.contains_range(block.range) => {
                let own = side(grammars, written);
                if own.is_some() && !is_label(written) {
                    found.count(own);
                } else if own.is_some() || is_label(written) {
                    above = own;
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a line is nothing but a label.
fn is_label(written: &str) -> bool {
    let first = written.split(['\n', '\r']).next().unwrap_or_default().trim_end().trim_end_matches(['*', '_']);
    first.ends_with(':') || !first.contains(':') && first.split_whitespace().count() <= MOST_OF_A_LABEL
}

/// Words.
const MOST_OF_A_LABEL: usize = 3;

/// The side that `written` says it is on: by a label, or by a phrase such as `Good, because`.
fn side(grammars: &Grammars, written: &str) -> Option<Side> {
    let bare = written.trim_start_matches(|c: char| !c.is_alphabetic());
    let line = bare.split(['\n', '\r']).next().unwrap_or_default();
    let end = [":", ",", " - ", " – ", " — ", "*", "("].iter().filter_map(|mark| line.find(mark)).min();
    let label = line.get(..end.unwrap_or(line.len())).unwrap_or(line);
    let opening = line.split_whitespace().take(MOST_OF_A_LABEL).collect::<Vec<_>>().join(" ");
    let is_on = |cue: Cue| {
        let mut phrases = grammars.words(cue).iter().filter(|phrase| phrase.contains(' '));
        let opening = format!("{} ", normal_name(&opening));
        grammars.is(cue, label) || phrases.any(|phrase| opening.starts_with(&format!("{phrase} ")))
    };
    let sides = [(Cue::Con, Side::Against), (Cue::Pro, Side::For), (Cue::Neutral, Side::Neither)];
    sides.into_iter().find(|(cue, _)| is_on(*cue)).map(|(_, side)| side)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (usize, usize, usize, usize) {
        let parse = Parse::new(text.into());
        let found = arguments(&Grammars::builtin(), &parse, TextRange::new(0, text.len()));
        (found.pros, found.cons, found.neutral, found.plain)
    }

    #[test]
    fn arguments_are_counted_however_they_are_marked() {
        assert_eq!(seen("* Good, because a\n* Neutral, because b\n* Bad, because c\n* Bad because d\n"), (1, 2, 1, 0));
        assert_eq!(seen("Pros:\n\n- a\n- b\n\n**Cons**\n\n- c\n  - d\n"), (2, 1, 0, 0));
        assert_eq!(seen("### Positive\n\n- a\n\n### Negative\n\n- b\n- c\n"), (1, 2, 0, 0));
        assert_eq!(seen("- Pros:\n  - a\n  - b\n- Cons:\n  - c\n"), (2, 1, 0, 0));
        assert_eq!(seen("- Benefit: a b c d\n- Drawback: e f g h\n- For now, we wait\n"), (1, 1, 0, 1));
        assert_eq!(seen("- Pros: cheap\n- Cons: it is slow\n"), (1, 1, 0, 0));
        assert_eq!(seen("Pro: it is cheap and known\n\nContra: it is slow at night\n"), (1, 1, 0, 0));
    }
}
