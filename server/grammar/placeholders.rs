//! Template text that nobody replaced. Only exact, known texts count: an ordinary `[x]` is never one.

use super::load::Kind;
use super::phrases::begins;
use super::schema::{MatrixWords, SectionSpec};
use crate::text::TextRange;
use memchr::memchr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The known placeholders of some dialects.
#[derive(Debug)]
pub struct Placeholders {
    /// Those that give themselves away by their brackets, wherever they stand; sorted.
    anywhere: Vec<String>,
    /// How those begin that are no shorter than a lead.
    beginnings: Leads<LEAD>,
    /// What stands at the first few bytes of a lead, whichever of them a search looks at.
    grams: Leads<GRAM>,
    /// Whether some are shorter. They begin with a brace.
    has_short: bool,
    /// All of them in lower case, sorted: those such as `YYYY-MM-DD` count only where they are all that stands there.
    whole: Vec<String>,
    /// What tells most other texts from these.
    glances: Leads<GRAM>,
}

impl Placeholders {
    /// The placeholders that the dialects of `kinds` publish, the prompts of their skeletons, the kinds' own prompts, and what
    /// is written beside a matrix.
    #[must_use]
    pub fn new(kinds: &[Arc<Kind>], matrix: &MatrixWords) -> Self {
        let mut literals: BTreeSet<String> = kinds.iter().map(|kind| kind.spec.option_prompt.clone()).collect();
        literals.insert(matrix.decider.clone());
        for kind in kinds {
            prompts(&kind.spec.rejection_prompt, &mut literals);
            prompts(&kind.spec.description_prompt, &mut literals);
        }
        for dialect in kinds.iter().flat_map(|kind| &kind.dialects) {
            literals.extend(dialect.spec.placeholders.iter().map(|text| text.trim().to_owned()));
            dialect.spec.sections.iter().for_each(|section| prompts_of(section, &mut literals));
            dialect.spec.fields.iter().for_each(|field| prompts(&field.skeleton, &mut literals));
            prompts(&dialect.spec.title_line, &mut literals);
        }
        Self::of(literals)
    }

    fn of(mut literals: BTreeSet<String>) -> Self {
        literals.retain(|text| !text.is_empty());
        let mut whole: Vec<String> = literals.iter().map(|text| lower(text).collect()).collect();
        whole.sort();
        let anywhere: Vec<String> = literals.into_iter().filter(|text| is_telling(text)).collect();
        let leads = || anywhere.iter().filter_map(|text| text.as_bytes().first_chunk::<LEAD>());
        let beginnings = Leads::of(leads().copied());
        let grams =
            Leads::of(leads().flat_map(|lead| lead.windows(GRAM)).filter_map(|gram| gram.first_chunk().copied()));
        let has_short = anywhere.iter().any(|text| text.len() < LEAD);
        let glances = Leads::of(whole.iter().filter_map(|text| glance(text)));
        Self { anywhere, beginnings, grams, has_short, whole, glances }
    }

    /// Where placeholders stand in `range` of `text`. The text of a link, `[text](…)`, is none.
    pub fn find<'t>(&'t self, text: &'t str, range: TextRange) -> impl Iterator<Item = TextRange> + 't {
        let mut at = range.start;
        let found = std::iter::from_fn(move || {
            loop {
                let rest = text.as_bytes().get(at..range.end)?;
                let skipped = self.first_in(rest)?;
                let length = rest.get(skipped..).and_then(|rest| self.longest_before(rest));
                let found = TextRange::new(at + skipped, at + skipped + length.unwrap_or(1));
                at = found.end;
                if length.is_some() {
                    return Some(found);
                }
            }
        });
        found.filter(|found| !text.get(found.end..).is_some_and(|behind| behind.starts_with(['(', '[', ':'])))
    }

    /// The first place in `text` where a placeholder may stand.
    fn first_in(&self, text: &[u8]) -> Option<usize> {
        let long = self.first_lead_in(text);
        let short = if self.has_short { memchr(b'{', text) } else { None };
        long.into_iter().chain(short).min()
    }

    /// The first place in `text` where one may stand that is no shorter than a lead. Not every byte is looked at: of the
    /// beginnings of a lead one lies at the next multiple of the stride.
    fn first_lead_in(&self, text: &[u8]) -> Option<usize> {
        let begins = |at: &usize| {
            let lead = text.get(*at..).and_then(|rest| rest.first_chunk());
            lead.is_some_and(|lead| self.beginnings.has(*lead))
        };
        let grams = text.windows(GRAM).step_by(STRIDE).enumerate();
        let places = grams.filter(|(_, gram)| gram.first_chunk().is_some_and(|gram| self.grams.has(*gram)));
        let near = |place: usize| (place * STRIDE).saturating_sub(STRIDE - 1)..=place * STRIDE;
        places.flat_map(|(place, _)| near(place)).find(begins)
    }

