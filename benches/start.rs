//! The real program: how long until it answers, and how much memory it takes.

use crate::clock::CpuTime;
use crate::documents::Sample;
use crate::session::Session;
use crate::table::{Row, Times};
use criterion::Criterion;
use std::time::{Duration, Instant};

/// As many starts say enough.
const STARTS: usize = 40;
/// As long the server may go on with what it does after it has answered, before its memory is looked at.
const SETTLED: Duration = Duration::from_millis(500);

/// What the server's CPU time is when it has answered `initialize`, in the mean.
pub(crate) fn measure(criterion: &mut Criterion<CpuTime>) {
    criterion.bench_function("start → initialize answered", |bencher| {
        bencher.iter_custom(|count| (0..count).map(|_| Session::start().cpu()).sum());
    });
}

/// How long it takes from the start of the program to the answer of `initialize`.
pub(crate) fn rows() -> Vec<Row> {
    let (mut cpu, mut wall) = (Times::default(), Times::default());
    for _ in 0..STARTS {
        let begun = Instant::now();
        let session = Session::start();
        wall.push(begun.elapsed());
        cpu.push(session.cpu());
    }
    vec![
        Row::new("start → initialize answered", "the program, wall clock", &wall, Some(5_000.0)),
        Row::new("the same", "the program, its CPU time", &cpu, None),
    ]
}

/// What the server holds in memory: idle, and with `samples` open one by one.
pub(crate) fn memory<'s>(samples: impl Iterator<Item = &'s Sample>) -> Vec<Row> {
    let mut session = Session::start();
    session.notify("initialized", &serde_json::json!({}));
    std::thread::sleep(SETTLED);
    let mut rows = rows_of(&session, "idle after initialize", Some(12.0));
    for sample in samples {
        let mut session = Session::start();
        session.open("file:///project/docs/rfcs/0042-generated.md", &sample.text);
        std::thread::sleep(SETTLED);
        rows.extend(rows_of(&session, &format!("{} open", sample.name), None));
    }
    rows
}

fn rows_of(session: &Session, of: &str, target: Option<f64>) -> Vec<Row> {
    let Some((resident, own)) = session.resident() else { return Vec::new() };
    vec![
        Row::one("resident memory", of, resident, "MB", target),
        Row::one("of it not of the program's file", of, own, "MB", None),
    ]
}
