//! Machine output keeps its contract: the schemas that ship are schemas, and real output fits them.

use crate::shared;
use serde_json::{Value, json};
use staffwork::grammar;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn staffwork(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_staffwork")).args(arguments).current_dir(folder).output().unwrap()
}

fn printed(arguments: &[&str], folder: &Path) -> Value {
    let done = staffwork(arguments, folder);
    serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|why| panic!("{arguments:?} printed no JSON: {why}\n{}", String::from_utf8_lossy(&done.stderr)))
}

fn schema(of: &str) -> Value {
    printed(&["config", "schema", "--of", of], Path::new("."))
}

/// Fails with every place of `value` that does not fit.
fn assert_fits(schema: &Value, value: &Value, name: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name} does not fit its schema:\n{}", errors.join("\n"));
}

/// A folder with every sample document, ordinary Markdown, and files that cannot be read.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in grammar::samples() {
        let place = folder.path().join("docs").join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    fs::write(folder.path().join("README.md"), "# Read me\n\n[docs](docs) [nothing](nothing.md)\n").unwrap();
    fs::write(folder.path().join("latin.md"), b"# caf\xe9\n").unwrap();
    folder
}

#[test]
fn schemas_are_schemas() {
    for of in ["check", "inspect", "matrix", "config", "kind", "dialect"] {
        let schema = schema(of);
        assert!(jsonschema::meta::is_valid(&schema), "the schema of {of}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn output_fits_its_schema() {
    let folder = samples();
    for verb in ["check", "inspect"] {
        let schema = schema(verb);
        let arguments = [verb, "--format", "json", "README.md", "latin.md", "nothing.md", "docs"];
        let output = printed(&arguments, folder.path());
        assert_fits(&schema, &output, verb);
        assert!(output["files"].as_array().unwrap().len() > grammar::samples().len());
        assert_eq!(staffwork(&arguments, folder.path()).status.code(), Some(2), "a file cannot be read");
    }
}

#[test]
fn computed_matrices_fit_their_schema() {
    let folder = samples();
    let arguments = ["matrix", "--format", "json", "README.md", "latin.md", "docs"];
    let output = printed(&arguments, folder.path());
    assert_fits(&schema("matrix"), &output, "matrix");
    let files = output["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["path"] == "latin.md" && file["error"].is_string()));
    assert!(files.iter().any(|file| !file["matrices"].as_array().unwrap().is_empty()), "a template has a matrix");
}

/// Whatever a document holds: escapes steer no terminal, and the program that reads JSON gets what is written.
#[test]
fn matrices_print_no_control_character_of_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let head = "| Criterion | Post\u{1b}[31mgres | Bell\u{7} | Turned\u{202e}txet |";
    let rows = "| Cost\u{1b}]0;x\u{7}\u{9b}2J | 4 \u{1b}[2J— cheap | 2 | 1 |\n| Speed | 4 | 5 | 1 |";
    let options = "- Post\u{1b}[31mgres\n- Bell\u{7}\n- Turned\u{202e}txet\n";
    let text = format!("# A\n\n## Options\n\n{options}\n## Evaluation Criteria\n\n{head}\n|---|---|---|---|\n{rows}\n");
    fs::create_dir_all(folder.path().join("docs/adr")).unwrap();
    fs::write(folder.path().join("docs/adr/0001-a.md"), text).unwrap();
    for format in ["text", "csv", "md", "svg"] {
        let output = staffwork(&["matrix", "--format", format, "docs"], folder.path());
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && printed.contains("gres"), "{format}: {printed}");
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!printed.contains(steers), "{format}: {printed:?}");
    }
    let output = printed(&["matrix", "--format", "json", "docs"], folder.path());
    assert_eq!(output["files"][0]["matrices"][0]["options"][0]["name"], "Post\u{1b}[31mgres");
}

