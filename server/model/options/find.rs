//! Where a document names its options: headings, lists, lead-ins, tables.

use super::names::OptionName;
use super::reason::reason;
use super::{OptionMention, OptionSource, Source};
use crate::grammar::{Cue, Head, Role, Slot, normal_name};
use crate::syntax::{Block, BlockId, BlockKind, Cell, Inline, Row, Section, SectionId, SpanKind, Table};
use crate::text::TextRange;
use std::collections::HashSet;

/// The options that a section of options names: by its subheadings, else by its lists, lead-ins and tables.
pub(super) fn in_section(source: Source<'_>, slot: &Slot) -> Vec<OptionMention> {
    let mut found = in_text(source, own_text(source, slot));
    let Head::Section(id) = slot.head else { return found };
    for (child, section) in source.outline.children(id) {
        if gathers(source, child, &section.title) {
            found.extend(in_group(source, child));
        } else if names_option(source, &section.title) {
            found.push(of_heading(section, OptionSource::Heading));
        }
    }
    found
}

/// Whether a subheading of a section of options gathers several of its own: `Options for storage`.
///
/// A subheading that is the only one, and below which names are listed, is the name of the list as well: `Naming`.
pub(super) fn gathers(source: Source<'_>, id: SectionId, title: &str) -> bool {
    let is_section = source.grammars.family_of(&normal_name(title)).is_some();
    if is_section {
        return false;
    }
    if source.grammars.says(Cue::OptionsWord, title) {
        return in_group(source, id).len() >= 2;
    }
    let parent = source.outline.get(id).and_then(|section| section.parent);
    let is_alone = parent.is_some_and(|parent| source.outline.children(parent).nth(1).is_none());
    let lists = || source.outline.get(id).map(|section| listed(source, section.own)).unwrap_or_default();
    is_alone && lists() >= 2 && source.outline.children(id).next().is_none()
}

/// How many options the lists in `range` name that what stands before leads to.
fn listed(source: Source<'_>, range: TextRange) -> usize {
    lists_led_to(source, range).map(|list| of_list(source, list).len()).max().unwrap_or(0)
}

fn in_group(source: Source<'_>, id: SectionId) -> Vec<OptionMention> {
    let children: Vec<_> = source.outline.children(id).collect();
    let named = children.iter().filter(|(_, child)| names_option(source, &child.title));
    let headings: Vec<_> = named.map(|(_, child)| of_heading(child, OptionSource::Heading)).collect();
    let own = || source.outline.get(id).map(|section| in_text(source, section.own)).unwrap_or_default();
    if headings.is_empty() { own() } else { headings }
}

/// The options of a document without a section for them: a list that a sentence about options leads to, in a section on
/// the situation, the trade-offs or the decision.
pub(super) fn introduced(source: Source<'_>, sections: &[Slot]) -> Vec<OptionMention> {
    let tells = |slot: &&Slot| {
        let roles = [Role::Context, Role::Drivers, Role::Decision, Role::Criteria];
        slot.head != Head::Field && slot.roles.iter().any(|role| roles.contains(role))
    };
    let lists = sections.iter().filter(tells).flat_map(|slot| lists_led_to(source, own_text(source, slot)));
    lists.map(|list| of_list(source, list)).find(|found| found.len() >= 2).unwrap_or_default()
}

/// The lists in `range` that a sentence about options leads to.
fn lists_led_to(source: Source<'_>, range: TextRange) -> impl Iterator<Item = BlockId> {
    let blocks: Vec<_> = source.parse.tree().within(range).collect();
    let lists: Vec<BlockId> = blocks.windows(2).filter_map(|pair| led_to(source, pair)).collect();
    lists.into_iter()
}

/// The list that a paragraph leads to with a word for options: `We looked at three approaches:`
fn led_to(source: Source<'_>, pair: &[(BlockId, &Block)]) -> Option<BlockId> {
    let [(_, before), (list, block)] = pair else { return None };
    let lead = before.range.of(source.parse.text()).trim_end();
    let is_lead = before.kind == BlockKind::Paragraph && lead.ends_with(':');
    let sentence = lead.rsplit(['.', '!', '?']).next().unwrap_or(lead);
    let is_list = matches!(block.kind, BlockKind::List { .. });
    (is_lead && is_list && source.grammars.says(Cue::OptionsWord, sentence) && !argues(source, *list)).then_some(*list)
}

fn of_list(source: Source<'_>, list: BlockId) -> Vec<OptionMention> {
    source.parse.tree().children(list).filter_map(|(item, _)| of_item(source, item)).collect()
}

