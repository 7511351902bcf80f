//! What a value looks like, in the forms that grammars ask for. Every question here is asked of an answer that is
//! there; whether one is there is asked elsewhere.

use crate::grammar::{Cue, Grammars, ItemSpec, normal_name};
use crate::text::TextRange;

/// Whether `text` says how much: a figure of its own, or a word for a quantity. The `99` of `p99` and the `3` of
/// `S3` are parts of names.
#[must_use]
pub fn is_quantified(grammars: &Grammars, text: &str) -> bool {
    figures(text).next().is_some() || grammars.says(Cue::Quantity, text)
}

/// Whether `text` measures something: a figure with a unit, a currency or a share.
#[must_use]
pub fn measures(grammars: &Grammars, text: &str) -> bool {
    figures(text).any(|figure| {
        let before = text.get(..figure.start).unwrap_or("").chars().next_back();
        let is_money = before.is_some_and(|sign| grammars.is_unit_of("money", &sign.to_string()));
        is_money || unit_behind(text, figure).is_some_and(|unit| grammars.is_unit(unit))
    })
}

/// Whether `text` goes from a value to a value: `5k → 50k`, `from 5k to 50k`, two figures.
#[must_use]
pub fn changes(grammars: &Grammars, text: &str) -> bool {
    let marks = ["→", "->", "=>", "➔", "⇒", "|"];
    figures(text).count() >= 2
        || marks.iter().any(|mark| text.contains(mark))
        || (grammars.says(Cue::UpTo, text) && figures(text).next().is_some() && grammars.says(Cue::Quantity, text))
}

/// Whether `text` names a span of time, in figures or in words: `3 weeks`, `two sprints`, `Q3 2026`, `already done`.
#[must_use]
pub fn states_duration(grammars: &Grammars, text: &str) -> bool {
    let is_long_unit = |word: &str| word.chars().count() > 2 && grammars.is_unit_of("time", word);
    let words = text.split(|c: char| !(c.is_alphabetic() || c == '-')).filter(|word| !word.is_empty());
    let in_words = words.flat_map(|word| std::iter::once(word).chain(word.split('-'))).any(is_long_unit);
    let in_figures = figures(text).any(|figure| {
        let is_nothing = figure.of(text).trim_matches(['0', '.']).is_empty();
        is_nothing || unit_behind(text, figure).is_some_and(|unit| grammars.is_unit_of("time", unit))
    });
    in_words || in_figures || names_date(text) || grammars.says(Cue::AtOnce, text)
}

/// `Q3`, `2026-03`, `2026`
fn names_date(text: &str) -> bool {
    let is_quarter = |word: &str| matches!(word.as_bytes(), [b'Q' | b'q' | b'H', b'1'..=b'4', ..]);
    let is_year = |word: &str| matches!(word.as_bytes(), [b'2', b'0', b'0'..=b'9', b'0'..=b'9']);
    text.split(|c: char| !c.is_alphanumeric()).any(|word| is_quarter(word) || is_year(word))
}

/// Whether `text` names something that may happen, rather than only how bad it is: more than ratings, figures and
/// the criterion's own name. That there is none is an answer too.
#[must_use]
pub fn names_risk(grammars: &Grammars, item: &ItemSpec, text: &str) -> bool {
    if grammars.begins(Cue::None, text) {
        return true;
    }
    let own: Vec<String> =
        item.names().flat_map(|name| name.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3);
    let mut telling = words.filter(|word| {
        let is_figure = word.starts_with(|c: char| c.is_ascii_digit());
        !is_figure && !grammars.is_in_ratings(word) && !own.contains(&normal_name(word))
    });
    telling.next().is_some()
}

/// Whether `text` answers a question: it does not only leave it open, and is more than a bare figure.
#[must_use]
pub fn answers(grammars: &Grammars, text: &str) -> bool {
    let says_something = text.chars().any(|c| !c.is_ascii_punctuation() && !c.is_whitespace() && !c.is_ascii_digit());
    says_something && !grammars.is(Cue::Unsure, text)
}

/// The numbers in figures that stand on their own in `text`.
fn figures(text: &str) -> impl Iterator<Item = TextRange> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + rest.find(|c: char| c.is_ascii_digit())?;
            let tail = text.get(start..)?;
            let length = tail.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(tail.len());
            at = start + length;
            let before = text.get(..start).unwrap_or("").chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                return Some(TextRange::new(start, at));
            }
        }
    })
}

/// The word behind a figure, or behind the range that it begins: `weeks` of `2-3 weeks`.
fn unit_behind(text: &str, figure: TextRange) -> Option<&str> {
    let rest = text.get(figure.end..)?.trim_start_matches([' ', '\u{a0}', '\u{202f}', '+', '-']);
    let end = rest
        .find(|c: char| !(c.is_alphabetic() || matches!(c, '%' | '$' | '€' | '£' | '-' | '‰')))
        .unwrap_or(rest.len());
    rest.get(..end).filter(|unit| !unit.is_empty())
}
