//! Waivers in front matter.

use super::{ALLOW, OURS, WaivedCode, Waiver, WaiverCarrier, reason};
use crate::syntax::{Entry, Parse, Scalar};
use crate::text::TextRange;

/// What front matter waives for the whole document, each rule with its own reason.
pub(super) fn read(parse: &Parse) -> Vec<Waiver> {
    let Some(entry) = parse.front_matter().and_then(|found| found.get(OURS)) else { return Vec::new() };
    let Scalar::Map(pairs) = &entry.value else { return Vec::new() };
    let text = parse.text();
    let mut waivers: Vec<Waiver> = pairs.iter().flat_map(|(path, value)| of_pair(text, entry, path, value)).collect();
    waivers.sort_by_key(|waiver| waiver.range);
    waivers
}

/// `allow.few-options` and its reason, or `allow` and a list of rules.
fn of_pair(text: &str, entry: &Entry, path: &str, value: &str) -> Vec<Waiver> {
    let (first, code) = path.split_once('.').unwrap_or((path, ""));
    let Some(allow) = key(text, entry.value_range, first) else { return Vec::new() };
    let inner = TextRange::new(allow.end, entry.value_range.end);
    let waiver = |code: Option<TextRange>, reason| {
        let own = code.unwrap_or(allow);
        Waiver {
            range: TextRange::new(own.start, end(text, own.end, is_flow(text, entry, own))),
            carrier: WaiverCarrier::FrontMatter,
            unknown: (first != ALLOW).then_some(allow),
            codes: code.map(|range| WaivedCode { code: range.of(text).to_owned(), range }).into_iter().collect(),
            reason,
            stray: None,
            covers: TextRange::new(0, text.len()),
        }
    };
    if code.is_empty() {
        // rules without reasons, as a word or a list of them
        let words = value.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let places = words.filter_map(|word| Some((inner.of(text).find(word)? + inner.start, word.len())));
        let named: Vec<Waiver> =
            places.map(|(at, length)| waiver(Some(TextRange::new(at, at + length)), None)).collect();
        return if named.is_empty() { vec![waiver(None, None)] } else { named };
    }
    key(text, inner, code).map(|range| waiver(Some(range), reason(value))).into_iter().collect()
}

/// Where `name` stands as a key in `range`.
fn key(text: &str, range: TextRange, name: &str) -> Option<TextRange> {
    let written = range.of(text);
    let is_key = |at: usize| {
        let before = written.get(..at).unwrap_or("").trim_end_matches(['"', '\'']);
        let behind = written.get(at + name.len()..).unwrap_or("").trim_start_matches(['"', '\'']);
        let begins = before.is_empty() || before.ends_with(['{', ',', ' ', '\t', '\n', '\r']);
        begins && behind.trim_start().starts_with([':', '='])
    };
    let at = range.start + written.match_indices(name).map(|(at, _)| at).find(|at| is_key(*at))?;
    Some(TextRange::new(at, at + name.len()))
}

/// Whether braces hold what begins at `own`.
fn is_flow(text: &str, entry: &Entry, own: TextRange) -> bool {
    let before = TextRange::new(entry.value_range.start, own.start).of(text);
    before.matches(['{', '[']).count() > before.matches(['}', ']']).count()
}

/// Where the entry ends that holds `at`: with its line, or in braces with the next comma or brace outside quotes.
fn end(text: &str, at: usize, is_flow: bool) -> usize {
    let mut quote = None;
    let rest = text.get(at..).unwrap_or("");
    let stop = rest.char_indices().find(|(_, c)| match (quote, c) {
        (_, '\n' | '\r') => true,
        (Some(open), c) => {
            quote = (open != *c).then_some(open);
            false
        }
        (None, ',' | '}' | ']') => is_flow,
        (None, '"' | '\'') => {
            quote = Some(*c);
            false
        }
        _ => false,
    });
    let length = stop.map_or(rest.len(), |(length, _)| length);
    at + rest.get(..length).unwrap_or("").trim_end().len()
}
