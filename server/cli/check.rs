//! `staffwork check`: what the rules find.

use super::inputs::{Batch, Input};
use super::json::{self, CheckedFile, Edit, FileStream, Finding, Place, Repair, Summary};
use super::settings::SettingsFile;
use super::{Failure, Format, Inputs, Outcome, excerpt, written};
use crate::host::{self, Project};
use crate::rules::{self, Diagnostic, Findings, Fix, Related, Severity};
use crate::text::{LineIndex, PositionEncoding};
use crate::workspace::{Document, Profile};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

/// What `staffwork check` is told.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// For whom to write
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The quietest finding that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    fail_on: FailOn,
    /// How much to ask of documents, whatever the configuration says
    #[arg(long, value_parser = profiles())]
    profile: Option<Profile>,
}

/// The quietest finding that counts.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FailOn {
    #[default]
    Error,
    Warning,
    Info,
    Hint,
    Never,
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(["light", "standard", "full"]).map(|word| match word.as_str() {
        "light" => Profile::Light,
        "full" => Profile::Full,
        _ => Profile::Standard,
    })
}

/// Runs the rules over documents and prints what they find.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn check(arguments: &CheckArgs) -> Result<Outcome, Failure> {
    let batch = arguments.inputs.gather(arguments.profile)?;
    let mut sum = Sum { outcome: batch.outcome, summary: Summary::default(), unread: 0 };
    written(match arguments.format {
        Format::Text => print_text(&batch, &mut sum),
        Format::Json => print_json(&batch, &mut sum),
    })?;
    Ok(sum.outcome(arguments.fail_on))
}

fn print_text(batch: &Batch, sum: &mut Sum) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    look_at_all(batch, sum, in_excerpts, |looked| write!(out, "{}", looked.printed.unwrap_or_default()))?;
    // where nothing could be read, the errors have said so
    if sum.unread == 0 || sum.unread < sum.summary.files {
        writeln!(out, "{}", in_words(&sum.summary))?;
    }
    out.flush()
}

fn print_json(batch: &Batch, sum: &mut Sum) -> io::Result<()> {
    let began = Instant::now();
    let mut out = FileStream::new(io::BufWriter::new(io::stdout().lock()))?;
    look_at_all(batch, sum, in_json, |looked| looked.printed.map_or(Ok(()), |json| out.file(&json)))?;
    sum.summary.seconds = (began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    out.end(Some(&sum.summary))
}

/// A file, and what was found in it.
struct Checked<'c> {
    name: &'c str,
    /// Whether it is told even where nothing is to be told.
    is_named: bool,
    content: Content<'c>,
}

