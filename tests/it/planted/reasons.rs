//! Decisions whose reason, price or commitment is gone.

use super::Defect;
use super::ground::{Ground, Plant};
use super::options::{extent, listed, whole};
use staffwork::grammar::{Cue, Head, Maturity, Role, Slot};
use staffwork::syntax::{BlockKind, Section};
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "reason removed", codes: &["missing-rationale"], plant: unreasoned },
    Defect { name: "only good consequences left", codes: &["only-positive-consequences"], plant: flattering },
    Defect { name: "status quo removed", codes: &["missing-status-quo", "few-options"], plant: without_status_quo },
    Defect {
        name: "decision that commits to nothing",
        codes: &["non-committal-decision", "missing-choice"],
        plant: hedged,
    },
    Defect { name: "way back removed", codes: &["missing-reversal", "missing-section"], plant: one_way },
];

fn decision(ground: &Ground) -> Option<(&Slot, &Section)> {
    let decides = |slot: &&Slot| {
        slot.roles.contains(&Role::Decision) && !slot.roles.contains(&Role::Options) && slot.head != Head::Field
    };
    let slot = ground.model().sections.iter().find(decides).filter(|_| ground.kind() == "adr")?;
    Some((slot, ground.section(slot)?))
}

/// The choice alone, where the document says it in as many words.
fn unreasoned(ground: &Ground) -> Vec<Plant> {
    let others = ground.model().sections.iter().any(|slot| slot.family.as_deref() == Some("rationale"));
    let Some((_, section)) = decision(ground).filter(|_| !others) else { return Vec::new() };
    let chosen = ground.model().options.chosen.as_ref().filter(|choice| choice.is_explicit && choice.option.is_some());
    let Some(choice) = chosen.filter(|choice| section.own.contains_range(choice.range)) else { return Vec::new() };
    let own = TextRange::new(section.heading_range.end, section.own.end);
    let lead = ground.text()[..choice.range.start].rfind('\n').map_or(0, |at| at + 1);
    let lead = &ground.text()[lead..choice.range.start];
    let quote = if lead.ends_with('"') { "\"" } else { "" };
    let text = format!("\n\n{lead}{}{quote}.\n\n", choice.range.of(ground.text()));
    let place = TextRange::new(section.heading_range.start, section.own.end);
    vec![ground.plant(
        format!("`{}` says only `{}`", section.title, text.trim()),
        &[TextEdit::replace(own, text)],
        &[place],
    )]
}

/// Consequences without those that begin with a word for a bad one.
fn flattering(ground: &Ground) -> Vec<Plant> {
    let grammars = ground.document.grammars();
    let has_drawbacks =
        ground.model().sections.iter().any(|slot| slot.roles.contains(&Role::Risks) && slot.head != Head::Field);
    let tree = ground.document.parse().tree();
    let mut plants = Vec::new();
    for slot in ground.model().sections.iter().filter(|slot| slot.roles == [Role::Consequences] && !has_drawbacks) {
        let lists: Vec<_> =
            tree.within(slot.body).filter(|(_, block)| matches!(block.kind, BlockKind::List { .. })).collect();
        let [(list, _)] = lists.as_slice() else { continue };
        let text = |range: TextRange| range.of(ground.text()).trim_start_matches(['*', '-', '+', ' ']);
        let (bad, good): (Vec<TextRange>, Vec<TextRange>) =
            tree.children(*list).map(|(_, item)| item.range).partition(|range| grammars.begins(Cue::Con, text(*range)));
        let (Some(first), true) = (good.first(), good.iter().all(|range| grammars.begins(Cue::Pro, text(*range))))
        else {
            continue;
        };
        if bad.is_empty() {
            continue;
        }
        let mut edits = whole(bad.iter().map(|range| ground.lines(*range)).collect());
        let line = ground.lines(*first);
        let marker = &line.of(ground.text())[..1];
        let word = text(*first).split([',', ':']).next().unwrap_or_default();
        let behind = if text(*first)[word.len()..].starts_with(':') {
            ": the nightly run is shorter by 12 minutes"
        } else {
            ", because the nightly run is shorter by 12 minutes"
        };
        edits.insert(0, TextEdit::insert(line.start, format!("{marker} {word}{behind}\n")));
        let place = TextRange::new(slot.head_range.start, slot.body.end);
        plants.push(ground.plant(
            format!("nothing bad in `{}`", slot.title.as_deref().unwrap_or_default()),
            &edits,
            &[place],
        ));
    }
    plants
}

fn without_status_quo(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let options = model.section(Role::Options).filter(|slot| slot.head != Head::Field);
    // a proposal in another form than the framework's is not asked for it
    let of_framework = ground.document.dialect().is_some_and(|dialect| dialect.spec.id == "rfc");
    let Some(slot) = options.filter(|_| ground.kind() == "adr" || of_framework) else { return Vec::new() };
    let gone: Vec<_> = listed(ground).into_iter().filter(|item| item.is_status_quo).collect();
    let chosen =
        model.options.chosen.as_ref().and_then(|choice| choice.option).and_then(|index| model.options.items.get(index));
    if gone.len() != 1 || chosen.is_some_and(|item| item.is_status_quo) {
        return Vec::new();
    }
    let edits =
        whole(gone.iter().flat_map(|item| &item.mentions).filter_map(|mention| extent(ground, mention)).collect());
    vec![ground.plant(
        format!("without `{}`", gone[0].name),
        &edits,
        &[TextRange::new(slot.head_range.start, slot.body.end)],
    )]
}

fn hedged(ground: &Ground) -> Vec<Plant> {
    let status = ground.model().metadata.status.as_ref().map(|status| status.raw.as_str());
    let is_settled = status.is_some() && ground.document.grammars().maturity(status) == Maturity::Settled;
    let Some((_, section)) = decision(ground).filter(|_| is_settled) else { return Vec::new() };
    let own = TextRange::new(section.heading_range.end, section.own.end);
    let text = "\n\nWe will consider these ways again in the summer and might explore a fourth one.\n\n";
    let place = TextRange::new(section.heading_range.start, section.own.end);
    vec![ground.plant(format!("`{}` hedges", section.title), &[TextEdit::replace(own, text)], &[place])]
}

/// The section that says when to decide again, where the template asks for one.
fn one_way(ground: &Ground) -> Vec<Plant> {
    let own = ground.required().into_iter().filter(|(spec, _, _)| spec.family.as_deref() == Some("reversal"));
    own.map(|(spec, _, section)| {
        ground.plant(format!("no `{}`", spec.title), &[TextEdit::delete(section.range)], &[ground.title()])
    })
    .collect()
}
