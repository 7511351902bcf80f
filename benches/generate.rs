//! Documents of any length that read like an RFC: every section of the template, and within them prose, lists, tables,
//! code, links, options, risks and matrices, all of which grow with the document. The same length is the same text.

use std::fmt::Write as _;

/// A request for comments of about `lines` lines.
pub(crate) fn rfc(lines: usize) -> String {
    let mut author = Author { text: String::new(), lines: 0, parts: 0, dice: lines as u64 };
    let options: Vec<String> = (0..3 + lines / 2_500).map(|_| author.title()).collect();
    author.opening();
    author.proposal(lines * 7 / 10, &options);
    author.alternatives(&options, lines * 8 / 10);
    author.impact();
    author.metrics(3 + lines / 400);
    author.risks(3 + lines / 100, lines * 9 / 10);
    author.questions(1 + lines / 1_000);
    author.timeline(3 + lines / 500);
    author.references(lines);
    author.text
}

/// As many options and criteria each matrix of [`weighing`] has, as many matrices it has room for.
const TEN: usize = 10;

/// What the criteria of a matrix weigh, in per cent.
const WEIGHTS: [usize; TEN] = [20, 15, 15, 10, 10, 10, 5, 5, 5, 5];

/// A request for comments of about `lines` lines with ten large tables, the first of which are matrices: each weighs ten
/// options by ten criteria, with weights and totals. The others are as long, and weigh nothing.
pub(crate) fn weighing(lines: usize, matrices: usize) -> String {
    let mut author = Author { text: String::new(), lines: 0, parts: 0, dice: lines as u64 };
    let options: Vec<String> = (0..TEN).map(|_| author.title()).collect();
    author.opening();
    author.heading("## Proposal");
    author.line(&format!("We will go with \"{}\" and do it in steps.", options[0]));
    author.line("");
    for number in 1..=TEN {
        author.part();
        author.heading(&format!("### Figures of week {number}"));
        if number <= matrices { author.weighed(&options) } else { author.measured() }
    }
    author.alternatives(&options, lines * 8 / 10);
    author.impact();
    author.metrics(3);
    author.risks(3, lines * 9 / 10);
    author.questions(1);
    author.timeline(3);
    author.references(lines);
    author.text
}

const THINGS: &[&str] = &[
    "session store",
    "checkout",
    "ledger",
    "read replica",
    "event log",
    "billing worker",
    "search index",
    "feature flag",
    "audit trail",
    "rate limiter",
    "job queue",
    "build cache",
    "mobile client",
    "partner gateway",
    "fraud check",
    "price list",
    "customer record",
    "retention job",
    "message broker",
    "load balancer",
    "secret store",
    "release train",
    "on-call rota",
    "staging cluster",
    "backup",
    "schema registry",
    "invoice run",
    "token service",
    "warehouse export",
    "edge proxy",
];
const DOES: &[&str] = &[
    "reads",
    "copies",
    "replaces",
    "drains",
    "mirrors",
    "validates",
    "blocks",
    "retries",
    "encrypts",
    "indexes",
    "compacts",
    "signs",
    "batches",
    "throttles",
    "rebuilds",
    "partitions",
    "archives",
    "wakes",
    "locks",
    "observes",
];
const WHEN: &[&str] = &[
    "when a sale starts",
    "during a failover",
    "after the nightly run",
    "before the first write",
    "under full load",
    "while a region is down",
    "once the flag is on",
    "on every deploy",
    "at the end of a quarter",
    "as soon as the lease expires",
    "if the token is older than an hour",
    "whenever two writers meet",
];
const WHY: &[&str] = &[
    "because the pool has no connection left",
    "so that nobody has to be woken at night",
    "since two teams depend on its order",
    "which the finance team measured in March",
    "although only one service in five needs it",
    "as the incident of January has shown",
    "and this is what most of the cost comes from",
    "so a stolen credential stops working within a second",
    "because the old format cannot be read by the new parser",
    "which keeps the blast radius to a single tenant",
];
const TEAMS: &[&str] = &["identity", "orders", "payments", "platform", "search", "mobile", "data", "fraud", "web"];
const LANGUAGES: &[&str] = &["rust", "sql", "yaml", "json", "console", "go"];

