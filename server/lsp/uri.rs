//! URIs of documents, and the paths they stand for.

use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};

/// The path of a `file:` URI; `None` for `untitled:` and everything else that is no file of this machine.
#[must_use]
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://").or_else(|| uri.strip_prefix("file:"))?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = percent_decode_str(rest).decode_utf8().ok()?;
    let path = decoded.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    // `/c:/docs` is a path on a drive
    let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    Some(PathBuf::from(drive.unwrap_or(path)))
}

/// The path of a document below the innermost of `roots` that holds it, with `/`; the last few folders where none does.
#[must_use]
pub(super) fn below(roots: &[PathBuf], path: &Path) -> String {
    let inner = roots.iter().filter_map(|root| path.strip_prefix(root).ok()).min_by_key(|rest| rest.as_os_str().len());
    let parts: Vec<String> = match inner {
        Some(rest) => rest.iter().map(|part| part.to_string_lossy().into_owned()).collect(),
        None => {
            let all: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            all.iter().rev().take(LAST).rev().cloned().collect()
        }
    };
    parts.join("/")
}

/// How many parts of a path speak for a document that lies in no workspace.
const LAST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_every_spelling_are_found() {
        for (uri, path) in [
            ("file:///a%20b/%C3%A9.md", Some("/a b/é.md")),
            ("file:///c%3A/docs/x.md", Some("c:/docs/x.md")),
            ("file://localhost/x.md", Some("/x.md")),
            ("untitled:Untitled-1", None),
            ("vscode-remote://host/x.md", None),
        ] {
            assert_eq!(to_path(uri), path.map(PathBuf::from), "{uri}");
        }
    }

    #[test]
    fn the_innermost_root_counts() {
        let roots = [PathBuf::from("/w"), PathBuf::from("/w/docs")];
        assert_eq!(below(&roots, Path::new("/w/docs/adr/1.md")), "adr/1.md");
        assert_eq!(below(&[], Path::new("/home/ada/work/docs/adr/1.md")), "work/docs/adr/1.md");
    }
}
