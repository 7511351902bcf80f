//! The test language: Markdown in which each heading is a test and the documents say what is to be found in them.
//!
//! Below a heading stand fenced blocks; everything else is for readers.
//!
//! - A `markdown` block is the document. A line of `^` under one of its lines, followed by
//!   `warning: few-options "2 of 3 options"`, says that this is found there: it is no part of the text, and what it
//!   quotes is part of the message. Columns count characters; a single `^` also marks an empty range, and a range that
//!   goes on is marked on its first line. `‸` is the cursor. `-- docs/adr/0002-b.md --` begins another file, or names
//!   the first one; files that are no Markdown lie beside the documents of their folder, those in `.staffwork/kinds`
//!   define kinds.
//! - A `toml` block is `staffwork.toml`.
//! - Any other block is text to expect under its name: `fixed`, `hover`, `completion`.
//!
//! `UPDATE=1 cargo test --test it` writes what is found into the marks and the expected blocks. A block that holds
//! fences has longer ones around it.

use similar::TextDiff;
use staffwork::grammar::{Grammars, OwnFile, own_kinds};
use staffwork::host;
use staffwork::model::Surroundings;
use staffwork::rules::Diagnostic;
use staffwork::text::{LineIndex, PositionEncoding};
use staffwork::workspace::{Change, Config, DocumentId, FilePosition, Force, Snapshot, Workspace};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// Where a document lies that does not say.
const PATH: &str = "docs/decisions/0001-test.md";

const CURSOR: char = '‸';

/// A file of tests.
pub(crate) struct Spec {
    /// Its name without extension: `few-options`.
    pub(crate) name: String,
    /// Its tests in order.
    pub(crate) tests: Vec<Test>,
    path: PathBuf,
    lines: Vec<String>,
}

/// One test: what stands under one heading.
pub(crate) struct Test {
    /// The heading.
    pub(crate) name: String,
    /// The files of its document block, the first of them the one that is looked at first.
    pub(crate) files: Vec<File>,
    /// The settings in force.
    pub(crate) settings: Option<String>,
    /// The blocks of expected text.
    pub(crate) expected: Vec<Block>,
    line: usize,
    document: Block,
}

/// A file of a test.
pub(crate) struct File {
    /// Its path.
    pub(crate) path: String,
    /// Its text, without marks and cursors.
    pub(crate) text: String,
    /// What is to be found in it.
    pub(crate) marks: Vec<Mark>,
    /// Where cursors stand, in bytes.
    pub(crate) cursors: Vec<usize>,
    is_named: bool,
    shown: Vec<String>,
}

/// A block of expected text.
#[derive(Default)]
pub(crate) struct Block {
    /// The word behind its fence: `fixed`.
    pub(crate) name: String,
    /// What stands in it.
    pub(crate) text: String,
    lines: Range<usize>,
}

/// A finding as a fixture shows it. Lines and columns count from 0, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    line: usize,
    column: usize,
    width: usize,
    severity: String,
    code: String,
    words: Option<String>,
}

/// What there is to compare with a test.
#[derive(Default)]
pub(crate) struct Seen {
    /// The findings in each file; `None` where the test is about something else.
    pub(crate) marks: Option<Vec<Vec<Mark>>>,
    /// What there is for the blocks of expected text, by their names.
    pub(crate) blocks: Vec<(String, String)>,
}

/// Runs every test of `tests/<folder>/*.md`: what `look` sees is what the test says. Fails with all failures at once,
/// each with the text that would pass; `SPEC=few-options` runs one file only.
pub(crate) fn check(folder: &str, look: impl Fn(&Spec, &Test) -> Seen) {
    let only = std::env::var("SPEC").ok();
    let update = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0");
    let mut failures = String::new();
    for spec in specs(folder).iter().filter(|spec| only.as_ref().is_none_or(|only| spec.name == *only)) {
        let mut changes = Vec::new();
        for test in &spec.tests {
            for (block, text) in test.differences(&look(spec, test)) {
                failures.push_str(&spec.failure(test, block, &text));
                changes.push((block.lines.clone(), text));
            }
        }
        if update {
            spec.rewrite(changes);
        }
    }
    assert!(update || failures.is_empty(), "\n{failures}\nUPDATE=1 writes this into the specs; read it first\n");
}

