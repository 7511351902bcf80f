//! staffwork reads the documents that technical leaders write in Markdown.
//!
//! ```text
//! lsp ─┐
//! cli ─┴→ host, ide → rules → workspace → model → grammar → syntax → text
//! ```
//!
//! Each layer imports rightwards only; the two rims, `lsp` and `cli`, never meet; `host` imports only `workspace` and
//! what is right of it.
//!
//! What holds everywhere, each point held by a test in `tests/it/tidy.rs`:
//!
//! 1. Only `lsp` names `tower_lsp`, its types and tokio. Only `syntax` names tree-sitter and pulldown-cmark. Only
//!    `text` names ropey.
//! 2. Only `host` and the rims touch files, the clock and the environment. "Today" is an argument.
//! 3. Analysis cannot fail: it returns values, never errors. A broken document is the normal case.
//! 4. No rule imports a rule, no feature imports a feature: what two need moves down a layer.
//! 5. No heading, field name or vocabulary stands in code: they are in `grammars/`.
//! 6. Every rule is listed, documented with a bad and a good example, and has a spec of its name. Every kind has a good
//!    document without findings and a bad one with some.
//! 7. Offsets are bytes inside; lines and columns are asked for at the rims only.
//! 8. Files stay below 600 lines and functions below 70, or are listed with a reason.

pub mod cli;
pub mod grammar;
pub mod host;
pub mod ide;
pub mod lsp;
pub mod model;
pub mod rules;
pub mod syntax;
pub mod text;
pub mod workspace;
