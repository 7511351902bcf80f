use super::*;
use crate::grammar::Grammars;
use crate::model::{Model, Surroundings};

fn model(text: &str) -> (Parse, Model) {
    let grammars = Grammars::builtin();
    let around = Surroundings {
        path: "docs/adr/0001-x.md".into(),
        kind: Some("adr".into()),
        dialect: Some("decision-matrix".into()),
        ..Surroundings::default()
    };
    let parse = Parse::new(text.into());
    let outline = Outline::new(&parse);
    let model = Model::read(&grammars, grammars.placeholders(), &parse, &outline, &around);
    (parse, model)
}

/// `orientation form | criterion=weight … | option: score … = total #rank`
fn shown(text: &str) -> Vec<String> {
    let (_, model) = model(text);
    model.matrices.iter().map(show).collect()
}

fn show(matrix: &Matrix) -> String {
    let number = |value: Option<Exact>| value.map_or("-".to_owned(), |value| value.to_string());
    let criteria = matrix.criteria.iter().map(|c| format!("{}={}", c.name, number(c.weight)));
    let options = matrix.options.iter().map(|option| {
        let scores = option.scores.iter().map(|score| match (score.is_open, score.value) {
            (true, _) => "?".to_owned(),
            (_, Some(value)) => format!("{value}{}", score.unit.as_deref().unwrap_or("")),
            (_, None) => score.raw.clone(),
        });
        let totals = format!(
            "{}/{}",
            number(option.stated_total.as_ref().map(|total| total.value)),
            number(option.computed_total)
        );
        let rank = option.rank.map_or("-".to_owned(), |rank| rank.to_string());
        format!("{}: {} = {totals} #{rank}", option.name, scores.collect::<Vec<_>>().join(", "))
    });
    let form = match matrix.form {
        MatrixForm::Scoring => "scoring",
        MatrixForm::Comparison => "comparison",
    };
    format!(
        "{:?} {form} | {} | {}",
        matrix.orientation,
        criteria.collect::<Vec<_>>().join(", "),
        options.collect::<Vec<_>>().join(" | ")
    )
}

const OPTIONS: &str = "# T\n\n## Options\n\n- Postgres\n- MySQL\n- Do nothing\n\n";

fn of_table(heading: &str, table: &str) -> Vec<String> {
    shown(&format!("{OPTIONS}## {heading}\n\n{table}\n"))
}

#[test]
fn criteria_as_rows() {
    let table = "| Criterion | Weight | Postgres | MySQL | Notes |\n|---|---|---|---|---|\n| Cost | 25% | 4 | **3** -- dear | x |\n\
                 | Speed | 75% | 2/5 | TBD | |\n| Total | 100% | 2.5 | 3 | |\n| Winner | | x | | |\n";
    assert_eq!(
        of_table("Evaluation Criteria", table),
        ["OptionsAsColumns scoring | Cost=25, Speed=75 | Postgres: 4, 2 = 2.5/2.5 #- | MySQL: 3, ? = 3/- #-"]
    );
}

#[test]
fn options_as_rows() {
    let table = "| Option | Cost (40%) | Time to deliver (60%) | Total |\n|---|---|---|---|\n| Postgres | 4 | 5 | 4.6 |\n\
                 | MySQL | 3 | 3 | 3.0 |\n";
    assert_eq!(
        of_table("Decision", table),
        ["OptionsAsRows scoring | Cost=40, Time to deliver=60 | Postgres: 4, 5 = 4.6/4.6 #1 | MySQL: 3, 3 = 3/3 #2"]
    );
    let table = "| Option | Cost | Speed |\n|---|---|---|\n| Weight | 3 | 1 |\n| Postgres | 4 | |\n| MySQL | 3 | 9 |\n";
    assert_eq!(
        of_table("Criteria", table),
        ["OptionsAsRows scoring | Cost=3, Speed=1 | Postgres: 4, ? = -/- #- | MySQL: 3, 9 = -/18 #-"]
    );
}

