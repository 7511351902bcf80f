//! What may go wrong: the places that list risks, and what is known of each.

use super::{Entry, EntryForm, Model, Part, entries, items};
use crate::grammar::{Form, Grammars, Head, ItemSpec, Role, SectionSpec, Slot, SlotState, normal_name};
use crate::syntax::{BlockKind, Outline, Parse};
use crate::text::TextRange;

/// A place that lists risks.
#[derive(Clone, Debug, PartialEq)]
pub struct Risks {
    /// Its heading, or its label.
    pub head: TextRange,
    /// All that stands below.
    pub body: TextRange,
    /// Whether its heading or label promises what is done about them.
    pub promises: bool,
    /// The forms of what the template asks of each risk.
    pub asked: Vec<Form>,
    /// Each of them.
    pub entries: Vec<Entry>,
}

/// What risks are read from.
#[derive(Clone, Copy, Debug)]
pub struct RiskSource<'d> {
    /// What the parts of a risk are called.
    pub grammars: &'d Grammars,
    /// The blocks.
    pub parse: &'d Parse,
    /// The headings.
    pub outline: &'d Outline,
}

impl Risks {
    /// What `entry` says of itself in `form`, where it says or leaves room for it.
    #[must_use]
    pub fn part<'e>(grammars: &Grammars, entry: &'e Entry, form: Form) -> Option<&'e Part> {
        parts(grammars, entry, form).next()
    }

    /// How `entry` is rated: likelihood, impact.
    pub fn ratings<'e>(grammars: &Grammars, entry: &'e Entry) -> impl Iterator<Item = &'e Part> {
        parts(grammars, entry, Form::Rating)
    }
}

impl Model {
    /// The places that list risks, in document order. They are read when they are first asked for.
    #[must_use]
    pub fn risks(&self, source: RiskSource<'_>) -> &[Risks] {
        self.risks.get_or_init(|| self.read_risks(source))
    }

    fn read_risks(&self, source: RiskSource<'_>) -> Vec<Risks> {
        let written = |slot: &&Slot| {
            matches!(slot.head, Head::Section(_) | Head::Label(_)) && matches!(slot.state, SlotState::Filled)
        };
        let is_own = |slot: &&Slot| slot.roles.contains(&Role::Risks);
        let sections = self.sections.iter().filter(written).filter(is_own).map(|slot| self.in_section(source, slot));
        let mut found: Vec<Risks> = sections.collect();
        let weighs = |slot: &&Slot| slot.roles.iter().any(|role| matches!(role, Role::Criteria | Role::Options));
        for slot in self.sections.iter().filter(written).filter(|slot| !weighs(slot)) {
            let Some(spec) = self.spec(slot).filter(|spec| !spec.each) else { continue };
            found.extend(in_items(source, spec, slot));
        }
        found.sort_by_key(|risks| (risks.head.start, std::cmp::Reverse(risks.body.end)));
        found.dedup_by(|later, earlier| earlier.body.contains_range(later.head));
        found
    }

    fn in_section(&self, source: RiskSource<'_>, slot: &Slot) -> Risks {
        let own = self.spec(slot).filter(|spec| spec.each);
        let head = if let Head::Section(id) = slot.head { Some(id) } else { None };
        let asked = own.into_iter().flat_map(|spec| &spec.items).filter(|item| item.required);
        Risks {
            head: slot.head_range,
            body: slot.body,
            promises: promises(source.grammars, slot.title.as_deref().unwrap_or("")),
            asked: asked.map(|item| item.form).collect(),
            entries: entries(source.parse, source.outline, head, slot.body, &labels(source.grammars, own)),
        }
    }
}

fn parts<'e>(grammars: &Grammars, entry: &'e Entry, form: Form) -> impl Iterator<Item = &'e Part> {
    entry.parts.iter().filter(move |part| grammars.is_label_of(form, &part.label))
}

/// Risks below a label of a section of something else: `- Risks and mitigations:` of a recommendation.
fn in_items(source: RiskSource<'_>, spec: &SectionSpec, slot: &Slot) -> Vec<Risks> {
    let RiskSource { grammars, parse, outline } = source;
    let found = items(parse, spec, slot.body).into_iter().filter_map(|item| {
        let own = spec.items.get(item.spec).filter(|own| own.form == Form::Risks)?;
        let tree = parse.tree();
        let at = tree.at(item.label.start)?;
        let block = std::iter::once((at, tree.get(at)?)).chain(tree.ancestors(at));
        let block = block.map(|(_, block)| block).find(|block| matches!(block.kind, BlockKind::Item { .. }));
        let section = outline.iter().find(|(_, section)| section.title_range == item.label);
        let (head, end) = match (section, block) {
            (Some((id, section)), _) => (Some(id), section.range.end),
            (None, Some(block)) => (None, block.range.end),
            (None, None) => (None, item.value.end),
        };
        let body = TextRange::new(item.label.end.min(end), end);
        let mut entries = entries(parse, outline, head, body, &labels(grammars, None));
        let value = item.value.trim(parse.text());
        if entries.is_empty() && head.is_none() && !value.is_empty() {
            entries.push(Entry { form: EntryForm::Lead, name: value, range: value, parts: Vec::new() });
        }
        let promises = own.names().any(|name| promises(grammars, &name));
        let asked = if own.required && promises { vec![Form::Mitigation] } else { Vec::new() };
        Some(Risks { head: item.label, body, promises, asked, entries })
    });
    found.collect()
}

/// Whether a heading names what is done about risks: `Risks and mitigations`.
fn promises(grammars: &Grammars, title: &str) -> bool {
    normal_name(title).split(' ').any(|word| grammars.is_label_of(Form::Mitigation, word))
}

/// What the parts of a risk are called: as the section has it, and as any template has it.
fn labels(grammars: &Grammars, spec: Option<&SectionSpec>) -> Vec<String> {
    let own = spec.into_iter().flat_map(|spec| &spec.items).flat_map(ItemSpec::names);
    let forms = [Form::Mitigation, Form::Contingency, Form::Rating, Form::People];
    own.chain(grammars.labels_of(&forms).cloned()).collect()
}
