//! `staffwork init`: a configuration that says every setting, each commented out with its default.
//!
//! It is generated from the schema that `staffwork.toml` is read with, so it cannot name what there is not.

use super::inputs::Input;
use super::{Failure, Inputs, Outcome, rule_codes, written};
use crate::grammar::{Grammars, Kind};
use crate::host::{self, CONFIG_FILE};
use crate::rules;
use crate::workspace::{Document, config_schema};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `staffwork init` is told.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder that the project begins in [default: the current one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Write it even where there is one already
    #[arg(long)]
    force: bool,
    /// Print it, and write nothing
    #[arg(long)]
    print: bool,
}

/// Writes a commented configuration.
///
/// # Errors
///
/// What keeps the command from doing its work.
pub fn init(arguments: &InitArgs) -> Result<Outcome, Failure> {
    let folder = arguments.folder.clone().unwrap_or_default();
    let path = folder.join(CONFIG_FILE);
    if !arguments.print && !arguments.force && path.exists() {
        let path = path.display();
        return Err(Failure::Told(format!(
            "{path} is there already: --force writes over it, --print shows what it would be"
        )));
    }
    let folders = folders(&folder)?;
    let text = configuration(&Grammars::builtin(), &folders);
    if arguments.print {
        written(io::stdout().write_all(text.as_bytes()))?;
        return Ok(Outcome::Clean);
    }
    let done = if arguments.force { host::replace(&path, &text) } else { host::write_new(&path, &text) };
    done.map_err(|why| Failure::Told(format!("{}: {why}", path.display())))?;
    written(io::stdout().write_all(in_words(&path, &folders).as_bytes()))?;
    Ok(Outcome::Clean)
}

/// What was written, and what was seen on the way.
fn in_words(path: &Path, folders: &[Folder]) -> String {
    let mut out = format!("wrote {}: every setting with its default, commented out\n", path.display());
    for Folder { path, kind, dialect, count } in folders {
        let of = dialect.as_ref().map_or_else(String::new, |dialect| format!(", dialect {dialect}"));
        let _ = writeln!(out, "  {path}: {count} documents of kind {kind}{of}");
    }
    out
}

/// A folder with documents.
#[derive(Debug)]
struct Folder {
    path: String,
    kind: String,
    /// The dialect that all of them follow.
    dialect: Option<String>,
    count: usize,
}

/// At least so many documents make a folder of them.
const FEWEST: usize = 2;

/// The folders in which documents of one kind lie.
fn folders(root: &Path) -> Result<Vec<Folder>, Failure> {
    let paths = vec![root.to_owned()];
    let inputs = Inputs { paths, root: Some(root.to_owned()).filter(|root| root.is_dir()), ..Inputs::default() };
    let mut seen: BTreeMap<(String, String), Vec<Option<String>>> = BTreeMap::new();
    let batch = inputs.gather(None)?;
    let told = batch.each(
        |input, read| read.ok().and_then(|(document, _)| seen_as(input, document)),
        |found| {
            if let Some((folder, kind, dialect)) = found {
                seen.entry((folder, kind)).or_default().push(dialect);
            }
            Ok(())
        },
    );
    written(told)?;
    let folder = |((path, kind), dialects): ((String, String), Vec<Option<String>>)| {
        let first = dialects.first().cloned().flatten();
        let dialect = first.filter(|first| dialects.iter().all(|one| one.as_ref() == Some(first)));
        Folder { path, kind, dialect, count: dialects.len() }
    };
    Ok(seen.into_iter().map(folder).filter(|folder| folder.count >= FEWEST).collect())
}

/// The folder of a document, its kind, and its dialect.
fn seen_as(input: &Input, document: &Document) -> Option<(String, String, Option<String>)> {
    let (file, project) = input.belongs.as_ref()?;
    let folder = host::relative(file.parent()?, &project.place.root);
    let dialect = document.dialect().map(|dialect| dialect.spec.id.clone());
    let kind = document.kind().filter(|_| !document.model().is_template)?;
    (!folder.is_empty()).then(|| (folder, kind.spec.id.clone(), dialect))
}

/// The commented configuration.
fn configuration(grammars: &Grammars, folders: &[Folder]) -> String {
    let schema = config_schema(grammars, &rule_codes());
    let properties = || schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut out = String::from(HEAD);
    for (key, setting) in properties().filter(|(key, _)| !TABLES.contains(&key.as_str())) {
        let _ = write!(out, "\n{}# {key} = {}\n", described(resolved(setting, &schema), setting), default(setting));
    }
    let describe = |key: &str| properties().find(|(name, _)| *name == key).map_or(String::new(), |(_, it)| comment(it));
    let _ = write!(out, "\n{}# [hints]\n{}", describe("hints"), switches(&schema));
    let _ = write!(out, "\n{}{LEVELS}# [rules]\n{}", describe("rules"), rules_with_levels());
    let _ =
        write!(out, "\n{}{}", describe("kinds"), grammars.kinds.iter().map(|kind| of_kind(kind)).collect::<String>());
    let _ = write!(out, "\n{}{}", describe("files"), files(folders));
    out
}

const HEAD: &str = "\
# What this project settles about its documents. Every setting is commented out and shows what holds without it:
# take the `# ` away from what you change. `staffwork explain` lists rules and kinds, `staffwork explain FILE` tells
# what is in force for a file. Kinds of your own go to .staffwork/kinds.
";

