use crate::grammar::Grammars;
use crate::model::{Model, Surroundings};
use crate::syntax::{Outline, Parse};

fn model(kind: &str, text: &str) -> Model {
    let parse = Parse::new(text.into());
    let outline = Outline::new(&parse);
    let grammars = Grammars::builtin();
    let around = Surroundings { path: "x.md".into(), kind: Some(kind.into()), ..Surroundings::default() };
    Model::read(&grammars, grammars.placeholders(), &parse, &outline, &around)
}

fn names(options: &str) -> Vec<String> {
    let text = format!("# T\n\n## Context\n\nIt hurts.\n\n## Options\n\n{options}\n\n## Decision\n\nSee above.\n");
    model("adr", &text).options.items.into_iter().map(|item| item.name).collect()
}

fn chosen(kind: &str, decision: &str) -> Option<String> {
    let text = format!("# T\n\n## Options\n\n* Bar\n* Redis cluster\n* Memcached\n\n## Decision\n\n{decision}\n");
    model(kind, &text).options.chosen.map(|choice| choice.name)
}

#[test]
fn options_stand_in_many_forms() {
    for options in [
        "* Redis\n* Memcached",
        "| # | Option | Summary |\n|---|---|---|\n| 1 | Redis | fast |\n| 2 | Memcached | simple |",
        "| | Redis | Memcached |\n|---|---|---|\n| Cost | $1k | $3k |",
        "| Criterion | Weight | Redis | Memcached | Notes |\n|---|---|---|---|---|\n| Cost | 2 | $1k | $3k | a |",
        "A) Redis\nB) Memcached - simple",
        "We weighed:\nA. Redis, because it is fast\nB. Memcached",
        "(a) Redis\n\n(b) Memcached",
    ] {
        assert_eq!(names(options), ["Redis", "Memcached"], "{options}");
    }
}

#[test]
fn prose_and_descriptions_are_no_options() {
    for options in [
        "We looked at A. B) was never one.",
        "| | Pros | Cons |\n|---|---|---|\n| a | b | c |",
        "| Metric | Before |\n|---|---|\n| a | b |",
        "A) Redis",
    ] {
        assert_eq!(names(options), [""; 0], "{options}");
    }
}

#[test]
fn template_text_is_no_option() {
    for options in [
        "* Option B: {title of option 1}\n* [another way to solve it]",
        "### {title of option 1}\n\n### [another way to solve it]",
        "**Option A: {title of option 1}**\n\nIt is so.",
        "| Option | Cost |\n|---|---|\n| {title of option 1} | 1 |\n| [another way to solve it] | 2 |",
    ] {
        assert_eq!(names(options), [""; 0], "{options}");
    }
}

#[test]
fn a_choice_is_told_not_guessed() {
    for (decision, name) in [
        ("Chosen option: Memcached, because it is simple.", Some("Memcached")),
        ("Chosen option: Option 1 because it is simple", Some("Option 1")),
        ("We use Redis cluster.", Some("Redis cluster")),
        ("We will not use Redis cluster. We take Memcached.", Some("Memcached")),
        ("We will not use Redis cluster; the bar is too high.", None),
        ("We rejected Memcached.", None),
        ("The bar is high.", None),
    ] {
        assert_eq!(chosen("adr", decision).as_deref(), name, "{decision}");
    }
    assert_eq!(chosen("rfc", "We use Redis cluster."), None);
}

#[test]
fn a_proposal_is_called_what_the_document_is() {
    let text = "- Feature Name: `foo_bar`\n- Start Date: 2026-01-02\n\n# Summary\n\nA bar.\n\n# Guide-level explanation\n\nUse it.\n\n\
                # Alternatives\n\n* Do nothing\n* Use a macro\n";
    let model = model("rfc", text);
    assert_eq!(model.metadata.title.map(|title| title.text).as_deref(), Some("foo_bar"));
    let names: Vec<_> = model.options.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["Do nothing", "Use a macro", "foo_bar"]);
}

#[test]
fn a_status_in_bold_is_a_field() {
    let model = model("adr", "# T\n\n**Status:** Accepted\n\n## Context\n\nIt hurts.\n");
    let slot = model.sections.iter().find(|slot| slot.id == "status");
    assert_eq!(slot.map(|slot| slot.title.clone()), Some(None));
}

#[test]
fn many_options_are_read_in_time_that_grows_with_them() {
    let list = (0..2000).map(|n| format!("* Provider {n} of kind")).collect::<Vec<_>>().join("\n");
    let started = std::time::Instant::now();
    assert_eq!(names(&list).len(), 2000);
    assert!(started.elapsed().as_secs() < 20);
}

fn groups(text: &str) -> Vec<Vec<String>> {
    let options = model("adr", text).options;
    let name = |index: &usize| options.items[*index].name.clone();
    options.groups.iter().map(|group| group.items.iter().map(name).collect()).collect()
}

#[test]
fn several_decisions_have_options_of_their_own() {
    let decisions = "# T\n\n## Storage\n\n### Options\n\n* Postgres\n* Do nothing\n\n### Decision\n\nPostgres.\n\n\
                     ## Transport\n\n### Options\n\n* gRPC\n* Do nothing\n\n### Decision\n\ngRPC.\n";
    assert_eq!(groups(decisions), [["Postgres", "Do nothing"], ["gRPC", "Do nothing"]]);
    let nested = "# T\n\n## Context\n\nIt hurts.\n\n## Considered Options\n\n### Options for storage\n\n* Postgres\n* MySQL\n\n\
                  ### Options for transport\n\n#### gRPC\n\nFast.\n\n#### REST\n\nKnown.\n\n## Decision\n\nSee above.\n";
    assert_eq!(groups(nested), [["Postgres", "MySQL"], ["gRPC", "REST"]]);
    let one = "# T\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n## Rejected Alternatives\n\n* Files\n";
    assert_eq!(groups(one), [["Postgres", "MySQL", "Files"]]);
}

#[test]
fn a_sentence_may_lead_to_options_that_have_no_section() {
    let model = |context: &str| {
        model(
            "adr",
            &format!("# T\n\n## Context\n\n{context}\n\n## Decision\n\nWe take gRPC.\n\n## Consequences\n\nFast.\n"),
        )
    };
    let names = |context: &str| model(context).options.items.into_iter().map(|item| item.name).collect::<Vec<_>>();
    assert_eq!(names("It hurts. We looked at two approaches:\n\n* gRPC\n* REST"), ["gRPC", "REST"]);
    assert_eq!(names("The options are these.\n\n* gRPC\n* REST"), [""; 0]);
    assert_eq!(names("It has to hold for:\n\n* gRPC\n* REST"), [""; 0]);
}

#[test]
fn names_in_italics_lead_in_and_remarks_do_not() {
    assert_eq!(names("_Redis._ It is fast.\n\n*Memcached*: it is simple."), ["Redis", "Memcached"]);
    assert_eq!(names("*All of this is only a sketch of what somebody might do one day.* It was fast."), [""; 0]);
    assert_eq!(names("### Rationale for Redis\n\nFast.\n\n### Redis\n\nIt is so."), ["Redis"]);
}
