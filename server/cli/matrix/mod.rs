//! `staffwork matrix`: decision matrices, computed.

mod chart;
mod columns;
mod letters;
mod sheet;
mod svg;

use super::inputs::Input;
use super::json::{self, ComputedFile, ComputedMatrix, FileStream};
use super::{Failure, Inputs, Outcome, excerpt, written};
use crate::host::Project;
use crate::model::Matrix;
use crate::syntax::Inline;
use crate::workspace::Document;
use chart::Ink;
use clap::ValueEnum;
use sheet::Sheet;
use std::io::{self, Write};

/// What `staffwork matrix` is told.
#[derive(Debug, clap::Args)]
pub struct MatrixArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write
    #[arg(long, value_enum, default_value_t)]
    format: MatrixFormat,
    /// Which matrix of a file, from 1 [default: all of them]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    number: Option<u16>,
}

/// How matrices are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MatrixFormat {
    /// A table, bars and sentences for people
    #[default]
    Text,
    /// For programs
    Json,
    /// The tables for spreadsheets
    Csv,
    /// Tables in Markdown
    Md,
    /// A bar chart of the totals, one matrix only
    Svg,
}

/// Prints the matrices of documents, computed.
///
/// # Errors
///
/// What keeps the command from doing its work: nothing to compute, several matrices where one is wanted.
pub fn matrix(arguments: &MatrixArgs) -> Result<Outcome, Failure> {
    let batch = arguments.inputs.gather(None)?;
    batch.settings.tell()?;
    let mut outcome = batch.outcome;
    let mut files: Vec<Found> = Vec::new();
    let look = |input: &Input, read: Result<(&Document, &Project), String>| match read {
        Ok((document, _)) => Found::of(input, document, arguments),
        Err(why) => Found { path: input.name(), matrices: Vec::new(), error: Some(why) },
    };
    written(batch.each(look, |found| {
        if let Some(why) = &found.error {
            excerpt::complain(&format!("{}: {why}", found.path));
            outcome = Outcome::Failed;
        }
        files.extend((!found.matrices.is_empty() || found.error.is_some()).then_some(found));
        Ok(())
    }))?;
    if files.is_empty() && arguments.format != MatrixFormat::Json {
        let wanted =
            arguments.number.map_or_else(|| "a decision matrix".to_owned(), |number| format!("a matrix {number}"));
        return Err(Failure::Told(format!(
            "no document has {wanted}: `staffwork inspect` shows what is understood of one"
        )));
    }
    print(arguments.format, &files)?;
    Ok(outcome)
}

/// The matrices of a file.
struct Found {
    path: String,
    /// Each with the line it begins in, from 1.
    matrices: Vec<(usize, Matrix)>,
    /// Why it could not be read.
    error: Option<String>,
}

impl Found {
    fn of(input: &Input, document: &Document, arguments: &MatrixArgs) -> Self {
        let lines = document.parse().lines();
        let all = document.model().matrices.iter().zip(1..);
        let wanted = all.filter(|(_, own)| arguments.number.is_none_or(|number| *own == number));
        let told = |matrix| match arguments.format {
            MatrixFormat::Json => Matrix::clone(matrix),
            _ => readable(matrix, document),
        };
        let matrices = wanted.map(|(matrix, _)| (lines.line(matrix.range.start) + 1, told(matrix)));
        Self { path: input.name(), matrices: matrices.collect(), error: None }
    }
}

fn print(format: MatrixFormat, files: &[Found]) -> Result<(), Failure> {
    let all = || files.iter().flat_map(|file| file.matrices.iter().map(move |(line, matrix)| (file, *line, matrix)));
    match format {
        MatrixFormat::Json => written(in_json(files)),
        MatrixFormat::Csv => written(in_csv(all().map(|(_, _, matrix)| matrix))),
        MatrixFormat::Svg => {
            let mut charts = all();
            let (Some((_, line, matrix)), None) = (charts.next(), charts.next()) else {
                let count = all().count();
                let why = format!(
                    "a chart is of one matrix, and there are {count}: name one file, and one of its matrices with --number"
                );
                return Err(Failure::Told(why));
            };
            let chart = svg::chart(matrix)
                .map_err(|why| Failure::Told(format!("the matrix in line {line} is not drawn: {why}")))?;
            written(io::stdout().lock().write_all(chart.as_bytes()))
        }
        MatrixFormat::Md => {
            let tables = all().map(|(_, _, matrix)| Sheet::of(matrix).in_markdown());
            written(io::stdout().lock().write_all(tables.collect::<Vec<_>>().join("\n").as_bytes()))
        }
        MatrixFormat::Text => {
            let terminal = columns::room();
            let (ink, room) = terminal.map_or((Ink::Plain, usize::MAX), |room| (Ink::Blocks, room));
            let mut out = anstream::stdout().lock();
            written(all().try_for_each(|(file, line, matrix)| {
                let path: String = file.path.chars().map(visible).collect();
                let (table, bars) = (Sheet::of(matrix).in_text(room), chart::bars(matrix, ink, room));
                let lines = |told: String| columns::wrapped(&told, room.saturating_sub(4)).join("\n    ");
                let told: Vec<String> =
                    sentences(matrix).into_iter().map(|told| format!("  {}", lines(told))).collect();
                let told = told.iter().flat_map(|line| [line, "\n"]).collect::<String>();
                let parts: Vec<String> = [table, bars, told].into_iter().filter(|part| !part.is_empty()).collect();
                writeln!(out, "{path}:{line}\n\n{}", parts.join("\n"))
            }))
        }
    }
}

/// What the numbers say, a sentence each.
fn sentences(matrix: &Matrix) -> Vec<String> {
    let told = matrix.lead_told().into_iter().chain(matrix.sensitivity_told()).chain(matrix.unranked_told());
    let dominated = matrix.dominated().into_iter();
    told.chain(dominated.map(|(option, by)| format!("`{}` is nowhere better than `{}`.", option.name, by.name)))
        .collect()
}

/// The matrix as people read it: cells without their marks, and nothing in it that steers a terminal.
fn readable(matrix: &Matrix, document: &Document) -> Matrix {
    let shown = |text: &str| text.chars().map(visible).collect::<String>();
    let mut matrix = matrix.clone();
    matrix.criteria.iter_mut().for_each(|criterion| criterion.name = shown(&criterion.name));
    for option in &mut matrix.options {
        option.name = shown(&option.name);
        for score in &mut option.scores {
            let plain = Inline::read(document.parse(), score.range).plain;
            score.raw = shown(&plain.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    matrix
}

/// A document must not steer the terminal that shows it: no control character, and none that turns the direction.
fn visible(letter: char) -> char {
    let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if letter.is_control() || turns { '\u{fffd}' } else { letter }
}

fn in_json(files: &[Found]) -> io::Result<()> {
    let mut out = FileStream::new(io::BufWriter::new(io::stdout().lock()))?;
    for file in files {
        let matrices = file.matrices.iter().map(|(line, matrix)| ComputedMatrix::of(matrix, *line)).collect();
        out.file(&json::line(&ComputedFile { path: file.path.clone(), matrices, error: file.error.clone() }))?;
    }
    out.end(None)
}

/// One table below the other, with an empty line between.
fn in_csv<'m>(matrices: impl Iterator<Item = &'m Matrix>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (index, matrix) in matrices.enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let mut table = csv::Writer::from_writer(&mut out);
        for row in Sheet::of(matrix).rows() {
            table.write_record(row)?;
        }
        table.flush()?;
    }
    Ok(())
}
