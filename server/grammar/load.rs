//! Reading the data, and making it quick to ask.

use super::Placeholders;
use super::cues::{Cue, Cues};
use super::embedded;
use super::names::{normal_key, normal_name};
use super::patterns::{Letters, Patterns};
use super::phrases::{self, Phrases};
use super::schema::{
    self, Families, Family, FieldSpec, Form, ItemSpec, Maturity, Role, SectionSpec, State, Vocabulary,
};
use super::spelling::Spelling;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock, OnceLock};

/// Everything that is known about documents.
#[derive(Debug)]
pub struct Grammars {
    /// The kinds, in byte order of their ids.
    pub kinds: Vec<Arc<Kind>>,
    /// States, keys and ratings.
    pub vocabulary: Vocabulary,
    /// Section families.
    pub families: Families,
    /// By cue, in the order of these.
    cues: Vec<Phrases>,
    family_names: HashMap<String, usize>,
    known_headings: OnceLock<HashSet<String>>,
    key_names: HashMap<String, String>,
    criteria: HashSet<String>,
    units: HashSet<String>,
    /// Phrases, normalised, with their relations; the longest first.
    relations: Vec<(String, String)>,
    /// What items that templates ask for are called, and in which forms; written down when it is first asked for.
    labels: OnceLock<HashMap<String, Vec<Form>>>,
    /// The words for states and their wrong spellings, normalised, each with the place of its state.
    states: Vec<(String, usize)>,
    /// The words for ratings, normalised, each with the number of its rating.
    ratings: Vec<(String, Option<u32>)>,
    placeholders: Placeholders,
    /// Names of kinds and dialects that broken files of a project would have brought.
    pub promised: Vec<String>,
}

/// A kind with its dialects.
#[derive(Clone, Debug)]
pub struct Kind {
    /// As written in its file.
    pub spec: schema::Kind,
    /// What speaks for it.
    pub evidence: Lookup,
    /// Its dialects, the default first, then in byte order of their ids.
    pub dialects: Vec<Arc<Dialect>>,
    /// The kinds that it extends, the nearest first.
    pub lineage: Vec<String>,
    /// The project's file that defines or changes it, last of all.
    pub own_file: Option<String>,
}

/// A dialect.
#[derive(Debug)]
pub struct Dialect {
    /// As written in its file.
    pub spec: schema::Dialect,
    /// What speaks for it.
    pub evidence: Lookup,
    /// The project's file that defines or changes it, last of all.
    pub own_file: Option<String>,
    names: HashMap<String, usize>,
    titles: HashSet<String>,
    /// How the names of each section are spelt, by its id; written down when it is first asked for.
    spellings: OnceLock<HashMap<String, Vec<(Spelling, String)>>>,
}

/// Evidence made quick to look up. Points as in [`schema::Detect`].
#[derive(Clone, Debug)]
pub struct Lookup {
    /// By folder name.
    pub folders: HashMap<String, f64>,
    /// By metadata key.
    pub keys: HashMap<String, f64>,
    /// By heading.
    pub headings: HashMap<String, f64>,
    /// By sibling file name.
    pub siblings: BTreeMap<String, f64>,
    file_names: Patterns,
    titles: Patterns,
    opening: Patterns,
    links: Patterns,
}

static BUILTIN: LazyLock<Arc<Grammars>> = LazyLock::new(|| {
    Arc::new(
        Grammars::read(&embedded::files()).unwrap_or_else(|why| unreachable!("a built-in grammar is broken: {why}")),
    )
});

