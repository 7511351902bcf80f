//! What comes next in a decision matrix: a cell, the rest of its row, a row, a column; and a whole one where options
//! stand and nothing weighs them yet.

mod cell;
mod column;
mod row;
mod score;
mod whole;

use super::{CompletionItemKind, Cursor, Lead, Offer, Offers, Rank, item};
use crate::grammar::{ItemSpec, Role, SectionSpec};
use crate::model::{Direction, Matrix, MatrixForm, MatrixPart, TypedMatrix, same_option};
use crate::syntax::{Cell, Row};
use crate::text::TextRange;

/// What may stand at the cursor on a line that begins with a pipe; `None` where it weighs nothing.
pub(super) fn in_row<'d>(cursor: &Cursor<'d>) -> Option<Offers<'d>> {
    if cursor.lead != Lead::Row {
        return None;
    }
    let place = Place::new(cursor);
    let Some(here) = Here::new(cursor) else {
        return whole::offers(cursor).map(|all| Offers { all, typed: Some(cursor.word) });
    };
    let table = &here.matrix.table;
    let is_own = |row: &Row| row.range.start == cursor.line.start + cursor.indent.len();
    let all = match table.rows.iter().position(is_own) {
        Some(0) if table.dashes.is_none() => whole::below_header(&here),
        Some(row) if place.column > 0 => cell::offers(&here, row, &place),
        Some(row) => row::offers(&here, Some((row, &place))),
        None if is_own(&table.header) && table.dashes.is_none() => {
            let all = whole::offers(cursor).unwrap_or_default();
            return Some(Offers { all, typed: Some(cursor.word) });
        }
        None if is_own(&table.header) => column::offers(&here, &place),
        None => Vec::new(),
    };
    Some(Offers { all, typed: Some(place.word(&here)) })
}

/// On a line with nothing on it: the next row of the matrix above, or a whole one in a section that waits for it;
/// `None` where neither belongs.
pub(super) fn on_blank_line(cursor: &Cursor<'_>) -> Option<Vec<Offer>> {
    if cursor.lead != Lead::Blank {
        return None;
    }
    match Here::new(cursor) {
        Some(here) if here.matrix.table.dashes.is_none() => Some(whole::below_header(&here)),
        Some(here) => Some(row::offers(&here, None)),
        None => whole::offers(cursor),
    }
}

/// A cursor in or below a matrix.
struct Here<'c, 'd> {
    cursor: &'c Cursor<'d>,
    matrix: TypedMatrix<'d>,
    /// The section that asks for certain criteria.
    spec: Option<&'d SectionSpec>,
    /// Their labels, as the template writes them.
    labels: Vec<String>,
}

/// A criterion that may be added.
struct Criterion<'d> {
    label: String,
    item: Option<&'d ItemSpec>,
}

impl Criterion<'_> {
    /// Where everything is scored alike: without the scale that the template gives this one.
    fn scored(self) -> Self {
        let label = self.item.map_or(self.label, |item| item.title.clone());
        Self { label, ..self }
    }
}

/// Longer ones are no names.
const LONGEST_NAME: usize = 60;

impl<'c, 'd> Here<'c, 'd> {
    fn new(cursor: &'c Cursor<'d>) -> Option<Self> {
        let document = cursor.document;
        let (grammars, parse) = (document.grammars(), document.parse());
        let matrix = TypedMatrix::at(grammars, parse, document.outline(), document.model(), cursor.offset)?;
        let spec = criteria_spec(cursor);
        Some(Self { cursor, matrix, spec, labels: spec.map(item::labels).unwrap_or_default() })
    }

