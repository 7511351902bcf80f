//! The command line: everything that staffwork does besides serving editors. One file a command; each says what came
//! of it as an [`Outcome`], and `main` makes exit codes of that.

mod check;
mod config;
mod excerpt;
mod explain;
mod init;
mod inputs;
mod inspect;
mod inspect_text;
pub mod json;
mod kinds;
mod matrix;
mod page;
mod settings;

pub use check::{CheckArgs, check};
pub use config::{ConfigArgs, config};
pub use explain::{ExplainArgs, explain};
pub use init::{InitArgs, init};
pub use inputs::Inputs;
pub use inspect::{InspectArgs, inspect};
pub use kinds::{KindsArgs, kinds};
pub use matrix::{MatrixArgs, matrix};

use clap::ValueEnum;
use std::io;

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did its work, and there is nothing to complain about.
    Clean,
    /// It did its work, and there are findings.
    Findings,
    /// It did what it could; what it could not do has been told.
    Failed,
}

/// Why a command could not do its work, for the person who called it.
#[derive(Debug)]
pub enum Failure {
    /// A sentence.
    Told(String),
    /// Mistakes of a configuration, with their excerpts.
    Shown(String),
}

impl Failure {
    /// Says it on standard error.
    pub fn tell(&self) {
        match self {
            Self::Told(sentence) => excerpt::complain(sentence),
            Self::Shown(excerpts) => anstream::eprintln!("{excerpts}"),
        }
    }
}

/// For whom a command writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// What came of writing: a reader that went away has read what it wanted.
fn written(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Told(format!("standard output cannot be written: {why}")))
        }
        _ => Ok(()),
    }
}

/// The codes of all rules.
fn rule_codes() -> Vec<&'static str> {
    crate::rules::ALL.iter().map(|rule| rule.code).collect()
}
