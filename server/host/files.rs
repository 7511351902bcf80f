//! Reading documents and what lies beside them.

use super::relative;
use crate::grammar::Grammars;
use crate::model::Surroundings;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Documents above this many bytes are refused: 16 MiB.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// The text of the file at `path`. What is no file, such as a pipe that nobody writes to, is not opened.
///
/// # Errors
///
/// One sentence that says what is wrong with the file, without its name.
pub fn read(path: &Path) -> Result<String, String> {
    let is_file = std::fs::metadata(path).map(|found| (found.is_file(), found.is_dir()));
    match is_file.map_err(|why| in_words(&why))? {
        (true, _) => {}
        (_, true) => return Err("it is a folder".to_owned()),
        _ => return Err("it is no file: put its text into one".to_owned()),
    }
    let file = File::open(path).map_err(|why| in_words(&why))?;
    // room for the whole of it and a byte more, so that its end is seen in one go
    let length = file.metadata().map_or(0, |known| known.len().min(LARGEST));
    text(file, length as usize + 1)
}

/// The text on standard input.
///
/// # Errors
///
/// One sentence that says what is wrong with it.
pub fn read_standard_input() -> Result<String, String> {
    text(io::stdin().lock(), 0)
}

/// The text that `from` gives, in a buffer with `room`.
fn text(from: impl Read, room: usize) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(room);
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|why| in_words(&why))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MiB: split it", LARGEST / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|why| {
        let at = why.utf8_error().valid_up_to();
        let line = why.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8 (byte {at}, line {line}): convert it")
    })
}

/// The text of a file that really lies below `root`, whatever links lead to it.
///
/// # Errors
///
/// One sentence that says what is wrong with the file, without its name.
pub(super) fn read_below(path: &Path, root: &Path) -> Result<String, String> {
    let real =
        std::fs::canonicalize(path).map_err(|_| "there is no such file: check where its link leads".to_owned())?;
    let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    if !real.starts_with(&root) {
        return Err("it is a link that leads out of the project: put the file itself here".to_owned());
    }
    if !real.is_file() {
        return Err("it is no file: put a file of that name here, or take it away".to_owned());
    }
    read(&real)
}

/// What lies around the file at `path`, which is below `root`; links that lead out of it are passed over.
#[must_use]
pub fn surroundings(path: &Path, root: &Path, grammars: &Grammars) -> Surroundings {
    let beside = |name: &str| Some((name.to_owned(), read_below(&path.parent()?.join(name), root).ok()?));
    let siblings = grammars.siblings().into_iter().filter_map(beside).collect();
    Surroundings { path: relative(path, root), siblings, ..Surroundings::default() }
}

/// What the system says, in the words of a person.
fn in_words(why: &io::Error) -> String {
    match why.kind() {
        ErrorKind::NotFound => "there is no such file: check the path".to_owned(),
        ErrorKind::PermissionDenied => "it may not be read: check its permissions".to_owned(),
        _ => format!("it cannot be read: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_told_in_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert_eq!(read(&path), Err("there is no such file: check the path".to_owned()));
        std::fs::write(&path, b"# A\n\nb\xff\n").unwrap();
        assert_eq!(read(&path), Err("it is not UTF-8 (byte 6, line 3): convert it".to_owned()));
        assert_eq!(read(folder.path()), Err("it is a folder".to_owned()));
        File::create(&path).unwrap().set_len(LARGEST + 1).unwrap();
        assert_eq!(read(&path), Err("it is larger than 16 MiB: split it".to_owned()));
    }

    #[test]
    fn only_siblings_that_some_kind_asks_for_are_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["README.md", "kep.yaml", "other.yaml"] {
            std::fs::write(folder.path().join(name), "title: x\n").unwrap();
        }
        let around = surroundings(&folder.path().join("README.md"), folder.path(), &Grammars::builtin());
        assert_eq!(around.path, "README.md");
        assert_eq!(around.siblings, [("kep.yaml".to_owned(), "title: x\n".to_owned())]);
    }
}