impl Grammars {
    /// The built-in ones.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// Reads `(path below grammars/, text)` pairs.
    ///
    /// # Errors
    ///
    /// A sentence that names the file and what is wrong in it.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, String> {
        let file = |name: &str| {
            files
                .iter()
                .find(|(path, _)| *path == name)
                .map(|(_, text)| *text)
                .ok_or_else(|| format!("{name} is not there"))
        };
        let families: Families = parse("families.toml", file("families.toml")?)?;
        let vocabulary: Vocabulary = parse("vocabulary.toml", file("vocabulary.toml")?)?;
        let cues: Cues = parse("cues.toml", file("cues.toml")?)?;
        let shared = ["families.toml", "vocabulary.toml", "cues.toml"];
        let mut kinds: Vec<Arc<Kind>> = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| !path.contains('/') && !shared.contains(path)) {
            let spec: schema::Kind = parse(path, text)?;
            let folder = format!("{}/", spec.id);
            let mut dialects = Vec::new();
            for (path, text) in files.iter().filter(|(path, _)| path.starts_with(&folder)) {
                dialects.push(Arc::new(Dialect::new(parse(path, text)?, None)));
            }
            dialects.sort_by_key(|dialect| (dialect.spec.id != spec.default_dialect, dialect.spec.id.clone()));
            let evidence = Lookup::new(&spec.detect, Letters::Ascii);
            kinds.push(Arc::new(Kind { evidence, spec, dialects, lineage: Vec::new(), own_file: None }));
        }
        kinds.sort_by(|one, other| one.spec.id.cmp(&other.spec.id));
        let dialects: Vec<_> = kinds.iter().flat_map(|kind| kind.dialects.iter().cloned()).collect();
        Ok(Self {
            placeholders: Placeholders::new(&kinds, &vocabulary.matrix),
            family_names: family_names(&families),
            known_headings: OnceLock::new(),
            key_names: key_names(&vocabulary),
            criteria: criteria_names(&families, &dialects),
            units: vocabulary.units.values().flatten().map(|unit| unit.to_lowercase()).collect(),
            relations: phrases::of_relations(&vocabulary),
            states: phrases::of_states(&vocabulary),
            ratings: phrases::of_ratings(&vocabulary),
            labels: OnceLock::new(),
            cues: cues.into_phrases(),
            promised: Vec::new(),
            kinds,
            vocabulary,
            families,
        })
    }

    /// The same words with other kinds.
    pub(super) fn with_kinds(&self, kinds: Vec<Arc<Kind>>, promised: Vec<String>) -> Self {
        let dialects: Vec<_> = kinds.iter().flat_map(|kind| kind.dialects.iter().cloned()).collect();
        Self {
            placeholders: Placeholders::new(&kinds, &self.vocabulary.matrix),
            criteria: criteria_names(&self.families, &dialects),
            kinds,
            promised,
            vocabulary: self.vocabulary.clone(),
            families: self.families.clone(),
            cues: self.cues.clone(),
            family_names: self.family_names.clone(),
            known_headings: OnceLock::new(),
            key_names: self.key_names.clone(),
            units: self.units.clone(),
            relations: self.relations.clone(),
            states: self.states.clone(),
            ratings: self.ratings.clone(),
            labels: OnceLock::new(),
        }
    }

    /// The placeholders of every template.
    #[must_use]
    pub fn placeholders(&self) -> &Placeholders {
        &self.placeholders
    }

    /// The kind called `id`.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Arc<Kind>> {
        self.kinds.iter().find(|kind| kind.spec.id == id)
    }

    /// The names of files that matter when they lie beside a document, such as `kep.yaml`, in byte order.
    #[must_use]
    pub fn siblings(&self) -> std::collections::BTreeSet<&str> {
        let dialects = self.kinds.iter().flat_map(|kind| &kind.dialects).map(|dialect| &dialect.evidence);
        let lookups = self.kinds.iter().map(|kind| &kind.evidence).chain(dialects);
        lookups.flat_map(|lookup| lookup.siblings.keys()).map(String::as_str).collect()
    }

    /// The family called `id`.
    #[must_use]
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.families.iter().find(|family| family.id == id)
    }

    /// The family that a heading, normalised, belongs to.
    #[must_use]
    pub fn family_of(&self, name: &str) -> Option<&Family> {
        self.families.families.get(*self.family_names.get(name)?)
    }

    /// The key that `written` is a spelling of: `decision-makers` for `Deciders`.
    #[must_use]
    pub fn key(&self, written: &str) -> String {
        let key = normal_key(written);
        self.key_names.get(&key).cloned().unwrap_or(key)
    }

    /// The state that begins `written`, a status as people write it: `superceded by ADR-0012` is superseded.
    #[must_use]
    pub fn state(&self, written: &str) -> Option<&State> {
        if let Some(state) = self.vocabulary.states.iter().find(|state| state.id == written) {
            return Some(state);
        }
        let words = normal_name(written);
        let begun = self.states.iter().filter(|(word, _)| phrases::begins(&words, word));
        let (_, state) = begun.max_by_key(|(word, _)| word.len())?;
        self.vocabulary.states.get(*state)
    }

    /// The wrong spelling of a state that `written` begins with, and the right one.
    #[must_use]
    pub fn misspelt(&self, written: &str) -> Option<(&str, &str)> {
        let words = normal_name(written);
        let state = self.state(written)?;
        let begins = |word: &str| phrases::begins(&words, word);
        let right =
            state.words.iter().map(|word| normal_name(word)).filter(|word| begins(word)).map(|word| word.len()).max();
        let wrong = state.misspellings.iter().filter(|(wrong, _)| begins(&normal_name(wrong)));
        let (wrong, word) = wrong.max_by_key(|(wrong, _)| wrong.len())?;
        (right.unwrap_or(0) < normal_name(wrong).len()).then_some((wrong.as_str(), word.as_str()))
    }

    /// How ripe a document is whose status is `written`.
    #[must_use]
    pub fn maturity(&self, written: Option<&str>) -> Maturity {
        written.and_then(|status| self.state(status)).map_or(Maturity::Proposed, |state| state.maturity)
    }

    /// The relation whose phrase `words`, normalised, ends with, and what stands before the phrase.
    #[must_use]
    pub fn relation<'g, 'w>(&'g self, words: &'w str) -> Option<(&'g str, &'w str)> {
        self.relations.iter().find_map(|(phrase, relation)| {
            let before = words.strip_suffix(phrase.as_str())?;
            (before.is_empty() || before.ends_with(' ')).then_some((relation.as_str(), before))
        })
    }

    /// Whether `written` is a criterion that some dialect asks for: `Cost`, or another name of it.
    #[must_use]
    pub fn is_criterion(&self, written: &str) -> bool {
        self.criteria.contains(&normal_name(written))
    }

    /// Whether `written` is a unit of measure.
    #[must_use]
    pub fn is_unit(&self, written: &str) -> bool {
        !written.is_empty() && self.units.contains(&written.to_lowercase())
    }

    /// Whether `written` is a unit of `what`: `time`, `money`.
    #[must_use]
    pub fn is_unit_of(&self, what: &str, written: &str) -> bool {
        let written = written.to_lowercase();
        // of all units first: few words are one
        self.units.contains(&written)
            && self
                .vocabulary
                .units
                .get(what)
                .is_some_and(|units| units.iter().any(|unit| unit.to_lowercase() == written))
    }

    /// What templates ask for in `form`: the labels of a mitigation, of an owner.
    pub fn items_of(&self, form: Form) -> impl Iterator<Item = &ItemSpec> {
        let dialects = self.kinds.iter().flat_map(|kind| &kind.dialects);
        let items = dialects.flat_map(|dialect| &dialect.spec.sections).flat_map(|section| &section.items);
        items.filter(move |item| item.form == form)
    }

    /// Whether some template asks for something called `label` in `form`: `Mitigated by`, for a mitigation.
    #[must_use]
    pub fn is_label_of(&self, form: Form, label: &str) -> bool {
        self.labels().get(&normal_name(label)).is_some_and(|forms| forms.contains(&form))
    }

    /// The labels, normalised, of what templates ask for in one of `forms`.
    pub fn labels_of<'g>(&'g self, forms: &'g [Form]) -> impl Iterator<Item = &'g String> {
        let labels = self.labels().iter().filter(|(_, own)| own.iter().any(|form| forms.contains(form)));
        labels.map(|(label, _)| label)
    }

    fn labels(&self) -> &HashMap<String, Vec<Form>> {
        self.labels.get_or_init(|| {
            let mut labels: HashMap<String, Vec<Form>> = HashMap::new();
            let sections = self.kinds.iter().flat_map(|kind| &kind.dialects).flat_map(|dialect| &dialect.spec.sections);
            for item in sections.flat_map(|section| &section.items) {
                item.names().for_each(|name| labels.entry(name).or_default().push(item.form));
            }
            labels
        })
    }

    /// Whether `word` is a word for High, Medium, Low or their like, or a part of one: the `very` of `very high`.
    #[must_use]
    pub fn is_in_ratings(&self, word: &str) -> bool {
        let word = normal_name(word);
        self.ratings.iter().any(|(rating, _)| rating.split(' ').any(|part| part == word))
    }

    /// Whether `written` begins with a rating as bad as can be: `High`, `very likely: …`, `5/5`.
    #[must_use]
    pub fn is_worst_rating(&self, written: &str) -> bool {
        let written = normal_name(written);
        let begun = self.ratings.iter().filter(|(rating, _)| phrases::begins(&written, rating));
        let worst = self.ratings.iter().map(|(_, number)| *number).max().flatten();
        begun.max_by_key(|(rating, _)| rating.len()).is_some_and(|(_, number)| *number == worst)
    }

    /// The words of `cue` in all languages, normalised.
    #[must_use]
    pub fn words(&self, cue: Cue) -> &[String] {
        self.phrases(cue).map_or(&[], Phrases::all)
    }

    fn phrases(&self, cue: Cue) -> Option<&Phrases> {
        self.cues.get(cue as usize)
    }

    /// Whether `name`, normalised, is a heading that speaks for some kind or dialect, or against it.
    #[must_use]
    pub fn knows_heading(&self, name: &str) -> bool {
        let known = self.known_headings.get_or_init(|| {
            let dialects = || self.kinds.iter().flat_map(|kind| &kind.dialects);
            let lookups =
                self.kinds.iter().map(|kind| &kind.evidence).chain(dialects().map(|dialect| &dialect.evidence));
            let telling = lookups.flat_map(|lookup| lookup.headings.keys());
            telling.chain(dialects().flat_map(|dialect| dialect.names.keys())).cloned().collect()
        });
        known.contains(name)
    }

    /// Whether a link to a file of this name, lower case, speaks for some kind or dialect, or against it.
    #[must_use]
    pub fn knows_linked(&self, name: &str) -> bool {
        let dialects = self.kinds.iter().flat_map(|kind| &kind.dialects).map(|dialect| &dialect.evidence);
        let mut lookups = self.kinds.iter().map(|kind| &kind.evidence).chain(dialects);
        lookups.any(|lookup| lookup.links.knows(name))
    }

    /// Whether `text` says what `cue` listens for: one of its phrases stands in it, as whole words.
    #[must_use]
    pub fn says(&self, cue: Cue, text: &str) -> bool {
        self.phrases(cue).is_some_and(|phrases| phrases.stand_in(&normal_name(text)))
    }

    /// Whether `text` holds a word without which it cannot say what `cue` listens for: a glance at a long text, before it
    /// is read word by word.
    #[must_use]
    pub fn may_say(&self, cue: Cue, text: &str) -> bool {
        self.phrases(cue).is_some_and(|phrases| phrases.may_stand_in(text))
    }

    /// Whether `text` is one of `cue`'s phrases and nothing more.
    #[must_use]
    pub fn is(&self, cue: Cue, text: &str) -> bool {
        self.phrases(cue).is_some_and(|phrases| phrases.are(text))
    }

    /// `text`, normalised, without the phrases of `cue`, the longest first.
    #[must_use]
    pub fn without(&self, cue: Cue, text: &str) -> String {
        let text = normal_name(text);
        if !self.phrases(cue).is_some_and(|phrases| phrases.stand_in(&text)) {
            return text;
        }
        let mut words: Vec<&String> = self.words(cue).iter().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let rest = words.into_iter().fold(format!(" {text} "), |text, word| text.replace(&format!(" {word} "), "  "));
        rest.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether `text` begins with one of `cue`'s phrases.
    #[must_use]
    pub fn begins(&self, cue: Cue, text: &str) -> bool {
        self.phrases(cue).is_some_and(|phrases| phrases.begin(text))
    }
}

