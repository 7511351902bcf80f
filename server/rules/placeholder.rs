//! Text of the template is still there.

use super::{Class, Ctx, Severity};
use crate::grammar::{Form, SlotState};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "placeholder",
    summary: "text of the template is still there",
    docs: "\
A template's prompt that nobody replaced tells readers that the question was not answered, and that nobody read the \
document to its end before them.

Only texts that the known templates publish, and the prompts that this program inserts, are told; brackets and braces \
of your own are not. Documents that are templates themselves are left alone.

Replace the text, or delete the line.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because [the force that decided].\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let is_list = |range: &TextRange| model.choices.iter().any(|list| list.range.meets(*range));
    // a line of comment is a remark, which nobody replaces
    let (text, known) = (ctx.text(), ctx.document().placeholders());
    let is_remark = |range: &TextRange| range.of(text).starts_with('#') && known.is_remark(range.of(text));
    for range in model.placeholders.iter().filter(|range| !is_list(range) && !is_remark(range)) {
        let written = range.of(ctx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(value) = in_braces(&written).filter(|_| !is_known(ctx, *range, &written)) {
            braces(ctx, *range, value);
        } else if has_brackets(&written) || is_blank(&written) || is_all(ctx, *range) {
            prompt(ctx, *range, &written);
        }
    }
}

fn prompt(ctx: &mut Ctx<'_>, range: TextRange, written: &str) {
    let today = is_date(ctx, range).then(|| ctx.today().to_string());
    let report = ctx.report(range, format!("`{}` is the template's text: replace it", short(written)));
    match today {
        Some(today) => report.fix_unsafe(format!("Write `{today}`"), vec![TextEdit::replace(range, today)]).done(),
        None => report.done(),
    }
}

/// `{accepted}`: a value of the author's own, with the template's braces left around it.
fn braces(ctx: &mut Ctx<'_>, range: TextRange, value: &str) {
    ctx.report(range, format!("the template's braces are still around `{}`: take them off", short(value)))
        .severity(Severity::Info)
        .fix("Take the braces off", vec![TextEdit::replace(range, value)])
        .done();
}

fn in_braces(written: &str) -> Option<&str> {
    written.trim_matches(['"', '\'']).strip_prefix('{')?.strip_suffix('}').map(str::trim)
}

/// Whether a template has it word for word, however its lines were broken.
fn is_known(ctx: &Ctx<'_>, range: TextRange, written: &str) -> bool {
    let known = ctx.document().placeholders();
    let tight = in_braces(written).map(|inner| format!("{{{}}}", inner.trim_end_matches(',')));
    known.is_known(range.of(ctx.text())) || known.is_known(written) || tight.is_some_and(|tight| known.is_known(&tight))
}

/// Whether it gives itself away. A template's sentence does not: somebody may have kept it and answered below.
fn has_brackets(written: &str) -> bool {
    written.contains(['[', '{', '<', '(']) || !written.contains(' ')
}

/// A line to write on: `$___ /month`.
fn is_blank(written: &str) -> bool {
    written.contains("___")
}

/// Whether it is in a field, or in a section that holds nothing else.
fn is_all(ctx: &Ctx<'_>, range: TextRange) -> bool {
    let in_field = ctx.model().metadata.fields.iter().any(|field| field.field.value_range.contains_range(range));
    let open = ctx.model().sections.iter().filter(|slot| slot.state == SlotState::Placeholder);
    in_field || open.into_iter().any(|slot| slot.body.contains_range(range))
}

/// Whether it stands where the day of writing belongs.
fn is_date(ctx: &Ctx<'_>, range: TextRange) -> bool {
    let Some(dialect) = ctx.document().dialect() else { return false };
    let mut fields = ctx.model().metadata.fields.iter().filter(|field| field.field.value_range == range);
    fields.any(|field| {
        let spec = dialect.field(ctx.grammars(), &field.field.key);
        field.key == "date" && spec.is_some_and(|spec| spec.form == Form::Date)
    })
}

/// The beginning of a long text.
fn short(written: &str) -> String {
    const MOST: usize = 60;
    let written = written.replace('`', "'");
    if written.chars().count() <= MOST {
        return written;
    }
    let words: String = written.chars().take(MOST).collect();
    format!("{}…", words.trim_end())
}
