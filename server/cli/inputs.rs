//! Which files a command is about, and reading them: many at once, told in order.

use super::settings::Settings;
use super::{Failure, Outcome, excerpt, rule_codes};
use crate::host::{self, Place, Project, Reading};
use crate::model::Surroundings;
use crate::workspace::{Document, DocumentId, Profile};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which files a command is about.
#[derive(Debug, Default, clap::Args)]
pub struct Inputs {
    /// Files, or folders whose Markdown files are meant; - is standard input [default: the current folder]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Read more paths from FILE, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The folder that a project begins in [default: where the repository or the configuration begins]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The configuration [default: the nearest staffwork.toml above each file]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day that counts as today [default: the system's date]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
}

/// A file to look at.
#[derive(Debug)]
pub(super) struct Input {
    /// As it was named, or as it was found below a folder that was named.
    pub path: PathBuf,
    /// Whether it was named itself.
    pub is_named: bool,
    /// Where it is, and where it belongs; `None` where its folder is not there.
    pub belongs: Option<(PathBuf, Arc<Project>)>,
}

/// The files to look at, and what is known before the first is read.
#[derive(Debug)]
pub(super) struct Batch {
    /// Named files as they were named, then found ones in byte order.
    pub inputs: Vec<Input>,
    /// The settings of their projects in which something is wrong.
    pub settings: Settings,
    /// The day that counts as today.
    pub today: Date,
    /// What came of looking for them.
    pub outcome: Outcome,
}

/// How many files are held in memory at once.
const AT_ONCE: usize = 128;

impl Inputs {
    /// Finds the files, and the configuration of each.
    pub(super) fn gather(&self, profile: Option<Profile>) -> Result<Batch, Failure> {
        let mut projects = Projects::new(self, profile)?;
        let (named, folders) = self.named()?;
        let mut seen: HashSet<&Path> = HashSet::new();
        let mut inputs = Vec::new();
        for path in named.iter().filter(|path| seen.insert(path)) {
            inputs.push(Input { path: path.clone(), is_named: true, belongs: projects.of(path) });
        }
        let mut outcome = Outcome::Clean;
        for path in found(&folders, &mut outcome).into_iter().filter(|path| !seen.contains(path.as_path())) {
            let belongs = projects.of(&path);
            let excluded = belongs
                .as_ref()
                .is_some_and(|(file, project)| project.config.excludes(&host::relative(file, &project.place.root)));
            inputs.extend((!excluded).then_some(Input { path, is_named: false, belongs }));
        }
        let settings = Settings::of(projects.of_place.values().map(AsRef::as_ref));
        Ok(Batch { inputs, settings, today: self.today.unwrap_or_else(host::today), outcome })
    }

    /// The files and the folders that were named.
    fn named(&self) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Failure> {
        let mut paths = self.paths.clone();
        if let Some(list) = &self.files_from {
            paths.extend(listed(list)?);
        } else if paths.is_empty() {
            paths.push(PathBuf::new());
        }
        Ok(paths.into_iter().partition(|path| !path.as_os_str().is_empty() && !path.is_dir()))
    }
}

/// The project that the current folder belongs to, or the one that begins in `root`; mistakes in its settings are told.
pub(super) fn project_here(root: Option<&Path>, config: Option<&Path>) -> Result<Arc<Project>, Failure> {
    let inputs = Inputs { root: root.map(Path::to_owned), config: config.map(Path::to_owned), ..Inputs::default() };
    let folder = root.unwrap_or(Path::new("."));
    let known = Projects::new(&inputs, None)?.of(&folder.join(host::CONFIG_FILE));
    let (_, project) = known.ok_or_else(|| Failure::Told("the current folder cannot be read".to_owned()))?;
    Settings::of(std::iter::once(&*project)).tell()?;
    Ok(project)
}

impl Batch {
    /// Reads every file and does `work` on it, several at once; `told` hears of each in order. A file that cannot be
    /// read, or that staffwork breaks down on, is an `Err`.
    pub(super) fn each<T: Send>(
        &self,
        work: impl Fn(&Input, Result<(&Document, &Project), String>) -> T + Sync,
        mut told: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let one = |input: &Input| {
            let done = guarded(|| {
                let read = input.read();
                work(input, read.as_ref().map(|(document, project)| (document, *project)).map_err(Clone::clone))
            });
            done.unwrap_or_else(|why| work(input, Err(why)))
        };
        for some in self.inputs.chunks(AT_ONCE) {
            let done: Vec<T> = some.par_iter().map(one).collect();
            done.into_iter().try_for_each(&mut told)?;
        }
        Ok(())
    }
}