impl Kind {
    /// Whether it is the kind called `id`, or extends it.
    #[must_use]
    pub fn is_a(&self, id: &str) -> bool {
        self.spec.id == id || self.lineage.iter().any(|above| above == id)
    }

    /// The dialect called `id`.
    #[must_use]
    pub fn dialect(&self, id: &str) -> Option<&Arc<Dialect>> {
        self.dialects.iter().find(|dialect| dialect.spec.id == id)
    }

    /// The dialect of new documents.
    #[must_use]
    pub fn default_dialect(&self) -> Option<&Arc<Dialect>> {
        self.dialects.first()
    }

    /// What a family does in documents of this kind.
    #[must_use]
    pub fn roles(&self, family: &Family) -> Vec<Role> {
        self.spec.roles.get(&family.id).unwrap_or(&family.roles).clone()
    }
}

impl Dialect {
    /// Makes what a file says quick to ask.
    pub(super) fn new(spec: schema::Dialect, own_file: Option<String>) -> Self {
        let mut names = HashMap::new();
        for (index, section) in spec.sections.iter().enumerate() {
            names.entry(normal_name(&section.title)).or_insert(index);
        }
        let titles = names.keys().cloned().collect();
        for (index, section) in spec.sections.iter().enumerate() {
            for alias in &section.aliases {
                names.entry(normal_name(alias)).or_insert(index);
            }
        }
        let letters = if own_file.is_some() { Letters::All } else { Letters::Ascii };
        let evidence = Lookup::new(&spec.detect, letters);
        Self { evidence, spec, own_file, names, titles, spellings: OnceLock::new() }
    }

