//! Every feature shows what its spec says: `tests/ide/<feature>.md`.
//!
//! A spec's blocks are named after what makes them: `completion`, `hover`, `code-action`, `symbols`. Lists are written
//! one thing a line, so that a reader sees what a user sees.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails here says enough")]

use crate::fixture::{self, Seen, Test};
use crate::shared;
use jiff::civil::{Date, date};
use staffwork::grammar::{Grammars, samples};
use staffwork::ide::{
    CodeAction, CodeActionKind, CompletionItem, DocumentSymbol, Rename, code_action, code_lens, completion, diagnostic,
    document_highlight, document_symbol, hover, inlay_hint, prepare_rename, rename,
};
use staffwork::model::Surroundings;
use staffwork::syntax::{Parse, TypedTable};
use staffwork::text::{TextEdit, TextRange, apply};
use staffwork::workspace::{Change, Config, DocumentId, FilePosition, Force, Snapshot, Workspace};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

const TODAY: Date = date(2026, 3, 1);

#[test]
fn show_what_their_specs_say() {
    fixture::check("ide", |spec, test| {
        let (snapshot, _) = test.open();
        let blocks = test.expected.iter().map(|block| {
            let (what, which) = block.name.split_once(' ').unwrap_or((&block.name, ""));
            let shown = match what {
                "completion" => items(&snapshot, test),
                "hover" => hovered(&snapshot, test),
                "code-action" => actions(&snapshot, test),
                "fixed" => fixed(&snapshot, test),
                "refactorings" => refactorings(&snapshot, test),
                "after" => after(&snapshot, test, which),
                "snippet" => snippet(&snapshot, test, which),
                "places" => places(&snapshot, test),
                "waived" => waived(&snapshot, test),
                "symbols" => symbols(&snapshot, test),
                "hints" => hints(&snapshot, test),
                "lens" => lenses(&snapshot, test),
                "highlight" => highlighted(&snapshot, test),
                "renamed" => renamed(&snapshot, test, which),
                other => panic!("{}: {}: nothing makes `{other}` blocks", spec.name, test.name),
            };
            (block.name.clone(), shown)
        });
        Seen { marks: None, blocks: blocks.collect() }
    });
}

/// `label — detail — first line of what is inserted`, and the text after the first item is taken where it is alone.
fn items(snapshot: &Snapshot, test: &Test) -> String {
    let at = test.cursor();
    let whole = text_of(snapshot, &at.id);
    let offered = completion(snapshot, &at, TODAY);
    let mut out = String::new();
    for item in &offered {
        holds(&whole, &at, item);
        let first = item.edit.snippet.trim_start().lines().next().unwrap_or_default();
        let detail = item.detail.as_deref().unwrap_or("-");
        writeln!(out, "{} — {detail} — {first}", item.label).unwrap();
    }
    if let [only] = offered.as_slice() {
        let own = TextEdit::replace(only.edit.range, only.edit.text.clone());
        let edited = apply(&whole, &[vec![own], only.elsewhere.clone()].concat());
        write!(out, "=>\n{edited}").unwrap();
    }
    if offered.is_empty() { "nothing\n".to_owned() } else { out }
}

/// What every item promises: its edit is on the cursor's line and around the cursor, what else it changes on others, and
/// what was typed in it filters it in.
fn holds(text: &str, at: &FilePosition, item: &CompletionItem) {
    let range = item.edit.range;
    assert!(range.touches(at.offset), "{item:?} is not around the cursor at {}", at.offset);
    assert!(!range.of(text).contains('\n'), "{item:?} replaces more than a line");
    let is_apart = |edit: &TextEdit| {
        let between =
            if edit.range.end < range.start { edit.range.end..range.start } else { range.end..edit.range.start };
        text.get(between).is_some_and(|between| between.contains('\n'))
    };
    assert!(item.elsewhere.iter().all(is_apart), "{item:?} changes more of its own line");
    let typed = text[range.start..at.offset].to_lowercase();
    let mut letters = item.filter_text.to_lowercase().chars().collect::<Vec<_>>().into_iter();
    let passes =
        typed.chars().filter(|letter| !letter.is_whitespace()).all(|letter| letters.any(|other| other == letter));
    assert!(passes, "{typed:?} does not filter in {item:?}");
}

