//! Waivers: what the rule finds that is waived.

use super::{Hover, Place, paragraphs};
use crate::rules;

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    let mut codes = at.document.model().waivers.iter().flat_map(|waiver| &waiver.codes);
    let code = codes.find(|code| at.touches(code.range))?;
    let rule = rules::rule(&code.code)?;
    let header = format!("**{}** · {}", rule.code, rule.summary);
    Some(Hover { range: code.range, markdown: paragraphs([Some(header), Some(rule.docs.to_owned())]) })
}