#[test]
fn charts_are_xml_that_names_every_option() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "Tom & \"Jerry\"",
        "消息队列 Ünïcode",
        "An option with a name that goes on until nobody reads it",
        "Bell\u{7}\u{1b}[31m",
    ];
    let row = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let head = [&["Criterion", "Weight"], names.as_slice()].concat();
    let table = [
        row(&head),
        row(&["---"; 6]),
        row(&["Cost", "2", "3", "3", "1", "2"]),
        row(&["Speed", "1", "4", "4", "2", "2"]),
    ];
    let options = names.map(|name| format!("- {name}\n")).concat();
    let text = format!("# Choose a queue\n\n## Options\n\n{options}\n## Evaluation Criteria\n\n{}", table.concat());
    fs::create_dir_all(folder.path().join("docs/adr")).unwrap();
    fs::write(folder.path().join("docs/adr/0001-a.md"), text).unwrap();
    let output = staffwork(&["matrix", "--format", "svg", "docs"], folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let chart = String::from_utf8(output.stdout).unwrap();
    let xml = roxmltree::Document::parse(&chart).unwrap_or_else(|why| panic!("{why}\n{chart}"));
    let texts = |tag: &str| -> Vec<&str> {
        xml.descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)))
            .filter_map(|node| node.text())
            .collect()
    };
    let described = texts("desc").concat();
    for name in names {
        let name = name.replace(char::is_control, "\u{fffd}");
        assert!(described.contains(&name), "{name} in {described}");
        let drawn = |text: &&str| name.starts_with(text.trim_end_matches('…')) && !text.is_empty();
        assert!(texts("text").iter().any(drawn), "{name} in {:?}", texts("text"));
    }
    assert!(texts("title").concat().ends_with("are level"), "{:?}", texts("title"));
}

#[test]
fn output_fits_its_schema_on_real_documents() {
    let Some(folder) = shared::folder("corpus/docs") else { return };
    let files = shared::markdown(&folder);
    let some: Vec<&str> = files.iter().step_by(8).map(|(path, _)| path.to_str().unwrap()).collect();
    for verb in ["check", "inspect"] {
        let output = printed(&[&[verb, "--format", "json"], some.as_slice()].concat(), &folder);
        assert_fits(&schema(verb), &output, verb);
        let told = output["files"].as_array().unwrap().iter();
        assert!(told.clone().all(|file| file.get("error").is_none()));
        assert!(told.map(|file| file["path"].as_str().unwrap()).eq(some.iter().copied()));
    }
}

#[test]
fn named_files_come_once_and_in_order_then_found_ones_in_byte_order() {
    let folder = samples();
    let output = printed(
        &[
            "inspect",
            "--format",
            "json",
            "./README.md",
            "docs/adr/nygard.bad.md",
            "./README.md",
            "docs/adr/",
            "nothing.md",
        ],
        folder.path(),
    );
    let paths: Vec<&str> =
        output["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    let (named, found) = paths.split_at(3);
    assert_eq!(named, ["./README.md", "docs/adr/nygard.bad.md", "nothing.md"]);
    assert!(
        found.is_sorted() && found.iter().all(|path| path.starts_with("docs/adr/")) && found.len() > 4,
        "{found:?}"
    );
    assert!(!found.contains(&"docs/adr/nygard.bad.md"));
}

#[test]
fn places_count_characters_and_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\u{feff}# Über ✉ 𝄞\r\n\r\n## Status\r\rAccepted\n\n## Decision\n\nWe will, because we must.\n\n## Consequences\n\nNone are known to anybody here yet.\n";
    fs::create_dir(folder.path().join("adr")).unwrap();
    fs::write(folder.path().join("adr/0001-a.md"), text).unwrap();
    let output = printed(&["check", "--format", "json", "adr/0001-a.md"], folder.path());
    let finding = &output["files"][0]["diagnostics"][0];
    let title = text.find("Über").unwrap();
    assert_eq!(
        json!([
            finding["code"],
            finding["line"],
            finding["column"],
            finding["end_column"],
            finding["start"],
            finding["end"]
        ]),
        json!(["missing-section", 1, 4, 12, title, title + "Über ✉ 𝄞".len()]),
    );
}

#[test]
fn grammars_fit_the_schema_of_kinds() {
    let (kind, dialect) = (schema("kind"), schema("dialect"));
    for (path, text) in grammar::files() {
        if ["families.toml", "vocabulary.toml", "cues.toml"].contains(&path) {
            continue;
        }
        let schema = if path.contains('/') { &dialect } else { &kind };
        assert_fits(schema, &toml::from_str::<Value>(text).unwrap(), path);
    }
}

#[test]
fn the_schema_of_the_configuration_knows_every_name() {
    let schema = schema("config");
    let good = json!({
        "profile": "full", "max-hints": 5, "exclude": ["old/**"], "rules": { "few-options": "error" },
        "kinds": { "adr": { "dialect": "madr" } }, "files": [{ "glob": "*.md", "kind": "none" }],
    });
    assert_fits(&schema, &good, "a configuration");
    let validator = jsonschema::validator_for(&schema).unwrap();
    for bad in [
        json!({ "rules": { "few-option": "off" } }),
        json!({ "kinds": { "adr": { "dialect": "rust" } } }),
        json!({ "files": [{ "kind": "adr" }] }),
        json!({ "profile": "ful" }),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}
