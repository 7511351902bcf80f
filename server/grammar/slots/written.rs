//! What there is in a section: something, nothing, template text, a word for text to come.

use super::SlotState;
use crate::grammar::Placeholders;
use crate::grammar::cues::Cue;
use crate::grammar::load::Grammars;
use crate::grammar::schema::Role;
use crate::syntax::{Block, BlockKind, Fact, Inline, Outline, Parse, SpanKind};
use crate::text::TextRange;

/// What is written in a section, or in a part of it.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is asked for by itself, and any of them may hold beside the others"
)]
pub(super) struct Written {
    /// The text a reader sees, up to so much of it as tells anything.
    words: String,
    /// Whether it is filled whatever else is written: by what is no text (code, a table, a picture, a link), or by
    /// words of the author's, more than any phrase has.
    is_solid: bool,
    /// Whether all of it is template text.
    is_template: bool,
    /// Whether some of it is a list.
    is_listed: bool,
    /// Whether some of it is more than punctuation.
    has_letters: bool,
}

/// Bytes: what is longer is no phrase, whatever it says.
const LONG: usize = 400;

/// Whoever has more words to say than these has something to say: no phrase that says that there is nothing is as long.
const MOST_WORDS: usize = 12;

/// What is known of words, and reads what is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'g> {
    pub(super) grammars: &'g Grammars,
    pub(super) placeholders: &'g Placeholders,
}

static STRETCHES: Fact<Vec<Written>> = Fact::new();

impl Default for Written {
    /// Nothing.
    fn default() -> Self {
        Self { words: String::new(), is_solid: false, is_template: true, is_listed: false, has_letters: false }
    }
}

impl Written {
    /// Puts what stands behind this behind it.
    fn add(&mut self, behind: &Self) {
        if self.words.len() <= LONG {
            self.words.push_str(&behind.words);
        }
        self.is_solid |= behind.is_solid;
        self.is_template &= behind.is_template;
        self.is_listed |= behind.is_listed;
        self.has_letters |= behind.has_letters;
    }

    /// Whether it says more than any phrase that says that there is nothing.
    fn says_much(&self) -> bool {
        self.has_letters && self.words.split_whitespace().nth(MOST_WORDS).is_some()
    }

    fn say(&mut self, words: &str) {
        self.has_letters |= words.chars().any(char::is_alphanumeric);
        if self.words.len() <= LONG {
            self.words.push_str(words);
            self.words.push(' ');
        }
    }
}

