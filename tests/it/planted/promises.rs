//! What a plan promises: mitigations, ratings, owners, days, targets, spans of time.

use super::Defect;
use super::ground::{Ground, Plant};
use staffwork::grammar::{Form, Head, Role, Slot, normal_name};
use staffwork::model::{Entry, Part, RiskSource, Risks, items};
use staffwork::syntax::{BlockKind, Table};
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "mitigation removed", codes: &["missing-mitigation"], plant: mitigation },
    Defect { name: "contingency removed", codes: &["missing-contingency"], plant: contingency },
    Defect { name: "owner of a large risk removed", codes: &["risk-without-owner"], plant: owner_of_risk },
    Defect { name: "rating no rating", codes: &["risk-rating-invalid"], plant: rating },
    Defect { name: "rating misspelt", codes: &["risk-rating-invalid"], plant: rating_misspelt },
    Defect { name: "owner removed", codes: &["missing-owner"], plant: owner },
    Defect { name: "due date removed", codes: &["missing-due-date"], plant: due },
    Defect { name: "target removed", codes: &["metric-without-target", "unquantified-criterion"], plant: target },
    Defect {
        name: "future half of a scale target removed",
        codes: &["scale-target-shape", "unquantified-criterion"],
        plant: half,
    },
    Defect { name: "gap in a timeline", codes: &["timeline-gap-overlap"], plant: gap },
    Defect { name: "overlap in a timeline", codes: &["timeline-gap-overlap"], plant: overlap },
];

fn risks(ground: &Ground) -> Vec<Risks> {
    let document = &ground.document;
    let source = RiskSource { grammars: document.grammars(), parse: document.parse(), outline: document.outline() };
    ground.model().risks(source).to_vec()
}

fn mitigation(ground: &Ground) -> Vec<Plant> {
    without_part(ground, Form::Mitigation, |_| true)
}

fn contingency(ground: &Ground) -> Vec<Plant> {
    without_part(ground, Form::Contingency, |ratings| ratings.last().is_some_and(|rating| rating == "high"))
}

fn owner_of_risk(ground: &Ground) -> Vec<Plant> {
    // the document as it is has no risk that is high on both ends, so one is made
    let mut plants = Vec::new();
    for (entry, risks) in risks(ground).iter().flat_map(|risks| risks.entries.iter().map(move |entry| (entry, risks))) {
        let ratings: Vec<&Part> = Risks::ratings(ground.document.grammars(), entry).collect();
        let Some(owner) = entry.parts.iter().find(|part| &*part.label == "owner") else { continue };
        if ratings.len() == 2 && risks.asked.contains(&Form::Rating) {
            let mut edits: Vec<TextEdit> = ratings.iter().map(|part| TextEdit::replace(part.value, "High")).collect();
            edits.push(without(ground, owner));
            edits.sort_by_key(|edit| edit.range.start);
            plants.push(ground.plant(format!("nobody owns `{}`", shown(ground, entry)), &edits, &[entry.range]));
        }
    }
    plants
}

/// Risks without the part of `form`, where their ratings ask for it.
fn without_part(ground: &Ground, form: Form, asks: fn(&[String]) -> bool) -> Vec<Plant> {
    let grammars = ground.document.grammars();
    let mut plants = Vec::new();
    for risks in risks(ground).iter().filter(|risks| risks.asked.contains(&form)) {
        for entry in &risks.entries {
            let ratings = Risks::ratings(grammars, entry).map(|part| normal_name(part.value.of(ground.text())));
            let ratings: Vec<String> = ratings.collect();
            if let Some(part) = Risks::part(grammars, entry, form).filter(|_| asks(&ratings)) {
                let what = format!("`{}` of `{}` is gone", part.label, shown(ground, entry));
                plants.push(ground.plant(what, &[without(ground, part)], &[entry.range]));
            }
        }
    }
    plants
}

fn shown(ground: &Ground, entry: &Entry) -> String {
    entry.shown(ground.document.parse())
}

/// The edit that takes a part away: its line, what stands behind another sentence, or the text of its cell.
fn without(ground: &Ground, part: &Part) -> TextEdit {
    if part.range.end > part.value.start || ground.text()[part.range.end..part.value.start].contains('\n') {
        return TextEdit::delete(part.value);
    }
    let before = &ground.text()[..part.range.start];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    if !before[line..].contains(char::is_alphanumeric) {
        return TextEdit::delete(ground.lines(part.range.cover(part.value)));
    }
    let start = before.trim_end_matches([' ', '-', '–', '—', ';', ',', '*', '(']).len();
    TextEdit::delete(TextRange::new(start, part.value.end))
}

