//! Which kind a document is, and which dialect of it.
//!
//! What somebody declared decides. Otherwise evidence is weighed: path, file name, metadata keys, title, headings,
//! links. Below the threshold, or with too small a lead, a document is ordinary Markdown and stays silent.

use super::load::{Dialect, Grammars, Kind, Lookup};
use std::sync::Arc;

/// What is known of a document before its kind is.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'d> {
    /// Its path below the folder that is being looked at, with `/`.
    pub path: &'d str,
    /// Its title as written.
    pub title: Option<&'d str>,
    /// Its headings in document order, without the title.
    pub headings: Vec<Heading>,
    /// The names of its headings that some kind or dialect knows, each once.
    pub names: Vec<Arc<str>>,
    /// The keys of its metadata, normalised.
    pub keys: Vec<String>,
    /// The text before its first section.
    pub opening: &'d str,
    /// The names of the files that its links lead to and that some kind knows, lower case, for each file once.
    pub linked: Vec<String>,
    /// The files beside it that some kind asks for.
    pub siblings: Vec<String>,
    /// The kind that the document or the configuration declares.
    pub declared: Option<&'d str>,
}

impl Evidence<'_> {
    /// Puts in what the headings say that `grammars` know.
    #[must_use]
    pub fn with_headings(mut self, grammars: &Grammars, headings: Vec<Heading>) -> Self {
        let names = headings.iter().map(|heading| &heading.name).filter(|name| grammars.knows_heading(name));
        self.names = names.map(Arc::clone).collect();
        self.names.sort_unstable();
        self.names.dedup();
        self.headings = headings;
        self
    }
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its name, normalised.
    pub name: Arc<str>,
    /// The heading it stands under, by its place in the list.
    pub parent: Option<usize>,
}

/// What a document is.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Its kind; `None` for ordinary Markdown.
    pub kind: Option<Arc<Kind>>,
    /// The dialect it follows.
    pub dialect: Option<Arc<Dialect>>,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// The strongest evidence: `declared`, `path`, `metadata`, `title`, `headings`, `links`.
    pub decided_by: Option<&'static str>,
    /// The points of every kind that has some, most first: for people who ask why.
    pub points: Vec<(String, f64)>,
    /// What speaks for the kind that has most, and against it.
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for a kind, or against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Where it is found: `path`, `metadata`, `title`, `headings`.
    pub source: &'static str,
    /// What it is, in the document's words or as a pattern.
    pub what: String,
    /// Its points.
    pub points: f64,
}

/// At most so many points come from metadata keys: a long list of them says one thing.
const MOST_FROM_KEYS: f64 = 4.0;

/// At most so much do hints add to a dialect's share of sections: they decide between dialects that are near, and make
/// none of what has few of its sections.
const MOST_FROM_HINTS: f64 = 0.15;

/// Decides what a document is.
#[must_use]
pub fn detect(grammars: &Grammars, evidence: &Evidence<'_>) -> Verdict {
    if let Some(kind) = evidence.declared.and_then(|id| grammars.kind(id)) {
        return Verdict {
            dialect: dialect_of(kind, evidence).or_else(|| kind.default_dialect().cloned()),
            kind: Some(Arc::clone(kind)),
            confidence: 1.0,
            decided_by: Some("declared"),
            points: Vec::new(),
            reasons: Vec::new(),
        };
    }
    let mut weighed: Vec<_> = grammars.kinds.iter().map(|kind| (kind, Points::of(&kind.evidence, evidence))).collect();
    // a kind that extends another inherits its evidence: it is the likelier one where its own adds to that
    let depth = |kind: &Arc<Kind>| kind.lineage.len();
    weighed.sort_by(|(a, one), (b, other)| other.total().total_cmp(&one.total()).then(depth(a).cmp(&depth(b))));
    let points = weighed.iter().filter(|(_, points)| points.total() > 0.0);
    let points = points.map(|(kind, points)| (kind.spec.id.clone(), points.total())).collect();
    let Some((kind, best)) = weighed.first() else { return Verdict::default() };
    let is_near = |other: &Kind| kind.spec.near.iter().any(|near| other.is_a(near));
    let is_related = |other: &Kind| other.is_a(&kind.spec.id) || kind.is_a(&other.spec.id);
    let rival = weighed.iter().find(|(other, _)| !is_near(other) && !is_related(other));
    let second = rival.map_or(0.0, |(_, points)| points.total());
    let families = &grammars.families;
    let needed = if best.is_headings_only() { families.threshold_of_headings } else { families.threshold };
    let sure = best.total() >= needed && best.total() - second >= families.margin;
    let reasons = reasons(&kind.evidence, evidence);
    if !sure {
        return Verdict { points, reasons, ..Verdict::default() };
    }
    Verdict {
        dialect: dialect_of(kind, evidence),
        kind: Some(Arc::clone(kind)),
        confidence: 1.0 - (-best.total() / grammars.families.threshold).exp(),
        decided_by: Some(best.strongest()),
        points,
        reasons,
    }
}

