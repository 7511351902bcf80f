//! One integration binary: what holds across layers.

mod builders;
mod fixture;
mod rules;
mod shared;
