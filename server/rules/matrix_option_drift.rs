//! The options of a matrix are not those of the document.

use super::{Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{
    DecisionOption, Matrix, MatrixForm, MatrixOption, OptionSource, OptionsState, added_option_to_matrix, cell_text,
    same_option, written_name,
};
use crate::syntax::BlockKind;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-option-drift",
    summary: "a matrix weighs other options than the document lists",
    docs: "\
An option is added to the list after the matrix was made, or renamed in one of the two places. Then the decision is made \
between options of which some were never weighed, and a reader cannot tell whether that was meant.

Names are compared as people write them: with or without `Option 2`, in any order of words, shortened. An option that is \
ruled out or left off a shortlist in so many words is not missed, and neither is leaving things as they are.

Add the column, or use the same name in both places.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Kafka\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ |\n|---|---|---|\n\
          | Throughput | 4 | 2 |\n| Simplicity | 5 | 3 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Kafka\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Kafka |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 5 |\n| Simplicity | 5 | 3 | 1 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    kinds: &["adr"],
}

/// With fewer letters alike two names are not one that was written otherwise.
const RENAMED: f64 = 0.6;

fn check(ctx: &mut Ctx<'_>) {
    let options = &ctx.model().options;
    let matrices = &ctx.model().matrices;
    // of several questions each has a matrix of its own
    let is_plain = options.state == OptionsState::Counted && options.groups.len() <= 1;
    let Some(main) = matrices.iter().max_by_key(|matrix| matrix.options.len()).filter(|_| is_plain) else { return };
    let listed: Vec<&DecisionOption> = options.items.iter().filter(|item| item.is_listed()).collect();
    let is_weighed = |item: &DecisionOption| item.mentions.iter().any(|mention| mention.source == OptionSource::Matrix);
    let known = |option: &MatrixOption| {
        let mut own = options.items.iter().flat_map(|item| &item.mentions);
        own.any(|mention| mention.range == option.range || same_option(ctx.grammars(), &mention.name, &option.name))
    };
    if listed.iter().filter(|item| is_weighed(item)).count() < 2 {
        return;
    }
    let missing: Vec<&DecisionOption> =
        listed.iter().copied().filter(|item| !is_weighed(item) && is_open(ctx, item)).collect();
    let strange: Vec<&MatrixOption> = main
        .options
        .iter()
        .filter(|option| is_scored(main, option) && !known(option) && !is_datum(ctx, option))
        .collect();
    if missing.is_empty() && strange.is_empty() || is_shortlist(ctx, main) {
        return;
    }
    for option in &strange {
        let renamed = missing.iter().find(|item| is_alike(&item.name, &option.name));
        let message = match renamed {
            Some(item) => format!("`{}` is called `{}` in the list of options: use one name", option.name, item.name),
            None => format!("`{}` is weighed and not among the options: list it, or use its name there", option.name),
        };
        let name = renamed.map(|item| cell_text(&written_name(ctx.grammars(), ctx.parse(), item)));
        let report = ctx.report(option.range, message);
        match renamed.zip(name) {
            Some((item, name)) => {
                let edit = TextEdit::replace(option.range, name);
                report
                    .related(item.range, "the option")
                    .fix_unsafe(format!("Write `{}`", item.name), vec![edit])
                    .done();
            }
            None => report.done(),
        }
    }
    for item in missing.iter().filter(|item| !strange.iter().any(|option| is_alike(&item.name, &option.name))) {
        let name = written_name(ctx.grammars(), ctx.parse(), item);
        let edits = added_option_to_matrix(ctx.parse(), main, &name);
        let message = format!("`{}` is an option and not in the matrix: weigh it, or say why not", item.name);
        let place = first_line(ctx, main);
        let report = ctx.report(item.range, message).related(place, "the matrix");
        if edits.is_empty() { report.done() } else { report.fix_unsafe("Add it to the matrix", edits).done() }
    }
}

/// Whether an option is still in the running: not the present state, and not ruled out where it is described.
fn is_open(ctx: &Ctx<'_>, item: &DecisionOption) -> bool {
    let says = |cue: Cue, range: TextRange| ctx.says_in(cue, range);
    let is_out = |range: TextRange| [Cue::Shortlist, Cue::Negated].iter().any(|cue| says(*cue, range));
    let is_status_quo = item.is_status_quo || ctx.says(Cue::StatusQuo, &item.name);
    !is_status_quo && !item.mentions.iter().any(|mention| is_out(mention.body)) && !ctx.is_unwritten(item.range)
}

/// Whether the text beside the matrix says that not all options are in it.
fn is_shortlist(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let own = ctx.model().sections.iter().filter(|slot| slot.body.contains_range(matrix.range));
    let is_prose = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Heading { .. });
    let mut prose = ctx.parse().tree().iter().filter(|(_, block)| is_prose(&block.kind));
    let bodies: Vec<TextRange> = own.map(|slot| slot.body).collect();
    prose.any(|(_, block)| {
        let is_near = bodies.iter().any(|body| body.contains_range(block.range));
        is_near && ctx.says_in(Cue::Shortlist, block.range)
    })
}

/// Whether what is read as an option is scored as the others are, and no column of something else.
fn is_scored(matrix: &Matrix, option: &MatrixOption) -> bool {
    let scored = option.scores.iter().filter(|score| score.value.is_some() && score.unit.is_none()).count();
    matrix.form == MatrixForm::Scoring && scored * 2 > option.scores.len()
}

/// What the others are held against is none of them.
fn is_datum(ctx: &Ctx<'_>, option: &MatrixOption) -> bool {
    [Cue::StatusQuo, Cue::Baseline, Cue::TargetWord].iter().any(|cue| ctx.says(*cue, &option.name))
}

fn is_alike(one: &str, other: &str) -> bool {
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase()) >= RENAMED
}

fn first_line(ctx: &Ctx<'_>, matrix: &Matrix) -> TextRange {
    let length = matrix.range.of(ctx.text()).lines().next().map_or(0, str::len);
    TextRange::new(matrix.range.start, matrix.range.start + length)
}
