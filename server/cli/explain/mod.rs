//! `staffwork explain`: a rule, a kind, a dialect, or how one file is seen.

mod file;

use super::inputs::{Batch, Input, project_here};
use super::{Failure, Format, Inputs, Outcome, json, page, rule_codes, written};
use crate::grammar::{Dialect, Grammars, Kind, nearest};
use crate::rules;
use file::Seen;
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
    /// For whom to write of a file
    #[arg(long, value_enum, default_value_t)]
    format: Format,
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
