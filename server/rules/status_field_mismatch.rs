//! The status says one thing, and the rest of the document lacks what belongs to it.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Role, State, normal_name};
use crate::model::{Status, insertion};
use crate::syntax::{Field, FieldCarrier};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "status-field-mismatch",
    summary: "the status and what it calls for do not agree",
    docs: "\
Some statuses promise something. Superseded sends readers to another document, so it has to name it; a document with a \
successor is no longer accepted; rejected is worth keeping for its reasons; implemented for how that was confirmed, where \
the template asks for it.

A part that is superseded leaves the rest in force: say which, in the status or behind the number, and both may stand.

Add what is missing, or correct the status.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nSuperseded\n\n## Context\n\nThe ledger outgrew its file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nSuperseded by [12](0012-events.md)\n\n## Context\n\nThe ledger outgrew its file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Error,
    class: Class::Correctness,
    kinds: &["adr", "rfc"],
}

/// The relation to the document that takes this one's place, and the key of the field for it.
const SUCCESSOR: &str = "superseded-by";

fn check(ctx: &mut Ctx<'_>) {
    let Some(status) = &ctx.model().metadata.status else { return };
    if ctx.model().choices.iter().any(|list| list.range.meets(status.range)) {
        return;
    }
    match status.normal.as_deref() {
        Some("superseded") => superseded(ctx, status),
        Some("accepted") => succeeded(ctx, status),
        Some("implemented") => {
            succeeded(ctx, status);
            implemented(ctx, status);
        }
        Some("rejected") => rejected(ctx, status),
        _ => {}
    }
}

/// Where the status stands; one that a file beside the document gives is told at the title.
fn place(ctx: &Ctx<'_>, status: &Status) -> TextRange {
    if status.carrier == FieldCarrier::Sibling { ctx.title_range() } else { status.range }
}

fn superseded(ctx: &mut Ctx<'_>, status: &Status) {
    let model = ctx.model();
    let phrases = ctx.grammars().vocabulary.relations.get(SUCCESSOR).map_or(&[][..], Vec::as_slice);
    let text = format!(" {} ", normal_name(ctx.text()));
    let is_told = phrases.iter().filter(|phrase| phrase.contains(' ')).any(|phrase| {
        let phrase = format!(" {} ", normal_name(phrase));
        text.match_indices(&phrase).any(|(at, _)| text.get(at + phrase.len()..).is_some_and(|rest| !rest.is_empty()))
    });
    let said = beside(ctx, status);
    let is_named = said.contains(|c: char| c.is_ascii_digit()) || said.contains("](") || normal_name(&said).contains(' ');
    if is_named || is_told || successor(ctx).is_some() || model.links.iter().any(|link| link.relation.as_deref() == Some(SUCCESSOR)) {
        return;
    }
    let edit = named(ctx, status);
    let report = ctx.report(place(ctx, status), "nothing says what took its place: name the successor");
    match edit {
        Some(edit) => report.fix_unsafe("Name the successor", vec![edit]).done(),
        None => report.done(),
    }
}

/// The status itself and all that stands with it.
fn beside(ctx: &Ctx<'_>, status: &Status) -> String {
    let slots = ctx.model().sections.iter();
    let mut own = slots.filter(|slot| slot.roles.contains(&Role::Status) && slot.body.contains_range(status.range));
    own.next().map_or_else(|| status.raw.clone(), |slot| ctx.parse().written(slot.body))
}

/// The field that names a successor.
fn successor<'d>(ctx: &Ctx<'d>) -> Option<&'d Field> {
    let field = ctx.model().metadata.get(SUCCESSOR)?;
    let is_something = field.value.contains(char::is_alphanumeric)
        && !ctx.grammars().is(Cue::None, &field.value)
        && !ctx.grammars().is(Cue::Stub, &field.value)
        && normal_name(&field.value) != "null"
        && !ctx.is_unwritten(field.value_range);
    is_something.then_some(field)
}

/// `Superseded by …`, where that is how the word goes on.
fn named(ctx: &Ctx<'_>, status: &Status) -> Option<TextEdit> {
    let goes_on = normal_name(&format!("{} by", status.raw));
    let phrases = ctx.grammars().vocabulary.relations.get(SUCCESSOR)?;
    let is_known = goes_on == normal_name(SUCCESSOR) || phrases.iter().any(|phrase| normal_name(phrase) == goes_on);
    let written = status.range.of(ctx.text());
    let bare = written.trim_end_matches(['*', '_', '`', '"', '\'', '.']);
    let at = status.range.start + bare.len();
    let is_plain = bare.trim_start_matches(['*', '_', '`', '"', '\'']).len() == status.raw.len();
    (is_known && is_plain).then(|| TextEdit::insert(at, " by [number of its successor]"))
}

