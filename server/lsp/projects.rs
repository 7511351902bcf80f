//! Which project a document belongs to, and what that has settled: as on the command line.

use super::uri;
use crate::grammar::Grammars;
use crate::host::{self, ConfigProblems, Place, Project};
use crate::model::Surroundings;
use crate::rules::ALL;
use crate::text::{LineIndex, PositionEncoding};
use crate::workspace::{Config, config_schema};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a document belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Belongs {
    /// What its project has settled.
    pub(super) config: Arc<Config>,
    /// What lies around it.
    pub(super) around: Surroundings,
}

/// The projects of open documents, each read once.
#[derive(Debug)]
pub(super) struct Projects {
    grammars: Arc<Grammars>,
    schema: Value,
    roots: Vec<PathBuf>,
    read: HashMap<Place, Arc<Config>>,
    /// What was in force before the configurations were last forgotten.
    last_good: HashMap<Place, Arc<Config>>,
}

impl Projects {
    pub(super) fn new(grammars: &Arc<Grammars>) -> Self {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        Self {
            schema: config_schema(grammars, &codes),
            grammars: Arc::clone(grammars),
            roots: Vec::new(),
            read: HashMap::new(),
            last_good: HashMap::new(),
        }
    }

    /// Says in which folders the client works.
    pub(super) fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots;
    }

    /// Folders went and came.
    pub(super) fn change_roots(&mut self, gone: &[PathBuf], added: impl Iterator<Item = PathBuf>) {
        self.roots.retain(|root| !gone.contains(root));
        self.roots.extend(added);
    }

    /// Has every configuration read anew when it is next asked for.
    pub(super) fn forget(&mut self) {
        self.last_good.extend(self.read.drain());
    }

    /// What the document called `name`, a URI, belongs to; and one sentence when something is wrong with its
    /// configuration; in the place of a broken one the last good one is in force.
    pub(super) fn of(&mut self, name: &str) -> (Belongs, Option<String>) {
        let Some(path) = uri::to_path(name) else { return (Belongs::default(), None) };
        let place = self.place(&path);
        let around = host::surroundings(&path, &place.root, &self.grammars);
        let (config, complaint) = self.config(&place);
        (Belongs { config, around }, complaint)
    }

    fn place(&self, path: &Path) -> Place {
        let folder = path.parent().unwrap_or(path);
        let root = self.roots.iter().filter(|root| folder.starts_with(root)).max_by_key(|root| root.as_os_str().len());
        host::place(folder, root.map(PathBuf::as_path))
    }

    fn config(&mut self, place: &Place) -> (Arc<Config>, Option<String>) {
        if let Some(config) = self.read.get(place) {
            return (Arc::clone(config), None);
        }
        let (config, complaint) = match Project::load(place.clone(), &self.schema, None) {
            Ok(project) => (project.config, project.warnings.as_ref().map(in_words)),
            Err(broken) => (self.last_good.get(place).cloned().unwrap_or_default(), Some(in_words(&broken))),
        };
        self.read.insert(place.clone(), Arc::clone(&config));
        (config, complaint)
    }
}

/// What is first wrong with a configuration, and where; what keeps it from being used before all else.
fn in_words(wrong: &ConfigProblems) -> String {
    let path = wrong.path.display();
    let Some(problem) = wrong.problems.iter().min_by_key(|problem| problem.is_harmless) else {
        return format!("{path} cannot be used");
    };
    let place = LineIndex::new(&wrong.text).line_column(&wrong.text, problem.range.start, PositionEncoding::Utf32);
    format!("{path}:{}:{}: {}", place.line + 1, place.column + 1, problem.message)
}
