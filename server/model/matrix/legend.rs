//! What the text says of the scores beside it: on which scale they are given, and which end of it is the good one.

use super::source::Source;
use super::{Exact, Matrix, Orientation};
use crate::grammar::{Cue, Grammars};
use crate::syntax::{BlockKind, ByRange, Fact, Moved, Parse};
use crate::text::TextRange;
use std::cmp::Reverse;

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Nobody says.
    #[default]
    Unsaid,
    /// High scores are good.
    Higher,
    /// Low ones are.
    Lower,
}

/// The numbers that scores are chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The least.
    pub low: Exact,
    /// The most.
    pub high: Exact,
}

/// Something that is said of scores.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Legend {
    range: TextRange,
    direction: Direction,
    scale: Option<Scale>,
}

impl Moved for Legend {
    fn moved(&self, by: usize) -> Self {
        Self { range: self.range.moved(by), ..*self }
    }
}

static LEGENDS: Fact<ByRange<Vec<Legend>>> = Fact::new();

/// Where a matrix is spoken of: its section, and those of criteria.
pub(super) fn places(source: &Source<'_>, matrix: &Matrix) -> Vec<TextRange> {
    let section = source.outline.at(matrix.range.start).and_then(|id| source.outline.get(id));
    let own = section.map(|section| section.own.cover(section.heading_range));
    own.into_iter().chain(source.of_criteria().map(|slot| slot.body)).collect()
}

/// The legends that may be of one of `matrices`: in it, in its section, among the criteria; no other text is read.
fn near(source: &Source<'_>, matrices: &[Matrix]) -> Vec<Legend> {
    if matrices.is_empty() {
        return Vec::new();
    }
    let own = matrices.iter().map(|matrix| matrix.range);
    let around = matrices.iter().flat_map(|matrix| places(source, matrix));
    let mut places: Vec<TextRange> = own.chain(around).collect();
    places.sort_by_key(|place| (place.start, Reverse(place.end)));
    let mut read = 0;
    let mut found = Vec::new();
    for place in places {
        let rest = TextRange::new(place.start.max(read), place.end.max(read));
        if !rest.is_empty() {
            found.extend(
                source.parse.gather_in(&LEGENDS, 0, rest, |piece, range| legends(source.grammars, piece, range)),
            );
        }
        read = read.max(place.end);
    }
    found
}

/// Tells the matrices what is said of their scores: in their section, and wherever criteria are spoken of.
pub(super) fn tell(source: &Source<'_>, matrices: &mut [Matrix]) {
    let legends = near(source, matrices);
    if legends.is_empty() {
        return;
    }
    let taken: Vec<TextRange> = matrices.iter().map(|matrix| matrix.range).collect();
    let is_free = |legend: &&Legend| !taken.iter().any(|range| range.contains_range(legend.range));
    for matrix in matrices {
        let places = places(source, matrix);
        let speaks = |legend: &&Legend| places.iter().any(|place| place.contains_range(legend.range));
        let said: Vec<&Legend> = legends.iter().filter(is_free).filter(speaks).collect();
        matrix.direction = together(said.iter().map(|legend| legend.direction));
        matrix.stated_scale = agreed(said.iter().filter_map(|legend| legend.scale));
        if matrix.orientation == Orientation::OptionsAsColumns {
            for criterion in &mut matrix.criteria {
                let own = legends.iter().filter(|legend| legend.range.contains_range(criterion.range));
                criterion.direction = together(own.map(|legend| legend.direction).chain([criterion.direction]));
            }
        }
    }
}

/// Where one says that low scores are good, they are somewhere.
fn together(directions: impl Iterator<Item = Direction>) -> Direction {
    directions.fold(Direction::Unsaid, |all, one| match (all, one) {
        (Direction::Lower, _) | (_, Direction::Lower) => Direction::Lower,
        (Direction::Higher, _) | (_, Direction::Higher) => Direction::Higher,
        _ => Direction::Unsaid,
    })
}

fn agreed(mut scales: impl Iterator<Item = Scale>) -> Option<Scale> {
    let first = scales.next()?;
    scales.all(|other| other == first).then_some(first)
}

fn legends(grammars: &Grammars, piece: &Parse, range: TextRange) -> Vec<Legend> {
    let blocks = piece.tree().inside(range);
    let spoken = blocks.filter(|(id, block)| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Row)
            && !piece.tree().is_quoted(*id)
    });
    let read = spoken.map(|(_, block)| {
        let text = block.range.of(piece.text());
        Legend { range: block.range, direction: direction(grammars, text), scale: of_text(grammars, text) }
    });
    read.filter(|legend| legend.direction != Direction::Unsaid || legend.scale.is_some()).collect()
}

/// Which end of a scale `text` calls the good one. Where it speaks of both, low scores are good somewhere.
pub(super) fn direction(grammars: &Grammars, text: &str) -> Direction {
    // asides count
    let text = text.replace(['(', ')', '[', ']'], " ");
    match () {
        () if grammars.says(Cue::LowerBetter, &text) => Direction::Lower,
        () if grammars.says(Cue::HigherBetter, &text) => Direction::Higher,
        () => Direction::Unsaid,
    }
}

