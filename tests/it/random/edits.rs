//! Random edits: an edited document is the document that its text opens as.
//!
//! `EDITS=50000 cargo test --release --test it random::edits` makes so many; a failure is told with the smallest plan
//! that still fails.

use super::bodies::edits::Plan;
use super::bodies::tape::Tape;
use super::{runner, words};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use staffwork::text::{LineIndex, TextRange};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many edits are made where nobody asks for another number.
const EDITS: usize = 1_500;

/// How many changes a plan has at most.
const CHANGES: usize = 40;

/// From so many bytes.
const BYTES: usize = 600;

#[test]
fn an_edited_document_is_the_one_that_its_text_opens_as() {
    let wanted = std::env::var("EDITS").map_or(EDITS, |edits| edits.parse().expect("EDITS is a number"));
    let (mut made, mut runner) = (0, runner());
    while made < wanted {
        let bytes = vec(any::<u8>(), 0..=BYTES).new_tree(&mut runner).expect("bytes").current();
        let plan = Plan::new(&mut Tape::new(&bytes), CHANGES);
        made += plan.changes.iter().map(Vec::len).sum::<usize>();
        if let Some(why) = failure(&plan) {
            let smallest = smallest(plan.in_bytes());
            let why = failure(&smallest).unwrap_or(why);
            panic!("after {made} edits; the smallest plan that fails is\n{smallest:#?}\n{why}");
        }
    }
    eprintln!("{made} edits were made");
}

/// What is wrong with a plan, if anything; a panic is.
fn failure(plan: &Plan) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| plan.hold())) {
        Ok(held) => held.err(),
        Err(panic) => Some(format!("a panic: {}", words(&*panic))),
    }
}

/// A plan that fails as `plan` does, from which nothing can be left out.
fn smallest(plan: Plan) -> Plan {
    let mut best = plan;
    loop {
        let Some(smaller) = smaller(&best).into_iter().find(|plan| failure(plan).is_some()) else { return best };
        best = smaller;
    }
}

/// The plans that lack one thing of `plan`, the largest things first.
fn smaller(plan: &Plan) -> Vec<Plan> {
    let mut all = Vec::new();
    for size in [plan.changes.len() / 2, 1] {
        for at in (0..plan.changes.len()).filter(|at| size > 0 && at + size <= plan.changes.len()) {
            let mut less = plan.clone();
            less.changes.drain(at..at + size);
            all.push(less);
        }
    }
    for (at, change) in plan.changes.iter().enumerate() {
        for edit in (0..change.len()).filter(|_| change.len() > 1) {
            let mut less = plan.clone();
            less.changes[at].remove(edit);
            all.push(less);
        }
        for (edit, step) in change.iter().enumerate() {
            for part in parts(&step.text) {
                let mut less = plan.clone();
                less.changes[at][edit].text.replace_range(part.start..part.end, "");
                all.push(less);
            }
        }
    }
    all.extend(parts(&plan.text).into_iter().map(|part| {
        let mut less = plan.clone();
        less.text.replace_range(part.start..part.end, "");
        for step in less.changes.iter_mut().flatten() {
            step.follow(part);
        }
        less
    }));
    all
}

/// Parts that a text can do without: its lines, from half of them down to one; its characters where it is short.
fn parts(text: &str) -> Vec<TextRange> {
    let lines = LineIndex::new(text);
    let start = |line| if line < lines.lines() { lines.start(line) } else { text.len() };
    let mut all = Vec::new();
    let mut size = lines.lines() / 2;
    while size > 0 {
        all.extend((0..lines.lines()).step_by(size).map(|line| TextRange::new(start(line), start(line + size))));
        size /= 2;
    }
    if lines.lines() <= 2 || text.len() <= 80 {
        all.extend(text.char_indices().map(|(at, c)| TextRange::new(at, at + c.len_utf8())));
    }
    all.retain(|part| !part.is_empty());
    all
}
