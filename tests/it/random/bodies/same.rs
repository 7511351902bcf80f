//! Whether two documents were understood alike, and where they part.

use jiff::civil::{Date, date};
use staffwork::rules;
use staffwork::workspace::Document;
use std::fmt::Debug;

/// What counts as today.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// The first thing in which `one` and `other` differ.
pub(crate) fn difference(one: &Document, other: &Document) -> Option<String> {
    if one.written() != other.written() || one.text() != other.text() {
        return Some(format!("text: {:?}\ninstead of {:?}", one.text(), other.text()));
    }
    parts(one).into_iter().zip(parts(other)).find_map(|((name, one), (_, other))| {
        let at = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
        let (one, other) = (one.get(at), other.get(at));
        (one != other).then(|| format!("{name} {at}: {one:?}\n  instead of {other:?}"))
    })
}

/// Everything that was understood of a document, by what it is: each part a list of things.
fn parts(document: &Document) -> Vec<(&'static str, Vec<String>)> {
    let (parse, model) = (document.parse(), document.model());
    let text = parse.text();
    let blocks = parse.tree().iter().map(|(_, block)| {
        format!("{:?} {:?} in {:?}: {:?}", block.kind, block.range, block.parent, block.range.of(text))
    });
    let kind = document.kind().map(|kind| &kind.spec.id);
    let dialect = document.dialect().map(|dialect| &dialect.spec.id);
    let verdict = &model.verdict;
    let metadata = &model.metadata;
    vec![
        ("front matter", all(parse.front_matter())),
        ("block", blocks.collect()),
        ("line", (0..parse.lines().lines()).map(|line| parse.lines().start(line).to_string()).collect()),
        ("definition", all(parse.definitions())),
        ("section", document.outline().iter().map(|(_, section)| format!("{section:?}")).collect()),
        ("kind", vec![format!("{kind:?} {dialect:?} {}", model.is_template)]),
        ("evidence", vec![format!("{} {:?} {:?}", verdict.confidence, verdict.decided_by, verdict.points)]),
        ("reason", all(&verdict.reasons)),
        ("field", all(&metadata.fields)),
        ("title and date", vec![format!("{:?} {:?} {:?}", metadata.title, metadata.number, metadata.date)]),
        ("status", all(&metadata.statuses)),
        ("declared kind", all(&metadata.kind)),
        ("slot", all(&model.sections)),
        ("option", all(&model.options.items)),
        ("options", vec![format!("{:?}", model.options)]),
        ("matrix", all(&model.matrices)),
        ("criterion", all(&model.criteria)),
        ("choice", all(&model.choices)),
        ("placeholder", all(&model.placeholders)),
        ("note", all(&model.notes)),
        ("link", all(&model.links)),
        ("waiver", all(&model.waivers)),
        ("finding", all(rules::run(document, TODAY))),
    ]
}

fn all<T: Debug>(things: impl IntoIterator<Item = T>) -> Vec<String> {
    things.into_iter().map(|thing| format!("{thing:?}")).collect()
}
