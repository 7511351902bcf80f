//! A document's kind is not known: it declares one that there is not, or none fits where the project keeps decisions.

use super::{Class, Ctx, Severity};
use crate::grammar::{Kind, nearest, normal_name};
use crate::model::{DeclaredKind, NO_KIND, is_named_template};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "unknown-kind",
    summary: "the document declares a kind that there is not, or no kind fits it",
    docs: "\
A document whose kind is not known is ordinary Markdown: nothing in it is looked at. In a folder of decisions that is \
seldom what anybody wants, and a slip in `kind:` is easily overlooked.

Told is a `kind:` in front matter, or in a comment, that names no kind, in a document that is one or comes close to the \
name of one; and, in the folders that `[[files]]` of the configuration names, a document that no kind fits. Elsewhere \
ordinary Markdown is left alone, and so are readmes, indexes and templates.

Say which kind it is; the fixes write it down. `kind = \"none\"` under `[[files]]` keeps files silent.",
    bad: "---\nkind: ard\n---\n\n# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "---\nkind: adr\n---\n\n# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Hint,
    class: Class::Correctness,
    any_text: true,
}

fn check(ctx: &mut Ctx<'_>) {
    if ctx.document().around().kind.as_deref() == Some(NO_KIND) {
        return;
    }
    let is_asked = ctx.config().file_rules(&ctx.document().around().path).next().is_some();
    match &ctx.model().metadata.kind {
        Some(declared) if declared.id.is_none() => misdeclared(ctx, declared, is_asked),
        _ if is_asked && ctx.document().kind().is_none() => unfit(ctx),
        _ => {}
    }
}

/// What is declared is no kind.
fn misdeclared(ctx: &mut Ctx<'_>, declared: &DeclaredKind, is_asked: bool) {
    let ids = || ctx.grammars().kinds.iter().map(|kind| kind.spec.id.as_str());
    let near = nearest(&declared.written, ids());
    // where nothing else speaks for a kind, only a name that can be no other word does
    let is_slip = near.is_some_and(|near| is_slip(&declared.written.to_lowercase(), near));
    if ctx.document().kind().is_none() && !is_asked && !is_slip {
        return;
    }
    let written = format!("`{}` is no kind", declared.written);
    let known: Vec<String> = ids().map(|id| format!("`{id}`")).collect();
    let known = format!("There are {}.", known.join(", "));
    match near {
        Some(near) => {
            let edit = TextEdit::replace(declared.range, near);
            let report = ctx.report(declared.range, format!("{written}: write `{near}`"));
            report.fix(format!("Write `{near}`"), vec![edit])
        }
        None => ctx.report(declared.range, format!("{written}: write one that there is")),
    }
    .severity(Severity::Warning)
    .help(known)
    .demanded_by("the document's own declaration")
    .done();
}

/// Whether `written` is `id` with a letter more or too few, or two of them in the wrong order.
fn is_slip(written: &str, id: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    id.len() > 4 || written.contains(id) || id.contains(written) || sorted(written) == sorted(id)
}

/// No kind fits a document that lies where the configuration looks.
fn unfit(ctx: &mut Ctx<'_>) {
    let path = &ctx.document().around().path;
    let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("");
    let is_other = matches!(normal_name(name).as_str(), "readme" | "index");
    if is_other || is_named_template(path) {
        return;
    }
    let setting = ctx.config().files_setting(path).unwrap_or_else(|| "[[files]]".to_owned());
    let fixes: Vec<(String, TextEdit)> = likely(ctx).into_iter().map(|kind| declaration(ctx, kind)).collect();
    let report = ctx.report(ctx.title_range(), "no kind fits this document: say which one it is").demanded_by(setting);
    fixes.into_iter().fold(report, |report, (title, edit)| report.fix_unsafe(title, vec![edit])).done();
}

/// Every kind, the likeliest first.
fn likely<'d>(ctx: &Ctx<'d>) -> Vec<&'d Kind> {
    let points = &ctx.model().verdict.points;
    let place = |kind: &&Kind| points.iter().position(|(id, _)| *id == kind.spec.id).unwrap_or(usize::MAX);
    let mut kinds: Vec<&Kind> = ctx.grammars().kinds.iter().map(AsRef::as_ref).collect();
    kinds.sort_by_key(place);
    kinds
}

/// The edit that writes a kind down: in front matter where there is some, else in a comment.
fn declaration(ctx: &Ctx<'_>, kind: &Kind) -> (String, TextEdit) {
    let id = &kind.spec.id;
    let text = ctx.text();
    let edit = match ctx.parse().front_matter() {
        Some(found) if found.toml => TextEdit::insert(found.body.start, format!("kind = \"{id}\"\n")),
        Some(found) => TextEdit::insert(found.body.start, format!("kind: {id}\n")),
        None => {
            let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r']).len();
            TextEdit::replace(TextRange::empty(start), format!("<!-- kind: {id} -->\n\n"))
        }
    };
    (format!("Say that it is of kind `{id}`: {}", kind.spec.title), edit)
}
