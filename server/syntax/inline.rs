//! The inline structure of one block: text, emphasis, code, links. By pulldown-cmark, whose time is linear in its
//! input whatever the input is.

use super::marks;
use super::parse::Parse;
use crate::text::TextRange;
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// A piece of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Where it stands, markers included.
    pub range: TextRange,
    /// Where what it holds stands, markers excluded.
    pub inner: TextRange,
}

/// What a piece of a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Running text.
    Text,
    /// `` `code` ``
    Code,
    /// `**strong**`
    Strong,
    /// `*emphasis*`
    Emphasis,
    /// `~~struck out~~`
    Strikethrough,
    /// `[text](target)` in any of its forms.
    Link {
        /// As resolved.
        target: String,
    },
    /// `![text](target)`
    Image {
        /// As resolved.
        target: String,
    },
    /// A tag or a comment.
    Html,
    /// A line end.
    Break,
}

/// What stands in a block, in document order; a piece comes before the pieces it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The pieces.
    pub spans: Vec<Span>,
    /// The text a reader sees.
    pub plain: String,
}

/// Put before the text, so that its beginning is never taken for a list, a heading or a quote.
const LEAD: &str = "a ";

impl Inline {
    /// Reads `range` of `parse`: the content of a heading, a paragraph or a cell.
    #[must_use]
    pub fn read(parse: &Parse, range: TextRange) -> Self {
        let written = range.of(parse.text());
        if written.is_empty() {
            return Self::default();
        }
        marks::read(written, range.start).unwrap_or_else(|| Self::of_marked(parse, range))
    }

    /// The text of `range` of `parse` that a reader sees.
    #[must_use]
    pub fn plain(parse: &Parse, range: TextRange) -> String {
        let written = range.of(parse.text());
        if marks::has_none(written) { written.to_owned() } else { Self::read(parse, range).plain }
    }

    /// The same in one line, with one blank between words.
    #[must_use]
    pub fn in_one_line(parse: &Parse, range: TextRange) -> String {
        let plain = Self::plain(parse, range);
        if is_in_one_line(&plain) { plain } else { plain.split_whitespace().collect::<Vec<_>>().join(" ") }
    }

    /// Reads any text.
    pub(super) fn of_marked(parse: &Parse, range: TextRange) -> Self {
        let source = format!("{LEAD}{}", without_quote_marks(range.of(parse.text())));
        let place = |at: usize| range.start + at.saturating_sub(LEAD.len());
        let mut reader = Reader { inline: Self::default(), open: Vec::new() };
        let mut resolve =
            |link: BrokenLink<'_>| Some((CowStr::from(parse.target_of(&link.reference)?.to_owned()), CowStr::from("")));
        let options = Options::ENABLE_STRIKETHROUGH;
        let parser = Parser::new_with_broken_link_callback(&source, options, Some(&mut resolve));
        for (event, at) in parser.into_offset_iter() {
            reader.event(&event, TextRange::new(place(at.start), place(at.end)), at.start == 0);
        }
        reader.inline
    }

    /// The first piece, blank text apart.
    #[must_use]
    pub fn first(&self, text: &str) -> Option<&Span> {
        self.spans.iter().find(|span| span.kind != SpanKind::Text || !span.range.of(text).trim().is_empty())
    }

    /// Whether `offset` lies in code, in HTML or in a link's target.
    #[must_use]
    pub fn is_verbatim(&self, range: TextRange) -> bool {
        self.spans.iter().any(|span| match span.kind {
            SpanKind::Code | SpanKind::Html => span.range.contains_range(range),
            SpanKind::Link { .. } | SpanKind::Image { .. } => {
                span.range.contains_range(range) && range.start >= span.inner.end
            }
            _ => false,
        })
    }
}

/// Whether the words of a text have one blank between them, which is all that most texts have.
fn is_in_one_line(text: &str) -> bool {
    let mut before = b' ';
    let is_usual = |byte: u8| {
        let is_word = byte.is_ascii_graphic();
        let is_usual = is_word || byte == b' ' && before != b' ';
        before = byte;
        is_usual
    };
    text.bytes().all(is_usual) && !text.ends_with(' ')
}

