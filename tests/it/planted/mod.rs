//! Recall: what is broken in a well-formed document on purpose is told, and at its place.
//!
//! Into the good document of every dialect and into the documents of `tests/planted` defects are planted by program,
//! one at a time, at places that the parsed document shows. Before, a document has no error and no warning. After, one
//! of the rules that the defect belongs to speaks on the line where it is. `tests/planted/README.md` keeps the figures;
//! `UPDATE=1 cargo test --test it planted` writes them. `PLANT=stub` runs the defects whose name holds the word, and
//! `ON=0007` the documents.

mod ground;
mod metadata;
mod options;
mod promises;
mod reasons;
mod sections;
mod states;
mod weighing;

use ground::{Ground, Plant, grounds, picked};
use rayon::prelude::*;
use staffwork::rules::{Diagnostic, Severity, rule};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A way to break a document.
struct Defect {
    /// What is done, in a few words.
    name: &'static str,
    /// The rules of which one is to tell; the first is the one it is for, and without that it is not planted.
    codes: &'static [&'static str],
    /// Every place of a document where it can be planted.
    plant: fn(&Ground) -> Vec<Plant>,
}

impl Defect {
    fn is_known(&self) -> bool {
        self.codes.first().is_some_and(|code| rule(code).is_some())
    }
}

/// So many times one defect is planted in one document at most.
const MOST: usize = 2;

/// The share that is to be found.
const ENOUGH: f64 = 0.97;

fn defects() -> impl Iterator<Item = &'static Defect> {
    [
        sections::DEFECTS,
        options::DEFECTS,
        weighing::DEFECTS,
        reasons::DEFECTS,
        promises::DEFECTS,
        metadata::DEFECTS,
        states::DEFECTS,
    ]
    .into_iter()
    .flatten()
}

/// What became of one planted defect.
struct Outcome {
    severity: Option<Severity>,
    miss: Option<String>,
}

/// How often a defect was planted and found, and how loud.
#[derive(Default)]
struct Tally {
    planted: usize,
    found: usize,
    documents: usize,
    loud: BTreeMap<Severity, usize>,
}

#[test]
fn defects_are_told_where_they_are_planted() {
    let grounds = grounds();
    let noise = noise(&grounds);
    assert!(noise.is_empty(), "\nbefore anything is planted these are not quiet:\n{noise}");
    let only = std::env::var("PLANT").ok();
    let on = std::env::var("ON").ok();
    let chosen: Vec<&Defect> =
        defects().filter(|defect| only.as_ref().is_none_or(|only| defect.name.contains(only))).collect();
    let grounds: Vec<&Ground> =
        grounds.iter().filter(|ground| on.as_ref().is_none_or(|on| ground.name.contains(on))).collect();
    let outcomes: Vec<Vec<Vec<Outcome>>> =
        chosen.par_iter().map(|defect| grounds.par_iter().map(|ground| outcomes(defect, ground)).collect()).collect();
    let (table, misses, share) = figures(&chosen, &outcomes);
    let is_whole = only.is_none() && on.is_none();
    if is_whole && std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0") {
        std::fs::write(home().join("README.md"), readme(&table, &grounds)).unwrap();
    }
    println!("{table}\n{misses}");
    assert!(share >= ENOUGH, "\n{misses}\n{table}\nless than {:.0} % of the planted defects are found", ENOUGH * 100.0);
}

fn home() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/planted")
}

/// What is wrong with the documents themselves.
fn noise(grounds: &[Ground]) -> String {
    let mut noise = String::new();
    for ground in grounds {
        let seen = ground.document.kind().map_or("ordinary Markdown", |kind| kind.spec.id.as_str());
        if seen != ground.kind() {
            writeln!(noise, "{}: is taken for {seen}", ground.name).unwrap();
        }
        for finding in ground.before.iter().filter(|finding| finding.severity >= Severity::Warning) {
            writeln!(noise, "{}:{}", ground.name, shown(ground.text(), finding)).unwrap();
        }
    }
    noise
}

fn outcomes(defect: &Defect, ground: &Ground) -> Vec<Outcome> {
    if ground.document.kind().is_none() || !defect.is_known() {
        return Vec::new();
    }
    let mut plants = (defect.plant)(ground);
    while plants.len() > MOST {
        let out = picked(&format!("{}{}{}", defect.name, ground.name, plants.len()), plants.len());
        plants.remove(out);
    }
    plants.iter().map(|plant| outcome(defect, ground, plant)).collect()
}

fn outcome(defect: &Defect, ground: &Ground, plant: &Plant) -> Outcome {
    let found = ground.found(plant);
    let own = found.iter().filter(|finding| defect.codes.contains(&finding.code));
    let severity = own.filter(|finding| plant.is_told_by(finding)).map(|finding| finding.severity).max();
    let miss = severity.is_none().then(|| miss(defect, ground, plant, &found));
    Outcome { severity, miss }
}

