//! A project's own kinds on disk: the files of `.staffwork/kinds/`.

use super::Place;
use super::files::read_below;
use std::path::{Path, PathBuf};

/// Where a project keeps its own kinds, below the folder that its configuration or its repository begins in.
pub const KINDS_FOLDER: &str = ".staffwork/kinds";

/// A file that defines a kind, as found.
#[derive(Clone, Debug)]
pub(super) struct KindFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it says, or one sentence about why nobody knows.
    pub(super) text: Result<String, String>,
}

/// The files that define kinds of the project at `place`, in byte order: those beside its configuration, else those at
/// its root. `open` has the text of what somebody is editing.
pub(super) fn kind_files(place: &Place, open: &dyn Fn(&Path) -> Option<String>) -> Vec<KindFile> {
    let beside = place.config_file.as_deref().and_then(Path::parent).filter(|folder| folder.starts_with(&place.root));
    let folders = beside.into_iter().chain([place.root.as_path()]).map(|folder| folder.join(KINDS_FOLDER));
    let Some(folder) = folders.into_iter().find(|folder| folder.is_dir()) else { return Vec::new() };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    let mut paths: Vec<PathBuf> = names.map(|name| folder.join(name)).filter(|path| is_toml(path)).collect();
    paths.sort();
    let text = |path: &PathBuf| open(path).map_or_else(|| read_below(path, &place.root), Ok);
    paths.into_iter().map(|path| KindFile { text: text(&path), path }).collect()
}

/// Whether `path` is one of the files that settle something for a project: its configuration, or a kind of its own.
#[must_use]
pub fn is_settings(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    path.file_name().is_some_and(|name| name == super::CONFIG_FILE) || is_toml(path) && folder.ends_with(KINDS_FOLDER)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}