    /// The section with that id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&SectionSpec> {
        self.spec.sections.iter().find(|section| section.id == id)
    }

    /// The field that `key`, as somebody writes it, is a spelling of.
    #[must_use]
    pub fn field(&self, grammars: &Grammars, key: &str) -> Option<&FieldSpec> {
        let written = normal_key(key);
        let named = |field: &&FieldSpec| {
            std::iter::once(&field.key).chain(&field.aliases).any(|name| normal_key(name) == written)
        };
        let meant = grammars.key(key);
        let fields = || self.spec.fields.iter();
        fields().find(named).or_else(|| fields().find(|field| grammars.key(&field.key) == meant))
    }

    /// The index of the section that has `name`, normalised, for its title or one of its own aliases.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The names of a section, each with its spelling: its title, its aliases, its family's.
    #[must_use]
    pub fn spellings(&self, grammars: &Grammars, section: &str) -> &[(Spelling, String)] {
        let of_section = |section: &SectionSpec| {
            let family = section.family.as_deref().and_then(|family| grammars.family(family));
            let of_family = family.map_or(&[][..], |family| family.aliases.as_slice());
            let names = std::iter::once(&section.title).chain(&section.aliases).chain(of_family);
            (section.id.clone(), names.map(|name| (Spelling::new(name), name.clone())).collect())
        };
        let all = self.spellings.get_or_init(|| self.spec.sections.iter().map(of_section).collect());
        all.get(section).map_or(&[], Vec::as_slice)
    }

    /// Whether `name`, normalised, is a section's title rather than an alias.
    #[must_use]
    pub fn is_title(&self, name: &str) -> bool {
        self.titles.contains(name)
    }

    /// Whether `name`, normalised, is the beginning of a section's title.
    #[must_use]
    pub fn may_become_title(&self, name: &str) -> bool {
        self.titles.iter().any(|title| title.starts_with(name))
    }

    /// What a section does: its own roles, else its family's.
    #[must_use]
    pub fn roles(&self, grammars: &Grammars, kind: &Kind, section: &SectionSpec) -> Vec<Role> {
        if !section.roles.is_empty() {
            return section.roles.clone();
        }
        let family = section.family.as_deref().and_then(|family| grammars.family(family));
        family.map_or_else(|| vec![Role::Other], |family| kind.roles(family))
    }
}

