//! What a document means: its metadata, its sections, the options it weighs, the matrix it weighs them in.
//!
//! Everything here is read from the text once and keeps the ranges it was read from.

mod actions;
mod add_fields;
mod added_part;
mod arguments;
mod choices;
mod criteria;
mod dates;
mod entries;
mod forms;
mod insert;
mod items;
mod links;
mod matrix;
mod metadata;
mod near;
mod options;
mod placeholders;
mod prose;
mod remarks;
mod remove;
mod risks;
mod snippet;
mod template;
mod timeline;
mod values;
mod waivers;

pub use actions::Actions;
pub use add_fields::{added_fields, field_prompt};
pub use added_part::{added_item, added_part, as_markdown, cell_text, in_cell};
pub use arguments::{Arguments, arguments};
pub use choices::ChoiceList;
pub use criteria::{CriterionAnswer, prompt_before};
pub use dates::{Day, WrittenDate, date_at_start, dates};
pub use entries::{Entry, EntryForm, Part, entries};
pub use forms::{answers, changes, is_quantified, measures, names_risk, states_duration};
pub use insert::{appended_section, brings, insertion, insertions, level};
pub use items::{Item, item_named, items};
pub use links::Link;
pub use matrix::{
    BuiltMatrix, CriterionMention, CriterionName, CriterionNames, Direction, Exact, Labelled, Lead, Matrix,
    MatrixCriterion, MatrixForm, MatrixLayout, MatrixOption, MatrixPart, MatrixScore, NamedCriterion, Orientation,
    Reading, Scale, ScoreFlip, StatedTotal, TypedCell, TypedMatrix, UnexplainedPick, WeightFlip, WeightShares,
    added_criterion, added_named_criterion, added_option_to_matrix, figures_like, labelled, listed, shown_number,
};
pub use metadata::{
    DeclaredKind, FieldState, Metadata, MetadataField, Number, Status, Title, number_of_file, number_of_title,
};
pub use near::Strangers;
pub use options::{
    Choice, DecisionOption, NameFault, OptionGroup, OptionMention, OptionName, OptionSource, Options, OptionsState,
    Renaming, added_everywhere, added_option, is_status_quo, option_entry, repeated_options, same_option, written_name,
};
pub use placeholders::{notes, placeholders};
pub use prose::{Sentence, sentences};
pub use remarks::remarks;
pub use remove::{without_remark, without_section};
pub use risks::{RiskSource, Risks};
pub use snippet::{choices, escaped, joined, without_tab_stops};
pub use template::{front_matter, template};
pub use timeline::{Span, span};
pub use values::values;
pub use waivers::{WAIVER_PROMPT, WaivedCode, Waiver, WaiverBegun, WaiverCarrier, waiver_begun, waiver_words, waiving};

use crate::grammar::{
    Dialect, Evidence, Grammars, Head, Heading, ItemSpec, Kind, Placeholders, Role, SectionSpec, Slot, SlotState,
    Verdict, detect, names_of_headings, slots,
};
use crate::syntax::{Field, Outline, Parse, fields};
use crate::text::TextRange;
use std::sync::{Arc, OnceLock};

/// The kind that a configuration declares for files that are ordinary Markdown whatever they look like.
pub const NO_KIND: &str = "none";

/// What is known of a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Its path below the folder that is being looked at, with `/`.
    pub path: String,
    /// The files beside it that some kind asks for (`kep.yaml`), with their texts.
    pub siblings: Vec<(String, String)>,
    /// The kind that the configuration declares for it.
    pub kind: Option<String>,
    /// The dialect that the configuration declares for it.
    pub dialect: Option<String>,
    /// The dialects that the configuration declares for whole kinds: kind and dialect.
    pub kind_dialects: Vec<(String, String)>,
}

/// What a document means.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its kind and dialect; ordinary Markdown has none, and then nothing below is of use.
    pub verdict: Verdict,
    /// Whether it is there to be copied: its placeholders are what it is for.
    pub is_template: bool,
    /// Title, number, status, date and every field.
    pub metadata: Metadata,
    /// Its sections in document order.
    pub sections: Vec<Slot>,
    /// What is weighed.
    pub options: Options,
    /// The tables, lists or headings that weigh it.
    pub matrices: Vec<Matrix>,
    /// What it weighs by, where that is named outside a matrix.
    pub criteria: Vec<CriterionMention>,
    /// Lists to choose from where one value belongs, in document order.
    pub choices: Vec<ChoiceList>,
    /// Template text left in it, in document order.
    pub placeholders: Vec<TextRange>,
    /// Where its author notes that something is to come: `TBD`, `TODO: …`.
    pub notes: Vec<TextRange>,
    /// What it refers to.
    pub links: Vec<Link>,
    /// The findings that its author lives with.
    pub waivers: Vec<Waiver>,
    /// What each section of its dialect does, in the dialect's order.
    roles: Vec<Vec<Role>>,
    risks: OnceLock<Vec<Risks>>,
}