#[test]
fn measures_and_words_compare() {
    let table = "| | Postgres | MySQL | Do nothing |\n|---|---|---|---|\n| Cost | $4k/month | 2-3 weeks | free |\n\
                 | Latency | 120 ms | 90 ms p99 | ___ |\n";
    assert_eq!(
        of_table("Options Analysis", table),
        [
            "OptionsAsColumns comparison | Cost=-, Latency=- | Postgres: 4000$/month, 120ms = -/- #- | MySQL: 2-3 weeks, 90ms = -/- #- | Do nothing: free, ? = -/- #-"
        ]
    );
}

#[test]
fn steps_from_a_datum() {
    let table = "| Criterion | Baseline | Postgres | MySQL |\n|---|---|---|---|\n| Cost | 0 | + | - |\n| Speed | 0 | ++ | S |\n\
                 | Net | 0 | 3 | -1 |\n";
    assert_eq!(
        of_table("Pugh Matrix", table),
        [
            "OptionsAsColumns scoring | Cost=-, Speed=- | Baseline: 0, 0 = 0/0 #2 | Postgres: 1, 2 = 3/3 #1 | MySQL: -1, 0 = -1/-1 #3"
        ]
    );
}

#[test]
fn a_weighted_twin_of_a_column_is_no_option() {
    let table = "| Criterion | Weight | Postgres | Postgres (weighted) | MySQL | MySQL (weighted) |\n|---|---|---|---|---|---|\n\
                 | Cost | 0.6 | 5 | 3 | 4 | 2.4 |\n| Speed | 0.4 | 5 | 2 | 1 | 0.4 |\n";
    assert_eq!(
        of_table("Evaluation Criteria", table),
        ["OptionsAsColumns scoring | Cost=0.6, Speed=0.4 | Postgres: 5, 5 = -/5 #1 | MySQL: 4, 1 = -/2.8 #2"]
    );
}

#[test]
fn weights_in_a_table_of_their_own() {
    let tables = "| Criterion | Weight | Why |\n|---|---|---|\n| Cost | 30 % | a |\n| Speed | 70 % | b |\n| Total | 100 % | |\n\n\
                  | Criterion | Postgres | MySQL |\n|---|---|---|\n| Cost | 3 × 0.3 = 0.9 | 4 (1.2) |\n| Speed | 5 → 3.5 | 1 |\n";
    assert_eq!(
        of_table("Evaluation Criteria", tables),
        ["OptionsAsColumns scoring | Cost=30, Speed=70 | Postgres: 3, 5 = -/4.4 #1 | MySQL: 4, 1 = -/1.9 #2"]
    );
}

#[test]
fn a_table_for_each_option() {
    let text = "# T\n\n## Options\n\n### Option A: Postgres\n\n| Criterion | Score (1-5) | Notes |\n|---|---|---|\n| Cost | 4/5 | x |\n\
                | Speed | 3/5 | y |\n| Total | 7 | |\n\n### Option B: MySQL\n\n| Criterion | Score (1-5) | Notes |\n|---|---|---|\n\
                | Cost | 2/5 | x |\n| Speed | | y |\n";
    assert_eq!(shown(text), ["PerOption scoring | Cost=-, Speed=- | Postgres: 4, 3 = 7/7 #- | MySQL: 2, ? = -/- #-"]);
}

#[test]
fn criteria_under_options() {
    let text = "# T\n\n## Options\n\n### Postgres\n\nWe run it.\n\n- **Cost:** $5/month\n- Complexity: 3\n\n### MySQL\n\n- Cost: $7/month\n\n### Do nothing\n\nText.\n";
    let (parse, model) = model(text);
    assert_eq!(
        model.matrices.iter().map(show).collect::<Vec<_>>(),
        ["Bullets comparison | Cost=-, Complexity=- | Postgres: 5$/month, 3 = -/- #- | MySQL: 7$/month, ? = -/- #-"]
    );
    let open = model.matrices[0].options[1].scores[1].range;
    assert_eq!(&parse.text()[open.start - 8..open.start], "$7/month");
}

