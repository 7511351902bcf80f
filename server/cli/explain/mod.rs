//! `staffwork explain`: a rule, a kind, a dialect, or how one file is seen.

mod file;

use super::inputs::{Batch, Input, project_here};
use super::{Failure, Format, Inputs, Outcome, json, rule_codes, written};
use crate::grammar::{Dialect, Grammars, Kind, SectionSpec, nearest};
use crate::rules::{self, Class, Rule};
use file::Seen;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `staffwork explain` is told.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// A rule, a kind, a dialect such as adr/madr, or a file; without one, every rule and kind is listed
    #[arg(value_name = "RULE|KIND|FILE")]
    subject: Option<String>,
    /// The folder that the file's project begins in
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The configuration for the file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// For whom to write of a file
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Prints what there is to say about a rule, a kind, a dialect or a file.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn explain(arguments: &ExplainArgs) -> Result<Outcome, Failure> {
    let text = match arguments.subject.as_deref() {
        Some(subject) => of_subject(arguments, subject)?,
        None => everything(&project_here(arguments.root.as_deref(), None)?.grammars),
    };
    written(io::stdout().write_all(text.as_bytes()))?;
    Ok(Outcome::Clean)
}

fn of_subject(arguments: &ExplainArgs, subject: &str) -> Result<String, Failure> {
    if let Some(rule) = rules::rule(subject) {
        return Ok(of_rule(rule));
    }
    if Path::new(subject).is_file() {
        return of_file(arguments, subject);
    }
    let project = project_here(arguments.root.as_deref(), arguments.config.as_deref())?;
    let grammars = &project.grammars;
    match (grammars.kind(subject), dialect(grammars, subject)) {
        (Some(kind), _) => Ok(of_kind(kind)),
        (_, Some((kind, dialect))) => Ok(of_dialect(kind, dialect)),
        _ => Err(Failure::Told(unknown(subject, grammars))),
    }
}

/// Every rule and every kind, a line each.
fn everything(grammars: &Grammars) -> String {
    let mut rules = rules::ALL.iter().chain(rules::OF_SETTINGS).map(|rule| (rule.code, rule.summary));
    let mut kinds = grammars.kinds.iter().map(|kind| (kind.spec.id.as_str(), kind.spec.title.as_str()));
    let lines = |all: &mut dyn Iterator<Item = (&str, &str)>| {
        let all: Vec<String> = all.map(|(name, words)| format!("  {name:<24}{words}")).collect();
        all.join("\n")
    };
    let (rules, kinds) = (lines(&mut rules), lines(&mut kinds));
    format!("Rules:\n{rules}\n\nKinds:\n{kinds}\n\n`staffwork explain few-options` tells more of one.\n")
}

/// `adr/madr`
fn dialect<'g>(grammars: &'g Grammars, subject: &str) -> Option<(&'g Kind, &'g Dialect)> {
    let (kind, dialect) = subject.split_once('/')?;
    let kind = grammars.kind(kind)?;
    Some((kind, kind.dialect(dialect)?))
}

fn of_rule(rule: &Rule) -> String {
    let severity = rule.severity.name();
    let moves = match rule.class {
        Class::Completeness => "; louder or quieter with the project's profile and the document's status",
        Class::Correctness => "",
    };
    let kinds = match rule.kinds {
        [] => "every kind".to_owned(),
        kinds => kinds.join(", "),
    };
    let (code, summary, docs) = (rule.code, rule.summary, rule.docs.trim());
    let (bad, good) = (quoted(rule.bad), quoted(rule.good));
    format!(
        "# {code}\n\n{summary}\n\nSeverity: {severity}{moves}\nKinds: {kinds}\n\n{docs}\n\n\
         ## It speaks up here\n\n{bad}\n## It is content here\n\n{good}"
    )
}

/// Indented, as Markdown shows code.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

fn of_kind(kind: &Kind) -> String {
    let spec = &kind.spec;
    let mut out = format!("# {} ({})\n\n{}\n\n{}\n", spec.title, spec.id, spec.summary, spec.guidance.trim());
    if let Some(least) = spec.min_options {
        let own = if spec.proposal_is_option { ", the proposal itself among them" } else { "" };
        let _ = writeln!(out, "\nOptions: at least {least}{own}");
    }
    if spec.silent {
        out.push_str("\nNo rule speaks in it\n");
    }
    if !kind.dialects.is_empty() {
        out.push_str("\n## Dialects\n\n");
    }
    for dialect in &kind.dialects {
        let _ = writeln!(out, "- {}/{}: {}", spec.id, dialect.spec.id, dialect.spec.summary);
    }
    if let Some(dialect) = kind.default_dialect() {
        let _ = write!(out, "\n{}", of_dialect(kind, dialect));
    }
    out
}

fn of_dialect(kind: &Kind, dialect: &Dialect) -> String {
    let spec = &dialect.spec;
    let mut out = format!("# {} ({}/{})\n\n{}\n", spec.title, kind.spec.id, spec.id, spec.summary);
    if !spec.fields.is_empty() {
        out.push_str("\n## Metadata\n\n");
    }
    for field in &spec.fields {
        let _ = writeln!(out, "- {}{}: {}", field.key, required(field.required), field.guidance.trim());
    }
    for section in &spec.sections {
        out.push_str(&of_section(section));
    }
    out
}

fn of_section(section: &SectionSpec) -> String {
    let marks = "#".repeat(usize::from(section.level));
    let mut out = format!("\n{marks} {}{}\n\n{}\n", section.title, required(section.required), section.guidance.trim());
    if !section.questions.is_empty() {
        let _ = writeln!(out, "\n{}", bullets(section.questions.iter().map(String::as_str)));
    }
    if !section.items.is_empty() {
        let items = section.items.iter().map(|item| format!("{}: {}", item.title, item.guidance.trim()));
        let items: Vec<String> = items.collect();
        let _ = writeln!(out, "\n{}", bullets(items.iter().map(String::as_str)));
    }
    out
}

const fn required(is_required: bool) -> &'static str {
    if is_required { " (required)" } else { "" }
}

fn bullets<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    lines.map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn of_file(arguments: &ExplainArgs, subject: &str) -> Result<String, Failure> {
    let (root, config) = (arguments.root.clone(), arguments.config.clone());
    let inputs = Inputs { paths: vec![PathBuf::from(subject)], root, config, ..Inputs::default() };
    let batch: Batch = inputs.gather(None)?;
    batch.settings.tell()?;
    let read = batch.inputs.first().map_or_else(|| Err("it cannot be read".to_owned()), Input::read);
    let (document, project) = read.map_err(|why| Failure::Told(format!("{subject}: {why}")))?;
    let seen = Seen::new(&document, project, batch.today);
    Ok(match arguments.format {
        Format::Text => seen.in_words(),
        Format::Json => json::line(&seen) + "\n",
    })
}

fn unknown(subject: &str, grammars: &Grammars) -> String {
    let kinds = grammars.kinds.iter().map(|kind| kind.spec.id.as_str());
    let near = nearest(subject, rule_codes().into_iter().chain(kinds));
    let advice = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    format!("`{subject}` is no rule, no kind and no file{advice}")
}
