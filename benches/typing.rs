//! Somebody types: words letter by letter at the beginning, in the middle and at the end of a document, and now and then
//! something that changes its structure. Whatever is typed is taken away again, so a document stays as long as it was.

use staffwork::ide;
use staffwork::model::Surroundings;
use staffwork::rules::{Diagnostic, Severity};
use staffwork::text::{LineColumn, PositionEncoding};
use staffwork::workspace::{Change, Document, DocumentId, Edit, Force, Workspace};
use tower_lsp::gen_lsp_types as lsp;

/// A person at an open document.
pub(crate) struct Typist {
    workspace: Workspace,
    id: DocumentId,
    version: i32,
    /// What is typed, over and over.
    script: Vec<Keystroke>,
    next: usize,
}

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct Keystroke {
    /// What is changed.
    pub(crate) edit: Edit,
    /// Whether it is more than a letter within a line.
    pub(crate) is_structural: bool,
}

/// The day of every measurement.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 3, 1)
}

impl Typist {
    /// Opens `text`, which lies at `path`, and looks at it once.
    pub(crate) fn new(path: &str, text: &str, script: fn(&str) -> Vec<Keystroke>) -> Self {
        let (workspace, id) = opened(path, text);
        let mut typist = Self { workspace, id, version: 1, script: script(text), next: 0 };
        typist.diagnostics();
        typist
    }

    /// What the next change is.
    pub(crate) fn upcoming(&self) -> &Keystroke {
        &self.script[self.next % self.script.len()]
    }

    /// How many changes there are before they begin anew.
    pub(crate) fn round(&self) -> usize {
        self.script.len()
    }

    /// How many changes were made.
    pub(crate) fn pressed(&self) -> usize {
        self.next
    }

    /// Makes the next change; what an editor is told then, as bytes.
    pub(crate) fn press(&mut self) -> usize {
        let edits = vec![self.upcoming().edit.clone()];
        self.next += 1;
        self.version += 1;
        self.workspace.apply(Change::Edited { id: self.id.clone(), version: self.version, edits });
        self.diagnostics()
    }

    fn diagnostics(&mut self) -> usize {
        diagnostics(&self.workspace, &self.id).len()
    }
}

/// A workspace with `text` open.
pub(crate) fn opened(path: &str, text: &str) -> (Workspace, DocumentId) {
    let mut workspace = Workspace::default();
    let id = DocumentId::new(&format!("file:///project/{path}"));
    let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
    let (id_, text, force) = (id.clone(), text.to_owned(), Force::default());
    workspace.apply(Change::Opened { id: id_, version: 1, text, around, force });
    (workspace, id)
}

/// The diagnostics of an open document in the protocol's words, as the server sends them.
pub(crate) fn diagnostics(workspace: &Workspace, id: &DocumentId) -> Vec<u8> {
    let snapshot = workspace.snapshot();
    let found = ide::diagnostic(&snapshot, id, today()).expect("nobody edits meanwhile");
    let document = snapshot.document(id).expect("it is open");
    let told: Vec<lsp::Diagnostic> = found.iter().map(|finding| told(document, finding)).collect();
    serde_json::to_vec(&told).expect("diagnostics are JSON")
}

fn told(document: &Document, finding: &Diagnostic) -> lsp::Diagnostic {
    let place = |offset| {
        let found = document.parse().lines().line_column(document.text(), offset, PositionEncoding::Utf16);
        lsp::Position { line: found.line as u32, character: found.column as u32 }
    };
    lsp::Diagnostic {
        range: lsp::Range { start: place(finding.range.start), end: place(finding.range.end) },
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Info => lsp::DiagnosticSeverity::Information,
            Severity::Hint => lsp::DiagnosticSeverity::Hint,
        }),
        code: Some(lsp::Code::String(finding.code.to_owned())),
        code_description: None,
        source: Some("staffwork".to_owned()),
        message: lsp::Message::String(finding.message.clone()),
        tags: None,
        related_information: None,
        data: None,
    }
}

/// What is typed into `text`, and taken away again.
pub(crate) fn script(text: &str) -> Vec<Keystroke> {
    let lines: Vec<&str> = text.lines().collect();
    let mut script = Vec::new();
    let places = [0, 25, 50, 75, 99].map(|percent| prose(&lines, lines.len() * percent / 100));
    for (round, words) in ["slowly, and only once ", "näher am Ziel, 12 % "].into_iter().enumerate() {
        for line in places {
            letters(&mut script, line, between_words(lines[line]), words);
        }
        structure(&mut script, places[round * 2 + 1], &lines);
    }
    script
}

/// A second figure behind a score, in the first, the middle and the last row of all matrices, and backspace over it.
pub(crate) fn scores(text: &str) -> Vec<Keystroke> {
    let rows: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, line)| line.contains(" % |")).collect();
    let mut script = Vec::new();
    for (line, row) in [0, rows.len() / 2, rows.len() - 2].map(|at| rows[at]) {
        let column = row.rfind(" |").expect("a row ends with a pipe");
        letters(&mut script, line, column, "0");
    }
    script
}

/// The first line of prose from the line `from` on, or the last before it.
fn prose(lines: &[&str], from: usize) -> usize {
    let is_prose = |line: &&usize| lines[**line].len() > 40 && lines[**line].starts_with(char::is_alphabetic);
    let (after, before): (Vec<usize>, Vec<usize>) = ((from..lines.len()).collect(), (0..from).rev().collect());
    after.iter().chain(&before).find(is_prose).copied().unwrap_or(0)
}

/// The column behind a blank in the middle of a line.
fn between_words(text: &str) -> usize {
    let column = text.char_indices().skip(text.chars().count() / 2).find(|(_, character)| *character == ' ');
    column.map_or(0, |(at, _)| text[..=at].encode_utf16().count())
}

/// `words` at a column of a line, and backspace over them.
fn letters(script: &mut Vec<Keystroke>, line: usize, column: usize, words: &str) {
    let mut typed = Vec::new();
    let mut at = column;
    for letter in words.chars() {
        let width = letter.len_utf16();
        typed.push((at, width));
        script.push(keystroke((line, at), (line, at), letter.to_string(), false));
        at += width;
    }
    for (at, width) in typed.into_iter().rev() {
        script.push(keystroke((line, at), (line, at + width), String::new(), false));
    }
}

/// A heading, a list item, a split paragraph, a table, a fence and a paste before a line of prose, each taken away again.
fn structure(script: &mut Vec<Keystroke>, line: usize, lines: &[&str]) {
    let pasted = lines.iter().take(40).fold(String::new(), |all, line| all + line + "\n");
    let pieces = [
        "### Another part\n\n",
        "- one more thing\n\n",
        "\n",
        "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n",
        "```\n",
        &pasted,
    ];
    for piece in pieces {
        let end = line + piece.matches('\n').count();
        script.push(keystroke((line, 0), (line, 0), piece.to_owned(), true));
        script.push(keystroke((line, 0), (end, 0), String::new(), true));
    }
}

fn keystroke(start: (usize, usize), end: (usize, usize), text: String, is_structural: bool) -> Keystroke {
    let place = |(line, column)| LineColumn { line, column };
    Keystroke { edit: Edit { range: Some((place(start), place(end))), text }, is_structural }
}
