//! What a document says of its own life and contradicts: status, days, questions, waivers.

use super::Defect;
use super::ground::{Ground, Plant, picked};
use staffwork::grammar::{Maturity, Role, SlotState};
use staffwork::model::Status;
use staffwork::syntax::{BlockKind, FieldCarrier};
use staffwork::text::{TextEdit, TextRange};

pub(super) const DEFECTS: &[Defect] = &[
    Defect { name: "two statuses that disagree", codes: &["status-conflict"], plant: conflict },
    Defect { name: "superseded by nothing", codes: &["status-field-mismatch"], plant: superseded },
    Defect { name: "accepted with an open question", codes: &["accepted-with-open-questions"], plant: open_question },
    Defect { name: "created in the future", codes: &["date-inconsistent"], plant: future },
    Defect { name: "updated before it was created", codes: &["date-inconsistent"], plant: updated },
    Defect { name: "review before the decision", codes: &["date-inconsistent"], plant: reviewed_before },
    Defect { name: "review overdue", codes: &["review-overdue"], plant: overdue },
    Defect { name: "template's comment left over", codes: &["leftover-guidance", "placeholder"], plant: guidance },
    Defect { name: "waiver without a reason", codes: &["waiver-without-reason"], plant: unreasoned },
    Defect { name: "waiver of no known rule", codes: &["unknown-waiver"], plant: unknown },
    Defect { name: "waiver of nothing", codes: &["unused-waiver"], plant: unused },
];

fn settled(ground: &Ground) -> Option<&Status> {
    let status = ground.model().metadata.status.as_ref()?;
    let is_settled = ground.document.grammars().maturity(Some(&status.raw)) == Maturity::Settled;
    is_settled.then_some(status)
}

/// A section where the status is a field, a field where it is a section.
fn conflict(ground: &Ground) -> Vec<Plant> {
    let Some(status) = settled(ground) else { return Vec::new() };
    let title = ground.block(ground.title(), |kind| matches!(kind, BlockKind::Heading { level: 1 }));
    let Some(title) = title.filter(|title| title.contains_range(ground.title())) else { return Vec::new() };
    let (what, text) = match status.carrier {
        FieldCarrier::FrontMatter => ("a section says rejected", "\n\n## Status\n\nRejected"),
        FieldCarrier::Section => ("a line says rejected", "\n\n- Status: rejected"),
        _ => return Vec::new(),
    };
    let has_section =
        ground.model().sections.iter().any(|slot| slot.roles.contains(&Role::Status) && slot.title.is_some());
    let (edit, place) =
        match ground.model().sections.iter().find(|slot| slot.roles.contains(&Role::Status) && slot.title.is_some()) {
            Some(slot) if status.carrier == FieldCarrier::FrontMatter && has_section => {
                (TextEdit::replace(slot.body, "\n\nRejected\n\n"), slot.body)
            }
            _ => (TextEdit::insert(title.end, text), TextRange::empty(title.end)),
        };
    vec![ground.plant(what, &[edit], &[status.range, place])]
}

fn superseded(ground: &Ground) -> Vec<Plant> {
    let own = settled(ground).filter(|status| status.carrier != FieldCarrier::Sibling);
    let Some(status) = own.filter(|_| matches!(ground.kind(), "adr" | "rfc")) else { return Vec::new() };
    let is_free = ["superseded-by", "supersedes"].iter().all(|key| ground.model().metadata.get(key).is_none());
    let names_another = ground.text().to_lowercase().contains("supersede");
    let plant = || {
        ground.plant(
            "superseded, and nothing says by what",
            &[TextEdit::replace(status.range, "Superseded")],
            &[status.range, ground.title()],
        )
    };
    (is_free && !names_another).then(plant).into_iter().collect()
}

