//! Days as people write them: `2026-03-01`, `1 March 2026`, `March 1st, 2026`, `1.3.2026`, `01/03/2026`.

use crate::grammar::Grammars;
use crate::text::TextRange;
use jiff::civil::Date;

/// A day that stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// Where it stands, from the beginning of the text that was read.
    pub range: TextRange,
    /// Which day it is.
    pub day: Day,
}

/// What a written day says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A day.
    On(Date),
    /// `03/04/2026`: one of two days, the earlier first; nothing tells which.
    Either(Date, Date),
    /// `2026-02-31`: no calendar has it.
    Impossible,
}

impl Day {
    /// The day, where it can only be one.
    #[must_use]
    pub const fn certain(self) -> Option<Date> {
        if let Self::On(date) = self { Some(date) } else { None }
    }
}

/// The day that `text` begins with, a mark or two before it.
#[must_use]
pub fn date_at_start(grammars: &Grammars, text: &str) -> Option<WrittenDate> {
    let first = dates(grammars, text).next()?;
    let before = text.get(..first.range.start)?;
    (!before.chars().any(char::is_alphanumeric)).then_some(first)
}

/// The days that stand in `text`, in order. The day in a path, a link or a version is none.
pub fn dates<'t>(grammars: &'t Grammars, text: &'t str) -> impl Iterator<Item = WrittenDate> + 't {
    let source = Source { grammars, text, tokens: tokens(text) };
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < source.tokens.len() {
            if let Some((found, length)) = source.date(at) {
                at += length;
                return Some(found);
            }
            at += 1;
        }
        None
    })
}

impl Grammars {
    /// Whether `text` names a month.
    #[must_use]
    pub fn names_month(&self, text: &str) -> bool {
        tokens(text).into_iter().any(|word| month(self, word.of(text)).is_some())
    }
}

/// The month that `word` names, 1 to 12.
fn month(grammars: &Grammars, word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let place = grammars.vocabulary.months.iter().position(|month| month.words.contains(&word))?;
    i8::try_from(place + 1).ok()
}

/// The digits and the letters of a text, run by run.
fn tokens(text: &str) -> Vec<TextRange> {
    let mut found: Vec<TextRange> = Vec::new();
    let mut last = None;
    for (at, character) in text.char_indices() {
        let sort = if character.is_ascii_digit() {
            Some(true)
        } else if character.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        let end = at + character.len_utf8();
        match found.last_mut() {
            Some(run) if sort.is_some() && sort == last => run.end = end,
            _ if sort.is_some() => found.push(TextRange::new(at, end)),
            _ => {}
        }
        last = sort;
    }
    found
}

struct Source<'t> {
    grammars: &'t Grammars,
    text: &'t str,
    tokens: Vec<TextRange>,
}

impl Source<'_> {
    /// The day that begins at a token, and how many tokens it has.
    fn date(&self, at: usize) -> Option<(WrittenDate, usize)> {
        let start = self.tokens.get(at)?.start;
        let before = self.text.get(..start)?.chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '-' | '.' | '=')) {
            return None;
        }
        let found = self.in_figures(at).map(|day| (day, 3)).or_else(|| self.in_words(at))?;
        let range = TextRange::new(start, self.tokens.get(at + found.1 - 1)?.end);
        let behind = self.text.get(range.end..)?;
        let goes_on = behind.starts_with(['/', '-', '_']) && behind.chars().nth(1).is_some_and(char::is_alphanumeric);
        (!goes_on).then_some((WrittenDate { range, day: found.0 }, found.1))
    }

    /// `2026-03-01`, `1.3.2026`, `01/03/2026`
    fn in_figures(&self, at: usize) -> Option<Day> {
        let mark = self.between(at)?;
        if !matches!(mark, "-" | "/" | ".") || self.between(at + 1)? != mark {
            return None;
        }
        let [first, second, third] = [self.number(at)?, self.number(at + 1)?, self.number(at + 2)?];
        let lengths = [at, at + 1, at + 2].map(|at| self.tokens.get(at).map_or(0, |run| run.len()));
        match lengths {
            [4, 1..=2, 1..=2] => day_of(first, second, third, mark != "."),
            [1..=2, 1..=2, 4] if mark == "." => day_of(third, second, first, false),
            [1..=2, 1..=2, 4] => match (day_of(third, second, first, true)?, day_of(third, first, second, true)?) {
                (Day::On(one), Day::On(other)) if one == other => Some(Day::On(one)),
                (Day::On(one), Day::On(other)) => Some(Day::Either(one.min(other), one.max(other))),
                (Day::On(one), _) | (_, Day::On(one)) => Some(Day::On(one)),
                _ => Some(Day::Impossible),
            },
            _ => None,
        }
    }

    /// `1 March 2026`, `1st of March 2026`, `1-Mar-2026`, `March 1st, 2026`, and how many tokens that is.
    fn in_words(&self, at: usize) -> Option<(Day, usize)> {
        let month_first = self.month(at).is_some();
        let mut next = at + 1;
        let (month, day) = if month_first {
            let day = self.number(next)?;
            next = self.skip_ending(next + 1);
            (self.month(at)?, day)
        } else {
            let day = self.number(at)?;
            next = self.skip_ending(next);
            next += usize::from(self.month(next).is_none());
            let month = self.month(next)?;
            next += 1;
            (month, day)
        };
        next += usize::from(self.number(next).is_none());
        let is_near = (at..next).all(|at| self.between(at).is_some_and(is_gap));
        let year = self.number(next).filter(|_| is_near && self.tokens.get(next).is_some_and(|run| run.len() == 4))?;
        Some((day_of(year, i32::from(month), day, true)?, next + 1 - at))
    }

    /// The token behind the `st` of `1st`, where that is one.
    fn skip_ending(&self, at: usize) -> usize {
        let is_ending = self.tokens.get(at).is_some_and(|run| run.len() <= 3)
            && at.checked_sub(1).and_then(|before| self.between(before)).is_some_and(str::is_empty);
        at + usize::from(is_ending && self.month(at).is_none())
    }

    fn month(&self, at: usize) -> Option<i8> {
        month(self.grammars, self.tokens.get(at)?.of(self.text))
    }

    fn number(&self, at: usize) -> Option<i32> {
        self.tokens.get(at)?.of(self.text).parse().ok()
    }

    /// What stands between a token and the next.
    fn between(&self, at: usize) -> Option<&str> {
        self.text.get(self.tokens.get(at)?.end..self.tokens.get(at + 1)?.start)
    }
}

