//! What stands between `---` (YAML) or `+++` (TOML) lines at the very beginning of a file.

use crate::text::TextRange;

/// Front matter: where it stands, and its top-level entries.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// Both fences included.
    pub range: TextRange,
    /// Between the fences.
    pub body: TextRange,
    /// Whether it is TOML.
    pub toml: bool,
    /// The top-level entries in order.
    pub entries: Vec<Entry>,
    /// Where and why it could not be read as what it claims to be. Entries are found all the same.
    pub error: Option<(TextRange, String)>,
}

/// One top-level entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as written, without quotes.
    pub key: String,
    /// Where the key stands.
    pub key_range: TextRange,
    /// Where its value stands; empty behind the colon where there is none.
    pub value_range: TextRange,
    /// The value.
    pub value: Scalar,
}

/// A value of front matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Nothing.
    Null,
    /// One value, as text.
    One(String),
    /// A list, each as text.
    Many(Vec<String>),
    /// A mapping, by path: `allow.few-options`.
    Map(Vec<(String, String)>),
}

impl Scalar {
    /// The value in one line: the members of a list joined with `, `.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::One(value) => value.clone(),
            Self::Many(values) => values.join(", "),
            Self::Map(pairs) => {
                pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl FrontMatter {
    /// The front matter at the beginning of `text`, where there is some: a fence on the first line, its like below,
    /// and between them nothing or something that reads as keys and values.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let rest = text.get(start..)?;
        let fence = rest.get(..3).filter(|fence| *fence == "---" || *fence == "+++")?;
        let toml = fence == "+++";
        let mut lines = Lines { text, at: start };
        let first = lines.next()?;
        if first.of(text).trim_end() != fence {
            return None;
        }
        let body_start = lines.at;
        let mut keys = 0;
        while let Some(line) = lines.next() {
            let written = line.of(text);
            let trimmed = written.trim_end();
            if trimmed == fence || (!toml && trimmed == "...") {
                let body = TextRange::new(body_start, line.start);
                let blank = body.of(text).trim().is_empty();
                return (keys > 0 || blank).then(|| Self::read(text, TextRange::new(start, line.end), body, toml));
            }
            keys += usize::from(key_of(written, toml).is_some());
        }
        None
    }

    /// The entry under `key`, compared without regard to case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }

    fn read(text: &str, range: TextRange, body: TextRange, toml: bool) -> Self {
        let (value, error) = match if toml { from_toml(body.of(text)) } else { from_yaml(body.of(text)) } {
            Ok(value) => (value, None),
            Err((offset, why)) => (serde_json::Value::Null, Some((line_at(text, body, offset), why))),
        };
        let mut entries = Vec::new();
        let mut lines = Lines { text, at: body.start };
        while lines.at < body.end {
            let Some(line) = lines.next() else { break };
            let written = line.of(text);
            if let Some((key, key_len, value_at)) = key_of(written, toml) {
                let key_start = line.start;
                let value_range = TextRange::new(line.start + value_at, line.end).trim(text);
                let value_range = without_comment(text, value_range);
                entries.push(Entry {
                    value: value.get(&key).map_or(Scalar::Null, scalar),
                    key,
                    key_range: TextRange::new(key_start, key_start + key_len),
                    value_range,
                });
            } else if let Some(entry) = entries.last_mut().filter(|_| !written.trim().is_empty()) {
                let line = line.trim(text);
                entry.value_range = if entry.value_range.is_empty() { line } else { entry.value_range.cover(line) };
            }
        }
        for entry in &mut entries {
            let written = entry.value_range.of(text);
            let is_number = matches!(&entry.value, Scalar::One(value) if value != written && !written.contains(['"', '\'', '|', '>']));
            if error.is_some() || is_number {
                entry.value = raw(written);
            }
        }
        Self { range, body, toml, entries, error }
    }
}

/// A value as it is written, where the parser could not read the whole.
fn raw(written: &str) -> Scalar {
    let value = written.trim().trim_matches(['"', '\'']);
    if value.is_empty() { Scalar::Null } else { Scalar::One(value.to_owned()) }
}

fn scalar(value: &serde_json::Value) -> Scalar {
    match value {
        serde_json::Value::Null => Scalar::Null,
        serde_json::Value::Array(members) => Scalar::Many(members.iter().map(plain).collect()),
        serde_json::Value::Object(_) => {
            let mut pairs = Vec::new();
            flatten(value, "", &mut pairs);
            Scalar::Map(pairs)
        }
        other => Scalar::One(plain(other)),
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn flatten(value: &serde_json::Value, path: &str, pairs: &mut Vec<(String, String)>) {
    let Some(map) = value.as_object() else {
        pairs.push((path.to_owned(), plain(value)));
        return;
    };
    for (key, value) in map {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        flatten(value, &path, pairs);
    }
}

type Misread = (usize, String);

fn from_yaml(body: &str) -> Result<serde_json::Value, Misread> {
    if body.trim().is_empty() {
        return Ok(serde_json::Value::Null);
    }
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options::<serde_json::Value>(body, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        let offset = crate::text::line_starts(body).get(line.saturating_sub(1)).copied().unwrap_or(0);
        (offset, error.to_string().lines().next().unwrap_or_default().to_owned())
    })
}

fn from_toml(body: &str) -> Result<serde_json::Value, Misread> {
    let table = body.parse::<toml::Table>();
    table
        .map(|table| serde_json::to_value(table).unwrap_or(serde_json::Value::Null))
        .map_err(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))
}

fn line_at(text: &str, body: TextRange, offset: usize) -> TextRange {
    let mut lines = Lines { text, at: body.start };
    while let Some(line) = lines.next() {
        if lines.at > body.start + offset || lines.at >= body.end {
            return line.trim(text);
        }
    }
    body.trim(text)
}

/// The key at the beginning of a line, its length as written, and where the value begins.
fn key_of(line: &str, toml: bool) -> Option<(String, usize, usize)> {
    let separator = if toml { '=' } else { ':' };
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '#' | '-' | '[' | '{' | ']' | '}') {
        return None;
    }
    let at = line.find(separator)?;
    let after = line.get(at + 1..)?;
    if !toml && !after.is_empty() && !after.starts_with([' ', '\t', '\r']) {
        return None;
    }
    let written = line.get(..at)?.trim_end();
    let key = written.trim_matches(['"', '\'']);
    (!key.is_empty()).then(|| (key.to_owned(), written.len(), at + 1))
}

