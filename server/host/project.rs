//! Where a file belongs: its root, the configuration that is in force for it.

use super::files::read_below;
use super::kinds::kind_files;
use super::read;
use crate::grammar::{Grammars, Mistake, OwnFile, own_kinds};
use crate::text::TextRange;
use crate::workspace::{Config, Force, Profile, config_schema, read_config};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file that holds a project's configuration.
pub const CONFIG_FILE: &str = "staffwork.toml";

/// Where the files of a folder belong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The folder that paths are told from.
    pub root: PathBuf,
    /// The configuration in force.
    pub config_file: Option<PathBuf>,
}

/// A place whose configuration and kinds have been read.
#[derive(Clone, Debug)]
pub struct Project {
    /// Where it is.
    pub place: Place,
    /// What it has settled.
    pub config: Arc<Config>,
    /// What it knows of kinds.
    pub grammars: Arc<Grammars>,
    /// The files of its settings in which something is wrong, the configuration first.
    pub wrong: Vec<WrongFile>,
    /// Whether its configuration cannot be used; `config` then settles nothing.
    pub is_broken: bool,
}

/// A file of settings in which something is wrong.
#[derive(Clone, Debug)]
pub struct WrongFile {
    /// The file.
    pub path: PathBuf,
    /// Its text; empty where it cannot be read.
    pub text: String,
    /// What is wrong with it, in document order.
    pub mistakes: Vec<Mistake>,
}

/// What a project is read with.
pub struct Reading<'r> {
    /// The codes of all rules.
    pub rules: &'r [&'r str],
    /// The profile that overrules the one that the configuration names.
    pub profile: Option<Profile>,
    /// The text of a file that somebody is editing.
    pub open: &'r dyn Fn(&Path) -> Option<String>,
}

/// How many folders of a file's path are told where nothing says where a project begins: the near ones say what a
/// file is, the far ones whose machine it is.
const NEAR: usize = 3;

/// Looks upwards from `folder`, an absolute path, for the nearest configuration, as far as `limit`, else as far as the
/// repository reaches.
#[must_use]
pub fn place(folder: &Path, limit: Option<&Path>) -> Place {
    let mut config_file = None;
    let mut end = None;
    for above in folder.ancestors() {
        if config_file.is_none() {
            config_file = Some(above.join(CONFIG_FILE)).filter(|path| path.is_file());
        }
        if limit == Some(above) || (limit.is_none() && above.join(".git").exists()) {
            end = Some(above.to_owned());
            break;
        }
    }
    let of_config = || config_file.as_ref().and_then(|path| path.parent()).map(Path::to_owned);
    let root = end.or_else(of_config).unwrap_or_else(|| somewhere(folder));
    Place { root, config_file }
}

/// The folder that counts as root where nothing says so.
fn somewhere(folder: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).ok();
    let here = here.filter(|here| folder.starts_with(here));
    here.or_else(|| folder.ancestors().take(NEAR + 1).last().map(Path::to_owned)).unwrap_or_default()
}

/// `path` as told from `root`, with `/`; the path itself where it is not below.
#[must_use]
pub fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

impl Project {
    /// Reads the configuration of `place`, if it has one, and its own kinds.
    #[must_use]
    pub fn load(place: Place, with: &Reading<'_>) -> Self {
        let (grammars, mut wrong) = kinds(&place, with);
        let config = place.config_file.as_ref().map(|path| config(path, &place.root, &grammars, with));
        let (config, mistakes) = config.unwrap_or_default();
        let is_broken = mistakes.as_ref().is_some_and(WrongFile::is_broken);
        wrong.splice(..0, mistakes);
        let mut config = config.unwrap_or_default();
        config.profile = with.profile.unwrap_or(config.profile);
        Self { place, config: Arc::new(config), grammars, wrong, is_broken }
    }

    /// What is in force for its documents.
    #[must_use]
    pub fn force(&self) -> Force {
        Force { grammars: Arc::clone(&self.grammars), config: Arc::clone(&self.config) }
    }
}

impl WrongFile {
    /// Whether it cannot be used.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.mistakes.iter().any(|mistake| !mistake.is_harmless)
    }

    /// A file that nobody can read, and why.
    fn unreadable(path: &Path, why: String) -> Self {
        Self { path: path.to_owned(), text: String::new(), mistakes: vec![Mistake::new(TextRange::default(), why)] }
    }
}

/// The kinds of a project, and what is wrong with the files of its own.
fn kinds(place: &Place, with: &Reading<'_>) -> (Arc<Grammars>, Vec<WrongFile>) {
    let (mut wrong, mut paths, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for file in kind_files(place, with.open) {
        match file.text {
            Ok(text) => {
                files.push(OwnFile { path: relative(&file.path, &place.root), text });
                paths.push(file.path);
            }
            Err(why) => wrong.push(WrongFile::unreadable(&file.path, why)),
        }
    }
    let own = own_kinds(&files);
    for ((path, file), mistakes) in paths.into_iter().zip(files).zip(own.mistakes) {
        wrong.extend((!mistakes.is_empty()).then_some(WrongFile { path, text: file.text, mistakes }));
    }
    (own.grammars, wrong)
}

fn config(path: &Path, root: &Path, grammars: &Grammars, with: &Reading<'_>) -> (Option<Config>, Option<WrongFile>) {
    // a configuration that was named may lie anywhere; one that was found lies where it was found
    let found = || if path.starts_with(root) { read_below(path, root) } else { read(path) };
    let text = match (with.open)(path).map_or_else(found, Ok) {
        Ok(text) => text,
        Err(why) => return (None, Some(WrongFile::unreadable(path, why))),
    };
    let (config, mistakes) = match read_config(&text, &config_schema(grammars, with.rules)) {
        Ok((config, mistakes)) => (Some(config), mistakes),
        Err(mistakes) => (None, mistakes),
    };
    let folder = path.parent().filter(|folder| folder.starts_with(root)).map(|folder| relative(folder, root));
    let name = if path.starts_with(root) { relative(path, root) } else { path.display().to_string() };
    let config = config.map(|config| config.lying_in(&folder.unwrap_or_default()).called(&name));
    let wrong = (!mistakes.is_empty()).then(|| WrongFile { path: path.to_owned(), text, mistakes });
    (config, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_configuration_wins_and_the_repository_ends_the_search() {
        let folder = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap();
        let deep = top.join("repo/docs/adr");
        fs::create_dir_all(&deep).unwrap();
        fs::create_dir_all(top.join("repo/.git")).unwrap();
        fs::write(top.join(CONFIG_FILE), "").unwrap();
        assert_eq!(place(&deep, None), Place { root: top.join("repo"), config_file: None });
        assert_eq!(place(&deep, Some(&top)).config_file, Some(top.join(CONFIG_FILE)));
        fs::write(top.join("repo/docs").join(CONFIG_FILE), "").unwrap();
        let nearest = Place { root: top.join("repo"), config_file: Some(top.join("repo/docs").join(CONFIG_FILE)) };
        assert_eq!(place(&deep, None), nearest);
        assert_eq!(place(&deep, Some(&deep)), Place { root: deep.clone(), config_file: None });
    }

    #[test]
    fn where_nothing_says_where_a_project_begins_the_near_folders_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let deep = fs::canonicalize(folder.path()).unwrap().join("a/b/c/d");
        fs::create_dir_all(&deep).unwrap();
        let place = place(&deep, None);
        assert_eq!(relative(&deep.join("x.md"), &place.root), "b/c/d/x.md");
    }
}