impl Model {
    /// Reads the document that `parse` and `outline` are of.
    #[must_use]
    pub fn read(
        grammars: &Grammars,
        known: &Placeholders,
        parse: &Parse,
        outline: &Outline,
        around: &Surroundings,
    ) -> Self {
        let mut all_fields = fields(parse, outline);
        all_fields.extend(metadata::of_siblings(&around.siblings));
        let title = metadata::title(grammars, parse, outline, &all_fields);
        let links = links::read(grammars, parse);
        let verdict = verdict(grammars, parse, outline, around, &all_fields, title.as_ref());
        let Some(kind) = verdict.kind.clone() else {
            return Self::ordinary(
                verdict,
                metadata::read(grammars, parse, all_fields, title, &[], &around.path),
                links,
                waivers::read(parse, outline, &[]),
            );
        };
        let mut sections = slots(grammars, &kind, verdict.dialect.as_deref(), known, parse, outline);
        let mut metadata = metadata::read(grammars, parse, all_fields, title, &sections, &around.path);
        metadata.take_over(&mut sections);
        sections.extend(metadata.sections(verdict.dialect.as_deref(), &sections));
        let named = options::named(grammars, parse, outline, &sections);
        let weighed = |matrices: &[Matrix]| options::read(grammars, &kind, parse, outline, &named, matrices, &metadata);
        // a matrix is known by the options it weighs, and is itself a place that names them
        let first = weighed(&[]);
        let (matrices, criteria) = matrix::read(grammars, parse, outline, &sections, &first.items);
        let options = if matrices.is_empty() { first } else { weighed(&matrices) };
        let choices = choices::read(grammars, verdict.dialect.as_deref(), parse, &metadata);
        if let Some(status) = metadata.status.as_mut().filter(|own| choices.iter().any(|list| list.range == own.range))
        {
            status.normal = None;
        }
        let placeholders = placeholders(known, parse, &metadata);
        let notes = notes(grammars, parse);
        let is_template = is_template(&around.path, &sections, is_titled(known, &metadata));
        let waivers = waivers::read(parse, outline, &labels(&sections));
        let roles = verdict.dialect.as_ref().map_or_else(Vec::new, |dialect| {
            dialect.spec.sections.iter().map(|section| dialect.roles(grammars, &kind, section)).collect()
        });
        Self {
            verdict,
            is_template,
            metadata,
            sections,
            options,
            matrices,
            criteria,
            choices,
            placeholders,
            notes,
            links,
            waivers,
            roles,
            risks: OnceLock::new(),
        }
    }

    fn ordinary(verdict: Verdict, metadata: Metadata, links: Vec<Link>, waivers: Vec<Waiver>) -> Self {
        Self {
            verdict,
            is_template: false,
            metadata,
            sections: Vec::new(),
            options: Options::default(),
            matrices: Vec::new(),
            criteria: Vec::new(),
            choices: Vec::new(),
            placeholders: Vec::new(),
            notes: Vec::new(),
            links,
            waivers,
            roles: Vec::new(),
            risks: OnceLock::new(),
        }
    }

    /// The sections of its dialect that it lacks, in template order.
    pub fn absent(&self) -> impl Iterator<Item = &SectionSpec> {
        let sections = self.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
        let is_there = |spec: &SectionSpec| self.sections_for(spec).next().is_some();
        let has_instead = move |spec: &SectionSpec| {
            sections.iter().any(|other| spec.instead.contains(&other.id) && is_there(other)) || self.tells_options(spec)
        };
        sections.iter().filter(move |spec| !is_there(spec) && !has_instead(spec))
    }

    /// What a section of its dialect does.
    fn roles_of(&self, spec: &SectionSpec) -> &[Role] {
        let sections = self.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
        let index = sections.iter().position(|section| section.id == spec.id);
        index.and_then(|index| self.roles.get(index)).map_or(&[], Vec::as_slice)
    }