fn hovered(snapshot: &Snapshot, test: &Test) -> String {
    let at = test.cursor();
    let Some(found) = hover(snapshot, &at) else { return "nothing\n".to_owned() };
    let whole = text_of(snapshot, &at.id);
    format!("[{}]\n{}\n", found.range.of(&whole), found.markdown)
}

/// The lines that have hints, with these in `⟦…⟧`.
fn hints(snapshot: &Snapshot, test: &Test) -> String {
    let id = &test.files[0].id();
    let text = text_of(snapshot, id);
    let found = inlay_hint(snapshot, id, TextRange::new(0, text.len()));
    let edits: Vec<_> = found.iter().map(|hint| TextEdit::insert(hint.offset, format!(" ⟦{}⟧", hint.label))).collect();
    let shown = apply(&text, &edits);
    let mut out: String = shown.lines().filter(|line| line.contains('⟦')).map(|line| line.to_owned() + "\n").collect();
    for tooltip in found.iter().filter_map(|hint| hint.tooltip.as_ref()).take(1) {
        writeln!(out, "\n{tooltip}").unwrap();
    }
    if found.is_empty() { "nothing\n".to_owned() } else { out }
}

fn lenses(snapshot: &Snapshot, test: &Test) -> String {
    let found = code_lens(snapshot, &test.files[0].id());
    let told = found
        .iter()
        .map(|lens| format!("[{}] {}\n", lens.range.of(&text_of(snapshot, &test.files[0].id())), lens.title));
    if found.is_empty() { "nothing\n".to_owned() } else { told.collect() }
}

fn text_of(snapshot: &Snapshot, id: &DocumentId) -> String {
    snapshot.document(id).map(|document| document.text().to_owned()).unwrap_or_default()
}

fn found_actions(snapshot: &Snapshot, test: &Test) -> Vec<CodeAction> {
    let at = test.cursor();
    code_action(snapshot, &at.id, TextRange::empty(at.offset), TODAY)
}

fn actions(snapshot: &Snapshot, test: &Test) -> String {
    let line = |action: &CodeAction| {
        let preferred = if action.is_preferred { " (preferred)" } else { "" };
        let fixes = action.fixes.as_ref().map(|finding| format!(" for {}", finding.code)).unwrap_or_default();
        format!("{:?}: {}{fixes}{preferred}\n", action.kind, action.title)
    };
    let lines: String = found_actions(snapshot, test).iter().map(line).collect();
    if lines.is_empty() { "nothing\n".to_owned() } else { lines }
}

/// What each refactoring is called.
fn refactorings(snapshot: &Snapshot, test: &Test) -> String {
    let all = found_actions(snapshot, test);
    let titles = all.iter().filter(|action| action.kind == CodeActionKind::Refactor);
    let titles: String = titles.map(|action| action.title.clone() + "\n").collect();
    if titles.is_empty() { "nothing\n".to_owned() } else { titles }
}

/// The lines that the refactoring `title` changes, as it leaves them.
fn after(snapshot: &Snapshot, test: &Test, title: &str) -> String {
    let all = found_actions(snapshot, test);
    let action = all.iter().find(|action| action.kind == CodeActionKind::Refactor && action.title == title);
    let text = text_of(snapshot, &test.cursor().id);
    action.map_or_else(|| "not offered\n".to_owned(), |action| changed_lines(&text, &action.edit.edits[0].1))
}

/// The lines of `text` that `edits` write, as they leave them.
fn changed_lines(text: &str, edits: &[TextEdit]) -> String {
    let changed = apply(text, edits);
    let (mut shown, mut grown) = (BTreeSet::new(), 0_isize);
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    assert!(sorted.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "edits overlap: {sorted:?}");
    for edit in sorted {
        let start = edit.range.start.checked_add_signed(grown).unwrap();
        grown += edit.text.len().cast_signed() - edit.range.len().cast_signed();
        let line = |offset: usize| changed[..offset].matches('\n').count();
        shown.extend(line(start)..=line(start + edit.text.len()));
    }
    let lines = changed.lines().enumerate().filter(|(at, line)| shown.contains(at) && !line.is_empty());
    lines.map(|(_, line)| line.to_owned() + "\n").collect()
}

