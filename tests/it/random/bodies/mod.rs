//! What must hold whatever comes: one function a target, each from bytes. Property tests and the fuzzer call the same.

pub(crate) mod config;
pub(crate) mod edits;
pub(crate) mod frames;
pub(crate) mod front_matter;
pub(crate) mod kinds;
pub(crate) mod matrices;
mod pieces;
mod same;
pub(crate) mod sound;
pub(crate) mod tape;
mod toml_text;
