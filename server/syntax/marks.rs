//! The inline structure of a block whose marks leave no doubt: code, emphasis around words, links to a plain target. Most
//! blocks are such, and are read here in a fifth of the time that the parser takes; what leaves a doubt is left to it.

use super::inline::{Inline, Span, SpanKind};
use crate::text::TextRange;

/// Reads `written`, which stands at byte `start` of its text; `None` where one of its marks may mean something else.
pub(super) fn read(written: &str, start: usize) -> Option<Inline> {
    let is_bare = !written.is_empty() && written.trim().len() == written.len();
    is_bare.then(|| Reader::new(written, start).all()).flatten()
}

/// Whether `written` is nothing but one line of text.
pub(super) fn has_none(written: &str) -> bool {
    !written.bytes().any(is_mark) && written.trim().len() == written.len()
}

/// Whether a byte may begin a mark, or a line.
const fn is_mark(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'&' | b'!')
}

struct Reader<'t> {
    text: &'t str,
    start: usize,
    /// Where the next byte is that is not looked at.
    at: usize,
    /// Where the text begins that is not told of.
    begun: usize,
    emphasis: Option<Emphasis>,
    inline: Inline,
}

/// Emphasis that is not closed yet.
struct Emphasis {
    /// Its place among the spans.
    index: usize,
    mark: u8,
    length: usize,
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        let inline = Inline { spans: Vec::new(), plain: String::with_capacity(text.len()) };
        Self { text, start, at: 0, begun: 0, emphasis: None, inline }
    }

    fn all(mut self) -> Option<Inline> {
        while let Some(found) = self.text.as_bytes().get(self.at..)?.iter().position(|byte| is_mark(*byte)) {
            self.at += found;
            match self.byte(self.at)? {
                b'`' => self.code()?,
                b'[' => self.link()?,
                b'\n' => self.line_end()?,
                b'_' if self.is_in_word() => self.at += 1,
                mark @ (b'*' | b'_') => self.emphasis(mark)?,
                b'!' if self.byte(self.at + 1) != Some(b'[') => self.at += 1,
                b'&' if self.byte(self.at + 1) == Some(b' ') => self.at += 1,
                _ => return None,
            }
        }
        self.tell_text(self.text.len());
        self.emphasis.is_none().then_some(self.inline)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn before(&self) -> Option<u8> {
        self.byte(self.at.checked_sub(1)?)
    }

    fn place(&self, from: usize, to: usize) -> TextRange {
        TextRange::new(self.start + from, self.start + to)
    }

    /// Tells of the text up to `end` that was not told of.
    fn tell_text(&mut self, end: usize) {
        if self.begun < end {
            self.tell(SpanKind::Text, self.begun, end);
            self.inline.plain.push_str(self.text.get(self.begun..end).unwrap_or(""));
        }
        self.begun = end;
    }

    fn tell(&mut self, kind: SpanKind, from: usize, to: usize) {
        let range = self.place(from, to);
        self.inline.spans.push(Span { kind, range, inner: range });
    }

    /// A line end: nothing is left out around it, and what begins behind it begins no block.
    fn line_end(&mut self) -> Option<()> {
        let next = self.byte(self.at + 1)?;
        let follows = |byte: u8| self.byte(self.at + 2) != Some(byte);
        let begins_text = match next {
            b'`' => follows(b'`'),
            b'*' => self.byte(self.at + 2).is_some_and(|byte| byte == b'*' || byte.is_ascii_alphanumeric()),
            _ => next.is_ascii_alphabetic() || matches!(next, b'(' | b'"' | b'\'' | b'['),
        };
        if !begins_text || self.before()? == b' ' {
            return None;
        }
        self.tell_text(self.at);
        self.tell(SpanKind::Break, self.at, self.at + 1);
        self.inline.plain.push(' ');
        self.at += 1;
        self.begun = self.at;
        Some(())
    }

    /// Code between single backticks, in one line.
    fn code(&mut self) -> Option<()> {
        let rest = self.text.get(self.at + 1..)?;
        let code = rest.get(..rest.find('`')?)?;
        let end = self.at + code.len() + 2;
        let is_plain = !code.is_empty() && code.trim().len() == code.len() && code.bytes().all(|byte| byte >= b' ');
        if !is_plain || self.byte(end) == Some(b'`') {
            return None;
        }
        self.tell_text(self.at);
        self.tell(SpanKind::Code, self.at, end);
        self.inline.plain.push_str(code);
        (self.at, self.begun) = (end, end);
        Some(())
    }

    /// `[text](target)` without a mark in either.
    fn link(&mut self) -> Option<()> {
        let rest = self.text.get(self.at + 1..)?;
        let (text, behind) = rest.split_once("](")?;
        let target = behind.get(..behind.find(')')?)?;
        let is_text = !text.is_empty() && !text.bytes().any(is_mark);
        let is_target = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-:#?=%+,;@".contains(&byte);
        if !is_text || target.is_empty() || !target.bytes().all(is_target) {
            return None;
        }
        self.tell_text(self.at);
        let inner = self.at + 1..self.at + 1 + text.len();
        let end = inner.end + 2 + target.len() + 1;
        let kind = SpanKind::Link { target: target.to_owned() };
        let (range, inner) = (self.place(self.at, end), self.place(inner.start, inner.end));
        self.inline.spans.push(Span { kind, range, inner });
        self.inline.spans.push(Span { kind: SpanKind::Text, range: inner, inner });
        self.inline.plain.push_str(text);
        (self.at, self.begun) = (end, end);
        Some(())
    }

    /// Whether a single `_` stands between letters, where it is one.
    fn is_in_word(&self) -> bool {
        let is_letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        is_letter(self.before()) && is_letter(self.byte(self.at + 1))
    }

    /// A mark of emphasis that can only begin it, where nothing is stressed yet, or only end what is.
    fn emphasis(&mut self, mark: u8) -> Option<()> {
        let length = self.text.as_bytes().get(self.at..)?.iter().take_while(|byte| **byte == mark).count();
        let (before, behind) = (self.before(), self.byte(self.at + length));
        let is_blank = |byte: Option<u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'\n'));
        let is_letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let is_end = |byte: Option<u8>| byte.is_some_and(|byte| b".,;:?)".contains(&byte));
        let begins = is_blank(before) && (is_letter(behind) || matches!(behind, Some(b'[' | b'`')))
            || before == Some(b'(') && is_letter(behind);
        let ends = is_letter(before) && (is_blank(behind) || is_end(behind))
            || before.is_some_and(|byte| byte.is_ascii_punctuation()) && is_blank(behind);
        match self.emphasis.take() {
            None if begins && length <= 2 => self.begin(mark, length),
            Some(open) if ends && (open.mark, open.length) == (mark, length) => self.end(&open),
            _ => return None,
        }
        self.at += length;
        self.begun = self.at;
        Some(())
    }

    fn begin(&mut self, mark: u8, length: usize) {
        self.tell_text(self.at);
        let index = self.inline.spans.len();
        self.tell(if length == 2 { SpanKind::Strong } else { SpanKind::Emphasis }, self.at, self.at);
        self.emphasis = Some(Emphasis { index, mark, length, at: self.at });
    }

    fn end(&mut self, open: &Emphasis) {
        self.tell_text(self.at);
        let range = self.place(open.at, self.at + open.length);
        let inner = self.place(open.at + open.length, self.at);
        if let Some(span) = self.inline.spans.get_mut(open.index) {
            (span.range, span.inner) = (range, inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parse;

    /// What texts are made of, the doubtful included.
    const PARTS: &[&str] = &[
        "a",
        "word",
        " ",
        " ",
        "\n",
        "*",
        "**",
        "`",
        "[",
        "](",
        "](x/y.md)",
        ")",
        "(",
        "_",
        "__",
        "[b](c.md)",
        "**d**",
        "`e`",
        "_f_",
        "&",
        "&amp;",
        "!",
        "<",
        "\\",
        "~",
        ".",
        ":",
        "1.",
        "-",
        "#",
        "é",
        "\u{a0}",
        "|",
        ">",
        "\"",
        "\t",
        "]",
        "[g]:",
    ];

    #[test]
    fn what_leaves_no_doubt_is_read_as_the_parser_reads_it() {
        let mut dice: u64 = 1;
        let mut throw = |below: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as usize % below
        };
        let mut read_here = 0;
        for _ in 0..20_000 {
            let text: String = (0..=throw(14)).map(|_| PARTS[throw(PARTS.len())]).collect();
            let parse = Parse::new(text.as_str().into());
            let range = TextRange::new(0, text.len());
            if let Some(inline) = read(&text, 0) {
                assert_eq!(inline, Inline::of_marked(&parse, range), "{text:?}");
                read_here += 1;
            }
            if has_none(&text) {
                assert_eq!(text, Inline::of_marked(&parse, range).plain, "{text:?}");
            }
        }
        assert!(read_here > 1_000, "only {read_here}");
    }

    #[test]
    fn most_marks_leave_no_doubt() {
        for text in [
            "Plain text",
            "In [ADR-7](../adr/0007-a.md) the `pool_size` is **four** (*not* five), as _we_ know!\nMore & more.",
            "**Cost:** `x`\n**Risk**: [a](b)",
            "**[a](b)** and *`c`*",
            "snake_case\n`code` and\n[link](#a)",
        ] {
            let range = TextRange::new(0, text.len());
            assert_eq!(read(text, 0), Some(Inline::of_marked(&Parse::new(text.into()), range)), "{text}");
        }
        for text in
            ["", " a", "a ", "2 * 3", "*a", "[a]", "a\n- b", "a\n1. b", "a  \nb", "``a``", "![a](b)", "[*a*](b)", "~a~"]
        {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }
}