    /// Whether `spec` is where options are listed, and the document names several without a section for them.
    fn tells_options(&self, spec: &SectionSpec) -> bool {
        let is_counted = self.options.state == OptionsState::Counted && self.options.items.len() >= 2;
        self.roles_of(spec) == [Role::Options] && is_counted && self.section(Role::Options).is_none()
    }

    /// The required ones among them, the parts of missing ones included.
    pub fn lacking(&self) -> impl Iterator<Item = &SectionSpec> {
        self.absent().filter(|spec| spec.required)
    }

    /// The required ones; of a section and its parts, the section.
    pub fn missing(&self) -> impl Iterator<Item = &SectionSpec> {
        let parents: Vec<&str> = self.lacking().map(|spec| spec.id.as_str()).collect();
        let of_missing =
            move |spec: &&SectionSpec| spec.parent.as_deref().is_some_and(|parent| parents.contains(&parent));
        self.lacking().filter(move |spec| !of_missing(spec))
    }

    /// The first section with `role`.
    #[must_use]
    pub fn section(&self, role: Role) -> Option<&Slot> {
        self.sections.iter().find(|slot| slot.roles.contains(&role))
    }

    /// What `slot` lists one by one, with the parts that its spec knows.
    #[must_use]
    pub fn entries(&self, parse: &Parse, outline: &Outline, slot: &Slot) -> Vec<Entry> {
        let labels: Vec<String> =
            self.spec(slot).into_iter().flat_map(|spec| &spec.items).flat_map(ItemSpec::names).collect();
        let head = if let Head::Section(id) = slot.head { Some(id) } else { None };
        entries(parse, outline, head, slot.body, &labels)
    }

    /// What stands in `slot` without the sections within it that do another work: the consequences within a decision.
    pub fn own_text<'m>(&'m self, slot: &'m Slot) -> impl Iterator<Item = TextRange> + 'm {
        let is_other = move |other: &&Slot| {
            let is_headed = matches!(other.head, Head::Section(_)) && other.family.is_some();
            let shares = other.roles.iter().any(|role| slot.roles.contains(role));
            is_headed && !shares && slot.body.contains_range(other.head_range)
        };
        let others =
            self.sections.iter().filter(is_other).map(|other| TextRange::new(other.head_range.start, other.body.end));
        let end = TextRange::empty(slot.body.end);
        let mut at = slot.body.start;
        others.chain(std::iter::once(end)).filter_map(move |other| {
            let own = TextRange::new(at, other.start.max(at));
            at = other.end.max(at);
            (!own.is_empty()).then_some(own)
        })
    }

    /// The spec of a section of this document.
    #[must_use]
    pub fn spec(&self, slot: &Slot) -> Option<&SectionSpec> {
        self.verdict.dialect.as_ref()?.spec.sections.get(slot.spec?)
    }

    /// The sections that do the work of `spec`: by its name, by its family, or merged into another's.
    pub fn sections_for(&self, spec: &SectionSpec) -> impl Iterator<Item = &Slot> {
        let roles = self.roles_of(spec);
        let sections = self.verdict.dialect.as_ref().map_or(&[][..], |dialect| dialect.spec.sections.as_slice());
        let index = sections.iter().position(|section| section.id == spec.id);
        self.sections.iter().filter(move |slot| {
            let named = slot.id == spec.id || index.is_some_and(|index| slot.also.contains(&index));
            let related = spec.family.is_some() && slot.family == spec.family;
            let merged = slot.spec.is_none()
                && roles.iter().any(|role| *role != Role::Other && slot.roles.contains(role))
                && slot.roles.len() > 1;
            named || related || merged
        })
    }
}

/// The bold lead-ins that head sections, with what they head.
fn labels(sections: &[Slot]) -> Vec<(TextRange, TextRange)> {
    let labels = sections.iter().filter(|slot| matches!(slot.head, Head::Label(_)));
    labels.map(|slot| (slot.head_range, slot.body)).collect()
}

