//! Random input: the bodies that the fuzzer runs, as property tests.
//!
//! Each test makes a few cases, the same ones in every run. `FUZZ_SECONDS=60` makes new ones for so long.

mod bodies;
mod edits;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// So many cases are made at once.
const CASES: u32 = 32;

/// How long to look for the smallest case that fails, in milliseconds.
const SHRINKING: u32 = 60_000;

/// Runs `body` on up to `most` random bytes, for as long as `FUZZ_SECONDS` says.
fn hold(body: fn(&[u8]), most: usize) {
    let (until, mut made) = (until(), 0);
    let mut runner = runner();
    loop {
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

/// A source of cases: the same ones in every run, new ones where a run is asked to go on for some time.
fn runner() -> TestRunner {
    let config = Config { cases: CASES, max_shrink_time: SHRINKING, failure_persistence: None, ..Config::default() };
    if until().is_some() {
        return TestRunner::new(config);
    }
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("a panic without words").to_owned()
}
