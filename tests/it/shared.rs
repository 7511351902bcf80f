//! The test data that lies beside the project, where it does.

use std::path::{Path, PathBuf};

/// The folder of shared test data, or `None` with a word on standard error where there is none.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: this test reads ../shared/{name}, which is not there");
    None
}

/// Every Markdown file below `folder` with its text, in byte order; files that are not UTF-8 are passed over.
pub(crate) fn markdown(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files: Vec<_> = ignore::Walk::new(folder)
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md")))
        .filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect();
    files.sort();
    files
}
