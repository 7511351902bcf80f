//! Markdown as plain text: the words without the marks, for readers that show no Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// The text of `markdown`: one line a paragraph, items behind `- `, code as it is.
#[must_use]
pub fn plain_text(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Item) => {
                end_line(&mut out);
                out.push_str("- ");
            }
            Event::Start(Tag::List(_)) | Event::End(TagEnd::TableRow | TagEnd::TableHead) => end_line(&mut out),
            Event::End(TagEnd::TableCell) => out.push_str("  "),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::CodeBlock | TagEnd::Table,
            ) => {
                end_line(&mut out);
                out.push('\n');
            }
            Event::Rule => out.push_str("—\n\n"),
            _ => {}
        }
    }
    out.trim_end().to_owned()
}

/// `markdown` without its comments, which readers do not see.
#[must_use]
pub fn without_comments(markdown: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = markdown.split_once("<!--") else { return Cow::Borrowed(markdown) };
    let mut out = before.to_owned();
    while let Some((_, behind)) = rest.split_once("-->") {
        let (seen, next) = behind.split_once("<!--").unwrap_or((behind, ""));
        out.push_str(seen);
        rest = next;
    }
    Cow::Owned(out)
}

fn end_line(out: &mut String) {
    let kept = out.trim_end_matches(' ').len();
    out.truncate(kept);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_marks_go() {
        let markdown = "**Cost**\n\nwhat it *takes*,\nin `EUR`\n\n- one\n- two\n\n```text\na | b\n```\n";
        assert_eq!(plain_text(markdown), "Cost\n\nwhat it takes, in EUR\n\n- one\n- two\n\na | b");
    }

    #[test]
    fn comments_are_not_seen() {
        assert_eq!(without_comments("a <!-- b --> c\n<!-- d\ne -->f <!-- g"), "a  c\nf ");
        assert_eq!(without_comments("a --> b"), "a --> b");
    }
}
