//! What holds of every document, whatever stands in it: each place lies inside, and nothing that is asked of it breaks.

use super::pieces::floor;
use super::same::TODAY;
use super::tape::Tape;
use staffwork::ide::{
    DocumentSymbol, Rename, code_action, completion, document_highlight, document_symbol, hover, prepare_rename, rename,
};
use staffwork::model::Surroundings;
use staffwork::rules;
use staffwork::text::{TextEdit, TextRange, apply};
use staffwork::workspace::{Change, Document, DocumentId, FilePosition, Force, Snapshot, Workspace};
use std::sync::Arc;

/// Opens `text` and asks everything that an editor asks, at places that `tape` decides on.
pub(crate) fn sound(path: &str, text: &str, force: Force, tape: &mut Tape<'_>) -> Arc<Document> {
    let _shown = Shown(text);
    let id = DocumentId::new(path);
    let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
    let mut workspace = Workspace::default();
    workspace.apply(Change::Opened { id: id.clone(), version: 0, text: text.to_owned(), around, force });
    let snapshot = workspace.snapshot();
    let document = Arc::clone(snapshot.document(&id).expect("it was opened"));
    assert_eq!(document.text(), text, "the text is another");
    blocks_and_sections(&document);
    meaning(&document);
    findings(&document);
    features(&snapshot, &document, tape);
    document
}

/// A text that is told when something breaks over it.
struct Shown<'t>(&'t str);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("over the document {:?}", self.0);
        }
    }
}

/// Panics unless `range` lies in `text`, on borders of characters.
pub(crate) fn inside(text: &str, range: TextRange, what: &str) {
    assert!(
        range.start <= range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end),
        "{what} at {range:?} of {} bytes",
        text.len()
    );
}

fn blocks_and_sections(document: &Document) {
    let (text, parse) = (document.text(), document.parse());
    let mut last = 0;
    for (id, block) in parse.tree().iter() {
        inside(text, block.range, "a block");
        inside(text, parse.content(block), "what a block holds");
        assert!(block.range.start >= last, "blocks out of order: {block:?}");
        last = block.range.start;
        let outer = block.parent.and_then(|parent| parse.tree().get(parent));
        assert!(outer.is_none_or(|outer| outer.range.contains_range(block.range)), "{block:?} leaves {outer:?}");
        assert!(block.parent.is_none_or(|parent| parent < id), "{block:?} comes before what it stands in");
    }
    if let Some(front_matter) = parse.front_matter() {
        inside(text, front_matter.range, "front matter");
        assert!(front_matter.range.contains_range(front_matter.body), "{front_matter:?}");
        for entry in &front_matter.entries {
            inside(text, entry.key_range, "a key");
            inside(text, entry.value_range, "a value");
        }
        front_matter.error.iter().for_each(|(range, _)| inside(text, *range, "a mistake of front matter"));
    }
    for definition in parse.definitions() {
        inside(text, definition.range, "a definition");
        assert_eq!(definition.target_range.of(text), definition.target);
    }
    for (_, section) in document.outline().iter() {
        inside(text, section.range, "a section");
        assert!(section.range.contains_range(section.heading_range), "{section:?}");
        assert!(section.range.contains_range(section.own), "{section:?}");
        assert!(section.heading_range.contains_range(section.title_range), "{section:?}");
    }
}

fn meaning(document: &Document) {
    let (text, model) = (document.text(), document.model());
    for slot in &model.sections {
        inside(text, slot.head_range, "the head of a slot");
        inside(text, slot.body, "the body of a slot");
    }
    for option in &model.options.items {
        inside(text, option.range, "an option");
        for mention in &option.mentions {
            inside(text, mention.range, "the mention of an option");
            inside(text, mention.body, "what is said of an option");
        }
    }
    let choices = model.choices.iter().map(|list| list.range);
    let links = model.links.iter().map(|link| link.range);
    let waivers = model.waivers.iter().flat_map(|waiver| [waiver.range, waiver.covers]);
    let prompts = model.placeholders.iter().chain(&model.notes).copied();
    for range in choices.chain(links).chain(waivers).chain(prompts) {
        inside(text, range, "a choice, a link, a waiver or a placeholder");
    }
    for matrix in &model.matrices {
        inside(text, matrix.range, "a matrix");
        let filled = matrix.filled();
        assert!((0.0..=1.0).contains(&filled), "{filled} of a matrix is filled");
        for option in &matrix.options {
            inside(text, option.range, "an option of a matrix");
            assert_eq!(option.scores.len(), matrix.criteria.len(), "a row of another length in {matrix:?}");
            for score in &option.scores {
                inside(text, score.range, "a score");
                assert_eq!(score.range.of(text), score.raw, "a score is not what stands there");
            }
        }
    }
}

