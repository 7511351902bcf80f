//! A project's own kinds: what they inherit, and what is told of mistakes in them.

use super::*;
use crate::grammar::{Evidence, Form, Heading, Role, detect};

const SPIKE: &str = "id = \"spike\"\nextends = \"adr\"\ntitle = \"Spike report\"\nmin_options = 2\n\
                     [detect.folders]\nspikes = 3\n[detect.file_names]\n'^spike-' = 2.5\n";

fn laid(texts: &[(&str, &str)]) -> OwnKinds {
    let file = |(name, text): &(&str, &str)| OwnFile {
        path: format!(".staffwork/kinds/{name}.toml"),
        text: (*text).to_owned(),
    };
    own_kinds(&texts.iter().map(file).collect::<Vec<_>>())
}

/// What is wrong in each file: the text at the place, and the words.
fn told(texts: &[(&str, &str)]) -> Vec<(String, String)> {
    let found = laid(texts).mistakes;
    let of_file = texts.iter().zip(found).flat_map(|((_, text), found)| {
        found.into_iter().map(|mistake| (mistake.range.of(text).to_owned(), mistake.message)).collect::<Vec<_>>()
    });
    of_file.collect()
}

fn one(text: &str) -> (String, String) {
    told(&[("spike", text)]).remove(0)
}

fn kind_at(grammars: &Grammars, path: &str) -> Option<String> {
    let headings = ["context", "decision", "consequences"].map(|name| Heading { name: name.into(), parent: None });
    let evidence = Evidence { path, ..Evidence::default() }.with_headings(grammars, headings.to_vec());
    detect(grammars, &evidence).kind.map(|kind| kind.spec.id.clone())
}

#[test]
fn a_kind_inherits_everything_that_it_does_not_say() {
    let laid = laid(&[("spike", SPIKE)]);
    assert_eq!(laid.mistakes, [Vec::new()]);
    let (spike, adr) = (laid.grammars.kind("spike").unwrap(), laid.grammars.kind("adr").unwrap());
    assert_eq!((spike.spec.title.as_str(), spike.spec.min_options), ("Spike report", Some(2)));
    assert_eq!(spike.spec.families, adr.spec.families);
    assert_eq!(spike.dialects.len(), adr.dialects.len());
    assert_eq!(spike.default_dialect().unwrap().spec.id, adr.spec.default_dialect);
    assert!(spike.is_a("adr") && !adr.is_a("spike"));
}

#[test]
fn a_kind_that_extends_another_is_meant_where_its_own_evidence_adds_to_it() {
    let grammars = laid(&[("spike", SPIKE)]).grammars;
    assert_eq!(kind_at(&grammars, "docs/spikes/0001-queue.md").as_deref(), Some("spike"));
    assert_eq!(kind_at(&grammars, "docs/adr/spike-queue.md").as_deref(), Some("spike"));
    assert_eq!(kind_at(&grammars, "docs/adr/0001-queue.md").as_deref(), Some("adr"));
    assert_eq!(kind_at(&grammars, "docs/guide.md"), None);
}

#[test]
fn a_built_in_kind_may_be_changed() {
    let laid = laid(&[("adr", "id = \"adr\"\nextends = \"adr\"\nmin_options = 2\nremove = [\"faq\"]\n")]);
    assert_eq!(laid.mistakes, [Vec::new()]);
    let adr = laid.grammars.kind("adr").unwrap();
    assert_eq!(adr.spec.min_options, Some(2));
    assert!(!adr.spec.families.iter().any(|family| family == "faq"));
    assert_eq!(adr.own_file.as_deref(), Some(".staffwork/kinds/adr.toml"));
    assert!(adr.lineage.is_empty());
}

