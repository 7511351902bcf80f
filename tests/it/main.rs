//! One integration binary: what holds across layers.

mod builders;
mod fixture;
mod matrices;
mod rules;
mod shared;
