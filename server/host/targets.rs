//! Whether what a link names is there.

use super::{is_markdown, read};
use crate::syntax::{Outline, Parse, anchors};
use dashmap::DashMap;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Looks up what links name, and remembers the anchors of the files it has read.
#[derive(Debug, Default)]
pub struct Targets {
    anchors: DashMap<PathBuf, Arc<HashSet<String>>>,
}

impl Targets {
    /// Whether `target`, as written in the document at `path` below `root`, names something that is there; `None`
    /// for what is not looked up: other hosts, mail, and paths of a site's root that lead nowhere here.
    #[must_use]
    pub fn resolves(&self, target: &str, path: &Path, root: &Path, own: &HashSet<String>) -> Option<bool> {
        if target.is_empty() || target.starts_with("//") || has_scheme(target) {
            return None;
        }
        let (file, fragment) = target.split_once('#').map_or((target, None), |(file, after)| (file, Some(after)));
        let file = decoded(file.split('?').next().unwrap_or_default());
        if file.is_empty() {
            return Some(fragment.is_none_or(|fragment| names(own, fragment)));
        }
        let (folder, below) = match file.strip_prefix('/') {
            Some(below) => (root, below),
            None => (path.parent()?, file.as_str()),
        };
        match existing(&folder.join(below)) {
            Some(found) => Some(fragment.is_none_or(|fragment| self.has(&found, root, fragment))),
            None if file.starts_with('/') => None,
            None => Some(false),
        }
    }

    /// Whether the file has the anchor; what is no Markdown, or lies outside `root`, is not looked into.
    fn has(&self, file: &Path, root: &Path, fragment: &str) -> bool {
        let lies_below = || std::fs::canonicalize(file).is_ok_and(|file| file.starts_with(root));
        !(is_markdown(file) && file.is_file() && lies_below()) || names(&self.of_file(file), fragment)
    }

    fn of_file(&self, file: &Path) -> Arc<HashSet<String>> {
        if let Some(known) = self.anchors.get(file).map(|known| Arc::clone(&known)) {
            return known;
        }
        let parse = Parse::new(read(file).unwrap_or_default().into());
        let found = Arc::new(anchors(&parse, &Outline::new(&parse)));
        self.anchors.insert(file.to_owned(), Arc::clone(&found));
        found
    }
}

/// The file itself, else the Markdown file of that name without extension.
fn existing(path: &Path) -> Option<PathBuf> {
    if path.exists() {
        return Some(path.to_owned());
    }
    let named = path.extension().is_none().then(|| path.with_extension("md"));
    named.filter(|named| named.exists())
}

/// Whether `anchors` holds `fragment`; the empty fragment is the top, and `L12` is a line.
fn names(anchors: &HashSet<String>, fragment: &str) -> bool {
    let wanted = decoded(fragment).to_lowercase();
    let wanted = wanted.strip_prefix("user-content-").unwrap_or(&wanted);
    let is_line = wanted.strip_prefix('l').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    wanted.is_empty() || wanted == "top" || is_line || anchors.contains(wanted)
}

/// `https:`, `mailto:`; a Windows drive is none of our business either.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Without Markdown's backslashes and the address's `%20`.
fn decoded(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let escaped = match (first, behind) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| (high * 16 + low, 2)),
            (b'\\', [next, ..]) if next.is_ascii_punctuation() => Some((*next, 1)),
            _ => None,
        };
        let (byte, taken) = escaped.unwrap_or((first, 0));
        bytes.push(byte);
        rest = behind.get(taken..).unwrap_or(&[]);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_looked_up_beside_the_document() {
        let folder = tempfile::tempdir().unwrap();
        let root = &std::fs::canonicalize(folder.path()).unwrap();
        std::fs::create_dir(root.join("adr")).unwrap();
        for name in ["adr/0001-a.md", "adr/0002-with blank.md"] {
            std::fs::write(root.join(name), "# A title\n\n## Options\n").unwrap();
        }
        let (targets, own) = (Targets::default(), HashSet::from(["own".to_owned()]));
        for (target, expected) in [
            ("0001-a.md", Some(true)),
            ("./0001-a", Some(true)),
            ("../adr", Some(true)),
            ("0001-a.md#options", Some(true)),
            ("0001-a.md#nothing", Some(false)),
            ("0002-with%20blank.md#A-Title", Some(true)),
            ("0003-b.md", Some(false)),
            ("#own", Some(true)),
            ("#other", Some(false)),
            ("/adr/0001-a.md", Some(true)),
            ("/elsewhere", None),
            ("https://example.org/x.md", None),
            ("mailto:ada@example.org", None),
            ("ada@example.org", Some(false)),
        ] {
            assert_eq!(targets.resolves(target, &root.join("adr/0001-a.md"), root, &own), expected, "{target}");
        }
    }
}