/// The options that a section of pros and cons speaks of: one subheading each.
pub(super) fn among_arguments(source: Source<'_>, slot: &Slot) -> Vec<OptionMention> {
    headings(source, slot, OptionSource::ProsAndCons)
}

/// Headings such as `Option 2: …`, at any place, where no section of options is; two at least.
pub(super) fn by_lead_in(source: Source<'_>) -> Vec<OptionMention> {
    let numbered = |section: &Section| {
        let first = section.title.split_whitespace().next().unwrap_or_default();
        let names_one = OptionName::new(source.grammars, &section.title).ordinal.is_some();
        source.grammars.is(Cue::OptionWord, first) && names_one && !is_open(source, &section.title)
    };
    let found = source.outline.iter().filter(|(_, section)| numbered(section));
    let found: Vec<_> = found.map(|(_, section)| of_heading(section, OptionSource::Heading)).collect();
    if found.len() >= 2 { found } else { Vec::new() }
}

/// What stands directly in a section, before its first subheading.
fn own_text(source: Source<'_>, slot: &Slot) -> TextRange {
    match slot.head {
        Head::Section(id) => source.outline.get(id).map_or(slot.body, |section| section.own),
        _ => slot.body,
    }
}

fn headings(source: Source<'_>, slot: &Slot, kind: OptionSource) -> Vec<OptionMention> {
    let Head::Section(id) = slot.head else { return Vec::new() };
    let children: Vec<(SectionId, &Section)> = source.outline.children(id).collect();
    let found = children.iter().filter(|(_, child)| names_option(source, &child.title));
    found.map(|(_, child)| of_heading(child, kind)).collect()
}

/// Whether a subheading of a section of options names one, rather than a part of the argument.
fn names_option(source: Source<'_>, title: &str) -> bool {
    let name = normal_name(title);
    let is_part =
        [Cue::OptionDetail, Cue::Pro, Cue::Con, Cue::Neutral].iter().any(|cue| source.grammars.is(*cue, title));
    let is_section = |name: &str| source.grammars.family_of(name).is_some();
    // `Rationale for the syntax` is a section as `Rationale` is
    let is_about = [" for ", " of ", " behind "]
        .iter()
        .any(|word| name.split_once(word).is_some_and(|(first, _)| is_section(first)));
    !name.is_empty() && !is_part && !is_section(&name) && !is_about && !is_open(source, title)
}

/// Whether a name is still to be written: template text, with or without a lead-in, or the prompt of a new option.
fn is_open(source: Source<'_>, name: &str) -> bool {
    let rest = OptionName::new(source.grammars, name).written;
    // a prompt may say more behind the name: `[another way]: [why not]`
    let first = |prompt: &str| normal_name(prompt.split("]:").next().unwrap_or(prompt));
    let prompts = source.grammars.kinds.iter().map(|kind| first(&kind.spec.option_prompt));
    let is_prompt = name.contains('[') && {
        let written = normal_name(&rest.replace(['[', ']'], " "));
        prompts.into_iter().any(|prompt| !prompt.is_empty() && prompt == written)
    };
    is_prompt || source.placeholders.is(name) || source.placeholders.is(&rest)
}

fn of_heading(section: &Section, kind: OptionSource) -> OptionMention {
    let name = section.title.to_string();
    let body = TextRange::new(section.heading_range.end, section.range.end);
    OptionMention { source: kind, name, range: section.title_range, body }
}

fn in_text(source: Source<'_>, range: TextRange) -> Vec<OptionMention> {
    let blocks: Vec<_> = source.parse.tree().within(range).collect();
    let is_table = |(_, block): &&(BlockId, &Block)| matches!(block.kind, BlockKind::Table | BlockKind::Html);
    let in_cells: usize = blocks.iter().filter(is_table).map(|(_, block)| words(source, block.range)).sum();
    let length = words(source, range).saturating_sub(in_cells);
    let (mut found, mut in_tables) = (Vec::new(), Vec::new());
    let mut before: Option<TextRange> = None;
    for (id, block) in &blocks {
        match block.kind {
            BlockKind::List { .. } if !argues(source, *id) => {
                let own = of_list(source, *id);
                if introduces(source, length, before, block.range) || are_in_a_table(source, &own, &blocks) {
                    found.extend(own);
                }
            }
            BlockKind::Table | BlockKind::Html => in_tables.extend(of_table(source, *id)),
            BlockKind::Paragraph => found.extend(of_lead_in(source, block.range)),
            _ => {}
        }
        if block.kind == BlockKind::Paragraph {
            before = Some(block.range);
        }
    }
    // a list below a table says more of what stands in it
    let listed: HashSet<String> = found.iter().map(|mention: &OptionMention| normal_name(&mention.name)).collect();
    found.extend(in_tables.into_iter().filter(|mention| !listed.contains(&normal_name(&mention.name))));
    let labels = source.parse.definitions().iter().filter(|definition| range.contains_range(definition.range));
    found.extend(labels.filter_map(|definition| {
        let ordinal = OptionName::new(source.grammars, &definition.label).ordinal?;
        let start = definition.range.start + definition.range.of(source.parse.text()).find('[')? + 1;
        let place = TextRange::new(start, start + definition.label.len());
        let is_prompt = source.placeholders.is(&format!("[{}]", definition.label)) || ordinal.is_empty();
        (!is_prompt).then(|| OptionMention {
            source: OptionSource::LeadIn,
            name: definition.label.clone(),
            range: place,
            body: definition.range,
        })
    }));
    if found.is_empty() {
        found = of_lettered(source, &blocks);
    }
    if found.is_empty() {
        let tables = blocks.iter().flat_map(|(id, _)| Table::of_block(source.parse, *id));
        found = tables.map(|table| of_columns(source, &table)).find(|named| !named.is_empty()).unwrap_or_default();
    }
    found.sort_by_key(|mention| mention.range.start);
    found
}

