//! What must hold whatever comes: one function a target, each from bytes. Property tests and the fuzzer call the same.

pub(crate) mod edits;
mod pieces;
mod same;
pub(crate) mod tape;
