//! A document that is read in pieces, by the incremental builder where that is sure, is read as the bulk builder reads
//! it at once.

use crate::shared;
use rayon::prelude::*;
use staffwork::syntax::{BlockKind, Kept, Parse};
use staffwork::text::TextRange;
use std::process::Command;

/// A block: what, where, how deep.
type Shown = (BlockKind, TextRange, usize);

fn blocks(parse: &Parse) -> Vec<Shown> {
    let tree = parse.tree();
    tree.iter().map(|(id, block)| (block.kind, block.range, tree.ancestors(id).count())).collect()
}

/// The first thing that two readings of one text do not share.
fn difference(edited: &Parse, fresh: &Parse) -> Option<String> {
    if edited.lines() != fresh.lines() {
        return Some(format!("{:?} are not {:?}", edited.lines(), fresh.lines()));
    }
    if edited.definitions() != fresh.definitions() {
        return Some(format!("{:?} are not {:?}", edited.definitions(), fresh.definitions()));
    }
    let (one, other) = (blocks(edited), blocks(fresh));
    if one == other {
        return None;
    }
    let at = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let show = |blocks: &[Shown]| blocks.get(at).map(|block| (*block, block.1.of(fresh.text()).to_owned()));
    Some(format!("edited {:?}\n  fresh  {:?}", show(&one), show(&other)))
}

/// `put` in the place of the bytes of `range`, as an edit of `parse`; `Err` where that differs from the text read at once.
fn edit(parse: &Parse, range: TextRange, put: &str) -> Result<Parse, String> {
    let text = parse.text();
    let new = format!("{}{put}{}", &text[..range.start], &text[range.end..]);
    let kept = Kept { before: range.start, behind: text.len() - range.end };
    let edited = parse.edited(new.as_str().into(), kept);
    match difference(&edited, &Parse::new(new.as_str().into())) {
        None => Ok(edited),
        Some(why) => Err(format!("{put:?} at {range:?}: {why}")),
    }
}

/// How many of the pieces of `parse` the incremental builder has read.
fn incremental(parse: &Parse) -> usize {
    parse.pieces().iter().filter(|piece| piece.segment.is_incremental()).count()
}

/// The examples of the `CommonMark` specification, out of the sources of the parser that the bulk builder stands on.
fn examples() -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    // packages of other platforms are not here
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let known = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .args(["--manifest-path", manifest])
        .output()
        .unwrap();
    let known: serde_json::Value = serde_json::from_slice(&known.stdout).unwrap();
    let packages = known["packages"].as_array().unwrap();
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark").unwrap();
    let manifest = std::path::Path::new(parser["manifest_path"].as_str().unwrap());
    let tests = std::fs::read_to_string(manifest.with_file_name("tests/suite/spec.rs")).unwrap();
    let example = |rest: &str| rest.split_once("\"##;").map(|(example, _)| example.to_owned());
    tests.split("let original = r##\"").skip(1).filter_map(example).collect()
}

#[test]
fn agree_on_every_example_of_commonmark_while_it_is_typed() {
    let examples = examples();
    assert!(examples.len() > 600, "only {} examples were found", examples.len());
    let typed = |example: &String| -> Result<usize, String> {
        let mut parse = Parse::open("# T\n\nabove\n\n# U\n\nbelow\n".into());
        let mut seen = 0;
        let mut at = "# T\n\n".len();
        for character in example.chars() {
            parse = edit(&parse, TextRange::empty(at), &character.to_string())?;
            at += character.len_utf8();
            seen += incremental(&parse);
        }
        Ok(seen)
    };
    let all: Vec<Result<usize, String>> = examples.par_iter().map(typed).collect();
    let wrong: Vec<_> = all.iter().filter_map(|one| one.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{} differ, such as {}", wrong.len(), wrong[0]);
    let seen: usize = all.into_iter().flatten().sum();
    assert!(seen > 5_000, "only {seen} pieces were read by the incremental builder");
}

/// Bytes: the whole text of larger documents is compared too often for a test that many run.
const LARGEST: usize = 24 << 10;

#[test]
fn agree_on_the_corpus_with_a_character_put_in_and_taken_out_of_every_piece() {
    let Some(folder) = shared::folder("corpus/docs") else { return };
    let files = shared::markdown(&folder);
    assert!(files.len() > 1000, "only {} documents were found", files.len());
    let all = std::env::var_os("EVERYTHING").is_some();
    let tried = |text: &str| -> Result<(usize, usize), String> {
        let mut parse = Parse::open(text.into());
        let middle =
            |start: usize, length: usize| (start + length / 2..=text.len()).find(|at| text.is_char_boundary(*at));
        let pieces = parse.pieces().iter();
        let places: Vec<_> =
            pieces.filter_map(|piece| middle(piece.start, piece.segment.parse().text().len())).collect();
        let mut seen = 0;
        for (index, at) in places.into_iter().enumerate() {
            let put = ["x", "#", "\n", "`", "-", "|", " ", "<"][index % 8];
            parse = edit(&parse, TextRange::empty(at), put)?;
            parse = edit(&parse, TextRange::new(at, at + put.len()), "")?;
            seen += incremental(&parse);
        }
        Ok((parse.pieces().len(), seen))
    };
    let files = files.par_iter().filter(|(_, text)| all || text.len() <= LARGEST);
    let found: Vec<Result<(usize, usize), String>> =
        files.map(|(path, text)| tried(text).map_err(|why| format!("{}: {why}", path.display()))).collect();
    let wrong: Vec<_> = found.iter().filter_map(|one| one.as_ref().err()).cloned().collect();
    assert!(wrong.is_empty(), "{} documents are read otherwise\n{}", wrong.len(), wrong.join("\n"));
    let pieces: usize = found.iter().flatten().map(|(pieces, _)| pieces).sum();
    let seen: usize = found.iter().flatten().map(|(_, seen)| seen).sum();
    eprintln!("{pieces} pieces, {seen} times one of them read by the incremental builder");
    assert!(seen > pieces, "the incremental builder read {seen} of {pieces} pieces");
}
