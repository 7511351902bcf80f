//! A configuration: whatever it says, mistakes are told at their places, and what can be used is in force.

use super::pieces;
use super::sound::sound;
use super::tape::Tape;
use super::toml_text::{changed, told};
use serde_json::Value;
use staffwork::grammar::Grammars;
use staffwork::rules::ALL;
use staffwork::workspace::{Force, config_schema, read_config};
use std::sync::{Arc, OnceLock};

/// Keys of a configuration, and some that are none.
const KEYS: &[&str] = &[
    "profile",
    "max-hints",
    "exclude",
    "rules",
    "rules.few-options",
    "kinds",
    "kinds.adr",
    "kinds.adr.dialect",
    "adr.min-options",
    "dialect",
    "min-options",
    "files",
    "glob",
    "kind",
    "few-options",
    "missing-section",
    "profil",
    "rule",
    "\"\"",
    "é",
];

/// What a project could have settled.
const WHOLE: &[&str] = &[
    "profile = \"light\"\nmax-hints = 3\nexclude = [\"a/**\"]\n\n[rules]\nfew-options = \"off\"\n\n[kinds]\nadr.dialect = \"madr\"\n\
     adr.min-options = 2\n\n[[files]]\nglob = \"*.md\"\nkind = \"none\"\n\n[[files]]\nglob = \"docs/**\"\ndialect = \"nygard\"\n\
     rules = { few-options = \"error\" }\n",
    "[[files]]\nglob = \"**\"\nkind = \"rfc\"\n",
    "[rules]\nplaceholder = \"error\"\nvague-term = \"error\"\n",
    "",
];

/// Holds everything that must hold of the configuration that `bytes` are.
pub(crate) fn config(bytes: &[u8]) {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    let codes = || ALL.iter().map(|rule| rule.code).collect::<Vec<_>>();
    let schema = SCHEMA.get_or_init(|| config_schema(&Grammars::builtin(), &codes()));
    let mut tape = Tape::new(bytes);
    let base = tape.pick(WHOLE);
    let text = if tape.once_in(12) { pieces::raw(&mut tape, 80) } else { changed(&mut tape, base, KEYS, 6) };
    let config = match read_config(&text, schema) {
        Ok((config, mistakes)) => {
            told(&text, &mistakes);
            assert!(mistakes.iter().all(|mistake| mistake.is_harmless), "used in spite of {mistakes:?}");
            config
        }
        Err(mistakes) => {
            told(&text, &mistakes);
            assert!(mistakes.iter().any(|mistake| !mistake.is_harmless), "refused for nothing: {text:?}");
            return;
        }
    };
    let config = config.lying_in(tape.pick(&["", "docs", "docs/é"])).called("staffwork.toml");
    let (document, path) = pieces::document(&mut tape);
    let _ = config.excludes(&path);
    if let Some(setting) = config.kind_setting(&path) {
        assert!(setting.starts_with("staffwork.toml:"), "{setting:?}");
    }
    sound(&path, &document, Force { config: Arc::new(config), ..Force::default() }, &mut tape);
}
