//! From a keystroke to diagnostics, in the process.

use crate::clock::{self, CpuTime};
use crate::documents::Sample;
use crate::table::{Row, Times};
use crate::typing::Typist;
use criterion::{BenchmarkId, Criterion, SamplingMode};
use std::hint::black_box;
use std::time::Duration;

/// How much CPU time the table gives each document.
const BUDGET: Duration = Duration::from_secs(4);
/// As many changes say enough.
const ENOUGH: usize = 3_000;

/// What a letter costs, in the mean.
pub(crate) fn measure(criterion: &mut Criterion<CpuTime>, samples: &[Sample]) {
    let mut group = criterion.benchmark_group("keystroke");
    group.sampling_mode(SamplingMode::Flat);
    for sample in samples {
        let mut typist = Typist::new(&sample.path, &sample.text, sample.script);
        group.bench_function(BenchmarkId::from_parameter(&sample.name), |bencher| {
            bencher.iter(|| black_box(typist.press()));
        });
    }
}

/// What a letter costs, and what a change of the structure costs: in the middle, and the worst of a hundred.
pub(crate) fn rows(sample: &Sample) -> Vec<Row> {
    let mut typist = Typist::new(&sample.path, &sample.text, sample.script);
    let (mut letters, mut structure) = (Times::default(), Times::default());
    let begun = clock::own();
    while typist.pressed() < typist.round() && clock::since(begun) < BUDGET / 4 {
        black_box(typist.press());
    }
    let begun = clock::own();
    for _ in 0..ENOUGH {
        let is_structural = typist.upcoming().is_structural;
        let before = clock::own();
        black_box(typist.press());
        let times = if is_structural { &mut structure } else { &mut letters };
        times.push(clock::since(before));
        if clock::since(begun) > BUDGET {
            break;
        }
    }
    let target = sample.keystroke;
    let mut rows = vec![Row::new("keystroke → diagnostics", &sample.name, &letters, target)];
    if !structure.is_empty() {
        rows.push(Row::new("the same, structure changes", &sample.name, &structure, None));
    }
    rows
}
