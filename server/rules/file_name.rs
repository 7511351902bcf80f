//! The file's name and the title bear different numbers.

use super::{Class, Ctx, Severity};
use crate::model::{number_of_file, number_of_title};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "file-name",
    summary: "the file's name bears another number than the title",
    docs: "\
People cite a record by its number. Where the file says 12 and the title says 13, half of the links lead astray, and nobody \
knows which of the two is meant.

Only numbers that can be nothing else are compared: `0012-use-postgres.md` with `# 13. Use Postgres`. A file that begins with a \
day, and a title such as `3 ways to deploy`, have none.

Correct the title, or rename the file and the links to it.",
    bad: "# ADR-0002: Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# ADR-0001: Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Info,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let Some(title) = &ctx.model().metadata.title else { return };
    let Some((written, true)) = number_of_title(ctx.grammars(), &title.text) else { return };
    let Some(of_file) = number_of_file(&ctx.document().around().path) else { return };
    let value = |number: &str| number.parse::<u32>().ok();
    let Some(at) = title.range.of(ctx.text()).find(&written) else { return };
    if value(&written) == value(&of_file) {
        return;
    }
    let place = TextRange::new(title.range.start + at, title.range.start + at + written.len());
    let width = written.len();
    let right = format!("{:0width$}", value(&of_file).unwrap_or_default());
    let message = format!("the title says `{written}` and the file's name `{of_file}`: correct one of them");
    let fix = vec![TextEdit::replace(place, right.clone())];
    ctx.report(place, message).fix_unsafe(format!("Write `{right}`, as the file's name has it"), fix).done();
}