#[test]
fn a_dialect_changes_sections_and_fields_in_place() {
    let acme = "id = \"acme\"\nkind = \"adr\"\nextends = \"madr\"\nremove = [\"more-information\"]\n\
                [[field]]\nkey = \"cost-centre\"\nrequired = true\nform = \"text\"\nguidance = \"Who pays.\"\n\
                [[section]]\nid = \"running-cost\"\nafter = \"context\"\ntitle = \"Running cost\"\nrequired = true\n\
                family = \"investment\"\nguidance = \"Per month.\"\nskeleton = \"${1:EUR a month}\"\n\
                [[section]]\nid = \"consequences\"\nrequired = true\n";
    let laid = laid(&[("acme", acme)]);
    assert_eq!(laid.mistakes, [Vec::new()]);
    let adr = laid.grammars.kind("adr").unwrap();
    let (acme, madr) = (adr.dialect("acme").unwrap(), adr.dialect("madr").unwrap());
    let ids = |dialect: &Dialect| dialect.spec.sections.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    let mut expected = ids(madr);
    expected.retain(|id| id != "more-information");
    let context = expected.iter().position(|id| id == "context").unwrap();
    expected.insert(context + 1, "running-cost".to_owned());
    assert_eq!(ids(acme), expected);
    assert!(acme.section("consequences").unwrap().required);
    assert_eq!(acme.section("consequences").unwrap().title, madr.section("consequences").unwrap().title);
    assert_eq!(acme.field(&laid.grammars, "Cost centre").unwrap().form, Form::Text);
    assert!(acme.roles(&laid.grammars, adr, acme.section("context").unwrap()).contains(&Role::Context));
}

#[test]
fn a_kind_of_its_own_and_its_dialect_need_nothing_built_in() {
    let kind = "id = \"recipe\"\ntitle = \"Recipe\"\nsummary = \"How to cook.\"\nguidance = \"Cook it twice.\"\n\
                default_dialect = \"house\"\n[detect.folders]\nrecipes = 4\n";
    let dialect = "id = \"house\"\nkind = \"recipe\"\ntitle = \"House\"\nsummary = \"Ours.\"\n\
                   title_line = \"# ${1:Dish}\"\n[[section]]\nid = \"method\"\ntitle = \"Method\"\nrequired = true\n\
                   guidance = \"Step by step.\"\nskeleton = \"1. ${1:Step}\"\n";
    let laid = laid(&[("house", dialect), ("recipe", kind)]);
    assert_eq!(laid.mistakes, [Vec::new(), Vec::new()]);
    assert_eq!(laid.grammars.kind("recipe").unwrap().default_dialect().unwrap().spec.id, "house");
    assert_eq!(kind_at(&laid.grammars, "recipes/soup.md").as_deref(), Some("recipe"));
}

#[test]
fn files_build_upon_one_another_in_any_order() {
    let files = [
        ("a", "id = \"a\"\nextends = \"spike\"\ntitle = \"A\"\ndefault_dialect = \"acme\"\n"),
        ("acme", "id = \"acme\"\nkind = \"spike\"\nextends = \"nygard\"\ntitle = \"Acme\"\n"),
        ("spike", SPIKE),
    ];
    let laid = laid(&files);
    assert_eq!(laid.mistakes, [Vec::new(), Vec::new(), Vec::new()]);
    let a = laid.grammars.kind("a").unwrap();
    assert_eq!(a.lineage, ["spike", "adr"]);
    assert_eq!(a.default_dialect().unwrap().spec.title, "Acme");
    assert!(laid.grammars.kind("adr").unwrap().dialect("acme").is_none());
}

