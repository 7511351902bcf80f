//! Metadata that is missing, misspelt, or the template's.

use super::Defect;
use super::ground::{Ground, Plant, picked};
use super::sections::slips;
use staffwork::grammar::{FieldSpec, Form};
use staffwork::model::{MetadataField, Status, without_tab_stops};
use staffwork::syntax::{BlockKind, FieldCarrier};
use staffwork::text::{TextEdit, TextRange, apply};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "status misspelt", codes: &["invalid-status"], plant: status_misspelt },
    Defect { name: "status no known word", codes: &["invalid-status"], plant: status_unknown },
    Defect {
        name: "status still a list to choose from",
        codes: &["placeholder-enum", "placeholder"],
        plant: status_list,
    },
    Defect { name: "required metadata removed", codes: &["missing-metadata"], plant: removed },
    Defect { name: "required metadata without a value", codes: &["missing-metadata"], plant: emptied },
    Defect { name: "metadata still the template's", codes: &["placeholder", "placeholder-enum"], plant: prompt },
    Defect {
        name: "section still the template's prompts",
        codes: &["placeholder", "placeholder-enum"],
        plant: skeleton,
    },
    Defect {
        name: "section still the template's words",
        codes: &["placeholder", "placeholder-enum"],
        plant: template_words,
    },
    Defect {
        name: "label still the template's prompt",
        codes: &["placeholder", "placeholder-enum"],
        plant: item_prompt,
    },
];

/// The status where it stands in the text, and the first word of it.
fn word(ground: &Ground) -> Option<(&Status, TextRange)> {
    let status = ground.model().metadata.status.as_ref()?;
    let text =
        if status.carrier == FieldCarrier::Sibling { status.raw.as_str() } else { status.range.of(ground.text()) };
    let start = text.find(char::is_alphabetic)?;
    let length = text[start..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - start);
    Some((status, TextRange::new(status.range.start + start, status.range.start + start + length)))
}

/// The document with `other` for the first word of its status.
fn with_status(ground: &Ground, other: impl Fn(&str) -> Option<String>) -> Option<Plant> {
    let (status, range) = word(ground)?;
    if status.carrier == FieldCarrier::Sibling {
        return beside(ground, &status.raw, &other(&status.raw)?);
    }
    let written = range.of(ground.text());
    let other = other(written)?;
    Some(ground.plant(format!("`{other}` for `{written}`"), &[TextEdit::replace(range, other)], &[status.range]))
}

/// The document with `other` for `written` in a file beside it.
fn beside(ground: &Ground, written: &str, other: &str) -> Option<Plant> {
    let line = format!("status: {written}");
    let index = ground.siblings().iter().position(|(_, text)| text.contains(&line))?;
    let text = ground.siblings()[index].1.replacen(&line, &format!("status: {other}"), 1);
    Some(ground.plant_beside(format!("`{other}` for `{written}`"), index, text))
}

fn status_misspelt(ground: &Ground) -> Vec<Plant> {
    let grammars = ground.document.grammars();
    let slip = |written: &str| {
        let wrong = if written.chars().count() >= 5 { slips(written) } else { Vec::new() };
        let mut wrong: Vec<String> = wrong
            .into_iter()
            .filter(|word| grammars.state(word).is_none() || grammars.misspelt(word).is_some())
            .collect();
        let index = picked(&ground.name, wrong.len());
        (!wrong.is_empty()).then(|| wrong.swap_remove(index))
    };
    with_status(ground, slip).into_iter().collect()
}

fn status_unknown(ground: &Ground) -> Vec<Plant> {
    const UNKNOWN: &[&str] = &["Simmering", "Marvellous", "Banana", "Halfway", "Blessed"];
    // a word of the title is a status only where it is a known one
    let in_text = ground.model().metadata.status.as_ref();
    let Some(status) = in_text.filter(|status| status.carrier != FieldCarrier::Title) else { return Vec::new() };
    let word = UNKNOWN[picked(&ground.name, UNKNOWN.len())];
    if status.carrier == FieldCarrier::Sibling {
        return beside(ground, &status.raw, word).into_iter().collect();
    }
    vec![ground.plant(
        format!("`{word}` for `{}`", status.raw),
        &[TextEdit::replace(status.range, word)],
        &[status.range],
    )]
}

