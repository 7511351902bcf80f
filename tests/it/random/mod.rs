//! Random input: the bodies that the fuzzer runs, as property tests.
//!
//! Each test makes a few cases, the same ones in every run. `FUZZ_SECONDS=60` goes on for so long, and
//! `FUZZ_NEW=1` makes new ones.

mod bodies;
mod edits;
mod found;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

// The first word of each is the target's: `tests/fuzz/run` finds them by it.

#[test]
fn edits_leave_the_document_that_the_text_opens_as() {
    hold(bodies::edits::edits, 600);
}

#[test]
fn frames_are_read_whatever_came_before() {
    hold(bodies::frames::frames, 400);
}

#[test]
fn front_matter_reads_back_and_breaks_nothing() {
    hold(bodies::front_matter::front_matter, 400);
}

#[test]
fn kinds_of_a_project_are_told_at_their_places_or_in_force() {
    hold(bodies::kinds::kinds, 300);
}

#[test]
fn config_is_told_at_its_places_or_in_force() {
    hold(bodies::config::config, 300);
}

#[test]
fn matrices_say_what_stands_there() {
    hold(bodies::matrices::matrices, 300);
}

/// So many cases are made at once.
const CASES: u32 = 32;

/// How long to look for the smallest case that fails, in milliseconds.
const SHRINKING: u32 = 60_000;

/// Runs `body` on up to `most` random bytes, for as long as `FUZZ_SECONDS` says.
fn hold(body: fn(&[u8]), most: usize) {
    let (until, mut made) = (until(), 0);
    let mut runner = runner();
    loop {
        // a runner that has made its cases makes no more
        runner = TestRunner::new_with_rng(runner.config().clone(), runner.new_rng());
        let held = runner.run(&vec(any::<u8>(), 0..=most), |bytes| {
            let done = catch_unwind(AssertUnwindSafe(|| body(&bytes)));
            done.map_err(|panic| TestCaseError::fail(words(&*panic)))
        });
        match held {
            Err(TestError::Fail(why, bytes)) => panic!("{why}\n\nof the bytes {bytes:?}"),
            Err(TestError::Abort(why)) => panic!("given up: {why}"),
            Ok(()) => made += CASES,
        }
        if until.is_none_or(|until| Instant::now() > until) {
            return eprintln!("{made} cases were made");
        }
    }
}

/// When a run that is asked to go on for some time ends.
fn until() -> Option<Instant> {
    let seconds = std::env::var("FUZZ_SECONDS").ok()?;
    Some(Instant::now() + Duration::from_secs(seconds.parse().expect("FUZZ_SECONDS is a number")))
}

/// A source of cases: the same ones in every run, new ones where `FUZZ_NEW` asks for them.
fn runner() -> TestRunner {
    let shrinking = Config { max_shrink_time: SHRINKING, max_shrink_iters: 4096, ..Config::default() };
    let config = Config { cases: CASES, failure_persistence: None, ..shrinking };
    if std::env::var_os("FUZZ_NEW").is_some() {
        return TestRunner::new(config);
    }
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("a panic without words").to_owned()
}
