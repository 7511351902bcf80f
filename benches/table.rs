//! What was measured, as a table of text.

use std::time::Duration;

/// How long the same thing took, many times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

/// One line of the table.
pub(crate) struct Row {
    what: String,
    of: String,
    measured: Measured,
    target: Option<f64>,
}

enum Measured {
    /// Microseconds: in the middle, the worst of a hundred, and how many were looked at.
    Times(f64, f64, usize),
    /// Anything else, with its unit.
    One(f64, &'static str),
}

impl Times {
    /// Adds one.
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The one below which `percent` of the times lie, in microseconds.
    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(0.0, |time| time.as_nanos() as f64 / 1e3)
    }
}

impl Row {
    /// A row of times, with what the one in the middle may be, in microseconds.
    pub(crate) fn new(what: &str, of: &str, times: &Times, target: Option<f64>) -> Self {
        let measured = Measured::Times(times.percentile(50), times.percentile(99), times.0.len());
        Self { what: what.to_owned(), of: of.to_owned(), measured, target }
    }

    /// A row of one number, with what it may be.
    pub(crate) fn one(what: &str, of: &str, number: f64, unit: &'static str, target: Option<f64>) -> Self {
        Self { what: what.to_owned(), of: of.to_owned(), measured: Measured::One(number, unit), target }
    }

    /// Prints it.
    pub(crate) fn print(&self) {
        let Self { what, of, measured, target } = self;
        let (value, measured) = match measured {
            Measured::Times(median, p99, count) => (median, format!("{median:>10.0} {p99:>10.0}  {count:>5} times")),
            Measured::One(value, unit) => (value, format!("{value:>10.2} {unit}")),
        };
        let target = target
            .map_or(String::new(), |target| format!("{} {target}", if *value <= target { "kept:" } else { "MISSED:" }));
        println!("{what:<36} {of:<34} {measured:<34} {target}");
    }
}

/// Prints what the columns mean.
pub(crate) fn print_head() {
    println!("{:<36} {:<34} {:>10} {:>10}", "CPU time unless said otherwise", "of", "median µs", "p99 µs");
}
