//! Lists to choose from that nobody has chosen from yet: `Draft/Under Review/Accepted/Rejected`.

use super::Metadata;
use crate::grammar::{Dialect, FieldSpec, Form, Grammars, ItemSpec, normal_name};
use crate::syntax::{BlockKind, Fact, FieldCarrier, Inline, Moved, Parse};
use crate::text::TextRange;
use memchr::{memchr, memchr2};
use std::cell::LazyCell;
use std::collections::HashMap;

/// A template's list of values where one value belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceList {
    /// Where it stands.
    pub range: TextRange,
    /// What may be chosen, as it is written there.
    pub values: Vec<String>,
}

/// The choice lists of a document: in its metadata, in its status, and behind the labels that its dialect knows.
#[must_use]
pub(super) fn read(
    grammars: &Grammars,
    dialect: Option<&Dialect>,
    parse: &Parse,
    metadata: &Metadata,
) -> Vec<ChoiceList> {
    let mut found = in_fields(grammars, dialect, parse, metadata);
    if let Some(dialect) = dialect {
        let given = std::ptr::from_ref(dialect).addr() as u64;
        let items = LazyCell::new(|| items(dialect));
        found.extend(parse.gather(&IN_ITEMS, given, |piece| in_items(grammars, &items, piece)));
    }
    found.sort_by_key(|list| (list.range.start, std::cmp::Reverse(list.range.end)));
    found.dedup_by(|later, earlier| earlier.range.contains_range(later.range));
    found
}

fn in_fields(grammars: &Grammars, dialect: Option<&Dialect>, parse: &Parse, metadata: &Metadata) -> Vec<ChoiceList> {
    let spec_of = |key: &str| dialect.and_then(|dialect| dialect.field(grammars, key));
    let own = metadata.fields.iter().filter(|field| field.field.carrier != FieldCarrier::Sibling);
    let fields = own.map(|field| (field.field.value_range, spec_of(&field.field.key)));
    let status = metadata.status.iter().filter(|status| status.carrier != FieldCarrier::Sibling);
    let status_range = metadata.status.as_ref().map(|status| status.range);
    fields
        .filter(|(range, _)| Some(*range) != status_range)
        .filter_map(|(range, spec)| list(parse, range, || spec.map(of_field)))
        .chain(status.filter_map(|status| list(parse, status.range, || Some(of_states(grammars)))))
        .collect()
}

static IN_ITEMS: Fact<Vec<ChoiceList>> = Fact::new();

impl Moved for ChoiceList {
    fn moved(&self, by: usize) -> Self {
        Self { range: self.range.moved(by), values: self.values.clone() }
    }
}

/// The items of a dialect by their names; of two with one name the first.
fn items(dialect: &Dialect) -> HashMap<String, &ItemSpec> {
    let items = dialect.spec.sections.iter().flat_map(|section| &section.items);
    let named = items.flat_map(|item| item.names().map(move |name| (name, item)));
    let mut items = HashMap::new();
    named.for_each(|(name, item)| {
        items.entry(name).or_insert(item);
    });
    items
}

/// Lines such as `- Impact: High/Medium/Low`, wherever they stand.
fn in_items(grammars: &Grammars, items: &HashMap<String, &ItemSpec>, parse: &Parse) -> Vec<ChoiceList> {
    let mut found = Vec::new();
    let tree = parse.tree();
    let paragraphs = tree.iter().filter(|(id, block)| block.kind == BlockKind::Paragraph && !tree.is_quoted(*id));
    for (_, block) in paragraphs.filter(|(_, block)| may_choose(block.range.of(parse.text()))) {
        for range in block.range.lines(parse.text()) {
            let line = range.of(parse.text());
            let Some((label, value)) = line.split_once(':').filter(|(_, value)| value.contains(['/', '|'])) else {
                continue;
            };
            let Some(spec) = items.get(&normal_name(label)) else { continue };
            let value = TextRange::new(range.end - value.len(), range.end).trim(parse.text());
            found.extend(list(parse, without_marks(parse.text(), value), || Some(of_item(grammars, spec))));
        }
    }
    found
}

