//! A matrix as a table instead of a list, and as a list instead of a table: the same cells, nothing lost.

use super::source::Source;
use super::tables::{Line, line};
use super::{
    Labelled, Matrix, MatrixCriterion, MatrixOption, MatrixScore, Orientation, cells, labelled, labels, lacking,
};
use crate::grammar::{Grammars, normal_name};
use crate::model::{Model, cell_text, written_name};
use crate::syntax::{Block, BlockId, BlockKind, Grid, Outline, Parse, Row};
use crate::text::{TextEdit, TextRange};
use std::collections::HashSet;

/// What both ways look at.
struct Sides<'d> {
    source: Source<'d>,
    model: &'d Model,
    matrix: &'d Matrix,
}

impl Model {
    /// The edits that write the items below criteria, or below options, that `matrix` is as one table; `None` where they say
    /// more than a table can hold.
    #[must_use]
    pub fn as_table(
        &self,
        grammars: &Grammars,
        parse: &Parse,
        outline: &Outline,
        matrix: &Matrix,
    ) -> Option<Vec<TextEdit>> {
        (matrix.orientation == Orientation::Bullets).then_some(())?;
        let source = Source::new(grammars, parse, outline, &self.sections, &self.options.items);
        let sides = Sides { source, model: self, matrix };
        sides.below_criteria().or_else(|| sides.below_options())
    }

    /// The edit that writes the table that `matrix` is as a list of its criteria with the options below each; `None` where
    /// the table has more than options, criteria and weights, or such a list would not be read as the same matrix.
    #[must_use]
    pub fn as_list(&self, grammars: &Grammars, parse: &Parse, outline: &Outline, matrix: &Matrix) -> Option<TextEdit> {
        // totals are looked for first: most matrices have some, and there is no list of those
        let is_table = matches!(matrix.orientation, Orientation::OptionsAsColumns | Orientation::OptionsAsRows);
        let has_totals = matrix.options.iter().any(|option| option.stated_total.is_some());
        (is_table && !has_totals).then_some(())?;
        let source = Source::new(grammars, parse, outline, &self.sections, &self.options.items);
        let list = Sides { source, model: self, matrix }.list()?;
        Some(TextEdit::replace(matrix.range, list))
    }
}

