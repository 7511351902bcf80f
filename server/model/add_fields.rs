//! Where metadata that is not there belongs, in the form that the rest of it has.

use super::template::{TABLE_HEAD, table_row};
use super::{Metadata, MetadataField, without_tab_stops};
use crate::grammar::{Carrier, Dialect, FieldSpec, Form, Grammars};
use crate::syntax::{Field, FieldCarrier, Outline, Parse};
use crate::text::{TextEdit, TextRange};
use jiff::civil::Date;

/// The edits that add `specs`, fields of `dialect`, to what carries the document's metadata; to what the template
/// would have carry it where there is none. Nothing where that is a file beside the document.
#[must_use]
pub fn added_fields(
    grammars: &Grammars,
    parse: &Parse,
    outline: &Outline,
    metadata: &Metadata,
    dialect: &Dialect,
    specs: &[&FieldSpec],
    today: Date,
) -> Vec<TextEdit> {
    let place = Place { grammars, parse, outline, metadata, dialect, today };
    let known = |field: &&MetadataField| dialect.field(grammars, &field.field.key).is_some();
    let in_text = |field: &&MetadataField| field.field.carrier != FieldCarrier::Sibling;
    let own = metadata.fields.iter().filter(in_text);
    let like = own.clone().find(known).or_else(|| own.clone().find(|field| is_written(field.field.carrier)));
    match like.map(|field| field.field.carrier) {
        Some(FieldCarrier::FrontMatter) => specs.iter().map(|spec| place.in_front_matter(spec)).collect(),
        Some(carrier) => specs.iter().filter_map(|spec| place.beside(carrier, spec)).collect(),
        None if parse.front_matter().is_some() => specs.iter().map(|spec| place.in_front_matter(spec)).collect(),
        None => place.anew(specs).into_iter().collect(),
    }
}

const fn is_written(carrier: FieldCarrier) -> bool {
    matches!(carrier, FieldCarrier::FrontMatter | FieldCarrier::Bullet | FieldCarrier::Bold | FieldCarrier::Table)
}

struct Place<'p> {
    grammars: &'p Grammars,
    parse: &'p Parse,
    outline: &'p Outline,
    metadata: &'p Metadata,
    dialect: &'p Dialect,
    today: Date,
}