/// Continuation lines in a quote begin with `>`; blanks in their place keep every offset.
fn without_quote_marks(text: &str) -> Cow<'_, str> {
    let is_quoted = |line: &str| line.trim_start_matches([' ', '\t']).starts_with('>');
    if !text.contains('>') || !text.split(['\n', '\r']).skip(1).any(is_quoted) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive(['\n', '\r']).enumerate() {
        let marks = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
        if index > 0 && line.get(..marks).is_some_and(|lead| lead.contains('>')) {
            out.extend(std::iter::repeat_n(' ', marks));
            out.push_str(line.get(marks..).unwrap_or(""));
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

struct Reader {
    inline: Inline,
    open: Vec<usize>,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>, range: TextRange, is_lead: bool) {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Strong => SpanKind::Strong,
                    Tag::Emphasis => SpanKind::Emphasis,
                    Tag::Strikethrough => SpanKind::Strikethrough,
                    Tag::Link { dest_url, .. } => SpanKind::Link { target: dest_url.to_string() },
                    Tag::Image { dest_url, .. } => SpanKind::Image { target: dest_url.to_string() },
                    _ => SpanKind::Text,
                };
                self.open.push(self.inline.spans.len());
                self.push(kind, range, TextRange::new(range.end, range.start));
            }
            Event::End(_) => self.close(),
            Event::Text(text) => {
                let text = if is_lead {
                    text.strip_prefix(LEAD).or(text.strip_prefix(LEAD.trim_end())).unwrap_or(text)
                } else {
                    text
                };
                if !(is_lead && range.is_empty()) {
                    self.leaf(SpanKind::Text, range);
                }
                self.inline.plain.push_str(text);
            }
            Event::Code(code) => {
                self.leaf(SpanKind::Code, range);
                self.inline.plain.push_str(code);
            }
            Event::Html(_) | Event::InlineHtml(_) => self.leaf(SpanKind::Html, range),
            Event::SoftBreak | Event::HardBreak => {
                self.leaf(SpanKind::Break, range);
                self.inline.plain.push(' ');
            }
            _ => {}
        }
    }

    fn push(&mut self, kind: SpanKind, range: TextRange, inner: TextRange) {
        self.inline.spans.push(Span { kind, range, inner });
    }

    fn leaf(&mut self, kind: SpanKind, range: TextRange) {
        for index in &self.open {
            if let Some(span) = self.inline.spans.get_mut(*index) {
                span.inner = if span.inner == span.range { range } else { span.inner.cover(range) };
            }
        }
        self.push(kind, range, range);
    }

    fn close(&mut self) {
        let Some(index) = self.open.pop() else { return };
        let Some(span) = self.inline.spans.get(index) else { return };
        let (range, inner) = (span.range, span.inner);
        if inner == range {
            if let Some(span) = self.inline.spans.get_mut(index) {
                span.inner = TextRange::empty(range.start);
            }
            return;
        }
        for outer in &self.open {
            if let Some(span) = self.inline.spans.get_mut(*outer) {
                span.inner = if span.inner == span.range { range } else { span.inner.cover(range) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parse;

    fn read(text: &str) -> (Parse, Inline) {
        let parse = Parse::new(text.into());
        let inline = Inline::read(&parse, TextRange::new(0, text.len()));
        (parse, inline)
    }

    #[test]
    fn pieces_know_where_they_and_their_insides_stand() {
        let text = "1. **Cost:** `x` [a *b*](c.md) <!-- d -->";
        let (_, inline) = read(text);
        let seen: Vec<_> = inline.spans.iter().map(|span| (span.range.of(text), span.inner.of(text))).collect();
        assert_eq!(
            seen,
            [
                ("1. ", "1. "),
                ("**Cost:**", "Cost:"),
                ("Cost:", "Cost:"),
                (" ", " "),
                ("`x`", "`x`"),
                (" ", " "),
                ("[a *b*](c.md)", "a *b*"),
                ("a ", "a "),
                ("*b*", "b"),
                ("b", "b"),
                (" ", " "),
                ("<!-- d -->", "<!-- d -->"),
            ]
        );
        assert_eq!(inline.plain, "1. Cost: x a b ");
    }

    #[test]
    fn one_line_has_one_blank_between_words() {
        let in_one_line = |text: &str| Inline::in_one_line(&Parse::new(text.into()), TextRange::new(0, text.len()));
        for text in ["", "a", "a b", " a b", "a  b", "a\nb", "a b ", "a\u{a0}b", "*a* `b  c`", "é d"] {
            let words = Inline::plain(&Parse::new(text.into()), TextRange::new(0, text.len()));
            assert_eq!(in_one_line(text), words.split_whitespace().collect::<Vec<_>>().join(" "), "{text}");
        }
    }

    #[test]
    fn plain_text_is_read_as_any_other() {
        for plain in [
            "Context and problem",
            "1. Cost: 20 % (p99)",
            "- a | b, #3 = \"c\" 'd' {e} ^f$ é…",
            "> q",
            "+",
            "a  b",
            "one line\nand another; it's 5 > 4\nthe third: https://example.org/a-b?c=d@e",
            "größer\nals",
            "",
        ] {
            let parse = Parse::new(plain.into());
            let range = TextRange::new(0, plain.len());
            assert_eq!(Inline::read(&parse, range), Inline::of_marked(&parse, range), "{plain}");
        }
    }

    #[test]
    fn references_resolve_only_where_they_are_defined() {
        let text = "[Name] and [ADR][adr]\n\n[adr]: 0003.md\n";
        let parse = Parse::new(text.into());
        let inline = Inline::read(&parse, TextRange::new(0, 21));
        let targets: Vec<_> = inline
            .spans
            .iter()
            .filter_map(|span| match &span.kind {
                SpanKind::Link { target } => Some(target.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(targets, ["0003.md"]);
    }
}
