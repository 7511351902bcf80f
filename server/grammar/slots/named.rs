//! Which section of a dialect a name is: by its own name, by its family, or joined from several.

use crate::grammar::load::{Dialect, Grammars, Kind};
use crate::grammar::names::normal_name;
use crate::grammar::schema::{Role, SectionSpec};

/// What a name is matched to.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) spec: Option<usize>,
    pub(super) also: Vec<usize>,
    pub(super) family: Option<String>,
    pub(super) roles: Vec<Role>,
    pub(super) allows_none: bool,
}

/// What names are matched against: a kind, and the dialect that the document follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'g> {
    pub(super) grammars: &'g Grammars,
    pub(super) kind: &'g Kind,
    pub(super) dialect: Option<&'g Dialect>,
}

impl Names<'_> {
    /// A number that stands for these names: they are of grammars that outlive every document they are asked for.
    pub(super) fn given(self) -> u64 {
        let dialect = self.dialect.map_or(0, |dialect| std::ptr::from_ref(dialect).addr() as u64);
        dialect.rotate_left(32) ^ std::ptr::from_ref(self.kind).addr() as u64
    }

    /// What a heading names.
    pub(super) fn of_heading(self, title: &str) -> Option<Match> {
        self.find(title).or_else(|| self.find_joined(title))
    }

    /// The id of a section: of its spec, else of its family, else its heading in one word.
    pub(super) fn id_of(self, matched: Option<&Match>, title: &str) -> String {
        let spec = matched.and_then(|matched| matched.spec).and_then(|index| self.dialect?.spec.sections.get(index));
        match (spec, matched.and_then(|matched| matched.family.as_ref())) {
            (Some(spec), _) => spec.id.clone(),
            (None, Some(family)) => family.clone(),
            (None, None) => normal_name(title).replace(' ', "-"),
        }
    }

    /// The section a heading or a label names.
    pub(super) fn find(self, title: &str) -> Option<Match> {
        let name = normal_name(title);
        if let Some(dialect) = self.dialect {
            if let Some(index) = dialect.named(&name) {
                let section = dialect.spec.sections.get(index)?;
                return Some(self.matched(dialect, index, section));
            }
            let family = self.grammars.family_of(&name)?;
            let of_family = |section: &SectionSpec| section.family.as_deref() == Some(family.id.as_str());
            let index = dialect.spec.sections.iter().position(of_family);
            if let Some((index, section)) = index.and_then(|index| Some((index, dialect.spec.sections.get(index)?))) {
                return Some(self.matched(dialect, index, section));
            }
        }
        let family = self.grammars.family_of(&name)?;
        Some(Match {
            spec: None,
            also: Vec::new(),
            family: Some(family.id.clone()),
            roles: self.kind.roles(family),
            allows_none: family.allows_none,
        })
    }

    fn matched(self, dialect: &Dialect, index: usize, section: &SectionSpec) -> Match {
        let family = section.family.as_deref().and_then(|family| self.grammars.family(family));
        Match {
            spec: Some(index),
            also: Vec::new(),
            family: section.family.clone(),
            roles: dialect.roles(self.grammars, self.kind, section),
            allows_none: section.allows_none || family.is_some_and(|family| family.allows_none),
        }
    }

    /// `Rationale and alternatives`, `Risks / Drawbacks`: every part names a section.
    fn find_joined(self, title: &str) -> Option<Match> {
        let name = title.replace(['/', ',', '&', '+'], " and ").to_lowercase();
        let parts: Vec<&str> = name.split(" and ").map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            return None;
        }
        let mut matches = parts.iter().map(|part| self.find(part)).collect::<Option<Vec<_>>>()?;
        let mut roles: Vec<Role> = matches.iter().flat_map(|found| found.roles.iter().copied()).collect();
        roles.dedup();
        let also = matches.iter().skip(1).filter_map(|found| found.spec).collect();
        let first = matches.swap_remove(0);
        Some(Match { also, roles, ..first })
    }
}
