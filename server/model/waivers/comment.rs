//! Waivers in comments.

use super::{ALLOW, ALLOW_FILE, OURS, WaivedCode, Waiver, WaiverCarrier, reason};
use crate::syntax::{Block, BlockId, BlockKind, Fact, Inline, Outline, Parse, SpanKind};
use crate::text::TextRange;
use memchr::memchr_iter;

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";

/// What sets the reason apart from the rules.
const SEPARATORS: &[&str] = &["--", "—", "–", ":"];

/// Every comment of `parse` that is a waiver. `labels` are the bold lead-ins that head sections, with what they head.
pub(super) fn read(parse: &Parse, outline: &Outline, labels: &[(TextRange, TextRange)]) -> Vec<Waiver> {
    let text = parse.text();
    let begun = parse.gather(&BEGUN, 0, begun);
    let comments = begun.into_iter().filter_map(|TextRange { start: at, .. }| {
        let inner = TextRange::new(at + OPENING.len(), at + text.get(at..)?.find(CLOSING)?);
        let comment = TextRange::new(at, inner.end + CLOSING.len());
        let said = ours(text, inner)?;
        let block = carrier(parse, comment)?;
        let is_for_all = word(text, said).of(text) == ALLOW_FILE;
        let everything = is_for_all.then(|| TextRange::new(0, text.len()));
        let covers = everything.unwrap_or_else(|| spoken_for(parse, outline, labels, comment, block));
        Some(Waiver { covers, ..said_in(text, comment, said) })
    });
    comments.collect()
}

static BEGUN: Fact<Vec<TextRange>> = Fact::new();

/// Where comments begin that may be ours.
fn begun(piece: &Parse) -> Vec<TextRange> {
    let text = piece.text();
    let is_ours = |at: &usize| {
        let said = text.get(at + OPENING.len()..).unwrap_or("").trim_start();
        said.get(..OURS.len()).is_some_and(|name| name.eq_ignore_ascii_case(OURS))
    };
    let begins = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(OPENING));
    let begun = memchr_iter(b'<', text.as_bytes()).filter(begins).filter(is_ours);
    begun.map(|at| TextRange::new(at, at + OPENING.len())).collect()
}

/// What stands behind `staffwork:`.
fn ours(text: &str, inner: TextRange) -> Option<TextRange> {
    let inner = inner.trim(text);
    let written = inner.of(text);
    written.get(..OURS.len()).filter(|name| name.eq_ignore_ascii_case(OURS))?;
    let behind = written.get(OURS.len()..)?.trim_start().strip_prefix(':')?;
    Some(TextRange::new(inner.end - behind.len(), inner.end).trim(text))
}

/// The block that the comment stands in, unless that makes it text: in code or in a quote of another document.
fn carrier(parse: &Parse, comment: TextRange) -> Option<BlockId> {
    let id = parse.tree().at(comment.start)?;
    let block = parse.tree().get(id)?;
    let is_comment = match block.kind {
        BlockKind::Html => true,
        BlockKind::Code { .. } => false,
        _ => {
            let spans = Inline::read(parse, parse.content(block)).spans;
            spans.iter().any(|span| span.kind == SpanKind::Html && span.range.contains(comment.start))
        }
    };
    (is_comment && !parse.tree().is_quoted(id)).then_some(id)
}

/// The first word of `said`.
fn word(text: &str, said: TextRange) -> TextRange {
    let length = said.of(text).find(char::is_whitespace).unwrap_or(said.len());
    TextRange::new(said.start, said.start + length)
}

/// What the comment says, but for whom.
fn said_in(text: &str, range: TextRange, said: TextRange) -> Waiver {
    let word = word(text, said);
    let rest = TextRange::new(word.end, said.end);
    let separator = SEPARATORS.iter().filter_map(|mark| Some((rest.of(text).find(mark)?, mark.len()))).min();
    let named = separator.map_or(rest, |(at, _)| TextRange::new(rest.start, rest.start + at));
    let (codes, stray) = codes(text, named, separator.is_some());
    let why = separator.and_then(|(at, length)| rest.of(text).get(at + length..));
    Waiver {
        range,
        carrier: WaiverCarrier::Comment,
        unknown: Some(word).filter(|word| ![ALLOW, ALLOW_FILE].contains(&word.of(text))),
        codes,
        reason: why.and_then(reason),
        stray,
        covers: range,
    }
}

