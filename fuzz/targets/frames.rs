//! Whatever came before it, a message is read; what is asked is answered once, however the bytes are cut.
#![no_main]

#[allow(dead_code, reason = "each target calls one of the bodies")]
#[path = "../../tests/it/random/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::frames::frames(bytes));