/// A value's range without a ` # comment` behind it; a `#` in quotes or within a word is none.
fn without_comment(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    if written.starts_with('#') {
        return TextRange::empty(range.start);
    }
    if written.starts_with(['"', '\'']) {
        return range;
    }
    written.find(" #").map_or(range, |at| TextRange::new(range.start, range.start + at).trim(text))
}

/// The lines of a text as ranges without their ends.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Lines<'_> {
    fn next(&mut self) -> Option<TextRange> {
        let rest = self.text.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = TextRange::new(self.at, self.at + length);
        let end = rest.get(length..).unwrap_or("");
        self.at += length + if end.starts_with("\r\n") { 2 } else { end.len().min(1) };
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_shape_are_read() {
        let text = "---\nstatus: \"accepted\" # yes\ndeciders: [ada, bob]\ntags:\n  - x\n  - y\ndate: 2026-01-02\nempty:\n---\nbody";
        let found = FrontMatter::find(text).unwrap();
        let values: Vec<_> = found.entries.iter().map(|entry| (entry.key.as_str(), entry.value.text())).collect();
        let expected =
            [("status", "accepted"), ("deciders", "ada, bob"), ("tags", "x, y"), ("date", "2026-01-02"), ("empty", "")];
        assert_eq!(values, expected.map(|(key, value)| (key, value.to_owned())));
        assert_eq!(found.entries[2].value_range.of(text), "- x\n  - y");
        assert_eq!(found.error, None);
    }

    #[test]
    fn what_is_no_yaml_is_read_line_by_line() {
        let text = "---\nstatus: {proposed}\ndate: {YYYY-MM-DD when it was last updated}\nx: [a\n---\n";
        let found = FrontMatter::find(text).unwrap();
        assert_eq!(found.entries[0].value_range.of(text), "{proposed}");
        assert!(found.error.is_some());
    }

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        assert_eq!(FrontMatter::find("---\nFoo\n---\nBar\n"), None);
        assert_eq!(FrontMatter::find("---\nkey: never closed\n"), None);
        assert_eq!(FrontMatter::find("text\n---\na: b\n---\n"), None);
    }

    #[test]
    fn every_line_end_and_a_bom_will_do() {
        for text in ["\u{feff}---\r\na: b\r\n---\r\n", "---\ra: b\r---\r"] {
            assert_eq!(FrontMatter::find(text).unwrap().entries[0].value.text(), "b");
        }
    }

    #[test]
    fn toml_is_read_too() {
        let found = FrontMatter::find("+++\ntitle = \"Ledger\"\n+++\n").unwrap();
        assert!(found.toml);
        assert_eq!(found.entries[0].value.text(), "Ledger");
    }
}
