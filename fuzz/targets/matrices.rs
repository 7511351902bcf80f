//! Any table among the criteria is survived, and what is read from one stands there.
#![no_main]

#[allow(dead_code, reason = "each target calls one of the bodies")]
#[path = "../../tests/it/random/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::matrices::matrices(bytes));
