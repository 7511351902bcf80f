//! Which kind a document is, and which dialect of it.
//!
//! What somebody declared decides. Otherwise evidence is weighed: path, file name, metadata keys, title, headings.
//! Below the threshold, or with too small a lead, a document is ordinary Markdown and stays silent.

use super::load::{Dialect, Grammars, Kind, Lookup};
use std::sync::Arc;

/// What is known of a document before its kind is.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'d> {
    /// Its path below the folder that is being looked at, with `/`.
    pub path: &'d str,
    /// Its title as written.
    pub title: Option<&'d str>,
    /// Its headings, normalised, without the title.
    pub headings: Vec<String>,
    /// The keys of its metadata, normalised.
    pub keys: Vec<String>,
    /// The text before its first section.
    pub opening: &'d str,
    /// The files beside it that some kind asks for.
    pub siblings: Vec<String>,
    /// The kind that the document or the configuration declares.
    pub declared: Option<&'d str>,
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
    /// The strongest evidence: `declared`, `path`, `metadata`, `title`, `headings`.
    pub decided_by: Option<&'static str>,
    /// The points of every kind that has some, most first: for people who ask why.
    pub points: Vec<(String, f64)>,
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
            dialect: dialect_of(kind, evidence),
            kind: Some(Arc::clone(kind)),
            confidence: 1.0,
            decided_by: Some("declared"),
            points: Vec::new(),
        };
    }
    let mut weighed: Vec<_> = grammars.kinds.iter().map(|kind| (kind, Points::of(&kind.evidence, evidence))).collect();
    weighed.sort_by(|(_, one), (_, other)| other.total().total_cmp(&one.total()));
    let points = weighed.iter().filter(|(_, points)| points.total() > 0.0);
    let points = points.map(|(kind, points)| (kind.spec.id.clone(), points.total())).collect();
    let second = weighed.get(1).map_or(0.0, |(_, points)| points.total());
    let Some((kind, best)) = weighed.first() else { return Verdict::default() };
    let sure = best.total() >= grammars.families.threshold && best.total() - second >= grammars.families.margin;
    if !sure {
        return Verdict { points, ..Verdict::default() };
    }
    Verdict {
        dialect: dialect_of(kind, evidence),
        kind: Some(Arc::clone(kind)),
        confidence: 1.0 - (-best.total() / grammars.families.threshold).exp(),
        decided_by: Some(best.strongest()),
        points,
    }
}

/// The dialect of `kind` that the document follows: the one whose required sections it has most of, at least half,
/// and more than any other. A document that has only just been begun follows the one that has all its headings.
#[must_use]
pub fn dialect_of(kind: &Kind, evidence: &Evidence<'_>) -> Option<Arc<Dialect>> {
    let scored = kind.dialects.iter().map(|dialect| (dialect, likeness(dialect, evidence)));
    let mut scored: Vec<_> = scored.filter(|(_, score)| *score >= 0.5).collect();
    scored.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let (best, score) = scored.first()?;
    let second = scored.get(1).map_or(0.0, |(_, score)| *score);
    (score - second > 0.01).then(|| Arc::clone(best))
}

/// How much of a dialect a document has: the share of its required sections (under another name than the template's,
/// half), a little for each optional one, and what its own evidence adds.
fn likeness(dialect: &Dialect, evidence: &Evidence<'_>) -> f64 {
    let (mut required, mut found, mut optional) = (0.0, 0.0, 0.0);
    for (index, section) in dialect.spec.sections.iter().enumerate() {
        let worth = worth(dialect, evidence, index, &section.id);
        if section.required {
            required += 1.0;
            found += worth;
        } else {
            optional += 0.1 * worth;
        }
    }
    let share = if required > 0.0 { found / required } else { 0.0 };
    let hints = f64::min(Points::of(&dialect.evidence, evidence).total() / 4.0, MOST_FROM_HINTS);
    let total = share + f64::min(optional, 0.2) + hints;
    if begins(dialect, evidence) { total.max(0.5 + share / 10.0) } else { total }
}

fn worth(dialect: &Dialect, evidence: &Evidence<'_>, index: usize, id: &str) -> f64 {
    let names = evidence.headings.iter().filter(|heading| dialect.named(heading) == Some(index));
    let by_name = names.map(|heading| if dialect.is_title(heading) { 1.0 } else { 0.5 }).fold(0.0, f64::max);
    if evidence.keys.iter().any(|key| key == id) { 1.0 } else { by_name }
}

/// Whether all headings there are, are titles of the dialect.
fn begins(dialect: &Dialect, evidence: &Evidence<'_>) -> bool {
    !evidence.headings.is_empty() && evidence.headings.iter().all(|heading| dialect.is_title(heading))
}

/// Points by where they come from.
#[derive(Clone, Copy, Debug, Default)]
struct Points {
    path: f64,
    metadata: f64,
    title: f64,
    headings: f64,
}

impl Points {
    fn of(lookup: &Lookup, evidence: &Evidence<'_>) -> Self {
        let keys: f64 = evidence.keys.iter().filter_map(|key| lookup.keys.get(key)).sum();
        let siblings = evidence.siblings.iter().filter_map(|name| lookup.siblings.get(name));
        Self {
            path: path_points(lookup, evidence.path) + siblings.sum::<f64>(),
            metadata: keys.min(MOST_FROM_KEYS),
            title: evidence.title.map_or(0.0, |title| lookup.title(title)) + lookup.opening(evidence.opening),
            headings: evidence.headings.iter().filter_map(|heading| lookup.headings.get(heading)).sum(),
        }
    }

    fn total(self) -> f64 {
        self.path + self.metadata + self.title + self.headings
    }

    fn strongest(self) -> &'static str {
        let all =
            [(self.headings, "headings"), (self.path, "path"), (self.metadata, "metadata"), (self.title, "title")];
        all.iter().fold(all[0], |best, one| if one.0 > best.0 { *one } else { best }).1
    }
}

/// Folders speak by their names; of several the strongest for and the strongest against count.
fn path_points(lookup: &Lookup, path: &str) -> f64 {
    let lower = path.to_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let known = || folders.split('/').filter_map(|folder| lookup.folders.get(folder).copied());
    lookup.file_name(name) + known().fold(0.0, f64::max) + known().fold(0.0, f64::min)
}