/// The files of tests in `tests/<folder>`, in byte order.
pub(crate) fn specs(folder: &str) -> Vec<Spec> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    crate::shared::markdown(&folder).into_iter().map(|(path, text)| Spec::read(path, &text)).collect()
}

impl Spec {
    /// Reads a file of tests. A heading without a document is for readers.
    pub(crate) fn read(path: PathBuf, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut tests: Vec<Test> = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            if let Some(name) = heading(line) {
                tests.push(Test::new(name, at + 1));
            }
            let Some((fence, info)) = opening(line) else {
                at += 1;
                continue;
            };
            let end = (at + 1..lines.len()).find(|end| closes(&lines[*end], fence)).unwrap_or(lines.len());
            let inner = at + 1..end;
            let block = Block { name: info.to_owned(), text: joined(&lines[inner.clone()]), lines: inner };
            let test =
                tests.last_mut().unwrap_or_else(|| panic!("{}: a block before the first heading", path.display()));
            test.take(block);
            at = end + 1;
        }
        tests.retain(|test| !test.files.is_empty());
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, tests, path, lines }
    }

    fn failure(&self, test: &Test, block: &Block, text: &str) -> String {
        let fence = "`".repeat(if text.contains("```") { 4 } else { 3 });
        let diff = TextDiff::from_lines(block.text.as_str(), text);
        let diff = diff.unified_diff().context_radius(1).header("the spec says", "what is").to_string();
        format!(
            "{}:{}: {}\n\n{diff}\n{fence}{}\n{text}{fence}\n\n",
            self.path.display(),
            test.line,
            test.name,
            block.name
        )
    }

    fn rewrite(&self, mut changes: Vec<(Range<usize>, String)>) {
        if changes.is_empty() {
            return;
        }
        let mut lines = self.lines.clone();
        changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, text) in changes {
            lines.splice(range, text.lines().map(str::to_owned));
        }
        std::fs::write(&self.path, joined(&lines)).expect("the spec can be written");
    }
}

impl Test {
    fn new(name: &str, line: usize) -> Self {
        let document = Block::default();
        Self { name: name.to_owned(), files: Vec::new(), settings: None, expected: Vec::new(), line, document }
    }

    fn take(&mut self, block: Block) {
        match block.name.as_str() {
            "markdown" => {
                assert!(
                    self.files.is_empty(),
                    "{}: a test has one document block, of several files if need be",
                    self.name
                );
                self.files = files(&block.text);
                self.document = block;
            }
            "toml" => self.settings = Some(block.text),
            _ => self.expected.push(block),
        }
    }

    /// A workspace in which every Markdown file of the test is open, and the names of these documents.
    pub(crate) fn open(&self) -> (Snapshot, Vec<DocumentId>) {
        let settings = self.settings.as_deref().unwrap_or("");
        let config: Config = toml::from_str(settings).unwrap_or_else(|why| panic!("{}: {why}", self.name));
        let config = config.prepare().unwrap_or_else(|why| panic!("{}: {why:?}", self.name));
        let mut workspace = Workspace::default();
        let force = Force { grammars: self.grammars(), config: Arc::new(config) };
        let documents: Vec<&File> = self.files.iter().filter(|file| file.is_document()).collect();
        for file in &documents {
            let around =
                Surroundings { path: file.path.clone(), siblings: self.beside(file), ..Surroundings::default() };
            let (text, force) = (file.text.clone(), force.clone());
            workspace.apply(Change::Opened { id: file.id(), version: 1, text, around, force });
        }
        (workspace.snapshot(), documents.into_iter().map(File::id).collect())
    }

    /// The built-in kinds, and those that files of the test define.
    fn grammars(&self) -> Arc<Grammars> {
        let own = self.files.iter().filter(|file| file.path.starts_with(host::KINDS_FOLDER));
        let own: Vec<OwnFile> = own.map(|file| OwnFile { path: file.path.clone(), text: file.text.clone() }).collect();
        let kinds = own_kinds(&own);
        assert!(kinds.mistakes.iter().all(Vec::is_empty), "{}: {:?}", self.name, kinds.mistakes);
        kinds.grammars
    }

