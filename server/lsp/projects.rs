//! Which project a document belongs to, and what that has settled: as on the command line.

use super::uri;
use crate::host::{self, Place, Project, Reading, WrongFile};
use crate::model::Surroundings;
use crate::rules::ALL;
use crate::text::{LineIndex, PositionEncoding};
use crate::workspace::{Config, Force};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a document belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Belongs {
    /// What is in force in its project.
    pub(super) force: Force,
    /// What lies around it.
    pub(super) around: Surroundings,
}

/// The projects of open documents, each read once.
#[derive(Debug, Default)]
pub(super) struct Projects {
    roots: Vec<PathBuf>,
    read: HashMap<Place, Project>,
    /// The configurations that could be used, for when they cannot.
    last_good: HashMap<Place, Arc<Config>>,
    /// The texts of settings that somebody is editing.
    open: HashMap<PathBuf, Arc<str>>,
}

impl Projects {
    /// Says in which folders the client works.
    pub(super) fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots;
    }

    /// Folders went and came: every project is looked for anew.
    pub(super) fn change_roots(&mut self, gone: &[PathBuf], added: impl Iterator<Item = PathBuf>) {
        self.roots.retain(|root| !gone.contains(root));
        self.roots.extend(added);
        self.read.clear();
    }

    /// Somebody is editing a file of settings; `None` when it was closed.
    pub(super) fn edit(&mut self, path: PathBuf, text: Option<Arc<str>>) {
        match text {
            Some(text) => drop(self.open.insert(path, text)),
            None => drop(self.open.remove(&path)),
        }
    }

    /// Reads every project anew. One sentence when the settings of some cannot be used: in the place of a broken
    /// configuration the last good one is in force.
    pub(super) fn reread(&mut self) -> Option<String> {
        let places: Vec<Place> = self.read.drain().map(|(place, _)| place).collect();
        // a configuration that came or went makes another place of the same folder
        let folders =
            places.iter().map(|place| place.config_file.as_deref().and_then(Path::parent).unwrap_or(&place.root));
        let places: Vec<Place> = folders.map(|folder| self.place_of(folder)).collect();
        let complaints: Vec<String> = places.iter().filter_map(|place| self.read(place)).collect();
        complaints.into_iter().next()
    }

    /// Looks once more for mistakes in what somebody is editing, and leaves in force what is.
    pub(super) fn look_again(&mut self) {
        for place in self.read.keys().cloned().collect::<Vec<_>>() {
            let wrong = self.load(&place).wrong;
            if let Some(project) = self.read.get_mut(&place) {
                project.wrong = wrong;
            }
        }
    }

    /// The settings in which something is wrong, and whether each defines a kind.
    pub(super) fn wrong(&self) -> impl Iterator<Item = (&WrongFile, bool)> {
        self.read.values().flat_map(|project| {
            let is_config = |wrong: &WrongFile| project.place.config_file.as_ref() == Some(&wrong.path);
            project.wrong.iter().map(move |wrong| (wrong, !is_config(wrong)))
        })
    }

    /// What the document called `name`, a URI, belongs to; and one sentence when its project is read for the first time
    /// and its settings cannot be used.
    pub(super) fn of(&mut self, name: &str) -> (Belongs, Option<String>) {
        let Some(path) = uri::to_path(name) else { return (Belongs::default(), None) };
        let place = self.place_of(path.parent().unwrap_or(&path));
        let complaint = if self.read.contains_key(&place) { None } else { self.read(&place) };
        let force = self.read.get(&place).map(Project::force).unwrap_or_default();
        let around = host::surroundings(&path, &place.root, &force.grammars);
        (Belongs { force, around }, complaint)
    }

    fn place_of(&self, folder: &Path) -> Place {
        let root = self.roots.iter().filter(|root| folder.starts_with(root)).max_by_key(|root| root.as_os_str().len());
        host::place(folder, root.map(PathBuf::as_path))
    }

    fn read(&mut self, place: &Place) -> Option<String> {
        let mut project = self.load(place);
        if project.is_broken {
            project.config = self.last_good.get(place).cloned().unwrap_or_default();
        } else {
            self.last_good.insert(place.clone(), Arc::clone(&project.config));
        }
        let complaint = project.wrong.iter().find(|wrong| wrong.is_broken()).map(in_words);
        self.read.insert(place.clone(), project);
        complaint
    }

    fn load(&self, place: &Place) -> Project {
        let rules: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        let open = |path: &Path| self.open.get(path).map(ToString::to_string);
        Project::load(place.clone(), &Reading { rules: &rules, profile: None, open: &open })
    }
}

/// What keeps a file of settings from being used, and where.
fn in_words(wrong: &WrongFile) -> String {
    let path = wrong.path.display();
    let Some(mistake) = wrong.mistakes.iter().find(|mistake| !mistake.is_harmless) else {
        return format!("{path} cannot be used");
    };
    let place = LineIndex::new(&wrong.text).line_column(&wrong.text, mistake.range.start, PositionEncoding::Utf32);
    format!("{path}:{}:{}: {}", place.line + 1, place.column + 1, mistake.message)
}
