//! Totals written anew, each in the form that it has.

use super::{Exact, Matrix, MatrixLayout, MatrixOption, StatedTotal};
use crate::grammar::{Cue, Grammars};
use crate::syntax::Parse;
use crate::text::TextEdit;

impl Matrix {
    /// The edits that write what the scores make wherever another total is stated, or none. Empty where the totals may be
    /// something else than sums.
    #[must_use]
    pub fn recounted(&self, parse: &Parse, grammars: &Grammars) -> Vec<TextEdit> {
        if self.reading.is_none() || self.multiplies() || !self.claims_sums(parse.text(), grammars) {
            return Vec::new();
        }
        let stated = self.options.iter().filter_map(|option| Some((option, option.stated_total.as_ref()?)));
        let wrong = stated.filter(|(_, total)| total.agrees == Some(false));
        let mut edits: Vec<TextEdit> =
            wrong.filter_map(|(option, total)| rewritten(parse.text(), total, option.computed_total?)).collect();
        if let Some(layout) = MatrixLayout::of(parse, self) {
            edits.extend(layout.filled_totals(parse, grammars));
        }
        edits.sort_by_key(|edit| edit.range.start);
        edits
    }

    /// Whether the stated totals are sums: one of them is what the scores make, or all are called so.
    fn claims_sums(&self, text: &str, grammars: &Grammars) -> bool {
        let mut totals = self.options.iter().filter_map(|option| option.stated_total.as_ref());
        let is_right = totals.clone().any(|total| total.agrees == Some(true));
        is_right || totals.all(|total| grammars.says(Cue::Summed, total.label.of(text)))
    }

    /// Whether most totals are products, or shares of the last score: reach × impact × confidence / effort.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        let stated = || self.options.iter().filter_map(|option| Some((option, option.stated_total.as_ref()?)));
        let made = stated().filter(|(option, total)| is_product(option, total) == Some(true)).count();
        made > 0 && made * 2 >= stated().count()
    }
}

fn is_product(option: &MatrixOption, total: &StatedTotal) -> Option<bool> {
    let product = |values: &[Exact]| values.iter().try_fold(Exact::ONE, |all, value| all.times(*value));
    let values: Vec<Exact> = option.scores.iter().map(|score| score.value).collect::<Option<_>>()?;
    let (last, others) = values.split_last()?;
    let ratios = [product(others)?, Exact::sum(others.iter().copied())?].map(|made| made.over(*last));
    let half = Exact::half_unit(total.places)?;
    let near = |made: Exact| made.minus(total.value).is_some_and(|off| off.distance() <= half);
    Some(ratios.into_iter().chain([product(&values)]).flatten().any(near))
}

/// The edit that writes `made` over the figures of `total`; `None` where that changes nothing.
#[must_use]
pub(super) fn rewritten(text: &str, total: &StatedTotal, made: Exact) -> Option<TextEdit> {
    let written = total.figures.of(text);
    let figures = figures_like(written, made, total.places)?;
    (figures != written).then(|| TextEdit::replace(total.figures, figures))
}

/// `number` in figures as `written` has them: with `places` behind the same mark, and groups of thousands where it has
/// such.
#[must_use]
pub fn figures_like(written: &str, number: Exact, places: u32) -> Option<String> {
    let figures = number.rounded(places)?;
    let is_grouped = written.rsplit_once(',').is_some_and(|(_, behind)| {
        let digits = behind.split('.').next().unwrap_or(behind);
        digits.len() == 3 && (places == 0 || written.contains('.'))
    });
    match () {
        () if is_grouped => Some(grouped(&figures)),
        () if written.contains(',') && !written.contains('.') => Some(figures.replace('.', ",")),
        () => Some(figures),
    }
}

/// `4100` as `4,100`.
fn grouped(figures: &str) -> String {
    let (whole, behind) = figures.split_once('.').map_or((figures, None), |(whole, behind)| (whole, Some(behind)));
    let digits = whole.trim_start_matches('-');
    let mut out = whole.get(..whole.len() - digits.len()).unwrap_or_default().to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    behind.map_or(out.clone(), |behind| format!("{out}.{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_form() {
        let exact = |figures: &str| Exact::parse(figures).unwrap();
        for (written, number, places, expected) in [
            ("7.5", "7.75", 1, "7.8"),
            ("7,5", "7.75", 1, "7,8"),
            ("4,100", "12345", 0, "12,345"),
            ("4,100", "99", 0, "99"),
            ("1,200.5", "1234567.25", 1, "1,234,567.3"),
            ("8", "7.7", 0, "8"),
            ("1,250", "1.5", 3, "1,500"),
        ] {
            assert_eq!(figures_like(written, exact(number), places).as_deref(), Some(expected), "{written}");
        }
    }
}
