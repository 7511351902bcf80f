//! Which option is taken.

use super::names::OptionName;
use super::reason::reason;
use super::{Choice, DecisionOption, OptionMention, OptionSource, Source};
use crate::grammar::{Cue, Head, Kind, Role, Slot, normal_name};
use crate::syntax::{BlockKind, Inline};
use crate::text::TextRange;

/// The choice: said in as many words (`Chosen option: …`), marked at an option's heading, or told in the first
/// words of the decision. The option that is taken gets the choice as one more mention.
pub(super) fn read(source: Source<'_>, kind: &Kind, sections: &[Slot], items: &mut [DecisionOption]) -> Option<Choice> {
    let decisions: Vec<&Slot> =
        sections.iter().filter(|slot| slot.roles.contains(&Role::Decision) && slot.head != Head::Field).collect();
    let stated = decisions.iter().find_map(|slot| stated(source, slot.body));
    let found = match stated {
        Some((name, range)) => Some(explicit(source, items, name, range)),
        // where the proposal is itself an option, the text of the decision is about that one
        None if kind.spec.proposal_is_option => marked(source, items),
        None => marked(source, items).or_else(|| decisions.iter().find_map(|slot| told(source, slot, items))),
    };
    if let Some(choice) = &found
        && let Some(item) = choice.option.and_then(|index| items.get_mut(index))
    {
        let (name, range) = (choice.name.clone(), choice.range);
        item.mentions.push(OptionMention { source: OptionSource::Chosen, name, range, body: range });
    }
    found
}

/// `Chosen option: "Postgres", because …`, as a paragraph or an item.
fn stated(source: Source<'_>, body: TextRange) -> Option<(String, TextRange)> {
    let text = source.parse.text();
    let paragraphs = source
        .parse
        .tree()
        .iter()
        .filter(|(_, block)| block.kind == BlockKind::Paragraph && body.contains_range(block.range));
    paragraphs.take(12).find_map(|(_, block)| {
        let mut start = block.range.start;
        block.range.of(text).split_inclusive('\n').find_map(|line| {
            let place = TextRange::new(start, start + line.len());
            start = place.end;
            stated_in_line(source, place)
        })
    })
}

fn stated_in_line(source: Source<'_>, line: TextRange) -> Option<(String, TextRange)> {
    let text = source.parse.text();
    let written = line.of(text);
    let colon = written.find(':')?;
    if !says_chosen(source, written.get(..colon)?) {
        return None;
    }
    let rest = TextRange::new(line.start + colon + 1, line.end).trim(text);
    let (skip, length) = name_in(source, rest.of(text))?;
    let place = TextRange::new(rest.start + skip, rest.start + skip + length).trim(text);
    let name = Inline::plain(source.parse, place).trim().to_owned();
    let is_open = source.placeholders.is(place.of(text)) || name.is_empty() || source.placeholders.is(&name);
    (!is_open).then_some((name, place))
}

/// `Chosen`, `Recommended option`, `Our choice`: a mark of the choice, alone or with a word for an option.
fn says_chosen(source: Source<'_>, label: &str) -> bool {
    let name = normal_name(label);
    let (lead, last) = name.rsplit_once(' ').unwrap_or(("", &name));
    source.grammars.is(Cue::Chosen, &name)
        || source.grammars.is(Cue::Chosen, lead) && source.grammars.is(Cue::OptionWord, last)
}

/// Where a name begins, and its length: in quotes, else up to a reason or the sentence's end.
fn name_in(source: Source<'_>, rest: &str) -> Option<(usize, usize)> {
    let marks = rest.len() - rest.trim_start_matches(['*', '_', ' ']).len();
    let bare = rest.get(marks..)?;
    for (open, close) in [('"', '"'), ('“', '”'), ('\'', '\''), ('`', '`')] {
        if let Some(inner) = bare.strip_prefix(open)
            && let Some(end) = inner.find(close).filter(|_| {
                open != '`'
                    || inner
                        .find(close)
                        .and_then(|at| inner.get(at + 1..))
                        .is_some_and(|behind| ends_name(source, behind))
            })
        {
            return Some((marks + open.len_utf8(), end));
        }
    }
    let number = bare.len() - crate::grammar::without_numbering(bare).len();
    let ends = [". ", ".\n", "\n", "** ", "**,", "; "];
    let behind = bare.get(number..)?;
    let end = number
        + ends.iter().filter_map(|end| behind.find(end)).chain(reason(source, behind)).min().unwrap_or(behind.len());
    (end > 0).then_some((marks, bare.get(..end)?.trim_end_matches(['.', '*', '_', ' ', ',']).len()))
}