impl Lookup {
    /// Makes evidence quick to look up.
    pub(super) fn new(detect: &schema::Detect, letters: Letters) -> Self {
        let by = |map: &BTreeMap<String, f64>, name: fn(&str) -> String| {
            map.iter().map(|(key, points)| (name(key), *points)).collect::<HashMap<_, _>>()
        };
        Self {
            folders: by(&detect.folders, str::to_lowercase),
            keys: by(&detect.keys, normal_key),
            headings: by(&detect.headings, normal_name),
            siblings: detect.siblings.clone(),
            file_names: Patterns::new(&detect.file_names, letters),
            titles: Patterns::new(&detect.titles, letters),
            opening: Patterns::new(&detect.opening, letters),
            links: Patterns::new(&detect.links, letters),
        }
    }

    /// Points of a file name.
    #[must_use]
    pub fn file_name(&self, name: &str) -> f64 {
        self.file_names.strongest(&name.to_lowercase())
    }

    /// Points of a title.
    #[must_use]
    pub fn title(&self, title: &str) -> f64 {
        self.titles.strongest(title)
    }

    /// Points of the file names that links lead to, each given once.
    #[must_use]
    pub fn links(&self, names: &[String]) -> f64 {
        if names.is_empty() || self.links.count() == 0 {
            return 0.0;
        }
        let mut hits = vec![(0_usize, 0.0); self.links.count()];
        for (place, points) in names.iter().flat_map(|name| self.links.matching(name)) {
            if let Some(hits) = hits.get_mut(place) {
                *hits = (hits.0 + 1, points);
            }
        }
        let several = hits.into_iter().filter(|(count, _)| *count >= 2);
        several.map(|(_, points)| points).fold(0.0, f64::max)
    }