impl Reading<'_> {
    /// What is written below each heading, subsections included, in the order of `outline`.
    pub(super) fn below_headings(self, parse: &Parse, outline: &Outline) -> Vec<Written> {
        let pieces = parse.facts(&STRETCHES, 0, |piece| self.stretches(piece));
        let mut below: Vec<Written> = Vec::with_capacity(outline.len());
        for said in &pieces {
            for (index, stretch) in said.value.iter().enumerate() {
                match below.last_mut().filter(|_| index == 0) {
                    Some(last) => last.add(stretch),
                    None if index == 0 => {}
                    None => below.push(stretch.clone()),
                }
            }
        }
        Self::with_subsections(below, outline)
    }

    /// Each section's own text with that of the sections within.
    fn with_subsections(own: Vec<Written>, outline: &Outline) -> Vec<Written> {
        let mut within: Vec<Option<Written>> = Vec::new();
        within.resize_with(own.len(), || None);
        let mut whole = own;
        for (id, section) in outline.iter().rev() {
            let Some(written) = whole.get_mut(id.0) else { continue };
            if let Some(within) = within.get_mut(id.0).and_then(Option::take) {
                written.add(&within);
            }
            if let Some(above) = section.parent.and_then(|parent| within.get_mut(parent.0)) {
                let mut all = written.clone();
                if let Some(behind) = above.take() {
                    all.add(&behind);
                }
                *above = Some(all);
            }
        }
        whole
    }

    /// What is written before the first heading of a piece, and below each of its headings up to the next.
    fn stretches(self, piece: &Parse) -> Vec<Written> {
        let mut stretches = vec![Written::default()];
        for (_, block) in piece.tree().roots() {
            if matches!(block.kind, BlockKind::Heading { .. }) {
                stretches.push(Written::default());
            } else if let Some(last) = stretches.last_mut().filter(|last| !last.is_solid) {
                self.read(piece, block, last);
            }
        }
        stretches
    }

    /// What is written in `body`, which begins behind a label.
    pub(super) fn behind_label(self, parse: &Parse, body: TextRange) -> Written {
        let mut written = Written::default();
        for (_, block) in parse.tree().within(body) {
            if !written.is_solid {
                self.read(parse, block, &mut written);
            }
        }
        if let Some(words) =
            label_text(parse, body).filter(|words| !words.is_empty() && written.words.trim().is_empty())
        {
            written.is_template = self.placeholders.is(&words);
            written.words.clear();
            written.say(&words);
        }
        written
    }

    fn read(self, parse: &Parse, block: &Block, written: &mut Written) {
        match block.kind {
            BlockKind::Heading { .. } | BlockKind::Rule => {}
            BlockKind::Html => {
                written.is_solid |= !block.range.of(parse.text()).trim_start().starts_with("<!--");
            }
            BlockKind::Code { .. } | BlockKind::Table => written.is_solid = true,
            _ if self.is_much(parse, block, written) => {
                (written.is_solid, written.has_letters) = (true, true);
            }
            _ => {
                let inline = Inline::read(parse, block.range);
                let shows =
                    |kind: &SpanKind| matches!(kind, SpanKind::Image { .. } | SpanKind::Link { .. } | SpanKind::Code);
                let words = inline.plain.trim();
                written.is_listed |= matches!(block.kind, BlockKind::List { .. });
                written.is_solid |= inline.spans.iter().any(|span| shows(&span.kind));
                written.is_template = written.is_template && (words.is_empty() || self.is_template(parse, block.range));
                written.say(words);
                written.is_solid |= !written.is_template && written.says_much();
            }
        }
    }

    /// Whether `block` makes what is `written` solid whatever marks are in it: its first lines have many words of the
    /// author's. Links and code that marks make of words are solid as well; only what begins with `<` may not be seen, and
    /// what `&` begins may be a blank.
    fn is_much(self, parse: &Parse, block: &Block, written: &Written) -> bool {
        let text = block.range.of(parse.text());
        // words at the ends of items are read as one
        let first = if block.kind == BlockKind::Paragraph { text } else { text.lines().next().unwrap_or("") };
        let first = first.split('<').next().unwrap_or("");
        let is_seen = |word: &&str| word.contains(char::is_alphanumeric) && !word.contains('&');
        let mut words = first.split_whitespace().filter(is_seen);
        written.words.len() <= LONG
            && words.nth(MOST_WORDS).is_some()
            && !(written.is_template && self.is_template(parse, block.range))
    }

    /// What there is in a section with `roles` that holds `written`, and other sections where it `heads` some.
    pub(super) fn state(self, written: &Written, heads: bool, roles: &[Role]) -> SlotState {
        let shown = written.words.trim();
        match () {
            () if written.is_solid => SlotState::Filled,
            () if shown.is_empty() && !heads => SlotState::Empty,
            () if !shown.is_empty() && written.is_template => SlotState::Placeholder,
            () if heads => SlotState::Filled,
            () if written.says_much() => SlotState::Filled,
            () if self.says_none(shown) => SlotState::NoneStated,
            () if self.is_stub(written, roles) => SlotState::Stub,
            () => SlotState::Filled,
        }
    }

    /// Whether what is written stands for text to come: a phrase that says so, no word at all, or where a section has
    /// to tell something a single one.
    fn is_stub(self, written: &Written, roles: &[Role]) -> bool {
        let shown = written.words.trim();
        if roles.iter().any(|role| matches!(role, Role::Status | Role::Date)) {
            return false;
        }
        let tells = |role: &Role| matches!(role, Role::Context | Role::Drivers | Role::Decision | Role::Consequences);
        let count = shown.split_whitespace().count();
        let describes = |role: &Role| matches!(role, Role::Context | Role::Drivers);
        // two words are a decision, or a consequence; a situation takes more
        let fewest = if roles.iter().any(describes) { 2 } else { 1 };
        let is_short = count <= fewest || count <= 3 && shown.ends_with(':');
        self.grammars.is(Cue::Stub, shown)
            || count <= 5 && self.is_note(shown)
            || !written.has_letters
            || roles.iter().any(tells) && !written.is_listed && is_short && !shown.chars().any(|c| c.is_ascii_digit())
    }

    /// `TODO: write this`: a word for text to come in capitals, and what it is that comes.
    fn is_note(self, shown: &str) -> bool {
        let word = shown.split_once(':').map_or("", |(word, _)| word.trim());
        let is_shouted = word.len() >= 3 && word.chars().all(char::is_uppercase);
        is_shouted && self.grammars.is(Cue::Stub, word)
    }

    /// Whether everything in `range` is template text.
    fn is_template(self, parse: &Parse, range: TextRange) -> bool {
        let text = parse.text();
        let mut left = 0;
        let mut at = range.start;
        for found in self.placeholders.find(text, range) {
            left += self.letters_of_author(TextRange::new(at, found.start).of(text));
            at = found.end;
        }
        let lines = range.of(text).lines().map(|line| line.trim_start_matches(['-', '*', '+', ' ', '>']).trim());
        let mut lines = lines.filter(|line| !line.is_empty()).peekable();
        at > range.start && left + self.letters_of_author(TextRange::new(at, range.end).of(text)) <= 3
            || lines.peek().is_some() && lines.all(|line| self.placeholders.is(line))
    }

    /// Letters and figures beside template text that are no lead-in of the template itself: `Good, because`,
    /// `Chosen option:`.
    fn letters_of_author(self, written: &str) -> usize {
        let lead_ins = [Cue::Pro, Cue::Con, Cue::Neutral, Cue::Because, Cue::Decided];
        let is_lead_in = |line: &str| lead_ins.iter().any(|cue| self.grammars.is(*cue, line));
        let own = |line: &str| line.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
        written.lines().map(own).filter(|line| !is_lead_in(line)).map(|line| letters(&line)).sum()
    }

    fn says_none(self, shown: &str) -> bool {
        self.grammars.is(Cue::None, shown)
            || shown.contains([':', '.', ',', ';', '-', '–', '—']) && self.grammars.begins(Cue::None, shown)
    }
}

/// The rest of a label's own line, which is no block of its own.
fn label_text(parse: &Parse, body: TextRange) -> Option<String> {
    let id = parse.tree().at(body.start)?;
    let block = parse.tree().get(id).filter(|block| block.range.start < body.start)?;
    let end = block.range.end.min(body.end).max(body.start);
    let rest = TextRange::new(body.start, end).of(parse.text());
    Some(rest.trim_start_matches(':').trim().to_owned())
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}
