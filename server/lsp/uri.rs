//! URIs of documents, and the paths they stand for.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Path, PathBuf};

/// What a path may not hold as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The URI of a file of this machine.
#[must_use]
pub(super) fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, utf8_percent_encode(&path, ENCODED))
}

/// The path of a `file:` URI; `None` for `untitled:` and everything else that is no file of this machine.
#[must_use]
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://").or_else(|| uri.strip_prefix("file:"))?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = percent_decode_str(rest.split(['?', '#']).next()?).decode_utf8().ok()?;
    let path = Some(&*decoded).filter(|path| path.starts_with('/'))?;
    // `/c:/docs` is a path on a drive
    let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    Some(PathBuf::from(drive.unwrap_or(path)))
}

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
    fn a_path_comes_back_from_its_uri() {
        for (path, uri) in [
            ("/a b/é#1.toml", "file:///a%20b/%C3%A9%231.toml"),
            ("/p/.staffwork/kinds/spike.toml", "file:///p/.staffwork/kinds/spike.toml"),
            ("c:/docs/x.toml", "file:///c%3A/docs/x.toml"),
        ] {
            assert_eq!(of_path(Path::new(path)), uri);
            assert_eq!(to_path(uri), Some(PathBuf::from(path)));
        }
    }
}
