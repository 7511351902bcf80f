//! `staffwork explain FILE`: what a file is taken for, who had the word about what, and how loud each rule is in it.

use super::super::json;
use crate::grammar::Verdict;
use crate::host::{Project, relative};
use crate::rules::{self, Severity, Standing};
use crate::workspace::Document;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Write as _;

/// How a file is seen.
#[derive(Debug, Serialize)]
pub(super) struct Seen {
    schema: u8,
    path: String,
    kind: Option<String>,
    title: Option<String>,
    dialect: Option<String>,
    decided_by: String,
    confidence: f64,
    /// What speaks for the likeliest kind, and against it.
    reasons: Vec<Reason>,
    /// The points of every kind that has some, most first.
    points: Vec<Points>,
    threshold: f64,
    margin: f64,
    template: bool,
    root: String,
    /// Who had the word about what.
    settled: Vec<Settled>,
    rules: Vec<RuleSeen>,
}

#[derive(Debug, Serialize)]
struct Reason {
    source: &'static str,
    what: String,
    points: f64,
}

#[derive(Debug, Serialize)]
struct Points {
    kind: String,
    points: f64,
}

/// One thing that holds for the file, and where that is said.
#[derive(Debug, Serialize)]
struct Settled {
    what: &'static str,
    value: String,
    by: String,
}

#[derive(Debug, Serialize)]
struct RuleSeen {
    code: &'static str,
    severity: Option<Severity>,
    why: Vec<String>,
    findings: usize,
}

impl Seen {
    /// How `document` of `project` is seen on the day `today`.
    pub(super) fn new(document: &Document, project: &Project, today: Date) -> Self {
        let verdict = &document.model().verdict;
        let families = &project.grammars.families;
        let reason = |reason: &crate::grammar::Reason| Reason {
            source: reason.source,
            what: reason.what.clone(),
            points: rounded(reason.points),
        };
        let points = |(kind, points): &(String, f64)| Points { kind: kind.clone(), points: rounded(*points) };
        Self {
            schema: json::VERSION,
            path: document.id().as_str().to_owned(),
            kind: document.kind().map(|kind| kind.spec.id.clone()),
            title: document.kind().map(|kind| kind.spec.title.clone()),
            dialect: document.dialect().map(|dialect| dialect.spec.id.clone()),
            decided_by: decided_by(document, verdict),
            confidence: rounded(verdict.confidence),
            reasons: verdict.reasons.iter().map(reason).collect(),
            points: verdict.points.iter().map(points).collect(),
            threshold: families.threshold,
            margin: families.margin,
            template: document.model().is_template,
            root: project.place.root.display().to_string(),
            settled: settled(document, project),
            rules: rules(document, today),
        }
    }

    /// For people.
    pub(super) fn in_words(&self) -> String {
        let kind = match (&self.kind, &self.title) {
            (Some(kind), Some(title)) => format!("{title} ({kind})"),
            _ => "ordinary Markdown, which no rule looks at".to_owned(),
        };
        let mut out = format!("{}: {kind}\n\n", self.path);
        row(&mut out, "decided by", &self.decided_by);
        self.evidence(&mut out);
        if self.template {
            row(&mut out, "template", "there to be copied: no rule looks at it");
        }
        for Settled { what, value, by } in &self.settled {
            row(&mut out, what, &format!("{value}  ({by})"));
        }
        row(&mut out, "root", &self.root);
        self.rules(&mut out);
        out
    }

    /// The points by where they come from, and how far behind the next kind is.
    fn evidence(&self, out: &mut String) {
        let mut name = "evidence";
        for source in ["path", "metadata", "title", "headings"] {
            let of_source: Vec<&Reason> = self.reasons.iter().filter(|reason| reason.source == source).collect();
            if of_source.is_empty() {
                continue;
            }
            let sum: f64 = of_source.iter().map(|reason| reason.points).sum();
            let what: Vec<String> =
                of_source.iter().map(|reason| format!("{} {:+}", shortened(&reason.what), reason.points)).collect();
            row(out, name, &format!("{source:<8}  {sum:>+5.1}  {}", what.join(", ")));
            name = "";
        }
        let Some(best) = self.points.first() else { return };
        let (threshold, margin) = (self.threshold, self.margin);
        let others: Vec<String> =
            self.points.iter().skip(1).take(3).map(|one| format!("{} {:.1}", one.kind, one.points)).collect();
        let others = if others.is_empty() { "nothing else".to_owned() } else { others.join(", ") };
        let needed = format!("{threshold} make a kind certain where it leads by {margin}");
        row(out, "points", &format!("{} {:.1}, then {others}; {needed}", best.kind, best.points));
    }