    fn text(&self) -> &'d str {
        self.cursor.document.text()
    }

    /// The matrix where its scores may be summed: all of them numbers, and none the better for being low.
    fn summed(&self) -> Option<&'d Matrix> {
        let is_low = |matrix: &Matrix| {
            let mut own = matrix.criteria.iter().map(|criterion| criterion.direction);
            matrix.direction == Direction::Lower || own.any(|direction| direction == Direction::Lower)
        };
        self.matrix.matrix.filter(|matrix| matrix.form == MatrixForm::Scoring && !is_low(matrix))
    }

    /// Totals as they are offered, with what they say.
    fn as_totals(matrix: &Matrix, offer: Offer) -> Offer {
        let is_weighted = matrix.reading.is_some_and(|reading| reading.is_weighted);
        let detail = if is_weighted { "the weighted totals" } else { "the totals" };
        let told: Vec<String> = matrix.lead_told().into_iter().chain(matrix.sensitivity_told()).collect();
        let documentation = (!told.is_empty()).then(|| format!("- {}", told.join("\n- ")));
        Offer { detail: Some(detail.to_owned()), documentation, ..offer }
    }

    /// Whether it scores, or is about to: it has weights, totals or scores.
    fn is_scoring(&self) -> bool {
        let mut parts = self.matrix.columns.iter().chain(&self.matrix.rows);
        parts.any(|part| matches!(part, MatrixPart::Weight | MatrixPart::Total))
            || self.matrix.matrix.is_some_and(|matrix| matrix.form == MatrixForm::Scoring)
    }

    /// The criterion of the template that `label` names.
    fn item(&self, label: &str) -> Option<&'d ItemSpec> {
        let label = label.split(['(', '[']).next().filter(|bare| !bare.is_empty()).unwrap_or(label);
        self.spec?.items.iter().find(|item| item.is_called(label))
    }

    /// The criteria that the document names and then those that its template asks for, without those that are there; what
    /// stands at `but` does not count.
    fn missing_criteria(&self, but: TextRange) -> Vec<Criterion<'d>> {
        let parse = self.cursor.document.parse();
        let is_new = |name: &str| self.matrix.lacks_named(parse, name, but);
        let own = self.matrix.table.range();
        let is_scoring = self.is_scoring();
        named_criteria(self.cursor, self.spec, &self.labels)
            .filter(|(place, _)| place.is_none_or(|place| !own.contains_range(place)))
            .map(|(_, criterion)| if is_scoring { criterion.scored() } else { criterion })
            .filter(|criterion| match criterion.item {
                Some(item) => self.matrix.lacks(parse, item, but),
                None => is_new(&criterion.label),
            })
            .collect()
    }

    /// The names of the options that are not there; what stands at `but` does not count.
    fn missing_options(&self, but: TextRange) -> Vec<&'d str> {
        let document = self.cursor.document;
        let options = &document.model().options.items;
        let missing = self.matrix.missing_options(document.grammars(), document.parse(), options, but);
        missing.into_iter().map(|option| short(&option.name)).collect()
    }

    /// An offer that replaces `range`.
    fn offer(&self, kind: CompletionItemKind, label: String, range: TextRange, snippet: String) -> Offer {
        let typed = TextRange::new(range.start, self.cursor.offset).of(self.text());
        let filter = if typed.is_empty() { label.clone() } else { format!("{typed}{label}") };
        Offer {
            label,
            kind,
            detail: None,
            documentation: None,
            filter,
            range,
            snippet,
            elsewhere: Vec::new(),
            rank: Rank::RequiredHere,
        }
    }
}

/// The section of criteria around the cursor as its template has it, else the one that the document's kind asks for.
fn criteria_spec<'d>(cursor: &Cursor<'d>) -> Option<&'d SectionSpec> {
    let document = cursor.document;
    let is_criteria = |slot: &&crate::grammar::Slot| slot.roles.contains(&Role::Criteria);
    let own = cursor.slots().into_iter().filter(is_criteria).find_map(|slot| document.section_spec(slot));
    own.filter(|spec| !spec.items.is_empty()).or_else(|| document.model().demanded_criteria(document.grammars()))
}

