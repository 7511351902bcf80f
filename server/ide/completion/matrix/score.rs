//! What an option may have by a criterion: a step of the scale, a word or a measure as its neighbours have, an answer in
//! the form that the template asks for.

use super::cell::{REST, Value};
use super::{Here, Place};
use crate::grammar::{Form, ItemSpec};
use crate::model::{Exact, MatrixCriterion, MatrixForm, MatrixScore, Scale, escaped, without_tab_stops};

/// A scale with more steps than this is offered in tens.
const MOST_STEPS: i64 = 10;

/// So many scores show the scale that nobody states.
const ENOUGH: usize = 3;

/// Why the steps of a scale are offered.
const SAID_BY_CRITERION: &str = ", as the criterion says";
const SAID: &str = ", as it is stated";
const SHOWN: &str = ", as in other cells";

/// Words that are longer are no scores.
const LONGEST_WORD: usize = 16;

/// What may stand in the cell, and the template's guidance for its criterion.
pub(super) fn values(here: &Here<'_, '_>, row: usize, place: &Place) -> (Vec<Value>, Option<String>) {
    let label = here.matrix.criterion_label(row, place.column).map_or("", |range| range.of(here.text()));
    let item = here.item(label);
    let index = here.matrix.criterion(row, place.column).map(|(index, _)| index);
    let cell = ScoreCell { here, index, item, typed: place.word(here) };
    let mut values = cell.words();
    if values.is_empty() {
        values = cell.numbers();
    }
    if values.is_empty() {
        values = cell.measures();
        values.extend(cell.by_form());
    }
    let excuse = &here.cursor.document.grammars().vocabulary.matrix.not_applicable;
    values.push(Value::plain(excuse.clone(), "it does not apply: totals leave it out"));
    let mut seen: Vec<String> = Vec::new();
    values.retain(|value| {
        let is_new = !seen.contains(&value.label);
        seen.push(value.label.clone());
        is_new
    });
    (values, item.map(|item| item.guidance.trim().to_owned()))
}

struct ScoreCell<'h, 'c, 'd> {
    here: &'h Here<'c, 'd>,
    /// The criterion's place in the matrix.
    index: Option<usize>,
    /// What the template says of it.
    item: Option<&'d ItemSpec>,
    typed: &'d str,
}