/// The lines that name the option under the cursor, each name in `⟦…⟧`.
fn highlighted(snapshot: &Snapshot, test: &Test) -> String {
    let at = test.cursor();
    let places = document_highlight(snapshot, &at);
    let edits = places.iter().flat_map(|place| [TextEdit::insert(place.start, "⟦"), TextEdit::insert(place.end, "⟧")]);
    let shown = apply(&text_of(snapshot, &at.id), &edits.collect::<Vec<_>>());
    let lines: String = shown.lines().filter(|line| line.contains('⟦')).map(|line| line.to_owned() + "\n").collect();
    if lines.is_empty() { "nothing\n".to_owned() } else { lines }
}

/// The lines that change where the option under the cursor gets another name; `\\n` is a line break.
fn renamed(snapshot: &Snapshot, test: &Test, name: &str) -> String {
    let at = test.cursor();
    let text = text_of(snapshot, &at.id);
    let Some(target) = prepare_rename(snapshot, &at) else {
        assert_eq!(rename(snapshot, &at, name), None, "what cannot be prepared is renamed");
        return "nothing\n".to_owned();
    };
    assert_eq!((target.range.of(&text), target.range.touches(at.offset)), (target.name.as_str(), true));
    match rename(snapshot, &at, &name.replace("\\n", "\n")).unwrap() {
        Rename::Change(change) => changed_lines(&text, &change.edits[0].1),
        Rename::Refused(why) => format!("refused: {why}\n"),
    }
}

/// The document after the first action that is no quick fix, else after the last that is no waiver.
fn fixed(snapshot: &Snapshot, test: &Test) -> String {
    let actions = found_actions(snapshot, test);
    let whole_document = actions.iter().find(|action| action.kind == CodeActionKind::Refactor);
    done(snapshot, test, whole_document.or(actions.iter().rfind(|action| !is_waiver(action))))
}

/// The rows of the document after its open cells are filled in: with places to fill in, these shown as they are, and as a
/// client gets it that knows none.
fn places(snapshot: &Snapshot, test: &Test) -> String {
    let actions = found_actions(snapshot, test);
    let Some(action) = actions.iter().find(|action| action.title == "Fill in the open cells") else {
        return "nothing\n".to_owned();
    };
    let plain = action.edit.edits[0].1[0].clone();
    let with_places = TextEdit::replace(plain.range, action.edit.snippet.clone().unwrap());
    let text = text_of(snapshot, &test.cursor().id);
    let rows = |edit: TextEdit| {
        let changed = apply(&text, &[edit]);
        changed.lines().filter(|line| line.starts_with('|')).map(|line| line.to_owned() + "\n").collect::<String>()
    };
    format!("{}without places:\n{}", rows(with_places), rows(plain))
}

/// The document after the first waiver.
fn waived(snapshot: &Snapshot, test: &Test) -> String {
    done(snapshot, test, found_actions(snapshot, test).iter().find(|action| is_waiver(action)))
}

fn is_waiver(action: &CodeAction) -> bool {
    action.title.starts_with("Waive ")
}

/// What the action `title` inserts, with its places to fill in.
fn snippet(snapshot: &Snapshot, test: &Test, title: &str) -> String {
    let actions = found_actions(snapshot, test);
    let found = actions.iter().find(|action| action.title == title).and_then(|action| action.edit.snippet.clone());
    found.map_or_else(|| "not offered\n".to_owned(), |snippet| snippet.trim_matches('\n').to_owned() + "\n")
}

