//! Files that are not what their names say: each is told in a sentence, and everything else is checked all the same.

use super::{Folder, RECORD};
use serde_json::Value;
use std::fs::{self, File};
use std::os::unix::net::UnixListener;

#[test]
fn links_in_a_circle_are_passed_over_in_folders_and_told_when_named() {
    let folder = Folder::new();
    folder.write("docs/0001-a.md", RECORD);
    folder.link("docs/up", "..");
    folder.link("docs/self.md", "self.md");
    folder.link("docs/one.md", "two.md");
    folder.link("docs/two.md", "one.md");
    let (files, done) = folder.check(&["docs"]);
    assert_eq!(files, [("docs/0001-a.md".to_owned(), None)]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let (files, done) = folder.check(&["docs/one.md", "docs/up/docs/0001-a.md"]);
    assert!(files[0].1.as_deref().unwrap().starts_with("it cannot be read: "), "{files:?}");
    assert_eq!(files[1], ("docs/up/docs/0001-a.md".to_owned(), None));
    assert_eq!(done.code, Some(2));
}

#[test]
fn a_link_to_nowhere_and_a_folder_with_the_name_of_a_document_are_no_documents() {
    let folder = Folder::new();
    folder.link("docs/dangling.md", "nowhere.md");
    folder.write("docs/folder.md/0001-a.md", RECORD);
    let (files, done) = folder.check(&["docs"]);
    assert_eq!(files, [("docs/folder.md/0001-a.md".to_owned(), None)]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let (files, done) = folder.check(&["docs/dangling.md", "docs/folder.md/0001-a.md"]);
    let told = Some("there is no such file: check the path".to_owned());
    assert_eq!(files[0], ("docs/dangling.md".to_owned(), told));
    assert_eq!((files[1].1.as_ref(), done.code), (None, Some(2)));
}

#[test]
fn pipes_sockets_and_devices_are_told_and_never_waited_for() {
    let folder = Folder::new();
    folder.write("docs/0001-a.md", RECORD);
    folder.pipe("docs/pipe.md");
    let _socket = UnixListener::bind(folder.at("docs/socket.md")).unwrap();
    folder.link("docs/zero.md", "/dev/zero");
    folder.link("docs/terminal.md", "/dev/tty");
    folder.link("docs/to-pipe.md", "pipe.md");
    let (files, done) = folder.check(&["docs"]);
    assert_eq!(files, [("docs/0001-a.md".to_owned(), None)]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let strange = ["docs/pipe.md", "docs/socket.md", "docs/zero.md", "docs/terminal.md", "docs/to-pipe.md"];
    let (files, done) = folder.check(&strange);
    for (name, error) in files {
        assert_eq!(error.as_deref(), Some("it is no file: put its text into one"), "{name}");
    }
    assert_eq!(done.code, Some(2));
}

#[test]
fn pipes_in_the_place_of_settings_and_siblings_are_never_waited_for() {
    let folder = Folder::new();
    folder.write("keps/1234-a/README.md", "# KEP-1234: Drain\n\n[a](pipe.md#x)\n");
    for name in ["keps/1234-a/kep.yaml", "keps/1234-a/pipe.md", "staffwork.toml", ".staffwork/kinds/a.toml"] {
        folder.pipe(name);
    }
    let (files, done) = folder.check(&["keps"]);
    assert_eq!(files.iter().filter(|(name, _)| name.ends_with("README.md")).count(), 1);
    assert!(done.out.contains("it is no file: put a file of that name here, or take it away"), "{}", done.out);
    let done = folder.run(&["inspect", "--format", "json", "keps/1234-a/README.md"]);
    assert!(done.out.contains("\"target\":\"pipe.md#x\""), "{}", done.out);
    let name = "keps/1234-a/README.md";
    let messages = [folder.opened(name, "# KEP-1234\n\nx\n"), folder.asked(7, "textDocument/documentSymbol", name)];
    let (answers, done) = folder.serve(&messages, "info");
    assert!(answers.iter().any(|answer| answer["id"] == 7 && answer["result"].is_array()), "{answers:?}");
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn a_pipe_in_the_place_of_an_ignore_file_is_told_and_never_waited_for() {
    let folder = Folder::new();
    folder.write("docs/0001-a.md", RECORD);
    folder.write("docs/closed/0002-b.md", RECORD);
    folder.pipe("docs/closed/.gitignore");
    let (files, done) = folder.check(&["docs"]);
    assert_eq!(files, [("docs/0001-a.md".to_owned(), None)]);
    assert!(done.err.contains("docs/closed/.gitignore: it is no file"), "{}", done.err);
    assert_eq!(done.code, Some(2));
    folder.pipe(".gitignore");
    for named in ["docs", "."] {
        let (files, done) = folder.check(&[named]);
        assert_eq!((files.len(), done.code), (0, Some(2)), "{}", done.err);
        assert!(done.err.contains(".gitignore: it is no file"), "{}", done.err);
    }
}

#[test]
fn files_that_vanish_while_they_are_looked_for_are_told() {
    let folder = Folder::new();
    let names: Vec<String> = (0..400).map(|count| format!("docs/{count:04}-a.md")).collect();
    for name in &names {
        folder.write(name, RECORD);
    }
    let child = folder.start(&["check", "--format", "json", "docs"]);
    for name in names.iter().rev() {
        fs::remove_file(folder.path.join(name)).unwrap();
    }
    fs::remove_dir(folder.path.join("docs")).unwrap();
    let done = super::done(child, &[]);
    let all: Value = serde_json::from_str(&done.out).unwrap();
    for file in all["files"].as_array().unwrap() {
        let told = file["error"].as_str().unwrap_or("there is no such file: check the path");
        assert_eq!(told, "there is no such file: check the path");
    }
    assert!(matches!(done.code, Some(0 | 2)), "{:?} {}", done.code, done.err);
    assert!(!done.err.contains("panicked"), "{}", done.err);
}

#[test]
fn files_that_have_vanished_are_told_and_the_others_are_checked() {
    let folder = Folder::new();
    folder.write("docs/0001-a.md", RECORD);
    folder.write("list", "docs/0001-a.md\ndocs/0002-gone.md\ngone/0003-gone.md\n");
    let (files, done) = folder.check(&["--files-from", "list"]);
    let told = Some("there is no such file: check the path".to_owned());
    let expected = [("docs/0001-a.md", None), ("docs/0002-gone.md", told.clone()), ("gone/0003-gone.md", told)];
    assert_eq!(files, expected.map(|(name, error)| (name.to_owned(), error)));
    assert_eq!(done.code, Some(2));
}

#[test]
fn what_is_not_utf_8_is_told_with_its_place() {
    let folder = Folder::new();
    let utf_16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect()
    };
    folder.write("docs/a-good.md", RECORD);
    folder.write("docs/b-marked.md", format!("\u{feff}{RECORD}"));
    folder.write("docs/c-latin-1.md", b"# Caf\xe9\n\n## Status\n\nAccepted\n");
    folder.write("docs/d-utf-16-le.md", utf_16(RECORD, u16::to_le_bytes));
    folder.write("docs/e-utf-16-be.md", utf_16(RECORD, u16::to_be_bytes));
    folder.write("docs/f-binary.md", (0..=255).cycle().take(100_000).collect::<Vec<u8>>());
    folder.write("docs/g-cut.md", &"# é".as_bytes()[..3]);
    folder.write("docs/h-zeros.md", [0; 1000]);
    folder.write("docs/i-empty.md", "");
    let (files, done) = folder.check(&["docs"]);
    let told: Vec<(&str, &str)> =
        files.iter().filter_map(|(name, error)| Some((name.as_str(), error.as_deref()?))).collect();
    let expected = [
        ("docs/c-latin-1.md", "it is not UTF-8 (byte 5, line 1): convert it"),
        ("docs/d-utf-16-le.md", "it is not UTF-8 (byte 0, line 1): convert it"),
        ("docs/e-utf-16-be.md", "it is not UTF-8 (byte 0, line 1): convert it"),
        ("docs/f-binary.md", "it is not UTF-8 (byte 128, line 2): convert it"),
        ("docs/g-cut.md", "it is not UTF-8 (byte 2, line 1): convert it"),
    ];
    assert_eq!(told, expected);
    assert!(done.out.contains("\"summary\": {\"files\":9,"), "the others are checked: {}", done.out);
    assert_eq!(done.code, Some(2));
    // a name that is no text is a file like any other
    let name = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"caf\xe9.md");
    fs::write(folder.at("names").with_file_name(name), RECORD).unwrap();
    let done = folder.run(&["check", "--format", "json", "."]);
    assert!(done.out.contains("caf\u{fffd}.md"), "{}", done.out);
}

#[test]
fn a_file_above_sixteen_mebibytes_is_told_without_being_read() {
    let folder = Folder::new();
    folder.write("docs/0001-a.md", RECORD);
    File::create(folder.at("docs/huge.md")).unwrap().set_len(16 * 1024 * 1024 + 1).unwrap();
    File::create(folder.at("docs/vast.md")).unwrap().set_len(1 << 40).unwrap();
    let (files, done) = folder.check(&["docs"]);
    let told = Some("it is larger than 16 MiB: split it");
    let errors: Vec<Option<&str>> = files.iter().map(|(_, error)| error.as_deref()).collect();
    assert_eq!(errors, [None, told, told]);
    assert_eq!(done.code, Some(2));
    assert!(done.peak < 80 * 1024, "{} kB of memory", done.peak);
}
