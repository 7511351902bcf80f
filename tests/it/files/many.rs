//! A folder of a hundred thousand files.

use super::{Folder, RECORD};
use serde_json::Value;
use std::fs;
use std::time::Instant;

const FOLDERS: usize = 100;
const EACH: usize = 1_000;

#[test]
fn a_hundred_thousand_files_are_checked_in_bounded_memory() {
    let folder = Folder::new();
    let record = folder.write("record.md", RECORD);
    for outer in 0..FOLDERS {
        // links to few files: their making costs little, and the disk holds little twice
        let note = folder.write(&format!("docs/{outer:03}/0000-a.md"), "# Note\n\nNothing to see.\n");
        fs::hard_link(&record, note.with_file_name("0001-a.md")).unwrap();
        for count in 2..EACH {
            fs::hard_link(&note, note.with_file_name(format!("{count:04}-a.md"))).unwrap();
        }
    }
    let began = Instant::now();
    let done = folder.run(&["check", "--format", "json", "docs"]);
    eprintln!("{} files in {:.1?}, {} kB of memory", FOLDERS * EACH, began.elapsed(), done.peak);
    let all: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(all["summary"]["files"], FOLDERS * EACH);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.peak < 200 * 1024, "{} kB of memory", done.peak);
}
