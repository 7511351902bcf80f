//! Which options stand in a list twice.

use super::{DecisionOption, OptionName, OptionSource, Options};
use crate::grammar::Grammars;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Longer names, in characters, are looked up as they are, not with a letter left out.
const LONGEST: usize = 80;

/// A list of options: what names them, and the question that they answer where there are several.
type List = (OptionSource, Option<usize>);

/// The pairs of options, an earlier and a later one, that have one name in one list. The proposal is in none.
#[must_use]
pub fn repeated_options<'o>(
    grammars: &Grammars,
    options: &'o Options,
) -> Vec<(&'o DecisionOption, &'o DecisionOption)> {
    let items = &options.items;
    let group = |index: usize| options.groups.iter().position(|group| group.items.contains(&index));
    let several = options.groups.len() > 1;
    let mut seen: HashMap<(List, u64), Vec<(usize, &DecisionOption)>> = HashMap::new();
    let names: Vec<OptionName> = items.iter().map(|item| OptionName::new(grammars, &item.name)).collect();
    let mut found = Vec::new();
    for (index, (item, name)) in items.iter().zip(&names).enumerate() {
        let Some(source) = item.mentions.first().map(|mention| mention.source) else { continue };
        // what is only an aside, `Option 1.2 (by default)`, is no name to be repeated
        if source == OptionSource::Proposal || name.written.starts_with('(') {
            continue;
        }
        let list: List = (source, if several { group(index) } else { None });
        let signatures = signatures(&name.letters());
        let near = signatures.iter().filter_map(|signature| seen.get(&(list, *signature))).flatten();
        let is_same = |earlier: &usize| names.get(*earlier).is_some_and(|earlier| earlier.repeats(name));
        let first = near.filter(|(earlier, _)| is_same(earlier)).min_by_key(|(earlier, _)| *earlier);
        match first {
            Some((_, earlier)) => found.push((*earlier, item)),
            // what repeats another is found by that one
            None => {
                for key in signatures {
                    seen.entry((list, key)).or_default().push((index, item));
                }
            }
        }
    }
    found
}

/// Words that differ in no more than a letter have one of these in common: the word, and the word less each letter.
fn signatures(letters: &str) -> Vec<u64> {
    let hashed = |characters: &mut dyn Iterator<Item = char>| {
        let mut hasher = DefaultHasher::new();
        characters.for_each(|character| character.hash(&mut hasher));
        hasher.finish()
    };
    let length = letters.chars().count();
    let left_out = if length <= LONGEST { 0..length } else { 0..0 };
    let mut found: Vec<u64> = left_out
        .map(|index| hashed(&mut letters.chars().enumerate().filter(|(at, _)| *at != index).map(|(_, letter)| letter)))
        .collect();
    found.push(hashed(&mut letters.chars()));
    found.sort_unstable();
    found.dedup();
    found
}
