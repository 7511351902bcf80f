//! What `server/lib.rs` promises, read from the source tree: who may name whom, and what every rule and kind has.

use crate::fixture;
use crate::rules::{TOGETHER, read_on};
use crate::source::{Source, called, sources};
use regex::Regex;
use staffwork::grammar::{Grammars, samples};
use staffwork::model::Surroundings;
use staffwork::rules::{ALL, Diagnostic, Rule, Severity, rule, run};
use staffwork::workspace::{Document, DocumentId, Force};
use std::collections::BTreeSet;
use std::path::Path;

/// The layers, each with those that it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("syntax", &["text"]),
    ("grammar", &["text", "syntax"]),
    ("model", &["text", "syntax", "grammar"]),
    ("workspace", &["text", "syntax", "grammar", "model"]),
    ("rules", &["text", "syntax", "grammar", "model", "workspace"]),
    ("ide", &["text", "syntax", "grammar", "model", "workspace", "rules"]),
    ("host", &["text", "syntax", "grammar", "model", "workspace"]),
    ("lsp", &["text", "syntax", "grammar", "model", "workspace", "rules", "ide", "host"]),
    ("cli", &["text", "syntax", "grammar", "model", "workspace", "rules", "ide", "host"]),
];

/// What only some layers may name.
const NAMES: &[(&str, &[&str])] = &[
    (r"\btower_lsp\b|\btower\b|\btokio\b|\bfutures_util\b", &["lsp"]),
    (r"\btree_sitter(_md)?::|\bpulldown_cmark\b", &["syntax"]),
    (r"\bropey\b", &["text"]),
    (
        r"\bstd::(fs|env|process|net|thread)\b|\bSystemTime\b|\btime::[^;]*\bInstant\b|::now\(",
        &["host", "lsp", "cli", ""],
    ),
    (r"\bLineColumn\b|\bPositionEncoding\b|\bline_column\(", &["text", "workspace", "host", "lsp", "cli"]),
];

/// Files that may name what belongs elsewhere, each with its reason.
const EXCUSED: &[(&str, &str)] = &[(
    "server/syntax/tree_sitter.rs",
    "a stop-watch over hostile input; when it runs out the other builder makes the same tree",
)];

/// Files and functions that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Files whose public functions may fail, each with its reason.
const FALLIBLE: &[(&str, &str)] = &[
    ("grammar/load.rs", "reads data that somebody wrote by hand"),
    ("grammar/placeholders.rs", "reads data that somebody wrote by hand"),
    ("workspace/config.rs", "reads data that somebody wrote by hand"),
    ("workspace/config_text.rs", "reads data that somebody wrote by hand"),
];

/// Words that code may say although documents say them too: where (the beginning of a path), which, why.
const SPOKEN: &[(&str, &[&str], &str)] = &[
    ("server/ide/completion/", &["title", "status"], "ids of keys and of what is offered for them"),
    ("server/ide/completion/", &["option", "criterion"], "what an editor shows beside an item"),
    ("server/ide/document_symbol.rs", &["chosen", "to be written", "none"], "what an editor shows beside a symbol"),
    ("server/ide/hover/field.rs", &["status"], "the id of a key"),
    ("server/ide/hover/option.rs", &["the choice"], "what an editor shows in a hover"),
    ("server/model/add_fields.rs", &["date"], "the id of a key"),
    ("server/model/choices.rs", &["xxx"], "the number of a made-up document, in any language"),
    ("server/model/forms.rs", &["time"], "the id of a group of units"),
    ("server/model/metadata.rs", &["title", "status", "date", "number", "kind"], "ids of keys"),
    ("server/model/mod.rs", &["none"], "the name of no kind in settings"),
    ("server/model/waivers/", &["staffwork"], "the name that our own comments and keys bear"),
    ("server/rules/", &["adr", "placeholder", "title", "date"], "ids of kinds, rules and keys"),
    ("server/ide/completion/value.rs", &["today"], "what an editor shows beside an item"),
    ("server/model/timeline.rs", &["quarter", "time"], "the unit of a span, and the id of a group of units"),
    ("server/rules/review_overdue.rs", &["review-by"], "the id of a key"),
    ("server/rules/scale_target_shape.rs", &["strategy"], "the id of a kind"),
    ("server/rules/date_inconsistent.rs", &["updated", "review-by", "start", "end"], "ids of keys"),
    ("server/rules/matrix_missing_score.rs", &["n/a"], "what a fix writes"),
    (
        "server/rules/status_field_mismatch.rs",
        &[
            "superseded",
            "accepted",
            "implemented",
            "rejected",
            "superseded-by",
            "implementation",
            "confirmation",
            "null",
            "rfc",
        ],
        "ids of states, relations, keys and families",
    ),
    ("server/syntax/front_matter.rs", &["..."], "a YAML mark"),
];

