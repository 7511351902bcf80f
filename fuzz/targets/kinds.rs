//! Whatever a project's kinds say, mistakes are told at their places, and documents are read all the same.
#![no_main]

#[allow(dead_code, reason = "each target calls one of the bodies")]
#[path = "../../tests/it/random/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::kinds::kinds(bytes));
