//! Document kinds as data: what they are, how they are recognised, and what each section of a document is.
//!
//! The data lies in `grammars/` and is part of the binary. This layer reads it, decides a document's kind and dialect,
//! and finds which heading is which section.

mod cues;
mod detect;
mod embedded;
mod load;
mod names;
mod own;
mod patterns;
mod phrases;
mod placeholders;
mod schema;
mod slots;
mod spelling;
mod toml_text;

pub use cues::{Cue, Cues};
pub use detect::{Evidence, Heading, Reason, Verdict, detect, dialect_of};
pub use embedded::{files, samples};
pub use load::{Dialect, Grammars, Kind, Lookup};
pub use names::{names_of_headings, nearest, normal_key, normal_name, only_letter, without_numbering};
pub use own::{OwnFile, OwnKinds, dialect_schema, kind_schema, own_kinds};
pub use placeholders::Placeholders;
pub use schema::{
    Carrier, Detect, Dialect as DialectSpec, Families, Family, FieldSpec, Form, ItemSpec, Kind as KindSpec,
    MatrixWords, Maturity, Role, SectionSpec, State, Vocabulary,
};
pub use slots::{Head, Slot, SlotState, slots};
pub use spelling::{Letters, Spelling};
pub use toml_text::{Mistake, mistakes};
