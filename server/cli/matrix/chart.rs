//! The totals of a matrix as bars of text.

use super::columns::{padded, shortened};
use crate::model::{Exact, Matrix, MatrixOption, shown_number};
use unicode_width::UnicodeWidthStr;

/// The columns that the longest bar takes, and takes at least where room is short.
const LONGEST: usize = 30;
const SHORTEST: usize = 10;
/// The columns of a name at least.
const NAME: usize = 12;

/// The characters that bars are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// For a terminal.
    Blocks,
    /// For everything else.
    Plain,
}

/// A bar for each option, the best first, in `room` columns; nothing where not every option has a total.
pub(super) fn bars(matrix: &Matrix, ink: Ink, room: usize) -> String {
    let Ok(totals) = ranked(matrix) else { return String::new() };
    let widest = |texts: &mut dyn Iterator<Item = String>| texts.map(|text| text.width()).max().unwrap_or(0);
    let rank = |option: &MatrixOption| option.rank.map_or_else(String::new, |rank| format!("#{rank} "));
    let ranks = widest(&mut totals.iter().map(|(option, _)| rank(option)));
    let numbers = widest(&mut totals.iter().map(|(_, total)| shown_number(*total)));
    let names = widest(&mut totals.iter().map(|(option, _)| option.name.clone()));
    // the gaps, the zero line and the total
    let beside = ranks + numbers + 6;
    let length = room.saturating_sub(beside + names).clamp(SHORTEST, LONGEST);
    let names = names.min(room.saturating_sub(beside + length).max(NAME));
    let axis = Axis::of(&totals, length);
    let bar = |(option, total): &(&MatrixOption, Exact)| {
        let (rank, name) = (padded(&rank(option), ranks), padded(&shortened(&option.name, names), names));
        format!("  {rank}{name}  {} {}\n", axis.drawn(*total, ink), shown_number(*total)).replace("   \n", "\n")
    };
    totals.iter().map(bar).collect()
}

/// The options with their totals, the best first, or why there is no chart of them.
pub(super) fn ranked(matrix: &Matrix) -> Result<Vec<(&MatrixOption, Exact)>, &'static str> {
    let with_total = |option| -> Option<(&MatrixOption, Exact)> { Some((option, option.computed_total?)) };
    let totals = matrix.options.iter().map(with_total).collect::<Option<Vec<_>>>();
    let mut totals = totals.ok_or("not every option has a total: fill in its scores first")?;
    totals.sort_by_key(|(option, _)| option.rank);
    Ok(totals)
}

/// What bars are drawn along: a length, and which totals its ends stand for. Nothing is always on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: Exact,
    high: Exact,
    length: usize,
}

impl Axis {
    pub(super) fn of(totals: &[(&MatrixOption, Exact)], length: usize) -> Self {
        let all = || totals.iter().map(|(_, total)| *total).chain([Exact::ZERO]);
        let (low, high) = (all().min().unwrap_or(Exact::ZERO), all().max().unwrap_or(Exact::ZERO));
        Self { low, high, length }
    }

    /// Whether a total is below nothing.
    pub(super) fn goes_below(&self) -> bool {
        self.low < Exact::ZERO
    }

    /// Where `value` is, from the left end.
    pub(super) fn place(&self, value: Exact) -> usize {
        let share = || {
            let length = Exact::whole(i64::try_from(self.length).ok()?);
            value.minus(self.low)?.times(length)?.over(self.high.minus(self.low)?)?.rounded(0)
        };
        share().and_then(|length| length.parse().ok()).unwrap_or(0)
    }

    /// The bar of `total` from nothing, to the left or to the right; with a line at nothing where some go to the left.
    fn drawn(&self, total: Exact, ink: Ink) -> String {
        let fine = Self { length: self.length * 8, ..*self };
        let (zero, end) = (fine.place(Exact::ZERO), fine.place(total));
        let whole = |eighths: usize| if ink == Ink::Blocks { "█" } else { "#" }.repeat(eighths / 8);
        let (left, right) = (zero.saturating_sub(end), end.saturating_sub(zero));
        let part = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((right % 8).wrapping_sub(1));
        let part = part.filter(|_| ink == Ink::Blocks).map(char::to_string).unwrap_or_default();
        let above = whole(right) + &part;
        if !self.goes_below() {
            return above;
        }
        let left = whole(left);
        let blanks = " ".repeat((zero / 8).saturating_sub(left.chars().count()));
        format!("{blanks}{left}{}{above}", if ink == Ink::Blocks { "│" } else { "|" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(low: i64, high: i64, length: usize) -> Axis {
        Axis { low: Exact::whole(low), high: Exact::whole(high), length }
    }

    #[test]
    fn bars_begin_at_nothing() {
        let drawn = |axis: Axis, total| axis.drawn(Exact::whole(total), Ink::Plain);
        assert_eq!(drawn(axis(0, 10, 10), 10), "##########");
        assert_eq!(drawn(axis(0, 10, 10), 0), "");
        assert_eq!(drawn(axis(-5, 5, 10), 5), "     |#####");
        assert_eq!(drawn(axis(-5, 5, 10), -5), "#####|");
        assert_eq!(drawn(axis(-5, 5, 10), -1), "    #|");
        assert_eq!(drawn(axis(-4, 0, 8), -1), "      ##|");
        assert_eq!(drawn(axis(0, 0, 8), 0), "", "there is nothing to draw");
        assert_eq!(axis(-5, 5, 10).drawn(Exact::ZERO, Ink::Blocks), "     │");
        assert_eq!(axis(0, 16, 2).drawn(Exact::whole(3), Ink::Blocks), "▍");
    }
}
