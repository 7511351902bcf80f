//! The totals of a matrix as a picture: a bar for each option, and below them what would change the order.

use super::chart::{bar_length, ranked};
use crate::model::{Matrix, shown_number};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// All lengths are in pixels, but for texts, which are in columns of a terminal.
const WIDTH: usize = 720;
const MARGIN: usize = 24;
const ROW: usize = 34;
const BAR: usize = 22;
const LINE: usize = 19;
/// Room for a total behind its bar.
const TOTAL: usize = 64;
/// How wide a character is on average, in tenths of a pixel: of a name, and of a sentence.
const NAME_CHARACTER: usize = 78;
const CHARACTER: usize = 66;
/// A longer name is cut.
const LONGEST_NAME: usize = 34;

/// Colours that are read on light and on dark ground.
const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1f2328}.t{font-size:17px;font-weight:600}.s{font-size:12.5px;fill:#59636e}\
                     .n{text-anchor:end}.b{fill:#a8b3bd}.w{fill:#2f6feb}.g{fill:#fff}\
                     @media(prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9aa4af}.b{fill:#545d68}.w{fill:#4f8bff}.g{fill:#0d1117}}";

/// The chart; `None` where not every option has a total.
pub(super) fn chart(matrix: &Matrix) -> Option<String> {
    let totals = ranked(matrix)?;
    let most = totals.iter().map(|(_, total)| *total).max()?;
    let names: Vec<String> = totals.iter().map(|(option, _)| shortened(&option.name)).collect();
    let left = MARGIN + names.iter().map(|name| name.width()).max()? * NAME_CHARACTER / 10 + 12;
    let room = WIDTH - left - TOTAL - MARGIN;
    let sentences = matrix.lead_told().into_iter().chain(matrix.sensitivity_told());
    let lines: Vec<String> = sentences.flat_map(|told| wrapped(&as_sentence(&told))).collect();
    let bars = MARGIN + 40;
    let below = bars + totals.len() * ROW + 22;
    let height = below + lines.len() * LINE + MARGIN - 8;
    let winner = totals.first().map_or("", |(option, _)| option.name.as_str());
    let described = totals.iter().map(|(option, total)| format!("{}: {}", option.name, shown_number(*total)));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"g\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n<text class=\"t\" x=\"{MARGIN}\" y=\"{}\">Totals by option</text>\n",
        escaped(&format!("{winner} comes first")),
        escaped(&described.collect::<Vec<_>>().join(", ")),
        MARGIN + 14,
    );
    for (index, ((option, total), name)) in totals.iter().zip(&names).enumerate() {
        let (top, class) = (bars + index * ROW, if option.rank == Some(1) { "w" } else { "b" });
        let (middle, length) = (top + BAR / 2 + 5, bar_length(*total, most, room).max(2));
        let _ = writeln!(
            out,
            "<text class=\"n\" x=\"{}\" y=\"{middle}\">{}</text>\n<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{length}\" \
             height=\"{BAR}\" rx=\"3\"/>\n<text x=\"{}\" y=\"{middle}\">{}</text>",
            left - 10,
            escaped(name),
            left + length + 8,
            shown_number(*total),
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let _ =
            writeln!(out, "<text class=\"s\" x=\"{MARGIN}\" y=\"{}\">{}</text>", below + index * LINE, escaped(line));
    }
    out.push_str("</svg>\n");
    Some(out)
}

/// A name that fits beside its bar.
fn shortened(name: &str) -> String {
    if name.width() <= LONGEST_NAME {
        return name.to_owned();
    }
    let mut short = String::new();
    for letter in name.chars() {
        if short.width() + 2 > LONGEST_NAME {
            break;
        }
        short.push(letter);
    }
    short.trim_end().to_owned() + "…"
}

/// A sentence with a beginning and an end, without marks.
fn as_sentence(told: &str) -> String {
    let plain = told.replace('`', "");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// The lines that a sentence takes.
fn wrapped(sentence: &str) -> Vec<String> {
    let most = (WIDTH - 2 * MARGIN) * 10 / CHARACTER;
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split(' ') {
        match lines.last_mut().filter(|line| line.width() + word.width() < most) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_and_sentences_fit() {
        let name = shortened("A name that goes on and on until nobody reads it any more");
        assert!(name.width() <= LONGEST_NAME && name.ends_with('…'), "{name}");
        assert_eq!(shortened("Postgres"), "Postgres");
        let lines = wrapped(&"word ".repeat(60));
        assert!(
            lines.len() > 1 && lines.iter().all(|line| line.width() * CHARACTER / 10 <= WIDTH - 2 * MARGIN),
            "{lines:?}"
        );
    }

    #[test]
    fn marks_of_the_format_are_text() {
        assert_eq!(escaped("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }
}