/// The criteria that a document names, each with its place, and those that `spec` asks for; none of them twice.
fn named_criteria<'a, 'd>(
    cursor: &'a Cursor<'d>,
    spec: Option<&'d SectionSpec>,
    labels: &'a [String],
) -> impl Iterator<Item = (Option<TextRange>, Criterion<'d>)> + use<'a, 'd> {
    let document = cursor.document;
    let (model, grammars) = (document.model(), document.grammars());
    let is_option = |name: &str| model.options.items.iter().any(|option| same_option(grammars, &option.name, name));
    let is_name = move |name: &str| name.len() <= LONGEST_NAME && !TypedMatrix::is_open(grammars, name);
    let mut seen: Vec<String> = Vec::new();
    let mentioned = model.criteria.iter().filter(|mention| !cursor.is_on_line(mention.range)).map(|mention| {
        let item = spec.and_then(|spec| spec.items.iter().find(|item| item.is_called(&mention.name)));
        (Some(mention.range), Criterion { label: mention.name.clone(), item })
    });
    let mentioned: Vec<_> = mentioned.filter(|(_, own)| is_name(&own.label) && !is_option(&own.label)).collect();
    let demanded = spec.into_iter().flat_map(|spec| &spec.items).zip(labels).filter(|(item, _)| item.required);
    let demanded = demanded.map(|(item, label)| (None, Criterion { label: label.clone(), item: Some(item) }));
    mentioned.into_iter().chain(demanded).filter(move |(_, criterion)| {
        let id = criterion.item.map_or_else(|| crate::grammar::normal_name(&criterion.label), |item| item.id.clone());
        let is_new = !seen.contains(&id);
        seen.push(id);
        is_new
    })
}

fn short(name: &str) -> &str {
    name.trim_end_matches('.')
}

/// `name` as it is written in a cell.
fn in_cell(name: &str) -> String {
    name.replace("\\|", "|").replace('|', "\\|")
}

/// Where the cursor is in a row of pipes.
struct Place {
    /// The column, from 0.
    column: usize,
    /// From the first letter of the cell to the cursor; empty at the cursor where nothing is typed.
    typed: TextRange,
    /// All that is written in the cell.
    content: TextRange,
    /// Whether a pipe ends the cell.
    is_closed: bool,
}

impl Place {
    fn new(cursor: &Cursor<'_>) -> Self {
        let text = cursor.document.text();
        let before = TextRange::new(cursor.line.start + cursor.indent.len(), cursor.offset);
        let borders = pipes(before.of(text));
        let column = borders.len().saturating_sub(1);
        let start = before.start + borders.last().map_or(0, |at| at + 1);
        let typed = TextRange::new(start, cursor.offset);
        let lead = typed.of(text).len() - typed.of(text).trim_start().len();
        let typed = TextRange::new(start + lead, cursor.offset);
        let rest = cursor.rest();
        let border = pipes(rest).first().copied();
        let inner = rest.get(..border.unwrap_or(rest.len())).unwrap_or("");
        let end = if typed.is_empty() && inner.trim().is_empty() { 0 } else { inner.trim_end().len() };
        let content = TextRange::new(typed.start, cursor.offset + end);
        Self { column, typed, content, is_closed: border.is_some() }
    }

    /// The word that offers are held against: what is to be written over is none.
    fn word<'d>(&self, here: &Here<'_, 'd>) -> &'d str {
        let is_open = TypedMatrix::is_open(here.cursor.document.grammars(), self.content.of(here.text()));
        if is_open { "" } else { self.typed.of(here.text()) }
    }

    /// `text` with what parts it from the pipes around it.
    fn apart(&self, text: &str, snippet: &str) -> String {
        let before = if text.get(..self.content.start).is_some_and(|b| b.ends_with('|')) { " " } else { "" };
        let behind = if !self.is_closed {
            " |"
        } else if text.get(self.content.end..).is_some_and(|b| b.starts_with('|')) {
            " "
        } else {
            ""
        };
        format!("{before}{snippet}{behind}")
    }
}

/// Where the pipes stand that part cells.
fn pipes(line: &str) -> Vec<usize> {
    let mut escaped = false;
    let is_border = |(at, byte): (usize, u8)| {
        let is_border = byte == b'|' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_border.then_some(at)
    };
    line.bytes().enumerate().filter_map(is_border).collect()
}

/// A cell of a new row or column: `shown` wide, padded to `width` and ended by a pipe.
fn padded(snippet: &str, shown: usize, width: Option<usize>, is_right: bool) -> String {
    let room = " ".repeat(width.unwrap_or(0).saturating_sub(shown + 2));
    if is_right { format!(" {room}{snippet} |") } else { format!(" {snippet}{room} |") }
}

/// The cell at `index`, where a row goes so far.
fn cell_at(row: &Row, index: usize) -> Option<Cell> {
    row.cells.get(index).copied()
}