fn ends_name(source: Source<'_>, behind: &str) -> bool {
    let ends = behind.is_empty() || behind.starts_with([',', '.', ';', '\n']);
    ends || source.grammars.begins(Cue::Because, behind)
}

fn explicit(source: Source<'_>, items: &[DecisionOption], name: String, range: TextRange) -> Choice {
    let option = best(source, items, &name);
    Choice { name, range, option, is_explicit: true }
}

fn best(source: Source<'_>, items: &[DecisionOption], name: &str) -> Option<usize> {
    let wanted = OptionName::new(source.grammars, name);
    let likeness = |item: &DecisionOption| {
        let names = item.mentions.iter().map(|mention| OptionName::new(source.grammars, &mention.name));
        names.map(|name| name.likeness(&wanted)).fold(0.0, f64::max)
    };
    let scored = items.iter().map(likeness).enumerate().filter(|(_, score)| *score >= super::names::ENOUGH);
    let best = scored.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(index, _)| index);
    best.or_else(|| by_place(items, &wanted))
}

/// `Option 4` where the options have no numbers: the fourth.
fn by_place(items: &[DecisionOption], wanted: &OptionName) -> Option<usize> {
    let written = if wanted.name.is_empty() { wanted.ordinal.as_deref()? } else { wanted.name.as_str() };
    let place: usize = written.parse().ok()?;
    (1..=items.len()).contains(&place).then(|| place - 1)
}

/// `### Postgres (chosen)`
fn marked(source: Source<'_>, items: &[DecisionOption]) -> Option<Choice> {
    let text = source.parse.text();
    items.iter().enumerate().find_map(|(index, item)| {
        let mention = item.mentions.iter().find(|mention| {
            let aside = mention.range.of(text).rsplit_once(['(', '[']).map(|(_, aside)| aside);
            aside.is_some_and(|aside| source.grammars.is(Cue::Chosen, aside.trim_end_matches([')', ']'])))
        })?;
        Some(Choice { name: item.name.clone(), range: mention.range, option: Some(index), is_explicit: false })
    })
}

/// The first option that the first paragraph of a decision names. What a sentence says no to is not chosen.
fn told(source: Source<'_>, slot: &Slot, items: &[DecisionOption]) -> Option<Choice> {
    let text = source.parse.text();
    let (_, first) = source.parse.tree().within(slot.body).find(|(_, block)| block.kind == BlockKind::Paragraph)?;
    let sentences = first.range.of(text).split_inclusive(['.', '!', '?', ';', '\n']).collect::<Vec<_>>();
    let agrees = |sentence: &&str| !source.grammars.says(Cue::Negated, sentence);
    let words: String = joined(&sentences).iter().map(String::as_str).filter(agrees).map(normal_name).fold(
        " ".to_owned(),
        |mut words, sentence| {
            words.push_str(&sentence);
            words.push_str(" | ");
            words
        },
    );
    let named = items.iter().enumerate().filter_map(|(index, item)| {
        let names = item.mentions.iter().map(|mention| OptionName::new(source.grammars, &mention.name));
        let at = names.filter_map(|name| whole(source, &words, &name)).min()?;
        Some((at, index, item))
    });
    let (_, index, item) = named.min_by_key(|(at, _, _)| *at)?;
    Some(Choice { name: item.name.clone(), range: first.range, option: Some(index), is_explicit: false })
}

/// Pieces put together to sentences: a mark ends one only where a blank or nothing stands behind it, a line end never.
fn joined(pieces: &[&str]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_open = false;
    for piece in pieces {
        let begins = piece.starts_with(char::is_whitespace) || sentences.is_empty();
        match sentences.last_mut().filter(|_| is_open || !begins) {
            Some(last) => last.push_str(piece),
            None => sentences.push((*piece).to_owned()),
        }
        is_open = piece.ends_with('\n') && !piece.trim_end().ends_with(['.', '!', '?', ';']);
    }
    sentences
}

/// Where `name` stands in `words` as whole words, by its text or by its ordinal. A short word is too common to tell.
fn whole(source: Source<'_>, words: &str, name: &OptionName) -> Option<usize> {
    let tells = name.name.contains(' ') || name.name.chars().count() >= 4;
    let by_name = tells.then(|| words.find(&format!(" {} ", name.name))).flatten();
    by_name.or_else(|| {
        let ordinal = name.ordinal.as_deref()?;
        let leads = source.grammars.words(Cue::OptionWord).iter();
        leads.filter_map(|lead| words.find(&format!(" {lead} {ordinal} "))).min()
    })
}
