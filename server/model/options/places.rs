//! Every place of a document that says the name of one of its options, and the same places with another name.

use super::{DecisionOption, OptionMention, OptionName, OptionSource};
use crate::grammar::{Cue, Grammars, Role, normal_name};
use crate::model::{Matrix, Model, cell_text, labelled};
use crate::syntax::{BlockKind, Inline, Outline, Parse, Span, SpanKind, heading_anchors, plain_text};
use crate::text::{TextEdit, TextRange, apply};
use std::collections::BTreeSet;

/// What speaks against a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing can be read in it.
    Blank,
    /// It goes on in another line.
    LineBreak,
    /// It is only a lead-in: `Option B`.
    LeadInOnly,
    /// Another option is called so.
    Taken(String),
}

/// What comes of another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renaming {
    /// The edits that write it.
    Edits(Vec<TextEdit>),
    /// It is no name for this option.
    Refused(NameFault),
}

/// A name that is asked about.
struct Asked<'m> {
    grammars: &'m Grammars,
    parse: &'m Parse,
    model: &'m Model,
    item: &'m DecisionOption,
}

impl Model {
    /// The option whose name stands at `offset` in one line, as a place in the list of all, and where the name stands there:
    /// without its lead-in and the marks around it.
    #[must_use]
    pub fn option_at(&self, grammars: &Grammars, parse: &Parse, offset: usize) -> Option<(usize, TextRange)> {
        let all = self.options.items.iter().enumerate();
        all.filter(|(_, item)| is_named_by_its_author(item)).find_map(|(index, item)| {
            let asked = Asked { grammars, parse, model: self, item };
            let is_here = |range: &TextRange| range.touches(offset) && !range.of(parse.text()).contains(['\n', '\r']);
            asked.certain().into_iter().find(is_here).map(|range| (index, range))
        })
    }

    /// Every place that says the name of the option at `index`, in document order: where it is listed, argued for, weighed and
    /// chosen, and running text that has the whole of a name of several words, or has it set apart.
    #[must_use]
    pub fn option_places(&self, grammars: &Grammars, parse: &Parse, index: usize) -> Vec<TextRange> {
        let Some(item) = self.options.items.get(index) else { return Vec::new() };
        let asked = Asked { grammars, parse, model: self, item };
        let mut places = asked.certain();
        places.extend(asked.in_text(&places));
        places.sort_by_key(|range| (range.start, range.end));
        places
    }

    /// The edits that call the option at `index` `name`, wherever the document names it; `at` is the place whose name is
    /// replaced, so that a longer name elsewhere keeps what it says beyond it. Links to headings that change follow.
    #[must_use]
    pub fn renamed_option(
        &self,
        grammars: &Grammars,
        parse: &Parse,
        outline: &Outline,
        (index, at): (usize, TextRange),
        name: &str,
    ) -> Renaming {
        let name = match self.checked_name(grammars, index, name) {
            Ok(name) => name,
            Err(fault) => return Renaming::Refused(fault),
        };
        let (text, old) = (parse.text(), at.of(parse.text()));
        let edit = |place: TextRange| {
            let is_cell = parse.tree().at(place.start).and_then(|id| parse.tree().get(id));
            let is_cell = is_cell.is_some_and(|block| block.kind == BlockKind::Row);
            let written = if is_cell { cell_text(&name) } else { name.clone() };
            TextEdit::replace(begun(text, place, old).unwrap_or(place), written)
        };
        let mut edits: Vec<TextEdit> = self.option_places(grammars, parse, index).into_iter().map(edit).collect();
        let links = self.followed_links(parse, outline, &edits);
        edits.extend(links);
        edits.sort_by_key(|edit| edit.range.start);
        Renaming::Edits(edits)
    }

