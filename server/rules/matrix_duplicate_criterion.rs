//! A matrix weighs by the same criterion twice.

use super::{Ctx, Severity};
use crate::grammar::{Letters, normal_name};
use crate::model::{Matrix, MatrixCriterion, OptionName};
use crate::text::TextRange;

declare_rule! {
    code: "matrix-duplicate-criterion",
    summary: "a matrix weighs by the same criterion twice",
    docs: "\
What stands in two rows counts twice, whatever its weight says. It happens when two lists of criteria are put together, and \
it favours the option that is good at that one thing.

Names are compared word for word; one letter off in a long word is the same name. Rows in different groups of a matrix may \
share a name.

Take one of the two out, or say in the names what tells them apart.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| throughput | 4 | 2 | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Reversibility | 4 | 2 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
}

/// More criteria than anybody weighs by are not compared with one another.
const MOST: usize = 60;

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        if matrix.criteria.len() > MOST || is_grouped(ctx, matrix) {
            continue;
        }
        let names: Vec<Named<'_>> = matrix.criteria.iter().map(|criterion| Named::new(ctx, criterion)).collect();
        for (at, name) in names.iter().enumerate() {
            let before = names.get(..at).unwrap_or(&[]);
            let is_same = |known: &&Named<'_>| known.repeats(name) || known.is_turned(name);
            let Some(first) = before.iter().find(is_same).map(|known| known.criterion) else { continue };
            let criterion = name.criterion;
            let message = format!("`{}` is weighed twice: take one out, or say what tells them apart", criterion.name);
            ctx.report(criterion.range, message).related(first.range, "the first").done();
        }
    }
}

/// A criterion and its name, to be compared with others.
struct Named<'m> {
    criterion: &'m MatrixCriterion,
    name: OptionName,
    normal: String,
    /// Its words but the small ones, in order of letters.
    telling: String,
    letters: Letters,
}

impl<'m> Named<'m> {
    fn new(ctx: &Ctx<'_>, criterion: &'m MatrixCriterion) -> Self {
        let name = OptionName::new(ctx.grammars(), &criterion.name);
        let letters = Letters::of(&name.letters());
        let normal = normal_name(&criterion.name);
        let mut telling: Vec<&str> = normal.split(' ').filter(|word| !is_small(word)).collect();
        telling.sort_unstable();
        Self { criterion, name, telling: telling.join(" "), letters, normal }
    }

    /// Names that say the same differ in one letter at most.
    fn repeats(&self, other: &Self) -> bool {
        self.letters.fewest_slips(other.letters) <= 1 && self.name.repeats(&other.name)
    }

    fn is_turned(&self, other: &Self) -> bool {
        self.telling == other.telling && are_turned(&self.normal, &other.normal)
    }
}

/// Whether two names, normalised, are the same words in another order, but for small ones between them: `Message size`, `Size of a message`.
fn are_turned(one: &str, other: &str) -> bool {
    let (mut short, mut long): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    if !short.iter().all(|word| long.contains(word)) {
        return false;
    }
    let common: Vec<&str> = long.iter().copied().filter(|word| short.contains(word)).collect();
    let are_small = long.iter().filter(|word| !short.contains(word)).all(|word| is_small(word));
    let mut sorted = (short.clone(), common.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    short.len() >= 2 && are_small && sorted.0 == sorted.1 && short != common
}

/// Whether a word tells nothing by itself: `of`, `the`.
fn is_small(word: &str) -> bool {
    word.chars().count() <= 3
}

/// Whether rows that are no criteria stand between the criteria: titles of groups.
fn is_grouped(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let Some(table) = matrix.table(ctx.parse()) else { return false };
    let (Some(first), Some(last)) = (matrix.criteria.first(), matrix.criteria.last()) else { return false };
    let between = TextRange::new(first.range.start, last.range.end);
    let holds = |range: TextRange| matrix.criteria.iter().any(|criterion| range.contains_range(criterion.range));
    table.rows.iter().any(|row| between.contains_range(row.range) && !holds(row.range))
}
