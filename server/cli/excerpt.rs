//! Findings as people read them: the words, the line of the document, what to do.

use crate::rules::{Diagnostic, Severity};
use crate::text::{LineIndex, TextRange};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

/// At most so many lines of a finding are shown.
const LINES: usize = 3;

/// A finding in the file called `path`.
#[must_use]
pub(super) fn finding(path: &str, text: &str, lines: &LineIndex, found: &Diagnostic) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let related = found.related.iter().filter(|place| place.document.is_none());
    let related = related.map(|place| format!("line {}: {}", lines.line(place.range.start) + 1, place.message));
    let notes = related.map(|note| Level::NOTE.message(note));
    let fixes = found.fixes.iter().map(|fix| Level::HELP.message(fix.title.clone()));
    let help = found.help.iter().filter(|_| found.fixes.is_empty()).map(|help| Level::HELP.message(help.clone()));
    let title = level.primary_title(found.message.as_str()).id(found.code);
    let excerpt: Element<'_> = excerpt(path, text, lines, found.range).into();
    render(title.element(excerpt).elements(notes.chain(fixes).chain(help)))
}

/// Says on standard error what went wrong.
pub(super) fn complain(message: &str) {
    anstream::eprintln!("{}", render(Group::with_title(Level::ERROR.primary_title(message))));
}

/// The lines that `range` touches, and a mark under it.
fn excerpt<'s>(
    path: &'s str,
    text: &'s str,
    lines: &LineIndex,
    range: TextRange,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let first = lines.line(range.start);
    let last = lines.line(range.end).min(first + LINES - 1);
    let start = lines.start(first);
    let end = lines.start(last) + lines.text(text, last).len();
    let shown = TextRange::new(start, end);
    let within = |offset: usize| offset.clamp(start, end) - start;
    let mark = AnnotationKind::Primary.span(within(range.start)..within(range.end));
    Snippet::source(shown.of(text)).path(path).line_start(first + 1).annotation(mark)
}

fn render(group: Group<'_>) -> String {
    Renderer::styled().render(&[group])
}
