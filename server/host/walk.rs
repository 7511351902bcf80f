//! Finding Markdown in folders.

use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Found {
    /// Its Markdown files, in byte order.
    pub files: Vec<PathBuf>,
    /// What could not be looked into, one sentence each.
    pub failures: Vec<String>,
}

/// The Markdown files below `folder` as git sees them: what is ignored is passed over, hidden folders are not.
#[must_use]
pub fn markdown_below(folder: &Path) -> Found {
    let mut found = Found::default();
    let real = std::fs::canonicalize(folder);
    let above = real.iter().flat_map(|folder| folder.ancestors().skip(1));
    if let Some(failure) = std::iter::once(folder).chain(above).find_map(blocked) {
        found.failures.push(failure);
        return found;
    }
    let is_repository = |entry: &DirEntry| entry.file_name() == ".git" && entry.depth() > 0;
    let (tell, told) = channel();
    let is_blocked = move |entry: &DirEntry| {
        let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
        let failure = is_folder.then(|| blocked(entry.path())).flatten();
        failure.map(|failure| drop(tell.send(failure))).is_some()
    };
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .ignore(false)
        .require_git(false)
        .filter_entry(move |entry| !is_repository(entry) && !is_blocked(entry))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                found.files.extend((is_file && is_markdown(entry.path())).then(|| entry.into_path()));
            }
            Err(why) => found.failures.push(why.to_string()),
        }
    }
    found.failures.extend(told.try_iter());
    found.files.sort_by(|one, other| one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes()));
    found
}

/// Why nobody can say which files of `folder` are ignored: whoever opens a pipe there waits for a writer.
fn blocked(folder: &Path) -> Option<String> {
    let path = folder.join(".gitignore");
    let is_strange = std::fs::metadata(&path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    is_strange.then(|| format!("{}: it is no file: put a file there, or take it away", path.display()))
}

/// Whether a file's name says that it is Markdown.
#[must_use]
pub fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_as_git_sees_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(".gitignore", "target/\n");
        for name in ["b.md", "a.markdown", "a/c.MD", "x.txt", "target/t.md", ".git/g.md", ".decisions/d.md"] {
            write(name, "");
        }
        let found = markdown_below(folder.path());
        let names: Vec<_> = found.files.iter().map(|path| path.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [".decisions/d.md", "a.markdown", "a/c.MD", "b.md"].map(Path::new));
        assert!(found.failures.is_empty());
    }
}
