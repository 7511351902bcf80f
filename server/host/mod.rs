//! The outside world, for both rims: files, folders, configuration on disk, the clock. Knows no rules.

mod clock;
mod files;
mod project;
mod targets;
mod walk;

pub use clock::today;
pub use files::{LARGEST, read, surroundings};
pub use project::{CONFIG_FILE, ConfigProblems, Place, Project, place, relative};
pub use targets::Targets;
pub use walk::{Found, is_markdown, markdown_below};
