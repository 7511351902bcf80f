//! Mistakes in settings are told in their files: pushed when nobody has them open, taken back when they are mended.

use crate::session::Session;
use serde_json::{Value, json};
use staffwork::grammar::{Mistake, OwnFile, own_kinds};
use staffwork::rules::{ALL, OF_SETTINGS, of_settings};
use staffwork::workspace::{config_schema, read_config};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SPIKE: &str = "id = \"spike\"\nextends = \"adr\"\ntitle = \"Spike report\"\n[detect.folders]\nspikes = 3\n";
const TEXT: &str = "# Try a queue\n\n## Status\n\nacepted\n\n## Context\n\nLogins wait for the database.\n\n## Decision\n\n\
                    We will use a queue.\n";

struct Project {
    folder: TempDir,
    session: Session,
}

impl Project {
    /// A project with these files, and an editor that has its document open.
    async fn open(files: &[(&str, &str)], capabilities: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut project = Self { session: Session::start(capabilities).await, folder };
        fs::create_dir(project.folder.path().join(".git")).unwrap();
        for (name, text) in files {
            project.write(name, text);
        }
        project.did_open("docs/spikes/0001-queue.md", TEXT).await;
        project
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.path().join(name).display())
    }

    async fn did_open(&mut self, name: &str, text: &str) {
        let language = if Path::new(name).extension().is_some_and(|it| it == "toml") { "toml" } else { "markdown" };
        let opened = json!({"uri": self.uri(name), "languageId": language, "version": 1, "text": text});
        self.session.notify("textDocument/didOpen", json!({ "textDocument": opened })).await;
    }

    /// Writes a file behind the editor's back, which tells of it.
    async fn watched(&mut self, name: &str, text: &str) {
        self.write(name, text);
        let change = json!({"changes": [{"uri": self.uri(name), "type": 2}]});
        self.session.notify("workspace/didChangeWatchedFiles", change).await;
    }

    /// What is pushed next for a file: `code line:column message`.
    async fn pushed(&mut self, name: &str) -> Vec<String> {
        let uri = self.uri(name);
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri.as_str()
        };
        in_words(&self.session.until(is_it).await["params"]["diagnostics"])
    }

    async fn pulled(&mut self, name: &str) -> Vec<String> {
        let document = json!({"textDocument": {"uri": self.uri(name)}});
        in_words(&self.session.request("textDocument/diagnostic", document).await["result"]["items"])
    }
}

fn in_words(items: &Value) -> Vec<String> {
    let words = |item: &Value| {
        let (start, code, message) = (&item["range"]["start"], &item["code"], &item["message"]);
        let (code, message) = (code.as_str().unwrap(), message.as_str().unwrap());
        format!("{code} {}:{} {message}", start["line"], start["character"])
    };
    items.as_array().unwrap().iter().map(words).collect()
}

fn pushes() -> Value {
    json!({"textDocument": {"publishDiagnostics": {}}})
}

fn pulls() -> Value {
    json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {}}})
}

#[tokio::test]
async fn a_mistake_in_a_file_that_nobody_has_open_is_told_and_taken_back() {
    let mut project = Project::open(&[("staffwork.toml", "[rules]\nfew-option = \"off\"\n")], pushes()).await;
    let told = project.pushed("staffwork.toml").await;
    assert_eq!(told, ["config-unknown-key 1:0 there is no rule `few-option`: did you mean `few-options`?"]);
    project.watched("staffwork.toml", "profile = \"strict\"\n").await;
    let told = project.pushed("staffwork.toml").await;
    assert_eq!(told, ["config-error 0:10 `profile` cannot be `strict`: use one of `light`, `standard`, `full`"]);
    project.watched("staffwork.toml", "profile = \"full\"\n").await;
    assert_eq!(project.pushed("staffwork.toml").await, [""; 0]);
    assert_eq!(project.session.end().await, 0);
}

