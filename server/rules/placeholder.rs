//! Text of the template is still there.

use super::{Class, Ctx, Rule, Severity};
use crate::grammar::Form;
use crate::text::{TextEdit, TextRange};

pub(super) const RULE: Rule = Rule {
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
    floor: Severity::Hint,
    kinds: &[],
    check,
};

fn check(ctx: &mut Ctx<'_>) {
    for range in &ctx.model().placeholders {
        let written = range.of(ctx.text()).replace('`', "'");
        if let Some(value) = state_in_braces(ctx, &written) {
            let message = format!("`{written}` has the template's braces around it: write `{value}`");
            ctx.report(*range, message)
                .fix(format!("Write `{value}`"), vec![TextEdit::replace(*range, value.as_str())])
                .done();
            continue;
        }
        let today = is_date(ctx, *range).then(|| ctx.today().to_string());
        let report = ctx.report(*range, format!("`{}` is the template's text: replace it", short(&written)));
        match today {
            Some(today) => report.fix_unsafe(format!("Write `{today}`"), vec![TextEdit::replace(*range, today)]).done(),
            None => report.done(),
        }
    }
}

/// `{accepted}`: a status that was chosen, with the braces left.
fn state_in_braces(ctx: &Ctx<'_>, written: &str) -> Option<String> {
    let inner = written.trim_matches(['"', '\'']).strip_prefix('{')?.strip_suffix('}')?.trim();
    let is_word = inner.split_whitespace().count() <= 2 && !inner.contains(['|', '/']);
    (is_word && ctx.grammars().state(inner).is_some()).then(|| inner.to_owned())
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
    let line = written.lines().next().unwrap_or("");
    if line.chars().count() <= MOST && line.len() == written.len() {
        return line.to_owned();
    }
    let words: String = line.chars().take(MOST).collect();
    format!("{}…", words.trim_end())
}