    /// The rules, those that stand alike together.
    fn rules(&self, out: &mut String) {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        let mut rules: Vec<&RuleSeen> = self.rules.iter().collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.severity));
        for rule in rules {
            let level = rule.severity.map_or("silent", Severity::name);
            let why = if rule.why.is_empty() { "as the rule says".to_owned() } else { rule.why.join("; ") };
            let count = if rule.findings > 0 { format!(" ×{}", rule.findings) } else { String::new() };
            let (head, name) = (format!("{level}, {why}"), format!("{}{count}", rule.code));
            match groups.iter_mut().find(|(other, _)| *other == head) {
                Some((_, names)) => names.push(name),
                None => groups.push((head, vec![name])),
            }
        }
        for (head, names) in groups {
            let _ = write!(out, "\n  {head}\n{}", wrapped(&names));
        }
    }
}

/// A pattern may be long; its beginning tells which it is.
fn shortened(what: &str) -> String {
    if what.chars().count() <= LONGEST { what.to_owned() } else { what.chars().take(LONGEST).chain(['…']).collect() }
}

/// So much of a pattern is shown.
const LONGEST: usize = 40;

/// Tenths and hundredths are enough for people and programs.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn row(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "  {name:<13}  {value}");
}

/// Names in lines of a hundred columns.
fn wrapped(names: &[String]) -> String {
    let (mut out, mut line) = (String::new(), String::new());
    for name in names {
        if !line.is_empty() && line.len() + name.len() > 92 {
            let _ = writeln!(out, "    {line}");
            line.clear();
        }
        line = if line.is_empty() { name.clone() } else { format!("{line}  {name}") };
    }
    let _ = writeln!(out, "    {line}");
    out
}

fn decided_by(document: &Document, verdict: &Verdict) -> String {
    let (config, path) = (document.config(), &document.around().path);
    match verdict.decided_by {
        Some("declared") if config.excludes(path) => "the configuration, which excludes it".to_owned(),
        Some("declared") => config.kind_setting(path).unwrap_or_else(|| "what the document says of itself".to_owned()),
        Some(evidence) => format!("its {evidence} most of all; {:.0} % sure", verdict.confidence * 100.0),
        None => "nobody: too little speaks for any kind, or too much for two".to_owned(),
    }
}

/// What holds for the file, and where that is said.
fn settled(document: &Document, project: &Project) -> Vec<Settled> {
    let (config, path) = (document.config(), &document.around().path);
    let mut all = Vec::new();
    let built_in = || "built in".to_owned();
    if let Some(kind) = document.kind() {
        let base = kind.lineage.first().map_or_else(String::new, |base| format!(", extends {base}"));
        let by = kind.own_file.as_ref().map_or_else(built_in, |file| format!("{file}{base}"));
        all.push(Settled { what: "kind", value: kind.spec.id.clone(), by });
        if let Some(dialect) = document.dialect() {
            let id = &dialect.spec.id;
            let defined = dialect.own_file.clone().unwrap_or_else(built_in);
            let seen = || "what it looks like".to_owned();
            let by = config.dialect_setting(&kind.spec.id, id, path).unwrap_or_else(seen);
            all.push(Settled { what: "dialect", value: id.clone(), by: format!("{defined}; chosen by {by}") });
        } else {
            let among: Vec<&str> = kind.dialects.iter().map(|dialect| dialect.spec.id.as_str()).collect();
            all.push(Settled { what: "dialect", value: "none".to_owned(), by: format!("of {}", among.join(", ")) });
        }
        if let Some(least) = config.min_options(&kind.spec) {
            let of_kind = || kind.own_file.clone().unwrap_or_else(built_in);
            let by = config.min_options_setting(&kind.spec.id).unwrap_or_else(of_kind);
            all.push(Settled { what: "min options", value: least.to_string(), by });
        }
    }
    let by = config.profile_setting().unwrap_or_else(built_in);
    all.push(Settled { what: "profile", value: json::word(&config.profile), by });
    let siblings = document.around().siblings.iter();
    all.extend(siblings.map(|(name, _)| Settled {
        what: "beside it",
        value: name.clone(),
        by: "read with it".to_owned(),
    }));
    let file = project.place.config_file.as_ref().map(|file| relative(file, &project.place.root));
    let globs: Vec<&str> = config.file_rules(path).map(|rule| rule.glob.as_str()).collect();
    let by = if globs.is_empty() { "no [[files]] match".to_owned() } else { format!("[[files]] {}", globs.join(", ")) };
    all.extend(file.map(|value| Settled { what: "configuration", value, by }));
    all
}

fn rules(document: &Document, today: Date) -> Vec<RuleSeen> {
    let found = rules::run(document, today);
    let seen = |Standing { rule, severity, why }| RuleSeen {
        code: rule.code,
        severity,
        why,
        findings: found.iter().filter(|finding| finding.code == rule.code).count(),
    };
    rules::standing(document).into_iter().map(seen).collect()
}
