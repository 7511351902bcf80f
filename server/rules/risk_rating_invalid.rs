//! A risk is rated with a word that is no rating.

use super::{Ctx, Severity};
use crate::grammar::{Form, ItemSpec, nearest};
use crate::model::{Entry, Part, RiskSource, Risks, values};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "risk-rating-invalid",
    summary: "the likelihood or impact of a risk is no rating",
    docs: "\
Ratings are there to be compared: the risks that are likely and bad come first. A word of its own (\"Scary\") cannot be \
compared, and a misspelt one is not found.

High, Medium and Low and their usual synonyms are ratings, the numbers 1 to 5, a score of a scale (`7/10`) and a \
share (`30 %`). A reason behind the rating is welcome.

Take one of the template's ratings.",
    bad: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
          Risk: the split takes twice as long\n- Likelihood: Mediun\n- Impact: High\n- Mitigation: the read side first\n- Contingency: a larger primary\n",
    good: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
           Risk: the split takes twice as long\n- Likelihood: Medium\n- Impact: High\n- Mitigation: the read side first\n- Contingency: a larger primary\n",
    severity: Severity::Warning,
}

/// Words: what is longer describes the risk instead of rating it.
const MOST_OF_A_RATING: usize = 3;
/// The upper end of a scale that nobody states.
const SCALE: u32 = 5;

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for risks in ctx.model().risks(source).iter().filter(|risks| risks.asked.contains(&Form::Rating)) {
        for entry in &risks.entries {
            for part in Risks::ratings(ctx.grammars(), entry) {
                look(ctx, entry, part);
            }
        }
    }
}

fn look(ctx: &mut Ctx<'_>, entry: &Entry, part: &Part) {
    let text = ctx.text();
    let value = written(text, part.value);
    if value.is_empty() || is_rating(ctx, value.of(text)) || ctx.is_unwritten(part.value) {
        return;
    }
    let Some(item) = ctx.grammars().items_of(Form::Rating).find(|item| item.is_called(&part.label)) else { return };
    let choices = values(ctx.grammars(), Form::Rating, &item.values, &item.skeleton);
    let message = format!(
        "`{}` is no rating for `{}`: take one of {}",
        value.of(text),
        part.range.of(text),
        choices.join(", ")
    );
    let meant = meant(ctx, item, value.of(text));
    let mut report = ctx.report(value, message).related(entry.name, "the risk");
    if let Some(meant) = &meant {
        report = report.fix(format!("Write `{meant}`"), vec![TextEdit::replace(value, meant.clone())]);
    }
    for other in choices.into_iter().filter(|other| Some(other) != meant.as_ref()) {
        report = report.fix_unsafe(format!("Write `{other}`"), vec![TextEdit::replace(value, other)]);
    }
    report.done();
}

/// The value up to a reason behind it, without markup.
fn written(text: &str, range: TextRange) -> TextRange {
    let first = range.of(text).split(['\n', '\r']).next().unwrap_or_default();
    let end = [" (", " - ", " – ", " — ", ", ", ": ", ". "].iter().filter_map(|mark| first.find(mark)).min();
    let value = first.get(..end.unwrap_or(first.len())).unwrap_or(first);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '.');
    let start = range.start + value.len() - value.trim_start_matches(is_mark).len();
    TextRange::new(start, start + value.trim_matches(is_mark).len())
}

fn is_rating(ctx: &Ctx<'_>, value: &str) -> bool {
    let words = || value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = value.chars().all(|c| c.is_ascii_digit());
    let is_on_scale = value.parse::<u32>().is_ok_and(|number| (1..=SCALE).contains(&number));
    let measures = !is_number && value.contains(|c: char| c.is_ascii_digit());
    let is_sign = words().next().is_none();
    is_on_scale || measures || is_sign || words().count() > MOST_OF_A_RATING || words().any(|word| ctx.grammars().is_in_ratings(word))
}

/// The rating that was probably meant, as the template writes it.
fn meant(ctx: &Ctx<'_>, item: &ItemSpec, value: &str) -> Option<String> {
    let choices = values(ctx.grammars(), Form::Rating, &item.values, &item.skeleton);
    let name = nearest(value, choices.iter().map(String::as_str))?;
    Some(name.to_owned())
}