fn done(snapshot: &Snapshot, test: &Test, action: Option<&CodeAction>) -> String {
    let whole = text_of(snapshot, &test.cursor().id);
    let edits = action.and_then(|action| action.edit.edits.first());
    edits.map_or_else(|| "nothing\n".to_owned(), |(_, edits)| apply(&whole, edits))
}

fn symbols(snapshot: &Snapshot, test: &Test) -> String {
    let mut out = String::new();
    for symbol in document_symbol(snapshot, &test.files[0].id()) {
        write_symbol(&symbol, 0, &mut out);
    }
    out
}

fn write_symbol(symbol: &DocumentSymbol, depth: usize, out: &mut String) {
    assert!(!symbol.name.is_empty() && symbol.range.contains_range(symbol.selection_range), "{symbol:?}");
    let detail = symbol.detail.as_ref().map(|detail| format!(" — {detail}")).unwrap_or_default();
    writeln!(out, "{}{:?} {}{detail}", "  ".repeat(depth), symbol.kind, symbol.name).unwrap();
    for child in &symbol.children {
        assert!(symbol.range.contains_range(child.range), "{child:?} leaves {symbol:?}");
        write_symbol(child, depth + 1, out);
    }
}

fn opened(path: &str, text: &str, kind: Option<&str>, dialect: Option<&str>) -> (Snapshot, DocumentId) {
    let mut config = String::new();
    if let (Some(kind), Some(dialect)) = (kind, dialect) {
        config = format!("[[files]]\nglob = \"**\"\nkind = \"{kind}\"\ndialect = \"{dialect}\"\n");
    }
    let config: Config = toml::from_str(&config).unwrap();
    let mut workspace = Workspace::default();
    let force = Force { config: Arc::new(config.prepare().unwrap()), ..Force::default() };
    let id = DocumentId::new(path);
    let around = Surroundings { path: path.to_owned(), ..Surroundings::default() };
    workspace.apply(Change::Opened { id: id.clone(), version: 1, text: text.to_owned(), around, force });
    (workspace.snapshot(), id)
}

/// Every dialect with its kind, and a document that has everything.
fn dialects() -> Vec<(String, String, String)> {
    let grammars = Grammars::builtin();
    let mut all = Vec::new();
    for kind in &grammars.kinds {
        for dialect in &kind.dialects {
            let text = staffwork::model::without_tab_stops(&staffwork::model::template(&dialect.spec));
            all.push((kind.spec.id.clone(), dialect.spec.id.clone(), text));
        }
    }
    all
}

fn insert_missing(snapshot: &Snapshot, id: &DocumentId) -> Option<String> {
    let actions = code_action(snapshot, id, TextRange::empty(0), TODAY);
    let action = actions.into_iter().rfind(|action| action.fixes.is_none())?;
    let text = snapshot.document(id)?.text().to_owned();
    Some(apply(&text, &action.edit.edits.first()?.1))
}

fn missing(snapshot: &Snapshot, id: &DocumentId) -> Vec<String> {
    snapshot.document(id).unwrap().model().lacking().map(|spec| spec.id.clone()).collect()
}

#[test]
fn inserting_all_missing_sections_leaves_none_missing() {
    for (kind, dialect, _) in dialects() {
        let (snapshot, id) = opened("a.md", "# A title that says what it is about\n", Some(&kind), Some(&dialect));
        let Some(text) = insert_missing(&snapshot, &id) else {
            assert!(missing(&snapshot, &id).len() < 2, "{dialect}: no action");
            continue;
        };
        let (snapshot, id) = opened("a.md", &text, Some(&kind), Some(&dialect));
        assert_eq!(missing(&snapshot, &id), Vec::<String>::new(), "{kind}/{dialect}\n{text}");
        assert!(!text.contains("\n\n\n"), "{kind}/{dialect} has two blank lines together\n{text}");
    }
}

#[test]
fn a_whole_template_lacks_nothing_and_offers_no_section() {
    for (kind, dialect, text) in dialects() {
        let (snapshot, id) = opened("a.md", &text, Some(&kind), Some(&dialect));
        assert_eq!(missing(&snapshot, &id), Vec::<String>::new(), "{kind}/{dialect}\n{text}");
        let at = FilePosition { id, offset: text.len() };
        let items = completion(&snapshot, &at, TODAY);
        let required: Vec<_> = items.iter().filter(|item| item.detail.as_deref() == Some("required section")).collect();
        assert!(required.is_empty(), "{kind}/{dialect}: {required:?}");
    }
}