/// Documents of fewer lines than this have no section for each option.
const SHORT: usize = 400;

struct Author {
    text: String,
    lines: usize,
    parts: usize,
    dice: u64,
}

impl Author {
    /// The next throw of the dice, below `below` (splitmix64).
    fn throw(&mut self, below: usize) -> usize {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.dice ^ (self.dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.throw(from.len())]
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines += 1;
    }

    fn heading(&mut self, heading: &str) {
        self.line(heading);
        self.line("");
    }

    fn title(&mut self) -> String {
        let (does, thing, other) = (self.pick(DOES), self.pick(THINGS), self.pick(THINGS));
        let does = format!("{}{}", does[..1].to_uppercase(), &does[1..]);
        format!("{does} the {thing} beside the {other} {}", self.parts + self.throw(90))
    }

    fn sentence(&mut self) -> String {
        let (one, does, other) = (self.pick(THINGS), self.pick(DOES), self.pick(THINGS));
        let (when, why, number) = (self.pick(WHEN), self.pick(WHY), 2 + self.throw(900));
        match self.throw(9) {
            0 => format!("The {one} {does} the {other} {when}, {why}."),
            1 => format!("We measured {number} ms for the {one} {when}; the {other} took twice as long."),
            2 => format!("In [ADR-{number:04}](../adr/{number:04}-{}.md) the {other} {does} it, {why}.", slug(one)),
            3 => format!("**{number} of 1,000** requests reach the {one} {when}, {why}."),
            4 => format!("The `{}_{does}` setting of the {other} stays as it is, {why}.", slug(one).replace('-', "_")),
            5 => format!("Nobody {does} the {one} by hand any more: the {other} does so {when}."),
            6 => format!("The {} team owns the {one} and releases it {when}, {why}.", self.pick(TEAMS)),
            7 => format!("It costs ${number} a month to keep the {one} warm {when} — the *{other}* costs less."),
            _ => format!("{}, the {one} {does} what the {other} has written, {why}.", capital(when)),
        }
    }

