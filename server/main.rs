//! The program: which command, and what its exit code is.

use clap::{Parser, Subcommand, ValueEnum};
use staffwork::cli::{self, CheckArgs, ConfigArgs, ExplainArgs, InitArgs, InspectArgs, KindsArgs, MatrixArgs, Outcome};
use std::process::ExitCode;

/// A language server and command line for the documents that technical leaders write in Markdown.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, after_help = EXAMPLES)]
struct Staffwork {
    #[command(subcommand)]
    command: Command,
    /// Whether to write in colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    color: Color,
}

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  staffwork check docs/            findings with source excerpts
  staffwork check --format json .  the same for programs
  staffwork explain                every rule and kind; name one to learn more
  staffwork inspect docs/adr/7.md  what is understood of a document
  staffwork matrix docs/adr/7.md   its decision matrix, computed

Exit codes of check: 0 nothing is wrong, 1 something is, 2 the command could not do its work.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve an editor over standard input and output
    Lsp {
        /// Taken for what it is: the only way there is
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Check documents
    Check(CheckArgs),
    /// Show what is understood of documents
    Inspect(InspectArgs),
    /// Compute decision matrices
    Matrix(MatrixArgs),
    /// Explain a rule, a kind, or how a file is seen
    Explain(ExplainArgs),
    /// List the kinds of documents
    Kinds(KindsArgs),
    /// Write a commented configuration
    Init(InitArgs),
    /// Describe configuration and machine output
    Config(ConfigArgs),
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

fn main() -> ExitCode {
    let Staffwork { command, color } = Staffwork::parse();
    paint(color);
    let done = match &command {
        Command::Lsp { .. } => return serve(),
        Command::Check(arguments) => cli::check(arguments),
        Command::Inspect(arguments) => cli::inspect(arguments),
        Command::Matrix(arguments) => cli::matrix(arguments),
        Command::Explain(arguments) => cli::explain(arguments),
        Command::Kinds(arguments) => cli::kinds(arguments),
        Command::Init(arguments) => cli::init(arguments),
        Command::Config(arguments) => cli::config(arguments),
    };
    match done {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(failure) => {
            failure.tell();
            ExitCode::from(2)
        }
    }
}

/// Serves an editor; what goes wrong inside is logged to standard error, as `STAFFWORK_LOG` asks.
fn serve() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("STAFFWORK_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    match staffwork::lsp::run() {
        Ok(code) => std::process::exit(code),
        Err(why) => {
            eprintln!("staffwork: the language server cannot start: {why}");
            ExitCode::from(2)
        }
    }
}

fn paint(color: Color) {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}
