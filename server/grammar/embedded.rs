//! The files of `grammars/`, in the binary.

use include_dir::{Dir, include_dir};

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/grammars");

/// `(path below grammars/, text)` of every TOML file, in byte order of their paths.
#[must_use]
pub fn files() -> Vec<(&'static str, &'static str)> {
    below(&FOLDER, "toml")
}

/// `(path below grammars/, text)` of every sample document, in byte order of their paths.
#[must_use]
pub fn samples() -> Vec<(&'static str, &'static str)> {
    below(&FOLDER, "md")
}

fn below(folder: &'static Dir<'static>, extension: &str) -> Vec<(&'static str, &'static str)> {
    let mut found: Vec<_> = folder.dirs().flat_map(|inner| below(inner, extension)).collect();
    let own = folder.files().filter(|file| file.path().extension().is_some_and(|found| found == extension));
    found.extend(own.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))));
    found.sort_unstable();
    found
}