    /// The length of the longest placeholder that `text` begins with.
    fn longest_before(&self, text: &[u8]) -> Option<usize> {
        // what goes on longer comes behind what it goes on from
        let end = self.anywhere.partition_point(|known| known.as_bytes() <= text);
        let alike = self.anywhere.get(..end)?.iter().map(String::as_bytes).rev();
        let mut alike = alike.take_while(|known| known.get(..SHORTEST) == text.get(..SHORTEST));
        alike.find(|known| text.starts_with(known)).map(<[u8]>::len)
    }

    /// Whether `written` is a placeholder and nothing else: one that is known, or anything in braces.
    #[must_use]
    pub fn is(&self, written: &str) -> bool {
        let bare = without_quotes(written);
        self.is_whole(bare) || is_blank(bare) || in_braces(bare)
    }

    /// Whether `comment` is what a template says to its author: word for word, or from its first sentence on.
    #[must_use]
    pub fn is_remark(&self, comment: &str) -> bool {
        let comment: String = lower(&comment.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let inner = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
        self.is_whole(&comment) || first_words(inner).is_some_and(|first| self.begins(inner, first))
    }

    /// Whether `text`, in lower case, begins with the whole words of a placeholder that begins with its `first` ones.
    fn begins(&self, text: &str, first: &str) -> bool {
        let from = self.whole.partition_point(|known| known.as_str() < first);
        let alike = self.whole.get(from..).unwrap_or(&[]).iter().take_while(|known| known.starts_with(first));
        alike.into_iter().any(|known| begins(text, known))
    }

    /// Whether `written` is a placeholder of a template, word for word but for case, or a blank to fill in.
    #[must_use]
    pub fn is_known(&self, written: &str) -> bool {
        let bare = without_quotes(written);
        self.is_whole(bare) || is_blank(bare)
    }

    fn is_whole(&self, written: &str) -> bool {
        let may_be = glance(written).is_none_or(|glance| self.glances.has(glance));
        may_be && self.whole.binary_search_by(|known| known.chars().cmp(lower(written))).is_ok()
    }
}

/// Bytes that tell how a text begins.
const LEAD: usize = 8;

/// Bytes that a search looks at, every so many bytes: wherever a lead stands, some of these lie in it.
const GRAM: usize = LEAD - STRIDE + 1;

/// So many bytes a search goes on by.
const STRIDE: usize = 4;

/// Bytes: no placeholder that counts anywhere has fewer.
const SHORTEST: usize = 5;

/// A few bytes of each of some texts, as two bits of one of 1,024 words. Few other texts have the same by chance.
#[derive(Debug)]
struct Leads<const BYTES: usize>(Box<[u64; 1 << 10]>);

impl<const BYTES: usize> Leads<BYTES> {
    fn of(leads: impl Iterator<Item = [u8; BYTES]>) -> Self {
        let mut words = Box::new([0; 1 << 10]);
        for (word, one, other) in leads.map(Self::place) {
            if let Some(word) = words.get_mut(word) {
                *word |= 1 << one | 1 << other;
            }
        }
        Self(words)
    }

    fn has(&self, lead: [u8; BYTES]) -> bool {
        let (word, one, other) = Self::place(lead);
        let word = self.0.get(word).copied().unwrap_or(0);
        word >> one & 1 != 0 && word >> other & 1 != 0
    }

    fn place(lead: [u8; BYTES]) -> (usize, u64, u64) {
        let number = lead.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((hash >> 54) as usize, hash >> 48 & 63, hash >> 42 & 63)
    }
}

/// How a text of ASCII begins, whatever its case, and how long it is.
fn glance(text: &str) -> Option<[u8; GRAM]> {
    let [first, second, third] =
        text.as_bytes().first_chunk().filter(|_| text.is_ascii())?.map(|byte| byte.to_ascii_lowercase());
    let [low, high, ..] = text.len().to_le_bytes();
    Some([first, second, third, low, high])
}

/// A text in lower case, letter by letter.
fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// So many words of `text` as are no accident, if it has them.
fn first_words(text: &str) -> Option<&str> {
    let mut ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    ends.nth(FEWEST_WORDS - 1).and_then(|end| text.get(..end))
}

/// So many words of a template's are no accident.
const FEWEST_WORDS: usize = 5;

fn without_quotes(written: &str) -> &str {
    let written = written.trim();
    if written.starts_with(['"', '\'']) || written.ends_with(['"', '\'']) {
        return written.trim_matches(['"', '\'']).trim();
    }
    written
}

/// `___`, `$___ /month`, `___/10`: a line to write on, with a currency before it or a unit behind.
fn is_blank(written: &str) -> bool {
    if written.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    let bare = written.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '*' | '`'));
    let behind = bare.trim_start_matches('_');
    bare.len() - behind.len() >= 3
        && !behind.contains('_')
        && !behind.starts_with(char::is_alphanumeric)
        && behind.split_whitespace().count() <= 2
}

