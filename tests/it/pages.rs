//! What the program says of all its rules and kinds.

use std::process::Command;

const PAGES: [&str; 2] = ["rules", "kinds"];

/// What the program prints of all rules, or of all kinds.
fn said(name: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_staffwork")).args(["explain", name]).output().unwrap();
    String::from_utf8(done.stdout).unwrap()
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
