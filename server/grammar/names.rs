//! Names as they are compared: headings, labels, keys and options, without what people add to them.

use crate::syntax::{Fact, Parse, headings};
use std::sync::{Arc, LazyLock};

use regex::Regex;

#[expect(clippy::expect_used, reason = "the pattern is a constant, tried by every test of this module")]
static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\d+(?:\.\d+)*[.):]?|[ivxIVX]+[.)]|[A-Za-z][.)])\s+").expect("a valid pattern")
});

/// A heading or a label as it is compared: lower case, words joined by one blank, without numbering, punctuation,
/// emoji, and asides in brackets at its end. `&` is read as `and`.
#[must_use]
pub fn normal_name(written: &str) -> String {
    normal_beginning(written, usize::MAX)
}

/// The name that [`normal_name`] makes, up to the first word that goes beyond `most` bytes: enough to see how a long
/// text begins.
pub(super) fn normal_beginning(written: &str, most: usize) -> String {
    let mut rest = without_asides(without_numbering(written.trim()));
    let mut out = String::with_capacity(rest.len().min(most.saturating_add(LONG_WORD)));
    let mut gap = false;
    while out.len() <= most {
        // most letters are plain ones, and go over word by word
        let (plain, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphanumeric).count());
        if !plain.is_empty() {
            if gap {
                push_gap(&mut out);
            }
            gap = false;
            out.push_str(plain);
        }
        let mut characters = behind.chars();
        let Some(character) = characters.next() else { break };
        rest = characters.as_str();
        match character {
            '\'' | '’' | '`' | '*' => {}
            '&' => {
                push_gap(&mut out);
                out.push_str("and");
                gap = true;
            }
            _ if character.is_alphanumeric() => {
                if gap {
                    push_gap(&mut out);
                }
                gap = false;
                out.extend(character.to_lowercase().filter(|c| c.is_alphanumeric()));
            }
            _ => gap = true,
        }
    }
    out.make_ascii_lowercase();
    out
}

static NAMES: Fact<Vec<Arc<str>>> = Fact::new();

/// The headings of a document as names, in document order: those that head sections.
#[must_use]
pub fn names_of_headings(parse: &Parse) -> Vec<Arc<str>> {
    let names = |piece: &Parse| headings(piece).iter().map(|title| Arc::from(normal_name(title))).collect();
    let pieces = parse.facts(&NAMES, 0, names);
    pieces.iter().flat_map(|said| said.value.iter().map(Arc::clone)).collect()
}

/// The one letter that is the name of `written`, in lower case, where it is no more.
#[must_use]
pub fn only_letter(written: &str) -> Option<String> {
    let may_be = first_letters(written).is_none();
    may_be.then(|| normal_beginning(written, LONGEST_LETTER)).filter(|name| name.chars().count() == 1)
}

/// Bytes of a letter at most.
const LONGEST_LETTER: usize = 4;

/// The first two letters of the name that [`normal_name`] makes of `written`, where a glance tells them.
pub(super) fn first_letters(written: &str) -> Option<[u8; 2]> {
    let written = written.trim_start();
    let letters = written.as_bytes().first_chunk().filter(|letters| letters.iter().all(u8::is_ascii_alphabetic))?;
    (!may_be_numbered(written)).then(|| letters.map(|letter| letter.to_ascii_lowercase()))
}

/// Few words are longer.
const LONG_WORD: usize = 16;

/// A metadata key as it is compared: as a name, words joined with `-`.
#[must_use]
pub fn normal_key(written: &str) -> String {
    normal_name(written).replace(' ', "-")
}

/// `1. Context` is `Context`, `II) Goals` is `Goals`; a name that is nothing but a number stays.
#[must_use]
pub fn without_numbering(written: &str) -> &str {
    if !may_be_numbered(written) {
        return written;
    }
    match NUMBERING.find(written) {
        Some(found) => written.get(found.end()..).filter(|rest| !rest.trim().is_empty()).unwrap_or(written),
        None => written,
    }
}

/// Whether the first word ends as a number does, which few words do: only then the pattern is asked.
fn may_be_numbered(written: &str) -> bool {
    let mut words = written.trim_start().splitn(2, char::is_whitespace);
    let ends = |word: &str| word.ends_with(|c: char| matches!(c, '.' | ')' | ':') || c.is_numeric());
    words.next().is_some_and(ends) && words.next().is_some()
}

/// The one of `names` that `written` was probably meant to be: at most every third character is another one.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase();
    let slips = |name: &str| strsim::damerau_levenshtein(&written, &name.to_lowercase());
    let (name, slips) = names.into_iter().map(|name| (name, slips(name))).min_by_key(|(_, slips)| *slips)?;
    (slips <= written.chars().count().max(3) / 3).then_some(name)
}

/// Without `(optional)`, `[draft]`, `{#anchor}` and their like at the end.
fn without_asides(name: &str) -> &str {
    if name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return name;
    }
    let mut name =
        without_anchor(name).trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '?' | '*' | '_'));
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inner) = name.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && let Some(rest) = name.get(..at).map(str::trim_end)
            && rest.chars().any(char::is_alphanumeric)
        {
            name = rest;
        }
    }
    name
}

/// `Alternatives {#alternatives}` gives its anchor by hand.
fn without_anchor(name: &str) -> &str {
    let anchor = name.trim_end().strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    let own = anchor.filter(|(_, inner)| inner.trim_start().starts_with(['#', ':', '.']));
    own.map_or(name, |(rest, _)| rest.trim_end())
}

fn push_gap(out: &mut String) {
    if out.as_bytes().last().is_some_and(|last| *last != b' ') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_none() {
        let names = ["few-options", "missing-section", "placeholder"];
        assert_eq!(nearest("few-option", names), Some("few-options"));
        assert_eq!(nearest("mising-sections", names), Some("missing-section"));
        assert_eq!(nearest("Placeholders", names), Some("placeholder"));
        assert_eq!(nearest("line-length", names), None);
        assert_eq!(nearest("rcf", ["adr", "rfc"]), Some("rfc"));
    }

    #[test]
    fn first_letters_are_those_of_the_name() {
        let written =
            ["Context:", "II) Risks", "ii. b", "ab.", "etc. a", "AB{#c}", "ab (c)", "x", "é", "x1", "*ab", " \u{a0}Ab"];
        for written in written {
            let name = normal_name(written);
            assert!(first_letters(written).is_none_or(|letters| name.as_bytes().starts_with(&letters)), "{written}");
        }
        assert_eq!((first_letters("Context"), first_letters("II) Risks")), (Some(*b"co"), None));
    }

    #[test]
    fn what_people_add_to_a_name_goes() {
        for (written, normal) in [
            ("1. Context:", "context"),
            ("II) Risks & Mitigation", "risks and mitigation"),
            ("**Options** (minimum 3)", "options"),
            ("🎯 Goals", "goals"),
            ("Why now?", "why now"),
            ("How we'll measure", "how well measure"),
            ("Non-Goals [draft]", "non goals"),
            ("(optional)", "optional"),
            ("Alternatives and downsides { #alternatives }", "alternatives and downsides"),
            ("Drawbacks {#drawbacks}", "drawbacks"),
            ("{title}", "title"),
            ("2.1 Upgrade / Downgrade Strategy", "upgrade downgrade strategy"),
            ("I think so", "i think so"),
            ("42", "42"),
        ] {
            assert_eq!(normal_name(written), normal, "{written:?}");
        }
        assert_eq!(normal_key("RFC PR"), "rfc-pr");
        assert_eq!(normal_key("superseded_by"), "superseded-by");
    }
}