/// `{the whole of it}`: braces are no Markdown, so a value that stands in them is a template's.
fn in_braces(written: &str) -> bool {
    let inner = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| {
        inner.chars().any(char::is_alphanumeric) && !inner.contains(['{', '}', ':', '"', '%', '=']) && inner.len() > 1
    })
}

/// Whether a text is so unlike prose that it is a placeholder wherever it stands.
fn is_telling(text: &str) -> bool {
    let bracketed = [('[', ']'), ('{', '}'), ('<', '>'), ('(', ')')];
    let enclosed = bracketed.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let long = text.len() >= 12;
    (enclosed && text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && (text.len() >= 8 || text.starts_with('{')))
        || (long && text.split_whitespace().count() >= 4)
}

fn prompts_of(section: &SectionSpec, literals: &mut BTreeSet<String>) {
    prompts(&section.skeleton, literals);
    section.items.iter().for_each(|item| prompts(&item.skeleton, literals));
}

/// The prompts of a snippet: what stands behind `${1:`, where it stands in brackets of its own.
fn prompts(snippet: &str, literals: &mut BTreeSet<String>) {
    for part in snippet.split("${").skip(1) {
        let Some((number, rest)) = part.split_once(':') else { continue };
        if !number.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let Some(end) = closing_brace(rest) else { continue };
        let prompt = rest.get(..end).unwrap_or("").replace("\\}", "}").replace("\\$", "$").replace("\\\\", "\\");
        if prompt.starts_with(['[', '{', '<', '(']) || prompt.contains("___") {
            literals.insert(prompt);
        }
    }
}

fn closing_brace(snippet: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in snippet.bytes().enumerate() {
        if byte == b'}' && !escaped {
            return Some(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_come_out_of_snippets() {
        let mut found = BTreeSet::new();
        prompts("- ${1:[what hurts]}\n- ${2:plain} ${3:{a \\} b\\}} \\$${4:___}", &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["[what hurts]", "___", "{a } b}"]);
    }

    #[test]
    fn the_longest_placeholder_is_found_wherever_it_stands() {
        let texts = ["[option]", "[option] and [reason]", "[option] or", "{who}", "What moves us to decide now?"];
        let known = Placeholders::of(texts.map(str::to_owned).into());
        let found = |text: &'static str| {
            let ranges = known.find(text, TextRange::new(0, text.len()));
            ranges.map(|range| range.of(text)).collect::<Vec<_>>()
        };
        assert_eq!(found("ä[option] and [reason]s, [option] and {who}"), [texts[1], texts[0], texts[3]]);
        assert_eq!(found("[[option]] or: What moves us to decide now?!"), [texts[0], texts[4]]);
        assert_eq!(found("[Option], {whom}, [option"), [""; 0]);
        assert_eq!(found("[option](a.md) {who}"), [texts[3]]);
        for before in 0..9 {
            let text = format!("{}What moves us to decide now?", "x".repeat(before));
            assert_eq!(known.find(&text, TextRange::new(0, text.len())).next().map(|found| found.start), Some(before));
        }
        assert!(known.is_known("[OPTION]") && known.is_known("what moves us to decide now?"));
        assert!(!known.is_known("[options]") && !known.is_known("what moves us"));
    }

    #[test]
    fn a_remark_goes_on_from_its_first_words() {
        let known = Placeholders::of(["tell us what moves you", "tell us"].map(str::to_owned).into());
        assert!(!known.is_remark("<!-- Tell us what moves youth and why -->"));
        assert!(known.is_remark("<!-- Tell us what moves you and why -->"));
        assert!(known.is_remark("<!-- Tell us what moves you -->"));
        assert!(!known.is_remark("<!-- Tell us why -->"));
    }

    #[test]
    fn a_line_to_write_on_is_a_blank() {
        for blank in ["___", "$___", "$___ /month", "___/10", "\\____", "€ ____ per year", "____%"] {
            assert!(is_blank(blank), "{blank}");
        }
        for text in ["__", "___bold___", "__init__", "snake___case", "", "40 ___", "___ is what we call the blank"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn braces_around_the_whole_are_a_templates() {
        assert!(in_braces("{proposed}"));
        assert!(in_braces("{2023-11-10}"));
        assert!(!in_braces("{a} and {b}"));
        assert!(!in_braces("{\"json\": 1}"));
        assert!(!in_braces("{}"));
    }
}