    /// The name without a lead-in, which stays where it is; or what speaks against it.
    fn checked_name(&self, grammars: &Grammars, index: usize, name: &str) -> Result<String, NameFault> {
        let name = name.trim();
        if name.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return Err(NameFault::LineBreak);
        }
        if !plain_text(name).chars().any(char::is_alphanumeric) && !name.chars().any(char::is_alphanumeric) {
            return Err(NameFault::Blank);
        }
        let new = OptionName::new(grammars, name);
        let leads = grammars.is(Cue::OptionWord, name.split_whitespace().next().unwrap_or_default());
        let has_lead_in = leads && new.ordinal.is_some();
        if has_lead_in && new.name.is_empty() {
            return Err(NameFault::LeadInOnly);
        }
        let others = self.options.items.iter().enumerate().filter(|(other, _)| *other != index);
        let mut others = others.filter(|(_, item)| is_named_by_its_author(item));
        let is_taken = |item: &DecisionOption| {
            item.mentions.iter().any(|mention| OptionName::new(grammars, &mention.name).name == new.name)
        };
        match others.find(|(_, item)| !new.name.is_empty() && is_taken(item)) {
            Some((_, other)) => Err(NameFault::Taken(other.name.clone())),
            None if has_lead_in => Ok(new.written),
            None => Ok(name.to_owned()),
        }
    }

    /// The edits of links within the document to headings that `edits` change.
    fn followed_links(&self, parse: &Parse, outline: &Outline, edits: &[TextEdit]) -> Vec<TextEdit> {
        let text = parse.text();
        let titles: Vec<&str> = outline.iter().map(|(_, section)| &*section.title).collect();
        let changed: Vec<String> = outline
            .iter()
            .map(|(_, section)| {
                let own = edits.iter().filter(|edit| section.title_range.contains_range(edit.range));
                let own: Vec<TextEdit> = own.map(|edit| shifted(edit, section.title_range.start)).collect();
                let changed = || plain_text(&apply(section.title_range.of(text), &own)).trim().to_owned();
                if own.is_empty() { section.title.to_string() } else { changed() }
            })
            .collect();
        let anchors = heading_anchors(titles.into_iter());
        let moved: Vec<(String, String)> = anchors
            .into_iter()
            .zip(heading_anchors(changed.iter().map(String::as_str)))
            .filter(|(a, b)| a != b)
            .collect();
        let links = self.links.iter().filter_map(|link| {
            let anchor = link.target.strip_prefix('#')?.to_lowercase();
            let (_, new) = moved.iter().find(|(old, _)| *old == anchor)?;
            let at = link.range.of(text).rfind(&*link.target)? + link.range.start + 1;
            Some(TextEdit::replace(TextRange::new(at, at + link.target.len() - 1), new.clone()))
        });
        links.collect()
    }
}

fn shifted(edit: &TextEdit, start: usize) -> TextEdit {
    TextEdit::replace(TextRange::new(edit.range.start - start, edit.range.end - start), edit.text.clone())
}

/// Whether an option has a name of its own, rather than that of the document which proposes it.
fn is_named_by_its_author(item: &DecisionOption) -> bool {
    !item.mentions.iter().all(|mention| mention.source == OptionSource::Proposal)
}

/// The beginning of `place`, where it says more than the name `old` and begins with that.
fn begun(text: &str, place: TextRange, old: &str) -> Option<TextRange> {
    let behind = place.of(text).strip_prefix(old).filter(|behind| !behind.is_empty())?;
    let is_apart = behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '–' | '—'));
    is_apart.then(|| TextRange::new(place.start, place.start + old.len()))
}