/// What a level does besides.
const LEVELS: &str =
    "# A level that is set holds everywhere: it moves no more with the profile and a document's status.\n";

/// The settings that are tables, in the order in which they are written.
const TABLES: &[&str] = &["rules", "kinds", "files", "hints"];

/// What can be switched off, each with what it shows.
fn switches(schema: &Value) -> String {
    let all = schema.pointer("/$defs/HintConfig/properties").and_then(Value::as_object).into_iter().flatten();
    let line = |(key, switch): (&String, &Value)| {
        let shows = switch.get("description").and_then(Value::as_str).unwrap_or_default();
        format!("# {key} = {}  # {}\n", default(switch), one_line(shows))
    };
    all.map(line).collect()
}

/// What a setting means, and what each of its words does.
fn described(schema: &Value, setting: &Value) -> String {
    let words = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let words = words.filter_map(|word| Some((word.get("const")?.as_str()?, word.get("description")?.as_str()?)));
    let mut out = comment(setting);
    for (word, meaning) in words {
        let _ = writeln!(out, "#   {word:<10} {}", one_line(meaning));
    }
    out
}

fn comment(setting: &Value) -> String {
    let words = setting.get("description").and_then(Value::as_str);
    words.map_or_else(String::new, |words| format!("# {}\n", one_line(words)))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn resolved<'s>(setting: &'s Value, schema: &'s Value) -> &'s Value {
    let pointer = setting.get("$ref").and_then(Value::as_str).and_then(|link| link.strip_prefix('#'));
    pointer.and_then(|pointer| schema.pointer(pointer)).unwrap_or(setting)
}

/// The default as TOML writes it; where there is none, what one might write.
fn default(setting: &Value) -> String {
    match setting.get("default") {
        Some(default) if !default.is_null() => default.to_string(),
        _ => format!("{MANY}  # without it, there is no bound"),
    }
}

/// An example of a number.
const MANY: usize = 20;

fn rules_with_levels() -> String {
    let width = rules::ALL.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    let line = |rule: &&rules::Rule| {
        let level = format!("\"{}\"", rule.severity.name());
        format!("# {:<width$} = {level:<9}  # {}\n", rule.code, rule.summary)
    };
    rules::ALL.iter().map(line).collect()
}

/// What is settled for a kind; nothing for one that has no template and weighs nothing.
fn of_kind(kind: &Kind) -> String {
    let (spec, mut out) = (&kind.spec, String::new());
    let dialects: Vec<&str> = kind.dialects.iter().map(|dialect| dialect.spec.id.as_str()).collect();
    if let Some(default) = kind.default_dialect() {
        let (id, dialects) = (&default.spec.id, dialects.join(", "));
        let _ = writeln!(out, "# dialect = \"{id}\"  # without it, what a document looks like, of {dialects}");
    }
    if let Some(least) = spec.min_options {
        let _ = writeln!(out, "# min-options = {least}");
    }
    if out.is_empty() { out } else { format!("# [kinds.{}]  # {}\n{out}", spec.id, spec.title) }
}

/// The folders that were seen; an example where there are none.
fn files(folders: &[Folder]) -> String {
    let example = Folder { path: "docs/decisions".to_owned(), kind: "adr".to_owned(), dialect: None, count: 0 };
    let folders = if folders.is_empty() { std::slice::from_ref(&example) } else { folders };
    let mut out = String::new();
    for (index, Folder { path, kind, dialect, .. }) in folders.iter().enumerate() {
        let gap = if index == 0 { "" } else { "#\n" };
        let _ = write!(
            out,
            "{gap}# [[files]]\n# glob = {}\n# kind = \"{kind}\"\n",
            toml::Value::from(format!("{path}/*.md"))
        );
        if let Some(dialect) = dialect {
            let _ = writeln!(out, "# dialect = \"{dialect}\"");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Config, Profile, read_config};

    /// Every setting without its comment mark.
    fn uncommented(text: &str) -> String {
        let is_setting = |line: &str| {
            line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.trim().contains(' '))
        };
        let bare = text.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| is_setting(line));
        bare.map(|line| line.to_owned() + "\n").collect()
    }

    #[test]
    fn every_setting_is_there_and_right() {
        let grammars = Grammars::builtin();
        let schema = config_schema(&grammars, &rule_codes());
        let folder = |path: &str, dialect: Option<&str>| Folder {
            path: path.to_owned(),
            kind: "adr".to_owned(),
            dialect: dialect.map(str::to_owned),
            count: 2,
        };
        let text = configuration(&grammars, &[folder("docs/a", Some("madr")), folder("docs/\"b", None)]);
        let (config, harmless): (Config, _) = read_config(&uncommented(&text), &schema).unwrap();
        assert_eq!(harmless, []);
        assert_eq!((config.profile, config.rules.len()), (Profile::Standard, rules::ALL.len()));
        let with_dialects = grammars.kinds.iter().filter(|kind| !kind.dialects.is_empty());
        assert_eq!((config.kinds.len(), config.files.len()), (with_dialects.count(), 2));
        for key in schema["properties"].as_object().unwrap().keys() {
            assert!(text.contains(&format!("# {key}")) || text.contains(&format!("[{key}")), "{key}");
        }
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
        assert!(read_config(&text, &schema).is_ok());
    }
}