/// The rules that `named` lists. Where nothing ends the list, a word behind a rule begins a sentence.
fn codes(text: &str, named: TextRange, is_ended: bool) -> (Vec<WaivedCode>, Option<TextRange>) {
    let mut codes = Vec::new();
    let mut start = named.start;
    for part in named.of(text).split(',') {
        let place = TextRange::new(start, start + part.len()).trim(text);
        start += part.len() + 1;
        let mut at = place.start;
        for (index, word) in place.of(text).split_whitespace().enumerate() {
            let found = text.get(at..).and_then(|rest| rest.find(word)).unwrap_or(0);
            let range = TextRange::new(at + found, at + found + word.len());
            at = range.end;
            if index > 0 && !is_ended {
                return (codes, Some(TextRange::new(range.start, named.end).trim(text)));
            }
            codes.push(WaivedCode { code: word.to_owned(), range });
        }
    }
    (codes, None)
}

/// The text that a comment in `carrier` speaks for: the block it stands in or above; of a heading, its section's own
/// text, and so does the first thing below it.
fn spoken_for(
    parse: &Parse,
    outline: &Outline,
    labels: &[(TextRange, TextRange)],
    comment: TextRange,
    carrier: BlockId,
) -> TextRange {
    let headed = |block: &Block| {
        let section = outline.iter().find(|(_, section)| section.heading_range == block.range);
        let section = section.map(|(_, section)| section.heading_range.cover(section.own));
        let label = || labels.iter().find(|(head, _)| block.range.contains_range(*head));
        section.or_else(|| label().map(|(head, body)| head.cover(*body)))
    };
    let written = || parse.tree().iter().filter(|(_, block)| block.kind != BlockKind::Html);
    let own = parse.tree().get(carrier).filter(|block| block.kind != BlockKind::Html);
    let is_next = |block: &&Block| block.range.start >= comment.end;
    let next_html = || parse.tree().iter().map(|(_, block)| block).find(is_next);
    let next = || written().map(|(_, block)| block).find(is_next).or_else(next_html);
    let above = || written().map(|(_, block)| block).rfind(|block| block.range.start < comment.start);
    let heads_it = |block: &&Block| headed(block).is_some_and(|section| section.contains_range(comment));
    let of_heading = above().filter(|_| own.is_none()).filter(heads_it).and_then(headed);
    let of_block = own.or_else(next).map(|block| headed(block).unwrap_or(block.range));
    [of_heading, of_block].into_iter().flatten().fold(comment, TextRange::cover)
}

/// A waiver that is being written, up to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverBegun<'t> {
    /// The word that says what it waives for.
    Word(&'t str),
    /// A rule, behind the rules that are named already.
    Code {
        /// What was typed of it.
        typed: &'t str,
        /// The others.
        named: Vec<&'t str>,
    },
}

/// What is being written at the end of `before`, the text before the cursor on its line; `None` where that is no
/// waiver, or its reason.
#[must_use]
pub fn waiver_begun(before: &str) -> Option<WaiverBegun<'_>> {
    let inner = before.get(before.rfind(OPENING)? + OPENING.len()..)?;
    let start = before.len() - inner.len();
    let said = ours(before, TextRange::new(start, before.len())).filter(|_| !inner.contains(CLOSING))?;
    let said = before.get(said.start..)?.trim_start();
    let Some((word, rest)) = said.split_once(char::is_whitespace) else { return Some(WaiverBegun::Word(said)) };
    if ![ALLOW, ALLOW_FILE].contains(&word) || SEPARATORS.iter().any(|mark| rest.contains(mark)) {
        return None;
    }
    let (named, typed) = rest.rsplit_once(',').unwrap_or(("", rest));
    let named = named.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect();
    let typed = typed.trim_start();
    (!typed.contains(char::is_whitespace)).then_some(WaiverBegun::Code { typed, named })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_known() {
        let code = |typed, named: &[&'static str]| Some(WaiverBegun::Code { typed, named: named.to_vec() });
        for (before, expected) in [
            ("<!-- staffwork: ", Some(WaiverBegun::Word(""))),
            ("text <!-- staffwork:al", Some(WaiverBegun::Word("al"))),
            ("<!-- staffwork: allow ", code("", &[])),
            ("<!-- staffwork: allow few-o", code("few-o", &[])),
            ("<!-- staffwork: allow-file a, b,c", code("c", &["a", "b"])),
            ("<!-- staffwork: allow a ", None),
            ("<!-- staffwork: allow a -- b", None),
            ("<!-- staffwork: allow a --> ", None),
            ("<!-- staff", None),
            ("staffwork: allow ", None),
        ] {
            assert_eq!(waiver_begun(before), expected, "{before:?}");
        }
    }
}
