//! The totals of a matrix as bars of text.

use crate::model::{Exact, Matrix, MatrixOption, shown_number};
use unicode_width::UnicodeWidthStr;

/// The columns that the longest bar takes.
const LONGEST: usize = 30;

/// A bar for each option, the best first; nothing where not every option has a total, or one is below nothing. Where
/// `is_shown` to a person they are blocks, else plain characters.
pub(super) fn bars(matrix: &Matrix, is_shown: bool) -> String {
    let Ok(totals) = ranked(matrix) else { return String::new() };
    let names = totals.iter().map(|(option, _)| option.name.width()).max().unwrap_or(0);
    let most = totals.iter().map(|(_, total)| *total).max().unwrap_or(Exact::ONE);
    let bar = |(option, total): &(&MatrixOption, Exact)| {
        let eighths = bar_length(*total, most, LONGEST * 8);
        let (whole, rest) = (eighths / 8, eighths % 8);
        let drawn = if is_shown {
            let part = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get(rest.wrapping_sub(1));
            "█".repeat(whole) + &part.map(char::to_string).unwrap_or_default()
        } else {
            "#".repeat(whole)
        };
        let gap = " ".repeat(names - option.name.width());
        let (rank, total) = (option.rank.unwrap_or_default(), shown_number(*total));
        format!("  #{rank} {}{gap}  {drawn} {total}\n", option.name)
    };
    totals.iter().map(bar).chain(["\n".to_owned()]).collect()
}

/// The options with their totals, the best first, or why there are no bars of them.
pub(super) fn ranked(matrix: &Matrix) -> Result<Vec<(&MatrixOption, Exact)>, &'static str> {
    let with_total = |option| -> Option<(&MatrixOption, Exact)> { Some((option, option.computed_total?)) };
    let totals = matrix.options.iter().map(with_total).collect::<Option<Vec<_>>>();
    let mut totals = totals.ok_or("not every option has a total: fill in its scores first")?;
    if totals.iter().any(|(_, total)| *total < Exact::ZERO) {
        return Err("a bar cannot show a total below 0: use another format");
    }
    if totals.iter().all(|(_, total)| *total == Exact::ZERO) {
        return Err("a bar cannot show totals that are all 0: use another format");
    }
    totals.sort_by_key(|(option, _)| option.rank);
    Ok(totals)
}

/// How long the bar of `total` is where that of `most` has `length`.
pub(super) fn bar_length(total: Exact, most: Exact, length: usize) -> usize {
    let share = || total.times(Exact::whole(i64::try_from(length).ok()?))?.over(most)?.rounded(0);
    share().and_then(|length| length.parse().ok()).unwrap_or(0)
}