/// The dialect of `kind` that the document follows: the one whose required sections it has most of, at least half,
/// and more than any other. A document that has only just been begun follows the one that has all its headings, and of
/// several such the one that new documents follow.
#[must_use]
pub fn dialect_of(kind: &Kind, evidence: &Evidence<'_>) -> Option<Arc<Dialect>> {
    let scored = kind.dialects.iter().map(|dialect| (dialect, likeness(dialect, evidence)));
    let mut scored: Vec<_> = scored.filter(|(_, (score, _))| *score >= ENOUGH).collect();
    scored.sort_by(|(_, (one, _)), (_, (other, _))| other.total_cmp(one));
    let (best, (score, begun)) = scored.first()?;
    let near = |(_, (other, _)): &&(&Arc<Dialect>, (f64, bool))| score - other <= LEAD;
    let rivals = scored.iter().skip(1).take_while(near);
    if *begun {
        let default = kind.default_dialect();
        let mut all = std::iter::once(*best).chain(rivals.map(|(dialect, _)| *dialect));
        return all
            .find(|dialect| default.is_some_and(|default| default.spec.id == dialect.spec.id))
            .or(Some(best))
            .cloned();
    }
    (rivals.count() == 0).then(|| Arc::clone(best))
}

/// So much of a dialect a document has at least.
const ENOUGH: f64 = 0.5;

/// By so much the best dialect leads the others at least.
const LEAD: f64 = 0.01;

/// At most so much of a dialect that requires no section is told by its own evidence.
const MOST_FROM_WORDING: f64 = 0.8;

/// How much of a dialect a document has: the share of its required sections (under another name than the template's,
/// half), a little for each optional one, and what its own evidence adds; and whether it has only been begun.
fn likeness(dialect: &Dialect, evidence: &Evidence<'_>) -> (f64, bool) {
    let own = Points::of(&dialect.evidence, evidence).total();
    if own < dialect.spec.least_evidence && dialect.spec.least_evidence > 0.0 {
        return (0.0, false);
    }
    let (mut required, mut found, mut optional) = (0.0, 0.0, 0.0);
    let named = worth_by_name(dialect, evidence);
    for (section, named) in dialect.spec.sections.iter().zip(named) {
        let worth = if evidence.keys.contains(&section.id) { 1.0 } else { named };
        if section.required {
            required += 1.0;
            found += worth;
        } else {
            optional += 0.1 * worth;
        }
    }
    let hints = f64::min(own / 4.0, MOST_FROM_HINTS);
    // a form without required sections is known by its wording alone, and never for sure
    let share = if required > 0.0 { found / required } else { (own / 4.0).clamp(0.0, MOST_FROM_WORDING) };
    let total = share + f64::min(optional, 0.2) + hints;
    let begun = total < ENOUGH && begins(dialect, evidence);
    (if begun { ENOUGH + share / 10.0 + hints.max(0.0) / 10.0 } else { total }, begun)
}

/// What the headings of the document are worth for each section of `dialect`.
fn worth_by_name(dialect: &Dialect, evidence: &Evidence<'_>) -> Vec<f64> {
    let mut worth = vec![0.0; dialect.spec.sections.len()];
    for name in &evidence.names {
        if let Some(worth) = dialect.named(name).and_then(|index| worth.get_mut(index)) {
            *worth = f64::max(*worth, if dialect.is_title(name) { 1.0 } else { 0.5 });
        }
    }
    worth
}

/// What has so many headings has been begun a while ago.
const MOST_BEGUN: usize = 64;

/// Whether all headings there are, are titles of the dialect, stand below one, or may become one while they are typed.
fn begins(dialect: &Dialect, evidence: &Evidence<'_>) -> bool {
    if evidence.headings.len() > MOST_BEGUN {
        return false;
    }
    let is_title = |heading: &Heading| dialect.is_title(&heading.name);
    let stands_below = |heading: &Heading| {
        let above = |heading: &Heading| heading.parent.and_then(|parent| evidence.headings.get(parent));
        std::iter::successors(above(heading), |heading| above(heading))
            .any(|above| dialect.named(&above.name).is_some())
    };
    let fits =
        |heading: &Heading| is_title(heading) || stands_below(heading) || dialect.may_become_title(&heading.name);
    evidence.headings.iter().any(is_title) && evidence.headings.iter().all(fits)
}

