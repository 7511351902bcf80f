//! What happens when: the spans of time that begin the entries of a plan or an agenda.

use crate::grammar::{Cue, Grammars};
use crate::text::TextRange;

/// A span of counted time: weeks 1 to 2, the third quarter of 2026.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What is counted, in the singular, lower case; a quarter of a year counts from the year 0.
    pub unit: String,
    /// The first.
    pub start: u32,
    /// The last.
    pub end: u32,
    /// Where it stands, from the beginning of the text that was read.
    pub range: TextRange,
    /// Whether it lasts from a moment to a moment, as minutes do, rather than over whole units.
    pub is_continuous: bool,
}

/// The span that `text` begins with: `Week 1-2: …`, `**Q1 2026 – Q2 2026**`, `Year 3 (2028)`, `0-10 min …`.
#[must_use]
pub fn span(grammars: &Grammars, text: &str) -> Option<Span> {
    let start = text.find(char::is_alphanumeric)?;
    let mut reader = Reader { grammars, text, at: start };
    let found = reader.quarters().or_else(|| {
        reader.at = start;
        reader.named()
    });
    let (unit, first, last) = found.or_else(|| {
        reader.at = start;
        reader.counted()
    })?;
    let goes_on = text.get(reader.at..)?.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '+');
    let is_continuous = grammars.is_unit_of("clock", &unit);
    (!goes_on).then_some(Span { unit, start: first, end: last, range: TextRange::new(start, reader.at), is_continuous })
}

struct Reader<'t> {
    grammars: &'t Grammars,
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// `Q3 2026`, `Q3 2026 to Q1 2027`, `Q3-Q4 2026`
    fn quarters(&mut self) -> Option<(String, u32, u32)> {
        let first = self.quarter()?;
        let year = self.year();
        let (last, last_year) = match self.then(Self::quarter) {
            Some(last) => (last, self.year()),
            None => (first, year),
        };
        let (own, other) = (year.or(last_year)?, last_year.or(year)?);
        let (start, end) = (own * 4 + first, other * 4 + last);
        Some(("quarter".to_owned(), start, end))
    }

    fn quarter(&mut self) -> Option<u32> {
        let rest = self.rest();
        let mut letters = rest.chars();
        let is_quarter = matches!(letters.next(), Some('Q' | 'q'));
        let number = letters.next().and_then(|digit| digit.to_digit(10)).filter(|number| (1..=4).contains(number))?;
        let ends = !letters.next().is_some_and(char::is_alphanumeric);
        (is_quarter && ends).then(|| {
            self.at += 2;
            number
        })
    }

    fn year(&mut self) -> Option<u32> {
        let before = self.at;
        let found = self.number_after_blank().filter(|year| (1970..2200).contains(year));
        if found.is_none() {
            self.at = before;
        }
        found
    }

    /// `Week 1`, `Weeks 3-4`, `Month 2 to month 3`
    fn named(&mut self) -> Option<(String, u32, u32)> {
        let unit = self.unit()?;
        let first = self.number_after_blank()?;
        let last = self.then(|reader| {
            let before = reader.at;
            if reader.unit().is_none() {
                reader.at = before;
            }
            reader.skip_blank();
            reader.number()
        });
        Some((unit, first, last.unwrap_or(first)))
    }

    /// `0-10 min`
    fn counted(&mut self) -> Option<(String, u32, u32)> {
        let first = self.number()?;
        let last = self.then(Self::number)?;
        self.skip_blank();
        let unit = self.unit()?;
        Some((unit, first, last))
    }

    fn unit(&mut self) -> Option<String> {
        let rest = self.rest();
        let word = rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()))?;
        if word.chars().count() < 3 || !self.grammars.is_unit_of("time", word) {
            return None;
        }
        self.at += word.len();
        Some(word.to_lowercase().trim_end_matches('s').to_owned())
    }

    /// What `read` finds behind a dash or a short word.
    fn then(&mut self, read: impl FnOnce(&mut Self) -> Option<u32>) -> Option<u32> {
        let before = self.at;
        self.skip_blank();
        let rest = self.rest();
        let dash = rest.chars().next().filter(|mark| matches!(mark, '-' | '–' | '—')).map(char::len_utf8);
        let word = rest.split(' ').next().filter(|word| self.grammars.is(Cue::UpTo, word)).map(str::len);
        let found = dash.or(word).and_then(|length| {
            self.at += length;
            self.skip_blank();
            read(self)
        });
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn number_after_blank(&mut self) -> Option<u32> {
        let before = self.at;
        self.skip_blank();
        let found = self.number();
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn number(&mut self) -> Option<u32> {
        let rest = self.rest();
        let digits = rest.get(..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))?;
        let number = digits.parse().ok()?;
        self.at += digits.len();
        Some(number)
    }

    fn skip_blank(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\u{a0}', '#']).len();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<String> {
        let found = span(&Grammars::builtin(), text)?;
        Some(format!("{} {}-{} {}", found.unit, found.start, found.end, found.range.of(text)))
    }

    #[test]
    fn spans_are_read_however_they_are_written() {
        for (text, expected) in [
            ("Week 1-2: build", "week 1-2 Week 1-2"),
            ("**Weeks 3 – 4**: try", "week 3-4 Weeks 3 – 4"),
            ("Week 5: ship", "week 5-5 Week 5"),
            ("Month 1 to month 3", "month 1-3 Month 1 to month 3"),
            ("Year 2 (2027)", "year 2-2 Year 2"),
            ("Q3 2026 to Q1 2027: off the train", "quarter 8107-8109 Q3 2026 to Q1 2027"),
            ("Q1-Q2 2026", "quarter 8105-8106 Q1-Q2 2026"),
            ("0-10 min: news", "min 0-10 0-10 min"),
            ("Minutes 10-25 feedback", "minute 10-25 Minutes 10-25"),
            ("Woche 1 bis 2", "woche 1-2 Woche 1 bis 2"),
        ] {
            assert_eq!(seen(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_lines_have_none() {
        for text in
            ["3 teams move", "Phase 1", "1. Week", "weekly", "2 weeks of tests", "Week 1.5", "Qualify", "By week 3"]
        {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
