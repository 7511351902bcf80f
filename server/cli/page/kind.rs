//! A kind's page, and a dialect's.

use super::{anchor, marks, table};
use crate::grammar::{Dialect, FieldSpec, Form, Grammars, ItemSpec, Kind, SectionSpec};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What stands above all kinds.
const ABOUT: &str = "\
# Kinds

The documents that staffwork knows, the templates that they are written in, and what each asks for. `staffwork explain adr` prints \
one of them, `staffwork explain adr/madr` one template, `staffwork explain kinds` this page.

A document is of a kind because it says so (`kind: adr` in front matter, `<!-- kind: adr -->`, or `[[files]]` in `staffwork.toml`), \
or because enough speaks for it: where it lies, what it is called, its title, its metadata, its headings. `staffwork explain FILE` \
tells what that was. Everything else is ordinary Markdown and is left alone.

Required sections may bear other names than the template's: those of all templates and many more are known, in several languages.
";

/// Every kind and every dialect on one page.
pub(in super::super) fn all_kinds(grammars: &Grammars) -> String {
    let rows = grammars.kinds.iter().map(|kind| {
        let link = format!("[{}](#{})", kind.spec.id, anchor(&title(kind)));
        let dialects: Vec<&str> = kind.dialects.iter().map(|dialect| dialect.spec.title.as_str()).collect();
        let dialects = if dialects.is_empty() { "none".to_owned() } else { dialects.join(" · ") };
        [link, kind.spec.summary.clone(), dialects]
    });
    let index = table(["kind", "what it is", "dialects"], rows);
    let pages = grammars.kinds.iter().map(|kind| {
        let dialects = kind.dialects.iter().map(|dialect| of_dialect(kind, dialect, 3));
        std::iter::once(of_kind(kind, 2)).chain(dialects).collect::<Vec<_>>().join("\n")
    });
    format!("{ABOUT}\n{index}\n{}", pages.collect::<Vec<_>>().join("\n"))
}

fn title(kind: &Kind) -> String {
    format!("{} ({})", kind.spec.title, kind.spec.id)
}

/// What there is to say about a kind, its dialects apart, below a heading of `level`.
pub(in super::super) fn of_kind(kind: &Kind, level: usize) -> String {
    let spec = &kind.spec;
    let mut out = format!("{} {}\n\n{}\n\n{}\n", marks(level), title(kind), spec.summary, spec.guidance.trim());
    if spec.silent {
        out.push_str("\nNo rule speaks in it: it is known so that it is taken for nothing else.\n");
    }
    if let Some(least) = spec.min_options {
        let own = if spec.proposal_is_option { ", the proposal itself among them" } else { "" };
        let _ = writeln!(out, "\nOptions: at least {least}{own}.");
    }
    let _ = writeln!(
        out,
        "\nWhat speaks for it (`grammars/{}.toml` has the points):\n\n{}",
        spec.id,
        bullets(evidence(kind))
    );
    if !kind.dialects.is_empty() {
        out.push_str("\nDialects:\n\n");
    }
    for dialect in &kind.dialects {
        let default = if dialect.spec.id == spec.default_dialect { " New documents follow it." } else { "" };
        let _ = writeln!(out, "- `{}/{}`: {}{default}", spec.id, dialect.spec.id, dialect.spec.summary);
    }
    out
}

/// At most so many examples of one sort of evidence are named.
const MOST: usize = 8;

/// What speaks for a kind, in words, a line for each sort. Patterns are for machines: of them the sort is enough.
fn evidence(kind: &Kind) -> impl Iterator<Item = String> + '_ {
    let detect = &kind.spec.detect;
    let named = [
        ("a folder called", &detect.folders),
        ("metadata called", &detect.keys),
        ("headings such as", &detect.headings),
        ("a file beside it called", &detect.siblings),
    ];
    let named = named.into_iter().filter_map(|(what, points)| Some(format!("{what} {}", strongest(points)?)));
    let patterns = [
        ("file name", &detect.file_names),
        ("title", &detect.titles),
        ("first words", &detect.opening),
        ("links", &detect.links),
    ];
    let forms: Vec<&str> = patterns.iter().filter(|(_, points)| !points.is_empty()).map(|(what, _)| *what).collect();
    let forms = (!forms.is_empty()).then(|| format!("the form of its {}", listed(&forms)));
    named.chain(forms)
}

/// `one, two and three`
fn listed(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// The names with the most points, and how many more there are.
fn strongest(points: &BTreeMap<String, f64>) -> Option<String> {
    let mut names: Vec<(&String, f64)> =
        points.iter().map(|(name, points)| (name, *points)).filter(|(_, points)| *points > 0.0).collect();
    names.sort_by(|(name, points), (other, others)| others.total_cmp(points).then(name.len().cmp(&other.len())));
    let shown: Vec<String> = names.iter().take(MOST).map(|(name, _)| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
}

/// What there is to say about a dialect, below a heading of `level`.
pub(in super::super) fn of_dialect(kind: &Kind, dialect: &Dialect, level: usize) -> String {
    let spec = &dialect.spec;
    let mut out = format!("{} {} ({}/{})\n\n{}\n", marks(level), spec.title, kind.spec.id, spec.id, spec.summary);
    if !spec.fields.is_empty() {
        let _ = writeln!(out, "\nMetadata:\n\n{}", bullets(spec.fields.iter().map(of_field)));
    }
    let _ = writeln!(out, "\nSections:\n\n{}", bullets(spec.sections.iter().map(of_section)));
    out
}

fn of_field(field: &FieldSpec) -> String {
    let (required, guidance) = (required(field.required), field.guidance.trim());
    format!("`{}`{required}: {guidance}{}", field.key, form(field.form, &field.values))
}

/// The section with what belongs there, the questions that it answers, and its parts.
fn of_section(section: &SectionSpec) -> String {
    let heading = format!("{} {}", marks(usize::from(section.level)), section.title);
    let head = format!("`{heading}`{}: {}", required(section.required), indented(&section.guidance));
    let parts = section.questions.iter().cloned().chain(section.items.iter().map(of_item));
    std::iter::once(head).chain(parts).collect::<Vec<_>>().join("\n  - ")
}

/// Markdown as the rest of an item.
fn indented(text: &str) -> String {
    let lines = text.trim().lines().map(|line| format!("  {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n").trim_start().to_owned()
}

fn of_item(item: &ItemSpec) -> String {
    let (required, guidance) = (required(item.required), item.guidance.trim());
    format!("**{}**{required}: {guidance}{}", item.title, form(item.form, &item.values))
}

/// The form of a value, or the values that there are.
fn form(form: Form, values: &[String]) -> String {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return format!(" One of {}.", values.join(", "));
    }
    form.words().map(|words| format!(" Form: {words}.")).unwrap_or_default()
}

const fn required(is_required: bool) -> &'static str {
    if is_required { " (required)" } else { "" }
}

fn bullets(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}
