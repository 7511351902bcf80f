//! What the program prints, held against the transcripts in `tests/cli/`.
//!
//! A transcript is Markdown. A fenced block whose info string ends with a path is a file in the folder that the commands
//! run in; a `console` block holds commands and what comes of them: standard output, then standard error (each line
//! behind `2> `), then the exit code where it is not 0. `< FILE` gives standard input, `| head -5` keeps the first lines.
//! `UPDATE=1` writes down what really comes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let written = fs::read_to_string(&path).unwrap();
        let actual = replayed(&written);
        if written == actual {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, actual).unwrap();
        } else {
            let difference = similar::TextDiff::from_lines(&written, &actual);
            failures.push(format!("{}\n{}", path.display(), difference.unified_diff().context_radius(4)));
        }
    }
    assert!(failures.is_empty(), "run with UPDATE=1 if this is as it should be:\n{}", failures.join("\n"));
}

/// The transcript with what really came of its commands.
fn replayed(transcript: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut out: Vec<String> = Vec::new();
    let mut lines = transcript.lines();
    while let Some(line) = lines.next() {
        out.push(line.to_owned());
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        if fence.len() < 3 {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        match line[fence.len()..].rsplit(' ').next().unwrap() {
            "console" => body.iter().filter(|line| line.starts_with("$ ")).for_each(|line| {
                out.push((*line).to_owned());
                out.extend(run(&line[2..], folder.path()));
            }),
            path => {
                let place = folder.path().join(path);
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(place, body.join("\n") + "\n").unwrap();
                out.extend(body.into_iter().map(str::to_owned));
            }
        }
        out.push(fence);
    }
    out.join("\n") + "\n"
}

/// The lines that come of a command.
fn run(line: &str, folder: &Path) -> Vec<String> {
    let (line, head) = match line.split_once(" | head -") {
        Some((line, count)) => (line, count.parse().unwrap()),
        None => (line, usize::MAX),
    };
    let (line, input) = line.split_once(" < ").map_or((line, None), |(line, file)| (line, Some(folder.join(file))));
    let mut words = line.split(' ');
    assert_eq!(words.next(), Some("staffwork"), "transcripts call staffwork only: {line}");
    let done = Command::new(env!("CARGO_BIN_EXE_staffwork"))
        .args(words)
        .current_dir(folder)
        .stdin(input.map_or_else(Stdio::null, |file| fs::File::open(file).unwrap().into()))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let printed = steady(&String::from_utf8(done.stdout).unwrap(), folder);
    let complaints = steady(&String::from_utf8(done.stderr).unwrap(), folder);
    let code = done.status.code().unwrap();
    let printed = printed.lines().take(head).map(str::to_owned);
    let complaints = complaints.lines().map(|line| format!("2> {line}").trim_end().to_owned());
    printed.chain(complaints).chain((code != 0).then(|| format!("[{code}]"))).collect()
}

/// Without what differs from run to run.
fn steady(out: &str, folder: &Path) -> String {
    let real = fs::canonicalize(folder).unwrap();
    let out = out.replace(&*real.to_string_lossy(), "/project");
    match out.split_once("\"seconds\":") {
        Some((before, behind)) => format!("{before}\"seconds\":0{}", &behind[behind.find('}').unwrap()..]),
        None => out,
    }
}