/// Whether two or more of what a list names, and half of it, head columns or rows of a table beside it.
fn are_in_a_table(source: Source<'_>, own: &[OptionMention], blocks: &[(BlockId, &Block)]) -> bool {
    let tables = blocks.iter().flat_map(|(id, _)| Table::of_block(source.parse, *id));
    let heads: HashSet<String> = tables
        .flat_map(|table| {
            let rows = table.rows.iter().filter_map(|row| row.cells.first());
            let cells = table.header.cells.iter().skip(1).chain(rows).map(|cell| cell.range);
            cells.map(|cell| normal_name(&plain(source, cell))).collect::<Vec<_>>()
        })
        .collect();
    let there = own.iter().filter(|mention| heads.contains(&normal_name(&mention.name))).count();
    there >= 2 && there * 2 >= own.len()
}

/// Whether a list is what its section is about: nothing stands before it, or what does leads to it, or it is the
/// greater part of the section's text, which has `length` words. Bullets in an essay are arguments, not options.
fn introduces(source: Source<'_>, length: usize, before: Option<TextRange>, list: TextRange) -> bool {
    let text = source.parse.text();
    let Some(before) = before else { return true };
    let leads = before.of(text).trim_end().ends_with(':') && before.end <= list.start;
    leads || words(source, list) * 2 >= length
}

fn words(source: Source<'_>, range: TextRange) -> usize {
    range.of(source.parse.text()).split_whitespace().count()
}

/// Whether a list is pros and cons: two items or more begin as such, on both sides.
fn argues(source: Source<'_>, list: BlockId) -> bool {
    let begins = |cue: Cue| {
        let items =
            source.parse.tree().children(list).filter_map(|(item, _)| source.parse.tree().children(item).next());
        items.filter(|(_, first)| source.grammars.begins(cue, first.range.of(source.parse.text()))).count()
    };
    let (pros, cons) = (begins(Cue::Pro), begins(Cue::Con));
    let items = source.parse.tree().children(list).count();
    pros + cons >= 2 && (pros > 0 && cons > 0 || pros + cons == items)
}

fn of_item(source: Source<'_>, item: BlockId) -> Option<OptionMention> {
    let (_, first) = source.parse.tree().children(item).find(|(_, block)| block.kind == BlockKind::Paragraph)?;
    let body = source.parse.tree().get(item)?.range;
    let (name, range) = lead(source, first.range)?;
    let shown = OptionName::new(source.grammars, &name).shown(&name);
    let is_none = source.grammars.is(Cue::Stub, &name) || source.grammars.is(Cue::OptionDetail, &name);
    let is_open = is_open(source, first.range.of(source.parse.text())) || is_open(source, &name);
    let says = shown.chars().any(char::is_alphanumeric);
    (says && !is_none && !is_open).then_some(OptionMention { source: OptionSource::List, name: shown, range, body })
}

/// What an item names: its bold or linked beginning, what stands before a colon or a dash, else its first sentence.
fn lead(source: Source<'_>, range: TextRange) -> Option<(String, TextRange)> {
    let text = source.parse.text();
    let inline = Inline::read(source.parse, range);
    let first = inline.first(text)?;
    if matches!(first.kind, SpanKind::Strong | SpanKind::Emphasis) && !first.inner.is_empty() {
        let only_lead_in = OptionName::new(source.grammars, first.inner.of(text)).name.is_empty();
        if !only_lead_in {
            return Some((plain(source, first.inner), first.inner));
        }
    }
    let line = range.of(text);
    let end = name_end(source, line);
    let place = TextRange::new(range.start, range.start + end).trim(text);
    Some((plain(source, place), place))
}

