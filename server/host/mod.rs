//! The outside world, for both rims: files, folders, configuration on disk, the clock. Knows no rules.

mod clock;
mod files;
mod kinds;
mod project;
mod targets;
mod walk;
mod write;

pub use clock::today;
pub use files::{LARGEST, read, read_standard_input, surroundings};
pub use kinds::{KINDS_FOLDER, is_settings};
pub use project::{CONFIG_FILE, Place, Project, Reading, WrongFile, place, relative};
pub use targets::Targets;
pub use walk::{Found, is_markdown, markdown_below};
pub use write::{replace, write_new};
