//! One more option, in the form that the others have.

use super::{CompletionItemKind, Cursor, Lead, Offer, Rank};
use crate::grammar::{Cue, Grammars, Role, Slot};
use crate::model::{OptionMention, OptionName, OptionSource, escaped, without_tab_stops};

/// In the section that lists the options: the next one, and leaving things as they are. In others that speak of
/// options, such as the pros and cons: those that are not there yet.
pub(super) fn offers(cursor: &Cursor<'_>) -> Vec<Offer> {
    let is_options = |slot: &&Slot| slot.roles.contains(&Role::Options);
    let first = cursor.document.model().sections.iter().find(is_options);
    let Some(slot) = cursor.slots().into_iter().find(is_options) else { return Vec::new() };
    let form = Form::of(cursor, slot);
    if !form.fits(cursor) {
        return Vec::new();
    }
    let is_list = first.is_some_and(|first| first.head_range == slot.head_range);
    if is_list { next(cursor, &form) } else { not_yet_there(cursor, slot, &form) }
}

/// How options are written in a section.
struct Form {
    /// `- `, `### `, or nothing before a bold or lettered lead-in.
    marker: String,
    /// `Option C: `, where options are lettered or numbered.
    lead_in: String,
}

impl Form {
    /// As the last option of the section is written; where it has none, as the template writes them.
    fn of(cursor: &Cursor<'_>, slot: &Slot) -> Self {
        let grammars = cursor.document.grammars();
        let last = mentions(cursor, slot).max_by_key(|mention| mention.range.start);
        if let Some(last) = last {
            return Self::read(grammars, line_at(cursor.document.text(), last.range.start), true);
        }
        let spec = cursor.document.section_spec(slot);
        let skeleton = spec.map(|spec| without_tab_stops(&spec.skeleton)).unwrap_or_default();
        let first = skeleton.lines().find(|line| line.starts_with(['#', '-', '*', '+', '|']));
        Self::read(grammars, first.unwrap_or("* "), false)
    }

    fn read(grammars: &Grammars, line: &str, is_taken: bool) -> Self {
        let content = line.trim_start().trim_start_matches(['#', '-', '*', '+', ' ']);
        let digits = content.len() - content.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marker = line.trim_start().strip_suffix(content).unwrap_or("");
        let is_bold = marker.ends_with("**");
        let marker = marker.trim_end_matches("**").to_owned();
        let lead_in = lead_in(grammars, content, is_taken);
        if marker.is_empty() && lead_in.is_empty() && digits > 0 {
            return Self { marker: format!("{digits}. "), lead_in };
        }
        Self { marker: if is_bold && marker.is_empty() { "* ".to_owned() } else { marker }, lead_in }
    }

    /// Whether an option can begin where the cursor is.
    fn fits(&self, cursor: &Cursor<'_>) -> bool {
        let is_heading = self.marker.starts_with('#');
        match cursor.lead {
            Lead::Blank => true,
            // fewer marks than an option has are a section's
            Lead::Heading => is_heading && cursor.marker.len() + 1 >= self.marker.len(),
            Lead::Bullet => !is_heading && cursor.indent.is_empty(),
            Lead::Text => self.marker.is_empty() && cursor.indent.is_empty(),
            Lead::Row => false,
        }
    }

    fn offer(&self, cursor: &Cursor<'_>, lead_in: &str, name: &str, snippet: &str) -> Offer {
        let marker = match cursor.lead {
            Lead::Bullet => format!("{} ", cursor.marker),
            _ => self.marker.clone(),
        };
        let label = format!("{lead_in}{name}");
        let typed = if cursor.marker.is_empty() { marker.clone() } else { format!("{} ", cursor.marker) };
        Offer {
            filter: format!("{typed}{label}"),
            label: label.trim_end().to_owned(),
            kind: CompletionItemKind::Option,
            detail: Some("option".to_owned()),
            documentation: None,
            range: cursor.replaced(),
            snippet: format!("{}{snippet}", escaped(&format!("{marker}{lead_in}"))),
            elsewhere: Vec::new(),
            rank: Rank::RequiredHere,
        }
    }
}

