//! Which options stand in a list twice.

use super::{DecisionOption, OptionName, OptionSource, Options};
use crate::grammar::Grammars;
use std::collections::HashMap;

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

/// Words that differ in no more than a letter have one of these in common: a number for the word, and one for the word
/// less each letter. What is left of a letter and what is right of it are numbers that go together to one, so that a
/// word takes as many steps as it has letters. Others may have the same number: whoever finds two compares them.
fn signatures(letters: &str) -> Vec<u64> {
    let letters: Vec<u64> = letters.chars().map(u64::from).collect();
    let put = |word: u64, letter: u64| word.wrapping_mul(BASE).wrapping_add(letter + 1);
    let mut found = vec![letters.iter().fold(0, |word, letter| put(word, *letter))];
    if letters.len() <= LONGEST {
        let (mut behind, mut power) = (0_u64, 1_u64);
        let mut before: Vec<u64> =
            letters.iter().scan(0, |word, letter| Some(std::mem::replace(word, put(*word, *letter)))).collect();
        for letter in letters.iter().rev() {
            let Some(left) = before.pop() else { break };
            found.push(left.wrapping_mul(power).wrapping_add(behind));
            behind = behind.wrapping_add((letter + 1).wrapping_mul(power));
            power = power.wrapping_mul(BASE);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A large odd number: words make numbers to this base.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use super::signatures;

    #[test]
    fn words_a_letter_apart_have_a_signature_in_common() {
        let meets = |one: &str, other: &str| signatures(one).iter().any(|own| signatures(other).contains(own));
        for (one, other) in
            [("postgres", "postgers"), ("queue", "queu"), ("tables", "cables"), ("größe", "grösse"), ("a", "")]
        {
            let is_near = strsim::damerau_levenshtein(one, other) == 1;
            assert!(!is_near || meets(one, other), "{one} / {other}");
        }
        assert!(meets("queue", "queu") && meets("tables", "cables") && meets("same", "same"));
        assert!(!meets("queue", "table") && !meets("postgres", "mysql"));
        assert_eq!(signatures(&"x".repeat(200)).len(), 1);
    }
}
