//! A word that promises and cannot be held against anything.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Role, SlotState};
use crate::model::{Sentence, is_quantified, sentences};
use crate::text::TextRange;
use crate::workspace::Profile;

declare_rule! {
    code: "vague-term",
    summary: "a word such as fast or scalable stands without a number",
    docs: "\
\"Scalable\" means ten times as much to the author and a thousand times to the reader. Nobody can say later whether the \
decision kept the promise.

Only with `profile = \"full\"`, and in the decision matrix, whose template asks for numbers: in decisions and success \
metrics, in sentences without any number, five times a document at most. Names, code and quotes are left alone.

Write how much, by when, or compared with what; or take the word out.",
    bad: "# Use Postgres for the ledger\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n## Options\n\n- Postgres\n- MySQL\n- Do nothing\n\n## Evaluation Criteria\n\n- Cost: $40 a month\n\n\
          ## Recommendation\n\n- Chosen option: Postgres\n- Reasoning: it is scalable\n\n## Alternative Paths\n\n- If we're wrong: MySQL reads the same dump\n",
    good: "# Use Postgres for the ledger\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n## Options\n\n- Postgres\n- MySQL\n- Do nothing\n\n## Evaluation Criteria\n\n- Cost: $40 a month\n\n\
          ## Recommendation\n\n- Chosen option: Postgres\n- Reasoning: it carries 4,000 entries a second\n\n## Alternative Paths\n\n- If we're wrong: MySQL reads the same dump\n",
    severity: Severity::Hint,
    class: Class::Correctness,
}

/// So many a document are enough to make the point.
const MOST: usize = 5;

fn check(ctx: &mut Ctx<'_>) {
    let asks_for_numbers = ctx.document().dialect().is_some_and(|dialect| dialect.spec.decision_matrix);
    if ctx.config().profile != Profile::Full && !asks_for_numbers {
        return;
    }
    let is_looked_at = |roles: &[Role]| roles.iter().any(|role| matches!(role, Role::Decision | Role::SuccessMetrics));
    let own = ctx.model().sections.iter().filter(|slot| is_looked_at(&slot.roles) && slot.state == SlotState::Filled);
    let said: Vec<Sentence> = own.flat_map(|slot| sentences(ctx.grammars(), ctx.parse(), slot.body)).collect();
    let unmeasured = said.iter().filter(|sentence| !is_quantified(ctx.grammars(), &sentence.words));
    let mut words: Vec<TextRange> = unmeasured.filter_map(|sentence| vague_word(ctx, sentence)).collect();
    words.sort();
    words.dedup();
    for word in words.into_iter().take(MOST) {
        let written = word.of(ctx.text());
        let message = format!("`{written}` says nothing that can be checked: say how much, or leave it out");
        ctx.report(word, message).done();
    }
}

/// The first word of the sentence that promises: one in capitals is a name, but for the first.
fn vague_word(ctx: &Ctx<'_>, sentence: &Sentence) -> Option<TextRange> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '\'');
    let mut at = 0;
    let words = sentence.words.split_inclusive(|c: char| !is_part(c)).map(|written| {
        let word = written.trim_end_matches(|c: char| !is_part(c)).trim_end_matches('.');
        let start = at;
        at += written.len();
        (start, word)
    });
    let mut words = words.filter(|(_, word)| !word.is_empty());
    let found = words.find(|(start, word)| {
        let is_name = *start > 0 && word.starts_with(char::is_uppercase);
        !is_name && !word.contains(['_', '/', '.']) && ctx.grammars().is(Cue::Vague, word)
    });
    found.map(|(start, word)| TextRange::new(sentence.range.start + start, sentence.range.start + start + word.len()))
}