#[test]
fn options_under_criteria() {
    for text in [
        "- Cost:\n  - Postgres: $5\n  - MySQL: $7\n- Complexity\n- Speed:\n  - Postgres: 3 ms\n",
        "### Cost\n\n- Postgres: $5\n- MySQL: $7\n\n### Speed\n\n- Postgres: 3 ms\n- MySQL: TBD\n",
        "- Cost: Postgres $5; MySQL: $7\n- Speed: Postgres 3 ms; MySQL TBD\n",
        "**Cost**: Postgres: $5, MySQL: $7\n**Speed**: Postgres: 3 ms, MySQL: TBD\n",
    ] {
        assert_eq!(
            of_table("Evaluation Criteria", text),
            ["Bullets comparison | Cost=-, Speed=- | Postgres: 5$, 3ms = -/- #- | MySQL: 7$, ? = -/- #-"],
            "{text}"
        );
    }
}

#[test]
fn criteria_that_are_only_named() {
    let (_, model) =
        model(&format!("{OPTIONS}## Evaluation Criteria\n\n- Cost: at most $5k\n- Risk\n- **Team skills**\n"));
    let seen: Vec<_> =
        model.criteria.iter().map(|m| (m.name.as_str(), m.answer.as_ref().map(|a| a.raw.as_str()))).collect();
    assert_eq!(seen, [("Cost", Some("at most $5k")), ("Risk", None), ("Team skills", Some(""))]);
    assert!(model.matrices.is_empty());
}

#[test]
fn other_tables_are_left_alone() {
    for (heading, table) in [
        ("Options", "| Option | Description |\n|---|---|\n| Postgres | a database |\n| MySQL | another |\n"),
        ("Options", "| Option | Pros | Cons |\n|---|---|---|\n| Postgres | good | dear |\n| MySQL | known | slow |\n"),
        ("Evaluation Criteria", "| Feature | Ollama | LM Studio |\n|---|---|---|\n| Local | Yes | Yes |\n"),
        ("Context", "| Database | Postgres | MySQL |\n|---|---|---|\n| since | 1996 | 1995 |\n"),
        ("Decision", "| Path | GET | POST |\n|---|---|---|\n| /a | 1 | 2 |\n"),
        ("Changelog", "| Version | Date |\n|---|---|\n| 1 | 2 |\n"),
        (
            "Evaluation Criteria",
            "> | Criterion | Weight | Postgres | MySQL |\n> |---|---|---|---|\n> | Cost | 1 | 2 | 3 |\n",
        ),
    ] {
        assert_eq!(of_table(heading, table), [""; 0], "{table}");
    }
}

