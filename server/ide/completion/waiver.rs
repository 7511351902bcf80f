//! What a waiver says: the word it begins with, and the rules that it can name.

use super::{CompletionItemKind, Cursor, Offer, Offers, Rank};
use crate::model::{WAIVER_PROMPT, WaiverBegun, WaiverCarrier, escaped, waiver_begun, waiver_words};
use crate::rules::{self, Rule};
use crate::syntax::BlockKind;
use crate::text::TextRange;

/// What can stand at the cursor in a waiver; `None` where it is in none.
pub(super) fn offers<'d>(cursor: &Cursor<'d>) -> Option<Offers<'d>> {
    let before = cursor.document.text().get(cursor.line.start..cursor.offset)?;
    let begun = waiver_begun(before).filter(|_| !is_in_code(cursor))?;
    match begun {
        WaiverBegun::Word(typed) => {
            let words = waiver_words(WaiverCarrier::Comment).iter().zip(WORDS);
            let all = words.map(|(word, detail)| offer(cursor, typed, word, detail, (*word).to_owned())).collect();
            Some(Offers { all, typed: Some(typed) })
        }
        WaiverBegun::Code { typed, named } => {
            let found = rules::run(cursor.document, cursor.today);
            let known = rules::ALL.iter().filter(|rule| is_of_kind(cursor, rule) && !named.contains(&rule.code));
            let all = known.map(|rule| {
                let is_found = found.iter().any(|finding| finding.code == rule.code);
                let rank = if is_found { Rank::Required } else { Rank::Optional };
                Offer { rank, ..of_rule(cursor, typed, rule) }
            });
            Some(Offers { all: all.collect(), typed: Some(typed) })
        }
    }
}

/// What the words that a waiver begins with speak for.
const WORDS: &[&str] = &["for the next block, or the section it heads", "for the whole document"];

fn is_in_code(cursor: &Cursor<'_>) -> bool {
    let tree = cursor.document.parse().tree();
    let block = tree.at(cursor.offset).and_then(|id| tree.get(id));
    block.is_some_and(|block| matches!(block.kind, BlockKind::Code { .. }))
}

fn is_of_kind(cursor: &Cursor<'_>, rule: &Rule) -> bool {
    let kind = cursor.document.kind().map(|kind| kind.spec.id.as_str());
    rule.can_be_waived && kind.is_none_or(|kind| rule.kinds.is_empty() || rule.kinds.contains(&kind))
}

/// The rule, with the reason and the end of the comment where they are not there yet.
fn of_rule(cursor: &Cursor<'_>, typed: &str, rule: &Rule) -> Offer {
    let range = replaced(cursor, typed);
    let behind = cursor.document.text().get(range.end..).unwrap_or("");
    let own = behind.split("<!--").next().unwrap_or("");
    let (rest, is_closed) = own.split_once("-->").map_or(("", false), |(rest, _)| (rest, true));
    let reason = if rest.trim().is_empty() { format!(" -- ${{1:{}}}", escaped(WAIVER_PROMPT)) } else { String::new() };
    let end = match (is_closed, rest.is_empty()) {
        (false, _) => " -->",
        (true, true) => " ",
        (true, false) => "",
    };
    let snippet = format!("{}{reason}{end}", rule.code);
    Offer { documentation: Some(rule.docs.to_owned()), ..offer(cursor, typed, rule.code, rule.summary, snippet) }
}

fn offer(cursor: &Cursor<'_>, typed: &str, label: &str, detail: &str, snippet: String) -> Offer {
    Offer {
        label: label.to_owned(),
        kind: CompletionItemKind::Value,
        detail: Some(detail.to_owned()),
        documentation: None,
        filter: label.to_owned(),
        range: replaced(cursor, typed),
        snippet,
        elsewhere: Vec::new(),
        rank: Rank::Required,
    }
}

/// The word around the cursor.
fn replaced(cursor: &Cursor<'_>, typed: &str) -> TextRange {
    let rest = cursor.rest();
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    let length = rest.get(..word).and_then(|word| word.find("--")).unwrap_or(word);
    TextRange::new(cursor.offset - typed.len(), cursor.offset + length)
}