fn open_question(ground: &Ground) -> Vec<Plant> {
    if settled(ground).is_none() {
        return Vec::new();
    }
    let mut plants = Vec::new();
    for slot in ground
        .model()
        .sections
        .iter()
        .filter(|slot| slot.roles == [Role::OpenQuestions] && slot.state == SlotState::NoneStated)
    {
        let edit = TextEdit::replace(slot.body, "\n\n- Who pays for the second region from July on?\n\n");
        plants.push(ground.plant(
            "a question is open",
            &[edit],
            &[TextRange::new(slot.head_range.start, slot.body.end)],
        ));
    }
    plants
}

/// Fields that hold one day as digits, under one of these keys.
fn days<'g>(ground: &'g Ground, keys: &[&str]) -> Vec<(TextRange, &'g str)> {
    let fields = ground
        .model()
        .metadata
        .fields
        .iter()
        .filter(|field| field.field.carrier != FieldCarrier::Sibling && keys.contains(&field.key.as_str()));
    let days = fields.map(|field| (field.field.value_range, field.field.value_range.of(ground.text())));
    days.filter(|(_, day)| day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok()).collect()
}

fn future(ground: &Ground) -> Vec<Plant> {
    dated(ground, &["date"], "2031-05-04")
}

fn updated(ground: &Ground) -> Vec<Plant> {
    if days(ground, &["date"]).is_empty() {
        return Vec::new();
    }
    dated(ground, &["updated"], "2019-05-04")
}

fn reviewed_before(ground: &Ground) -> Vec<Plant> {
    if days(ground, &["date"]).is_empty() {
        return Vec::new();
    }
    dated(ground, &["review-by"], "2019-05-04")
}

fn overdue(ground: &Ground) -> Vec<Plant> {
    let day = days(ground, &["date"]).first().and_then(|(_, day)| day.parse::<jiff::civil::Date>().ok());
    let Some(day) =
        day.and_then(|day| day.tomorrow().ok()).filter(|day| *day < crate::rules::TODAY.yesterday().unwrap())
    else {
        return Vec::new();
    };
    dated(ground, &["review-by"], &day.to_string())
}

fn dated(ground: &Ground, keys: &[&str], day: &str) -> Vec<Plant> {
    days(ground, keys)
        .into_iter()
        .map(|(range, was)| ground.plant(format!("{day} for {was}"), &[TextEdit::replace(range, day)], &[range]))
        .collect()
}

/// A remark of the template that is meant to be taken out.
fn guidance(ground: &Ground) -> Vec<Plant> {
    let Some(dialect) = ground.document.dialect() else { return Vec::new() };
    let remarks: Vec<&String> = dialect
        .spec
        .placeholders
        .iter()
        .filter(|text| text.starts_with("<!-- ") && text.split_whitespace().count() >= 5)
        .collect();
    if remarks.is_empty() || settled(ground).is_none() {
        return Vec::new();
    }
    ground
        .required()
        .into_iter()
        .map(|(_, _, section)| {
            let remark = remarks[picked(&format!("{}{}", ground.name, section.title), remarks.len())];
            let edit = TextEdit::insert(section.heading_range.end, format!("\n\n{remark}"));
            ground.plant(
                format!("`{remark}` below `{}`", section.title),
                &[edit],
                &[TextRange::new(section.heading_range.start, section.heading_range.end)],
            )
        })
        .collect()
}

fn unreasoned(ground: &Ground) -> Vec<Plant> {
    waived(ground, "<!-- staffwork: allow few-options -->")
}

fn unknown(ground: &Ground) -> Vec<Plant> {
    waived(ground, "<!-- staffwork: allow few-optoins -- the regulator has certified two vendors only -->")
}

fn unused(ground: &Ground) -> Vec<Plant> {
    waived(ground, "<!-- staffwork: allow stub-section -- the numbers come with the audit in May -->")
}

/// A comment before one of the sections.
fn waived(ground: &Ground, comment: &str) -> Vec<Plant> {
    ground
        .required()
        .into_iter()
        .map(|(_, _, section)| {
            let at = section.heading_range.start;
            ground.plant(
                format!("`{comment}` before `{}`", section.title),
                &[TextEdit::insert(at, format!("{comment}\n\n"))],
                &[TextRange::empty(at)],
            )
        })
        .collect()
}