/// Whether a text has a colon, and marks between choices.
fn may_choose(text: &str) -> bool {
    memchr(b':', text.as_bytes()).is_some() && memchr2(b'/', b'|', text.as_bytes()).is_some()
}

/// `** High/Medium/Low` behind a bold label is `High/Medium/Low`.
fn without_marks(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let rest = written.trim_start_matches(['*', '_']);
    TextRange::new(range.end - rest.len(), range.end).trim(text)
}

/// What a value may be, each with its spellings.
struct Values(Vec<Vec<String>>);

fn of_field(spec: &FieldSpec) -> Values {
    Values(spec.values.iter().map(|value| vec![normal_name(value)]).collect())
}

fn of_item(grammars: &Grammars, spec: &ItemSpec) -> Values {
    if spec.form == Form::Rating {
        let ratings = grammars.vocabulary.ratings.iter();
        return Values(ratings.map(|(name, words)| std::iter::once(name).chain(words).cloned().collect()).collect());
    }
    Values(spec.values.iter().map(|value| vec![normal_name(value)]).collect())
}

fn of_states(grammars: &Grammars) -> Values {
    let states = grammars.vocabulary.states.iter();
    Values(states.map(|state| state.words.iter().map(|word| normal_name(word)).collect()).collect())
}

/// The list that stands in `range`, where all its members are different ones of `values`: three of them, or all.
fn list(parse: &Parse, range: TextRange, values: impl FnOnce() -> Option<Values>) -> Option<ChoiceList> {
    let written = range.of(parse.text());
    if !written.contains(['/', '|']) || Inline::read(parse, range).is_verbatim(range) {
        return None;
    }
    let values = values()?;
    let inner = written.trim_matches(['"', '\'', '{', '}', '[', ']', '*', ' ']);
    let separator = if inner.contains('|') { '|' } else { '/' };
    let members: Vec<&str> = inner
        .split(separator)
        .map(|member| member.trim_matches(['\\', ' ', '"', '\'']))
        .filter(|member| member.chars().any(char::is_alphanumeric))
        .collect();
    let known = members.iter().map(|member| values.index(member)).collect::<Option<Vec<_>>>()?;
    let mut different = known.clone();
    different.sort_unstable();
    different.dedup();
    let is_list = different.len() >= 3 || different.len() >= 2 && different.len() == values.0.len();
    is_list.then(|| ChoiceList { range, values: members.into_iter().filter(is_final).map(str::to_owned).collect() })
}

impl Values {
    /// Which of them `written` is: one of its words, or one with a reference behind it (`superseded by ADR-0123`).
    fn index(&self, written: &str) -> Option<usize> {
        let name = normal_name(written);
        let is = |word: &String| {
            name == *word || name.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' ') && refers(rest))
        };
        self.0.iter().position(|words| words.iter().any(is))
    }
}

fn refers(rest: &str) -> bool {
    rest.chars().any(|character| character.is_ascii_digit()) || rest.contains("xxx")
}

/// Whether a member can be chosen as it is: one that refers to a made-up document cannot.
fn is_final(member: &&str) -> bool {
    !member.chars().any(|character| character.is_ascii_digit() || matches!(character, '[' | '('))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(written: &str) -> Option<Vec<String>> {
        let parse = Parse::new(written.into());
        let range = TextRange::new(0, written.len());
        list(&parse, range, || Some(of_states(&Grammars::builtin()))).map(|list| list.values)
    }

    #[test]
    fn only_a_list_of_known_words_is_one() {
        let chosen = |written| values(written).map(|values| values.join(" "));
        assert_eq!(
            chosen("Draft/Under Review/Accepted/Rejected").as_deref(),
            Some("Draft Under Review Accepted Rejected")
        );
        assert_eq!(
            chosen("\"{proposed | rejected | accepted | … | superseded by ADR-0123}\"").as_deref(),
            Some("proposed rejected accepted")
        );
        for written in ["Accepted/Implemented", "accepted", "client/server/proxy", "`draft/accepted/rejected`"] {
            assert_eq!(values(written), None, "{written}");
        }
    }
}