fn rating(ground: &Ground) -> Vec<Plant> {
    rated(ground, "Scary")
}

fn rating_misspelt(ground: &Ground) -> Vec<Plant> {
    rated(ground, "Mediun")
}

fn rated(ground: &Ground, word: &str) -> Vec<Plant> {
    let mut plants = Vec::new();
    for risks in risks(ground).iter().filter(|risks| risks.asked.contains(&Form::Rating)) {
        for part in risks.entries.iter().flat_map(|entry| Risks::ratings(ground.document.grammars(), entry)) {
            let what = format!("`{word}` for `{}`", part.value.of(ground.text()));
            plants.push(ground.plant(what, &[TextEdit::replace(part.value, word)], &[part.value]));
        }
    }
    plants
}

/// The sections that list who does what: initiatives, actions, items of work.
fn of_actions(ground: &Ground) -> Vec<&Slot> {
    let families = ["action-items", "initiatives", "coherent-actions"];
    let model = ground.model();
    let is_own = |slot: &&Slot| {
        families.contains(&slot.id.as_str()) || slot.family.as_deref().is_some_and(|family| families.contains(&family))
    };
    model.sections.iter().filter(is_own).filter(|slot| slot.head != Head::Field).collect()
}

fn owner(ground: &Ground) -> Vec<Plant> {
    let mut plants = in_columns(ground, &["owner"]);
    plants.extend(in_lines(ground, "- Owner: "));
    plants.extend(in_items(ground, |item| {
        let (before, behind) = item.rsplit_once(": ")?;
        let (_, day) = behind.split_once(", by ")?;
        Some(format!("{before}, by {day}"))
    }));
    asked(ground, Form::People, plants)
}

/// The plants in what is still to be done, where the template asks for the part in `form`.
fn asked(ground: &Ground, form: Form, mut plants: Vec<Plant>) -> Vec<Plant> {
    let document = &ground.document;
    let source = RiskSource { grammars: document.grammars(), parse: document.parse(), outline: document.outline() };
    let asking = ground.model().actions(source).into_iter().filter(|actions| actions.required(form).is_some());
    let open: Vec<TextRange> = asking
        .flat_map(|actions| {
            let open = actions.entries.iter().filter(|entry| actions.is_open(source, entry));
            open.map(|entry| entry.range).collect::<Vec<_>>()
        })
        .collect();
    // what is taken away begins behind the beginning of the place, so that this is where it was
    plants.retain(|plant| plant.places.iter().any(|place| open.iter().any(|entry| entry.touches(place.start))));
    plants
}

fn due(ground: &Ground) -> Vec<Plant> {
    let mut plants = in_columns(ground, &["due", "date", "by"]);
    plants.extend(in_items(ground, |item| item.split_once(", by 20").map(|(before, _)| before.to_owned())));
    asked(ground, Form::Date, plants)
}

/// Cells of columns with one of these heads, emptied.
fn in_columns(ground: &Ground, heads: &[&str]) -> Vec<Plant> {
    let parse = ground.document.parse();
    let mut plants = Vec::new();
    for slot in of_actions(ground) {
        let tables = parse.tree().within(slot.body).filter(|(_, block)| block.kind == BlockKind::Table);
        for table in tables.filter_map(|(id, _)| Table::read(parse, id)) {
            let named =
                |cell: &staffwork::syntax::Cell| heads.contains(&normal_name(cell.range.of(ground.text())).as_str());
            let Some(column) = table.header.cells.iter().position(named) else { continue };
            for row in &table.rows {
                let Some(cell) = row.cells.get(column).filter(|cell| !cell.range.is_empty()) else { continue };
                let what = format!("no `{}` in {}", heads[0], row.range.of(ground.text()));
                plants.push(ground.plant(what, &[TextEdit::delete(cell.range)], &[row.range]));
            }
        }
    }
    plants
}

