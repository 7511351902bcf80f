//! A rule's page.

use super::super::excerpt;
use super::{anchor, fenced, marks, table};
use crate::model::Surroundings;
use crate::rules::{self, Class, Rule};
use crate::workspace::{Document, DocumentId, Force};
use jiff::civil::Date;

/// Where the examples lie.
const PATH: &str = "docs/decisions/0001-example.md";
/// When they are read.
const TODAY: Date = Date::constant(2026, 3, 1);

/// What stands above all rules.
const ABOUT: &str = "\
# Rules

What staffwork finds, rule by rule. `staffwork explain few-options` prints one of them, `staffwork explain rules` this page.

A finding is an error, a warning, information or a hint; `staffwork check` fails on errors, or on what `--fail-on` says. Rules \
about what is *not there yet* are one step louder once a document is accepted and one step quieter while it is a draft, and so \
they are under the profiles `full` and `light`. What is *wrong* is wrong at any age. What only the decision matrix asks for is \
one step quieter in documents of another template. Templates and ordinary Markdown have no findings.

Three ways to have it otherwise:

- Mend it: most findings bring an edit, in the editor as a code action.
- Waive it where it stands, with the reason: `<!-- staffwork: allow few-options -- the only certified vendor -->` speaks for \
the next block, above or right below a heading for the text of that section; `allow-file` speaks for the document, and so does \
front matter, `staffwork: {allow: {few-options: \"…\"}}`.
- Settle it for the project, in `staffwork.toml`: `few-options = \"off\"` under `[rules]`, or `hint`, `info`, `warning`, `error`.
";

/// Every rule on one page.
pub(in super::super) fn all_rules() -> String {
    let all = || rules::ALL.iter().chain(rules::OF_SETTINGS);
    let rows = all().map(|rule| {
        let link = format!("[{}](#{})", rule.code, anchor(rule.code));
        [link, rule.severity.name().to_owned(), kinds(rule), rule.summary.to_owned()]
    });
    let index = table(["rule", "severity", "kinds", "finds"], rows);
    let pages: Vec<String> = all().map(|rule| of_rule(rule, 2)).collect();
    format!("{ABOUT}\n{index}\n{}", pages.join("\n"))
}

/// What there is to say about a rule, below a heading of `level`.
pub(in super::super) fn of_rule(rule: &Rule, level: usize) -> String {
    if is_of_settings(rule) {
        return of_settings(rule, level);
    }
    let moves = match rule.class {
        Class::Completeness => "; louder or quieter with the project's profile and the document's status",
        Class::Correctness => "",
    };
    let waiver = format!("`<!-- staffwork: allow {} -- why -->`", rule.code);
    let waiver = if rule.can_be_waived { waiver.as_str() } else { "none; it is about waivers" };
    let parts = [
        format!("{} {}", marks(level), rule.code),
        rule.summary.to_owned(),
        format!(
            "- Severity: {}{moves}\n- Kinds: {}\n- Waiver: {waiver}\n- Setting: `{} = \"off\"` under `[rules]`",
            rule.severity.name(),
            kinds(rule),
            rule.code,
        ),
        rule.docs.trim().to_owned(),
        "It speaks up here:".to_owned(),
        fenced("markdown", rule.bad).trim_end().to_owned(),
        fenced("text", &told(rule)).trim_end().to_owned(),
        "It is content with:".to_owned(),
        fenced("markdown", &changed(rule.bad, rule.good)),
    ];
    parts.join("\n\n")
}

/// What there is to say about what is found in settings rather than in documents.
fn of_settings(rule: &Rule, level: usize) -> String {
    let parts = [
        format!("{} {}", marks(level), rule.code),
        rule.summary.to_owned(),
        format!("- Severity: {}\n- Found in settings; no waiver and no setting silences it", rule.severity.name()),
        rule.docs.trim().to_owned(),
        "It speaks up here:".to_owned(),
        fenced("toml", rule.bad).trim_end().to_owned(),
        "It is content with:".to_owned(),
        fenced("toml", rule.good),
    ];
    parts.join("\n\n")
}

fn is_of_settings(rule: &Rule) -> bool {
    rules::OF_SETTINGS.iter().any(|one| one.code == rule.code)
}

fn kinds(rule: &Rule) -> String {
    match rule.kinds {
        _ if is_of_settings(rule) => "settings".to_owned(),
        [] => "every kind".to_owned(),
        kinds => kinds.join(", "),
    }
}

/// What `check` prints of the bad example.
fn told(rule: &Rule) -> String {
    let around = Surroundings { path: PATH.to_owned(), ..Surroundings::default() };
    let document = Document::read(DocumentId::new(PATH), rule.bad, around, Force::default());
    let found = rules::run(&document, TODAY);
    let own = found.iter().filter(|finding| finding.code == rule.code);
    let shown = own.map(|finding| excerpt::finding(PATH, document.text(), document.parse().lines(), finding));
    anstream::adapter::strip_str(&shown.collect::<Vec<_>>().join("\n\n")).to_string()
}

/// At most so many lines that are the same are shown around those that are not.
const AROUND: usize = 2;

/// The lines of `good` that differ from `bad`, with some around them.
fn changed(bad: &str, good: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (bad.lines().collect(), good.lines().collect());
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = (old.len().min(new.len())) - same;
    let below = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let (first, last) = (same.saturating_sub(AROUND), (new.len() - below + AROUND).min(new.len()));
    let cut = |is_cut: bool| if is_cut { "…\n" } else { "" };
    let shown = new.get(first..last).unwrap_or(&[]).join("\n");
    format!("{}{}\n{}", cut(first > 0), shown.trim_matches('\n'), cut(last < new.len()))
}
