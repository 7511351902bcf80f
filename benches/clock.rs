//! CPU time: what work costs, whoever else uses the machine.

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};
use nix::time::{ClockId, clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;
use std::time::Duration;

/// The CPU time that this process has used, all threads together.
pub(crate) fn own() -> Duration {
    read(ClockId::CLOCK_PROCESS_CPUTIME_ID)
}

/// The CPU time that this process has used since it had used `before`.
pub(crate) fn since(before: Duration) -> Duration {
    own().saturating_sub(before)
}

/// The CPU time that the running process `pid` has used, all threads together.
pub(crate) fn of(pid: u32) -> Duration {
    let pid = Pid::from_raw(pid.try_into().expect("process ids are small"));
    read(clock_getcpuclockid(pid).expect("the process runs"))
}

/// The CPU time that children which have ended used: in their own code, and in the system's.
pub(crate) fn of_children() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    let micros = |spent: TimeVal| spent.num_microseconds().unsigned_abs();
    Duration::from_micros(micros(usage.user_time()) + micros(usage.system_time()))
}

fn read(clock: ClockId) -> Duration {
    clock_gettime(clock).expect("the clock runs").into()
}

/// Whose words are used for durations.
static WALL: WallTime = WallTime;

/// The CPU time of this process as criterion's measure.
pub(crate) struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        own()
    }

    fn end(&self, start: Duration) -> Duration {
        since(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WALL.formatter()
    }
}
