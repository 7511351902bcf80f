//! A document that was edited is the document that its text would open as.
#![no_main]

#[allow(dead_code, reason = "each target calls one of the bodies")]
#[path = "../../tests/it/random/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::edits::edits(bytes));
