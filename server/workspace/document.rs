//! A document: its text at one version, and what was understood of it.

use super::{Config, Edit};
use crate::grammar::{Dialect, Grammars, Kind, Placeholders, SectionSpec, Slot};
use crate::model::{Model, Surroundings};
use crate::syntax::{Kept, Outline, Parse};
use crate::text::{LineColumn, PositionEncoding, Rope, TextRange};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The name of a document: a URI in the server, a path on the command line. Compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(Arc<str>);

impl DocumentId {
    /// The document called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A document at one version. What it means is read when it is first asked for, by whoever asks.
#[derive(Debug)]
pub struct Document {
    id: DocumentId,
    version: Option<i32>,
    rope: Rope,
    before: Before,
    around: Surroundings,
    force: Force,
    understood: OnceLock<Understood>,
    /// Whether there is a later version.
    superseded: AtomicBool,
}

/// What is in force for a document.
#[derive(Clone, Debug)]
pub struct Force {
    /// What is known of kinds.
    pub grammars: Arc<Grammars>,
    /// What its project has settled.
    pub config: Arc<Config>,
}

/// How the text came to be.
#[derive(Clone, Debug)]
enum Before {
    /// It is read once.
    Read,
    /// It was opened.
    Opened,
    /// It is the text of `parse` but for what lies between the bytes that were `kept`.
    Edited { parse: Arc<Parse>, kept: Kept },
}

#[derive(Debug)]
struct Understood {
    parse: Arc<Parse>,
    outline: Outline,
    model: Model,
}

impl Default for Force {
    /// The built-in kinds, and nothing settled.
    fn default() -> Self {
        Self { grammars: Grammars::builtin(), config: Arc::default() }
    }
}

impl Document {
    /// A document that somebody is editing.
    #[must_use]
    pub fn open(id: DocumentId, version: i32, text: &str, around: Surroundings, force: Force) -> Self {
        let around = force.config.surroundings(around);
        Self::new(id, Some(version), Rope::new(text), Before::Opened, around, force)
    }

    /// A document that is read once.
    #[must_use]
    pub fn read(id: DocumentId, text: &str, around: Surroundings, force: Force) -> Self {
        let around = force.config.surroundings(around);
        Self::new(id, None, Rope::new(text), Before::Read, around, force)
    }

    fn new(
        id: DocumentId,
        version: Option<i32>,
        rope: Rope,
        before: Before,
        around: Surroundings,
        force: Force,
    ) -> Self {
        let (understood, superseded) = (OnceLock::new(), AtomicBool::new(false));
        Self { id, version, rope, before, around, force, understood, superseded }
    }

    /// The same document after `edits`, each of which names the text as the one before left it.
    #[must_use]
    pub fn edited(&self, version: i32, edits: &[Edit], encoding: PositionEncoding) -> Self {
        let mut rope = self.rope.clone();
        let mut kept = self.kept();
        for edit in edits {
            let range = match edit.range {
                Some((start, end)) => TextRange::new(rope.offset(start, encoding), rope.offset(end, encoding)),
                None => TextRange::new(0, rope.len()),
            };
            kept.before = kept.before.min(range.start);
            kept.behind = kept.behind.min(rope.len() - range.end);
            rope.edit(range, &edit.text);
        }
        let before = match (self.understood.get(), &self.before) {
            (Some(understood), _) => Before::Edited { parse: Arc::clone(&understood.parse), kept },
            (None, Before::Edited { parse, .. }) => Before::Edited { parse: Arc::clone(parse), kept },
            (None, _) => Before::Opened,
        };
        Self::new(self.id.clone(), Some(version), rope, before, self.around.clone(), self.force.clone())
    }

    /// What there is still of the text that was understood last.
    fn kept(&self) -> Kept {
        match (&self.before, self.understood.get()) {
            (Before::Edited { kept, .. }, None) => *kept,
            _ => Kept { before: self.rope.len(), behind: self.rope.len() },
        }
    }

