//! What words and signs in cells are worth, where the text says it: `High = 3, Medium = 2, Low = 1`, `✅ = 2`.
//!
//! Without such a legend a word stays a word. A word with two worths has none.

use super::source::Source;
use super::{Exact, Matrix, MatrixScore, cells, form, legend, totals};
use crate::grammar::{Cue, Grammars};
use crate::syntax::{BlockKind, ByRange, Fact, Moved, Parse};
use crate::text::TextRange;

/// Something that is said to be a number.
#[derive(Clone, Debug, PartialEq)]
struct Worth {
    range: TextRange,
    word: String,
    value: Exact,
    /// Whether it is said of weights.
    is_of_weights: bool,
}

impl Moved for Worth {
    fn moved(&self, by: usize) -> Self {
        Self { range: self.range.moved(by), ..self.clone() }
    }
}

static WORTHS: Fact<ByRange<Vec<Worth>>> = Fact::new();

/// Gives words of cells and of weights the number that a legend beside the matrix states, and adds up anew.
pub(super) fn tell(source: &Source<'_>, matrices: &mut [Matrix]) {
    for matrix in matrices.iter_mut().filter(|matrix| has_words(matrix)) {
        let mut said: Vec<Worth> = Vec::new();
        for place in legend::places(source, matrix) {
            let read = |piece: &Parse, range: TextRange| worths(source, piece, range);
            said.extend(source.parse.gather_in(&WORTHS, 0, place, read));
        }
        said.retain(|worth| !matrix.range.contains_range(worth.range));
        if said.len() >= 2 && read(source, matrix, &said) {
            let weighs = matrix.criteria.iter().any(|criterion| criterion.weight.is_some())
                || matrix.options.iter().filter(|option| option.stated_total.is_some()).count() >= 2;
            matrix.form = form(&matrix.options, weighs);
            totals::compute(matrix);
        }
    }
}

/// Whether a cell or a weight holds something that is no number.
fn has_words(matrix: &Matrix) -> bool {
    let mut scores = matrix.options.iter().flat_map(|option| &option.scores);
    scores.any(is_word)
        || matrix.criteria.iter().any(|criterion| criterion.weight.is_none() && criterion.weight_range.is_some())
}

fn is_word(score: &MatrixScore) -> bool {
    score.value.is_none() && score.unit.is_none() && !score.is_open && !score.is_excused
}

/// Reads the words of `matrix`; whether there was one to read.
fn read(source: &Source<'_>, matrix: &mut Matrix, said: &[Worth]) -> bool {
    let mut has_read = false;
    let (of_weights, of_scores): (Vec<&Worth>, Vec<&Worth>) = said.iter().partition(|worth| worth.is_of_weights);
    let of_scores = |written: &str| worth(&of_scores, written);
    for score in matrix.options.iter_mut().flat_map(|option| &mut option.scores).filter(|score| is_word(score)) {
        score.value = of_scores(&source.plain(score.range));
        has_read |= score.value.is_some();
    }
    for criterion in matrix.criteria.iter_mut().filter(|criterion| criterion.weight.is_none()) {
        let Some(range) = criterion.weight_range else { continue };
        let written = source.plain(range);
        let own = worth(&of_weights, &written);
        criterion.weight = own.or_else(|| of_scores(&written)).filter(|weight| *weight >= Exact::ZERO);
        has_read |= criterion.weight.is_some();
    }
    has_read
}

/// The one number that `said` gives for what a cell says, or for how it begins.
fn worth(said: &[&Worth], written: &str) -> Option<Exact> {
    let of_word = |word: String| {
        let mut values = said.iter().filter(|worth| worth.word == word).map(|worth| worth.value);
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    };
    let before_reason = written.split(['(', ',', ';', ':', '—', '–']).next().unwrap_or_default();
    let before_reason = before_reason.split(" - ").next().unwrap_or_default();
    let before_reason = before_reason.split("--").next().unwrap_or_default();
    let sign = before_reason.split_whitespace().next().filter(|sign| !sign.contains(char::is_alphanumeric));
    let behind_sign = sign.and_then(|sign| before_reason.trim_start().strip_prefix(sign));
    [Some(written), Some(before_reason), behind_sign, sign].into_iter().flatten().map(key).find_map(of_word)
}

/// A word or a sign as it is compared.
fn key(written: &str) -> String {
    let bare = written.trim().trim_matches(['*', '_', '`', '"', '“', '”', '\'', ' ']);
    bare.chars().filter(|c| *c != '\u{fe0f}').flat_map(char::to_lowercase).collect()
}

/// What the paragraphs, items and rows in `range` say to be a number.
fn worths(source: &Source<'_>, piece: &Parse, range: TextRange) -> Vec<Worth> {
    let blocks = piece.tree().inside(range);
    let spoken = blocks.filter(|(id, block)| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Row) && !piece.tree().is_quoted(*id)
    });
    let mut found = Vec::new();
    for (_, block) in spoken {
        let text = block.range.of(piece.text());
        if !text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let is_of_weights = source.grammars.says(Cue::Weight, text);
        let grammars = source.grammars;
        let pairs = match block.kind {
            BlockKind::Row => of_row(grammars, text),
            _ if is_of_weights => [of_text(grammars, text), side_by_side(text)].concat(),
            _ => of_text(grammars, text),
        };
        found.extend(pairs.into_iter().map(|(word, value)| Worth { range: block.range, word, value, is_of_weights }));
    }
    found
}

