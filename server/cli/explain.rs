//! `staffwork explain`: a rule, a kind, a dialect, or how one file is seen.

use super::inputs::{Batch, Input, project_here};
use super::{Failure, Inputs, Outcome, page, rule_codes, written};
use crate::grammar::{Dialect, Grammars, Kind, nearest};
use crate::host::{Project, relative};
use crate::rules;
use crate::workspace::{Document, Profile, RuleLevel};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `staffwork explain` is told.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// A rule, a kind, a dialect such as adr/madr, or a file; rules or kinds for all of them; without one, they are listed
    #[arg(value_name = "RULE|KIND|FILE")]
    subject: Option<String>,
    /// The folder that the file's project begins in
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The configuration for the file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The subject that is every rule.
const RULES: &str = "rules";
/// The subject that is every kind.
const KINDS: &str = "kinds";

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
        return Ok(page::of_rule(rule, 1));
    }
    if Path::new(subject).is_file() {
        return of_file(arguments, subject);
    }
    let project = project_here(arguments.root.as_deref(), arguments.config.as_deref())?;
    let grammars = &project.grammars;
    match (grammars.kind(subject), dialect(grammars, subject)) {
        (Some(kind), _) => Ok(of_kind(kind)),
        (_, Some((kind, dialect))) => Ok(page::of_dialect(kind, dialect, 1)),
        _ if subject == RULES => Ok(page::all_rules()),
        _ if subject == KINDS => Ok(page::all_kinds(grammars)),
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
    format!(
        "Rules:\n{rules}\n\nKinds:\n{kinds}\n\n`staffwork explain few-options` tells more of one, `staffwork explain rules` of all.\n"
    )
}

/// `adr/madr`
fn dialect<'g>(grammars: &'g Grammars, subject: &str) -> Option<(&'g Kind, &'g Dialect)> {
    let (kind, dialect) = subject.split_once('/')?;
    let kind = grammars.kind(kind)?;
    Some((kind, kind.dialect(dialect)?))
}

/// A kind, with the dialect that new documents follow.
fn of_kind(kind: &Kind) -> String {
    let own = page::of_kind(kind, 1);
    kind.default_dialect().map_or(own.clone(), |dialect| format!("{own}\n{}", page::of_dialect(kind, dialect, 2)))
}

fn of_file(arguments: &ExplainArgs, subject: &str) -> Result<String, Failure> {
    let (root, config) = (arguments.root.clone(), arguments.config.clone());
    let inputs = Inputs { paths: vec![PathBuf::from(subject)], root, config, ..Inputs::default() };
    let batch: Batch = inputs.gather(None)?;
    batch.settings.tell()?;
    let read = batch.inputs.first().map_or_else(|| Err("it cannot be read".to_owned()), Input::read);
    let (document, project) = read.map_err(|why| Failure::Told(format!("{subject}: {why}")))?;
    Ok(seen(&document, project, &project.grammars))
}

fn unknown(subject: &str, grammars: &Grammars) -> String {
    let kinds = grammars.kinds.iter().map(|kind| kind.spec.id.as_str());
    let near = nearest(subject, rule_codes().into_iter().chain(kinds));
    let advice = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    format!("`{subject}` is no rule, no kind and no file{advice}")
}

/// How a file is seen, and why.
fn seen(document: &Document, project: &Project, grammars: &Grammars) -> String {
    let verdict = &document.model().verdict;
    let kind = document
        .kind()
        .map_or("ordinary Markdown".to_owned(), |kind| format!("{} ({})", kind.spec.title, kind.spec.id));
    let mut out = format!("{}: {kind}\n\n", document.id().as_str());
    let mut row = |name: &str, value: String| {
        let _ = writeln!(out, "  {name:<13}  {value}");
    };
    if let Some(kind) = document.kind() {
        let dialect = document.dialect().map(|dialect| format!("{} ({})", dialect.spec.title, dialect.spec.id));
        let among = kind.dialects.iter().map(|dialect| dialect.spec.id.as_str()).collect::<Vec<_>>().join(", ");
        if !kind.dialects.is_empty() {
            row("dialect", dialect.unwrap_or_else(|| format!("none of {among}")));
        }
    }
    row("decided by", decided_by(document));
    let points: Vec<String> = verdict.points.iter().map(|(kind, points)| format!("{kind} {points:.1}")).collect();
    let (threshold, margin) = (grammars.families.threshold, grammars.families.margin);
    let needed = format!("{threshold} make a kind certain where it leads by {margin}");
    row("points", format!("{}; {needed}", if points.is_empty() { "none".to_owned() } else { points.join(", ") }));
    row("template", if document.model().is_template { "yes: nothing is reported" } else { "no" }.to_owned());
    row("root", project.place.root.display().to_string());
    row("path", document.around().path.clone());
    let siblings: Vec<&str> = document.around().siblings.iter().map(|(name, _)| name.as_str()).collect();
    if !siblings.is_empty() {
        row("beside it", siblings.join(", "));
    }
    out.push_str(&in_force(document, project));
    out
}

fn decided_by(document: &Document) -> String {
    let verdict = &document.model().verdict;
    match verdict.decided_by {
        Some("declared") => "what is declared, in the document or in the configuration".to_owned(),
        Some(evidence) => format!("its {evidence} most of all; {:.0} % sure", verdict.confidence * 100.0),
        None => "too little speaks for any kind".to_owned(),
    }
}

/// The configuration in force, and what it says of this file.
fn in_force(document: &Document, project: &Project) -> String {
    let config = &*project.config;
    let path = &document.around().path;
    let file = project.place.config_file.as_ref().map(|file| relative(file, &project.place.root));
    let mut out = format!("  configuration  {}\n", file.unwrap_or_else(|| "none: what is built in".to_owned()));
    let mut row = |name: &str, value: String| {
        let _ = writeln!(out, "    {name} = {value}");
    };
    if config.profile != Profile::Standard {
        row("profile", word(&config.profile));
    }
    if config.excludes(path) {
        row("exclude", "this file".to_owned());
    }
    for rule in config.file_rules(path) {
        row("files", rule.glob.clone());
    }
    for (kind, dialect) in &document.around().kind_dialects {
        row(&format!("kinds.{kind}.dialect"), dialect.clone());
    }
    let levels = rule_codes().into_iter().filter_map(|code| Some((code, config.level(code, path)?)));
    for (code, level) in levels {
        row(&format!("rules.{code}"), word::<RuleLevel>(&level));
    }
    out
}

/// As the configuration spells it.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
