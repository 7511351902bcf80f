//! A project's own kinds and dialects: files that add to the built-in ones, or change them.
//!
//! A file that names a `kind` is a dialect of it, any other is a kind. Each may extend another and then says only what
//! is different. A broken file is told and left out; everything else is in force all the same.

mod checks;
mod merge;
mod schema;

pub use schema::{dialect_schema, kind_schema};

use super::embedded;
use super::load::{Dialect, Grammars, Kind, Lookup};
use super::patterns::Letters;
use super::schema::{Dialect as DialectSpec, Kind as KindSpec};
use super::toml_text::{self, Mistake, advice};
use crate::text::TextRange;
use checks::text_at;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::de::DeTable;
use toml::{Spanned, Table};

/// A file that defines a kind or a dialect.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// Its path below the project's root.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// What a project knows of kinds.
#[derive(Clone, Debug)]
pub struct OwnKinds {
    /// The built-in kinds, with the project's own laid over them.
    pub grammars: Arc<Grammars>,
    /// What is wrong in each file, in the order of the files.
    pub mistakes: Vec<Vec<Mistake>>,
}

/// Lays `files` over the built-in kinds.
#[must_use]
pub fn own_kinds(files: &[OwnFile]) -> OwnKinds {
    let builtin = Grammars::builtin();
    if files.is_empty() {
        return OwnKinds { grammars: builtin, mistakes: Vec::new() };
    }
    let mut found: Vec<Vec<Mistake>> = vec![Vec::new(); files.len()];
    let mut parsed = Vec::new();
    for (index, file) in files.iter().enumerate() {
        match DeTable::parse(&file.text) {
            Ok(table) => parsed.push(Parsed::new(index, file, table)),
            Err(why) => note(&mut found, index, Mistake::of_toml(&file.text, &why)),
        }
    }
    let mut layers = Layers::new(&builtin, &parsed);
    layers.refuse_repeated(&parsed);
    for file in layers.in_order(&parsed) {
        layers.lay(file);
    }
    for (index, mistake) in std::mem::take(&mut layers.mistakes) {
        note(&mut found, index, mistake);
    }
    for all in &mut found {
        all.sort_by_key(|mistake| mistake.range);
    }
    let broken = files.iter().zip(&found).filter(|(_, found)| found.iter().any(|mistake| !mistake.is_harmless));
    let promised = broken.map(|(file, _)| promised(file)).collect();
    let grammars = layers.grammars(promised);
    OwnKinds { grammars, mistakes: found }
}

fn note(found: &mut [Vec<Mistake>], file: usize, mistake: Mistake) {
    if let Some(all) = found.get_mut(file) {
        all.push(mistake);
    }
}

/// The name that a broken file would have brought: settings that use it are not wrong.
fn promised(file: &OwnFile) -> String {
    let id = DeTable::parse(&file.text).ok().and_then(|table| Some(text_at(table.get_ref(), "id")?.0.to_owned()));
    let name = file.path.rsplit('/').next().unwrap_or_default();
    id.unwrap_or_else(|| name.trim_end_matches(".toml").to_owned())
}

/// A file that is TOML.
struct Parsed<'f> {
    index: usize,
    path: &'f str,
    text: &'f str,
    table: Spanned<DeTable<'f>>,
    id: Option<(String, TextRange)>,
    /// The kind that a dialect is one of.
    kind: Option<(String, TextRange)>,
    extends: Option<(String, TextRange)>,
}

impl<'f> Parsed<'f> {
    fn new(index: usize, file: &'f OwnFile, table: Spanned<DeTable<'f>>) -> Self {
        let text = |key| text_at(table.get_ref(), key).map(|(text, at)| (text.to_owned(), at));
        let (id, kind, extends) = (text("id"), text("kind"), text("extends"));
        Self { index, path: &file.path, text: &file.text, table, id, kind, extends }
    }

    fn id(&self) -> &str {
        self.id.as_ref().map_or("", |(id, _)| id)
    }

    /// `spike` of a kind, `adr/acme` of a dialect.
    fn name(&self) -> String {
        self.kind.as_ref().map_or_else(|| self.id().to_owned(), |(kind, _)| format!("{kind}/{}", self.id()))
    }

