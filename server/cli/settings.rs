//! What is wrong in the settings of the projects that files belong to, as findings of those files.

use super::{Failure, excerpt};
use crate::host::{self, Project, WrongFile};
use crate::rules::{Diagnostic, of_settings};
use crate::text::LineIndex;
use std::path::Path;

/// The settings in which something is wrong.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// The files, in byte order of their paths.
    pub(super) files: Vec<SettingsFile>,
    /// Whether a configuration among them cannot be used.
    pub(super) is_broken: bool,
}

/// A file of settings, and what is wrong in it.
#[derive(Debug)]
pub(super) struct SettingsFile {
    /// As people are told.
    pub(super) name: String,
    /// The file.
    wrong: WrongFile,
    /// Whether it is a configuration rather than a kind.
    is_config: bool,
    /// Its lines.
    pub(super) lines: LineIndex,
    /// The findings.
    pub(super) found: Vec<Diagnostic>,
}

impl Settings {
    /// What is wrong in the settings of `projects`, each file once.
    pub(super) fn of<'p>(projects: impl Iterator<Item = &'p Project>) -> Self {
        let mut settings = Self::default();
        let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
        for project in projects {
            settings.is_broken |= project.is_broken;
            let is_config = |path: &Path| project.place.config_file.as_deref() == Some(path);
            let files = project.wrong.iter().map(|wrong| SettingsFile::new(wrong, is_config(&wrong.path), &here));
            settings.files.extend(files);
        }
        settings.files.sort_by(|one, other| one.wrong.path.cmp(&other.wrong.path));
        settings.files.dedup_by(|one, other| one.wrong.path == other.wrong.path);
        settings
    }

    /// The file at `path`, if something is wrong in it.
    pub(super) fn at(&self, path: &Path) -> Option<&SettingsFile> {
        self.files.iter().find(|file| file.wrong.path == path)
    }

    /// Says on standard error what is wrong, for a command that has no findings to print.
    ///
    /// # Errors
    ///
    /// The same, where a configuration cannot be used.
    pub(super) fn tell(&self) -> Result<(), Failure> {
        let told: Vec<String> = self.files.iter().flat_map(SettingsFile::excerpts).collect();
        if self.is_broken {
            return Err(Failure::Shown(told.join("\n\n")));
        }
        for excerpt in told {
            anstream::eprintln!("{excerpt}");
        }
        Ok(())
    }
}

impl SettingsFile {
    fn new(wrong: &WrongFile, is_config: bool, here: &Path) -> Self {
        let found = wrong.mistakes.iter().map(|mistake| of_settings(mistake, !is_config)).collect();
        let lines = LineIndex::new(&wrong.text);
        Self { name: host::relative(&wrong.path, here), wrong: wrong.clone(), is_config, lines, found }
    }

    /// Whether it is a configuration that cannot be used.
    pub(super) fn keeps_from_checking(&self) -> bool {
        self.is_config && self.wrong.is_broken()
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.wrong.path
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.wrong.text
    }

    /// The findings with their lines.
    pub(super) fn excerpts(&self) -> impl Iterator<Item = String> {
        self.found.iter().map(|finding| excerpt::finding(&self.name, self.text(), &self.lines, finding))
    }
}
