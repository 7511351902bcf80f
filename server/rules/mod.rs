//! What staffwork finds. One file a rule; no rule knows another.
//!
//! A rule is one declaration: its name, what it says about itself, how loud it is, and the function that looks. From
//! the declaration come `explain`, the docs, the links in diagnostics and the names that settings know. To add one:
//! a file here, its name in `rules!` below, a spec of the same name in `tests/rules/`.

mod declare;
mod each;
mod report;
mod settings;
mod severity;
mod standing;
mod waive;

use each::Asked;

pub use declare::{Class, Ctx, Rule};
pub use report::{Applicability, Diagnostic, Fix, Related};
pub use settings::{OF_SETTINGS, of_settings};
pub use severity::Severity;
pub use standing::{Standing, standing};

use crate::syntax::Fact;
use crate::text::{TextRange, keep_line_ends};
use crate::workspace::Document;
use jiff::civil::Date;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Declares the rule of a module: its fields, as [`Rule`] has them, and the module's function `check`. What is not
/// said is as with most rules.
macro_rules! declare_rule {
    ($($field:ident: $value:expr),* $(,)?) => {
        pub(super) const RULE: super::Rule = super::Rule { $($field: $value,)* check, ..super::Rule::USUAL };
    };
}

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every rule, in byte order of their codes.
        pub const ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    accepted_with_open_questions,
    action_overdue,
    chosen_not_listed,
    criterion_form,
    date_inconsistent,
    duplicate_option,
    duplicate_section,
    empty_section,
    few_options,
    file_name,
    heading_near_miss,
    invalid_status,
    leftover_guidance,
    matrix_close_call,
    matrix_criterion_undefined,
    matrix_direction,
    matrix_dominated_option,
    matrix_duplicate_criterion,
    matrix_flat_criterion,
    matrix_malformed,
    matrix_missing_score,
    matrix_missing_weight,
    matrix_mixed_scale,
    matrix_option_drift,
    matrix_pick_not_top,
    matrix_score_range,
    matrix_total_mismatch,
    matrix_weights_sum,
    matrix_winner_mismatch,
    metric_without_baseline,
    metric_without_target,
    missing_choice,
    missing_contingency,
    missing_criterion,
    missing_due_date,
    missing_metadata,
    missing_mitigation,
    missing_owner,
    missing_rationale,
    missing_reversal,
    missing_section,
    missing_status_quo,
    missing_title,
    non_committal_decision,
    number_without_unit,
    one_sided_option,
    only_positive_consequences,
    option_without_body,
    passive_decision,
    placeholder,
    placeholder_enum,
    review_overdue,
    risk_rating_invalid,
    risk_without_owner,
    scale_target_shape,
    section_level,
    section_order,
    status_conflict,
    status_field_mismatch,
    stub_section,
    summary_length,
    timeline_gap_overlap,
    unknown_kind,
    unknown_waiver,
    unquantified_criterion,
    unrejected_option,
    unused_waiver,
    vague_term,
    waiver_without_reason,
}

/// The rule called `code`, of documents or of settings.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    ALL.iter().chain(OF_SETTINGS).find(|rule| rule.code == code).copied()
}

/// What was found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// What is told, in document order.
    pub told: Vec<Diagnostic>,
    /// How many more there are that waivers speak for.
    pub waived: usize,
}

/// What all rules find in `document` and no waiver speaks for, in document order. Ordinary Markdown has none but
/// of rules that look at any text, templates have none at all.
#[must_use]
pub fn run(document: &Document, today: Date) -> Vec<Diagnostic> {
    find(document, today).told.clone()
}

static FINDINGS: Fact<Findings> = Fact::new();

/// What all rules find in `document`, and how much of it waivers speak for. Whoever asks again of the same document is
/// told the same: an editor asks for what to do about a finding after it was shown.
#[must_use]
pub fn find(document: &Document, today: Date) -> Arc<Findings> {
    find_while(document, today, || true).unwrap_or_default()
}

/// The same, for as long as somebody wants to know: before each rule it is asked whether anybody does, and `None` is
/// the answer where nobody did.
#[must_use]
pub fn find_while(document: &Document, today: Date, is_wanted: impl Fn() -> bool) -> Option<Arc<Findings>> {
    if !is_wanted() {
        return None;
    }
    let mut day = DefaultHasher::new();
    today.hash(&mut day);
    document.parse().fact_if(&FINDINGS, day.finish(), |_| look_at(document, today, is_wanted))
}

fn look_at(document: &Document, today: Date, is_wanted: impl Fn() -> bool) -> Option<Findings> {
    let is_silent = document.kind().is_some_and(|kind| kind.spec.silent);
    if is_silent || document.model().is_template || document.text().trim().is_empty() {
        return Some(Findings::default());
    }
    let mut found = Vec::new();
    for rule in ALL.iter().filter(|rule| !rule.looks_last) {
        if !is_wanted() {
            return None;
        }
        found.extend(look(rule, document, today, &[]));
    }
    let (mut told, waived, used) = waive::waive(document, found);
    told.extend(ALL.iter().filter(|rule| rule.looks_last).flat_map(|rule| look(rule, document, today, &used)));
    let fixes = told.iter_mut().flat_map(|finding| &mut finding.fixes);
    keep_line_ends(document.text(), fixes.flat_map(|fix| &mut fix.edits));
    told.sort_by(|one, other| {
        (one.range.start, one.range.end, one.code).cmp(&(other.range.start, other.range.end, other.code))
    });
    let mut left = document.config().max_hints.unwrap_or(usize::MAX);
    told.retain(|finding| finding.severity > Severity::Hint || left.checked_sub(1).map(|less| left = less).is_some());
    Some(Findings { told, waived })
}

/// What `rule` finds in `document`, where the codes of waivers at `used` speak for something.
fn look(rule: &'static Rule, document: &Document, today: Date, used: &[TextRange]) -> Vec<Diagnostic> {
    let Some(mut ctx) = Ctx::new(rule, document, today, used) else { return Vec::new() };
    (rule.check)(&mut ctx);
    ctx.finish().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Surroundings;
    use crate::workspace::{DocumentId, Force};
    use std::cell::Cell;

    const TODAY: Date = jiff::civil::date(2026, 1, 1);

    fn document() -> Document {
        let around = Surroundings { path: "docs/adr/0001-a.md".to_owned(), ..Surroundings::default() };
        Document::open(DocumentId::new("a"), 1, "# Use Postgres\n\n## Status\n\nMaybe\n", around, Force::default())
    }

    #[test]
    fn rules_stop_when_nobody_wants_to_know_and_nothing_is_remembered() {
        let document = document();
        let left = Cell::new(10);
        let is_wanted = || left.replace(left.get() - 1) > 0;
        assert_eq!(find_while(&document, TODAY, is_wanted), None);
        assert_eq!(left.get(), -1, "asked once more than it was wanted");
        assert!(find(&document, TODAY).told.iter().any(|finding| finding.code == "invalid-status"));
        assert!(find_while(&document, TODAY, || true).is_some_and(|found| !found.told.is_empty()));
    }
}
