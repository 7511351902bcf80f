//! Writing files whole: whoever reads one sees what was there before, or all that is there now.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes `text` to `path`, which must not be there yet.
///
/// # Errors
///
/// One sentence that says what is wrong with the file, without its name.
pub fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let beside = written_beside(path, text).map_err(|why| in_words(&why))?;
    // a link is made only where nothing is: nobody's file is overwritten, not even one that came a moment ago
    let done = fs::hard_link(&beside, path);
    let _ = fs::remove_file(&beside);
    match done {
        Err(why) if why.kind() != ErrorKind::AlreadyExists => {
            let made = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
            made.map_err(|why| in_words(&why))
        }
        done => done.map_err(|why| in_words(&why)),
    }
}

/// Writes `text` to `path`, whatever is there.
///
/// # Errors
///
/// One sentence that says what is wrong with the file, without its name.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    let beside = written_beside(path, text).map_err(|why| in_words(&why))?;
    fs::rename(&beside, path).map_err(|why| {
        let _ = fs::remove_file(&beside);
        in_words(&why)
    })
}

/// `text` in a file of its own, in the same folder, on the disk.
fn written_beside(path: &Path, text: &str) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut file = File::create_new(&beside)?;
    let done = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    done.map(|()| beside.clone()).inspect_err(|_| drop(fs::remove_file(&beside)))
}

fn in_words(why: &io::Error) -> String {
    match why.kind() {
        ErrorKind::AlreadyExists => "it is there already: take it away first".to_owned(),
        ErrorKind::NotFound => "its folder is not there: make it first".to_owned(),
        ErrorKind::PermissionDenied => "it may not be written: check the permissions of its folder".to_owned(),
        _ => format!("it cannot be written: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        assert_eq!(write_new(&path, "one"), Ok(()));
        assert_eq!(write_new(&path, "two"), Err("it is there already: take it away first".to_owned()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(replace(&path, "three"), Ok(()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("b/a.toml");
        assert_eq!(replace(&nowhere, ""), Err("its folder is not there: make it first".to_owned()));
    }
}
