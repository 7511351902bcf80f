//! Options: where each is named, and whether it is the one that is taken.

use super::{Hover, Place, paragraphs};
use crate::model::{DecisionOption, OptionSource};

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    let options = &at.document.model().options;
    let (index, option, range) = options.items.iter().enumerate().find_map(|(index, option)| {
        let mut named = option.mentions.iter().filter(|mention| mention.source != OptionSource::Proposal);
        let mention = named.find(|mention| at.touches(mention.range))?;
        Some((index, option, mention.range))
    })?;
    let is_chosen = options.chosen.as_ref().and_then(|choice| choice.option) == Some(index);
    let chosen = if is_chosen { "This is the option that is taken." } else { "" };
    let markdown = paragraphs([
        Some(format!("**{}** · option {} of {}", option.name, index + 1, options.items.len())),
        Some(chosen.to_owned()),
        option.is_status_quo.then(|| "It leaves things as they are.".to_owned()),
        named_in(option),
        scores(at, option),
    ]);
    Some(Hover { range, markdown })
}

fn named_in(option: &DecisionOption) -> Option<String> {
    let mut sources: Vec<OptionSource> = option.mentions.iter().map(|mention| mention.source).collect();
    sources.sort();
    sources.dedup();
    let words: Vec<&str> = sources.into_iter().map(words).collect();
    (!words.is_empty()).then(|| format!("Named in: {}.", words.join(", ")))
}

const fn words(source: OptionSource) -> &'static str {
    match source {
        OptionSource::List => "the list of options",
        OptionSource::Heading => "a heading of its own",
        OptionSource::LeadIn => "a paragraph of its own",
        OptionSource::ProsAndCons => "the pros and cons",
        OptionSource::Matrix => "the matrix",
        OptionSource::Chosen => "the choice",
        OptionSource::Proposal => "the proposal",
    }
}

/// What the matrices say of it, criterion by criterion.
fn scores(at: &Place<'_>, option: &DecisionOption) -> Option<String> {
    let is_own = |range| option.mentions.iter().any(|mention| mention.range == range);
    let lines: Vec<String> = at
        .document
        .model()
        .matrices
        .iter()
        .flat_map(|matrix| {
            let own = matrix.options.iter().filter(|row| is_own(row.range));
            own.flat_map(|row| matrix.criteria.iter().zip(&row.scores))
        })
        .map(|(criterion, score)| {
            let value = if score.is_open { "not answered yet" } else { score.raw.trim() };
            format!("- {}: {value}", criterion.name)
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