#[tokio::test]
async fn a_kind_is_in_force_as_soon_as_its_file_is_there() {
    let mut project = Project::open(&[("staffwork.toml", "")], pulls()).await;
    let document = "docs/spikes/0001-queue.md";
    let uri = project.uri(document);
    let hover = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 3}});
    let before = project.session.request("textDocument/hover", hover.clone()).await;
    assert!(!before.to_string().contains("Spike report"), "{before:#}");
    project.watched(".staffwork/kinds/spike.toml", SPIKE).await;
    let after = project.session.request("textDocument/hover", hover.clone()).await;
    assert!(after.to_string().contains("Spike report"), "{after:#}");
    project.watched(".staffwork/kinds/spike.toml", "id = \"spike\"\nextends = \"ard\"\n").await;
    let told = project.pushed(".staffwork/kinds/spike.toml").await;
    assert_eq!(told, ["kind-error 1:10 there is no kind `ard`: did you mean `adr`?"]);
    assert!(project.pulled(document).await.iter().any(|found| found.starts_with("invalid-status")));
    assert_eq!(project.session.end().await, 0);
}

#[tokio::test]
async fn what_somebody_types_into_settings_is_told_before_it_is_saved() {
    let files = [("staffwork.toml", ""), (".staffwork/kinds/spike.toml", SPIKE)];
    let mut project = Project::open(&files, pushes()).await;
    let kind = ".staffwork/kinds/spike.toml";
    project.did_open(kind, SPIKE).await;
    let uri = project.uri(kind);
    let range = json!({"start": {"line": 1, "character": 11}, "end": {"line": 1, "character": 14}});
    let change = |text: &str, version: u32| json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"range": range, "text": text}]});
    project.session.notify("textDocument/didChange", change("ard", 2)).await;
    assert_eq!(project.pushed(kind).await, ["kind-error 1:10 there is no kind `ard`: did you mean `adr`?"]);
    project.session.notify("textDocument/didChange", change("rfc", 3)).await;
    assert_eq!(project.pushed(kind).await, [""; 0]);
    assert_eq!(project.session.end().await, 0);
}

#[tokio::test]
async fn a_client_that_asks_is_answered_about_the_settings_it_has_open() {
    let mut project = Project::open(&[("staffwork.toml", "profil = 1\n")], pulls()).await;
    assert_eq!(project.pushed("staffwork.toml").await.len(), 1);
    project.did_open("staffwork.toml", "profil = 1\n").await;
    assert_eq!(project.pushed("staffwork.toml").await, [""; 0]);
    let told = project.pulled("staffwork.toml").await;
    assert_eq!(told, ["config-unknown-key 0:0 there is no key `profil`: did you mean `profile`?"]);
    let uri = project.uri("staffwork.toml");
    project.session.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}})).await;
    assert_eq!(project.pushed("staffwork.toml").await.len(), 1);
    assert_eq!(project.session.end().await, 0);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_outside_the_project_is_read() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("spike.toml"), SPIKE).unwrap();
    let mut project = Project::open(&[(".staffwork/kinds/empty.toml", "")], pushes()).await;
    assert!(project.pushed(".staffwork/kinds/empty.toml").await.len() > 3);
    let link = project.folder.path().join(".staffwork/kinds/spike.toml");
    std::os::unix::fs::symlink(elsewhere.path().join("spike.toml"), &link).unwrap();
    project.watched(".staffwork/kinds/empty.toml", "").await;
    let told = project.pushed(".staffwork/kinds/spike.toml").await;
    assert_eq!(told, ["kind-error 0:0 it is a link that leads out of the project: put the file itself here"]);
    assert_eq!(project.session.end().await, 0);
}

#[test]
fn every_mistake_has_an_example_that_it_is_found_in() {
    let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
    assert!(OF_SETTINGS.iter().all(|rule| !codes.contains(&rule.code)));
    let schema = config_schema(&staffwork::grammar::Grammars::builtin(), &codes);
    let of_config = |text: &str| read_config(text, &schema).map_or_else(|broken| broken, |(_, harmless)| harmless);
    let of_kind =
        |text: &str| own_kinds(&[OwnFile { path: "kind.toml".to_owned(), text: text.to_owned() }]).mistakes.concat();
    for rule in OF_SETTINGS {
        let is_kind = rule.code == "kind-error";
        let finds = |text: &str| {
            let found: Vec<Mistake> = if is_kind { of_kind(text) } else { of_config(text) };
            found.iter().map(|mistake| of_settings(mistake, is_kind).code).collect::<Vec<_>>()
        };
        assert_eq!(finds(rule.bad), [rule.code], "{}", rule.bad);
        assert_eq!(finds(rule.good), [""; 0], "{}", rule.good);
    }
}
