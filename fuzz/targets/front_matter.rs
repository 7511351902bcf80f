//! Whatever stands in front matter is survived; keys and values that are written come back.
#![no_main]

#[allow(dead_code, reason = "each target calls one of the bodies")]
#[path = "../../tests/it/random/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::front_matter::front_matter(bytes));
