//! Findings that a waiver speaks for.

use super::{Diagnostic, rule};
use crate::text::TextRange;
use crate::workspace::Document;

/// What of `found` is told, how many waivers speak for, and the codes of these waivers.
pub(super) fn waive(document: &Document, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize, Vec<TextRange>) {
    let (mut waived, mut used) = (0, Vec::new());
    let told = found.into_iter().filter(|finding| {
        let speaking: Vec<TextRange> = speaking(document, finding).collect();
        waived += usize::from(!speaking.is_empty());
        let is_told = speaking.is_empty();
        used.extend(speaking);
        is_told
    });
    let told = told.collect();
    (told, waived, used)
}

/// The codes in waivers that speak for `finding`.
fn speaking<'d>(document: &'d Document, finding: &Diagnostic) -> impl Iterator<Item = TextRange> + use<'d> {
    let (code, range) = (finding.code, finding.range);
    let can = rule(code).is_some_and(|rule| rule.can_be_waived);
    let about = document.model().waivers.iter().filter(move |waiver| can && waiver.is_about(range));
    about.flat_map(|waiver| &waiver.codes).filter(move |named| named.code == code).map(|named| named.range)
}
