//! Reading `staffwork.toml`: every mistake at its place, in one sentence, with the name that was probably meant.

use super::Config;
use super::places::places;
use crate::grammar::{Mistake, mistakes};
use crate::text::TextRange;
use serde_json::Value;
use toml::de::DeTable;

/// The configuration that `text` writes down, and the harmless mistakes in it; `schema` is [`super::config_schema`].
///
/// # Errors
///
/// Every mistake in it, in document order, where one of them keeps it from being used.
pub fn read_config(text: &str, schema: &Value) -> Result<(Config, Vec<Mistake>), Vec<Mistake>> {
    let table = DeTable::parse(text).map_err(|why| vec![Mistake::of_toml(text, &why)])?;
    let mistakes = mistakes(&table, schema);
    if mistakes.iter().any(|mistake| !mistake.is_harmless) {
        return Err(mistakes);
    }
    let config: Config = toml::from_str(text).map_err(|why| vec![Mistake::of_toml(text, &why)])?;
    let config = config.prepare().map_err(|(glob, why)| {
        let at = text.find(&glob).unwrap_or(0);
        vec![Mistake::new(TextRange::new(at, at + glob.len()), format!("`{glob}` is not a glob: {why}"))]
    })?;
    Ok((config.standing_at(places(text, table.get_ref())), mistakes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::workspace::config_schema;

    fn problems(text: &str) -> Vec<(String, String)> {
        let schema = config_schema(&Grammars::builtin(), &["few-options", "missing-section"]);
        let found = read_config(text, &schema).map_or_else(|broken| broken, |(_, harmless)| harmless);
        found.into_iter().map(|mistake| (mistake.range.of(text).to_owned(), mistake.message)).collect()
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let text = "profil = \"full\"\nmax-hints = \"3\"\nexclude = [1]\n[rules]\nfew-option = \"off\"\nmissing-section = \"loud\"\n\
                    [kinds]\nadr.dialect = \"madrr\"\nrcf.dialect = \"rust\"\n[[files]]\nkind = \"none\"\n";
        let expected = [
            ("profil", "there is no key `profil`: did you mean `profile`?"),
            ("\"3\"", "`max-hints` cannot be a text: give it a whole number from 0"),
            ("1", "`exclude` cannot be this number: give it a text"),
            ("few-option", "there is no rule `few-option`: did you mean `few-options`?"),
            ("\"loud\"", "`missing-section` cannot be `loud`: use one of `off`, `hint`, `info`, `warning`, `error`"),
            ("\"madrr\"", "`dialect` cannot be `madrr`: did you mean `madr`?"),
            ("rcf", "there is no kind `rcf`: did you mean `rfc`?"),
            ("[[files]]", "`files` lacks `glob`: add it"),
        ];
        assert_eq!(problems(text), expected.map(|(at, message)| (at.to_owned(), message.to_owned())));
    }

    #[test]
    fn what_nobody_knows_does_no_harm() {
        let schema = config_schema(&Grammars::builtin(), &["few-options"]);
        let text = "profil = \"full\"\nmax-hints = 3\n[rules]\nfew-option = \"off\"\n[kinds]\nrcf.dialect = \"x\"\n";
        let (config, harmless) = read_config(text, &schema).unwrap();
        assert_eq!((config.max_hints, harmless.len()), (Some(3), 3));
        assert!(read_config("profil = 1\nprofile = 1\n", &schema).is_err_and(|problems| problems.len() == 2));
    }

    #[test]
    fn settings_know_their_line() {
        let schema = config_schema(&Grammars::builtin(), &["few-options"]);
        let text = "[rules]\nfew-options = \"hint\"\n[kinds]\nadr.dialect = \"madr\"\nadr.min-options = 2\n[kinds.rfc]\n\
                    dialect = \"rust\"\n[[files]]\nglob = \"a/*\"\ndialect = \"nygard\"\nrules = { few-options = \"off\" }\n";
        let config = read_config(text, &schema).unwrap().0.called("staffwork.toml");
        let told = |line: &str| Some(format!("staffwork.toml:{line}"));
        assert_eq!(config.dialect_setting("adr", "madr", "b.md"), told("4: adr.dialect = \"madr\""));
        assert_eq!(config.dialect_setting("rfc", "rust", "b.md"), told("7: dialect = \"rust\""));
        assert_eq!(config.dialect_setting("adr", "nygard", "a/b.md"), told("10: dialect = \"nygard\""));
        assert_eq!(config.dialect_setting("adr", "nygard", "b.md"), None);
        assert_eq!(config.min_options_setting("adr"), told("5: adr.min-options = 2"));
        assert_eq!(config.min_options_setting("rfc"), None);
        assert_eq!(config.level_setting("few-options", "b.md"), told("2: few-options = \"hint\""));
        assert_eq!(config.level_setting("few-options", "a/b.md"), told("11: rules = { few-options = \"off\" }"));
    }

    #[test]
    fn broken_toml_and_broken_globs_are_told() {
        assert_eq!(problems("exclude = [\"a[\"]\n")[0].0, "a[");
        assert_eq!(problems("profile = \n").len(), 1);
    }

    #[test]
    fn what_is_right_is_read() {
        let text = "profile = \"light\"\nmax-hints = 3\nexclude = [\"a/**\"]\n[rules]\nfew-options = \"off\"\n\
                    [kinds]\nadr.dialect = \"madr\"\nadr.min-options = 2\n[[files]]\nglob = \"*.md\"\nkind = \"none\"\n";
        assert_eq!(problems(text), []);
    }
}
