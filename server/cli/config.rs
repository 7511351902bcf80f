//! `staffwork config`: what configuration and machine output look like.

use super::inputs::project_here;
use super::{Failure, Outcome, json, rule_codes, written};
use crate::grammar::{Grammars, dialect_schema, kind_schema};
use crate::workspace::config_schema;
use clap::{Subcommand, ValueEnum};
use std::io::{self, Write};

/// What `staffwork config` is told.
#[derive(Debug, clap::Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the JSON Schema of what staffwork reads or writes
    Schema {
        /// Of what
        #[arg(long, value_enum, default_value_t)]
        of: Subject,
    },
}

/// What has a schema.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Subject {
    /// The output of `check --format json`
    Check,
    /// The output of `inspect --format json`
    Inspect,
    /// The output of `matrix --format json`
    Matrix,
    /// staffwork.toml
    #[default]
    Config,
    /// A file of .staffwork/kinds that defines a kind
    Kind,
    /// A file of .staffwork/kinds that defines a dialect of a kind
    Dialect,
}

/// Prints a schema.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn config(arguments: &ConfigArgs) -> Result<Outcome, Failure> {
    let ConfigCommand::Schema { of } = arguments.command;
    let schema = match of {
        Subject::Check => json::schema_of::<json::Checked>(),
        Subject::Inspect => json::schema_of::<json::Inspected>(),
        Subject::Matrix => json::schema_of::<json::Computed>(),
        Subject::Config => config_schema(&project_here(None, None)?.grammars, &rule_codes()),
        Subject::Kind => kind_schema(&Grammars::builtin()),
        Subject::Dialect => dialect_schema(&Grammars::builtin()),
    };
    written(writeln!(io::stdout(), "{schema:#}"))?;
    Ok(Outcome::Clean)
}
