//! What is written in a cell: `8/10`, `**4** -- reason`, `$4k/month`, `2-3 weeks`, `★★★★☆`, `TBD`.

use super::source::Source;
use super::{Exact, MatrixOption, MatrixScore, StatedTotal};
use crate::grammar::{Cue, Grammars};
use crate::syntax::{Inline, SpanKind};
use crate::text::TextRange;

/// A number with what it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub(super) value: Option<Exact>,
    pub(super) scale: Option<Exact>,
    pub(super) unit: Option<String>,
}

/// Reads the cell at `range`.
pub(super) fn read(source: &Source<'_>, range: TextRange) -> MatrixScore {
    let raw = range.of(source.text()).to_owned();
    let inline = Inline::read(source.parse, range);
    let shows_more = inline.spans.iter().any(|span| matches!(span.kind, SpanKind::Image { .. }));
    let plain = inline.plain.trim();
    let is_open = !shows_more && is_open(source.grammars, plain) || source.grammars.placeholders().is(&raw);
    let Reading { value, scale, unit } = if is_open { Reading::default() } else { reading(source.grammars, plain) };
    let is_excused = !is_open && source.is(Cue::NotApplicable, plain);
    MatrixScore { raw, range, value, scale, unit, is_open, is_excused }
}

/// The cell that is not there, where it belongs.
pub(super) fn absent(at: usize) -> MatrixScore {
    let range = TextRange::empty(at);
    MatrixScore { raw: String::new(), range, value: None, scale: None, unit: None, is_open: true, is_excused: false }
}

/// Reads scores above the scale that they state (`12/10`), where most of the other cells state the same one: by itself such
/// a cell may be anything (`24/7`).
pub(super) fn read_beyond(options: &mut [MatrixOption]) {
    let scores = || options.iter().flat_map(|option| &option.scores);
    let Some(high) = scores().find_map(|score| score.scale) else { return };
    let stated = scores().filter(|score| score.scale.is_some());
    if stated.clone().any(|score| score.scale != Some(high)) || stated.count() * 2 <= scores().count() {
        return;
    }
    for score in options.iter_mut().flat_map(|option| &mut option.scores) {
        let bare = score.raw.trim_matches(['*', '_', '`', ' ']);
        let beyond = || decimal(bare).filter(|(_, rest)| scale(rest) == Some(high)).map(|(value, _)| value);
        if let Some(value) = beyond().filter(|_| score.value.is_none() && !score.is_open) {
            (score.value, score.scale) = (Some(value), Some(high));
        }
    }
}

/// Reads the total in the cell at `range`, which `label` says is one.
pub(super) fn total(source: &Source<'_>, range: TextRange, label: TextRange) -> Option<StatedTotal> {
    let result = result(source.text(), range);
    let plain = source.plain(result);
    let value = reading(source.grammars, &plain).value.filter(|_| !goes_on_adding(&plain))?;
    let (figures, places) = figures(source.text(), result, value)?;
    let is_weighted = source.grammars.says(Cue::Weighted, label.of(source.text()));
    Some(StatedTotal { value, range, figures, places, label, is_weighted, agrees: None })
}

/// What a cell that shows its working comes to: `4.8 + 2 = 6.8`.
fn result(text: &str, range: TextRange) -> TextRange {
    let behind = |(at, sign): (usize, &str)| TextRange::new(range.start + at + sign.len(), range.end);
    let last = range.of(text).rmatch_indices('=').next().map(behind);
    last.filter(|behind| behind.of(text).contains(|c: char| c.is_ascii_digit())).unwrap_or(range)
}