impl Input {
    /// The document, and the project it belongs to.
    pub(super) fn read(&self) -> Result<(Document, &Project), String> {
        let is_piped = self.path == Path::new("-");
        let text = if is_piped { host::read_standard_input() } else { host::read(&self.path) }?;
        let Some((file, project)) = &self.belongs else { return Err("its folder cannot be read".to_owned()) };
        let around = if is_piped {
            Surroundings::default()
        } else {
            host::surroundings(file, &project.place.root, &project.grammars)
        };
        let id = DocumentId::new(&self.name());
        Ok((Document::read(id, &text, around, project.force()), project))
    }

    /// The path as it is told.
    pub(super) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

/// What `work` returns; a panic in it is a sentence.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it does not say why");
        format!("staffwork broke down on this file ({words}): please report it")
    })
}

/// The paths that the file `list` names, one a line.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let text = if list == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text).map_err(|why| format!("standard input: {why}"))
    } else {
        std::fs::read_to_string(list).map_err(|why| format!("{}: {why}", list.display()))
    };
    let text = text.map_err(|why| Failure::Told(format!("the list of files cannot be read: {why}")))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

/// The Markdown files below `folders`, each once, in byte order.
fn found(folders: &[PathBuf], outcome: &mut Outcome) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in folders {
        let is_here = folder.as_os_str().is_empty();
        let found = host::markdown_below(if is_here { Path::new(".") } else { folder });
        let as_named = |path: PathBuf| match path.strip_prefix("./") {
            Ok(bare) if is_here => bare.to_owned(),
            _ => path,
        };
        files.extend(found.files.into_iter().map(as_named));
        for failure in found.failures {
            excerpt::complain(&failure);
            *outcome = Outcome::Failed;
        }
    }
    files.sort_by(|one, other| one.as_os_str().as_encoded_bytes().cmp(other.as_os_str().as_encoded_bytes()));
    files.dedup();
    files
}

/// The projects that files belong to, each read once.
struct Projects {
    limit: Option<PathBuf>,
    config: Option<PathBuf>,
    profile: Option<Profile>,
    of_folder: HashMap<PathBuf, Option<(PathBuf, Arc<Project>)>>,
    of_place: HashMap<Place, Arc<Project>>,
}

impl Projects {
    fn new(inputs: &Inputs, profile: Option<Profile>) -> Result<Self, Failure> {
        let there = |path: &PathBuf| {
            std::fs::canonicalize(path).map_err(|_| Failure::Told(format!("{}: there is no such file", path.display())))
        };
        Ok(Self {
            limit: inputs.root.as_ref().map(there).transpose()?,
            config: inputs.config.as_ref().map(there).transpose()?,
            profile,
            of_folder: HashMap::new(),
            of_place: HashMap::new(),
        })
    }

    /// Where the file at `path` really is, and the project it belongs to; `None` where its folder is not there.
    fn of(&mut self, path: &Path) -> Option<(PathBuf, Arc<Project>)> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !self.of_folder.contains_key(folder) {
            let known = self.of_new(folder);
            self.of_folder.insert(folder.to_owned(), known);
        }
        let known = self.of_folder.get(folder).and_then(Option::as_ref);
        let name = path.file_name().unwrap_or_default();
        known.map(|(folder, project)| (folder.join(name), Arc::clone(project)))
    }

    fn of_new(&mut self, folder: &Path) -> Option<(PathBuf, Arc<Project>)> {
        let real = std::fs::canonicalize(folder).ok()?;
        let mut place = host::place(&real, self.limit.as_deref());
        place.config_file = self.config.clone().or(place.config_file);
        if let Some(project) = self.of_place.get(&place) {
            return Some((real, Arc::clone(project)));
        }
        let with = Reading { rules: &rule_codes(), profile: self.profile, open: &|_| None };
        let project = Arc::new(Project::load(place.clone(), &with));
        self.of_place.insert(place, Arc::clone(&project));
        Some((real, project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_and_survived() {
        assert_eq!(guarded(|| 1), Ok(1));
        let told = guarded(|| panic!("no {}", 1)).map(|(): ()| ());
        assert_eq!(told, Err("staffwork broke down on this file (no 1): please report it".to_owned()));
    }
}