fn verdict(
    grammars: &Grammars,
    parse: &Parse,
    outline: &Outline,
    around: &Surroundings,
    fields: &[Field],
    title: Option<&Title>,
) -> Verdict {
    if around.kind.as_deref() == Some(NO_KIND) {
        return Verdict { decided_by: Some("declared"), confidence: 1.0, ..Verdict::default() };
    }
    let declared = around.kind.clone().or_else(|| metadata::declared_kind(grammars, parse, fields)?.id);
    let names = names_of_headings(parse);
    let mut keys: Vec<String> = fields.iter().map(|field| crate::grammar::normal_key(&field.key)).collect();
    keys.extend(fields.iter().map(|field| grammars.key(&field.key)));
    keys.extend(states_status(grammars, parse, outline, &names).then(|| STATUS_STATED.to_owned()));
    keys.sort();
    keys.dedup();
    let headings = headings(outline, title, &names);
    let evidence = Evidence {
        path: &around.path,
        title: title.map(|title| title.text.as_str()),
        keys,
        opening: opening(outline, title).of(parse.text()),
        linked: links::files(grammars, parse),
        siblings: around.siblings.iter().map(|(name, _)| name.clone()).collect(),
        declared: declared.as_deref(),
        ..Evidence::default()
    };
    let evidence = evidence.with_headings(grammars, headings);
    let mut verdict = detect(grammars, &evidence);
    if let Some(dialect) = verdict.kind.as_ref().and_then(|kind| declared_dialect(kind, around)) {
        verdict.dialect = Some(dialect);
    }
    verdict
}

/// The dialect that the configuration declares for this document, else for its kind.
fn declared_dialect(kind: &Kind, around: &Surroundings) -> Option<Arc<Dialect>> {
    let of_kind = || around.kind_dialects.iter().find(|(id, _)| *id == kind.spec.id).map(|(_, dialect)| dialect);
    let own = around.dialect.as_ref().and_then(|wanted| kind.dialect(wanted));
    own.or_else(|| kind.dialect(of_kind()?)).map(Arc::clone)
}

/// The key that stands for a section of its own that states a known status.
const STATUS_STATED: &str = "status-stated";

/// Whether a section is there for the status alone, and states one that is known.
fn states_status(grammars: &Grammars, parse: &Parse, outline: &Outline, names: &[Arc<str>]) -> bool {
    outline.iter().zip(names).any(|((_, section), name)| {
        let family = grammars.family_of(name);
        family.is_some_and(|family| family.roles == [Role::Status])
            && metadata::first_line(parse, section.own).is_some_and(|(line, _)| grammars.state(&line).is_some())
    })
}

/// What stands before the first section: below the title, where that is a heading.
fn opening(outline: &Outline, title: Option<&Title>) -> TextRange {
    let titled = outline.iter().next().filter(|_| title.is_some_and(|title| title.is_heading));
    titled.map_or_else(|| outline.opening(), |(_, section)| section.own)
}

/// The headings below the title, and which stands in which. A heading of which nothing is written yet is none.
fn headings(outline: &Outline, title: Option<&Title>, names: &[Arc<str>]) -> Vec<Heading> {
    let skip = usize::from(title.is_some_and(|title| title.is_heading));
    let mut places: Vec<Option<usize>> = vec![None; outline.len()];
    let mut headings = Vec::new();
    let all = outline.iter().zip(names).skip(skip);
    for ((id, section), name) in all.filter(|((_, section), _)| !section.title.trim().is_empty()) {
        let parent = section.parent.and_then(|parent| places.get(parent.0).copied().flatten());
        if let Some(place) = places.get_mut(id.0) {
            *place = Some(headings.len());
        }
        headings.push(Heading { name: Arc::clone(name), parent });
    }
    headings
}

/// Whether somebody has written a title, rather than left the template's.
fn is_titled(known: &Placeholders, metadata: &Metadata) -> bool {
    let holds_prompt = |text: &str| known.is(text) || known.find(text, TextRange::new(0, text.len())).next().is_some();
    metadata.title.as_ref().is_some_and(|title| !holds_prompt(&title.text))
}

/// Whether a file lies with templates, or is called one.
#[must_use]
pub fn is_named_template(path: &str) -> bool {
    let lower = path.to_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    lower.split('/').any(|part| part.contains("template"))
        || ["0000-", "nnnn", "xxxx-"].iter().any(|number| name.starts_with(number))
}

/// A document that lies with templates, is called one, or in which nobody has written a title and most sections are
/// placeholders.
fn is_template(path: &str, sections: &[Slot], is_titled: bool) -> bool {
    let written = || sections.iter().filter(|slot| slot.head != Head::Field && slot.roles != [Role::Other]);
    let open = written().filter(|slot| matches!(slot.state, SlotState::Placeholder)).count();
    is_named_template(path) || (!is_titled && written().count() >= 3 && open * 10 >= written().count() * 6)
}
