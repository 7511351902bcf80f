//! Cues: words and phrases that rules listen for. `grammars/cues.toml` has them by language.

use super::names::normal_name;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Declares the cues, each with its key in `cues.toml`.
macro_rules! cues {
    ($($(#[$doc:meta])* $cue:ident: $key:ident,)*) => {
        /// What a cue is listened for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Cue {
            $($(#[$doc])* $cue,)*
        }

        /// `grammars/cues.toml`: words and phrases that rules listen for, by purpose and language.
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Cues {
            $($(#[$doc])* pub $key: BTreeMap<String, Vec<String>>,)*
        }

        impl Cues {
            /// The phrases of each cue in all languages, normalised, in byte order.
            pub(super) fn into_words(self) -> BTreeMap<Cue, Vec<String>> {
                BTreeMap::from([$((Cue::$cue, words(self.$key)),)*])
            }
        }
    };
}

cues! {
    /// A reason is given: because, since, in order to …
    Reason: reason,
    /// Nothing applies: none, n/a …
    None: none,
    /// Not written yet: tbd, todo, coming soon …
    Stub: stub,
    /// Words that a point behind them does not end a sentence: e.g., approx. …
    Abbreviation: abbreviation,
    /// Something is put off rather than decided: we will consider, might, should probably …
    Hedged: hedged,
    /// Leaving things as they are: do nothing, status quo …
    StatusQuo: status_quo,
    /// A decision is stated: we will, chosen option, we decided …
    Decided: decided,
    /// Only one way is open: only viable option because …
    OnlyOption: only_option,
    /// Several options are taken together: hybrid, both, combination …
    Hybrid: hybrid,
    /// A pro of an option: good, because; pros; advantages …
    Pro: pro,
    /// A con of an option: bad, because; cons; drawbacks …
    Con: con,
    /// What is done about a risk, or that it is accepted: mitigated, we accept, to avoid …
    Mitigated: mitigated,
    /// What is done if a decision or a plan turns out wrong: roll back, revisit, plan b …
    WayBack: way_back,
    /// A rating of how bad a risk is, rather than how likely: impact, severity …
    Harm: harm,
    /// An argument that is neither: neutral …
    Neutral: neutral,
    /// Labels that describe an option and are no option: description, example, rationale, details …
    OptionDetail: option_detail,
    /// Lead-ins of an option's heading: option, alternative, solution, approach …
    OptionWord: option_word,
    /// Marks of the chosen option: chosen, selected, recommended, preferred …
    Chosen: chosen,
    /// Heads of a column of criteria: criterion, factor, aspect …
    CriterionWord: criterion_word,
    /// Heads of weights: weight, importance …
    Weight: weight,
    /// Heads of totals: total, weighted score, sum, overall …
    Total: total,
    /// Heads of scores, and what they are counted in: score, rating, points …
    ScoreWord: score_word,
    /// Marks of a column that repeats another times its weight: weighted …
    Weighted: weighted,
    /// Heads of what stands beside scores: notes, winner, rationale …
    MatrixNote: matrix_note,
    /// Words between the ends of a range: to, bis …
    UpTo: up_to,
    /// Words that leave a question open: unknown, maybe, it depends …
    Unsure: unsure,
    /// Quantities without figures: free, zero, unchanged, half …
    Quantity: quantity,
    /// Spans of time without figures: immediately, already done …
    AtOnce: at_once,
    /// A small number is a good one: lower is better …
    LowerBetter: lower_better,
    /// A reason begins, with or without a comma before it: because …
    Because: because,
    /// A sentence says no to what it names: will not, rejected …
    Negated: negated,
}

fn words(by_language: BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut words: Vec<String> = by_language.into_values().flatten().map(|word| normal_name(&word)).collect();
    words.sort();
    words.dedup();
    words.retain(|word| !word.is_empty());
    words
}
