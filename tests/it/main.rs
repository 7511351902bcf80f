//! One integration binary: what holds across layers.

mod builders;
mod shared;