/// Nothing panics, wherever the cursor stands and however lines end, and what is shown keeps its promises.
#[test]
fn every_place_can_be_asked_about() {
    for (path, text) in samples() {
        ask_everywhere(path, text, 3);
        ask_everywhere(path, &text.replace('\n', "\r\n"), 7);
    }
    let Some(folder) = shared::folder("corpus") else { return };
    for (path, text) in shared::markdown(&folder).into_iter().step_by(61).take(60) {
        ask_everywhere(&path.to_string_lossy(), &text, 41);
    }
}

fn ask_everywhere(path: &str, text: &str, step: usize) {
    let (snapshot, id) = opened(path, text, None, None);
    let _ = diagnostic(&snapshot, &id, TODAY);
    for symbol in document_symbol(&snapshot, &id) {
        write_symbol(&symbol, 0, &mut String::new());
    }
    act_everywhere(&snapshot, &id, text, step * 97);
    for (offset, _) in text.char_indices().step_by(step) {
        if text[..offset].ends_with('\r') {
            continue; // no cursor stands inside a line end
        }
        let at = FilePosition { id: id.clone(), offset };
        let shown = hover(&snapshot, &at);
        assert!(shown.is_none_or(|shown| shown.range.touches(offset)), "{path} at {offset}");
        for item in completion(&snapshot, &at, TODAY) {
            holds(text, &at, &item);
            let feeds = item.edit.text.matches('\n').count();
            let both = if text.contains("\r\n") { feeds } else { 0 };
            assert_eq!(item.edit.text.matches("\r\n").count(), both, "{path}: {item:?} has line ends of its own");
        }
    }
}

/// What is done keeps the line ends, and its edits stand apart; a name can be taken back.
fn act_everywhere(snapshot: &Snapshot, id: &DocumentId, text: &str, step: usize) {
    let feeds = |text: &str| text.matches('\n').count();
    for (offset, _) in text.char_indices().step_by(step) {
        if text[..offset].ends_with('\r') {
            continue;
        }
        for action in code_action(snapshot, id, TextRange::empty(offset), TODAY) {
            let edits = &action.edit.edits[0].1;
            changed_lines(text, edits);
            let both = |written: &str| !text.contains("\r\n") || written.matches("\r\n").count() == feeds(written);
            let mut written = edits.iter().map(|edit| edit.text.as_str()).chain(action.edit.snippet.as_deref());
            assert!(written.all(both), "{}: {} has line ends of its own", id.as_str(), action.title);
        }
        let at = FilePosition { id: id.clone(), offset };
        let Some(target) = prepare_rename(snapshot, &at) else { continue };
        if let Some(Rename::Change(change)) = rename(snapshot, &at, "Zyx | Wvu") {
            let named = apply(text, &change.edits[0].1);
            assert!(feeds(&named) == feeds(text) && named != text, "{}: {target:?}", id.as_str());
        }
    }
}