fn status_list(ground: &Ground) -> Vec<Plant> {
    const LISTS: &[&str] = &[
        "Draft/Under Review/Accepted/Rejected",
        "proposed | rejected | accepted | deprecated",
        "Proposed, Accepted, Deprecated or Superseded",
    ];
    let not_there = [FieldCarrier::Sibling, FieldCarrier::Table, FieldCarrier::Title];
    let in_text = ground.model().metadata.status.as_ref();
    let Some(status) = in_text.filter(|status| !not_there.contains(&status.carrier)) else { return Vec::new() };
    let list = LISTS[picked(&ground.name, 2)];
    vec![ground.plant(
        format!("`{list}` for `{}`", status.raw),
        &[TextEdit::replace(status.range, list)],
        &[status.range],
    )]
}

/// The required fields that a document has, the title apart, each with all lines it takes.
fn required(ground: &Ground) -> Vec<(&FieldSpec, &MetadataField)> {
    let Some(dialect) = ground.document.dialect() else { return Vec::new() };
    let grammars = ground.document.grammars();
    let fields = &ground.model().metadata.fields;
    let specs = dialect.spec.fields.iter().filter(|spec| spec.required && grammars.key(&spec.key) != "title");
    let own = specs.filter_map(|spec| {
        let mut own = fields.iter().filter(|field| {
            field.key == grammars.key(&spec.key) || spec.aliases.iter().any(|alias| field.key == grammars.key(alias))
        });
        let first = own.next()?;
        own.next().is_none().then_some((spec, first))
    });
    own.filter(|(_, field)| {
        !matches!(field.field.carrier, FieldCarrier::Section | FieldCarrier::Heading | FieldCarrier::Title)
    })
    .collect()
}

fn removed(ground: &Ground) -> Vec<Plant> {
    without(ground, false)
}

fn emptied(ground: &Ground) -> Vec<Plant> {
    without(ground, true)
}

/// Each required field without its value, or not there at all.
fn without(ground: &Ground, keeps_key: bool) -> Vec<Plant> {
    let mut plants = Vec::new();
    for (spec, MetadataField { field, .. }) in required(ground) {
        let what = if keeps_key { format!("`{}` has no value", spec.key) } else { format!("no `{}`", spec.key) };
        if field.carrier == FieldCarrier::Sibling {
            plants.extend(
                without_beside(ground, &field.key, keeps_key)
                    .map(|(index, text)| ground.plant_beside(&what, index, text)),
            );
            continue;
        }
        let lines = ground.lines(field.key_range.cover(field.value_range));
        let range = if keeps_key { field.value_range } else { lines };
        plants.push(ground.plant(what, &[TextEdit::delete(range)], &[field.key_range, ground.title()]));
    }
    plants
}

/// The file beside the document without a key, or without its value.
fn without_beside(ground: &Ground, key: &str, keeps_key: bool) -> Option<(usize, String)> {
    let lead = format!("{key}:");
    let index = ground.siblings().iter().position(|(_, text)| text.lines().any(|line| line.starts_with(&lead)))?;
    let text = &ground.siblings()[index].1;
    let start = if text.starts_with(&lead) { 0 } else { text.find(&format!("\n{lead}"))? + 1 };
    let behind = text[start..]
        .split_inclusive('\n')
        .skip(1)
        .take_while(|line| line.starts_with([' ', '-']))
        .map(str::len)
        .sum::<usize>();
    let first = text[start..].split_inclusive('\n').next()?.len();
    let other = if keeps_key { format!("{lead}\n") } else { String::new() };
    Some((index, apply(text, &[TextEdit::replace(TextRange::new(start, start + first + behind), other)])))
}