    /// The place of the first cursor.
    pub(crate) fn cursor(&self) -> FilePosition {
        let place = self.files.iter().find_map(|file| Some((file, *file.cursors.first()?)));
        let (file, offset) = place.unwrap_or_else(|| panic!("{}: no cursor `{CURSOR}`", self.name));
        FilePosition { id: file.id(), offset }
    }

    /// Several files as one block shows them: each under its path, a single one without.
    pub(crate) fn shown<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> String {
        let mut out = String::new();
        for (file, text) in self.files.iter().zip(texts) {
            if file.is_named && self.files.len() > 1 {
                writeln!(out, "-- {} --", file.path).expect("a string");
            }
            out.push_str(text);
        }
        out
    }

    /// The blocks that do not say what was seen, each with what they would have to say.
    fn differences(&self, seen: &Seen) -> Vec<(&Block, String)> {
        let document = seen.marks.as_ref().map(|marks| (&self.document, self.with_marks(marks)));
        let blocks = self.expected.iter().map(|block| {
            let text = seen.blocks.iter().find(|(name, _)| *name == block.name);
            let (_, text) = text.unwrap_or_else(|| panic!("{}: nothing makes `{}` blocks", self.name, block.name));
            (block, text.clone())
        });
        document.into_iter().chain(blocks).filter(|(block, text)| block.text != *text).collect()
    }

    /// The document block with other marks. What a mark quotes stays as it is where the message still holds it.
    fn with_marks(&self, marks: &[Vec<Mark>]) -> String {
        let mut out = String::new();
        for (file, found) in self.files.iter().zip(marks) {
            if file.is_named {
                writeln!(out, "-- {} --", file.path).expect("a string");
            }
            let mut quoted = file.marks.clone();
            for (number, line) in file.shown.iter().enumerate() {
                writeln!(out, "{line}").expect("a string");
                for mark in found.iter().filter(|mark| mark.line == number) {
                    writeln!(out, "{}", mark.quoting(&mut quoted)).expect("a string");
                }
            }
        }
        out
    }

    fn beside(&self, document: &File) -> Vec<(String, String)> {
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let others =
            self.files.iter().filter(|file| !file.is_document() && folder(&file.path) == folder(&document.path));
        others.map(|file| (name(&file.path), file.text.clone())).collect()
    }
}

impl File {
    fn new(path: &str, is_named: bool) -> Self {
        let (text, marks, cursors, shown) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        Self { path: path.to_owned(), text, marks, cursors, is_named, shown }
    }

    /// Its name in the workspace of its test.
    pub(crate) fn id(&self) -> DocumentId {
        DocumentId::new(&self.path)
    }

    /// Whether it is Markdown.
    pub(crate) fn is_document(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == "md")
    }

    fn push(&mut self, line: &str) {
        self.shown.push(line.to_owned());
        for (index, part) in line.split(CURSOR).enumerate() {
            if index > 0 {
                self.cursors.push(self.text.len());
            }
            self.text.push_str(part);
        }
        self.text.push('\n');
    }
}

impl Mark {
    /// A finding as a mark in `text`.
    pub(crate) fn new(text: &str, finding: &Diagnostic) -> Self {
        let lines = LineIndex::new(text);
        let place = lines.line_column(text, finding.range.start, PositionEncoding::Utf32);
        let line_end = lines.start(place.line) + lines.text(text, place.line).len();
        let covered = text.get(finding.range.start..finding.range.end.min(line_end)).unwrap_or("");
        Self {
            line: place.line,
            column: place.column,
            width: covered.chars().count().max(1),
            severity: finding.severity.name().to_owned(),
            code: finding.code.to_owned(),
            words: Some(finding.message.clone()),
        }
    }

