//! `docs/rules.md` and `docs/kinds.md` are what the program says of its rules and kinds.

use std::fs;
use std::path::Path;
use std::process::Command;

const PAGES: [&str; 2] = ["rules", "kinds"];

/// What the program prints of all rules, or of all kinds.
fn said(name: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_staffwork")).args(["explain", name]).output().unwrap();
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn are_what_the_program_says() {
    let mut stale = Vec::new();
    for name in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.md"));
        let (said, written) = (said(name), fs::read_to_string(&path).unwrap_or_default());
        if said == written {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, said).unwrap();
        } else {
            let difference = similar::TextDiff::from_lines(&written, &said);
            stale.push(difference.unified_diff().context_radius(1).header(name, "the program").to_string());
        }
    }
    let stale: Vec<String> = stale.iter().flat_map(|one| one.lines()).take(40).map(str::to_owned).collect();
    let cure = "the pages are stale; this writes them:\n\n    UPDATE=1 cargo test --test it pages\n";
    assert!(stale.is_empty(), "{}\n{cure}", stale.join("\n"));
}

#[test]
fn say_much_and_lead_where_they_say() {
    for name in PAGES {
        let text = said(name);
        assert!(text.len() > 10_000 && !text.contains('\u{1b}'), "`staffwork explain {name}`: {text}");
        let headings = text.lines().filter(|line| line.starts_with('#'));
        let anchors: Vec<String> =
            headings.map(|line| staffwork::syntax::slug(line.trim_start_matches('#').trim())).collect();
        let links = text.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
        let broken: Vec<&str> = links.filter(|link| !anchors.iter().any(|anchor| anchor == link)).collect();
        assert!(broken.is_empty(), "{name}: {broken:?}");
    }
}