enum Content<'c> {
    Document(&'c Document, &'c Findings),
    /// Settings; `None` where nothing is wrong with them.
    Settings(Option<&'c SettingsFile>),
    Unreadable(&'c str),
}

/// What was found in a file, for whoever sums up.
struct Looked {
    /// As it is printed; `None` where nothing is.
    printed: Option<String>,
    /// What it adds to the whole.
    summary: Summary,
    /// Why the file could not be checked.
    error: Option<String>,
}

impl Looked {
    fn at(checked: &Checked<'_>, print: Print) -> Self {
        let (is_document, waived) = match &checked.content {
            Content::Document(document, found) => (document.kind().is_some(), found.waived),
            Content::Settings(_) | Content::Unreadable(_) => (false, 0),
        };
        let found = checked.found().map_or(&[][..], |(.., found)| found);
        let error = match checked.content {
            Content::Unreadable(why) => Some(format!("{}: {why}", checked.name)),
            _ => None,
        };
        Self { printed: print(checked), summary: count(is_document, found, waived), error }
    }
}

/// How a file and what was found in it are printed.
type Print = fn(&Checked<'_>) -> Option<String>;

fn look_at_all(
    batch: &Batch,
    sum: &mut Sum,
    print: Print,
    mut told: impl FnMut(Looked) -> io::Result<()>,
) -> io::Result<()> {
    let mut tell = |looked: Looked| {
        sum.add(&looked);
        told(looked)
    };
    let is_checked = |file: &&SettingsFile| !batch.inputs.iter().any(|input| is_at(input, file.path()));
    if batch.settings.is_broken {
        settings(batch.settings.files.iter(), print).try_for_each(&mut tell)?;
        let broken = batch.settings.files.iter().filter(|file| file.keeps_from_checking());
        broken
            .for_each(|file| excerpt::complain(&format!("nothing is checked while {} is broken: mend it", file.name)));
        sum.outcome = Outcome::Failed;
        return Ok(());
    }
    batch.each(|input, read| look(batch, input, read, print), &mut tell)?;
    settings(batch.settings.files.iter().filter(is_checked), print).try_for_each(tell)
}

fn look(batch: &Batch, input: &Input, read: Result<(&Document, &Project), String>, print: Print) -> Looked {
    let (name, is_named) = (input.name(), input.is_named);
    let looked = |content| Looked::at(&Checked { name: &name, is_named, content }, print);
    match read {
        Ok(_) if input.belongs.as_ref().is_some_and(|(file, _)| host::is_settings(file)) => {
            looked(Content::Settings(input.belongs.as_ref().and_then(|(file, _)| batch.settings.at(file))))
        }
        Ok((document, _)) => looked(Content::Document(document, &rules::find(document, batch.today))),
        Err(why) => looked(Content::Unreadable(&why)),
    }
}

fn settings<'f>(files: impl Iterator<Item = &'f SettingsFile>, print: Print) -> impl Iterator<Item = Looked> {
    files.map(move |file| {
        Looked::at(&Checked { name: &file.name, is_named: true, content: Content::Settings(Some(file)) }, print)
    })
}

fn is_at(input: &Input, path: &Path) -> bool {
    input.belongs.as_ref().is_some_and(|(file, _)| file == path)
}

/// What was found in all files so far.
struct Sum {
    outcome: Outcome,
    summary: Summary,
    /// Files that could not be read.
    unread: usize,
}

impl Sum {
    fn add(&mut self, looked: &Looked) {
        let (all, one) = (&mut self.summary, &looked.summary);
        all.files += one.files;
        all.documents += one.documents;
        all.errors += one.errors;
        all.warnings += one.warnings;
        all.infos += one.infos;
        all.hints += one.hints;
        all.suppressed += one.suppressed;
        if let Some(error) = &looked.error {
            excerpt::complain(error);
            self.unread += 1;
            self.outcome = Outcome::Failed;
        }
    }

    fn outcome(&self, fail_on: FailOn) -> Outcome {
        let Summary { errors, warnings, infos, hints, .. } = self.summary;
        let counted = match fail_on {
            FailOn::Error => errors,
            FailOn::Warning => errors + warnings,
            FailOn::Info => errors + warnings + infos,
            FailOn::Hint => errors + warnings + infos + hints,
            FailOn::Never => 0,
        };
        if self.outcome == Outcome::Clean && counted > 0 { Outcome::Findings } else { self.outcome }
    }
}

fn count(is_document: bool, found: &[Diagnostic], waived: usize) -> Summary {
    let of = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    Summary {
        files: 1,
        documents: usize::from(is_document),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: of(Severity::Info),
        hints: of(Severity::Hint),
        suppressed: waived,
        seconds: 0.0,
    }
}

fn in_excerpts(checked: &Checked<'_>) -> Option<String> {
    let (text, lines, found) = checked.found()?;
    Some(found.iter().map(|finding| excerpt::finding(checked.name, text, lines, finding) + "\n\n").collect())
}

/// The last line: `3 documents: 1 error, 2 hints; 1 waived`.
fn in_words(summary: &Summary) -> String {
    let counts =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info"), (summary.hints, "hint")];
    let found: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(*count, word)).collect();
    let looked_at = match (summary.documents, summary.files) {
        (0, files) => format!("{}, no document among them", counted(files, "file")),
        (documents, _) => counted(documents, "document"),
    };
    let waived = if summary.suppressed > 0 { format!("; {} waived", summary.suppressed) } else { String::new() };
    match (summary.documents, found.is_empty()) {
        (0, true) => looked_at,
        (_, true) => format!("{looked_at}: nothing found{waived}"),
        _ => format!("{looked_at}: {}{waived}", found.join(", ")),
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Every file that was named is told; of those that were found, documents are.
fn in_json(checked: &Checked<'_>) -> Option<String> {
    let document = match checked.content {
        Content::Document(document, _) => Some(document),
        _ => None,
    };
    let is_silent = checked.found().is_none_or(|(_, _, found)| found.is_empty());
    if !checked.is_named && is_silent && document.is_some_and(|document| document.kind().is_none()) {
        return None;
    }
    let path = checked.name;
    let found = checked.found().into_iter();
    let found = found.flat_map(|(text, lines, found)| found.iter().map(|one| in_contract(path, text, lines, one)));
    let error = match checked.content {
        Content::Unreadable(why) => Some(why.to_owned()),
        _ => None,
    };
    Some(json::line(&CheckedFile {
        path: path.to_owned(),
        kind: document.and_then(|document| Some(document.kind()?.spec.id.clone())),
        dialect: document.and_then(|document| Some(document.dialect()?.spec.id.clone())),
        diagnostics: found.collect(),
        error,
    }))
}

impl<'c> Checked<'c> {
    /// The findings, and the text that they are of.
    fn found(&self) -> Option<(&'c str, &'c LineIndex, &'c [Diagnostic])> {
        match self.content {
            Content::Document(document, found) => Some((document.text(), document.parse().lines(), &found.told)),
            Content::Settings(file) => file.map(|file| (file.text(), &file.lines, file.found.as_slice())),
            Content::Unreadable(_) => None,
        }
    }
}

fn in_contract(path: &str, text: &str, lines: &LineIndex, found: &Diagnostic) -> Finding {
    let place = |offset| lines.line_column(text, offset, PositionEncoding::Utf32);
    let (begin, end) = (place(found.range.start), place(found.range.end));
    Finding {
        code: found.code,
        severity: found.severity,
        message: found.message.clone(),
        line: begin.line + 1,
        column: begin.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
        start: found.range.start,
        end: found.range.end,
        help: found.help.clone(),
        url: rules::rule(found.code).and_then(rules::Rule::url),
        demanded_by: found.demanded_by.clone(),
        related: found.related.iter().map(|related| related_place(path, lines, related)).collect(),
        fixes: found.fixes.iter().map(|fix| repair(path, fix)).collect(),
    }
}

/// A place of another document is told without its line: that document is not at hand.
fn related_place(path: &str, lines: &LineIndex, related: &Related) -> Place {
    let line = lines.line(related.range.start) + 1;
    let (path, line) = related.document.as_ref().map_or((path, line), |other| (other.as_str(), 1));
    Place { path: path.to_owned(), line, message: related.message.clone() }
}

fn repair(path: &str, fix: &Fix) -> Repair {
    let edits = fix.edits.iter().map(|edit| Edit {
        path: path.to_owned(),
        start: edit.range.start,
        end: edit.range.end,
        text: edit.text.clone(),
    });
    Repair { title: fix.title.clone(), applicability: fix.applicability, edits: edits.collect() }
}