/// What was planted, where it should have been told, and what was found instead.
fn miss(defect: &Defect, ground: &Ground, plant: &Plant, found: &[Diagnostic]) -> String {
    let lines: Vec<String> = plant
        .places
        .iter()
        .map(|place| (plant.text[..place.start.min(plant.text.len())].matches('\n').count() + 1).to_string())
        .collect();
    let dialect = ground.document.dialect().map_or("no dialect", |dialect| dialect.spec.id.as_str());
    let mut out = format!(
        "{} ({dialect}): {}: {}\n  wanted {} on line {}, found:",
        ground.name,
        defect.name,
        plant.what,
        defect.codes.join(" or "),
        lines.join(" or ")
    );
    for finding in found {
        write!(out, "\n    {}", shown(&plant.text, finding)).unwrap();
    }
    if found.is_empty() {
        out.push_str(" nothing");
    }
    out
}

fn shown(text: &str, finding: &Diagnostic) -> String {
    let line = text[..finding.range.start].matches('\n').count() + 1;
    format!("{line}: {} {} {}", finding.severity.name(), finding.code, finding.message)
}

/// The table, the misses in words, and the share that is found.
fn figures(defects: &[&Defect], outcomes: &[Vec<Vec<Outcome>>]) -> (String, String, f64) {
    let mut table = String::from(
        "| defect | told by | documents | planted | found | share | error | warning | info | hint |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let (mut misses, mut skipped, mut all) = (String::new(), String::new(), Tally::default());
    for (defect, outcomes) in defects.iter().zip(outcomes) {
        let tally = tally(outcomes);
        let codes = defect.codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        if !defect.is_known() {
            writeln!(skipped, "Skipped, its rule is not there: {} ({codes})", defect.name).unwrap();
            continue;
        }
        row(&mut table, defect.name, &codes, &tally);
        all.planted += tally.planted;
        all.found += tally.found;
        all.documents = all.documents.max(outcomes.len());
        tally.loud.iter().for_each(|(severity, count)| *all.loud.entry(*severity).or_default() += count);
        for outcome in outcomes.iter().flatten().filter_map(|outcome| outcome.miss.as_ref()) {
            writeln!(misses, "{outcome}").unwrap();
        }
    }
    row(&mut table, "**all**", "", &all);
    if !skipped.is_empty() {
        write!(table, "\n{skipped}").unwrap();
    }
    (table, misses, share(&all))
}

fn tally(outcomes: &[Vec<Outcome>]) -> Tally {
    let mut tally = Tally { documents: outcomes.iter().filter(|own| !own.is_empty()).count(), ..Tally::default() };
    for outcome in outcomes.iter().flatten() {
        tally.planted += 1;
        if let Some(severity) = outcome.severity {
            tally.found += 1;
            *tally.loud.entry(severity).or_default() += 1;
        }
    }
    tally
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn share(tally: &Tally) -> f64 {
    if tally.planted == 0 { 1.0 } else { tally.found as f64 / tally.planted as f64 }
}

fn row(table: &mut String, name: &str, codes: &str, tally: &Tally) {
    let loud = |severity: Severity| tally.loud.get(&severity).copied().unwrap_or_default();
    let Tally { documents, planted, found, .. } = tally;
    let percent = if *planted == 0 { "–".to_owned() } else { format!("{:.1} %", share(tally) * 100.0) };
    writeln!(
        table,
        "| {name} | {codes} | {documents} | {planted} | {found} | {percent} | {} | {} | {} | {} |",
        loud(Severity::Error),
        loud(Severity::Warning),
        loud(Severity::Info),
        loud(Severity::Hint)
    )
    .unwrap();
}

/// What `tests/planted/README.md` says.
fn readme(table: &str, grounds: &[&Ground]) -> String {
    let mut out = String::from(
        "# Planted defects\n\n\
         The documents below this folder are well formed: no rule has an error or a warning for them. Each lies in a folder\n\
         that is named after its kind; what follows is its path in its project. `tests/it/planted` breaks them, and the good\n\
         document of every dialect, one defect at a time, and counts how often the right rule speaks on the right line.\n\
         `UPDATE=1 cargo test --test it planted` writes this file.\n\n",
    );
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for ground in grounds {
        let dialect = ground.document.dialect().map_or("none", |dialect| dialect.spec.id.as_str());
        *kinds.entry((ground.kind(), dialect)).or_default() += 1;
    }
    out.push_str(table);
    out.push_str("\n| kind | dialect | documents |\n|---|---|---|\n");
    for ((kind, dialect), count) in kinds {
        writeln!(out, "| {kind} | {dialect} | {count} |").unwrap();
    }
    out.push_str("\nWhat is told of the documents as they are:\n\n");
    let quiet = out.len();
    for ground in grounds {
        for finding in &ground.before {
            writeln!(out, "- `{}:{}`", ground.name, shown(ground.text(), finding).replace('`', "'")).unwrap();
        }
    }
    if out.len() == quiet {
        out.push_str("- nothing\n");
    }
    out
}