/// Whether `plain` is a working without its result: `(8×.6)+(5×.4)`, `4.8 + 2`.
fn goes_on_adding(plain: &str) -> bool {
    let number = plain.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let rest = decimal(number).map_or("", |(_, rest)| rest).trim_start_matches([')', ' ']);
    let operand = rest.strip_prefix(['+', '×', '·', '*', 'x', '✕']).map(|rest| rest.trim_start_matches(['(', ' ']));
    operand.is_some_and(|operand| operand.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// Where the figures stand in `range` that say `value`, and how many places behind the point they have.
#[must_use]
pub(super) fn figures(text: &str, range: TextRange, value: Exact) -> Option<(TextRange, u32)> {
    let written = range.of(text);
    let first = written.find(|c: char| c.is_ascii_digit())?;
    let start = written.get(..first)?.trim_end_matches('.').trim_end_matches(['-', '−', '+']).len();
    let (number, rest) = decimal(written.get(start..)?)?;
    let figures = TextRange::new(range.start + start, range.end - rest.len());
    let behind = figures.of(text).rsplit_once(['.', ',']).filter(|(whole, behind)| {
        let is_group = !whole.contains('.') && behind.len() == 3 && figures.of(text).contains(',');
        !is_group
    });
    (number == value).then(|| (figures, behind.map_or(0, |(_, places)| places.len() as u32)))
}

/// Whether `plain` answers nothing: blank, `TBD`, `___`, `/10`, `X.X`, `[score]`, a placeholder.
pub(super) fn is_open(grammars: &Grammars, plain: &str) -> bool {
    let before_scale = || {
        let (value, scale) = plain.split_once('/')?;
        let is_scale = scale.trim().parse::<u32>().is_ok();
        is_scale.then(|| matches!(value.trim(), "" | "x" | "X" | "n" | "N" | "_" | "__" | "___" | "?"))
    };
    plain.chars().all(|c| matches!(c, '_' | '.' | '…' | '?' | ' '))
        || before_scale().unwrap_or(false)
        || plain.eq_ignore_ascii_case("x.x")
        || in_brackets(plain)
        || grammars.is(Cue::Stub, plain)
        || grammars.placeholders().is(plain)
}

/// `[score]`, `{n}`: a prompt in brackets of its own; a box that is ticked or not is none.
fn in_brackets(plain: &str) -> bool {
    let inner = |open: char, close: char| plain.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    inner('[', ']').is_some_and(|text| letters(text) >= 2 && !text.contains(['[', ']']))
        || inner('{', '}').is_some_and(|text| letters(text) >= 1 && !text.contains(['{', '}']))
}

/// The number that `plain` begins with, or that stands alone in brackets at its end.
pub(super) fn reading(grammars: &Grammars, plain: &str) -> Reading {
    // a traffic light before the number says it once more
    let behind_sign = plain.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()).trim_start();
    stars(plain)
        .or_else(|| measure(grammars, plain))
        .or_else(|| measure(grammars, behind_sign).filter(|_| behind_sign.len() < plain.len()))
        .or_else(|| aside(plain))
        .unwrap_or_default()
}

/// `⭐⭐⭐`, `★★★★☆`
fn stars(plain: &str) -> Option<Reading> {
    let is_full = |c: char| matches!(c, '⭐' | '★' | '🌟');
    let is_part = |c: char| is_full(c) || matches!(c, '☆' | '\u{fe0f}');
    let all: &str = plain.split(|c: char| !is_part(c)).next()?;
    let full = all.chars().filter(|c| is_full(*c)).count() as u32;
    let empty = all.chars().filter(|c| *c == '☆').count() as u32;
    let scale = (empty > 0).then_some(Exact::from(full + empty));
    (full + empty > 0).then_some(Reading { value: Some(Exact::from(full)), scale, unit: None })
}

/// `High (8)`, `Good (4/5)`
fn aside(plain: &str) -> Option<Reading> {
    let (before, inner) = plain.strip_suffix(')')?.rsplit_once('(')?;
    let (value, scale) = inner.split_once('/').map_or((inner, None), |(value, scale)| (value, Some(scale)));
    let value = decimal(value.trim()).filter(|(_, rest)| rest.is_empty())?.0;
    let scale = match scale {
        Some(written) => Some(decimal(written.trim()).filter(|(_, rest)| rest.is_empty())?.0),
        None => None,
    };
    (before.split_whitespace().count() <= 3).then_some(Reading { value: Some(value), scale, unit: None })
}

/// `8`, `8/10`, `120 ms p99`, `$4k/month`, `2-3 weeks`, `5 → 15`, `3 × 0.25 = 0.75`, `25 %`
fn measure(grammars: &Grammars, plain: &str) -> Option<Reading> {
    let text = plain.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '~' | '≈' | '<' | '>' | '≤' | '≥'));
    let (currency, text) = currency(grammars, text);
    let (mut value, rest) = decimal(text)?;
    let (factor, rest) = multiplier(rest);
    value = value.times(factor)?;
    if let Some(scale) = scale(rest).filter(|_| currency.is_none()) {
        return (value <= scale).then_some(Reading { value: Some(value), scale: Some(scale), unit: None });
    }
    let (is_range, rest) = match range_end(grammars, rest) {
        Some(behind) => (true, behind),
        None => (false, rest),
    };
    let unit = match (&currency, unit(grammars, rest)) {
        (_, Unit::Unreadable) => return None,
        (None, Unit::None) => None,
        (None, Unit::Known(unit)) => Some(unit),
        (Some(money), Unit::Known(unit)) if unit.starts_with('/') => Some(format!("{money}{unit}")),
        (Some(money), _) => Some(money.clone()),
    };
    Some(Reading { value: (!is_range).then_some(value), scale: None, unit })
}

fn currency<'t>(grammars: &Grammars, text: &'t str) -> (Option<String>, &'t str) {
    let sign = text.chars().next().filter(|c| !c.is_alphanumeric() && grammars.is_unit_of("money", &c.to_string()));
    match sign {
        Some(sign) => (Some(sign.to_string()), text.get(sign.len_utf8()..).unwrap_or("").trim_start()),
        None => (None, text),
    }
}

