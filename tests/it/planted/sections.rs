//! Sections that are gone, empty, put off, misspelt or there twice.

use super::Defect;
use super::ground::{Ground, Plant, picked};
use staffwork::grammar::{Role, Slot, normal_name};
use staffwork::syntax::{BlockKind, Section};
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "required section deleted", codes: &["missing-section"], plant: deleted },
    Defect {
        name: "required section emptied",
        codes: &["empty-section", "few-options", "missing-choice"],
        plant: emptied,
    },
    Defect {
        name: "required section holds a comment only",
        codes: &["empty-section", "few-options"],
        plant: commented,
    },
    Defect { name: "required section stubbed", codes: &["stub-section", "few-options"], plant: stubbed },
    Defect { name: "optional section stubbed", codes: &["stub-section", "few-options"], plant: optional_stubbed },
    Defect { name: "heading misspelt", codes: &["heading-near-miss", "missing-section"], plant: misspelt },
    Defect { name: "section there twice", codes: &["duplicate-section"], plant: doubled },
    Defect { name: "title removed", codes: &["missing-title"], plant: untitled },
];

const STUBS: &[&str] = &[
    "TBD",
    "TODO",
    "…",
    "Coming soon.",
    "To be written",
    "*TBD*",
    "tbd.",
    "- TODO",
    "TODO: write this",
    "WIP",
    "???",
    "> TBD",
];

fn deleted(ground: &Ground) -> Vec<Plant> {
    // a status that is stated elsewhere as well is still there
    let is_stated = ground.model().metadata.get("status").is_some();
    let required = ground.required().into_iter().filter(|(_, slot, _)| !(is_stated && is_word(slot)));
    required
        .map(|(spec, _, section)| {
            let what = format!("`{}` is gone", spec.title);
            ground.plant(what, &[TextEdit::delete(section.range)], &[ground.title()])
        })
        .collect()
}

fn emptied(ground: &Ground) -> Vec<Plant> {
    rewritten(ground, |_| String::new())
}

fn commented(ground: &Ground) -> Vec<Plant> {
    rewritten(ground, |_| "<!-- the numbers of the second run go here -->\n\n".to_owned())
}

fn stubbed(ground: &Ground) -> Vec<Plant> {
    rewritten(ground, |section| {
        format!("{}\n\n", STUBS[picked(&format!("{}{}", ground.name, section.title), STUBS.len())])
    })
}

/// Required sections with another body, apart from those that may say `None` in a word or are a word: a status.
fn rewritten(ground: &Ground, body: impl Fn(&Section) -> String) -> Vec<Plant> {
    let required = ground.required().into_iter().filter(|(_, slot, _)| !is_word(slot));
    required.map(|(_, _, section)| with_body(ground, section, &body(section))).collect()
}

fn optional_stubbed(ground: &Ground) -> Vec<Plant> {
    let Some(dialect) = ground.document.dialect() else { return Vec::new() };
    let specs = dialect.spec.sections.iter().filter(|spec| !spec.required);
    let own = specs.filter_map(|spec| ground.only(spec)).filter(|(_, slot, _)| !is_word(slot));
    own.map(|(_, _, section)| {
        let stub = STUBS[picked(&format!("{}{}", section.title, ground.name), STUBS.len())];
        with_body(ground, section, &format!("{stub}\n\n"))
    })
    .collect()
}

fn is_word(slot: &Slot) -> bool {
    slot.roles.iter().any(|role| matches!(role, Role::Status | Role::Date))
}

fn with_body(ground: &Ground, section: &Section, body: &str) -> Plant {
    let range = TextRange::new(section.heading_range.end, section.range.end);
    let what = format!("`{}` says {:?}", section.title, body.trim());
    ground.plant(
        what,
        &[TextEdit::replace(range, format!("\n\n{body}"))],
        &[TextRange::new(section.heading_range.start, section.range.end)],
    )
}

fn misspelt(ground: &Ground) -> Vec<Plant> {
    let grammars = ground.document.grammars();
    let dialect = ground.document.dialect();
    let is_known = |title: &str| {
        let name = normal_name(title);
        grammars.family_of(&name).is_some() || dialect.is_some_and(|dialect| dialect.named(&name).is_some())
    };
    let required = ground.required().into_iter().filter(|(_, _, section)| section.title.chars().count() >= 5);
    required
        .filter_map(|(_, _, section)| {
            let written = section.title_range.of(ground.text());
            let slips = slips(written);
            let slip = &slips[picked(&format!("{}{written}", ground.name), slips.len())];
            let edit = TextEdit::replace(section.title_range, slip.as_str());
            (!is_known(slip)).then(|| {
                ground.plant(format!("`{written}` is `{slip}`"), &[edit], &[section.title_range, ground.title()])
            })
        })
        .collect()
}

/// What hurried fingers make of a heading: two letters swapped, one doubled, one left out; numbers stay.
pub(super) fn slips(written: &str) -> Vec<String> {
    let letters: Vec<char> = written.chars().collect();
    let begins = letters.iter().position(|c| c.is_alphabetic()).unwrap_or(0);
    let inner: Vec<usize> = (begins + 1..letters.len().saturating_sub(1))
        .filter(|at| {
            letters[*at].is_alphabetic() && letters[*at + 1].is_alphabetic() && letters[*at] != letters[*at + 1]
        })
        .collect();
    let at = inner[picked(written, inner.len())];
    let mut swapped = letters.clone();
    swapped.swap(at, at + 1);
    let mut doubled = letters.clone();
    doubled.insert(at, letters[at]);
    let mut short = letters;
    short.remove(at);
    [swapped, doubled, short].into_iter().map(|letters| letters.into_iter().collect()).collect()
}

fn doubled(ground: &Ground) -> Vec<Plant> {
    let required = ground.required().into_iter().filter(|(_, slot, _)| !is_word(slot));
    required.map(|(_, _, section)| {
        let heading = section.heading_range.of(ground.text());
        let end = section.range.end;
        let lead = if ground.text()[..end].ends_with("\n\n") { "" } else { "\n\n" };
        let copy = format!("{lead}{heading}\n\nThe second site was measured in the same week, with 40 nodes and the same load, and differs by 3 %.\n\n");
        ground.plant(format!("`{}` is there twice", section.title), &[TextEdit::insert(end, copy)], &[section.heading_range, TextRange::empty(end)])
    }).collect()
}

fn untitled(ground: &Ground) -> Vec<Plant> {
    // a template without a title line names its documents in the metadata
    if ground.document.dialect().is_some_and(|dialect| dialect.spec.title_line.is_empty()) {
        return Vec::new();
    }
    let Some(title) = ground.model().metadata.title.as_ref().filter(|title| title.is_heading) else {
        return Vec::new();
    };
    let is_named = ground.model().metadata.get("title").is_some();
    let Some(heading) =
        ground.block(title.range, |kind| matches!(kind, BlockKind::Heading { .. })).filter(|_| !is_named)
    else {
        return Vec::new();
    };
    let behind = &ground.text()[heading.end..];
    let end = heading.end + behind.len() - behind.trim_start().len();
    let front = ground.document.parse().front_matter().map_or(0, |front| front.range.end);
    vec![ground.plant(
        "no title",
        &[TextEdit::delete(TextRange::new(heading.start, end))],
        &[TextRange::new(front, end)],
    )]
}