#[test]
fn names_that_lead_nowhere_are_told_with_the_nearest() {
    for (text, at, message) in [
        ("id = \"spike\"\nextends = \"ard\"\n", "\"ard\"", "there is no kind `ard`: did you mean `adr`?"),
        (
            "id = \"spike\"\nextends = \"adr\"\nfamilies = [\"optoins\"]\n",
            "\"optoins\"",
            "`families` cannot be `optoins`: did you mean `options`?",
        ),
        (
            "id = \"spike\"\nextends = \"adr\"\nroles.contxt = [\"context\"]\n",
            "contxt",
            "there is no family `contxt`: did you mean `context`?",
        ),
        (
            "id = \"spike\"\nextends = \"adr\"\nroles.context = [\"contex\"]\n",
            "\"contex\"",
            "`context` cannot be `contex`: did you mean `context`?",
        ),
        (
            "id = \"spike\"\nextends = \"adr\"\ndefault_dialect = \"mard\"\n",
            "\"mard\"",
            "there is no dialect `mard`: did you mean `madr`?",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"mard\"\n",
            "\"mard\"",
            "there is no dialect `mard`: did you mean `madr`?",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\n[[section]]\nid = \"context\"\nafter = \"opitons\"\n",
            "\"opitons\"",
            "there is no section `opitons`: did you mean `options`?",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\n[[field]]\nkey = \"status\"\nform = \"dat\"\n",
            "\"dat\"",
            "`form` cannot be `dat`: did you mean `date`?",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\nremove = [\"contextt\"]\n",
            "\"contextt\"",
            "nothing that is inherited is called `contextt`: did you mean `context`?",
        ),
        (
            "id = \"x\"\nextends = \"adr\"\nminoptions = 2\n",
            "minoptions",
            "there is no key `minoptions`: did you mean `min_options`?",
        ),
    ] {
        assert_eq!(one(text), (at.to_owned(), message.to_owned()), "{text}");
    }
}

#[test]
fn what_cannot_be_is_told_at_its_place() {
    for (text, at, message) in [
        (
            "id = \"adr\"\ntitle = \"A\"\nsummary = \"A\"\nguidance = \"A\"\ndefault_dialect = \"madr\"\ndetect = {}\n",
            "\"adr\"",
            "`adr` is built in: write `extends = \"adr\"` to change it, or give this one another id",
        ),
        (
            "id = \"x\"\nextends = \"adr\"\nmin_options = \"2\"\n",
            "\"2\"",
            "`min_options` cannot be a text: give it a whole number from 0",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\n[[section]]\nid = \"context\"\nlevel = 9\n",
            "9",
            "`level` cannot be this number: give it a whole number from 1 to 6",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\n[[section]]\nid = \"cost\"\ntitle = \"Cost\"\nskeleton = \"\"\n",
            "\"cost\"",
            "the section `cost` is not inherited and lacks `guidance`: add it",
        ),
        (
            "id = \"x\"\nkind = \"adr\"\nextends = \"madr\"\n[[section]]\nid = \"context\"\n[[section]]\nid = \"context\"\n",
            "\"context\"",
            "there are two `context` in this file: give one of them another name",
        ),
    ] {
        assert!(told(&[("spike", text)]).contains(&(at.to_owned(), message.to_owned())), "{:?}", told(&[("s", text)]));
    }
    assert!(told(&[("spike", "")]).len() > 3);
    assert!(one("id = \"x\"\nextends = \"x\"\n").1.starts_with("there is no kind `x`"));
    let (at, message) = one("id = \"x\"\nextends = \"adr\"\n[detect.titles]\n'(' = 1\n");
    assert_eq!((at.as_str(), message.starts_with("`(` is not a regular expression: ")), ("'('", true), "{message}");
}

#[test]
fn a_circle_is_told_in_each_of_its_files_and_the_rest_is_there() {
    let files = [
        ("a", "id = \"a\"\nextends = \"b\"\n"),
        ("b", "id = \"b\"\nextends = \"a\"\n"),
        ("c", "id = \"c\"\nextends = \"a\"\n"),
        ("spike", SPIKE),
    ];
    let circle = |name: &str, other: &str| {
        (format!("\"{name}\""), format!("`{name}` extends this one in turn: let {other} stand on its own"))
    };
    let expected = [
        circle("b", "one of them"),
        circle("a", "one of them"),
        ("\"a\"".to_owned(), "the file that defines `a` is broken: mend it first".to_owned()),
    ];
    assert_eq!(told(&files), expected);
    assert!(laid(&files).grammars.kind("spike").is_some());
}

#[test]
fn a_broken_file_takes_nothing_down_and_keeps_its_name() {
    let files = [
        ("a", "id = \"a\"\nextends = \"adr\"\nmin_options = true\n"),
        ("b", "id = \n"),
        ("spike", SPIKE),
        ("twin", SPIKE),
    ];
    let laid = laid(&files);
    assert_eq!(laid.mistakes.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 0, 1]);
    assert_eq!(laid.grammars.promised, ["a", "b", "spike"]);
    assert_eq!(laid.grammars.kinds.len(), Grammars::builtin().kinds.len() + 1);
    assert!(laid.mistakes[3][0].message.contains("defined in `.staffwork/kinds/spike.toml` already"));
}

#[test]
fn built_in_files_are_called_as_what_they_define() {
    for kind in &Grammars::builtin().kinds {
        let names = kind.dialects.iter().map(|dialect| format!("{}/{}", kind.spec.id, dialect.spec.id));
        for name in std::iter::once(kind.spec.id.clone()).chain(names) {
            assert!(table_of_builtin(&name).is_some(), "grammars/{name}.toml");
        }
    }
}