/// The layers that read documents; the others spell settings, output and the protocol with the same words.
const READERS: &[&str] = &["syntax", "model", "rules", "ide"];

const MOST_LINES_OF_A_FILE: usize = 600;
const MOST_LINES_OF_A_FUNCTION: usize = 70;

#[test]
fn layers_import_rightwards_only() {
    let import = Regex::new(r"\bcrate::(\{[^;]*\}|\w+)").unwrap();
    let word = Regex::new(r"[{,]\s*(\w+)").unwrap();
    let mut wrong = Vec::new();
    for source in sources("server") {
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == source.layer) else { continue };
        for found in import.captures_iter(&source.code) {
            let path = found.get(1).unwrap().as_str();
            let inner = word.captures_iter(path).map(|name| name.get(1).unwrap().as_str());
            let named: Vec<&str> = if path.starts_with('{') { inner.collect() } else { vec![path] };
            let layers = named.into_iter().filter(|name| LAYERS.iter().any(|(layer, _)| layer == name));
            let bad = layers.filter(|name| *name != source.layer && !allowed.contains(name));
            wrong.extend(bad.map(|name| format!("{}: imports {name}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_crate_is_named_where_it_is_at_home() {
    let mut wrong = Vec::new();
    for (pattern, layers) in NAMES {
        let pattern = Regex::new(pattern).unwrap();
        let is_strict = |source: &&Source| {
            !layers.contains(&source.layer.as_str()) && !EXCUSED.iter().any(|(path, _)| *path == source.path)
        };
        for source in sources("server").iter().filter(is_strict) {
            let found = pattern.find(&source.code);
            wrong.extend(found.map(|found| format!("{}: `{}` belongs to {layers:?}", source.path, found.as_str())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn analysis_returns_values_not_errors() {
    let fails = Regex::new(r"(?s)\bpub (?:const )?fn (\w+)[^{;]*?-> (?:\w+::)*Result<").unwrap();
    let analysis = ["text", "syntax", "grammar", "model", "workspace", "rules", "ide"];
    let sources = sources("server");
    let own = sources.iter().filter(|source| analysis.contains(&source.layer.as_str()));
    let strict = own.filter(|source| !FALLIBLE.iter().any(|(path, _)| source.path.ends_with(path)));
    let wrong: Vec<String> = strict
        .flat_map(|source| fails.captures_iter(&source.code).map(|found| format!("{}: {}", source.path, &found[1])))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_imports_a_rule_and_no_feature_a_feature() {
    let mut wrong = Vec::new();
    for (layer, shared) in [("rules", &["declare", "report", "severity", "waive", "mod"][..]), ("ide", &["mod"])] {
        let files: Vec<Source> = sources("server").into_iter().filter(|source| source.layer == layer).collect();
        let units: BTreeSet<&str> = files.iter().map(Source::unit).filter(|unit| !shared.contains(unit)).collect();
        for file in files.iter().filter(|file| units.contains(file.unit())) {
            let up = if file.path.matches('/').count() > 2 { "super::super" } else { "super" };
            let others = units.iter().filter(|unit| **unit != file.unit());
            let imported = others.filter(|unit| {
                [format!("{up}::{unit}"), format!("{layer}::{unit}")].iter().any(|path| called(&file.code, path))
            });
            wrong.extend(imported.map(|unit| format!("{}: imports {unit}", file.path)));
        }
    }
    assert!(wrong.is_empty(), "{}: move what both need down a layer", wrong.join("\n"));
}

#[test]
fn no_heading_stands_in_code() {
    let grammars = Grammars::builtin();
    let specs = grammars.kinds.iter().flat_map(|kind| &kind.dialects).flat_map(|dialect| &dialect.spec.sections);
    let mut titles: BTreeSet<&str> =
        specs.flat_map(|spec| std::iter::once(&spec.title).chain(&spec.aliases)).map(String::as_str).collect();
    titles.extend(grammars.families.families.iter().flat_map(|family| &family.aliases).map(String::as_str));
    let (long, short): (Vec<&str>, Vec<&str>) =
        titles.into_iter().filter(|title| title.len() > 3).partition(|title| title.contains(' '));
    let mut wrong = Vec::new();
    for source in sources("server") {
        for literal in source.literals.iter().filter(|literal| !literal.is_docs).map(|literal| literal.text.as_str()) {
            let named = short.iter().filter(|title| literal == **title);
            let named = named
                .chain(long.iter().filter(|title| title.starts_with(char::is_uppercase) && literal.contains(**title)));
            wrong.extend(named.map(|title| format!("{}: `{title}` in {literal:?}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "{}\nheadings belong to grammars/", wrong.join("\n"));
}

#[test]
fn no_word_of_a_document_stands_in_code() {
    let words = vocabulary();
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for source in sources("server").iter().filter(|source| READERS.contains(&source.layer.as_str())) {
        for literal in source.literals.iter().filter(|literal| !literal.is_docs) {
            let word = literal.text.trim().to_lowercase();
            let mut excuses = SPOKEN
                .iter()
                .filter(|(path, excused, _)| source.path.starts_with(path) && excused.contains(&word.as_str()));
            match excuses.next() {
                Some((path, ..)) => drop(used.insert((*path, word))),
                None if words.contains(&word) => wrong.push(format!("{}: {:?}", source.path, literal.text)),
                None => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nwords of documents belong to grammars/", wrong.join("\n"));
    let excused = SPOKEN.iter().flat_map(|(path, words, _)| words.iter().map(|word| (*path, (*word).to_owned())));
    let idle: Vec<_> = excused.filter(|excuse| !used.contains(excuse)).collect();
    assert!(idle.is_empty(), "nobody needs the excuses {idle:?} any more");
}

/// What grammars listen for: phrases of cues and relations, words of states, spellings of metadata keys.
fn vocabulary() -> BTreeSet<String> {
    let file = |name: &str| -> toml::Table {
        let (_, text) = staffwork::grammar::files().into_iter().find(|(path, _)| *path == name).unwrap();
        toml::from_str(text).unwrap()
    };
    let (mut words, vocabulary) = (BTreeSet::new(), file("vocabulary.toml"));
    file("cues.toml").values().for_each(|cue| texts(cue, &mut words));
    for part in ["state", "keys", "relations"] {
        texts(&vocabulary[part], &mut words);
    }
    words.extend(Grammars::builtin().vocabulary.keys.keys().cloned());
    words
}

/// Every text in `value`, in lower case, marks of one letter apart.
fn texts(value: &toml::Value, words: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) if text.chars().count() > 1 => drop(words.insert(text.to_lowercase())),
        toml::Value::Array(all) => all.iter().for_each(|one| texts(one, words)),
        toml::Value::Table(all) => all.values().for_each(|one| texts(one, words)),
        _ => {}
    }
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for source in sources("server").iter().chain(&sources("tests")) {
        let is_listed = |name: &str| LONGER.iter().any(|(listed, _)| *listed == name);
        let lines = source.text.lines().count();
        if lines > MOST_LINES_OF_A_FILE && !is_listed(&source.path) {
            wrong.push(format!("{}: {lines} lines", source.path));
        }
        for (name, lines) in source.functions().into_iter().filter(|(_, lines)| *lines > MOST_LINES_OF_A_FUNCTION) {
            let name = format!("{}::{name}", source.path);
            if !is_listed(&name) {
                wrong.push(format!("{name}: {lines} lines"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later() {
    let marks = Regex::new(r"#\[ignore|\b(todo|dbg|unimplemented)!").unwrap();
    let sources = [sources("server"), sources("tests")].concat();
    let wrong: Vec<String> = sources
        .iter()
        .filter_map(|source| Some(format!("{}: {}", source.path, marks.find(&source.code)?.as_str())))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent =
        sources("server").into_iter().filter(|source| !source.text.starts_with("//!") && source.name != "tests");
    let silent: Vec<String> = silent.map(|source| source.path).collect();
    assert!(silent.is_empty(), "no module doc: {}", silent.join(", "));
}

#[test]
fn every_rule_is_in_order_and_has_its_spec() {
    let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted(), "ALL is not in byte order: {codes:?}");
    let specs: Vec<String> = fixture::specs("rules").into_iter().map(|spec| spec.name).collect();
    let without: Vec<&&str> = codes.iter().filter(|code| !specs.iter().any(|spec| spec == *code)).collect();
    assert!(without.is_empty(), "no tests/rules/<code>.md for {without:?}");
    let strange: Vec<&String> =
        specs.iter().filter(|spec| rule(spec).is_none() && !TOGETHER.contains(&spec.as_str())).collect();
    assert!(strange.is_empty(), "no rule for the specs {strange:?}");
    for rule in ALL {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("server/rules/{}.rs", rule.code.replace('-', "_")));
        assert!(file.is_file(), "{} is not declared in a file of its name", rule.code);
        assert!(rule.docs.trim().contains("\n\n") && !rule.summary.ends_with('.'), "{}: say more, or less", rule.code);
    }
}

#[test]
fn every_rule_finds_its_bad_example_and_no_fault_in_the_good_one() {
    for rule in ALL {
        let finds = |text| findings("docs/decisions/0001-test.md", text).1.iter().any(|found| found.code == rule.code);
        assert!(finds(rule.bad), "{}: nothing is found in the bad example", rule.code);
        assert!(!finds(rule.good), "{}: the good example is found fault with", rule.code);
    }
}

#[test]
fn every_message_is_one_clause_and_says_what_to_do() {
    let documents =
        samples().into_iter().chain(ALL.iter().map(|rule: &&Rule| ("docs/decisions/0001-test.md", rule.bad)));
    for (path, text) in documents {
        for found in findings(path, text).1 {
            let begins = found.message.starts_with(|c: char| c.is_lowercase() || c == '`' || c.is_ascii_digit());
            assert!(begins && !found.message.ends_with('.'), "{}: {:?}", found.code, found.message);
        }
    }
}

#[test]
fn every_dialect_has_a_good_document_without_findings_and_a_bad_one_with_some() {
    let samples = samples();
    let mut wrong = Vec::new();
    for kind in &Grammars::builtin().kinds {
        for dialect in &kind.dialects {
            let id = format!("{}/{}", kind.spec.id, dialect.spec.id);
            for sort in ["good", "bad"] {
                let path = format!("{id}.{sort}.md");
                let Some((_, text)) = samples.iter().find(|(name, _)| *name == path) else {
                    wrong.push(format!("grammars/{path} is not there"));
                    continue;
                };
                let (seen, found) = findings(&path, text);
                if seen != id {
                    wrong.push(format!("grammars/{path} is taken for {seen}"));
                }
                match sort {
                    "good" => wrong.extend(found.iter().map(|found| shown(&path, text, found))),
                    _ if found.iter().all(|found| found.severity <= Severity::Info) => {
                        wrong.push(format!("grammars/{path}: nothing is found"));
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a document is taken for, and what is found in it.
fn findings(path: &str, text: &str) -> (String, Vec<Diagnostic>) {
    let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
    let document = Document::read(DocumentId::new(path), text, around, Force::default());
    let kind = document.kind().map_or("no kind", |kind| kind.spec.id.as_str());
    let dialect = document.dialect().map_or("no dialect", |dialect| dialect.spec.id.as_str());
    (format!("{kind}/{dialect}"), run(&document, read_on(&document)))
}

fn shown(path: &str, text: &str, found: &Diagnostic) -> String {
    let line = text[..found.range.start].matches('\n').count() + 1;
    format!("grammars/{path}:{line}: {}: {} {}", found.severity.name(), found.code, found.message)
}