    /// A paragraph, broken at about 100 columns.
    fn paragraph(&mut self, sentences: usize) {
        let mut column = 0;
        let mut line = String::new();
        for _ in 0..sentences {
            let sentence = self.sentence();
            for word in sentence.split(' ') {
                if column + word.len() > 100 {
                    self.line(&std::mem::take(&mut line));
                    column = 0;
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                column += word.len() + 1;
            }
        }
        self.line(&line);
        self.line("");
    }

    fn list(&mut self, items: usize) {
        let is_ordered = self.throw(3) == 0;
        for number in 1..=items {
            let sentence = self.sentence();
            let mark = if is_ordered { format!("{number}.") } else { "-".to_owned() };
            self.line(&format!("{mark} {sentence}"));
            if self.throw(4) == 0 {
                let inner = self.sentence();
                self.line(&format!("{}- {inner}", " ".repeat(mark.len() + 1)));
            }
        }
        self.line("");
    }

    fn table(&mut self, rows: usize) {
        self.line("| Service | Reads per second | p99, ms | Owner |");
        self.line("| --- | ---: | ---: | --- |");
        for _ in 0..rows {
            let (thing, team) = (self.pick(THINGS), self.pick(TEAMS));
            let (reads, slow) = (self.throw(9_000), 1 + self.throw(400));
            self.line(&format!("| {thing} | {reads} | {slow} | {team} |"));
        }
        self.line("");
    }

    fn code(&mut self, lines: usize) {
        let language = self.pick(LANGUAGES);
        self.line(&format!("```{language}"));
        for _ in 0..lines {
            let (one, does, number) = (slug(self.pick(THINGS)), self.pick(DOES), self.throw(5_000));
            let when = self.pick(WHEN);
            self.line(&format!("  {}.{does}({number}) # {when}", one.replace('-', "_")));
        }
        self.line("```");
        self.line("");
    }

    fn opening(&mut self) {
        let title = self.title();
        self.heading(&format!("# RFC: {title}"));
        self.line(&format!("Title: {title}"));
        self.line("Author: Ada Brandt, identity team");
        self.line("Status: Accepted");
        self.line("Created: 2026-02-16");
        self.line("");
        self.heading("## Summary");
        self.paragraph(3);
        self.heading("## Motivation");
        self.paragraph(4);
        self.list(3);
        self.paragraph(2);
    }

    /// The proposal, in parts of 15 to 25 lines up to the line `end`.
    fn proposal(&mut self, end: usize, options: &[String]) {
        self.heading("## Proposal");
        self.line(&format!("We will go with \"{}\" and do it in steps.", options[0]));
        self.line("");
        self.paragraph(3);
        while self.lines + 12 < end {
            self.part();
        }
        self.matrix(options, 3 + options.len() / 4);
    }

    fn part(&mut self) {
        self.parts += 1;
        let title = self.title();
        let level = if self.parts.is_multiple_of(4) { "####" } else { "###" };
        self.heading(&format!("{level} {}. {title}", self.parts));
        let sentences = 3 + self.throw(4);
        self.paragraph(sentences);
        let length = 3 + self.throw(5);
        match self.throw(6) {
            0 | 1 => self.list(length),
            2 => self.table(length + 2),
            3 => self.code(length + 2),
            4 => {
                self.line("> What if the lease is lost? Then the next writer takes it over.");
                self.line("");
                self.list(length);
            }
            _ => self.paragraph(3),
        }
        let sentences = 2 + self.throw(4);
        self.paragraph(sentences);
        if self.parts.is_multiple_of(9) {
            self.line("TBD: how long the drain may take.");
            self.line("");
        }
    }

    fn matrix(&mut self, options: &[String], criteria: usize) {
        self.heading("### How the options compare");
        let mut head = String::from("| Option |");
        for number in 0..criteria {
            let _ = write!(head, " {} {} |", capital(self.pick(THINGS)), number + 1);
        }
        self.line(&format!("{head} Total |"));
        self.line(&format!("| --- |{} ---: |", " ---: |".repeat(criteria)));
        for option in options {
            let scores: Vec<usize> = (0..criteria).map(|_| 1 + self.throw(5)).collect();
            let cells = scores.iter().fold(String::new(), |cells, score| format!("{cells} {score} |"));
            self.line(&format!("| {option} |{cells} {} |", scores.iter().sum::<usize>()));
        }
        self.line("");
    }

    /// A matrix of `options`, a column for each, whose totals are right.
    fn weighed(&mut self, options: &[String]) {
        let columns = |cells: &[String]| cells.iter().fold(String::new(), |row, cell| format!("{row} {cell} |"));
        self.line(&format!("| Criterion | Weight |{}", columns(options)));
        self.line(&format!("| --- | ---: |{}", " ---: |".repeat(options.len())));
        let mut totals = vec![0; options.len()];
        for (number, weight) in WEIGHTS.iter().enumerate() {
            let name = format!("{} {}", capital(self.pick(THINGS)), number + 1);
            let scores: Vec<usize> = options.iter().map(|_| 1 + self.throw(5)).collect();
            totals.iter_mut().zip(&scores).for_each(|(total, score)| *total += weight * score);
            let cells: Vec<String> = scores.iter().map(ToString::to_string).collect();
            self.line(&format!("| {name} | {weight} % |{}", columns(&cells)));
        }
        let totals: Vec<String> = totals.iter().map(|total| format!("{}.{:02}", total / 100, total % 100)).collect();
        self.line(&format!("| Total | 100 % |{}", columns(&totals)));
        self.line("");
    }

    /// A table of the size of a matrix, of measurements.
    fn measured(&mut self) {
        let head: Vec<&str> = (0..TEN).map(|_| self.pick(THINGS)).collect();
        self.line(&format!("| Region | Requests | {} |", head.join(" | ")));
        self.line(&format!("| --- | ---: |{}", " ---: |".repeat(TEN)));
        for number in 0..=TEN {
            let cells: Vec<String> = (0..=TEN).map(|_| self.throw(900).to_string()).collect();
            self.line(&format!("| Cell {number} | {} |", cells.join(" | ")));
        }
        self.line("");
    }

    fn alternatives(&mut self, options: &[String], end: usize) {
        self.heading("## Alternatives Considered");
        if end < SHORT {
            for option in options.iter().map(String::as_str).chain(["Do nothing"]) {
                let (sentence, why) = (self.sentence(), self.pick(WHY));
                self.line(&format!("- **{option}**: {sentence} Not this, {why}."));
            }
            return self.line("");
        }
        let each = end.saturating_sub(self.lines) / options.len().max(1);
        for option in options.iter().map(String::as_str).chain(["Do nothing"]) {
            let until = self.lines + each;
            self.heading(&format!("### {option}"));
            self.paragraph(3);
            for side in ["Pros", "Cons"] {
                self.heading(&format!("{side}:"));
                self.list(3);
            }
            while self.lines + 20 < until {
                self.parts += 1;
                let title = self.title();
                self.heading(&format!("#### {title}"));
                self.paragraph(5);
                self.list(4);
                self.paragraph(3);
            }
            let why = self.pick(WHY);
            self.line(&format!("Not this, {why}."));
            self.line("");
        }
    }

    fn impact(&mut self) {
        self.heading("## Impact Assessment");
        self.line("- Teams affected: identity does the work; web and fraud each review and release one change");
        self.line("- Migration required: Yes, records copy themselves on first read, and no downtime is needed");
        self.line("- Timeline: 8 weeks");
        self.line("- Resources needed: 2 engineers for 6 weeks, $1,150 a month for two pairs");
        self.line("");
    }

    fn metrics(&mut self, count: usize) {
        self.heading("## Success Metrics");
        for number in 1..=count {
            let (thing, from) = (self.pick(THINGS), 10 + self.throw(80));
            let target = if number % 7 == 0 { String::new() } else { format!(": {from} % → below {} %", from / 2) };
            self.line(&format!("- Share of the {thing} in metric {number}{target} by 1 June 2026"));
        }
        self.line("");
    }

    fn risks(&mut self, count: usize, end: usize) {
        self.heading("## Risks & Mitigation");
        for number in 1..=count {
            let (thing, does, when) = (self.pick(THINGS), self.pick(DOES), self.pick(WHEN));
            let answer = if number % 10 == 0 {
                String::new()
            } else {
                format!(" - Mitigation: the {} team {does} it {when}", self.pick(TEAMS))
            };
            self.line(&format!("- Risk {number}: the {thing} is lost {when}{answer}"));
        }
        self.line("");
        while self.lines + 14 < end {
            self.parts += 1;
            let title = self.title();
            self.heading(&format!("### {title}"));
            self.paragraph(5);
            self.list(3);
            self.table(4);
        }
    }

    fn questions(&mut self, count: usize) {
        self.heading("## Open Questions");
        for number in 1..=count {
            let (thing, team) = (self.pick(THINGS), self.pick(TEAMS));
            self.line(&format!(
                "{number}. Who owns the {thing} after the move? The {team} team answers by 1 May 2026."
            ));
        }
        self.line("");
    }

    fn timeline(&mut self, count: usize) {
        self.heading("## Timeline");
        for number in 0..count {
            let (thing, when) = (self.pick(THINGS), self.pick(WHEN));
            self.line(&format!("- Week {}-{}: {thing} moved, watched {when}", number * 2 + 1, number * 2 + 2));
        }
        self.line("");
    }

    /// References up to the line `end`.
    fn references(&mut self, end: usize) {
        self.heading("## References");
        loop {
            let (thing, number) = (self.pick(THINGS), self.throw(10_000));
            self.line(&format!("- [Notes on the {thing}, {number}](https://example.com/{}/{number})", slug(thing)));
            if self.lines >= end {
                return;
            }
        }
    }
}

fn slug(words: &str) -> String {
    words.replace(' ', "-")
}

fn capital(words: &str) -> String {
    format!("{}{}", words[..1].to_uppercase(), &words[1..])
}