/// Points by where they come from.
#[derive(Clone, Copy, Debug, Default)]
struct Points {
    path: f64,
    metadata: f64,
    title: f64,
    headings: f64,
    links: f64,
}

impl Points {
    fn of(lookup: &Lookup, evidence: &Evidence<'_>) -> Self {
        let keys: f64 = evidence.keys.iter().filter_map(|key| lookup.keys.get(key)).sum();
        let siblings = evidence.siblings.iter().filter_map(|name| lookup.siblings.get(name));
        Self {
            path: path_points(lookup, evidence.path) + siblings.sum::<f64>(),
            metadata: keys.min(MOST_FROM_KEYS),
            title: evidence.title.map_or(0.0, |title| lookup.title(title)) + lookup.opening(evidence.opening),
            headings: points_of_headings(lookup, evidence),
            links: lookup.links(&evidence.linked),
        }
    }

    fn total(self) -> f64 {
        self.path + self.metadata + self.title + self.headings + self.links
    }

    fn is_headings_only(self) -> bool {
        self.path <= 0.0 && self.metadata <= 0.0 && self.title <= 0.0 && self.links <= 0.0
    }

    fn strongest(self) -> &'static str {
        let all = [
            (self.headings, "headings"),
            (self.path, "path"),
            (self.metadata, "metadata"),
            (self.title, "title"),
            (self.links, "links"),
        ];
        all.iter().fold(all[0], |best, one| if one.0 > best.0 { *one } else { best }).1
    }
}

/// What speaks for what `lookup` is of, and against it, one by one.
fn reasons(lookup: &Lookup, evidence: &Evidence<'_>) -> Vec<Reason> {
    let lower = evidence.path.to_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let known = folders.split('/').filter_map(|folder| Some((folder, *lookup.folders.get(folder)?)));
    let known = strongest(&known.collect::<Vec<_>>());
    let siblings = evidence.siblings.iter().filter_map(|name| Some((name.as_str(), *lookup.siblings.get(name)?)));
    let keys = evidence.keys.iter().filter_map(|key| Some((key.as_str(), *lookup.keys.get(key)?)));
    let headings = evidence.names.iter().filter_map(|name| Some((&**name, *lookup.headings.get(&**name)?)));
    let hits = lookup.hits(name, evidence.title.unwrap_or_default(), evidence.opening);
    let [names, titles, openings] = hits.map(|hits| strongest(&hits));
    let all = [
        ("path", known.into_iter().chain(names).chain(siblings).collect::<Vec<_>>()),
        ("metadata", keys.collect()),
        ("title", titles.into_iter().chain(openings).collect()),
        ("headings", headings.collect()),
    ];
    let of_source = |(source, found): (&'static str, Vec<(&str, f64)>)| {
        found
            .into_iter()
            .map(move |(what, points)| Reason { source, what: what.to_owned(), points })
            .collect::<Vec<_>>()
    };
    all.into_iter().flat_map(of_source).collect()
}

/// Of several that say the same sort of thing, the strongest for and the strongest against count.
fn strongest<'f>(found: &[(&'f str, f64)]) -> Vec<(&'f str, f64)> {
    let most = found.iter().copied().filter(|(_, points)| *points > 0.0).max_by(|one, other| one.1.total_cmp(&other.1));
    let least =
        found.iter().copied().filter(|(_, points)| *points < 0.0).min_by(|one, other| one.1.total_cmp(&other.1));
    most.into_iter().chain(least).collect()
}

/// Each name counts once, however often it heads a section.
fn points_of_headings(lookup: &Lookup, evidence: &Evidence<'_>) -> f64 {
    evidence.names.iter().filter_map(|name| lookup.headings.get(&**name)).sum()
}

/// Folders speak by their names; of several the strongest for and the strongest against count.
fn path_points(lookup: &Lookup, path: &str) -> f64 {
    let lower = path.to_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let known = || folders.split('/').filter_map(|folder| lookup.folders.get(folder).copied());
    lookup.file_name(name) + known().fold(0.0, f64::max) + known().fold(0.0, f64::min)
}