impl Sides<'_> {
    fn text(&self) -> &str {
        self.source.text()
    }

    /// The list below criteria as a table in its place: each item a criterion, each item below it an option.
    fn below_criteria(&self) -> Option<Vec<TextEdit>> {
        let tree = self.source.parse.tree();
        let own = tree.at(self.matrix.criteria.first()?.range.start)?;
        let lists = tree.ancestors(own).filter(|(_, block)| matches!(block.kind, BlockKind::List { .. }));
        let (list, block) = lists.last().filter(|(_, block)| block.range.contains_range(self.matrix.range))?;
        let items = labelled(self.source.parse, block.range);
        let mut named = 0;
        for (item, block) in tree.children(list) {
            let is_criterion = self.matrix.criteria.iter().any(|one| block.range.contains_range(one.range));
            let label = items.iter().find(|own| own.block == item).filter(|_| is_criterion)?;
            let [(_, text), (below, _)] = tree.children(item).collect::<Vec<_>>().try_into().ok()?;
            let says_more = TextRange::new(label.label.end, text.range.end).of(self.text());
            let inner: Vec<(BlockId, &Block)> = tree.children(below).collect();
            let is_plain = inner.iter().all(|(id, block)| self.is_bare(*id, block, &items));
            if says_more.contains(char::is_alphanumeric) || inner.is_empty() || !is_plain {
                return None;
            }
            named += inner.len();
        }
        let answers = self.answers(&items).count();
        (named == answers && self.is_at_margin(block.range)).then_some(())?;
        Some(vec![TextEdit::replace(block.range, self.grid()?.written())])
    }

    /// The items below options as a table among the criteria; what else stands below the options stays.
    fn below_options(&self) -> Option<Vec<TextEdit>> {
        let (parse, text) = (self.source.parse, self.text());
        let items = labelled(parse, TextRange::new(0, text.len()));
        let own: Vec<&Labelled> = self.answers(&items).collect();
        let scores = self.matrix.options.iter().flat_map(|option| &option.scores);
        let written = scores.filter(|score| !score.raw.is_empty()).count();
        let is_plain = own.iter().all(|item| {
            let block = parse.tree().get(item.block);
            block.is_some_and(|block| self.is_bare(item.block, block, &items) && self.is_at_margin(block.range))
        });
        let are_weighted = self.matrix.criteria.iter().any(|criterion| criterion.weight.is_some());
        if own.len() < written || !is_plain || are_weighted {
            return None;
        }
        let gone: Vec<TextRange> = own.iter().filter_map(|item| Some(parse.tree().get(item.block)?.range)).collect();
        // a second answer to the same question has no place in a cell
        let criteria: HashSet<String> = self.matrix.criteria.iter().map(|one| normal_name(&one.name)).collect();
        let is_second = |item: &Labelled| {
            let is_own = own.iter().any(|own| own.block == item.block);
            let name = || normal_name(&labels::name(&self.source, item.label));
            !is_own && self.source.area(item.label.start).is_some() && criteria.contains(&name())
        };
        if items.iter().any(is_second) {
            return None;
        }
        let [group] = self.model.options.groups.as_slice() else { return None };
        let table = self.grid()?.written();
        let (grammars, outline) = (self.source.grammars, self.source.outline);
        let mut edits = vec![self.model.placed(grammars, parse, outline, group, &table)?];
        edits.extend(own.iter().filter_map(|item| Some(TextEdit::delete(self.lines_of(item.block, &gone)?))));
        edits.sort_by_key(|edit| edit.range.start);
        let is_apart = edits.windows(2).all(|pair| matches!(pair, [a, b] if a.range.end <= b.range.start));
        is_apart.then_some(edits)
    }

    /// The labelled items that the cells of the matrix are read from.
    fn answers<'i>(&self, items: &'i [Labelled]) -> impl Iterator<Item = &'i Labelled> {
        let scores = self.matrix.options.iter().flat_map(|option| &option.scores);
        let values: HashSet<TextRange> = scores.map(|score| score.range).collect();
        items.iter().filter(move |item| values.contains(&item.value))
    }

    fn is_at_margin(&self, range: TextRange) -> bool {
        let lines = self.source.parse.lines();
        lines.start(lines.line(range.start)) == range.start
    }

    /// The whole line that `item` is, with its end; behind the last item of a list that goes altogether, the blank line, too.
    fn lines_of(&self, item: BlockId, gone: &[TextRange]) -> Option<TextRange> {
        let (tree, lines, text) = (self.source.parse.tree(), self.source.parse.lines(), self.text());
        let block = tree.get(item)?;
        let list = block.parent?;
        let is_last = tree.children(list).last().is_some_and(|(last, _)| last == item);
        let is_whole = is_last && tree.children(list).all(|(_, item)| gone.contains(&item.range));
        let mut next = lines.line(block.range.end) + 1;
        if is_whole && next < lines.lines() && lines.text(text, next).trim().is_empty() {
            next += 1;
        }
        let end = if next < lines.lines() { lines.start(next) } else { text.len() };
        Some(TextRange::new(block.range.start, end.max(block.range.end)))
    }

    /// Whether an item is one line: a label, and what a cell can hold.
    fn is_bare(&self, item: BlockId, block: &Block, items: &[Labelled]) -> bool {
        let is_line = !block.range.of(self.text()).contains(['\n', '\r']);
        let is_plain = matches!(block.kind, BlockKind::Item { task: None });
        is_line && is_plain && items.iter().any(|own| own.block == item)
    }

    fn grid(&self) -> Option<Grid> {
        let words = &self.source.grammars.vocabulary.matrix;
        let weighted = self.matrix.criteria.iter().all(|criterion| criterion.weight.is_some());
        // a weight that only some carry stays in their labels, where it is none
        if !weighted && self.matrix.criteria.iter().any(|criterion| criterion.weight.is_some()) {
            return None;
        }
        // `Ranking` below a criterion is one; before a row it would be taken for ranks
        let is_named = |criterion: &MatrixCriterion| line(&self.source, &criterion.name) == Line::Named;
        if !self.matrix.criteria.iter().all(is_named) {
            return None;
        }
        let options = self.matrix.options.iter().map(|option| self.option_text(option));
        let options: Vec<String> = options.collect::<Option<_>>()?;
        let weight = |text: String| weighted.then_some(text);
        let header: Vec<String> =
            std::iter::once(words.criterion.clone()).chain(weight(words.weight.clone())).chain(options).collect();
        let row = |(at, criterion): (usize, &MatrixCriterion)| -> Option<Vec<String>> {
            let (label, written) = self.label(criterion)?;
            let scores = self.matrix.row(at).map(|(_, score)| cell_text(&score.raw));
            Some(std::iter::once(cell_text(&label)).chain(weight(written)).chain(scores).collect())
        };
        let rows: Vec<Vec<String>> = self.matrix.criteria.iter().enumerate().map(row).collect::<Option<_>>()?;
        Some(Grid::new(std::iter::once(header).chain(rows).collect()))
    }

    fn option_text(&self, option: &MatrixOption) -> Option<String> {
        let known = self.source.option(&option.name)?;
        let item = self.model.options.items.get(known)?;
        Some(cell_text(&written_name(self.source.grammars, self.source.parse, item)))
    }

    /// The label of a criterion as written, without the weight in it, and that weight without its brackets.
    fn label(&self, criterion: &MatrixCriterion) -> Option<(String, String)> {
        let text = self.text();
        let Some(weight) = criterion.weight_range else {
            return Some((criterion.range.of(text).trim_end_matches([':', ' ']).to_owned(), String::new()));
        };
        criterion.range.contains_range(weight).then_some(())?;
        let name = TextRange::new(criterion.range.start, weight.start).of(text).trim_end_matches([':', ' ', '-']);
        let inner = weight.of(text).trim_matches(['(', ')', '[', ']']).trim();
        // a word beside the number says what the column's head says
        let is_bare = labels::weight(inner) == criterion.weight;
        let written = if is_bare { inner.to_owned() } else { lacking::percent(inner, criterion.weight?) };
        Some((name.to_owned(), written))
    }

    /// The matrix as a list: a bold criterion with its weight, and below it each option with what its cell says.
    fn list(&self) -> Option<String> {
        let in_criteria = self.source.of_criteria().any(|slot| slot.body.contains_range(self.matrix.range));
        let table = self.matrix.table(self.source.parse).filter(|_| in_criteria)?;
        let weights = self.matrix.criteria.iter().filter_map(|criterion| criterion.weight_range);
        let is_inside = |range: &TextRange| table.range.contains_range(*range);
        let is_label = |range: TextRange| self.matrix.criteria.iter().any(|one| one.range.contains_range(range));
        let apart = weights.clone().filter(is_inside).filter(|range| !is_label(*range)).count();
        let (options, criteria) = (self.matrix.options.len(), self.matrix.criteria.len());
        let more = usize::from(apart > 0);
        let is_columns = self.matrix.orientation == Orientation::OptionsAsColumns;
        let (columns, rows) = if is_columns { (options + 1 + more, criteria) } else { (criteria + 1, options + more) };
        let is_plain = table.header.cells.len() == columns
            && table.rows.len() == rows
            && table.rows.iter().all(|row: &Row| row.cells.len() == columns)
            && (apart == 0 || apart == criteria);
        if !is_plain || !self.is_at_margin(table.range) || weights.clone().any(|range| !is_inside(&range)) {
            return None;
        }
        let known: Option<Vec<usize>> =
            self.matrix.options.iter().map(|option| self.source.option(&option.name)).collect();
        let mut seen: Vec<usize> = Vec::new();
        for option in known? {
            (!seen.contains(&option)).then(|| seen.push(option))?;
        }
        let items: Option<Vec<String>> =
            self.matrix.criteria.iter().enumerate().map(|(at, criterion)| self.item(at, criterion)).collect();
        Some(items?.join("\n"))
    }

    fn item(&self, at: usize, criterion: &MatrixCriterion) -> Option<String> {
        let text = self.text();
        let label = criterion.range.of(text).trim_end_matches([':', ' ']);
        let label = unmarked(label);
        let weight = criterion.weight_range.filter(|range| !criterion.range.contains_range(*range));
        let weight = match weight {
            Some(range) if range.of(text).contains('%') => Some(format!(" ({})", unmarked(range.of(text)))),
            Some(range) => Some(format!(" [{}]", unmarked(range.of(text)))),
            None => None,
        };
        let name = labels::name(&self.source, criterion.range);
        let is_name = !label.is_empty() && !label.contains(['\n', '*', '_']) && self.source.option(&name).is_none();
        // a weight that cannot be read in brackets would be lost
        let is_safe = weight.as_deref().is_none_or(|weight| {
            let inner = weight.trim_matches([' ', '(', ')', '[', ']']);
            labels::weight(inner) == criterion.weight
        });
        if !is_name || !is_safe {
            return None;
        }
        let below: Option<Vec<String>> =
            self.matrix.row(at).map(|(option, score)| self.answer(option, score)).collect();
        Some(format!(
            "- **{}{}**\n{}",
            uncelled(label),
            weight.unwrap_or_default(),
            below?.concat().trim_end_matches('\n')
        ))
    }

    fn answer(&self, option: &MatrixOption, score: &MatrixScore) -> Option<String> {
        let raw = uncelled(&score.raw);
        // what stands behind a label is read from its first letter on
        let begins = [":", "—", "–", "-- ", "- ", "--", "<br"].iter().any(|mark| raw.starts_with(mark));
        let is_alone = matches!(raw.as_str(), "-" | "--" | "—" | "–");
        let ends = ["<br>", "<br/>", "<br />", "\\"].iter().any(|mark| raw.ends_with(mark));
        if begins || is_alone || ends || normal_name(&option.name).is_empty() {
            return None;
        }
        let item = self.model.options.items.get(self.source.option(&option.name)?)?;
        let name = written_name(self.source.grammars, self.source.parse, item);
        let is_name = !name.contains(['*', '_', '\n']) && !name.ends_with(':');
        let is_open = cells::is_open(self.source.grammars, raw.trim());
        let value = if raw.is_empty() && is_open { String::new() } else { format!(" {raw}") };
        is_name.then(|| format!("  - **{name}**:{value}\n"))
    }
}

/// `written` without bold type around the whole of it.
fn unmarked(written: &str) -> &str {
    let inner = |mark: &str| written.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inner("**").or_else(|| inner("__")).unwrap_or(written)
}

/// What a cell says, where a pipe needs no backslash.
fn uncelled(cell: &str) -> String {
    cell.replace("\\|", "|")
}