fn next(cursor: &Cursor<'_>, form: &Form) -> Vec<Offer> {
    let document = cursor.document;
    let Some(kind) = document.kind() else { return Vec::new() };
    let prompt = format!("${{1:{}}}", escaped(&kind.spec.option_prompt));
    let shown = if form.lead_in.is_empty() { kind.spec.option_prompt.as_str() } else { "" };
    let mut offers = vec![form.offer(cursor, &form.lead_in, shown, &prompt)];
    let options = document.model().options.items.iter();
    let has_status_quo = options.filter(|option| !cursor.is_on_line(option.range)).any(|option| option.is_status_quo);
    let name = kind.spec.status_quo_option.as_str();
    if !has_status_quo && !name.is_empty() {
        offers.push(form.offer(cursor, &form.lead_in, name, &escaped(name)));
    }
    let guidance = document.model().section(Role::Options).and_then(|slot| document.section_spec(slot));
    for offer in &mut offers {
        offer.documentation = guidance.map(|spec| spec.guidance.trim().to_owned());
    }
    offers
}

fn not_yet_there(cursor: &Cursor<'_>, slot: &Slot, form: &Form) -> Vec<Offer> {
    let is_there = |mention: &OptionMention| {
        slot.body.contains_range(mention.range) && !cursor.is_on_line(mention.range)
            || mention.source == OptionSource::Proposal
    };
    let options = cursor.document.model().options.items.iter();
    let missing = options.filter(|option| !option.mentions.iter().any(is_there));
    let name = |written: &str| written.trim_end_matches('.').to_owned();
    missing.map(|option| form.offer(cursor, "", &name(&option.name), &escaped(&name(&option.name)))).collect()
}

/// The mentions of options in `slot`, but for those on the cursor's own line.
fn mentions<'c>(cursor: &'c Cursor<'_>, slot: &'c Slot) -> impl Iterator<Item = &'c OptionMention> {
    let mentions = cursor.document.model().options.items.iter().flat_map(|option| &option.mentions);
    mentions.filter(|mention| {
        let names = !matches!(mention.source, OptionSource::Chosen | OptionSource::Proposal | OptionSource::Matrix);
        names && slot.body.contains_range(mention.range) && !cursor.is_on_line(mention.range)
    })
}

fn line_at(text: &str, offset: usize) -> &str {
    let start = text.get(..offset).and_then(|above| above.rfind('\n')).map_or(0, |at| at + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// `Option C: ` behind `Option B: Postgres`; nothing where options have no letter or number. Where the letter is not
/// `taken` yet, it is the one to use.
fn lead_in(grammars: &Grammars, content: &str, is_taken: bool) -> String {
    let Some(ordinal) = OptionName::new(grammars, content).ordinal else { return String::new() };
    let lower = content.to_lowercase();
    let word_end = content
        .find(char::is_whitespace)
        .filter(|end| content.get(..*end).is_some_and(|word| grammars.is(Cue::OptionWord, word)));
    let from = word_end.unwrap_or(0);
    let Some(at) = lower.get(from..).and_then(|rest| rest.find(&ordinal)).map(|at| at + from) else {
        return String::new();
    };
    let before = content.get(..at).unwrap_or("");
    let written = content.get(at..at + ordinal.len()).unwrap_or("");
    let behind = content.get(at + ordinal.len()..).unwrap_or("");
    let separator = behind.len() - behind.trim_start_matches([':', '.', ')', '-', '–', '—', ' ']).len();
    let separator = behind.get(..separator).filter(|separator| !separator.trim().is_empty()).unwrap_or(": ");
    let written = if is_taken { following(written) } else { Some(written.to_owned()) };
    written.map(|written| format!("{before}{written}{}", spaced(separator))).unwrap_or_default()
}

fn spaced(separator: &str) -> String {
    if separator.ends_with(' ') { separator.to_owned() } else { format!("{separator} ") }
}

/// `C` after `B`, `3` after `2`.
fn following(ordinal: &str) -> Option<String> {
    if let Ok(number) = ordinal.parse::<u32>() {
        return Some((number + 1).to_string());
    }
    let letter = ordinal.bytes().next().filter(|letter| ordinal.len() == 1 && !matches!(letter, b'z' | b'Z'))?;
    letter.is_ascii_alphabetic().then(|| char::from(letter + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ins_go_on() {
        let grammars = Grammars::builtin();
        for (written, next) in [
            ("Option B: Postgres", "Option C: "),
            ("Alternative 2 - MySQL", "Alternative 3 - "),
            ("1. Postgres", "2. "),
            ("Postgres", ""),
            ("Option A", "Option B: "),
        ] {
            assert_eq!(lead_in(&grammars, written, true), next, "{written}");
        }
        assert_eq!(lead_in(&grammars, "Option A: [Description]", false), "Option A: ");
    }
}