    /// The patterns that match a file name (lower case), a title, and the text before the first section.
    pub(super) fn hits(&self, name: &str, title: &str, opening: &str) -> [Vec<(&str, f64)>; 3] {
        [self.file_names.hits(name), self.titles.hits(title), self.opening.hits(opening)]
    }

    /// Points of the text before the first section.
    #[must_use]
    pub fn opening(&self, text: &str) -> f64 {
        self.opening.strongest(text)
    }
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|why| format!("{path}: {why}"))
}

fn family_names(families: &Families) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for (index, family) in families.families.iter().enumerate() {
        for alias in &family.aliases {
            names.entry(normal_name(alias)).or_insert(index);
        }
    }
    names
}

fn key_names(vocabulary: &Vocabulary) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (key, spellings) in &vocabulary.keys {
        names.insert(normal_key(key), key.clone());
        for spelling in spellings {
            names.entry(normal_key(spelling)).or_insert_with(|| key.clone());
        }
    }
    names
}

/// The names of everything that a section of criteria asks for, in any dialect.
fn criteria_names(families: &Families, dialects: &[Arc<Dialect>]) -> HashSet<String> {
    let of_family = |id: &str| families.families.iter().find(|family| family.id == id);
    let is_of_criteria = |section: &&SectionSpec| {
        let roles = section.family.as_deref().and_then(of_family).map(|family| &family.roles);
        section.roles.contains(&Role::Criteria)
            || section.roles.is_empty() && roles.is_some_and(|roles| roles.contains(&Role::Criteria))
    };
    let sections = dialects.iter().flat_map(|dialect| &dialect.spec.sections).filter(is_of_criteria);
    sections.flat_map(|section| &section.items).flat_map(ItemSpec::names).collect()
}