fn is_gap(between: &str) -> bool {
    between.chars().count() <= 2 && between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '.' | ',' | '-' | '/'))
}

/// The day of these figures; zeros are somebody's blanks. Where `is_day` is certain, figures that no calendar has are
/// an impossible day.
fn day_of(year: i32, month: i32, day: i32, is_day: bool) -> Option<Day> {
    if !(1970..=2199).contains(&year) || month == 0 || day == 0 {
        return None;
    }
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().map(Day::On).or(is_day.then_some(Day::Impossible))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let shown = |found: WrittenDate| match found.day {
            Day::On(date) => date.to_string(),
            Day::Either(one, other) => format!("{one} or {other}"),
            Day::Impossible => format!("no {}", found.range.of(text)),
        };
        dates(&Grammars::builtin(), text).map(shown).collect()
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        for written in [
            "2026-03-01",
            "2026/03/01",
            "2026.3.1",
            "1.3.2026",
            "01.03.2026",
            "1 March 2026",
            "1st March 2026",
            "1st of March, 2026",
            "March 1, 2026",
            "Mar 1st, 2026",
            "1-Mar-2026",
            "Mar. 1 2026",
            "1. März 2026",
            "1er mars 2026",
            "1 de marzo de 2026",
            "1 Mart 2026",
            "2026-03-01T10:00Z",
            "on 2026-03-01, at noon",
            "(2026-03-01)",
            "2026-03-01.",
        ] {
            assert_eq!(seen(written), ["2026-03-01"], "{written}");
        }
        assert_eq!(seen("31/12/2026 and 12/31/2026"), ["2026-12-31", "2026-12-31"]);
        assert_eq!(seen("03/04/2026"), ["2026-03-04 or 2026-04-03"]);
        assert_eq!(seen("from 2026-01-01 to 2026-02-01"), ["2026-01-01", "2026-02-01"]);
    }

    #[test]
    fn days_that_no_calendar_has_are_impossible() {
        assert_eq!(seen("2026-02-31"), ["no 2026-02-31"]);
        assert_eq!(seen("31 June 2026"), ["no 31 June 2026"]);
        assert_eq!(seen("2026-13-01"), ["no 2026-13-01"]);
        assert_eq!(seen("29 February 2024"), ["2024-02-29"]);
    }

    #[test]
    fn other_figures_are_no_days() {
        for text in [
            "v1.2.2026",
            "2026",
            "March 2026",
            "docs/2024-05-02-ledger.md",
            "2024-05-02-ledger",
            "10.20.2024.1",
            "2026-00-00",
            "YYYY-MM-DD",
            "1 may 20",
            "12 engineers in 2026",
            "may 2026",
        ] {
            assert_eq!(seen(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_value_may_begin_with_a_day() {
        let start = |text| date_at_start(&Grammars::builtin(), text).is_some();
        assert!(start("**2026-03-01** (draft)") && !start("decided on 2026-03-01"));
    }
}