    /// The same text with something else in force for it, and other things around it.
    #[must_use]
    pub fn under(&self, force: Force, around: Surroundings) -> Self {
        let around = force.config.surroundings(around);
        Self::new(self.id.clone(), self.version, self.rope.clone(), self.before_under(), around, force)
    }

    /// How its text came to be, for a document under other rules: what was known under the old ones is forgotten.
    fn before_under(&self) -> Before {
        if matches!(self.before, Before::Read) { Before::Read } else { Before::Opened }
    }

    /// Says that there is a later version, or none any more: what is still being found out about this one is of no use.
    pub(super) fn supersede(&self) {
        self.superseded.store(true, Ordering::Relaxed);
    }

    /// Whether there is a later version.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        self.superseded.load(Ordering::Relaxed)
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> &DocumentId {
        &self.id
    }

    /// The client's version of the text, where it is open.
    #[must_use]
    pub const fn version(&self) -> Option<i32> {
        self.version
    }

    /// The byte offset of `place`, whose column counts `encoding`; outside the text, the nearest inside. Costs nothing
    /// that depends on the document being understood.
    #[must_use]
    pub fn offset(&self, place: LineColumn, encoding: PositionEncoding) -> usize {
        self.rope.offset(place, encoding)
    }

    /// What lies around it.
    #[must_use]
    pub const fn around(&self) -> &Surroundings {
        &self.around
    }

    /// What is known of kinds.
    #[must_use]
    pub fn grammars(&self) -> &Grammars {
        &self.force.grammars
    }

    /// What is in force for it.
    #[must_use]
    pub const fn force(&self) -> &Force {
        &self.force
    }

    /// What its project has settled.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.force.config
    }

    /// Its text as it is written, without anything being understood of it.
    #[must_use]
    pub fn written(&self) -> Arc<str> {
        self.rope.text()
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.parse().text()
    }

    /// Its blocks.
    #[must_use]
    pub fn parse(&self) -> &Parse {
        &self.understood().parse
    }

    /// Its sections.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.understood().outline
    }

    /// What it means.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.understood().model
    }

    /// Its kind; `None` for ordinary Markdown.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        self.model().verdict.kind.as_deref()
    }

    /// The dialect it follows.
    #[must_use]
    pub fn dialect(&self) -> Option<&Dialect> {
        self.model().verdict.dialect.as_deref()
    }

    /// The dialect it follows, else the one that new documents of its kind follow: what is offered to a writer.
    #[must_use]
    pub fn template(&self) -> Option<&Dialect> {
        self.dialect().or_else(|| self.kind()?.default_dialect().map(AsRef::as_ref))
    }

    /// What a section of this document is held to or, in a document of no known dialect, what the template that new
    /// documents follow says of its like.
    #[must_use]
    pub fn section_spec(&self, slot: &Slot) -> Option<&SectionSpec> {
        let family = slot.family.as_deref();
        let like = |spec: &&SectionSpec| spec.family.is_some() && spec.family.as_deref() == family;
        self.model().spec(slot).or_else(|| {
            let unknown = self.dialect().is_none();
            self.template().filter(|_| unknown)?.spec.sections.iter().find(like)
        })
    }

    /// The template texts that count as not yet replaced.
    #[must_use]
    pub fn placeholders(&self) -> &Placeholders {
        self.grammars().placeholders()
    }

    fn understood(&self) -> &Understood {
        self.understood.get_or_init(|| {
            let text = self.rope.text();
            let parse = match &self.before {
                Before::Read => Parse::new(text),
                Before::Opened => Parse::open(text),
                Before::Edited { parse, kept } => parse.edited(text, *kept),
            };
            let outline = Outline::new(&parse);
            let model = Model::read(self.grammars(), self.grammars().placeholders(), &parse, &outline, &self.around);
            Understood { parse: Arc::new(parse), outline, model }
        })
    }
}
