//! What a matrix says of its winner itself: a row or a column of ranks, or one that marks the best.

use super::MatrixOption;
use super::source::Source;
use crate::grammar::Cue;
use crate::text::TextRange;

/// Reads the cells of a row or a column called what stands at `head`, one for each of `options`.
pub(super) fn read(
    source: &Source<'_>,
    head: Option<TextRange>,
    cells: &[Option<TextRange>],
    options: &mut [MatrixOption],
) {
    let Some(head) = head.map(|range| source.plain(range)) else { return };
    let (is_rank, is_winner) = (source.is(Cue::Rank, &head), source.is(Cue::Winner, &head));
    let written = |cell: &Option<TextRange>| cell.filter(|range| !is_blank(range.of(source.text())));
    let marked = cells.iter().filter_map(written).count();
    for (option, cell) in options.iter_mut().zip(cells) {
        let Some(range) = written(cell) else { continue };
        let rank = match () {
            () if is_rank => place(&source.plain(range)),
            // names, and reasons for each, mark nobody
            () if is_winner && marked == 1 => Some(1),
            () => None,
        };
        option.stated_rank = rank.map(|rank| (rank, range)).or(option.stated_rank);
    }
}

fn is_blank(written: &str) -> bool {
    written.chars().all(|c| matches!(c, '-' | '–' | '—' | '*' | '_' | ' '))
}

/// `1`, `#2`, `3rd`, `1.`, `2 (tie)`
fn place(written: &str) -> Option<usize> {
    let bare = written.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, behind) = bare.split_at(digits);
    let ends = matches!(behind, "" | "." | "st" | "nd" | "rd" | "th") || behind.starts_with([' ', '(']);
    digits.parse().ok().filter(|rank| ends && (1..100).contains(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_in_few_ways() {
        for (written, read) in [("1", 1), ("#2", 2), ("3rd", 3), ("🥇 1", 1), ("2 (tie)", 2), ("1.", 1)] {
            assert_eq!(place(written), Some(read), "{written}");
        }
        for written in ["", "first", "1.5", "2024-05", "0", "best"] {
            assert_eq!(place(written), None, "{written}");
        }
    }
}
