//! The status is no word of any vocabulary.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, normal_name};
use crate::model::Status;
use crate::syntax::FieldCarrier;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "invalid-status",
    summary: "the status is not a known word",
    docs: "\
The status decides how the whole document is read: as an idea, as a rule to follow, as history. A word that nobody \
else uses is skipped by lists and filters, and a misspelt one is as good as none.

The words of all common templates count, in several languages, with links, dates and remarks behind them: \
`Superseded by [ADR-12](12.md)`, `Implemented (Swift 5.1)`. A sentence is left alone.

Write one of the known words; there is a fix where one comes close.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nAproved\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nApproved\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Error,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let Some(status) = &model.metadata.status else { return };
    let is_template = model.placeholders.iter().any(|range| range.meets(status.range))
        || model.choices.iter().any(|list| list.range.meets(status.range));
    if is_template || ctx.document().placeholders().is(&status.raw) || ctx.grammars().is(Cue::None, &status.raw) {
        return;
    }
    if let Some((wrong, right)) = ctx.grammars().misspelt(&status.raw) {
        let place = find(ctx.text(), status.range, wrong).unwrap_or(status.range);
        misspelt(ctx, status, place, right);
    } else if status.normal.is_none() && is_word(&status.raw) && !is_value(ctx, &status.raw) {
        unknown(ctx, status);
    } else if status.normal.is_none()
        && let Some((first, near)) = first_word(&status.raw).and_then(|first| Some((first, nearest(ctx, first)?)))
        && let Some(place) = find(ctx.text(), status.range, first)
    {
        misspelt(ctx, status, place, &near);
    }
}

/// The first word, where it is long enough to be a slip of another: `Supersded by …`.
fn first_word(raw: &str) -> Option<&str> {
    let first = raw.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    (first.chars().count() >= 7).then_some(first)
}

/// A word or two, not a sentence.
fn is_word(raw: &str) -> bool {
    let name = normal_name(raw);
    let begins = name.chars().next().is_some_and(char::is_alphabetic);
    begins && name.split(' ').count() <= 3 && !raw.contains(['.', ',', ';'])
}

/// Whether the template names it as a value.
fn is_value(ctx: &Ctx<'_>, raw: &str) -> bool {
    values(ctx).iter().any(|value| normal_name(value) == normal_name(raw))
}

/// The values of the template.
fn values<'d>(ctx: &Ctx<'d>) -> &'d [String] {
    let fields = ctx.document().dialect().map_or(&[][..], |dialect| dialect.spec.fields.as_slice());
    fields.iter().find(|field| field.form == Form::Status).map_or(&[], |field| field.values.as_slice())
}

fn unknown(ctx: &mut Ctx<'_>, status: &Status) {
    if let Some(near) = nearest(ctx, &status.raw) {
        let place = find(ctx.text(), status.range, &status.raw).unwrap_or(status.range);
        return misspelt(ctx, status, place, &near);
    }
    let place = place(ctx, status);
    let known: Vec<String> = match values(ctx) {
        [] => ctx.grammars().vocabulary.states.iter().map(|state| format!("`{}`", state.id)).collect(),
        values => values.iter().map(|value| format!("`{value}`")).collect(),
    };
    ctx.report(place, format!("`{}` is not a known status: write one that readers know", status.raw))
        .help(format!("One of {}.", known.join(", ")))
        .done();
}

fn misspelt(ctx: &mut Ctx<'_>, status: &Status, range: TextRange, right: &str) {
    let written = range.of(ctx.text()).to_owned();
    let right = in_case_of(&written, own_form(ctx, right));
    if status.carrier == FieldCarrier::Sibling {
        let place = ctx.title_range();
        return ctx.report(place, format!("`{}` is not a known status: write `{right}`", status.raw)).done();
    }
    let report = ctx.report(range, format!("`{written}` is not a known status: write `{right}`"));
    report.fix(format!("Write `{right}`"), vec![TextEdit::replace(range, right)]).done();
}

/// The template's word for the state that `word` names, where it has one.
fn own_form<'w>(ctx: &Ctx<'w>, word: &'w str) -> &'w str {
    let state = |word: &str| ctx.grammars().state(word).map(|state| state.id.as_str());
    let values = values(ctx);
    let is_own = values.iter().any(|value| normal_name(value) == normal_name(word));
    let same = values.iter().find(|value| state(value).is_some() && state(value) == state(word) && is_alike(value, word));
    same.filter(|_| !is_own).map_or(word, String::as_str)
}

/// `Under Review` and `in review`: as many words, and one in common.
fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (normal_name(one), normal_name(other));
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    one.len() == other.len() && one.iter().any(|word| other.contains(word))
}

/// Where the status stands; one that a file beside the document gives is told at the title.
fn place(ctx: &Ctx<'_>, status: &Status) -> TextRange {
    if status.carrier == FieldCarrier::Sibling { ctx.title_range() } else { status.range }
}

/// The known word that is a slip away: one letter in short words, two in long ones.
fn nearest(ctx: &Ctx<'_>, raw: &str) -> Option<String> {
    let written = normal_name(raw);
    let states = &ctx.grammars().vocabulary.states;
    let words = values(ctx).iter().chain(states.iter().flat_map(|state| &state.words));
    let most = match written.chars().count() {
        0..4 => return None,
        4..7 => 1,
        _ => 2,
    };
    let near = words.filter_map(|word| {
        let distance = strsim::osa_distance(&written, &normal_name(word));
        (distance <= most && word.len() >= 4).then_some((distance, word))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word.clone())
}

/// Where `words` stand in `range`, whatever their case.
fn find(text: &str, range: TextRange, words: &str) -> Option<TextRange> {
    let written = range.of(text).to_ascii_lowercase();
    let at = written.find(&words.to_ascii_lowercase())?;
    Some(TextRange::new(range.start + at, range.start + at + words.len()))
}

/// `superseded` is `Superseded` where that is how it was written, and `in review` is `In Review` where every word was
/// written so.
fn in_case_of(written: &str, right: &str) -> String {
    let mut words = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_upper = |word: &str| word.starts_with(char::is_uppercase);
    let is_first = words.next().is_some_and(is_upper);
    let rest: Vec<&str> = words.collect();
    let is_every = is_first && !rest.is_empty() && rest.into_iter().all(is_upper);
    let mut raised = is_first;
    let mut out = String::with_capacity(right.len());
    for character in right.chars() {
        if raised { out.extend(character.to_uppercase()) } else { out.push(character) }
        raised = is_every && !character.is_alphanumeric();
    }
    out
}
