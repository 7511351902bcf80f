//! Where a file belongs: its root, the configuration that is in force for it.

use super::read;
use crate::workspace::{Config, ConfigProblem, Profile, read_config};
use serde_json::Value;
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

/// A place whose configuration has been read.
#[derive(Clone, Debug)]
pub struct Project {
    /// Where it is.
    pub place: Place,
    /// What it has settled.
    pub config: Arc<Config>,
    /// What nobody knows in its configuration; the rest is in force.
    pub warnings: Option<ConfigProblems>,
}

/// What is wrong with a configuration.
#[derive(Clone, Debug)]
pub struct ConfigProblems {
    /// The file.
    pub path: PathBuf,
    /// Its text; empty where it cannot be read.
    pub text: String,
    /// What is wrong with it, in document order.
    pub problems: Vec<ConfigProblem>,
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
    /// Reads the configuration of `place`, if it has one; `schema` is [`crate::workspace::config_schema`]. `profile`
    /// overrules the profile it names.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration, where it cannot be used.
    pub fn load(place: Place, schema: &Value, profile: Option<Profile>) -> Result<Self, ConfigProblems> {
        let (mut config, warnings) = match &place.config_file {
            Some(path) => load(path, &place.root, schema)?,
            None => (Config::default(), None),
        };
        config.profile = profile.unwrap_or(config.profile);
        Ok(Self { place, config: Arc::new(config), warnings })
    }
}

fn load(path: &Path, root: &Path, schema: &Value) -> Result<(Config, Option<ConfigProblems>), ConfigProblems> {
    let wrong = |text: &str, problems| ConfigProblems { path: path.to_owned(), text: text.to_owned(), problems };
    let nowhere = crate::text::TextRange::default();
    let unreadable = |message| wrong("", vec![ConfigProblem { range: nowhere, message, is_harmless: false }]);
    let text = read(path).map_err(unreadable)?;
    let (config, harmless) = read_config(&text, schema).map_err(|problems| wrong(&text, problems))?;
    let warnings = (!harmless.is_empty()).then(|| wrong(&text, harmless));
    let folder = path.parent().filter(|folder| folder.starts_with(root)).map(|folder| relative(folder, root));
    let name = if path.starts_with(root) { relative(path, root) } else { path.display().to_string() };
    Ok((config.lying_in(&folder.unwrap_or_default()).called(&name), warnings))
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