impl Asked<'_> {
    /// The places that are read as names of the option.
    fn certain(&self) -> Vec<TextRange> {
        let mentions = self.item.mentions.iter().filter(|mention| self.is_name(mention)).map(|mention| mention.range);
        let all = mentions.chain(self.in_matrices()).chain(self.labels());
        let mut places: Vec<TextRange> = all.filter_map(|range| self.name_in(range)).collect();
        places.sort_by_key(|range| (range.start, range.end));
        places.dedup();
        let mut end = 0;
        places.retain(|range| {
            let is_free = range.start >= end;
            end = end.max(range.end);
            is_free
        });
        places
    }

    /// Whether a mention is where the name stands, and not the paragraph that tells of the choice.
    fn is_name(&self, mention: &OptionMention) -> bool {
        let is_told = || {
            let choice = self.model.options.chosen.as_ref();
            choice.is_some_and(|choice| choice.range == mention.range && !choice.is_explicit)
        };
        match mention.source {
            OptionSource::Proposal => false,
            OptionSource::Chosen => !is_told(),
            _ => true,
        }
    }

    fn names(&self) -> BTreeSet<String> {
        let names = self.item.mentions.iter().filter(|mention| self.is_name(mention));
        let names = names.map(|mention| OptionName::new(self.grammars, &mention.name).name);
        names.filter(|name| !name.is_empty()).collect()
    }

    /// Columns and rows of matrices, of which the option has one mention at most.
    fn in_matrices(&self) -> Vec<TextRange> {
        let names = self.names();
        let is_own = |name: &str| names.contains(&OptionName::new(self.grammars, name).name);
        let options = self.model.matrices.iter().flat_map(|matrix: &Matrix| &matrix.options);
        options.filter(|option| is_own(&option.name)).map(|option| option.range).collect()
    }

    /// Labels that are the whole name, where options are weighed: `- Postgres: 8` below a criterion.
    fn labels(&self) -> Vec<TextRange> {
        let names = self.names();
        let weighs = |role: &Role| matches!(role, Role::Options | Role::Criteria | Role::Decision);
        let sections = self.model.sections.iter().filter(|slot| slot.roles.iter().any(weighs));
        let items = sections.flat_map(|slot| labelled(self.parse, slot.body));
        let labels = items.filter(|item| !self.parse.tree().is_quoted(item.block)).map(|item| item.label);
        labels.filter(|label| names.contains(&normal_name(label.of(self.parse.text())))).collect()
    }

    /// Where the name stands in `range`: behind a lead-in, within the marks around it, before a mark of the choice. `None` where
    /// nothing but a lead-in is written, or a part of it is a link.
    fn name_in(&self, range: TextRange) -> Option<TextRange> {
        let text = self.parse.text();
        let range = self.unmarked(range);
        let raw = range.of(text);
        let mut written = OptionName::new(self.grammars, raw).written;
        if let Some((name, aside)) = written.rsplit_once(['(', '['])
            && self.grammars.is(Cue::Chosen, aside.trim_end_matches([')', ']']))
        {
            written = name.trim_end().to_owned();
        }
        let written = written.split("{#").next().unwrap_or_default().trim_end();
        let at = raw.rfind(written).filter(|_| !written.is_empty())?;
        let start = range.start + at;
        // quotes around the whole are no part of a name, one that ends it is
        let is_open = written.matches('"').count() % 2 == 1;
        let closes = is_open && raw.get(at + written.len()..).is_some_and(|behind| behind.starts_with('"'));
        let end = start + written.len() + usize::from(closes);
        let place = self.unmarked(TextRange::new(start, end));
        let spans = Inline::read(self.parse, place).spans;
        let is_linked = spans.iter().any(|span| matches!(span.kind, SpanKind::Link { .. }));
        (!is_linked && !place.is_empty()).then_some(place)
    }

    /// `place` without the marks around the whole of it: bold type, a link, code.
    fn unmarked(&self, place: TextRange) -> TextRange {
        let text = self.parse.text();
        let spans = Inline::read(self.parse, place).spans;
        let whole = spans.iter().find(|span| span.range == place && span.kind != SpanKind::Text);
        let Some(whole) = whole else { return place };
        let inner = if whole.kind == SpanKind::Code {
            let ticks = place.of(text).len() - place.of(text).trim_start_matches('`').len();
            TextRange::new(place.start + ticks, place.end - ticks)
        } else {
            whole.inner
        };
        let inner = inner.trim(text);
        if inner.is_empty() || inner.len() >= place.len() { place } else { self.unmarked(inner) }
    }

    /// Running text that says one of the names whole: one of several words anywhere, one of a single word where it is set
    /// apart, in bold, in code or in quotes.
    fn in_text(&self, certain: &[TextRange]) -> Vec<TextRange> {
        let (text, tree) = (self.parse.text(), self.parse.tree());
        let mut names: Vec<&str> = certain.iter().map(|range| range.of(text)).collect();
        names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
        names.dedup();
        let others = self.others();
        let taken: Vec<TextRange> = certain.iter().copied().chain(others.iter().copied()).collect();
        let others: Vec<&str> = others.iter().map(|range| range.of(text)).collect();
        let mut found: Vec<TextRange> = Vec::new();
        let is_text =
            |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Row | BlockKind::Heading { .. });
        for (_, block) in tree.iter().filter(|(id, block)| is_text(&block.kind) && !tree.is_quoted(*id)) {
            let written = block.range.of(text);
            if !names.iter().any(|name| written.contains(name)) {
                continue;
            }
            let inline = Inline::read(self.parse, block.range);
            for name in &names {
                let places = written.match_indices(name).map(|(at, _)| block.range.start + at);
                let places = places.map(|start| TextRange::new(start, start + name.len()));
                let own = places.filter(|place| {
                    let is_free = !taken.iter().chain(&found).any(|other| other.meets(*place));
                    let goes_on = |other: &&&str| other.len() > name.len() && starts_with(text, place.start, other);
                    is_free && !others.iter().any(|other| goes_on(&other)) && says_whole(text, &inline, *place)
                });
                let own: Vec<TextRange> = own.collect();
                found.extend(own);
            }
        }
        found
    }

    /// Where the names of the other options stand.
    fn others(&self) -> Vec<TextRange> {
        let items = self.model.options.items.iter().filter(|item| item.range != self.item.range);
        let of = |item| Asked { item, ..*self }.certain();
        items.filter(|item| is_named_by_its_author(item)).flat_map(of).collect()
    }
}

fn starts_with(text: &str, at: usize, name: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(name))
}

/// Whether `place` is a whole name, and enough of one: of several words, or set apart as it is.
fn says_whole(text: &str, inline: &Inline, place: TextRange) -> bool {
    let before = text.get(..place.start).and_then(|before| before.chars().next_back());
    let mut behind = text.get(place.end..).unwrap_or("").chars();
    let (next, second) = (behind.next(), behind.next());
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '#'));
    let goes_on = joins(next) || next == Some('.') && second.is_some_and(char::is_alphanumeric);
    let is_apart = |span: &Span| {
        let marks = matches!(span.kind, SpanKind::Strong | SpanKind::Emphasis | SpanKind::Code);
        marks && (span.inner == place || span.range.of(text).trim_matches('`') == place.of(text))
    };
    let is_set_apart = inline.spans.iter().any(is_apart);
    let is_quoted = matches!((before, next), (Some('"'), Some('"')) | (Some('“'), Some('”')));
    let has_words = place.of(text).split_whitespace().nth(1).is_some();
    let is_bounded = !joins(before) && before != Some('.') && !goes_on;
    is_bounded && (is_set_apart || !inline.is_verbatim(place) && (is_quoted || has_words))
}
