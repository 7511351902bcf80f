//! The title: what the document is for, and how far it has come.

use super::{Hover, Place, paragraphs};

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    let title = at.document.model().metadata.title.as_ref().filter(|title| at.touches(title.range))?;
    let kind = at.document.kind()?;
    let dialect = at.document.dialect().map(|dialect| format!(" · {}", dialect.spec.title)).unwrap_or_default();
    let markdown = paragraphs([
        Some(format!("**{}**{dialect}", kind.spec.title)),
        Some(format!("`{}`", at.document.progress())),
        Some(kind.spec.summary.clone()),
        Some(kind.spec.guidance.clone()),
    ]);
    Some(Hover { range: title.range, markdown })
}