    fn parse(line: &str, above: usize) -> Option<Self> {
        static FORM: LazyLock<regex::Regex> = LazyLock::new(|| {
            regex::Regex::new(r#"^( *)(\^+) (error|warning|info|hint): ([a-z-]+)(?: "(.*)")?$"#).expect("a pattern")
        });
        let parts = FORM.captures(line)?;
        Some(Self {
            line: above,
            column: parts[1].len(),
            width: parts[2].len(),
            severity: parts[3].to_owned(),
            code: parts[4].to_owned(),
            words: parts.get(5).map(|words| words.as_str().to_owned()),
        })
    }

    /// The mark as a line, with the words of the mark among `written` that it answers.
    fn quoting(&self, written: &mut Vec<Self>) -> String {
        let message = self.words.as_deref().unwrap_or("");
        let answers = |mark: &Self| {
            let place = Self { words: self.words.clone(), ..mark.clone() };
            place == *self && mark.words.as_deref().is_none_or(|words| message.contains(words))
        };
        let words = match written.iter().position(answers) {
            Some(index) => written.remove(index).words,
            None => self.words.clone(),
        };
        let quoted = words.map(|words| format!(" \"{words}\"")).unwrap_or_default();
        let carets = "^".repeat(self.width);
        format!("{:column$}{carets} {}: {}{quoted}", "", self.severity, self.code, column = self.column)
    }
}

fn files(text: &str) -> Vec<File> {
    let mut files = vec![File::new(PATH, false)];
    for line in text.lines() {
        let file = files.last_mut().expect("there is one from the start");
        let name = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, file.shown.len().checked_sub(1)) {
            (Some(path), None) if !file.is_named => *file = File::new(path, true),
            (Some(path), _) => files.push(File::new(path, true)),
            (None, above) => match above.and_then(|above| Mark::parse(line, above)) {
                Some(mark) => file.marks.push(mark),
                None => file.push(line),
            },
        }
    }
    files
}

fn heading(line: &str) -> Option<&str> {
    line.starts_with('#').then(|| line.trim_start_matches('#')).filter(|rest| rest.starts_with(' ')).map(str::trim)
}

/// The number of backticks that open a block, and the word behind them.
fn opening(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('`');
    let fence = line.len() - rest.len();
    (fence >= 3).then(|| (fence, rest.trim()))
}

fn closes(line: &str, fence: usize) -> bool {
    line.len() >= fence && line.chars().all(|character| character == '`')
}

fn joined(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    })
}

#[test]
fn a_fixture_is_read() {
    let text = "# Name\n\nWords.\n\n```markdown\n-- docs/a.md --\n# T‸itle\n  ^^^^^ error: missing-section \"no `A`\"\n^ hint: x\n\nend\n-- docs/kep.yaml --\na: b\n```\n\n```fixed\nx\n```\n";
    let spec = Spec::read(PathBuf::from("tests/rules/name.md"), text);
    let test = &spec.tests[0];
    assert_eq!((spec.name.as_str(), test.name.as_str(), test.files.len()), ("name", "Name", 2));
    assert_eq!(test.files[0].text, "# Title\n\nend\n");
    assert_eq!(test.cursor(), FilePosition { id: test.files[0].id(), offset: 3 });
    assert_eq!(test.files[0].marks.len(), 2);
    assert_eq!(test.beside(&test.files[0]), [("kep.yaml".to_owned(), "a: b\n".to_owned())]);
    assert_eq!(test.with_marks(&[test.files[0].marks.clone(), Vec::new()]), test.document.text);
    assert_eq!(test.expected[0].text, "x\n");
}

#[test]
fn a_mark_keeps_its_words_while_the_message_holds_them() {
    let mark = |words: Option<&str>| Mark {
        line: 0,
        column: 2,
        width: 3,
        severity: "info".to_owned(),
        code: "few-options".to_owned(),
        words: words.map(str::to_owned),
    };
    let found = mark(Some("2 of 3 options"));
    assert_eq!(found.quoting(&mut vec![mark(Some("2 of"))]), "  ^^^ info: few-options \"2 of\"");
    assert_eq!(found.quoting(&mut vec![mark(None)]), "  ^^^ info: few-options");
    assert_eq!(found.quoting(&mut vec![mark(Some("1 of"))]), "  ^^^ info: few-options \"2 of 3 options\"");
}
