//! TOML as people write it: lines of a known file, some of them moved, doubled, cut or replaced.

use super::pieces;
use super::sound::inside;
use super::tape::Tape;
use staffwork::grammar::Mistake;

/// Values of every sort, few of which belong anywhere.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "1.5",
    "nan",
    "true",
    "\"\"",
    "\"off\"",
    "\"adr\"",
    "\"madr\"",
    "\"none\"",
    "\"**/*.md\"",
    "\"[\"",
    "\"(?i)(\"",
    "\"(a+)+$\"",
    "\"^\\\\d{4}-.*$\"",
    "[]",
    "[1]",
    "[\"a\", \"b\"]",
    "{}",
    "{ a = 1 }",
    "2026-03-04",
    "\"é\"",
    "'''\nlong\n'''",
    "99999999999999999999",
    "[[[[[[[[]]]]]]]]",
    "\"unfinished",
];

/// `text`, changed up to `most` times.
pub(crate) fn changed(tape: &mut Tape<'_>, text: &str, keys: &[&str], most: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..tape.below(most + 1) {
        let at = tape.below(lines.len().max(1));
        let line = lines.get(at).cloned().unwrap_or_default();
        let key = line.split('=').next().unwrap_or_default().to_owned();
        let fresh = match tape.below(10) {
            0 | 1 => None,
            2 => Some(format!("{key}= {}", tape.pick(VALUES))),
            3 => Some(format!("{} = {}", tape.pick(keys), tape.pick(VALUES))),
            4 => Some(format!("[{}]", tape.pick(keys))),
            5 => Some(format!("[[{}]]", tape.pick(keys))),
            6 => Some(line[..pieces::floor(&line, tape.below(line.len() + 1))].to_owned()),
            7 => Some(format!("{line}{}", pieces::raw(tape, 8))),
            8 => lines.get(tape.below(lines.len().max(1))).cloned(),
            _ => Some(pieces::piece(tape)),
        };
        match fresh {
            Some(fresh) if tape.once_in(2) => lines.insert(at.min(lines.len()), fresh),
            Some(fresh) if at < lines.len() => lines[at] = fresh,
            Some(fresh) => lines.push(fresh),
            None if at < lines.len() => drop(lines.remove(at)),
            None => {}
        }
    }
    lines.join(tape.pick(&["\n", "\n", "\r\n"]))
}

/// Each mistake has a place in `text` and says something.
pub(crate) fn told(text: &str, mistakes: &[Mistake]) {
    for mistake in mistakes {
        inside(text, mistake.range, &mistake.message);
        assert!(!mistake.message.trim().is_empty(), "a mistake without words in {text:?}");
        assert!(!mistake.message.contains('\n'), "more than a sentence: {:?}", mistake.message);
    }
}
