//! How loud each rule is in a document, and who made it so: for people who ask why.

use super::severity::{completeness_steps, of_level};
use super::{ALL, Class, Rule, Severity};
use crate::grammar::Maturity;
use crate::workspace::{Document, Profile};

/// How a rule stands in a document.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The rule.
    pub rule: &'static Rule,
    /// How loud it is there before what a finding itself adds; `None` where it keeps quiet.
    pub severity: Option<Severity>,
    /// What made it so, one sentence each; nothing where it is as the rule says.
    pub why: Vec<String>,
}

/// How every rule stands in `document`, in the order of [`ALL`]; none where no rule looks: in ordinary Markdown, and in
/// templates.
#[must_use]
pub fn standing(document: &Document) -> Vec<Standing> {
    if document.kind().is_none() || document.model().is_template {
        return Vec::new();
    }
    ALL.iter().map(|rule| of_rule(rule, document)).collect()
}

fn of_rule(rule: &'static Rule, document: &Document) -> Standing {
    let (config, path) = (document.config(), &document.around().path);
    if !rule.kinds.is_empty() && !document.kind().is_some_and(|kind| rule.kinds.iter().any(|id| kind.is_a(id))) {
        return Standing { rule, severity: None, why: vec![format!("only for {}", rule.kinds.join(", "))] };
    }
    if let Some(level) = config.level(rule.code, path) {
        let why = config.level_setting(rule.code, path).into_iter().collect();
        return Standing { rule, severity: of_level(level), why };
    }
    let (steps, why) = match rule.class {
        Class::Completeness => steps(document),
        Class::Correctness => (0, Vec::new()),
    };
    Standing { rule, severity: Some(rule.severity.shifted(steps).max(rule.floor)), why }
}

/// By how many steps what is not there yet is told louder, and why.
fn steps(document: &Document) -> (i8, Vec<String>) {
    let config = document.config();
    let status = document.model().metadata.status.as_ref();
    let of_profile = completeness_steps(config.profile, Maturity::Proposed);
    let normal = status.and_then(|status| status.normal.as_deref());
    let of_status = completeness_steps(Profile::Standard, document.grammars().maturity(normal));
    let by_profile = config.profile_setting().unwrap_or_else(|| "the profile asked for".to_owned());
    let by_status = format!("the document is {}", normal.unwrap_or_default());
    let moved = [(of_profile, by_profile), (of_status, by_status)].into_iter().filter(|(steps, _)| *steps != 0);
    let word = |steps: i8| if steps > 0 { "louder" } else { "quieter" };
    (of_profile + of_status, moved.map(|(steps, by)| format!("{}: {by}", word(steps))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::model::Surroundings;
    use crate::workspace::{DocumentId, Force, config_schema, read_config};
    use std::sync::Arc;

    /// How some rules stand in a record of this status under these settings.
    fn stands(status: &str, settings: &str) -> impl Fn(&str) -> (Option<&'static str>, String) {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        let (config, _) = read_config(settings, &config_schema(&Grammars::builtin(), &codes)).unwrap();
        let force = Force { config: Arc::new(config.called("staffwork.toml")), ..Force::default() };
        let around = Surroundings { path: "docs/rfcs/0001-queue.md".to_owned(), ..Surroundings::default() };
        let text = format!("---\nkind: rfc\nstatus: {status}\n---\n\n# Queue\n\n## Summary\n\nA queue.\n");
        let all = standing(&Document::read(DocumentId::new("a"), &text, around, force));
        move |code| {
            let found = all.iter().find(|one| one.rule.code == code).unwrap();
            (found.severity.map(Severity::name), found.why.join("; "))
        }
    }

    #[test]
    fn every_rule_says_how_loud_it_is_and_why() {
        let stands =
            stands("accepted", "profile = \"light\"\n[rules]\nfew-options = \"off\"\nplaceholder = \"hint\"\n");
        assert_eq!(stands("few-options"), (None, "staffwork.toml:3: few-options = \"off\"".to_owned()));
        assert_eq!(stands("placeholder"), (Some("hint"), "staffwork.toml:4: placeholder = \"hint\"".to_owned()));
        assert_eq!(stands("chosen-not-listed"), (None, "only for adr".to_owned()));
        assert_eq!(stands("invalid-status"), (Some("error"), String::new()));
        let both = "quieter: staffwork.toml:1: profile = \"light\"; louder: the document is accepted";
        assert_eq!(stands("empty-section"), (Some("warning"), both.to_owned()));
    }

    #[test]
    fn a_draft_hears_less() {
        let stands = stands("draft", "");
        assert_eq!(stands("empty-section"), (Some("info"), "quieter: the document is draft".to_owned()));
    }
}