fn findings(document: &Document) {
    let text = document.text();
    let found = rules::run(document, TODAY);
    for finding in &found {
        inside(text, finding.range, finding.code);
        assert!(!finding.message.trim().is_empty(), "{} says nothing", finding.code);
        finding.related.iter().for_each(|related| inside(text, related.range, "a related place"));
        finding.fixes.iter().for_each(|fix| edits_inside(text, &fix.edits, finding.code));
    }
    // what a fix leaves is a document again
    for fix in found.iter().flat_map(|finding| &finding.fixes).take(2) {
        let mended = apply(text, &fix.edits);
        let around = document.around().clone();
        let mended = Document::read(document.id().clone(), &mended, around, document.force().clone());
        for finding in rules::run(&mended, TODAY) {
            inside(mended.text(), finding.range, finding.code);
        }
    }
}

fn edits_inside(text: &str, edits: &[TextEdit], what: &str) {
    for edit in edits {
        inside(text, edit.range, what);
    }
}

/// No two edits of one change meet: clients do them at once.
fn edits_apart(text: &str, edits: &[TextEdit], what: &str) {
    edits_inside(text, edits, what);
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let are_apart = sorted.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    assert!(are_apart, "{what}: edits overlap: {edits:?}");
}

fn features(snapshot: &Snapshot, document: &Document, tape: &mut Tape<'_>) {
    let (text, id) = (document.text(), document.id());
    for _ in 0..3 {
        let offset = floor(text, tape.below(1 << 16) % (text.len() + 1));
        if text.get(offset.saturating_sub(1)..).is_some_and(|rest| rest.starts_with("\r\n")) {
            continue; // between the two no cursor stands
        }
        let at = FilePosition { id: id.clone(), offset };
        for item in completion(snapshot, &at, TODAY) {
            inside(text, item.edit.range, "a completion");
            assert!(item.edit.range.touches(offset), "{item:?} is not at {offset}");
        }
        if let Some(hover) = hover(snapshot, &at) {
            inside(text, hover.range, "a hover");
        }
        let range = TextRange::new(offset, floor(text, offset + tape.below(40)));
        for action in code_action(snapshot, id, range, TODAY) {
            action.edit.edits.iter().for_each(|(_, edits)| edits_apart(text, edits, &action.title));
        }
        if let Some(target) = prepare_rename(snapshot, &at) {
            assert_eq!(target.range.of(text), target.name, "what is renamed is not what stands there");
            let places = document_highlight(snapshot, &at);
            assert!(places.contains(&target.range), "{target:?} is not among {places:?}");
            if let Some(Rename::Change(change)) = rename(snapshot, &at, "Neon | x") {
                change.edits.iter().for_each(|(_, edits)| edits_apart(text, edits, "a new name"));
            }
        }
    }
    for symbol in document_symbol(snapshot, id) {
        whole(text, &symbol);
    }
}

fn whole(text: &str, symbol: &DocumentSymbol) {
    inside(text, symbol.range, "a symbol");
    assert!(!symbol.name.is_empty(), "a symbol without a name");
    assert!(symbol.range.contains_range(symbol.selection_range), "{} is not where it stands", symbol.name);
    for child in &symbol.children {
        assert!(symbol.range.contains_range(child.range), "{} leaves {}", child.name, symbol.name);
        whole(text, child);
    }
}
