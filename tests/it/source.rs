//! The project's own source, as the tests that read it see it: code without comments, and its string literals.

use std::path::Path;

/// A source file.
#[derive(Clone)]
pub(crate) struct Source {
    /// Its path below the project: `server/rules/mod.rs`.
    pub(crate) path: String,
    /// The layer it belongs to: `rules`; empty for `lib.rs` and `main.rs`.
    pub(crate) layer: String,
    /// Its name without extension.
    pub(crate) name: String,
    /// As written.
    pub(crate) text: String,
    /// Without comments, without what string literals hold, and without its unit tests.
    pub(crate) code: String,
    /// Its string literals, those of unit tests apart.
    pub(crate) literals: Vec<Literal>,
}

/// A string literal.
#[derive(Clone)]
pub(crate) struct Literal {
    /// As written between the quotes.
    pub(crate) text: String,
    /// Whether it is documentation or an example of a rule.
    pub(crate) is_docs: bool,
}

/// Every Rust file below `folder`, in byte order.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ignore::Walk::new(root.join(folder)).filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let mut paths: Vec<_> = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    paths.sort();
    paths.iter().map(|path| Source::read(root, path)).collect()
}

/// Whether `code` names `path`, as a whole.
pub(crate) fn called(code: &str, path: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(path).any(|(at, _)| ends(&code[at + path.len()..]))
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a source file can be read");
        let below = path.strip_prefix(root).expect("it lies below the root").to_string_lossy().replace('\\', "/");
        let layer = below.split('/').nth(1).filter(|part| !part.ends_with(".rs")).unwrap_or_default().to_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_test = name == "tests";
        let tested = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        let (code, literals) = if is_test { Default::default() } else { taken_apart(tested) };
        Self { path: below, layer, name, text, code, literals }
    }

    /// Its functions with their lengths in lines.
    pub(crate) fn functions(&self) -> Vec<(String, usize)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut found = Vec::new();
        for (start, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            let indent = &line[..line.len() - code.len()];
            let words = ["pub", "pub(super)", "pub(crate)", "const", "async"];
            let mut rest = code.split(' ').skip_while(|word| words.contains(word));
            let (Some("fn"), Some(name)) = (rest.next(), rest.next()) else { continue };
            let is_end = |line: &&str| line.strip_prefix(indent).is_some_and(|rest| rest == "}" || rest == ";");
            let is_one_line = code.ends_with('}') || code.ends_with(';');
            let length =
                if is_one_line { 1 } else { lines[start..].iter().take_while(|line| !is_end(line)).count() + 1 };
            found.push((name.split(['(', '<']).next().unwrap_or(name).to_owned(), length));
        }
        found
    }
}

/// Code without comments and without what its literals hold, and the literals.
fn taken_apart(text: &str) -> (String, Vec<Literal>) {
    let (mut code, mut literals) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (kept, length) = match character {
            '/' if rest.starts_with("//") => (0, rest.find('\n').unwrap_or(rest.len())),
            '\'' => (0, character_length(rest)),
            '"' | 'r' if opens(&code, rest) => {
                let (length, inner) = literal(rest);
                literals.push(Literal { text: inner, is_docs: is_docs(&code) });
                code.push_str("\"\"");
                (0, length)
            }
            _ => (character.len_utf8(), character.len_utf8()),
        };
        code.push_str(&rest[..kept]);
        rest = &rest[length..];
    }
    (code, literals)
}

/// Whether a string literal begins here: `"`, `r"`, `r#"`.
fn opens(code: &str, rest: &str) -> bool {
    let within_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    rest.starts_with('"') || !within_word && (rest.starts_with("r\"") || rest.starts_with("r#\""))
}

/// The length of a literal, and what stands in it.
fn literal(rest: &str) -> (usize, String) {
    if let Some(inner) = rest.strip_prefix("r#\"") {
        let end = inner.find("\"#").unwrap_or(inner.len());
        return (end + 5, inner[..end].to_owned());
    }
    let raw = rest.starts_with('r');
    let start = if raw { 2 } else { 1 };
    let mut escaped = false;
    for (at, character) in rest[start..].char_indices() {
        if character == '"' && !escaped {
            return (start + at + 1, rest[start..start + at].to_owned());
        }
        escaped = character == '\\' && !escaped && !raw;
    }
    (rest.len(), rest[start..].to_owned())
}

/// The length of a character literal; 1 where the quote begins a lifetime.
fn character_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    let escaped = matches!(characters.next(), Some((_, '\\')));
    if escaped {
        return rest[3..].find('\'').map_or(1, |end| end + 4);
    }
    match characters.next() {
        Some((at, '\'')) => at + 1,
        _ => 1,
    }
}

/// Whether the literal that comes is a rule's documentation.
fn is_docs(code: &str) -> bool {
    let before = code.trim_end();
    ["docs:", "bad:", "good:", "summary:", "reason ="].iter().any(|field| before.ends_with(field))
}

#[test]
fn literals_and_comments_are_told_apart() {
    let (code, literals) =
        taken_apart("let a = \"x \\\" y\"; // \"no\"\nlet b = '\"'; f::<'a>(r#\"raw\"#, 'r');\ndocs: \"long\"");
    assert_eq!(code, "let a = \"\"; \nlet b = ; f::<a>(\"\", );\ndocs: \"\"");
    assert_eq!(literals.iter().map(|literal| literal.text.as_str()).collect::<Vec<_>>(), ["x \\\" y", "raw", "long"]);
    assert!(literals[2].is_docs && !literals[0].is_docs);
}