/// The scale that a label has in brackets: `Complexity (1-10, lower is better)`.
pub(super) fn of_label(grammars: &Grammars, label: &str) -> Option<Scale> {
    let (_, aside) = label.rsplit_once('(')?;
    let (scale, rest) = span(grammars, aside)?;
    rest.trim_start().starts_with([')', ',', ';', ':']).then_some(scale)
}

/// The scale that a sentence states: `Scores from 1 to 5`, `rated 1-10`. Weights have scales, too.
fn of_text(grammars: &Grammars, text: &str) -> Option<Scale> {
    let found = text.char_indices().filter(|(_, c)| matches!(c, '0' | '1')).filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '–' | '$'));
        let (scale, rest) = span(grammars, text.get(at..)?).filter(|_| apart)?;
        let lead = before.rsplit(['.', ',', ';', '!', '?', '\n', '|']).next().unwrap_or_default();
        let lead = lead.replace(['(', '[', ':'], " ");
        let follows = rest.trim_start().split([' ', ')', '\n']).next().unwrap_or_default();
        let is_scale = grammars.says(Cue::ScaleWord, &lead) || grammars.is(Cue::ScaleWord, follows);
        (is_scale && !grammars.is_unit(follows) && !grammars.says(Cue::Weight, &lead)).then_some(scale)
    });
    agreed(found)
}

/// `1-5`, `0 to 100` at the beginning of `text`, and what follows. Only what people choose scores from is a scale.
fn span<'t>(grammars: &Grammars, text: &'t str) -> Option<(Scale, &'t str)> {
    const ENDS: [i64; 8] = [3, 4, 5, 6, 7, 9, 10, 100];
    let low = text.starts_with('1');
    let behind = text.strip_prefix(['0', '1'])?;
    // `1 (poor) to 5 (excellent)`
    let aside = behind.trim_start().strip_prefix('(').and_then(|aside| aside.split_once(')'));
    let behind = aside.filter(|(aside, _)| !aside.contains('\n')).map_or(behind, |(_, behind)| behind);
    let bare = behind.trim_start();
    let end = bare.strip_prefix(['-', '–', '—']).or_else(|| {
        let (word, rest) = bare.split_once(char::is_whitespace)?;
        (bare.len() < behind.len() && grammars.is(Cue::UpTo, word)).then_some(rest)
    })?;
    let end = end.trim_start();
    let digits = end.len() - end.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = end.get(digits..)?;
    let high: i64 = end.get(..digits)?.parse().ok().filter(|high| ENDS.contains(high))?;
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '-' | '–' | '/'))
        || rest.starts_with(['.', ',']) && rest.get(1..).is_some_and(|next| next.starts_with(char::is_numeric));
    (!goes_on).then(|| (Scale { low: Exact::whole(i64::from(low)), high: Exact::whole(high) }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(low: i64, high: i64) -> Scale {
        Scale { low: Exact::whole(low), high: Exact::whole(high) }
    }

    #[test]
    fn scales_are_stated_in_few_ways() {
        let grammars = Grammars::builtin();
        for (text, stated) in [
            ("Scores from 1 to 5, higher is better.", Some(scale(1, 5))),
            ("Each option is rated 0–10.", Some(scale(0, 10))),
            ("We use a 1-5 scale.", Some(scale(1, 5))),
            ("We scored from 1 (poor) to 5 (excellent).", Some(scale(1, 5))),
            ("Rated 1 (no) – 10 (yes, completely)", Some(scale(1, 10))),
            ("Scores of 1 (see below) are rare.", None),
            ("Weights are 1-5, scores 1-10.", Some(scale(1, 10))),
            ("Scores run from 1 to 5; ratings from 1 to 10.", None),
            ("It takes 1-3 weeks.", None),
            ("Scores take 1-3 weeks to collect.", None),
            ("Steps 1-5 are done.", None),
            ("See 2021-10.", None),
            ("rated 1-10%", None),
        ] {
            assert_eq!(of_text(&grammars, text), stated, "{text}");
        }
        assert_eq!(of_label(&grammars, "Complexity (1-10, lower is better)"), Some(scale(1, 10)));
        assert_eq!(of_label(&grammars, "Team (1-3 people)"), None);
        assert_eq!(of_label(&grammars, "Cost (25%)"), None);
    }

    #[test]
    fn the_good_end_is_said_in_brackets_too() {
        let grammars = Grammars::builtin();
        for (text, said) in [
            ("Complexity (1-10, lower is better)", Direction::Lower),
            ("Cost (higher = better)", Direction::Higher),
            ("Scores: 1 = worst, 5 = best", Direction::Higher),
            ("Cost", Direction::Unsaid),
        ] {
            assert_eq!(direction(&grammars, text), said, "{text}");
        }
    }
}
