//! The document has no title.

use super::{Class, Ctx, Severity};
use crate::grammar::{Head, Slot, normal_name};
use crate::syntax::Parse;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "missing-title",
    summary: "the document has no title",
    docs: "\
The title is what lists, links, search results and commit messages show. Without one a decision is known by its file \
name, which nobody reads as a sentence.

A level-one heading is a title, and so is a `title` key in the metadata.

Write the title; the fix makes a first one of the file's name.",
    bad: "## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Error,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let metadata = &ctx.model().metadata;
    let is_there = metadata.title.as_ref().is_some_and(|title| !title.text.trim().is_empty());
    let named_by_metadata = ctx.document().dialect().is_some_and(|dialect| dialect.spec.title_line.is_empty());
    if is_there || named_by_metadata || metadata.get("title").is_some() || begins_otherwise(ctx) {
        return;
    }
    let kind = ctx.document().kind().map_or("", |kind| kind.spec.id.as_str());
    let title = from_path(&ctx.document().around().path, kind);
    let at = beginning(ctx.parse());
    let line = ctx.text().get(at..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or("");
    let report = ctx.report(TextRange::new(at, at + line.trim_end().len()), "no title: write one in a level-one heading");
    match title {
        Some(title) => {
            let edit = if line.trim() == "#" {
                TextEdit::replace(TextRange::new(at, at + line.len()), format!("# {title}"))
            } else {
                TextEdit::insert(at, format!("# {title}\n\n"))
            };
            report.fix_unsafe(format!("Insert the title `{title}`"), vec![edit]).done();
        }
        None => report.done(),
    }
}

/// Whether the document begins with what serves as a title: a heading of another level that names no section and states
/// no status, or HTML.
fn begins_otherwise(ctx: &Ctx<'_>) -> bool {
    let status = ctx.model().metadata.status.as_ref();
    let states_field = |slot: &Slot| status.is_some_and(|status| slot.head_range.contains_range(status.range));
    let headed = |slot: &&Slot| matches!(slot.head, Head::Section(_));
    let first = ctx.model().sections.iter().find(headed).filter(|slot| !states_field(slot));
    let is_heading = first.is_some_and(|slot| slot.spec.is_none() && slot.family.is_none() && slot.title.as_deref() != Some(""));
    let opening = ctx.outline().opening();
    is_heading || opening.of(ctx.text()).contains("<h1")
}

/// Where the text begins, front matter apart.
fn beginning(parse: &Parse) -> usize {
    let text = parse.text();
    let start = parse.front_matter().map_or(0, |found| found.range.end);
    let rest = text.get(start..).unwrap_or("");
    text.len() - rest.trim_start_matches(['\u{feff}', '\n', '\r']).len()
}

/// `docs/adr/0007-use-postgres.md` is `Use postgres`; a file that is called like every other takes its folder's name.
fn from_path(path: &str, kind: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let name = parts.next()?.split('.').next()?;
    let name = if matches!(normal_name(name).as_str(), "readme" | "index") { parts.next()? } else { name };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let is_label = |word: &&&str| word.chars().all(|c| c.is_ascii_digit()) || word.eq_ignore_ascii_case(kind);
    let labels = words.iter().take_while(is_label).count();
    let title = words.get(labels..).filter(|rest| !rest.is_empty())?.join(" ");
    let first = title.chars().next()?;
    Some(format!("{}{}", first.to_uppercase(), title.get(first.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_titles() {
        for (path, title) in [
            ("docs/adr/0007-use-postgres.md", Some("Use postgres")),
            ("adr_12_éviter_kafka.md", Some("Éviter kafka")),
            ("keps/1234-node-drain/README.md", Some("Node drain")),
            ("2026-03-01-pick-a-broker.md", Some("Pick a broker")),
            ("0007.md", None),
            ("", None),
        ] {
            assert_eq!(from_path(path, "adr").as_deref(), title, "{path}");
        }
    }
}
