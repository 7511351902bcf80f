//! What is found in a project's settings rather than in a document: mistakes in `staffwork.toml`, and in the files that
//! define its own kinds. Declared like rules, so that `explain` knows them; nothing looks for them in documents.

use super::{Diagnostic, Rule, Severity};
use crate::grammar::Mistake;

/// A setting that cannot be used.
const CONFIG_ERROR: Rule = Rule {
    code: "config-error",
    summary: "`staffwork.toml` says something that cannot be used",
    docs: "
A value of another type, a glob that is none, a kind or a dialect that nobody knows, or text that is no TOML. Half a
configuration would hold documents to half of what the project wants, and nobody would notice.

`staffwork check` therefore checks nothing and ends with exit code 2; an editor goes on with what was in force before.
The message names what was probably meant. `staffwork config schema` prints all that may be written.
",
    bad: "profile = \"strict\"\n",
    good: "profile = \"full\"\n",
    severity: Severity::Error,
    ..Rule::USUAL
};

/// A name that nothing has.
const CONFIG_UNKNOWN_KEY: Rule = Rule {
    code: "config-unknown-key",
    summary: "`staffwork.toml` names a key, a rule or a kind that there is not",
    docs: "
Most such names are misspelt, and the setting that somebody believes in is not in force. Some belong to another version
of staffwork, and then nothing is wrong with the rest: so the rest is in force, and this is a warning.

Write the name that the message proposes, or take the line out.
",
    bad: "[rules]\nfew-option = \"error\"\n",
    good: "[rules]\nfew-options = \"error\"\n",
    ..Rule::USUAL
};

/// A file that defines no kind.
const KIND_ERROR: Rule = Rule {
    code: "kind-error",
    summary: "a file in `.staffwork/kinds` does not define what it is meant to",
    docs: "
What it extends is not there or extends it in turn, a family, a role or a parent has no such name, two files bring the
same kind, a pattern is no regular expression, or something that a kind must say is missing. Documents of that kind
would then be held to something else, or to nothing.

The file is left out, and every other kind stays as it is. A name that nothing has is a warning, and the rest of the
file counts. `staffwork config schema --of kind` and `--of dialect` print what such files may say.
",
    bad: "id = \"spike\"\nextends = \"ard\"\n",
    good: "id = \"spike\"\nextends = \"adr\"\n",
    severity: Severity::Error,
    ..Rule::USUAL
};

/// What may be found in settings, in byte order of the codes.
pub const OF_SETTINGS: &[&Rule] = &[&CONFIG_ERROR, &CONFIG_UNKNOWN_KEY, &KIND_ERROR];

/// A mistake in settings as a finding; `is_kind` says that the file defines a kind.
#[must_use]
pub fn of_settings(mistake: &Mistake, is_kind: bool) -> Diagnostic {
    let rule = match (is_kind, mistake.is_harmless) {
        (true, _) => KIND_ERROR,
        (false, true) => CONFIG_UNKNOWN_KEY,
        (false, false) => CONFIG_ERROR,
    };
    Diagnostic {
        code: rule.code,
        severity: if mistake.is_harmless { Severity::Warning } else { rule.severity },
        range: mistake.range,
        message: mistake.message.clone(),
        help: None,
        demanded_by: "the format of settings".to_owned(),
        related: Vec::new(),
        fixes: Vec::new(),
    }
}