#[test]
fn cells_are_read_as_people_write_them() {
    let grammars = Grammars::builtin();
    for (cell, value, unit) in [
        ("8", Some(8.0), None),
        ("8/10", Some(8.0), None),
        ("8 / 10", Some(8.0), None),
        ("8.5", Some(8.5), None),
        ("4 — reason", Some(4.0), None),
        ("4: reason", Some(4.0), None),
        ("5 (dateutil)", Some(5.0), None),
        ("5 E1", Some(5.0), None),
        ("5 → 15", Some(5.0), None),
        ("3 × 0.25 = 0.75", Some(3.0), None),
        ("4 (0.8)", Some(4.0), None),
        ("8 points", Some(8.0), None),
        ("9%", Some(9.0), Some("%")),
        ("25 %", Some(25.0), Some("%")),
        ("120 ms p99", Some(120.0), Some("ms")),
        ("120ms", Some(120.0), Some("ms")),
        ("~4,100 ms", Some(4100.0), Some("ms")),
        ("$4k/month", Some(4000.0), Some("$/month")),
        ("€1.2M", Some(1_200_000.0), Some("€")),
        ("2-3 weeks", None, Some("weeks")),
        ("2 – 3 weeks", None, Some("weeks")),
        ("2 to 3 weeks", None, Some("weeks")),
        ("3 nodes", Some(3.0), Some("nodes")),
        ("10x", Some(10.0), Some("x")),
        ("⭐⭐⭐", Some(3.0), None),
        ("★★★★☆", Some(4.0), None),
        ("High (8/10)", Some(8.0), None),
        ("🟢 9", Some(9.0), None),
        ("✅ 120 ms", Some(120.0), Some("ms")),
        ("-1", Some(-1.0), None),
        ("High", None, None),
        ("✅", None, None),
        ("2026-03-01", None, None),
        ("1.2.3", None, None),
        ("24/7", None, None),
        ("3rd", None, None),
        ("5xx", None, None),
        ("Postgres: 1.35, MySQL: 0.30", None, None),
        ("(4×.18)+(4×.15)", None, None),
    ] {
        let reading = cells::reading(&grammars, cell);
        let read = reading.value.map(Exact::nearest_binary);
        assert_eq!((read, reading.unit.as_deref()), (value, unit), "{cell}");
    }
    assert_eq!(cells::reading(&grammars, "★★★★☆").scale, Some(Exact::whole(5)));
    for open in ["", "TBD", "todo", "___", "?", "…", "/10", "_/10", "X.X", "[score]", "{n}", "[Quantified]"] {
        assert!(cells::is_open(&grammars, open), "{open}");
    }
    for written in ["N/A", "-", "0", "✅", "[x]", "none", "High"] {
        assert!(!cells::is_open(&grammars, written), "{written}");
    }
}

/// How the total of a table is read whose last row is `totals`: weights 50 %, 30 %, 20 %; scores 4 5 3 and 3 2 5.
fn totals(totals: &str) -> (Option<Reading>, Vec<Option<bool>>) {
    let table = format!(
        "| Criterion | Weight | Postgres | MySQL |\n|---|---|---|---|\n| Cost | 50% | 4 | 3 |\n| Speed | 30% | 5 | 2 |\n\
         | Upkeep | 20% | 3 | 5 |\n{totals}\n"
    );
    let (_, model) = model(&format!("{OPTIONS}## Evaluation Criteria\n\n{table}\n"));
    let matrix = &model.matrices[0];
    let agree = matrix.options.iter().map(|option| option.stated_total.as_ref()?.agrees).collect();
    (matrix.reading, agree)
}

#[test]
fn totals_are_read_in_every_way_that_people_add_up() {
    let right = vec![Some(true), Some(true)];
    for (row, is_weighted, is_mean, factor) in [
        ("| Total | | 12 | 10 |", false, false, "1"),
        ("| Mean | | 4.0 | 3.33 |", false, true, "1"),
        ("| Weighted total | 100% | 4.1 | 3.1 |", true, true, "1"),
        ("| Weighted total | 100 | 410 | 310 |", true, false, "1"),
        ("| Weighted total | | 82/100 | 62/100 |", true, true, "20"),
        ("| Score | | 8.2 | 6.2 |", true, true, "2"),
        ("| Weighted total | | **4.10** | 3.10 |", true, true, "1"),
        ("| Weighted total | | 4 | 3 |", true, true, "1"),
        ("| Score | | 0.82 | 0.62 |", true, true, "0.2"),
    ] {
        let row = row.replace("| Score |", "| Total score |");
        let reading = Reading { is_weighted, is_mean, factor: Exact::parse(factor).unwrap() };
        assert_eq!(totals(&row), (Some(reading), right.clone()), "{row}");
    }
    // 4.1 and 3.1 times 12.5: no factor that people use, and still one for both
    let (reading, agree) = totals("| Total | | 51.25 | 38.75 |");
    assert_eq!((reading.map(|reading| reading.factor.to_string()), agree), (Some("12.5".to_owned()), right));
}

