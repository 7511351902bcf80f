//! How fast staffwork is: `cargo bench` measures with criterion, `cargo bench -- --table` prints the table of
//! `docs/performance.md`, `cargo bench -- --table keystroke 1000` only the rows that have all these words in them.
//!
//! Clocks here count CPU time where nothing else is said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    dead_code,
    reason = "a benchmark that breaks has failed; nobody measures 2^52 nanoseconds"
)]

mod clock;
mod documents;
mod generate;
mod keystroke;
mod table;
mod typing;

use criterion::Criterion;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.split_first() {
        Some((mode, words)) if mode == "--table" => print_table(words),
        Some((mode, words)) if mode == "--document" => print_document(words),
        _ => measure(),
    }
}

fn measure() {
    let mut criterion = Criterion::default().with_measurement(clock::CpuTime).configure_from_args();
    keystroke::measure(&mut criterion, &documents::all());
    criterion.final_summary();
}

fn print_table(words: &[String]) {
    let is_wanted = |what: &str| words.iter().all(|word| what.contains(word.as_str()));
    table::print_head();
    for sample in documents::all() {
        if is_wanted(&format!("keystroke {}", sample.name)) {
            keystroke::rows(&sample).iter().for_each(table::Row::print);
        }
    }
}

/// Prints the generated document of so many lines.
fn print_document(words: &[String]) {
    let lines = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000);
    print!("{}", generate::rfc(lines));
}