/// However far the rows of a matrix are typed: what is taken in them gives no row more cells than the header has, and the
/// rest of a row fills it.
#[test]
fn what_is_taken_in_a_matrix_leaves_its_rows_whole() {
    let (mut taken, mut rests) = (0, 0);
    for (path, text) in samples().into_iter().filter(|(path, _)| path.ends_with(".good.md")) {
        let (snapshot, id) = opened(path, text, None, None);
        let document = snapshot.document(&id).unwrap();
        let tables = document.model().matrices.iter().filter_map(|matrix| matrix.table(document.parse()));
        let rows: Vec<TextRange> = tables.flat_map(|table| table.rows).map(|row| row.range).collect();
        for border in rows.iter().flat_map(|row| row.start..row.end).filter(|at| text.as_bytes()[*at] == b'|') {
            let line_end = text[border..].find('\n').map_or(text.len(), |at| border + at);
            let typed = format!("{}| {}", &text[..border], &text[line_end..]);
            let (snapshot, id) = opened(path, &typed, None, None);
            let at = FilePosition { id, offset: border + 2 };
            for item in completion(&snapshot, &at, TODAY) {
                holds(&typed, &at, &item);
                let own = TextEdit::replace(item.edit.range, item.edit.text.clone());
                let after = apply(&typed, &[vec![own], item.elsewhere.clone()].concat());
                let table = TypedTable::around(&Parse::new(after.as_str().into()), border).unwrap();
                let width = table.header.cells.len();
                let rows = table.rows.iter().map(|row| row.cells.len());
                assert!(rows.clone().all(|cells| cells <= width), "{path}: {item:?}\n{after}");
                if item.detail.as_deref() == Some("the rest of the row") {
                    let own = table.rows.iter().find(|row| row.range.touches(border)).unwrap();
                    assert_eq!(own.cells.len(), width, "{path}: {item:?}\n{after}");
                    rests += 1;
                }
                taken += 1;
            }
        }
    }
    assert!(taken > 300 && rests > 20, "{taken} offers, {rests} of them the rest of a row");
}

/// After a space in prose nothing is offered, in no document.
#[test]
fn prose_is_left_alone() {
    let mut texts: Vec<(String, String)> =
        samples().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    if let Some(folder) = shared::folder("corpus") {
        let files = shared::markdown(&folder).into_iter().step_by(97).take(40);
        texts.extend(files.map(|(path, text)| (path.to_string_lossy().into_owned(), text)));
    }
    for (path, text) in texts {
        let (snapshot, id) = opened(&path, &text, None, None);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            let is_prose =
                words.starts_with(char::is_alphabetic) && words.split(' ').count() > 6 && !words.contains([':', '|']);
            if let Some(at) = words.char_indices().filter(|(_, c)| *c == ' ').nth(3).filter(|_| is_prose) {
                let at = FilePosition { id: id.clone(), offset: start + at.0 + 1 };
                assert_eq!(completion(&snapshot, &at, TODAY), [], "{path}: {line}");
            }
            start += line.len();
        }
    }
}

#[test]
fn a_long_document_is_answered_as_a_short_one() {
    let mut text = String::from("# Keep the ledger\n\n## Context\n\n");
    for number in 0..5000 {
        writeln!(text, "Paragraph {number} tells something about the ledger, at length.\n").unwrap();
    }
    text.push_str("## Considered Options\n\n* Postgres\n* MySQL\n\n## \n");
    let (snapshot, id) = opened("docs/adr/0001-a.md", &text, Some("adr"), Some("madr"));
    let at = FilePosition { id: id.clone(), offset: text.len() - 1 };
    assert!(!completion(&snapshot, &at, TODAY).is_empty());
    let on_heading = FilePosition { id, offset: text.find("Considered").unwrap() };
    assert!(hover(&snapshot, &on_heading).is_some());
}

/// What an action or an item writes has the line ends of the document.
#[test]
fn what_is_inserted_has_the_documents_line_ends() {
    let text = "# Use Postgres\r\n\r\n## Context\r\n\r\nThe ledger grows.\r\n\r\n";
    let (snapshot, id) = opened("docs/adr/0001-use-postgres.md", text, Some("adr"), Some("decision-matrix"));
    let end = TextRange::empty(text.len());
    let actions = code_action(&snapshot, &id, TextRange::new(0, text.len()), TODAY);
    let edits = actions.iter().flat_map(|action| &action.edit.edits).flat_map(|(_, edits)| edits);
    let items = completion(&snapshot, &FilePosition { id, offset: end.start }, TODAY);
    let written: Vec<&str> =
        edits.map(|edit| edit.text.as_str()).chain(items.iter().map(|item| item.edit.snippet.as_str())).collect();
    assert!(written.iter().filter(|text| text.contains('\n')).count() > 3, "{written:?}");
    for text in written {
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count(), "{text:?}");
    }
}