fn succeeded(ctx: &mut Ctx<'_>, status: &Status) {
    let Some(field) = successor(ctx) else { return };
    let is_in_part = field.value.contains('#')
        || [&field.value, &status.raw].into_iter().any(|text| ctx.says(Cue::InPart, text))
        || ctx.says(Cue::InPart, &beside(ctx, status));
    if is_in_part {
        return;
    }
    let at = if field.carrier == FieldCarrier::Sibling { ctx.title_range() } else { field.value_range };
    let word = ctx.grammars().vocabulary.states.iter().find(|state| state.id == "superseded").map(|state| state.id.clone());
    let raw = status.range.of(ctx.text());
    let edit = word.filter(|_| raw == status.raw && !raw.contains(' ')).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
        let written = if raw.starts_with(char::is_uppercase) { first.unwrap_or_default() } else { word.clone() };
        (format!("Write `{written}`"), TextEdit::replace(status.range, written))
    });
    let message = format!("`{}` names a successor and the status is `{}`: correct one of them, or say which part is superseded", field.key, status.raw);
    let own = place(ctx, status);
    let report = ctx.report(at, message).related(own, "the status");
    match edit {
        Some((title, edit)) => report.fix_unsafe(title, vec![edit]).done(),
        None => report.done(),
    }
}

/// A rejection with nothing behind it: neither beside the status, nor in a section or a sentence about it, nor in the
/// decision.
fn rejected(ctx: &mut Ctx<'_>, status: &Status) {
    let words = words_for(ctx, status);
    let says = |text: &str| names(text, &words);
    let text = ctx.text();
    let beside = normal_name(&beside(ctx, status)).split(' ').count() > 3;
    let tells = |line: &str| says(line) && normal_name(line).split(' ').count() > 6;
    let told = || text.split(['\n', '\r']).any(tells);
    let mut decided = ctx.model().sections.iter().filter(|slot| slot.roles.contains(&Role::Decision));
    let mut reasoned = || decided.any(|slot| ctx.says_in(Cue::Reason, slot.body));
    let gives = |label: &str| says(label) || ctx.grammars().is(Cue::Grounds, label);
    let headed = ctx.outline().iter().any(|(_, section)| gives(&section.title));
    let linked = ctx.model().metadata.fields.iter().any(|field| {
        [&field.field.key, &field.field.value].into_iter().any(|text| ctx.grammars().is(Cue::Grounds, text))
    });
    if !(linked || beside || headed || reasoned() || told()) {
        let at = place(ctx, status);
        ctx.report(at, format!("the status is `{}` and nothing says why: add the reason", status.raw))
            .severity(Severity::Info)
            .done();
    }
}

/// The words for the state of `status`, normalised.
fn words_for(ctx: &Ctx<'_>, status: &Status) -> Vec<String> {
    let is_own = |state: &&State| Some(&state.id) == status.normal.as_ref();
    let state = ctx.grammars().vocabulary.states.iter().find(is_own);
    state.into_iter().flat_map(|state| &state.words).map(|word| format!(" {} ", normal_name(word))).collect()
}

/// Whether `text` uses one of `words`.
fn names(text: &str, words: &[String]) -> bool {
    let text = format!(" {} ", normal_name(text));
    words.iter().any(|word| text.contains(word))
}

/// The template has a place for how the work is confirmed, and the document does not use it.
fn implemented(ctx: &mut Ctx<'_>, status: &Status) {
    let model = ctx.model();
    let Some(spec) = model.absent().find(|spec| spec.family.as_deref() == Some("confirmation")) else { return };
    if model.metadata.get("implementation").is_some() {
        return;
    }
    let edit = insertion(ctx.parse(), ctx.outline(), model, spec);
    let (at, title) = (place(ctx, status), spec.title.clone());
    ctx.report(at, format!("the status is `{}` and nothing says how that is confirmed: add `{title}`", status.raw))
        .severity(Severity::Info)
        .fix(format!("Insert the section `{title}`"), vec![edit])
        .done();
}