/// Lines that begin so, deleted; told at what they belong to, down from the paragraph above.
fn in_lines(ground: &Ground, lead: &str) -> Vec<Plant> {
    let mut plants = Vec::new();
    for slot in of_actions(ground) {
        let body = slot.body.of(ground.text());
        for (at, _) in body.match_indices(&format!("\n{lead}")) {
            let line = ground.lines(TextRange::empty(slot.body.start + at + 1));
            let start = body[..at].rfind("\n\n").map_or(slot.body.start, |above| slot.body.start + above + 2);
            let what = format!("without `{}`", line.of(ground.text()).trim());
            plants.push(ground.plant(what, &[TextEdit::delete(line)], &[TextRange::new(start, line.end)]));
        }
    }
    plants
}

/// Items with another text, where `other` has one.
fn in_items(ground: &Ground, other: fn(&str) -> Option<String>) -> Vec<Plant> {
    let tree = ground.document.parse().tree();
    let mut plants = Vec::new();
    for slot in of_actions(ground) {
        for (_, block) in tree.within(slot.body).filter(|(_, block)| matches!(block.kind, BlockKind::List { .. })) {
            let lines = block.range.of(ground.text()).split_inclusive('\n');
            let mut start = block.range.start;
            for line in lines {
                let range = TextRange::new(start, start + line.trim_end().len());
                start += line.len();
                let Some(text) = other(range.of(ground.text())) else { continue };
                let what = format!("`{text}`");
                plants.push(ground.plant(what, &[TextEdit::replace(range, text)], &[range]));
            }
        }
    }
    plants
}

/// A metric that says what would be nice and not how much of it.
fn target(ground: &Ground) -> Vec<Plant> {
    let text = ground.text();
    let tree = ground.document.parse().tree();
    let mut plants = Vec::new();
    for slot in ground.model().sections.iter().filter(|slot| slot.roles == [Role::SuccessMetrics]) {
        for (list, _) in tree.within(slot.body).filter(|(_, block)| matches!(block.kind, BlockKind::List { .. })) {
            for (_, item) in tree.children(list) {
                let line = item.range.of(text);
                let Some((label, behind)) =
                    line.split_once(':').filter(|(_, behind)| behind.contains(|c: char| c.is_ascii_digit()))
                else {
                    continue;
                };
                let value = TextRange::new(item.range.end - behind.len(), item.range.end);
                let what = format!("`{label}` has no number");
                plants.push(ground.plant(what, &[TextEdit::replace(value, " better than today")], &[item.range]));
            }
        }
    }
    plants
}

fn half(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let mut plants = Vec::new();
    for slot in &model.sections {
        let Some(spec) = model.spec(slot) else { continue };
        for item in items(ground.document.parse(), spec, slot.body) {
            let value = item.value.of(ground.text());
            let arrow = value.find('→').filter(|_| spec.items[item.spec].form == Form::Change);
            if let Some(at) = arrow {
                let rest = TextRange::new(item.value.start + value[..at].trim_end().len(), item.value.end);
                let what = format!("`{}` has no future", spec.items[item.spec].title);
                plants.push(ground.plant(what, &[TextEdit::delete(rest)], &[item.value]));
            }
        }
    }
    plants
}

/// The second line of a series `Week 1-2`, `Week 3-4`, …, moved by `shift` at its beginning.
fn moved(ground: &Ground, shift: fn(u32) -> u32) -> Vec<Plant> {
    let mut plants = Vec::new();
    for slot in ground.model().sections.iter().filter(|slot| slot.roles.contains(&Role::Timeline)) {
        let body = slot.body.of(ground.text());
        let spans: Vec<(usize, u32, usize)> = body
            .match_indices("- Week ")
            .filter_map(|(at, lead)| {
                let start = at + lead.len();
                let (first, _) = body[start..].split_once('-')?;
                Some((start, first.parse().ok()?, first.len()))
            })
            .collect();
        if let [_, (at, first, length), _, ..] = spans.as_slice() {
            let range = TextRange::new(slot.body.start + at, slot.body.start + at + length);
            let other = shift(*first);
            let what = format!("week {other} for week {first}");
            let body = TextRange::new(slot.head_range.start, slot.body.end);
            plants.push(ground.plant(what, &[TextEdit::replace(range, other.to_string())], &[body]));
        }
    }
    plants
}

fn gap(ground: &Ground) -> Vec<Plant> {
    moved(ground, |first| first + 1)
}

fn overlap(ground: &Ground) -> Vec<Plant> {
    moved(ground, |first| first.saturating_sub(2).max(1))
}