/// Where the name ends in `line`: before ` - `, `: ` or a reason, else with the sentence.
fn name_end(source: Source<'_>, line: &str) -> usize {
    let first_line = line.len();
    let breaks = [" - ", " – ", " — ", " -- ", ": ", ":\n"];
    let lead = breaks
        .iter()
        .filter_map(|mark| line.find(mark))
        .chain(reason(source, line))
        .filter(|at| (2..=120).contains(at));
    let lead = lead.filter(|at| !is_ordinal_only(line.get(..*at).unwrap_or(""))).min();
    let ends = |at: &usize| *at > 3 && !line.get(..*at).is_some_and(is_abbreviated);
    let sentence = [". ", ".\n", "! ", "? "].iter().filter_map(|mark| line.find(mark)).filter(ends).min();
    lead.or(sentence).unwrap_or(first_line)
}

/// `e.g` and `i.e` before a full stop end no sentence.
fn is_abbreviated(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    last.contains('.') && last.len() <= 4
}

/// `Option 2` before a colon is a lead-in; the name stands behind it.
fn is_ordinal_only(lead: &str) -> bool {
    let words: Vec<&str> = lead.split_whitespace().collect();
    words.len() <= 2 && words.last().is_some_and(|word| word.trim_start_matches('#').len() <= 2)
}

fn plain(source: Source<'_>, range: TextRange) -> String {
    Inline::in_one_line(source.parse, range).trim_end_matches(['.', ':']).to_owned()
}

/// `**Postgres.** …`, `Option A: …`: a paragraph that begins with an option's name.
fn of_lead_in(source: Source<'_>, range: TextRange) -> Option<OptionMention> {
    let text = source.parse.text();
    let inline = Inline::read(source.parse, range);
    let first = inline.first(text)?;
    let (name, place) = if matches!(first.kind, SpanKind::Strong | SpanKind::Emphasis) {
        let behind = TextRange::new(first.range.end, range.end).of(text);
        let inner = first.inner.of(text);
        let stands_apart =
            inner.ends_with([':', '.']) || behind.trim_start().is_empty() || behind.starts_with([':', '\n', '.']);
        // a remark in italics is no name
        let stands_apart = stands_apart && (first.kind == SpanKind::Strong || names_shortly(inner, behind));
        if !stands_apart {
            return None;
        }
        (plain(source, first.inner), first.inner)
    } else {
        let line = range.of(text).lines().next().unwrap_or_default();
        let name = OptionName::new(source.grammars, line);
        let word = line.split_whitespace().next().unwrap_or_default();
        if name.ordinal.is_none() || !source.grammars.is(Cue::OptionWord, word.trim_start_matches('[')) {
            return None;
        }
        let end = name_end(source, line);
        let place = TextRange::new(range.start, range.start + end).trim(text);
        (plain(source, place), place)
    };
    let shown = OptionName::new(source.grammars, &name).shown(&name);
    let none = !names_option(source, &name) || source.grammars.is(Cue::Stub, &name);
    (!none && !shown.is_empty()).then_some(OptionMention {
        source: OptionSource::LeadIn,
        name,
        range: place,
        body: range,
    })
}

/// Whether words in italics name something that the text behind them describes.
fn names_shortly(inner: &str, behind: &str) -> bool {
    inner.split_whitespace().count() <= MOST_WORDS_IN_ITALICS && !behind.trim().is_empty()
}

/// A name in italics is short; what is longer is a sentence that is stressed.
const MOST_WORDS_IN_ITALICS: usize = 8;

/// A table with a column that is headed by a word for options names one in each row.
fn of_table(source: Source<'_>, id: BlockId) -> Vec<OptionMention> {
    let tables = Table::of_block(source.parse, id);
    let named = tables.iter().filter_map(|table| Some((table, option_column(source, table)?)));
    let cells = named.flat_map(|(table, column)| {
        table.rows.iter().filter_map(move |row| Some((row.cells.get(column)?.range, row.range)))
    });
    cells.filter_map(|(cell, row)| of_cell(source, cell, row, OptionSource::List)).collect()
}

