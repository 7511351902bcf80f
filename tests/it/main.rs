//! One integration binary: what holds across layers.

mod builders;
mod cli;
mod contract;
mod fixture;
mod ide;
mod matrices;
mod own_documents;
mod rules;
mod shared;
mod source;
mod tidy;
