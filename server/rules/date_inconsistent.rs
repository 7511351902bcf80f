//! Two dates contradict each other, or one is on no calendar.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, Role, Slot};
use crate::model::{Day, MetadataField, WrittenDate, date_at_start};
use crate::syntax::{BlockKind, FieldCarrier};
use crate::text::TextRange;
use jiff::{ToSpan, civil::Date};

declare_rule! {
    code: "date-inconsistent",
    summary: "two dates contradict each other, or a day is on no calendar",
    docs: "\
Dates tell which of two documents is newer and when to look at one again. One that cannot be true puts all of them in \
doubt: updated before it was created, to be reviewed before it was written, created in the future, 31 February.

One day of difference is left to time zones. A day that can be read in two ways, such as `03/04/2026`, is compared with \
nothing.

Correct the date that is wrong.",
    bad: "---\nstatus: accepted\ncreated: 2026-02-10\nupdated: 2026-01-12\n---\n\n# Use Postgres for the ledger\n\n\
          ## Context\n\nThe ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because we run it already.\n",
    good: "---\nstatus: accepted\ncreated: 2026-01-10\nupdated: 2026-01-12\n---\n\n# Use Postgres for the ledger\n\n\
           ## Context\n\nThe ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because we run it already.\n",
    severity: Severity::Error,
    class: Class::Correctness,
}

/// A field that holds a day.
struct Stamp<'d> {
    key: &'d str,
    label: &'d str,
    value: &'d str,
    place: TextRange,
    written: WrittenDate,
}

impl Stamp<'_> {
    fn day(&self) -> Option<Date> {
        self.written.day.certain()
    }

    fn shown(&self) -> &str {
        self.written.range.of(self.value)
    }
}

fn check(ctx: &mut Ctx<'_>) {
    let stamps: Vec<Stamp<'_>> =
        ctx.model().metadata.fields.iter().filter_map(|field| stamp(ctx, field)).collect();
    for stamp in stamps.iter().filter(|stamp| stamp.written.day == Day::Impossible) {
        impossible(ctx, stamp.place, stamp.shown());
    }
    in_section(ctx);
    let of = |key: &str| stamps.iter().find(|stamp| stamp.key == key);
    let written = stamps.iter().find(|stamp| is_written_on(ctx, stamp));
    if let Some(written) = written {
        in_future(ctx, written);
    }
    if let (Some(written), Some(updated)) = (written, of("updated")) {
        in_order(ctx, written, updated, 1);
    }
    if let (Some(written), Some(review)) = (written, of("review-by")) {
        in_order(ctx, written, review, -1);
    }
    if let (Some(start), Some(end)) = (of("start"), of("end")) {
        in_order(ctx, start, end, 1);
    }
}

fn stamp<'d>(ctx: &Ctx<'d>, field: &'d MetadataField) -> Option<Stamp<'d>> {
    let is_beside = field.field.carrier == FieldCarrier::Sibling;
    let range = field.field.value_range;
    let value = if is_beside { &field.field.value } else { range.of(ctx.text()) };
    let written = date_at_start(ctx.grammars(), value)?;
    let spec = || ctx.document().dialect().and_then(|dialect| dialect.field(ctx.grammars(), &field.field.key));
    let is_date = ["date", "updated", "review-by", "start", "end"].contains(&field.key.as_str())
        || spec().is_some_and(|spec| spec.form == Form::Date);
    if !is_date {
        return None;
    }
    let own = TextRange::new(range.start + written.range.start, range.start + written.range.end);
    let place = if is_beside { ctx.title_range() } else { own };
    Some(Stamp { key: &field.key, label: &field.field.key, value, place, written })
}

/// Whether it says when the document was written, rather than when something else happens.
fn is_written_on(ctx: &Ctx<'_>, stamp: &Stamp<'_>) -> bool {
    stamp.key == "date" && ctx.grammars().is(Cue::WrittenOn, stamp.label)
}

/// A section that holds nothing but the day.
fn in_section(ctx: &mut Ctx<'_>) {
    let slots = ctx.model().sections.iter().filter(|slot| slot.roles == [Role::Date]);
    let first = |slot: &Slot| {
        let mut blocks = ctx.parse().tree().within(slot.body);
        blocks.find(|(_, block)| block.kind == BlockKind::Paragraph).map(|(_, block)| block.range)
    };
    let bodies: Vec<TextRange> = slots.filter_map(first).collect();
    for body in bodies {
        let written = date_at_start(ctx.grammars(), body.of(ctx.text()));
        let Some(written) = written.filter(|written| written.day == Day::Impossible) else { continue };
        let place = TextRange::new(body.start + written.range.start, body.start + written.range.end);
        if !ctx.model().metadata.fields.iter().any(|field| field.field.value_range.meets(place)) {
            impossible(ctx, place, place.of(ctx.text()));
        }
    }
}

fn impossible(ctx: &mut Ctx<'_>, place: TextRange, shown: &str) {
    ctx.report(place, format!("no calendar has the day `{shown}`: correct it")).done();
}

fn in_future(ctx: &mut Ctx<'_>, written: &Stamp<'_>) {
    let tomorrow = ctx.today().saturating_add(1.day());
    if written.day().is_some_and(|day| day > tomorrow) {
        let message = format!("`{}` lies in the future, `{}`: correct it", written.label, written.shown());
        ctx.report(written.place, message).done();
    }
}

/// Tells where `later` is so many days or more before `first`; with a day less than none, also on the same day.
fn in_order(ctx: &mut Ctx<'_>, first: &Stamp<'_>, later: &Stamp<'_>, slack: i32) {
    let (Some(one), Some(other)) = (first.day(), later.day()) else { return };
    if other.saturating_add(slack.days()) >= one {
        return;
    }
    let (label, before) = (later.label, first.label);
    let relation = if one == other { "the same day as" } else { "before" };
    let message = format!("`{label}` is `{}`, {relation} `{before}`, `{}`: correct one of them", later.shown(), first.shown());
    let place = first.place;
    ctx.report(later.place, message).related(place, format!("`{before}` here")).done();
}