impl Place<'_> {
    fn in_front_matter(&self, spec: &FieldSpec) -> TextEdit {
        let is_toml = self.parse.front_matter().is_some_and(|found| found.toml);
        let line = if is_toml { self.toml_line(spec) } else { self.yaml_line(spec) };
        match self.before(FieldCarrier::FrontMatter, spec) {
            Some(field) => TextEdit::insert(self.line_end(field.value_range.end), format!("\n{line}")),
            None => {
                TextEdit::insert(self.parse.front_matter().map_or(0, |found| found.body.start), format!("{line}\n"))
            }
        }
    }

    /// A line written as the nearest one of its `carrier` is: the same marker, the same emphasis, the same line break.
    fn beside(&self, carrier: FieldCarrier, spec: &FieldSpec) -> Option<TextEdit> {
        let text = self.parse.text();
        let own = || self.fields(carrier);
        let before = match carrier {
            FieldCarrier::Table => own().last(),
            _ => self.before(carrier, spec),
        };
        let like = before.or_else(|| own().next())?;
        let start = self.line_start(like.key_range.start);
        let end = self.line_end(like.key_range.end);
        let is_one_line = like.value_range.start <= end;
        let value_end = if is_one_line { like.value_range.end.min(end) } else { end };
        let lead = TextRange::new(start, like.key_range.start).of(text);
        let middle = TextRange::new(like.key_range.end, like.value_range.start.min(end)).of(text).trim_end();
        let tail = TextRange::new(value_end, end).of(text);
        let written = format!("{lead}{}{middle} {}{tail}", spec.key, self.value(spec));
        Some(match before {
            Some(field) => TextEdit::insert(self.line_end(field.value_range.end), format!("\n{written}")),
            None => TextEdit::insert(start, format!("{written}\n")),
        })
    }

    /// A block of its own, where the template has it.
    fn anew(&self, specs: &[&FieldSpec]) -> Option<TextEdit> {
        let text = self.parse.text();
        let lines =
            |line: &dyn Fn(&FieldSpec) -> String| specs.iter().map(|spec| line(spec)).collect::<Vec<_>>().join("\n");
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        let block = match self.dialect.spec.carrier {
            Carrier::FrontMatter => {
                return Some(TextEdit::insert(bom, format!("---\n{}\n---\n\n", lines(&|spec| self.yaml_line(spec)))));
            }
            Carrier::Bullets => lines(&|spec| format!("- {}: {}", spec.key, self.value(spec))),
            Carrier::Lines => lines(&|spec| format!("{}: {}", spec.key, self.value(spec))),
            Carrier::Table => {
                format!("{TABLE_HEAD}\n{}", lines(&|spec| table_row(&spec.key, &self.value(spec))))
            }
            Carrier::None | Carrier::Sibling => return None,
        };
        let title = self.outline.iter().next().map(|(_, section)| section).filter(|section| section.level == 1);
        Some(match title {
            Some(title) => TextEdit::insert(self.line_end(title.heading_range.end), format!("\n\n{block}")),
            None => TextEdit::insert(bom, format!("{block}\n\n")),
        })
    }

    /// The field that the template has before `spec`, the nearest that is there.
    fn before(&self, carrier: FieldCarrier, spec: &FieldSpec) -> Option<&Field> {
        let order = |key: &str| {
            let found = self.dialect.field(self.grammars, key)?;
            self.dialect.spec.fields.iter().position(|field| field.key == found.key)
        };
        let own = order(&spec.key)?;
        let before = self.fields(carrier).filter_map(|field| Some((order(&field.key)?, field)));
        before.filter(|(place, _)| *place < own).max_by_key(|(place, _)| *place).map(|(_, field)| field)
    }

    fn fields(&self, carrier: FieldCarrier) -> impl Iterator<Item = &Field> {
        self.metadata.fields.iter().map(|field| &field.field).filter(move |field| field.carrier == carrier)
    }

    fn line_start(&self, offset: usize) -> usize {
        self.parse.lines().start(self.parse.lines().line(offset))
    }

    fn line_end(&self, offset: usize) -> usize {
        let line = self.parse.lines().line(offset);
        self.parse.lines().start(line) + self.parse.lines().text(self.parse.text(), line).len()
    }

    fn value(&self, spec: &FieldSpec) -> String {
        field_prompt(self.grammars, spec, self.today)
    }

    fn yaml_line(&self, spec: &FieldSpec) -> String {
        let value = self.value(spec);
        match value.chars().next() {
            Some('\n') | None => format!("{}:{value}", spec.key),
            Some('"' | '\'' | '[') => format!("{}: {value}", spec.key),
            Some(first) if first.is_alphanumeric() && !value.contains(": ") && !value.contains(" #") => {
                format!("{}: {value}", spec.key)
            }
            Some(_) => format!("{}: \"{}\"", spec.key, value.replace('"', "'")),
        }
    }

    fn toml_line(&self, spec: &FieldSpec) -> String {
        let value = self.value(spec);
        let members: Vec<&str> = value.lines().filter_map(|line| line.trim().strip_prefix("- ")).collect();
        let quoted = |text: &str| format!("\"{}\"", text.trim_matches('"').replace(['"', '\\'], "'"));
        if members.is_empty() {
            return format!("{} = {}", spec.key, quoted(&value));
        }
        format!("{} = [{}]", spec.key, members.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
    }
}

/// What a new field holds: the prompt of the template, and where the day of writing belongs, `today`.
#[must_use]
pub fn field_prompt(grammars: &Grammars, spec: &FieldSpec, today: Date) -> String {
    if spec.form == Form::Date && grammars.key(&spec.key) == "date" {
        return today.to_string();
    }
    without_tab_stops(&spec.skeleton).trim_end().to_owned()
}
