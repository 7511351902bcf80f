//! The totals of a matrix as a picture: a bar for each option, and below them what would change the order.

use super::chart::{Axis, ranked};
use super::letters::{Size, shortened, width, wrapped};
use super::visible;
use crate::model::{Exact, Matrix, MatrixOption, listed, shown_number};
use std::fmt::Write as _;

/// All lengths are in pixels.
const WIDTH: usize = 720;
const MARGIN: usize = 24;
const ROW: usize = 34;
const BAR: usize = 22;
const LINE: usize = 19;
/// The letters of a name or a total, and those of a sentence.
const NAME: Size = 140;
const SENTENCE: Size = 125;
/// A longer name is cut.
const LONGEST_NAME: usize = 265;
/// Even beside the longest name and the longest total there is something of a bar.
const SHORTEST: usize = 60;

/// Colours that are read on light and on dark ground.
const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1f2328}.t{font-size:17px;font-weight:600}.s{font-size:12.5px;fill:#59636e}\
                     .n{text-anchor:end}.b{fill:#a8b3bd}.w{fill:#2f6feb}.g{fill:#fff}.z{stroke:#59636e}\
                     @media(prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9aa4af}.b{fill:#545d68}.w{fill:#4f8bff}.g{fill:#0d1117}.z{stroke:#9aa4af}}";

/// The chart, or why there is none.
pub(super) fn chart(matrix: &Matrix) -> Result<String, &'static str> {
    let totals = ranked(matrix)?;
    let names: Vec<String> = totals.iter().map(|(option, _)| shortened(&option.name, NAME, LONGEST_NAME)).collect();
    let standings: Vec<String> = totals.iter().filter_map(|(option, _)| option.standing_told()).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| width(text, NAME)).max().unwrap_or(0);
    let left = MARGIN + widest(&names) + 10;
    let room = WIDTH.saturating_sub(left + 8 + widest(&standings) + MARGIN).max(SHORTEST);
    let told = matrix.lead_told().into_iter().chain(matrix.sensitivity_told()).chain(matrix.unranked_told());
    let lines: Vec<String> =
        told.flat_map(|told| wrapped(&told.replace('`', ""), SENTENCE, WIDTH - 2 * MARGIN)).collect();
    let bars = MARGIN + 40;
    let end = bars + totals.len() * ROW;
    let height = end + 22 + lines.len() * LINE + MARGIN - 8;
    let described = totals.iter().map(|(option, total)| format!("{}: {}", option.name, shown_number(*total)));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"g\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n<text class=\"t\" x=\"{MARGIN}\" y=\"{}\">Totals by option</text>\n",
        escaped(&titled(matrix)),
        escaped(&described.collect::<Vec<_>>().join(", ")),
        MARGIN + 14,
    );
    let axis = Axis::of(&totals, room);
    for (index, ((total, name), standing)) in totals.iter().zip(&names).zip(&standings).enumerate() {
        out.push_str(&bar(axis, (left, bars + index * ROW), total, (name, standing)));
    }
    if axis.goes_below() {
        let zero = left + axis.place(Exact::ZERO);
        let (top, end) = (bars - 6, end - ROW + BAR + 6);
        let _ = writeln!(out, "<line class=\"z\" x1=\"{zero}\" y1=\"{top}\" x2=\"{zero}\" y2=\"{end}\"/>");
    }
    for (index, line) in lines.iter().enumerate() {
        let top = end + 22 + index * LINE;
        let _ = writeln!(out, "<text class=\"s\" x=\"{MARGIN}\" y=\"{top}\">{}</text>", escaped(line));
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// The name of an option, its bar from nothing to the left or to the right, and where it stands.
fn bar(
    axis: Axis,
    (left, top): (usize, usize),
    (option, total): &(&MatrixOption, Exact),
    (name, standing): (&str, &str),
) -> String {
    let class = if option.rank == Some(1) { "w" } else { "b" };
    let (zero, end) = (axis.place(Exact::ZERO), axis.place(*total));
    let (start, length) = (left + zero.min(end), zero.abs_diff(end).max(2));
    let (middle, behind) = (top + BAR / 2 + 5, left + zero.max(end).max(zero + 2) + 8);
    format!(
        "<text class=\"n\" x=\"{}\" y=\"{middle}\">{}</text>\n<rect class=\"{class}\" x=\"{start}\" y=\"{top}\" width=\"{length}\" \
         height=\"{BAR}\" rx=\"3\"/>\n<text x=\"{behind}\" y=\"{middle}\">{}</text>\n",
        left - 10,
        escaped(name),
        escaped(standing),
    )
}

/// Who comes first, or who are level.
fn titled(matrix: &Matrix) -> String {
    let first: Vec<String> = matrix.leaders().map(|option| option.name.clone()).collect();
    match first.as_slice() {
        [] => "Totals by option".to_owned(),
        [one] => format!("{one} comes first"),
        level => format!("{} are level", listed(level)),
    }
}

/// Text of XML, which cannot hold every character.
fn escaped(text: &str) -> String {
    let held = |letter: char| if matches!(letter, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { visible(letter) };
    text.chars()
        .map(held)
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_the_format_are_text() {
        assert_eq!(escaped("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
        assert_eq!(escaped("a\u{1b}b\u{0}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}", "what XML cannot hold");
    }
}
