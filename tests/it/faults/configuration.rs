//! Rubbish in the settings: in `staffwork.toml`, in kinds, and in what the client says.

use super::client::{Client, has};
use serde_json::json;
use std::path::Path;
use std::{fs, iter};
use tempfile::TempDir;

const TEXT: &str = "# 2. Use a queue\n\n## Status\n\nacepted\n\n## Context\n\nWords.\n";

/// A project with these files, and a client that has its decision open.
struct Project {
    folder: TempDir,
    client: Client,
}

impl Project {
    fn with<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let mut project = Self { folder, client: Client::ready() };
        for (name, bytes) in files {
            project.write(name, bytes);
        }
        let uri = project.uri("docs/adr/0002-a.md");
        project.client.open(&uri, TEXT);
        project
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The client tells of a change of the settings, and of rubbish.
    fn change_told(&mut self) {
        let changes =
            json!({"changes": [{"uri": self.uri("staffwork.toml"), "type": 2}, {"uri": "rubbish", "type": 3}]});
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }

    /// The decision is read as if nothing were settled.
    fn is_read(&mut self) {
        let uri = self.uri("docs/adr/0002-a.md");
        let found = self.client.diagnostics(&uri);
        assert!(has(&found, "invalid-status"), "{found}");
        self.client.lives();
    }

    /// It is, now and after the client has told of a change; then the client leaves.
    fn settles_nothing(mut self) {
        self.is_read();
        self.change_told();
        self.is_read();
        self.client.leave();
    }
}

/// Texts that are no settings.
fn rubbish() -> Vec<Vec<u8>> {
    let words = [
        "{",
        "[",
        "[rules",
        "[rules]\nx",
        "= 1",
        "rules = 7",
        "[rules]\ninvalid-status = 7",
        "[rules]\nno-such-rule = \"off\"",
        "rules = [[[[[[",
        "\u{feff}[rules]",
        "a = \"\\u{110000}\"",
        "a = 99999999999999999999",
        "[a]\n[a]\n",
        "profile = \"none such\"",
        "[[kinds]]\nx = 1",
        "include = \"[\"",
        "kinds = { adr = { folders = [\"[\"] } }",
        "\0",
    ];
    let words = words.into_iter().map(|text| text.as_bytes().to_vec());
    let nested =
        [format!("a = {}", "[".repeat(50_000)), format!("a{} = 1", ".a".repeat(50_000)), "x = 1\n".repeat(20_000)];
    words.chain(nested.map(String::into_bytes)).chain([b"\xff\xfe\0".to_vec(), vec![0; 100_000]]).collect()
}

/// The same in files.
fn rubbish_in(name: fn(usize) -> String) -> Vec<(String, Vec<u8>)> {
    rubbish().into_iter().enumerate().map(|(place, bytes)| (name(place), bytes)).collect()
}

#[test]
fn a_rubbish_configuration_settles_nothing() {
    let mut project = Project::with(&[("staffwork.toml", "rules = 7")]);
    for bytes in rubbish() {
        project.write("staffwork.toml", bytes);
        project.change_told();
        project.is_read();
    }
    project.client.leave();
    let mut project = Project::with(&[("docs/x.md", "")]);
    for (name, bytes) in rubbish_in(|place| format!("p{place}/staffwork.toml")) {
        project.write(&name, bytes);
        let uri = project.uri(&name.replace("staffwork.toml", "docs/adr/0002-a.md"));
        project.client.open(&uri, TEXT);
        assert!(has(&project.client.diagnostics(&uri), "invalid-status"), "{name}");
    }
    project.settles_nothing();
}

#[test]
fn a_rubbish_kind_is_no_kind() {
    let files = rubbish_in(|place| format!(".staffwork/kinds/k{place}.toml"));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    Project::with(&files).settles_nothing();
    for text in [
        "id = \"a\"\nextends = \"a\"",
        "id = \"adr\"\nextends = \"adr\"",
        "id = \"a\"\nextends = \"b\"",
        "id = \"\"",
        "id = \"x\"\nextends = \"adr\"\n[detect]\nheadings = 7",
        "id = \"x\"\nextends = \"adr\"\n[[sections]]\ntitle = \"(\"",
    ] {
        Project::with(&[(".staffwork/kinds/a.toml", text)]).settles_nothing();
    }
}

#[test]
fn kinds_that_extend_one_another_in_a_circle_are_no_kinds() {
    let kind = |id: &str, other: &str| format!("id = \"{id}\"\nextends = \"{other}\"\ntitle = \"{id}\"\n");
    let (a, b) = (kind("a", "b"), kind("b", "a"));
    Project::with(&[(".staffwork/kinds/a.toml", &a), (".staffwork/kinds/b.toml", &b)]).settles_nothing();
}

#[test]
fn folders_in_the_place_of_settings_are_passed_over() {
    Project::with(&[("staffwork.toml/inside.md", "x"), (".staffwork/kinds/a.toml/inside.md", "x")]).settles_nothing();
    Project::with(&[(".staffwork", "a file")]).settles_nothing();
}

#[test]
fn rubbish_typed_into_the_settings_is_survived() {
    let mut project = Project::with(&[("staffwork.toml", "[rules]\nfew-options = \"off\"\n")]);
    let uri = project.uri("staffwork.toml");
    let texts: Vec<String> = rubbish().into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect();
    project.client.open(&uri, "");
    for (text, version) in texts.iter().zip(1..) {
        project.client.change(&uri, version, json!([{"text": text}]));
        project.client.lives();
    }
    let told = project.client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    assert!(told["error"].is_null(), "{told}");
    project.settles_nothing();
}

#[test]
fn rubbish_settings_of_the_client_are_passed_over() {
    let deep = iter::repeat_n((), 90).fold(json!(0), |inner, ()| json!([inner]));
    for settings in [
        json!(null),
        json!(7),
        json!("x"),
        json!([]),
        json!({"staffwork": 7}),
        json!({"staffwork": {"rules": [1]}}),
        deep,
    ] {
        let mut client = Client::start();
        client
            .begin(json!({"processId": null, "rootUri": null, "capabilities": {"workspace": {"configuration": true}},
            "initializationOptions": settings}));
        client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
        client.notify("workspace/didChangeConfiguration", settings);
        client.lives();
        client.leave();
    }
}