impl<'d> ScoreCell<'_, '_, 'd> {
    /// The answered cells but for the one that is being typed, those of the same criterion first.
    fn others(&self) -> impl Iterator<Item = &'d MatrixScore> {
        let cursor = self.here.cursor;
        self.here.matrix.answered(self.index).filter(move |score| !score.range.touches(cursor.offset))
    }

    /// The words that most cells score with; of High, Medium and Low all where one is used.
    fn words(&self) -> Vec<Value> {
        let is_word = |score: &&MatrixScore| {
            let short = score.raw.len() <= LONGEST_WORD && score.raw.split_whitespace().count() <= 2;
            short && score.value.is_none() && score.unit.is_none()
        };
        let all = self.others().count();
        let used: Vec<&str> = self.others().filter(is_word).map(|score| score.raw.trim()).collect();
        if used.len() < 2 || used.len() * 2 <= all {
            return Vec::new();
        }
        let grammars = self.here.cursor.document.grammars();
        let is_rating = |word: &str| grammars.vocabulary.ratings.keys().any(|name| name.eq_ignore_ascii_case(word));
        let mut words: Vec<String> = Vec::new();
        if used.iter().any(|word| is_rating(word)) {
            let is_upper = used.iter().any(|word| word.starts_with(char::is_uppercase));
            let ratings = crate::model::values(grammars, Form::Rating, &[], "");
            words.extend(ratings.into_iter().map(|word| if is_upper { capitalised(&word) } else { word }));
        }
        words.extend(used.into_iter().map(str::to_owned));
        words.into_iter().map(|word| Value::plain(word, "as in other cells")).collect()
    }

    /// The steps of the scale, `8/10` where cells say it with each score.
    fn numbers(&self) -> Vec<Value> {
        let Some((scale, reason)) = self.scale() else { return Vec::new() };
        let scored = || self.others().filter(|score| score.value.is_some());
        let saying = scored().filter(|score| score.scale.is_some()).count();
        let suffix = if saying * 2 > scored().count() { format!("/{}", scale.high) } else { String::new() };
        let Some(span) = scale.high.minus(scale.low) else { return Vec::new() };
        let step = if span <= Exact::whole(MOST_STEPS) { 1 } else { MOST_STEPS };
        let steps = (0..=MOST_STEPS).filter_map(|count| scale.low.plus(Exact::whole(count * step)));
        let steps = steps.take_while(|value| *value <= scale.high);
        steps.map(|value| Value::plain(format!("{value}{suffix}"), &reason)).collect()
    }

    /// The scale of the cell, and where it is from: stated for its criterion, for a matrix that scores, or shown by its
    /// other scores; else what the template asks for.
    fn scale(&self) -> Option<(Scale, String)> {
        let one_to = |high: i64| Scale { low: Exact::ONE, high: Exact::whole(high) };
        let of_label = self.criterion().and_then(|criterion| criterion.scale).map(|scale| (scale, SAID_BY_CRITERION));
        let in_scoring = || {
            let said = self.said().or_else(|| Some((one_to(self.shown()?), SHOWN)));
            said.filter(|_| self.is_scored())
        };
        let is_demanded = self.item.is_some_and(|item| item.form == Form::Score);
        let found = of_label.or_else(in_scoring).or_else(|| is_demanded.then(|| (one_to(MOST_STEPS), "")));
        found.map(|(scale, reason)| (scale, format!("{} to {}{reason}", scale.low, scale.high)))
    }

    fn criterion(&self) -> Option<&'d MatrixCriterion> {
        self.here.matrix.matrix?.criteria.get(self.index?)
    }

    /// Whether a score is what belongs in the cell: as in the others, else as far as the template leaves it open.
    fn is_scored(&self) -> bool {
        let is_free = || self.item.is_none_or(|item| item.form == Form::Text);
        match self.here.matrix.matrix {
            Some(matrix) if self.others().next().is_some() => matrix.form == MatrixForm::Scoring,
            _ => self.here.is_scoring() || is_free(),
        }
    }

    /// The scale that is stated beside the matrix, or with each score. Of the latter nobody gives nothing, unless somebody
    /// does.
    fn said(&self) -> Option<(Scale, &'static str)> {
        let matrix = self.here.matrix.matrix?;
        let scale = matrix.scale(self.index?)?;
        if matrix.stated_scale.is_some() {
            return Some((scale, SAID));
        }
        let has_zero = self.others().any(|score| score.value == Some(Exact::ZERO));
        let low = if has_zero { scale.low } else { scale.low.max(Exact::ONE) };
        Some((Scale { low, ..scale }, SHOWN))
    }

    /// The end of the scale that several scores show, all of them whole: five or ten.
    fn shown(&self) -> Option<i64> {
        let scores: Vec<Exact> =
            self.others().filter(|score| score.unit.is_none()).filter_map(|score| score.value).collect();
        let within = |high: i64| scores.iter().all(|score| (Exact::ONE..=Exact::whole(high)).contains(score));
        let is_scale = scores.len() >= ENOUGH && scores.iter().all(|score| score.is_whole());
        [5, 10].into_iter().find(|high| is_scale && within(*high))
    }

    /// What the neighbours measure, with the figure to be filled in: `… ms p99`.
    fn measures(&self) -> Vec<Value> {
        let Some((index, matrix)) = self.index.zip(self.here.matrix.matrix) else { return Vec::new() };
        let cursor = self.here.cursor;
        let beside = matrix.row(index).map(|(_, score)| score).filter(|score| !score.range.touches(cursor.offset));
        let measured = beside.filter(|score| score.unit.is_some());
        measured
            .filter_map(|score| around_figure(&score.raw))
            .map(|(before, behind)| self.with_figure(&before, &behind, "as beside it"))
            .collect()
    }

    /// What the template's criterion asks for.
    fn by_form(&self) -> Vec<Value> {
        let Some(item) = self.item else { return Vec::new() };
        let words = &self.here.cursor.document.grammars().vocabulary.matrix;
        let detail = item.form.words().unwrap_or_default();
        match item.form {
            Form::Duration => {
                words.durations.iter().map(|unit| self.with_figure("", &format!(" {unit}"), detail)).collect()
            }
            Form::Answer => words
                .answers
                .iter()
                .map(|answer| Value {
                    label: answer.clone(),
                    snippet: format!("{}: {REST}", escaped(answer)),
                    detail: Some(detail.to_owned()),
                })
                .collect(),
            _ if item.skeleton.is_empty() => Vec::new(),
            _ => vec![Value {
                label: without_tab_stops(&item.skeleton),
                snippet: item.skeleton.trim().to_owned(),
                detail: Some(detail.to_owned()),
            }],
        }
    }

    /// A measure: the figure that is typed, or a place for it.
    fn with_figure(&self, before: &str, behind: &str, detail: &str) -> Value {
        let typed = self.typed.strip_prefix(before).unwrap_or(self.typed);
        let end = typed.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-')).unwrap_or(typed.len());
        let figure = typed.get(..end).filter(|figure| figure.starts_with(|c: char| c.is_ascii_digit()));
        let label = format!("{before}{}{behind}", figure.unwrap_or("…"));
        let stop = figure.map_or_else(|| REST.to_owned(), escaped);
        Value {
            snippet: format!("{}{stop}{}", escaped(before), escaped(behind)),
            label,
            detail: Some(detail.to_owned()),
        }
    }
}

/// What stands before the figure of a measure, and the two words behind it.
fn around_figure(raw: &str) -> Option<(String, String)> {
    let start = raw.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = raw.split_at_checked(start)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let behind = rest.get(end..)?;
    let is_range = behind.trim_start().starts_with(['-', '–', '→']);
    let mut words = behind.split_inclusive(' ');
    let lead = words.next().unwrap_or("");
    let words: String = if lead.trim().is_empty() { words.take(2).collect() } else { words.take(1).collect() };
    let kept = format!("{lead}{words}");
    let plain = kept.trim_end_matches([' ', ',', ';', ':', '.', '*']);
    (before.len() <= 4 && !is_range).then(|| (before.trim_start_matches('*').to_owned(), plain.to_owned()))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
