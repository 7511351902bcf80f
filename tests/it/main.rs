//! One integration binary: what holds across layers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test that breaks has failed"
)]

mod actions;
mod builders;
mod cli;
mod contract;
mod decisions;
mod faults;
#[cfg(unix)]
mod files;
mod fixture;
mod hints;
mod ide;
mod layouts;
mod matrices;
mod order;
mod own_documents;
mod pages;
mod planted;
mod push_or_pull;
mod random;
mod renaming;
mod rules;
mod session;
mod settings;
mod shared;
mod source;
mod tidy;
mod totals;
mod typing;
mod waivers;
mod written;