    /// What it extends, as [`Self::name`] would have it.
    fn base(&self) -> Option<String> {
        let (extends, _) = self.extends.as_ref()?;
        Some(self.kind.as_ref().map_or_else(|| extends.clone(), |(kind, _)| format!("{kind}/{extends}")))
    }

    /// Whether it changes what it extends rather than adding to it.
    fn changes(&self) -> bool {
        self.base().is_some_and(|base| base == self.name())
    }
}

/// The kinds while files are laid over them.
struct Layers<'g> {
    builtin: &'g Grammars,
    kinds: BTreeMap<String, Arc<Kind>>,
    /// What was laid over so far, as it would be written: by `spike` or `adr/acme`.
    tables: BTreeMap<String, Table>,
    /// The kinds that some file brings, and the dialects.
    brought: Vec<String>,
    /// The files that are laid over no more, and the names that they would have brought.
    refused: Vec<usize>,
    broken: Vec<String>,
    mistakes: Vec<(usize, Mistake)>,
    kind_schema: Value,
    dialect_schema: Value,
}

impl<'g> Layers<'g> {
    fn new(builtin: &'g Grammars, files: &[Parsed<'_>]) -> Self {
        Self {
            builtin,
            kinds: builtin.kinds.iter().map(|kind| (kind.spec.id.clone(), Arc::clone(kind))).collect(),
            tables: BTreeMap::new(),
            brought: files.iter().filter(|file| !file.id().is_empty()).map(Parsed::name).collect(),
            refused: Vec::new(),
            broken: Vec::new(),
            mistakes: Vec::new(),
            kind_schema: kind_schema(builtin),
            dialect_schema: dialect_schema(builtin),
        }
    }

    fn refuse(&mut self, file: &Parsed<'_>, at: TextRange, message: String) {
        self.refused.push(file.index);
        self.broken.push(file.name());
        self.mistakes.push((file.index, Mistake::new(at, message)));
    }

    /// Two files that bring the same, and a file that brings what is built in without saying that it changes it.
    fn refuse_repeated(&mut self, files: &[Parsed<'_>]) {
        for (index, file) in files.iter().enumerate() {
            let (Some((id, at)), name) = (&file.id, file.name()) else { continue };
            let earlier = files.iter().take(index).find(|earlier| earlier.id.is_some() && earlier.name() == name);
            let is_builtin = table_of_builtin(&name).is_some();
            match earlier {
                Some(earlier) => {
                    let path = earlier.path;
                    let message = format!("`{id}` is defined in `{path}` already: give one of them another id");
                    self.refuse(file, *at, message);
                }
                None if is_builtin && !file.changes() => {
                    let message = format!(
                        "`{id}` is built in: write `extends = \"{id}\"` to change it, or give this one another id"
                    );
                    self.refuse(file, *at, message);
                }
                None => {}
            }
        }
    }

    /// The files that are not refused, each behind those that it builds upon; those that lead in a circle are refused.
    fn in_order<'p, 'f>(&mut self, files: &'p [Parsed<'f>]) -> Vec<&'p Parsed<'f>> {
        let mut waiting: Vec<&Parsed<'_>> = files.iter().filter(|file| !self.refused.contains(&file.index)).collect();
        let mut ordered: Vec<&Parsed<'_>> = Vec::new();
        loop {
            let ready = waiting.iter().position(|file| !waiting.iter().any(|other| builds_upon(file, other)));
            let Some(ready) = ready else { break };
            ordered.push(waiting.remove(ready));
        }
        for file in waiting {
            let (extends, at) = file.extends.clone().unwrap_or_default();
            if leads_back(file, files) {
                let message = format!("`{extends}` extends this one in turn: let one of them stand on its own");
                self.refuse(file, at, message);
            } else {
                ordered.push(file);
            }
        }
        ordered
    }

    /// Lays one file over what is there.
    fn lay(&mut self, file: &Parsed<'_>) {
        let mut mistakes = match &file.kind {
            Some(_) => self.mistakes_of_dialect(file),
            None => self.mistakes_of_kind(file),
        };
        let base = match file.base() {
            Some(base) => self.table(&base),
            None => Some(Table::new()),
        };
        mistakes.extend(base.iter().flat_map(|base| checks::mistakes(file.table.get_ref(), base)));
        let is_broken = mistakes.iter().any(|mistake| !mistake.is_harmless);
        self.mistakes.extend(mistakes.into_iter().map(|mistake| (file.index, mistake)));
        let Some(base) = base.filter(|_| !is_broken) else {
            self.broken.push(file.name());
            return;
        };
        let schema = if file.kind.is_some() { &self.dialect_schema } else { &self.kind_schema };
        if let Err(why) = laid_over(base, file, schema).and_then(|whole| self.take(file, whole)) {
            self.refuse(file, TextRange::default(), why);
        }
    }

    fn mistakes_of_kind(&self, file: &Parsed<'_>) -> Vec<Mistake> {
        let mut schema = self.kind_schema.clone();
        schema::demand(&mut schema, file.extends.is_some());
        let mut found = toml_text::mistakes(&file.table, &schema);
        let base = file.extends.as_ref().and_then(|(base, _)| self.kinds.get(base));
        let kinds = self.kinds.keys().map(String::as_str);
        found.extend(self.unknown(file.extends.as_ref(), "kind", kinds, str::to_owned));
        let own = format!("{}/", file.id());
        let inherited = base.iter().flat_map(|kind| &kind.dialects).map(|dialect| dialect.spec.id.as_str());
        let brought = self.brought.iter().filter_map(|name| name.strip_prefix(&own));
        let dialects: Vec<&str> = inherited.chain(brought).collect();
        if let Some((wanted, at)) = text_at(file.table.get_ref(), "default_dialect")
            && !dialects.contains(&wanted)
        {
            let own_file = || format!(": write it in a file of its own, with `kind = \"{}\"`", file.id());
            let advice = Some(advice(wanted, dialects)).filter(|advice| !advice.is_empty()).unwrap_or_else(own_file);
            found.push(Mistake::new(at, format!("there is no dialect `{wanted}`{advice}")));
        }
        found
    }

    fn mistakes_of_dialect(&self, file: &Parsed<'_>) -> Vec<Mistake> {
        let mut schema = self.dialect_schema.clone();
        schema::demand(&mut schema, file.extends.is_some());
        let mut found = toml_text::mistakes(&file.table, &schema);
        let kinds = self.kinds.keys().map(String::as_str);
        found.extend(self.unknown(file.kind.as_ref(), "kind", kinds, str::to_owned));
        if let Some(kind) = file.kind.as_ref().and_then(|(kind, _)| self.kinds.get(kind)) {
            let dialects = kind.dialects.iter().map(|dialect| dialect.spec.id.as_str());
            let full = |name: &str| format!("{}/{name}", kind.spec.id);
            found.extend(self.unknown(file.extends.as_ref(), "dialect", dialects, full));
        }
        found
    }

    /// The mistake of naming a `thing` that is not among `there`; `full` is the name that a file would bring it by.
    fn unknown<'n>(
        &self,
        named: Option<&(String, TextRange)>,
        thing: &str,
        there: impl Iterator<Item = &'n str>,
        full: impl Fn(&str) -> String,
    ) -> Option<Mistake> {
        let ((name, at), there) = (named?, there.collect::<Vec<_>>());
        if there.contains(&name.as_str()) {
            return None;
        }
        let message = if self.brought.contains(&full(name)) && self.broken.contains(&full(name)) {
            format!("the file that defines `{name}` is broken: mend it first")
        } else {
            format!("there is no {thing} `{name}`{}", advice(name, there))
        };
        Some(Mistake::new(*at, message))
    }

    /// What `name` says, inherited or not.
    fn table(&self, name: &str) -> Option<Table> {
        if let Some(table) = self.tables.get(name) {
            return Some(table.clone());
        }
        let of_kind = || {
            let (kind, dialect) = name.split_once('/')?;
            let base = self.kinds.get(kind)?.lineage.first()?;
            let mut table = self.table(&format!("{base}/{dialect}"))?;
            table.insert("kind".to_owned(), kind.into());
            Some(table)
        };
        table_of_builtin(name).or_else(of_kind)
    }

    /// Takes what a file and everything below it say together.
    fn take(&mut self, file: &Parsed<'_>, whole: Table) -> Result<(), String> {
        let own_file = Some(file.path.to_owned());
        let in_words = |why: toml::de::Error| why.message().to_owned();
        let kind = if let Some((kind, _)) = &file.kind {
            let spec: DialectSpec = whole.clone().try_into().map_err(in_words)?;
            let Some(kind) = self.kinds.get(kind) else { return Ok(()) };
            with_dialect(kind, Dialect::new(spec, own_file))
        } else {
            let spec: KindSpec = whole.clone().try_into().map_err(in_words)?;
            let base = file.base().and_then(|base| self.kinds.get(&base));
            let mut lineage = base.map_or_else(Vec::new, |base| base.lineage.clone());
            lineage.splice(..0, base.filter(|_| !file.changes()).map(|base| base.spec.id.clone()));
            let dialects = base.map_or_else(Vec::new, |base| base.dialects.clone());
            ordered(Kind { evidence: Lookup::new(&spec.detect, Letters::All), spec, dialects, lineage, own_file })
        };
        self.kinds.insert(kind.spec.id.clone(), Arc::new(kind));
        self.tables.insert(file.name(), whole);
        Ok(())
    }

    fn grammars(&self, promised: Vec<String>) -> Arc<Grammars> {
        Arc::new(self.builtin.with_kinds(self.kinds.values().cloned().collect(), promised))
    }
}