/// `| High | 3 |`
fn of_row(grammars: &Grammars, row: &str) -> Vec<(String, Exact)> {
    let cells: Vec<&str> = row.trim().trim_matches('|').split('|').map(str::trim).collect();
    let pair = match cells.as_slice() {
        [one, other, ..] if cells.len() <= 3 => {
            number(grammars, other).zip(Some(one)).or_else(|| number(grammars, one).zip(Some(other)))
        }
        _ => None,
    };
    pair.map(|(value, word)| (key(word), value)).into_iter().filter(|(word, _)| is_name(word)).collect()
}

/// `High = 3, Medium = 2`, `3 = High; 2 = Medium`, `✅: 2`
fn of_text(grammars: &Grammars, text: &str) -> Vec<(String, Exact)> {
    parts(text).filter_map(|part| of_part(grammars, part)).filter(|(word, _)| is_name(word)).collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.split([',', ';', '\n', '(', ')', '|', '·']).flat_map(|part| part.split(". "));
    sentences.flat_map(|part| part.split(" / "))
}

/// `HIGH 3, MEDIUM 2`: the last word of each part before its number. Only weights are told so.
fn side_by_side(text: &str) -> Vec<(String, Exact)> {
    let pair = |part: &str| {
        let (before, number) = part.trim().trim_end_matches(['.', '!']).rsplit_once(' ')?;
        let (value, rest) = cells::decimal(number)?;
        let word = key(before.split_whitespace().next_back()?);
        (rest.is_empty() && word.chars().all(char::is_alphabetic)).then_some((word, value))
    };
    parts(text).filter_map(pair).collect()
}

fn of_part(grammars: &Grammars, part: &str) -> Option<(String, Exact)> {
    let part = part.trim().trim_end_matches(['.', '!']);
    let split = |sign: &'static str| part.rsplit_once(sign).map(|(left, right)| (sign, left, right));
    let (sign, left, right) = ["=", "→", " – ", " — ", " - ", ":"].into_iter().find_map(split)?;
    if let Some(value) = number(grammars, right) {
        // `Legend: High`
        return Some((key(left.rsplit([':', '=']).next().unwrap_or_default()), value));
    }
    // `scored 3 = High`
    let before = if matches!(sign, "=" | "→") { left.split_whitespace().next_back()? } else { left };
    Some((key(right), number(grammars, before)?))
}

/// A number that stands alone, points behind it or not.
fn number(grammars: &Grammars, written: &str) -> Option<Exact> {
    let bare = written.trim().trim_matches(['*', '_', '`', ' ']);
    let (value, rest) = cells::decimal(bare)?;
    let rest = rest.trim();
    (rest.is_empty() || grammars.is(Cue::ScoreWord, rest)).then_some(value)
}

/// Whether a word may stand in a cell for a number: a few words, or a sign.
fn is_name(word: &str) -> bool {
    let is_number = || word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%' | ' '));
    !word.is_empty() && word.split_whitespace().count() <= 3 && !is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        of_text(&Grammars::builtin(), text).into_iter().map(|(word, value)| (word, value.to_string())).collect()
    }

    #[test]
    fn legends_are_written_in_few_ways() {
        let three = [("high", "3"), ("medium", "2"), ("low", "1")].map(|(word, value)| (word.into(), value.into()));
        for text in [
            "High = 3, Medium = 2, Low = 1.",
            "Legend: **High** = 3; **Medium** = 2; **Low** = 1",
            "Scored 3 = High, 2 = Medium, 1 = Low",
            "We rate (High: 3, Medium: 2, Low: 1) by feel.",
            "High → 3\nMedium → 2\nLow → 1",
            "High – 3 points / Medium – 2 points / Low – 1 point",
        ] {
            assert_eq!(pairs(text), three, "{text}");
        }
        assert_eq!(pairs("High = 3, Medium = 2, Low = 1. Scores from 1 to 5."), three);
        let side_by_side = side_by_side("Weights HIGH 3, MEDIUM 2, LOW 1; points from 1 to 5 with 5 as the best.");
        assert_eq!(
            side_by_side,
            [("high", 3), ("medium", 2), ("low", 1)].map(|(w, v)| (w.to_owned(), Exact::whole(v)))
        );
        assert_eq!(pairs("✅ = 2, ⚠️ = 1, ❌ = 0").len(), 3);
        let grammars = Grammars::builtin();
        assert_eq!(of_row(&grammars, "| Good | 4 |"), [("good".to_owned(), Exact::whole(4))]);
        assert_eq!(of_row(&grammars, "| 4 | Good |"), [("good".to_owned(), Exact::whole(4))]);
        for text in ["It takes 3 weeks: see below.", "As of 2026 - fine", "a = b", "5 = 5", "Cost: 3 ms"] {
            assert_eq!(pairs(text), [], "{text}");
        }
    }

    #[test]
    fn a_cell_may_give_a_reason() {
        let said: Vec<Worth> = of_text(&Grammars::builtin(), "✅ = 2, High = 3, Very High = 4")
            .into_iter()
            .map(|(word, value)| Worth { range: TextRange::empty(0), word, value, is_of_weights: false })
            .collect();
        for (cell, value) in [
            ("HIGH", Some(3)),
            ("High (measured)", Some(3)),
            ("high — as quoted", Some(3)),
            ("🟢 High", Some(3)),
            ("very high", Some(4)),
            ("✅", Some(2)),
            ("✅ works", Some(2)),
            ("Higher", None),
            ("not high", None),
            ("✅✅", None),
        ] {
            assert_eq!(worth(&said.iter().collect::<Vec<_>>(), cell), value.map(Exact::whole), "{cell}");
        }
    }
}