/// The first column where it is headed so, else the second behind a column of numbers or letters.
fn option_column(source: Source<'_>, table: &Table) -> Option<usize> {
    let text = source.parse.text();
    let is_headed = |cell: &Cell| {
        let name = normal_name(cell.range.of(text));
        source.grammars.is(Cue::OptionWord, &name)
            || name.strip_suffix('s').is_some_and(|one| source.grammars.is(Cue::OptionWord, one))
    };
    let column = table.header.cells.iter().take(2).position(is_headed)?;
    let counts = |row: &Row| {
        let cell = row.cells.first().map_or("", |cell| cell.range.of(text));
        cell.len() <= 4 && (cell.len() <= 1 || cell.contains(|c: char| c.is_ascii_digit()))
    };
    (column == 0 || table.rows.iter().all(counts)).then_some(column)
}

/// A table of criteria, or with nothing over its first column, names an option over each of the others.
fn of_columns(source: Source<'_>, table: &Table) -> Vec<OptionMention> {
    let text = source.parse.text();
    let is = |cue: Cue, cell: &Cell| source.grammars.is(cue, cell.range.of(text));
    let heads_criteria = |cell: &Cell| cell.range.is_empty() || is(Cue::CriterionWord, cell);
    let is_summed = || table.rows.last().and_then(|row| row.cells.first()).is_some_and(|cell| is(Cue::Total, cell));
    let is_factor = |row: &&Row| row.cells.first().is_some_and(|cell| has_weight(cell.range.of(text)));
    let is_weighed = || {
        let rows = table.rows.iter().filter(is_factor).count();
        rows >= 2 || table.header.cells.iter().skip(1).any(|cell| is(Cue::Weight, cell))
    };
    if !(table.header.cells.first().is_some_and(heads_criteria) || is_summed() || is_weighed()) {
        return Vec::new();
    }
    let beside = [Cue::Weight, Cue::Total, Cue::MatrixNote, Cue::ScoreWord];
    let columns = table.header.cells.iter().skip(1).filter(|cell| !beside.iter().any(|cue| is(*cue, cell)));
    let columns: Vec<_> = columns.collect();
    let named = columns.iter().filter_map(|cell| of_cell(source, cell.range, cell.range, OptionSource::Matrix));
    let named: Vec<_> = named.filter(|mention| names_option(source, &mention.name)).collect();
    if named.len() >= 2 && named.len() == columns.len() { named } else { Vec::new() }
}

/// Whether a label ends with a weight: `Size (15%)`, `Time (×3)`.
fn has_weight(label: &str) -> bool {
    let inner = label.trim_end_matches(['*', '_']).strip_suffix(')').and_then(|label| label.rsplit_once('('));
    inner.is_some_and(|(_, inner)| inner.contains(['%', '×', 'x']) && inner.contains(|c: char| c.is_ascii_digit()))
}

fn of_cell(source: Source<'_>, cell: TextRange, body: TextRange, kind: OptionSource) -> Option<OptionMention> {
    let name = plain(source, cell);
    let says = !name.is_empty() && !is_open(source, cell.of(source.parse.text())) && !is_open(source, &name);
    says.then_some(OptionMention { source: kind, name, range: cell, body })
}

/// `A) …`, `B) …`: lines that are lettered in order, two at least.
fn of_lettered(source: Source<'_>, blocks: &[(BlockId, &Block)]) -> Vec<OptionMention> {
    let text = source.parse.text();
    let mut found: Vec<OptionMention> = Vec::new();
    for (_, block) in blocks.iter().filter(|(_, block)| block.kind == BlockKind::Paragraph) {
        let mut start = block.range.start;
        for line in block.range.of(text).split_inclusive('\n') {
            let place = TextRange::new(start, start + line.len()).trim(text);
            start += line.len();
            let Some(rest) = lettered(place.of(text), found.len()) else { continue };
            let begin = place.end - rest.len();
            let range = TextRange::new(begin, begin + name_end(source, rest)).trim(text);
            let name = plain(source, range);
            if is_open(source, rest) || is_open(source, &name) {
                continue;
            }
            let letter = place.of(text).trim_start_matches('(').chars().next().unwrap_or_default();
            let name = format!("{letter}) {name}");
            found.push(OptionMention { source: OptionSource::LeadIn, name, range, body: place });
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// What stands behind the letter, where it is the one that comes behind `before` others.
fn lettered(line: &str, before: usize) -> Option<&str> {
    let letter = char::from(b'a' + u8::try_from(before).ok().filter(|before| *before < 26)?);
    let line = line.strip_prefix('(').unwrap_or(line);
    let mut characters = line.chars();
    let begins = characters.next().is_some_and(|first| first.to_ascii_lowercase() == letter);
    let rest = characters.as_str().strip_prefix([')', '.'])?;
    (begins && rest.starts_with(' ')).then(|| rest.trim_start())
}