/// `kind` with one more dialect, or another of that name.
fn with_dialect(kind: &Kind, dialect: Dialect) -> Kind {
    let mut kind = kind.clone();
    kind.dialects.retain(|other| other.spec.id != dialect.spec.id);
    kind.dialects.push(Arc::new(dialect));
    ordered(kind)
}

/// The default dialect comes first.
fn ordered(mut kind: Kind) -> Kind {
    let default = &kind.spec.default_dialect;
    kind.dialects.sort_by_key(|dialect| (dialect.spec.id != *default, dialect.spec.id.clone()));
    kind
}

fn laid_over(mut base: Table, file: &Parsed<'_>, schema: &Value) -> Result<Table, String> {
    let mut own: Table = toml::from_str(file.text).map_err(|why: toml::de::Error| why.message().to_owned())?;
    toml_text::keep_known(&mut own, schema);
    own.remove("extends");
    merge::lay_over(&mut base, own);
    Ok(base)
}

/// What the built-in file of `adr` or `adr/madr` says.
fn table_of_builtin(name: &str) -> Option<Table> {
    let path = format!("{name}.toml");
    let (_, text) = embedded::files().into_iter().find(|(file, _)| *file == path)?;
    let table: Table = toml::from_str(text).ok()?;
    table.contains_key("id").then_some(table)
}

/// Whether `file` needs what `other` brings: what it extends, its kind, and what is changed below either.
fn builds_upon(file: &Parsed<'_>, other: &Parsed<'_>) -> bool {
    if file.index == other.index {
        return false;
    }
    let is_kind_of = || file.kind.as_ref().is_some_and(|(kind, _)| other.kind.is_none() && *kind == other.id());
    let is_dialect_of_base = || {
        let base = file.extends.as_ref().filter(|_| file.kind.is_none() && !file.changes());
        base.is_some_and(|(base, _)| other.kind.as_ref().is_some_and(|(kind, _)| kind == base))
    };
    let is_base = || file.base().is_some_and(|base| base == other.name()) && !file.changes();
    is_base() || is_kind_of() || is_dialect_of_base()
}

/// Whether what `file` extends extends it in turn.
fn leads_back(file: &Parsed<'_>, files: &[Parsed<'_>]) -> bool {
    let mut base = file.base();
    for _ in files {
        let Some(next) = files.iter().find(|other| Some(other.name()) == base && !other.changes()) else {
            return false;
        };
        if next.index == file.index {
            return true;
        }
        base = next.base();
    }
    false
}

#[cfg(test)]
mod tests;