/// A number in figures at the beginning of `text`, and what follows: `-1.5`, `4,100`, `7,5`. A date, a version and an
/// address are none.
pub(super) fn decimal(text: &str) -> Option<(Exact, &str)> {
    let below = text.strip_prefix(['-', '−']);
    let digits = below.unwrap_or_else(|| text.strip_prefix('+').unwrap_or(text));
    let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
    let written = digits.get(..end)?.trim_end_matches(['.', ',']);
    let rest = digits.get(written.len()..)?;
    let (points, commas) = (written.matches('.').count(), written.matches(',').count());
    let number = match (points, commas) {
        (0 | 1, 0) => written.to_owned(),
        (_, 1..) if is_grouped(written) => written.replace(',', ""),
        (0, 1) => written.replace(',', "."),
        _ => return None,
    };
    let starts = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let is_date = || {
        let mut parts = rest.strip_prefix('-').into_iter().flat_map(|rest| rest.split('-'));
        let mut number = || parts.next().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        number() && number()
    };
    (starts && !is_date()).then_some(())?;
    let number = Exact::parse(&number)?;
    Some((if below.is_some() { Exact::ZERO.minus(number)? } else { number }, rest))
}

/// `4,100`, `1,200,000.5`
fn is_grouped(written: &str) -> bool {
    let whole = written.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

/// `4k`, `1.2M`
fn multiplier(rest: &str) -> (Exact, &str) {
    const THOUSAND: i64 = 1_000;
    const MILLION: i64 = 1_000_000;
    const BILLION: i64 = 1_000_000_000;
    for (mark, factor) in [("k", THOUSAND), ("K", THOUSAND), ("M", MILLION), ("bn", BILLION), ("B", BILLION)] {
        if let Some(behind) = rest.strip_prefix(mark)
            && !behind.starts_with(char::is_alphanumeric)
        {
            return (Exact::whole(factor), behind);
        }
    }
    (Exact::ONE, rest)
}

/// `/10`, ` / 5`
fn scale(rest: &str) -> Option<Exact> {
    let (scale, behind) = decimal(rest.trim_start().strip_prefix('/')?.trim_start())?;
    (scale > Exact::ZERO && !behind.starts_with(char::is_alphanumeric)).then_some(scale)
}

/// What follows a range's end: `-3 weeks`, ` to 3 weeks`, ` - 3 weeks`.
fn range_end<'t>(grammars: &Grammars, rest: &'t str) -> Option<&'t str> {
    let bare = rest.trim_start();
    let behind = bare.strip_prefix(['-', '–']).or_else(|| {
        let (word, behind) = bare.split_once(char::is_whitespace)?;
        grammars.is(Cue::UpTo, word).then_some(behind)
    })?;
    let (_, after) = decimal(behind.trim_start()).filter(|(end, _)| *end >= Exact::ZERO)?;
    let (_, after) = multiplier(after);
    let is_tight = bare.len() == rest.len() && !behind.starts_with(char::is_whitespace);
    let is_measure = || matches!(unit(grammars, after), Unit::Known(_));
    (is_tight || is_measure()).then_some(after)
}

enum Unit {
    None,
    Known(String),
    Unreadable,
}

/// The unit at the beginning of `rest`: a known one, or the lower-case word behind the number. What is glued to a
/// number and is no unit makes it no number (`3rd`, `5xx`).
fn unit(grammars: &Grammars, rest: &str) -> Unit {
    let bare = rest.trim_start();
    let is_glued = bare.len() == rest.len();
    let end = bare.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '[' | '=' | '→'));
    let token = bare.get(..end.unwrap_or(bare.len())).unwrap_or("").trim_end_matches(['.', '!', '+', '*']);
    let measure = token.split('/').next().unwrap_or_default();
    let works = |mark: &str| bare.strip_prefix(mark).is_some_and(|rest| decimal(rest.trim_start()).is_some());
    match () {
        () if works("×") || works("x") || works("*") => Unit::None,
        () if token.is_empty() => Unit::None,
        () if grammars.is(Cue::ScoreWord, token) => Unit::None,
        () if grammars.is_unit(measure) || is_glued && token.starts_with('/') && token.len() > 1 => {
            Unit::Known(token.to_owned())
        }
        () if is_glued && token.starts_with(char::is_alphanumeric) => Unit::Unreadable,
        () if !is_glued && measure.len() > 1 && measure.chars().all(char::is_lowercase) => {
            Unit::Known(token.to_owned())
        }
        () => Unit::None,
    }
}

/// `+`, `++`, `0`, `S`, `−`: how a cell of a Pugh matrix compares with the datum, in steps.
pub(super) fn step(raw: &str) -> Option<Exact> {
    let bare = raw.trim_matches(['*', '`', ' ']);
    let steps = i64::from(bare.chars().count() as u32);
    match () {
        () if matches!(bare, "0" | "S" | "s" | "±" | "=") => Some(Exact::ZERO),
        () if bare.is_empty() || steps > 3 => None,
        () if bare.chars().all(|c| c == '+') => Some(Exact::whole(steps)),
        () if bare.chars().all(|c| matches!(c, '-' | '−' | '–')) => Some(Exact::whole(-steps)),
        () => None,
    }
}

/// Whether a cell judges rather than describes: a number, a mark, a word or three.
pub(super) fn judges(score: &MatrixScore) -> bool {
    score.value.is_some() || score.unit.is_some() || score.raw.split_whitespace().count() <= 4
}
