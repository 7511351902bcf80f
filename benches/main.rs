//! How fast staffwork is: `cargo bench` measures with criterion, `cargo bench -- --table` prints the table of
//! `docs/performance.md`, `cargo bench -- --table keystroke 1000` only the rows that have all these words in them.
//!
//! Clocks here count CPU time where nothing else is said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark that breaks has failed; nobody measures 2^52 nanoseconds"
)]

mod clock;
mod corpus;
mod documents;
mod features;
mod generate;
mod keystroke;
mod open;
mod session;
mod start;
mod table;
mod typing;

use criterion::Criterion;
use documents::Sample;
use std::time::Duration;
use table::Row;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.split_first() {
        Some((mode, words)) if mode == "--table" => print_table(words),
        Some((mode, words)) if mode == "--document" => print!("{}", generate::rfc(number(words, 0))),
        Some((mode, words)) if mode == "--matrices" => print!("{}", generate::weighing(number(words, 0), 10)),
        Some((mode, words)) if mode == "--keystrokes" => type_in(number(words, 0), number(words, 1)),
        Some((mode, words)) if mode == "--openings" => open_often(number(words, 0), number(words, 1)),
        _ => measure(),
    }
}

/// The document that features are asked for in, and that memory is measured with.
const LONG: &str = "10000 lines";

fn measure() {
    let quick = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500));
    let quick = quick.measurement_time(Duration::from_secs(3));
    let mut criterion = quick.with_measurement(clock::CpuTime).configure_from_args();
    let samples = documents::all();
    keystroke::measure(&mut criterion, &samples);
    open::measure(&mut criterion, &samples);
    keystroke::measure(&mut criterion, &documents::weighing());
    samples.iter().filter(|sample| sample.name == LONG).for_each(|sample| features::measure(&mut criterion, sample));
    start::measure(&mut criterion);
    criterion.final_summary();
}

/// Prints the groups of rows whose names have all of `words` in them.
fn print_table(words: &[String]) {
    let is_wanted = |what: &str| words.iter().all(|word| what.contains(word.as_str()));
    let print = |what: &str, rows: &dyn Fn() -> Vec<Row>| {
        if is_wanted(what) {
            rows().iter().for_each(Row::print);
        }
    };
    table::print_head();
    let samples = documents::all();
    let named = |what: &str, sample: &Sample| format!("{what} {}", sample.name);
    for sample in &samples {
        print(&named("keystroke", sample), &|| keystroke::rows(sample));
    }
    let weighing = documents::weighing();
    for sample in &weighing {
        print(&named("keystroke matrices", sample), &|| keystroke::rows(sample));
    }
    for sample in &samples {
        print(&named("open", sample), &|| vec![open::row(sample)]);
    }
    let long = || samples.iter().filter(|sample| sample.name == LONG);
    let of_all = |sample| features::rows(sample, features::OF_ALL);
    print("features hover completion code action document symbols", &|| long().flat_map(of_all).collect());
    let with_matrices = || weighing.iter().filter(|sample| sample.name.ends_with(documents::TEN_MATRICES));
    let of_matrices = |sample| features::rows(sample, features::OF_MATRICES);
    print("features matrices hints lens hover", &|| with_matrices().flat_map(of_matrices).collect());
    print("start initialize", &start::rows);
    print("memory", &|| start::memory(long()));
    print("corpus check", &corpus::rows);
}

/// Types so often into a document of so many lines, for a profiler to look at.
fn type_in(lines: usize, count: usize) {
    let text = generate::rfc(lines);
    let mut typist = typing::Typist::new("docs/rfcs/0042-generated.md", &text, typing::script);
    for _ in 0..count {
        typist.press();
    }
}

/// Opens a document of so many lines, over and over: for profilers.
fn open_often(lines: usize, count: usize) {
    let text = generate::rfc(lines);
    for _ in 0..count {
        let (workspace, id) = typing::opened("docs/rfcs/0042-generated.md", &text);
        typing::diagnostics(&workspace, &id);
    }
}

fn number(words: &[String], place: usize) -> usize {
    words.get(place).and_then(|word| word.parse().ok()).unwrap_or(1_000)
}