#[test]
fn a_total_that_no_reading_makes_is_wrong() {
    for (row, agree) in [
        ("| Weighted total | | 4.1 | 3.2 |", [Some(true), Some(false)]),
        ("| Weighted total | | 4.11 | 3.10 |", [Some(false), Some(true)]),
        ("| Total | | 12 | 11 |", [Some(true), Some(false)]),
        ("| Total | | about as good | 10 |", [None, Some(true)]),
    ] {
        assert_eq!(totals(row).1, agree, "{row}");
    }
}

#[test]
fn one_total_that_fits_by_accident_makes_no_reading() {
    // 4 is the mean of the scores of the first, which nobody meant by a weighted total
    let (reading, agree) = totals("| Weighted total | | 4.0 | 3.2 |");
    assert_eq!(reading.map(|reading| (reading.is_weighted, reading.is_mean)), Some((true, true)));
    assert_eq!(agree, [Some(false), Some(false)]);
}

#[test]
fn what_does_not_apply_is_left_out() {
    let table = "| Criterion | Weight | Postgres | MySQL |\n|---|---|---|---|\n| Cost | 3 | 4 | 3 |\n| Speed | 1 | N/A | 5 |\n\
                 | Weighted average | | 4 | 3.5 |\n";
    assert_eq!(
        of_table("Evaluation Criteria", table),
        ["OptionsAsColumns scoring | Cost=3, Speed=1 | Postgres: 4, N/A = 4/4 #1 | MySQL: 3, 5 = 3.5/3.5 #2"]
    );
    // a sum without a score is no rank
    let table = table.replace("average | | 4 | 3.5", "sum | | 12 | 14");
    assert_eq!(
        of_table("Evaluation Criteria", &table),
        ["OptionsAsColumns scoring | Cost=3, Speed=1 | Postgres: 4, N/A = 12/12 #- | MySQL: 3, 5 = 14/14 #-"]
    );
}

#[test]
fn where_low_scores_are_good_nothing_is_ranked() {
    let table =
        "| Criterion | Postgres | MySQL |\n|---|---|---|\n| Cost | 4 | 3 |\n| Speed | 5 | 2 |\n| Total | 9 | 5 |\n";
    let ranks = |text: &str| model(text).1.matrices[0].options.iter().map(|option| option.rank).collect::<Vec<_>>();
    let around = |before: &str| format!("{OPTIONS}## Evaluation Criteria\n\n{before}\n\n{table}");
    assert_eq!(ranks(&around("Scores from 1 to 5, higher is better.")), [Some(1), Some(2)]);
    assert_eq!(ranks(&around("Scores from 1 to 5, lower is better.")), [None, None]);
    assert_eq!(ranks(&around("As follows.").replace("| Cost |", "| Cost (lower is better) |")), [None, None]);
}

#[test]
fn a_criterion_may_be_called_like_a_remark() {
    let table = "| Criterion | Weight | Postgres | MySQL | Notes |\n|---|---|---|---|---|\n| Scale | 2 | 4 | 3 | 9 |\n\
                 | Ranking | 1 | 1 | 2 | |\n| Total | | 9 | 8 | 4 |\n| Rank | | 1 | 2 | |\n";
    assert_eq!(
        of_table("Evaluation Criteria", table),
        ["OptionsAsColumns scoring | Scale=2, Ranking=1 | Postgres: 4, 1 = 9/9 #1 | MySQL: 3, 2 = 8/8 #2"]
    );
    let table = "| Option | Scale | Ranking (×1) | Total | Rank |\n|---|---|---|---|---|\n| Postgres | 4 | 5 | 9 | 1 |\n| MySQL | 3 | 2 | 5 | 2 |\n";
    assert_eq!(
        of_table("Decision", table),
        ["OptionsAsRows scoring | Scale=-, Ranking (×1)=- | Postgres: 4, 5 = 9/9 #1 | MySQL: 3, 2 = 5/5 #2"]
    );
}