fn prompt(ground: &Ground) -> Vec<Plant> {
    let Some(dialect) = ground.document.dialect() else { return Vec::new() };
    let mut plants = Vec::new();
    for MetadataField { field, .. } in &ground.model().metadata.fields {
        let spec = dialect
            .field(ground.document.grammars(), &field.key)
            .filter(|spec| matches!(spec.form, Form::Text | Form::People | Form::Date));
        let Some(spec) = spec.filter(|_| !matches!(field.carrier, FieldCarrier::Sibling | FieldCarrier::Section))
        else {
            continue;
        };
        let prompt = without_tab_stops(&spec.skeleton);
        let prompt = prompt.trim();
        if !prompt.is_empty() && ground.document.placeholders().is(prompt) && !prompt.contains('\n') {
            let what = format!("`{}` is `{prompt}`", field.key);
            plants.push(ground.plant(what, &[TextEdit::replace(field.value_range, prompt)], &[field.value_range]));
        }
    }
    plants
}

/// Every section of the template with what completion writes there, unless that is ready to stay.
fn skeleton(ground: &Ground) -> Vec<Plant> {
    let mut plants = Vec::new();
    for (spec, slot, section) in ground.required() {
        let body = without_tab_stops(&spec.skeleton);
        let whole = TextRange::new(0, body.len());
        if ground.document.placeholders().find(&body, whole).any(|range| range.of(&body).starts_with(['[', '{'])) {
            let edit = TextEdit::replace(slot.body, format!("\n\n{}\n\n", body.trim()));
            plants.push(ground.plant(
                format!("`{}` is its skeleton", section.title),
                &[edit],
                &[TextRange::new(section.heading_range.end, section.range.end)],
            ));
        }
    }
    plants
}

/// A paragraph of the document is a text of the published template that gives itself away.
fn template_words(ground: &Ground) -> Vec<Plant> {
    let Some(dialect) = ground.document.dialect() else { return Vec::new() };
    let is_telling = |text: &&String| {
        let pairs = [('[', ']'), ('{', '}')];
        pairs.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
            && text.len() >= 12
            && !text.contains(" | ")
    };
    let words: Vec<&String> = dialect.spec.placeholders.iter().filter(is_telling).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut plants = Vec::new();
    for (_, _, section) in ground.required() {
        let tree = ground.document.parse().tree();
        let mut own = tree
            .roots()
            .filter(|(_, block)| block.kind == BlockKind::Paragraph && section.own.contains_range(block.range));
        let Some((_, paragraph)) = own.next() else { continue };
        let text = words[picked(&format!("{}{}", ground.name, section.title), words.len())];
        plants.push(ground.plant(
            format!("`{text}` in `{}`", section.title),
            &[TextEdit::replace(paragraph.range, text.as_str())],
            &[paragraph.range],
        ));
    }
    plants
}

/// A labelled part of a section with what the template has behind its label.
fn item_prompt(ground: &Ground) -> Vec<Plant> {
    let model = ground.model();
    let mut plants = Vec::new();
    for slot in &model.sections {
        let Some(spec) = model.spec(slot) else { continue };
        for item in staffwork::model::items(ground.document.parse(), spec, slot.body) {
            let own = &spec.items[item.spec];
            let prompt = without_tab_stops(&own.skeleton);
            let is_plain = !prompt.is_empty()
                && !prompt.contains('\n')
                && prompt.starts_with('[')
                && ground.document.placeholders().is(&prompt);
            if is_plain && !item.value.is_empty() && item.value.of(ground.text()).trim().len() > 3 {
                let what = format!("`{}` is `{prompt}`", own.title);
                plants.push(ground.plant(what, &[TextEdit::replace(item.value, prompt)], &[item.value]));
            }
        }
    }
    plants
}
