//! From opening a document to its diagnostics, in the process.

use crate::clock::{self, CpuTime};
use crate::documents::Sample;
use crate::table::{Row, Times};
use crate::typing::{diagnostics, opened};
use criterion::{BenchmarkId, Criterion, SamplingMode};
use std::hint::black_box;
use std::time::Duration;

/// How much CPU time the table gives each document.
const BUDGET: Duration = Duration::from_secs(2);
/// As many times say enough.
const ENOUGH: usize = 100;

/// What opening costs, in the mean.
pub(crate) fn measure(criterion: &mut Criterion<CpuTime>, samples: &[Sample]) {
    let mut group = criterion.benchmark_group("open");
    group.sampling_mode(SamplingMode::Flat);
    for sample in samples {
        group.bench_function(BenchmarkId::from_parameter(&sample.name), |bencher| {
            bencher.iter(|| once(sample));
        });
    }
}

/// What opening costs.
pub(crate) fn row(sample: &Sample) -> Row {
    once(sample);
    let mut times = Times::default();
    let begun = clock::own();
    while times.count() < ENOUGH && clock::since(begun) < BUDGET {
        let before = clock::own();
        once(sample);
        times.push(clock::since(before));
    }
    Row::new("open → diagnostics", &sample.name, &times, sample.open)
}

fn once(sample: &Sample) {
    let (workspace, id) = opened(&sample.path, &sample.text);
    black_box(diagnostics(&workspace, &id));
}
